"""The lists of steps and of departures as sheets: see `candidates/exporting.py`."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from candidates.exporting import JOURNEYS, Column, Sheet, person_columns, register
from placements.models import NameInJapan

_last_name = NameInJapan.objects.filter(candidate=OuterRef("candidate")).newest_first().values("written")
# Only what somebody wrote: a suggestion never leaves the house as if it had been looked at.
JOURNEYS.columns["name_in_japan"] = Column(
    _("name in katakana"),
    lambda journey: journey.export_name_in_japan or "",
    width=30,
    annotated={"export_name_in_japan": Subquery(_last_name[:1])},
)

PERSON = {
    "journey": Column(_("registration number"), lambda row: row.journey.registration_no),
    **person_columns(lambda row: row.journey.candidate),
    "sector": Column(_("sector"), lambda row: row.journey.sector.name, width=24),
    "scheme": Column(_("scheme"), lambda row: row.journey.scheme.name, width=24),
}
RELATED = ("journey__candidate__kelurahan", "journey__sector", "journey__scheme")

STEPS = register(
    Sheet(
        slug="steps",
        title=_("Steps"),
        file="langkah",
        columns={
            **PERSON,
            "kind": Column(_("step"), lambda step: step.kind.name, width=30),
            "owner": Column(_("whose turn"), lambda step: step.get_owner_display(), width=24),
            "due_on": Column(_("due"), lambda step: step.due_on),
            "done_on": Column(_("done"), lambda step: step.done_on),
            "done_by": Column(_("recorded by"), lambda step: step.done_by or "", width=24),
            "paper": Column(_("number"), lambda step: step.number, width=24),
            "issued_on": Column(_("issued"), lambda step: step.issued_on),
            "expires_on": Column(_("valid until"), lambda step: step.expires_on),
        },
        usual=["journey", "name", "kind", "owner", "due_on", "done_on"],
        related=(*RELATED, "kind", "done_by"),
        candidate=lambda step: step.journey.candidate_id,
    )
)
DEPARTURES = register(
    Sheet(
        slug="departures",
        title=_("Departures"),
        file="keberangkatan",
        columns={
            **PERSON,
            "flight_no": Column(_("flight"), lambda departure: departure.flight_no),
            "flight_on": Column(_("flight day"), lambda departure: departure.flight_on),
            "recorded_by": Column(_("recorded by"), lambda departure: departure.recorded_by, width=24),
            "confirmed_by": Column(_("confirmed by"), lambda departure: departure.confirmed_by or "", width=24),
            "cancelled": Column(_("cancelled"), lambda departure: _("yes") if departure.cancelled_at else _("no")),
        },
        usual=["journey", "name", "sector", "flight_no", "flight_on", "recorded_by", "confirmed_by", "cancelled"],
        related=(*RELATED, "recorded_by", "confirmed_by"),
        candidate=lambda departure: departure.journey.candidate_id,
    )
)

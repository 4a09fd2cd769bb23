"""The queues of the second person: what one has recorded waits here for another's yes."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates import exempting, overriding
from certificates.enums import State
from certificates.forms import ReasonForm
from certificates.models import DepartureOverride, Exemption
from placements import departing
from placements.forms import ConfirmForm
from placements.models import Departure
from portal.desk import notes
from portal.desk.queue import Deed, Queue, Shown, rows

if TYPE_CHECKING:
    from accounts.models import User


def departures(user: "User") -> QuerySet[Departure]:
    return Departure.objects.visible_to(user)


def to_confirm(user: "User", on: date) -> QuerySet[Departure]:
    """Flown, and recorded by somebody else: whoever recorded a flight never signs it."""
    return departures(user).waiting().filter(flight_on__lte=on).exclude(recorded_by=user)  # type: ignore[attr-defined]


def show_departure(departure: Departure) -> Shown:
    url = reverse("placements:departure_evidence", args=[departure.pk])
    return Shown(
        heading=departure.journey.candidate.name,
        facts=rows(
            (_("Number"), departure.journey.registration_no),
            (_("Flight"), departure.flight_no),
            (_("Flight day"), date_format(departure.flight_on)),
            (_("Evidence"), format_html('<a href="{}">{}</a>', url, _("Open the evidence"))),
            (_("Recorded by"), departure.recorded_by),
        ),
        warnings=[str(gap) for gap in departing.missing_for(departure)],
        url=reverse("admin:placements_departure_change", args=[departure.pk]),
    )


def yes(label: object, verb: Any, asks: object) -> Deed:
    """A signature is not taken back with a click, so it asks first."""

    def perform(item: Any, *, by: "User", expected: str, data: dict[str, Any]) -> object:
        return verb(item, by=by)

    return Deed("confirm", label, perform, kind="primary", form=lambda: ConfirmForm, asks=asks)


def no(label: object, verb: Any) -> Deed:
    def perform(item: Any, *, by: "User", expected: str, data: dict[str, Any]) -> object:
        return verb(item, by=by, reason=data["reason"])

    return Deed("refuse", label, perform, kind="danger", form=lambda: ReasonForm)


def deeds_of_departure(departure: Departure, user: "User") -> list[Deed]:
    asks = _("Look at the evidence. Does name, flight and day agree? Your name stands beside it for good.")
    return [yes(_("Confirm the departure"), departing.confirm, asks)]


def exemptions(user: "User") -> QuerySet[Exemption]:
    return Exemption.objects.visible_to(user)


def claimed(user: "User", on: date) -> QuerySet[Exemption]:
    return exemptions(user).filter(state=State.CLAIMED).exclude(claimed_by=user)


def show_exemption(exemption: Exemption) -> Shown:
    return Shown(
        heading=exemption.candidate.name,
        facts=rows(
            (_("Exemption"), exemption),
            (_("Work category"), exemption.work_category),
            (_("Evidence"), exemption.evidence),
            (_("Recorded by"), exemption.claimed_by),
        ),
        url=reverse("admin:certificates_exemption_change", args=[exemption.pk]),
    )


def deeds_of_exemption(exemption: Exemption, user: "User") -> list[Deed]:
    asks = _("Look at the paper yourself. Your name stands beside the first one for good.")
    return [yes(_("Confirm the exemption"), exempting.confirm, asks), no(_("Not accepted"), exempting.end)]


def overrides(user: "User") -> QuerySet[DepartureOverride]:
    return DepartureOverride.objects.visible_to(user)


def proposed(user: "User", on: date) -> QuerySet[DepartureOverride]:
    return overrides(user).live().filter(confirmed_by=None).exclude(proposed_by=user)  # type: ignore[attr-defined]


def show_override(override: DepartureOverride) -> Shown:
    return Shown(
        heading=override.journey.candidate.name,
        facts=rows(
            (_("Number"), override.journey.registration_no),
            (_("Stage"), override.journey.get_stage_display()),
            (_("Reason"), override.reason),
            (_("Proposed by"), override.proposed_by),
        ),
        url=reverse("admin:certificates_departureoverride_change", args=[override.pk]),
    )


def deeds_of_override(override: DepartureOverride, user: "User") -> list[Deed]:
    asks = _("This person then flies without a proof that the law asks for. Your name stands beside it for good.")
    return [yes(_("Confirm the override"), overriding.confirm, asks), no(_("Not accepted"), overriding.withdraw)]


DEPARTURES = Queue(
    slug="konfirmasi",
    title=gettext_lazy("Departures waiting for the second person"),
    verb=gettext_lazy("Confirm"),
    key="5",
    permission="placements.confirm_departure",
    everything=departures,
    waiting=to_confirm,
    since="recorded_at",
    note=lambda user, on: notes.flown(to_confirm(user, on)),
    show=show_departure,
    deeds=deeds_of_departure,
    name=lambda departure: departure.journey.candidate.name,
    related=("journey__candidate", "recorded_by"),
)
EXEMPTIONS = Queue(
    slug="pengecualian",
    title=gettext_lazy("Exemptions waiting for the second person"),
    verb=gettext_lazy("Confirm"),
    key="5",
    permission="certificates.confirm_exemption",
    everything=exemptions,
    waiting=claimed,
    since="claimed_at",
    show=show_exemption,
    deeds=deeds_of_exemption,
    name=lambda exemption: exemption.candidate.name,
    related=("candidate", "work_category", "claimed_by"),
)
OVERRIDES = Queue(
    slug="izin-khusus",
    title=gettext_lazy("Overrides waiting for the second person"),
    verb=gettext_lazy("Confirm"),
    key="5",
    permission="certificates.confirm_departureoverride",
    everything=overrides,
    waiting=proposed,
    since="proposed_at",
    show=show_override,
    deeds=deeds_of_override,
    name=lambda override: override.journey.candidate.name,
    related=("journey__candidate", "proposed_by"),
)

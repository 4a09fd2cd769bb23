"""The queues of papers: certificates to be checked, departures that wait for the second signature."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates import checking
from certificates.enums import State
from certificates.models import Certificate
from placements import departing
from placements.forms import ConfirmForm
from placements.models import Departure
from portal.desk.queue import Deed, Queue, Shown, rows

if TYPE_CHECKING:
    from accounts.models import User


def certificates(user: "User") -> QuerySet[Certificate]:
    return Certificate.objects.visible_to(user)


def unchecked(user: "User", on: date) -> QuerySet[Certificate]:
    return certificates(user).filter(state=State.CLAIMED)


def show_certificate(certificate: Certificate) -> Shown:
    passed = _("passed") if certificate.passed else _("not passed")
    return Shown(
        heading=certificate.candidate.name,
        facts=rows(
            (_("Test"), str(certificate)),
            (_("Work category"), certificate.work_category),
            (_("Result"), f"{passed}, {certificate.score}" if certificate.score is not None else passed),
            (_("Issuer"), certificate.issuer),
            (_("Number"), certificate.number),
            (_("Test day"), date_format(certificate.tested_on)),
            (_("Valid until"), date_format(certificate.expires_on) if certificate.expires_on else ""),
            (_("Birth date"), date_format(certificate.candidate.birth_date)),
            (_("Recorded by"), certificate.claimed_by),
        ),
        url=reverse("admin:certificates_certificate_change", args=[certificate.pk]),
    )


def check_certificate(item: Certificate, *, by: "User", expected: str, data: dict[str, Any]) -> object:
    return checking.verify(item, by=by)


def deeds_of_certificate(certificate: Certificate, user: "User") -> list[Deed]:
    return [Deed("verify", _("Checked: original seen"), check_certificate, kind="primary")]


def departures(user: "User") -> QuerySet[Departure]:
    return Departure.objects.visible_to(user)


def to_confirm(user: "User", on: date) -> QuerySet[Departure]:
    """Flown, and recorded by somebody else: whoever recorded a flight never signs it."""
    return departures(user).waiting().filter(flight_on__lte=on).exclude(recorded_by=user)


def show_departure(departure: Departure) -> Shown:
    url = reverse("placements:departure_evidence", args=[departure.pk])
    evidence = format_html('<a href="{}">{}</a>', url, _("Open the evidence"))
    return Shown(
        heading=departure.journey.candidate.name,
        facts=rows(
            (_("Number"), departure.journey.registration_no),
            (_("Flight"), departure.flight_no),
            (_("Flight day"), date_format(departure.flight_on)),
            (_("Evidence"), evidence),
            (_("Recorded by"), departure.recorded_by),
        ),
        warnings=[str(gap) for gap in departing.missing_for(departure)],
        url=reverse("admin:placements_departure_change", args=[departure.pk]),
    )


def confirm_departure(item: Departure, *, by: "User", expected: str, data: dict[str, Any]) -> object:
    return departing.confirm(item, by=by)


def deeds_of_departure(departure: Departure, user: "User") -> list[Deed]:
    """Confirming is not taken back with a click, so it asks first."""
    asks = _("Look at the evidence. Does name, flight and day agree? Your name stands beside it for good.")
    return [
        Deed(
            "confirm",
            _("Confirm the departure"),
            confirm_departure,
            kind="primary",
            form=lambda: ConfirmForm,
            asks=asks,
        )
    ]


CERTIFICATES = Queue(
    slug="sertifikat",
    title=gettext_lazy("Certificates to be checked"),
    verb=gettext_lazy("Check"),
    key="",
    permission="certificates.verify_certificate",
    everything=certificates,
    waiting=unchecked,
    since="claimed_at",
    show=show_certificate,
    deeds=deeds_of_certificate,
    name=lambda certificate: certificate.candidate.name,
    related=("candidate", "work_category", "claimed_by"),
)
DEPARTURES = Queue(
    slug="konfirmasi",
    title=gettext_lazy("Departures waiting for the second person"),
    verb=gettext_lazy("Confirm"),
    key="5",
    permission="placements.confirm_departure",
    everything=departures,
    waiting=to_confirm,
    since="recorded_at",
    show=show_departure,
    deeds=deeds_of_departure,
    name=lambda departure: departure.journey.candidate.name,
    related=("journey__candidate", "recorded_by"),
)

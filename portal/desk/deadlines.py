"""What has an hour or a day: flights whose papers will not hold, and tests that can soon not be booked any more."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.enums import DocumentState
from candidates.models import Document
from certificates.enums import State
from certificates.models import Certificate
from certificates.unbooked import closing
from placements.models import Departure, Step
from placements.validity import breaking, papers_of, papers_on_file

if TYPE_CHECKING:
    from accounts.models import User

SOON = 7  # days
SHOWN = 6


@dataclass(frozen=True)
class Deadline:
    sentence: str
    left: str
    url: str


def at_risk(user: "User", on: date) -> QuerySet[Departure]:
    """Flights of the next days that a step's paper, a paper on file or a certificate does not cover."""
    short_paper = Step.objects.done().filter(
        journey=OuterRef("journey"), kind__covers_flight=True, expires_on__lt=OuterRef("flight_on")
    )
    short_document = Document.objects.filter(
        candidate=OuterRef("journey__candidate"), state=DocumentState.APPROVED, expires_on__lt=OuterRef("flight_on")
    )
    return (
        Departure.objects.visible_to(user)
        .waiting()
        .filter(flight_on__range=(on, on + timedelta(days=SOON)))
        .filter(Q(Exists(short_paper)) | Q(Exists(short_document)) | Q(Exists(_short_certificate())))
        .order_by("flight_on", "pk")
    )


def _short_certificate() -> QuerySet[Certificate]:
    """Certificates that end before the flight, unless another one proves the same for longer."""
    verified = Certificate.objects.filter(state=State.VERIFIED)
    longer = verified.filter(
        Q(proves_until__gte=OuterRef(OuterRef("flight_on"))) | Q(proves_until=None),
        candidate=OuterRef("candidate"),
        proves__overlap=OuterRef("proves"),
    )
    return verified.filter(
        ~Exists(longer), candidate=OuterRef("journey__candidate"), proves_until__lt=OuterRef("flight_on")
    )


def of(user: "User", on: date) -> list[Deadline]:
    """The rows of the desk, the nearest first of each kind."""
    return [*_flights(user, on), *_seats(user, on)]


def _seats(user: "User", on: date) -> list[Deadline]:
    """Sittings of the next days in which people in training need a seat and have none."""
    if not user.has_perm("certificates.view_sitting"):
        return []
    soon = closing(on).filter(book_by__lte=on + timedelta(days=SOON)).select_related("test")
    return [_seat(sitting, on) for sitting in soon]


def _seat(sitting: Any, on: date) -> Deadline:
    words = {
        "sitting": sitting,
        "people": ngettext("%(n)s person has no seat", "%(n)s people have no seat", sitting.people)
        % {"n": sitting.people},
    }
    return Deadline(
        sentence=_("Book %(sitting)s: %(people)s") % words,
        left=how_long((sitting.book_by - on).days),
        url=reverse("admin:certificates_sitting_change", args=[sitting.pk]),
    )


def _flights(user: "User", on: date) -> list[Deadline]:
    if not user.has_perm("placements.view_departure"):
        return []
    papers = Prefetch("journey__steps", Step.objects.done().select_related("kind"), to_attr="papers")
    on_file = Prefetch("journey__candidate__documents", Document.objects.select_related("kind"), to_attr="on_file")
    first_to_end = _short_certificate().order_by("proves_until").values("proves_until")[:1]
    flights = (
        at_risk(user, on)
        .select_related("journey__candidate")
        .prefetch_related(papers, on_file)
        .annotate(certificate_until=first_to_end)[:SHOWN]
    )
    return [_deadline(flight, on) for flight in flights]


def _deadline(flight: Departure, on: date) -> Deadline:
    papers = papers_of(flight.journey.papers) + papers_on_file(flight.journey.candidate.on_file)
    broken = [(paper.expires_on, paper.name) for paper in breaking(papers, flight.flight_on)]
    if flight.certificate_until is not None:
        broken.append((flight.certificate_until, _("certificate")))
    expires_on, paper = min(broken)
    words = {
        "name": flight.journey.candidate.name,
        "flight": date_format(flight.flight_on, "l j F"),
        "paper": paper,
        "day": date_format(expires_on, "j F"),
    }
    return Deadline(
        sentence=_("Flies on %(flight)s, %(paper)s ends on %(day)s: %(name)s") % words,
        left=how_long((flight.flight_on - on).days),
        url=reverse("admin:placements_step_journey", args=[flight.journey_id]),
    )


def how_long(days: int) -> str:
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}

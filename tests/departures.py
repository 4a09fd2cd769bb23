"""Departures for whoever tests numbers: `from tests.departures import busy_year, flown` in a conftest."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from candidates.enums import Origin
from candidates.models import Journey
from certificates.enums import ExemptionKind
from certificates.models import DepartureOverride, Exemption
from placements.models import Departure
from tests.factories.candidates import CandidateFactory, JourneyFactory, programme
from tests.factories.placements import JobOrderFactory, StepFactory

CATCH_UP = timedelta(days=80)  # from registering to the visa in JourneyFactory

FLIGHT = date(2026, 6, 1)


@pytest.fixture
def flown(officer, admin2):
    """A journey whose flight was recorded by one person and confirmed by another."""

    def make(flight_on=FLIGHT, confirmed=True, **kwargs):
        journey = JourneyFactory(at="visa", **kwargs)
        DepartureOverride.objects.create(journey=journey, reason="test", proposed_by=officer, confirmed_by=admin2)
        signed = {"confirmed_by": admin2, "confirmed_at": timezone.make_aware(datetime(2026, 6, 2))}
        departure = Departure.objects.create(
            journey=journey,
            flight_no="GA874",
            flight_on=flight_on,
            evidence="evidence.pdf",
            evidence_type="application/pdf",
            recorded_by=officer,
            **(signed if confirmed else {}),
        )
        if confirmed:
            Journey.objects.filter(pk=journey.pk).update(departed_on=flight_on)
        return departure

    return make


@pytest.fixture
def left_before_the_portal(officer, admin2):
    """Somebody of KJS's list, which two people confirmed."""

    def make(departed_on, **person):
        old = CandidateFactory(**person)
        Exemption.objects.create(
            candidate=old,
            kind=ExemptionKind.BEFORE_PORTAL,
            state="verified",
            proves=["before_portal"],
            proves_from=departed_on,
            claimed_by=officer,
            verified_by=admin2,
        )
        days = {"registered_on": departed_on, "departed_on": departed_on}
        return JourneyFactory(candidate=old, origin=Origin.ALUMNI, programme=programme(departed_on.year), **days)

    return make


@pytest.fixture
def busy_year(flown):
    """A year like any other, seen from today: seven have left, others are under way. Returns who has left."""
    today = timezone.localdate()
    sectors = ["agriculture", "caregiver", "agriculture", "agriculture", "agriculture", "automotive", "agriculture"]
    left = []
    for number, sector in enumerate(sectors):
        flight = max(today - timedelta(days=number * 20), date(today.year, 1, 1))
        person = {"sector_id": sector, "registered_on": flight - CATCH_UP, "programme": programme(today.year)}
        left.append(flown(flight, **person).journey)
    for stage in ("registered", "training", "training", "offered", "coe", "visa"):
        JourneyFactory(at=stage, programme=programme(today.year), registered_on=today - CATCH_UP)
    waiting = JourneyFactory(at="contract", programme=programme(today.year), registered_on=today - CATCH_UP)
    for position, kind in enumerate(["passport", "coe"], start=1):
        StepFactory(journey=waiting, kind_id=kind, kind=None, position=position, owner="japan", due_on=today)
    JobOrderFactory(document_deadline=today + timedelta(days=8))
    return left

"""Departures for the reports' tests."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from candidates.models import Journey
from certificates.models import DepartureOverride
from placements.models import Departure
from tests.factories.candidates import JourneyFactory

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

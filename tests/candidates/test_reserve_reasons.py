"""Who comes on the reserve list reads why: a reason from the list, from the record, the queue and many at once."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates import own_page, selecting
from candidates.enums import Stage
from candidates.models import ClosingReason
from tests.candidates.test_desk import press
from tests.factories.candidates import JourneyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
FULL = "tempat di bidang yang dipilih sudah penuh"


@pytest.fixture
def desk(client_of, officer):
    return client_of(officer)


def lead(journey):
    return own_page.own_page(journey).lead


def test_a_reason_is_chosen_and_the_person_reads_it(desk):
    journey = JourneyFactory(at=Stage.VERIFIED)
    empty = press(desk, journey, "reserve", reason="")
    assert empty.context["form"].errors["reason"]
    press(desk, journey, "reserve", reason=FULL)
    journey.refresh_from_db()
    assert (journey.stage, journey.events.first().reason) == (Stage.RESERVE, FULL)
    assert f"Alasannya: {FULL}." in lead(journey)


def test_in_the_queue_it_asks_too(desk):
    journey = JourneyFactory(at=Stage.VERIFIED)
    page = desk.get(reverse("admin:desk_queue", args=["seleksi"]), {"orang": journey.pk, "deed": "reserve"})
    assert FULL in page.text


def test_many_at_once_with_one_reason(desk):
    rows = [JourneyFactory(at=Stage.VERIFIED) for _number in range(2)]
    sent = {"person": [f"{row.pk}:verified" for row in rows], "key": str(uuid.uuid4())}
    url = reverse("admin:candidates_bulk", args=["reserve"])
    assert desk.post(url, sent | {"reason": ""}).context["form"].errors["reason"]
    desk.post(url, sent | {"reason": FULL})
    assert {row.events.first().reason for row in rows} == {FULL}


def test_what_was_noted_for_colleagues_is_not_shown(officer):
    journey = selecting.reserve(JourneyFactory(at=Stage.VERIFIED), by=officer, note="berita acara no. 12")
    assert not any("berita acara" in line for line in lead(journey))


def test_reasons_of_the_reserve_list_are_no_way_out(desk):
    journey = JourneyFactory(at=Stage.SELECTED)
    page = desk.get(reverse("admin:candidates_journey_verb", args=[journey.pk, "close"]))
    assert FULL not in page.text
    with pytest.raises(IntegrityError, match="closing_reason_says_when_again"), transaction.atomic():
        ClosingReason.objects.create(kind="died", text="tanpa hari")

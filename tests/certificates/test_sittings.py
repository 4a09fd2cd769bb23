"""Tests that were booked: every try is kept, and a pass gives a certificate that still waits for its check."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from certificates import sitting as sittings
from certificates.models import Booking, Certificate
from certificates.unbooked import closing, without_a_seat
from core import history
from core.integrity import violations
from core.refusal import Refused, SomebodyWasFirst
from tests.factories.candidates import CandidateFactory, JourneyFactory
from tests.factories.certificates import BookingFactory, CertificateFactory, SittingFactory, checked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "roles")]
LATER = date(2026, 9, 1)


def url(deed, booking):
    return reverse(f"admin:certificates_booking_{deed}", args=[booking.pk])


def codes(verb, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        verb(*args, **kwargs)
    return refusal.value.codes


def test_a_seat_a_fail_a_second_try_and_the_certificate_of_the_pass_from_the_desk(client_of, officer):
    journey = JourneyFactory(at="training")
    desk = client_of(officer)
    panel = reverse("admin:candidates_journey_change", args=[journey.pk])
    add = f"{reverse('admin:certificates_booking_add')}?journey={journey.pk}"
    assert add in desk.get(panel).text
    for held_on, result in ((date(2025, 12, 7), "failed"), (date(2026, 7, 5), "passed")):
        sitting = SittingFactory(held_on=held_on, book_by=None)
        desk.post(add, {"sitting": sitting.pk, "booking_no": "jl 12", "account_name": journey.candidate.name})
        booking = Booking.objects.get(sitting=sitting)
        typed = {"result": result, "score": 91, "sections": "38, 33", "expected": "waiting"}
        desk.post(url("result", booking), typed)
    assert [(row.result, row.booking_no) for row in Booking.objects.all()] == [("passed", "JL12"), ("failed", "JL12")]
    page = desk.get(panel).text
    assert ("Belum lulus" in page, "Lulus</span>" in page) == (True, True)
    assert not Certificate.objects.exists()
    desk.post(url("claim", booking), {"number": "N4A 5"})
    certificate = Certificate.objects.get()
    facts = (certificate.state, certificate.level, certificate.number, certificate.tested_on, certificate.candidate)
    assert facts == ("claimed", "N4", "N4A5", date(2026, 7, 5), journey.candidate)
    assert [line for line in violations() if "passed test" in line] == []


def test_who_is_too_young_on_the_test_day_is_not_booked_except_for_jlpt(officer):
    young = CandidateFactory(birth_date=date(2008, 7, 6), nik="3673024607080001")
    assert codes(sittings.book, young, SittingFactory(test_id="jft_basic"), by=officer) == ["too_young"]
    assert sittings.book(young, SittingFactory(test_id="jft_basic", held_on=date(2026, 7, 6)), by=officer)
    assert sittings.book(young, SittingFactory(), by=officer)


def test_the_same_seat_is_not_booked_twice(officer):
    booking = BookingFactory()
    assert codes(sittings.book, booking.candidate, booking.sitting, by=officer) == ["booked"]


def test_a_result_before_the_test_is_refused_and_two_officers_do_not_overwrite_each_other(officer, admin2):
    booking = BookingFactory()
    assert codes(sittings.record_result, booking, "passed", by=officer, on=date(2026, 7, 4)) == ["test_ahead"]
    sittings.record_result(booking, "failed", by=officer, on=LATER, expected="waiting")
    with pytest.raises(SomebodyWasFirst) as refusal:
        sittings.record_result(booking, "passed", by=admin2, on=LATER, expected="waiting")
    assert str(officer) in refusal.value.sentences()[0]


def test_a_corrected_seat_and_result_are_read_in_its_history_with_who_and_before(client_of, officer, admin2):
    booking = BookingFactory(booking_no="JL11", account_name="")
    client_of(officer).post(url("correct", booking), {"booking_no": "JL12", "account_name": booking.candidate.name})
    for person, result, expected in ((officer, "failed", "waiting"), (admin2, "passed", "failed")):
        client_of(person).post(url("result", booking), {"result": result, "score": 91, "expected": expected})
    booking.refresh_from_db()
    told = [(each.who, *value[1:]) for each in history.changes(booking) for value in each.values]
    assert told[0] == ("Pak Bambang Contoh", "Belum lulus", "Lulus")
    assert ("Bu Ratna Contoh", "JL11", "JL12") in told
    page = client_of(officer).get(reverse("admin:certificates_booking_history", args=[booking.pk])).text
    assert "JL11" in page
    assert "Pak Bambang Contoh" in page


def test_a_wrong_result_is_put_right_until_the_certificate_stands_on_it(officer):
    booking = BookingFactory()
    sittings.record_result(booking, "failed", by=officer, on=LATER)
    assert codes(sittings.claim_certificate, booking, number="N4A1", by=officer) == ["not_passed"]
    sittings.record_result(booking, "passed", by=officer, on=LATER, expected="failed")
    sittings.claim_certificate(booking, number="N4A1", by=officer)
    assert codes(sittings.record_result, booking, "failed", by=officer, on=LATER) == ["certificate"]
    assert codes(sittings.claim_certificate, booking, number="N4A2", by=officer) == ["claimed"]


def test_a_number_that_is_already_recorded_is_said_on_the_page(client_of, officer):
    CertificateFactory(number="N4A1")
    booking = BookingFactory()
    sittings.record_result(booking, "passed", by=officer, on=LATER)
    page = client_of(officer).post(url("claim", booking), {"number": "N4A1"}).text
    assert "sudah tercatat" in page
    booking.refresh_from_db()
    assert booking.certificate is None


def test_beside_a_sitting_stand_those_in_training_who_need_it_and_have_no_seat(client_of, officer):
    sitting = SittingFactory(held_on=date(2027, 7, 4), book_by=None)
    needs = JourneyFactory(at="training", candidate__name="Ayu Perlu")
    JourneyFactory(at="verified", candidate__name="Budi Belum Terpilih")
    booked = JourneyFactory(at="training", candidate__name="Citra Berkursi")
    BookingFactory(sitting=sitting, candidate=booked.candidate)
    claimed = JourneyFactory(at="training", candidate__name="Dewi Menunggu")
    CertificateFactory(candidate=claimed.candidate)
    holds = JourneyFactory(at="training", candidate__name="Eka Lulus")
    checked(by=officer, candidate=holds.candidate)
    failed = JourneyFactory(at="training", candidate__name="Fitri Mengulang")
    again = BookingFactory(sitting=SittingFactory(), candidate=failed.candidate)
    sittings.record_result(again, "failed", by=officer, on=LATER)
    assert [row.candidate.name for row in without_a_seat(sitting)] == ["Ayu Perlu", "Fitri Mengulang"]
    page = client_of(officer).get(reverse("admin:certificates_sitting_change", args=[sitting.pk])).text
    assert f"?journey={needs.pk}&amp;sitting={sitting.pk}" in page


def test_a_skill_test_is_for_its_own_work_category_and_n5_for_nobody():
    mine = JourneyFactory(at="training")
    JourneyFactory(at="training", work_category_id="agri_livestock")
    JourneyFactory(at="training", sector_id="caregiver")
    assert [row.pk for row in without_a_seat(SittingFactory(test_id="agri_crop"))] == [mine.pk]
    assert not without_a_seat(SittingFactory(test_id="jlpt_n5")).exists()


class TestTheDoorThatCloses:
    TODAY = date(2026, 11, 24)

    def sitting(self, test_id, days, **facts):
        return SittingFactory(
            test_id=test_id, book_by=self.TODAY + timedelta(days=days), held_on=self.TODAY + timedelta(days=60), **facts
        )

    def told(self):
        return [(sitting.test_id, sitting.people) for sitting in closing(self.TODAY)]

    def test_it_counts_whom_the_list_beside_the_sitting_names(self):
        language = self.sitting("jft_basic", 8)
        skill = self.sitting("agri_crop", 9)
        for number in range(3):
            JourneyFactory(at="training", candidate__name=f"Ayu {number}")
        JourneyFactory(at="training", work_category_id="agri_livestock")
        JourneyFactory(at="training", sector_id="caregiver")
        booked = JourneyFactory(at="training")
        BookingFactory(sitting=language, candidate=booked.candidate)
        counted = {sitting.pk: sitting.people for sitting in closing(self.TODAY)}
        assert counted == {sitting.pk: without_a_seat(sitting, on=self.TODAY).count() for sitting in (language, skill)}
        assert self.told() == [("jft_basic", 5), ("agri_crop", 4)]

    def test_who_holds_the_proof_by_certificate_or_exemption_needs_no_seat(self, officer):
        self.sitting("agri_crop", 9)
        holds = JourneyFactory(at="training")
        checked(by=officer, candidate=holds.candidate, skill=True)
        assert self.told() == []

    def test_what_can_no_longer_be_booked_or_counts_for_nothing_is_no_door(self):
        JourneyFactory(at="training")
        self.sitting("jft_basic", -1)
        self.sitting("jlpt_n5", 3)
        SittingFactory(test_id="jft_basic", place="Bandung", held_on=date(2026, 12, 30), book_by=None)
        assert self.told() == []

    def test_an_open_calendar_without_people_is_no_door(self):
        self.sitting("jft_basic", 3)
        assert self.told() == []

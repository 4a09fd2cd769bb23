"""The same person on file twice: found, told to the officer, decided once."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from candidates import likeness, tasks
from candidates.correcting import correct
from candidates.erasure import erase
from candidates.likeness import Sign, alike, near, near_niks, nik_slip
from candidates.models import AccessLog, Candidate, Journey, Resemblance
from core.refusal import Refused, SomebodyWasFirst
from tests.candidates.test_registration_page import an_open_programme, answers  # noqa: F401
from tests.departures import flown  # noqa: F401
from tests.factories.candidates import CandidateFactory, JourneyFactory

NIK, OTHER = "3673024505040001", "3673015112990007"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
WALK_IN = "/admin/candidates/journey/walk-in/"
QUEUE = "/admin/antrean/serupa/"


@pytest.fixture
def rina():
    return JourneyFactory(candidate=CandidateFactory(name="Rina Contoh", nik=NIK, phone="+6281234567890")).candidate


def somebody(**changes):
    values = {
        "nik": "3673015112990007",
        "name": "Sari Lain",
        "birth_date": date(1999, 12, 11),
        "phone": "+628111111111",
    }
    return CandidateFactory.build(kelurahan=None, **(values | changes))


@pytest.mark.parametrize(
    ("changes", "signs"),
    [
        ({"nik": "3673024505040002", "name": "Rina Contoh"}, {Sign.NIK_DIGIT, Sign.NAME}),
        ({"nik": "3673024505400001", "name": "RINA CONTOH"}, {Sign.NIK_SWAPPED, Sign.NAME}),
        ({"name": "Rina  Kontoh", "birth_date": date(2004, 5, 5)}, {Sign.NAME_NEAR, Sign.BIRTH}),
        ({"name": "Rina", "birth_date": date(2004, 5, 5)}, {Sign.NAME_NEAR, Sign.BIRTH}),
        ({"name": "Hj. Rina Contoh, S.Pd", "birth_date": date(2004, 5, 6)}, {Sign.NAME, Sign.BIRTH_NEAR}),
        ({"name": "Rina Contoh", "phone": "+6281234567890"}, {Sign.NAME, Sign.PHONE}),
        ({"phone": "+6281234567890", "birth_date": date(2004, 5, 5)}, {Sign.PHONE, Sign.BIRTH}),
    ],
)
def test_the_same_person_is_found_with_the_reason(rina, changes, signs):
    [match] = alike(somebody(**changes))
    assert (match.candidate, set(match.signs), match.is_likely) == (rina, signs, True)
    assert match.reasons


@pytest.mark.parametrize(
    "changes",
    [
        {"birth_date": date(2004, 5, 5)},  # born on one day
        {"nik": "3673024505040002", "birth_date": date(2004, 5, 5)},  # and registered one after the other
        {"name": "Rina Contoh"},
        {"name": "Rini Contoh", "birth_date": date(2004, 5, 6)},
        {},
    ],
)
def test_somebody_else_is_not_taken_for_them(rina, changes):
    assert alike(somebody(**changes)) == []


def test_swapped_day_and_month_are_found():
    CandidateFactory(name="Muhammad Rizki Contoh", birth_date=date(2003, 4, 9))
    [match] = alike(somebody(name="M. Rizky Contoh", birth_date=date(2003, 9, 4)))
    assert match.signs == [Sign.NAME, Sign.BIRTH_SWAPPED]


def test_a_phone_alone_is_told_but_is_no_twin(rina):
    [match] = alike(somebody(phone=rina.phone))
    assert (match.signs, match.is_likely) == ([Sign.PHONE], False)


def test_whom_to_compare_with_is_asked_of_three_indexes(rina):
    """A look that reads everybody would take seconds at a million people."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = near(somebody()).order_by().explain()
    assert "Seq Scan" not in plan, plan


@given(st.integers(0, 10**16 - 1))
def test_a_slip_is_seen_from_both_sides(number):
    nik = f"{number:016d}"
    slips = near_niks(nik)
    assert nik not in slips
    assert all(nik_slip(nik, slip) == nik_slip(slip, nik) != None for slip in slips)  # noqa: E711


def test_the_clock_fills_the_queue_once(rina):
    twin = CandidateFactory(name="Rina Contoh", birth_date=rina.birth_date, nik=OTHER)
    tasks.compare_people()
    pair = Resemblance.objects.get()
    assert (pair.one, pair.other, pair.signs) == (rina, twin, ["name", "birth"])
    Candidate.objects.update(compared_at=None)
    assert likeness.compare_new() == 2
    assert Resemblance.objects.count() == 1
    assert likeness.compare_new() == 0


def test_who_was_corrected_is_compared_again(rina):
    likeness.compare_new()
    CandidateFactory(name="Lain Sekali", birth_date=rina.birth_date, nik=OTHER, phone="+628555555555")
    likeness.compare_new()
    assert not Resemblance.objects.exists()
    correct(rina, "name", "Lain Sekali")
    likeness.compare_new()
    assert Resemblance.objects.get().one == rina


def test_two_people_stay_two(rina, officer, admin2):
    CandidateFactory(name="Rini Contoh", birth_date=rina.birth_date, nik=OTHER)
    likeness.compare_new()
    pair = Resemblance.objects.get()
    with pytest.raises(Refused):
        likeness.two_people(pair, word=" ", by=officer)
    likeness.two_people(pair, word="Kembar, KTP keduanya dilihat", by=officer)
    with pytest.raises(SomebodyWasFirst):
        likeness.two_people(pair, word="Kembar", by=admin2)
    Candidate.objects.update(compared_at=None)
    likeness.compare_new()
    pair = Resemblance.objects.get()
    assert (pair.decided_by, pair.word) == (officer, "Kembar, KTP keduanya dilihat")
    assert not Resemblance.objects.undecided().exists()


def test_nobody_decides_about_their_own_record(rina, officer):
    CandidateFactory(name="Rina Contoh", birth_date=rina.birth_date, nik=OTHER, user=officer)
    likeness.compare_new()
    with pytest.raises(Refused):
        likeness.two_people(Resemblance.objects.get(), word="Kembar", by=officer)


def test_a_nameless_record_is_compared_with_nobody(rina, officer):
    CandidateFactory(name="Rini Contoh", birth_date=rina.birth_date, nik=OTHER)
    likeness.compare_new()
    erase(rina, by=officer)
    assert Resemblance.objects.exists()
    assert not Resemblance.objects.undecided().exists()


@pytest.mark.usefixtures("an_open_programme")
class TestAtTheCounter:
    def slip(self, **changes):
        return answers(nik="3673024505040002", name="Rina Kontoh", **changes)

    def test_the_officer_is_told_before_anything_is_saved(self, client_of, officer, rina):
        page = client_of(officer).post(WALK_IN, self.slip()).content.decode()
        assert "Belum ada yang disimpan. Mungkin orang ini sudah terdaftar:" in page
        assert "3673********0001" in page and rina.nik not in page
        assert "NIK beda satu angka, nama mirip" in page
        assert Candidate.objects.count() == 1

    def test_without_a_word_it_is_not_saved(self, client_of, officer, rina):
        response = client_of(officer).post(WALK_IN, self.slip(shown=str(rina.pk)))
        assert response.context["form"].errors["word"] == ["Tulis dari mana Anda tahu ini orang lain."]
        assert Candidate.objects.count() == 1

    def test_with_a_word_it_is_saved_and_the_pair_does_not_come_back(self, client_of, officer, rina):
        typed = self.slip(shown=str(rina.pk), word="Kembar, dua KTP dilihat")
        page = client_of(officer).post(WALK_IN, typed, follow=True).content.decode()
        journey = Journey.objects.get(candidate__name="Rina Kontoh")
        assert journey.registration_no in page
        assert "Diketik di loket oleh Bu Ratna Contoh." in page
        assert "teks versi 1" in page
        likeness.compare_new()
        pair = Resemblance.objects.get()
        assert (pair.decided_by, pair.word) == (officer, "Kembar, dua KTP dilihat")

    def test_a_word_about_others_than_those_on_file_is_asked_again(self, client_of, officer, rina):
        response = client_of(officer).post(WALK_IN, self.slip(shown="0", word="Kembar"))
        assert response.context["likely"]
        assert Candidate.objects.count() == 1


def test_the_queue_shows_both_side_by_side_and_writes_the_looks_down(client_of, officer, rina):
    twin = CandidateFactory(name="Rini Contoh", birth_date=rina.birth_date, nik=OTHER)
    likeness.compare_new()
    desk = client_of(officer)
    assert "Mungkin orang yang sama" in desk.get("/admin/").content.decode()
    page = desk.get(QUEUE).content.decode()
    assert rina.nik in page and twin.nik in page
    assert page.count("berbeda</span>") >= 2
    assert set(AccessLog.objects.values_list("candidate", flat=True)) == {rina.pk, twin.pk}
    pair = Resemblance.objects.get()
    desk.post(QUEUE, {"orang": pair.pk, "ke": 1, "deed": "two", "expected": "", "word": "Kembar"})
    assert not Resemblance.objects.undecided().exists()


def test_who_does_not_check_data_does_not_compare(client_of, welfare, rina):
    assert client_of(welfare).get(QUEUE).status_code == 403

"""The pages of the LPK office, as its officer uses them: no desk, no staff flag."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from candidates.enums import Stage
from candidates.models import AccessLog
from placements import matching
from placements.views import orders as order_pages
from placements.views import steps as step_pages
from tests.factories.candidates import CandidateFactory, JourneyFactory
from tests.factories.placements import DepartureFactory, JobOrderFactory, NominationFactory, StepFactory, ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "roles")]


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(client_of, lpk):
    return client_of(lpk)


@pytest.fixture
def rina():
    return JourneyFactory(at="qualified", candidate=CandidateFactory(name="Rina Contoh", phone="+6281234567890"))


@pytest.fixture
def order():
    return JobOrderFactory(employer__name="Midori Contoh", seats=2)


def at(name, *args):
    return reverse(f"placements:{name}", args=args)


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def text(response):
    return unescape(response.content.decode())


def test_the_list_shows_open_orders_by_their_interview(office):
    today = timezone.localdate()
    for name, days in (("Zao Contoh", 3), ("Asahi Contoh", 9)):
        JobOrderFactory(employer__name=name, interview_on=today + timedelta(days=days))
    JobOrderFactory(employer__name="Tutup Contoh", status="closed")
    rows = office.get(at("orders")).context["rows"]
    assert [str(row["cells"][0]) for row in rows] == ["Zao Contoh", "Asahi Contoh"]
    assert rows[0]["cells"][3] == "0 dari 2"
    assert "Tutup Contoh" in text(office.get(at("orders") + "?tampil=semua"))


def test_the_list_of_orders_goes_on_to_the_next_page(office, monkeypatch):
    monkeypatch.setattr(order_pages, "PAGE", 2)
    JobOrderFactory.create_batch(3)
    first = office.get(at("orders"))
    second = office.get(at("orders") + f"?halaman={first.context['next_number']}")
    seen = [row["url"] for page in (first, second) for row in page.context["rows"]]
    assert (len(set(seen)), second.context["next_number"]) == (3, None)


@pytest.mark.parametrize("query", ["halaman=x", "halaman=0", "halaman=²", "tampil=x"])
def test_nonsense_in_the_address_of_the_orders_breaks_nothing(office, query):
    assert office.get(f"{at('orders')}?{query}").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_orders_costs_five_queries_at_most(office, django_assert_max_num_queries, rows):
    JobOrderFactory.create_batch(rows)
    with django_assert_max_num_queries(5):
        office.get(at("orders"))


def test_the_office_nominates_somebody_who_fits(office, lpk, order, rina):
    JourneyFactory(at="qualified", sector_id="caregiver", candidate=CandidateFactory(name="Dewi Lain"))
    page = text(office.get(at("order", order.pk)))
    assert ("Rina Contoh" in page, "Dewi Lain" in page) == (True, False)
    response = office.post(at("nominate", order.pk), {"journey": rina.pk})
    assert response["Location"] == at("order", order.pk)
    assert rina.nominations.get().nominated_by == lpk


def test_pressing_nominate_twice_makes_one_nominee(office, order, rina):
    office.post(at("nominate", order.pk), {"journey": rina.pk})
    again = office.post(at("nominate", order.pk), {"journey": rina.pk})
    assert said(again)[-1] == "Orang ini sudah ada di job order ini."
    assert rina.nominations.count() == 1


def test_the_search_says_why_somebody_does_not_fit(office, order, rina):
    JourneyFactory(at="qualified", sector_id="caregiver", candidate=CandidateFactory(name="Dewi Bidang"))
    JourneyFactory(candidate=CandidateFactory(name="Dewi Baru"))
    taken = JourneyFactory(at="qualified", candidate=CandidateFactory(name="Dewi Terpakai"))
    NominationFactory(journey=taken, job_order=JobOrderFactory(employer__name="Sakata Contoh"))
    tried = JourneyFactory(at="qualified", candidate=CandidateFactory(name="Dewi Pernah"))
    NominationFactory(journey=tried, job_order=order, result="failed", result_on=timezone.localdate())
    others = office.get(at("order", order.pk), {"q": "dewi"}).context["others"]
    assert {str(journey.candidate): [gap.code for gap in gaps] for journey, gaps in others} == {
        "Dewi Bidang": ["sector"],
        "Dewi Baru": ["not_verified"],
        "Dewi Terpakai": ["in_another_order"],
        "Dewi Pernah": ["tried_here"],
    }


@pytest.mark.parametrize("number", ["", "x", "²", "999999", "9" * 5000])
def test_nominating_nobody_is_a_404(office, order, number):
    assert office.post(at("nominate", order.pk), {"journey": number}).status_code == 404


def test_a_result_leads_to_an_offer_and_can_be_undone(office, order, rina):
    nomination = matching.nominate(rina, order, by=None)
    assert office.get(at("result", nomination.pk)).status_code == 200
    typed = {"result": "passed", "rank": 1, "expected": "pending", **boxes("on", timezone.localdate())}
    assert office.post(at("result", nomination.pk), typed)["Location"] == at("order", order.pk)
    rina.refresh_from_db()
    assert rina.stage == Stage.OFFERED
    office.post(at("undo_result", nomination.pk))
    rina.refresh_from_db()
    assert rina.stage == Stage.QUALIFIED


def test_a_result_that_came_in_meanwhile_is_not_undone_unseen(office, admin2, order, rina):
    nomination = matching.nominate(rina, order, by=None)
    assert 'name="expected" value="pending"' in office.get(at("order", order.pk)).content.decode()
    matching.record_result(nomination, "passed", by=admin2)
    page = office.post(at("undo_result", nomination.pk), {"expected": "pending"}, follow=True).content.decode()
    rina.refresh_from_db()
    assert ("Pak Bambang Contoh" in page, rina.stage) == (True, Stage.OFFERED)


def test_a_result_from_an_old_tab_names_who_was_first_and_keeps_what_was_typed(office, admin2, order, rina):
    nomination = matching.nominate(rina, order, by=None)
    matching.record_result(nomination, "reserve", by=admin2)
    typed = {
        "result": "failed", "feedback": "Kurang lancar", "expected": "pending", **boxes("on", timezone.localdate()),
    }  # fmt: skip
    response = office.post(at("result", nomination.pk), typed)
    page = text(response)
    assert response.status_code == 409
    assert ("Pak Bambang Contoh" in page, "Kurang lancar" in page) == (True, True)
    nomination.refresh_from_db()
    assert nomination.result == "reserve"


def test_an_empty_result_says_what_to_mend(office, order, rina):
    nomination = matching.nominate(rina, order, by=None)
    response = office.post(at("result", nomination.pk), {"expected": "pending", "feedback": "Bagus"})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"result", "on"})
    assert "Bagus" in text(response)


def test_a_result_that_stands_leads_back_to_the_order(office, order, rina):
    nomination = matching.record_result(matching.nominate(rina, order, by=None), "failed", by=None)
    assert office.get(at("result", nomination.pk))["Location"] == at("order", order.pk)


def test_what_is_past_due_stands_first_with_its_days(office, rina):
    today = timezone.localdate()
    StepFactory(journey=rina, kind_id="opp", owner="lpk", due_on=today + timedelta(days=3))
    StepFactory(journey=rina, kind_id="coe", owner="lpk", due_on=today - timedelta(days=2))
    gone = JourneyFactory(at="offered", closed_on=today, closed_reason="withdrew")
    StepFactory(journey=gone, due_on=today - timedelta(days=9))
    rows = office.get(at("steps")).context["rows"]
    assert [(row["it"].kind_id, row["lost"]) for row in rows] == [("coe", "terlambat 2 hari"), ("opp", "")]


def test_steps_are_counted_and_filtered_by_owner_and_day(office, rina):
    today = timezone.localdate()
    StepFactory(journey=rina, owner="lpk", due_on=today - timedelta(days=2))
    StepFactory(journey=rina, owner="lpk", due_on=today + timedelta(days=30))
    StepFactory(journey=rina, owner="japan", due_on=today)
    response = office.get(at("steps"))
    cards = [(card["label"], card["open"], card["late"]) for card in response.context["owners"]]
    assert cards == [("LPK", 2, 1), ("Perusahaan di Jepang", 1, 0)]
    found = {
        query: len(office.get(f"{at('steps')}?{query}").context["rows"])
        for query in ("giliran=lpk", "batas=lewat", "batas=pekan", "giliran=japan&batas=lewat", "giliran=x&batas=x")
    }
    assert list(found.values()) == [2, 1, 2, 0, 3]


def test_the_next_page_of_steps_reaches_everything_once(office, monkeypatch):
    monkeypatch.setattr(step_pages, "PAGE", 2)
    today = timezone.localdate()
    made = [StepFactory(due_on=today + timedelta(days=number // 2)).pk for number in range(5)]
    seen, query = [], ""
    for _ in range(3):
        response = office.get(f"{at('steps')}?{query}")
        seen += [row["it"].pk for row in response.context["rows"]]
        query = response.context["next_query"]
    assert (seen, query) == (made, "")


@pytest.mark.parametrize("query", ["setelah=2026", "setelah=2026-13-01.5", "setelah=x.9", "giliran=%00"])
def test_nonsense_in_the_address_of_the_steps_breaks_nothing(office, query):
    assert office.get(f"{at('steps')}?{query}").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_steps_costs_five_queries_at_most(office, django_assert_max_num_queries, rows):
    StepFactory.create_batch(rows)
    with django_assert_max_num_queries(5):
        office.get(at("steps"))


def test_a_step_is_ticked_with_its_paper_and_opened_again(office, lpk, order, rina):
    matching.record_result(matching.nominate(rina, order, by=None), "passed", by=None)
    passport, today = rina.steps.get(kind_id="passport"), timezone.localdate()
    without = office.post(at("complete_step", passport.pk), boxes("on", today))
    assert (without.status_code, set(without.context["form"].errors)) == (422, {"number", "name", "born", "expires_on"})
    typed = {"number": "X 123", "name": rina.candidate.name, **boxes("born", rina.candidate.birth_date)}
    typed |= {**boxes("on", today), **boxes("expires_on", today + timedelta(days=900))}
    assert office.post(at("complete_step", passport.pk), typed)["Location"] == at("person", rina.pk)
    assert "X 123" in text(office.get(at("person", rina.pk)))
    twice = office.post(at("complete_step", passport.pk), typed)
    assert (twice.status_code, "Pak Agus Contoh" in text(twice)) == (409, True)
    office.post(at("undo_step", passport.pk))
    assert rina.steps.live().get(kind_id="passport").done_on is None


def test_one_page_tells_where_a_person_stands(office, lpk, order, rina):
    matching.record_result(matching.nominate(rina, order, by=None), "passed", by=None, feedback="Ramah")
    page = text(office.get(at("person", rina.pk)))
    for words in ("Rina Contoh", "0812-3456-7890", "Midori Contoh", "Ramah", "COE", rina.registration_no):
        assert words in page
    assert AccessLog.objects.get(candidate=rina.candidate).by == lpk


def test_the_flight_is_recorded_once_and_waits_for_the_second_person(office, lpk):
    journey, day = JourneyFactory(at="visa"), timezone.localdate()

    def press(name="GA 874"):
        evidence = ticket()
        return office.post(
            at("record_departure", journey.pk), {"flight_no": name, "evidence": evidence, **boxes("flight_on", day)}
        )

    assert press()["Location"] == at("person", journey.pk)
    again = press("NH 836")
    assert (again.status_code, "NH 836" in text(again)) == (409, True)
    departure = journey.departures.get()
    assert (departure.recorded_by, departure.confirmed_by) == (lpk, None)
    page = text(office.get(at("person", journey.pk)))
    assert ("Menunggu orang kedua" in page, "/confirm/" in page) == (True, False)


def test_only_the_second_person_is_shown_the_way_to_confirm(client_of, admin2):
    departure = DepartureFactory()
    page = text(client_of(admin2).get(at("person", departure.journey_id)))
    assert reverse("admin:placements_departure_confirm", args=[departure.pk]) in page


def test_a_wrong_file_is_refused_beside_what_was_typed(office):
    journey = JourneyFactory(at="visa")
    evidence = SimpleUploadedFile("tiket.pdf", b"<html>")
    typed = {"flight_no": "GA 874", "evidence": evidence, **boxes("flight_on", timezone.localdate())}
    response = office.post(at("record_departure", journey.pk), typed)
    assert (response.status_code, len(response.context["gaps"]), "GA 874" in text(response)) == (422, 1, True)
    assert not journey.departures.exists()


def test_a_departure_is_corrected_and_taken_back_with_a_reason(office, lpk):
    departure = DepartureFactory()
    typed = {"flight_no": "NH 836", "reason": "salah tiket", **boxes("flight_on", departure.flight_on)}
    office.post(at("correct_departure", departure.pk), typed)
    new = departure.journey.departures.live().get()
    assert (new.flight_no, new.replaces) == ("NH 836", departure)
    assert set(office.post(at("cancel_departure", new.pk), {}).context["form"].errors) == {"reason"}
    office.post(at("cancel_departure", new.pk), {"reason": "pesawat batal"})
    assert not departure.journey.departures.live().exists()


def test_strangers_learn_nothing_from_any_page(client_of, trainer, leader, candidate_user, order, rina):
    nomination = matching.nominate(rina, order, by=None)
    step, departure = StepFactory(), DepartureFactory()
    pages = [
        *(at("orders"), at("order", order.pk), at("result", nomination.pk), at("steps"), at("complete_step", step.pk)),
        *(at("person", rina.pk), at("record_departure", rina.pk), at("correct_departure", departure.pk)),
        at("cancel_departure", departure.pk),
    ]
    for person in (trainer, leader, candidate_user):
        assert {client_of(person).get(page).status_code for page in pages} == {404}
    buttons = [at("nominate", order.pk), at("undo_result", nomination.pk), at("undo_step", step.pk)]
    assert {client_of(trainer).post(page).status_code for page in buttons} == {404}

"""The pages of the desk, as officers use them."""

import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from candidates.enums import Stage
from placements import departing, matching, steps
from placements.models import Departure, Employer, JobOrder
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFactory, JourneyFactory
from tests.factories.placements import (
    DepartureFactory,
    EmployerFactory,
    JobOrderFactory,
    NominationFactory,
    StepFactory,
    ticket,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "roles")]


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def rina():
    return JourneyFactory(at="qualified", candidate=CandidateFactory(name="Rina Contoh"))


@pytest.fixture
def order():
    return JobOrderFactory(employer__name="Midori Contoh", seats=2)


@pytest.fixture
def lpk_desk():
    return UserFactory(name="Agus Contoh", role=Role.LPK_OFFICER, is_staff=True)


def at(name, *args):
    return reverse(f"admin:placements_{name}", args=args)


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_an_officer_nominates_somebody_who_fits(client_of, officer, order, rina):
    JourneyFactory(at="qualified", sector_id="caregiver", candidate=CandidateFactory(name="Dewi Lain"))
    desk = client_of(officer)
    page = desk.get(at("joborder_people", order.pk)).content.decode()
    assert ("Rina Contoh" in page, "Dewi Lain" in page) == (True, False)
    response = desk.post(at("joborder_nominate", order.pk), {"journey": rina.pk})
    assert response["Location"] == at("joborder_people", order.pk)
    assert rina.nominations.get().nominated_by == officer


def test_the_search_finds_a_name_or_a_number(client_of, officer, order, rina):
    JourneyFactory(at="qualified", candidate=CandidateFactory(name="Dewi Contoh"))
    desk = client_of(officer)
    for asked in ("rina", rina.registration_no):
        page = desk.get(at("joborder_people", order.pk), {"q": asked}).content.decode()
        assert ("Rina Contoh" in page, "Dewi Contoh" in page) == (True, False)


def test_a_refused_nomination_says_why(client_of, officer, order, rina):
    NominationFactory(journey=rina, job_order=JobOrderFactory(employer__name="Sakata Contoh"))
    response = client_of(officer).post(at("joborder_nominate", order.pk), {"journey": rina.pk}, follow=True)
    assert "Sakata Contoh" in response.content.decode()
    assert rina.nominations.count() == 1


def test_a_passed_interview_leads_to_the_steps(client_of, officer, order, rina):
    nomination = matching.nominate(rina, order, by=officer)
    desk, today = client_of(officer), timezone.localdate()
    assert desk.get(at("nomination_result", nomination.pk)).status_code == 200
    typed = {"result": "passed", "rank": 1, "commitment_years": 3, "expected": "pending", **boxes("on", today)}
    response = desk.post(at("nomination_result", nomination.pk), typed)
    assert response["Location"] == at("joborder_people", order.pk)
    rina.refresh_from_db()
    assert (rina.stage, rina.nominations.get().seat) == (Stage.OFFERED, 1)
    people = desk.get(at("joborder_people", order.pk)).content.decode()
    assert at("step_journey", rina.pk) in people


def test_a_result_from_an_old_tab_is_refused_and_nothing_typed_is_lost(client_of, officer, admin2, order, rina):
    nomination = matching.nominate(rina, order, by=officer)
    matching.record_result(nomination, "reserve", by=admin2)
    typed = {
        "result": "failed", "feedback": "Kurang lancar", "expected": "pending", **boxes("on", timezone.localdate()),
    }  # fmt: skip
    response = client_of(officer).post(at("nomination_result", nomination.pk), typed)
    page = response.content.decode()
    assert ("Pak Bambang Contoh" in page, "Kurang lancar" in page) == (True, True)
    nomination.refresh_from_db()
    assert nomination.result == "reserve"


def test_undo_takes_a_result_back(client_of, officer, order, rina):
    nomination = matching.record_result(matching.nominate(rina, order, by=officer), "passed", by=officer)
    client_of(officer).post(at("nomination_undo", nomination.pk))
    rina.refresh_from_db()
    assert rina.stage == Stage.QUALIFIED


def test_a_result_that_came_in_meanwhile_is_not_undone_unseen(client_of, officer, admin2, order, rina):
    nomination = matching.nominate(rina, order, by=officer)
    desk, orders = client_of(officer), at("joborder_people", order.pk)
    assert 'name="expected" value="pending"' in desk.get(orders).content.decode()
    matching.record_result(nomination, "passed", by=admin2)
    page = desk.post(at("nomination_undo", nomination.pk), {"expected": "pending"}, follow=True).content.decode()
    rina.refresh_from_db()
    assert ("Pak Bambang Contoh" in page, rina.stage) == (True, Stage.OFFERED)


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 5000])
def test_nominating_nobody_is_a_404(client_of, officer, order, number):
    assert client_of(officer).post(at("joborder_nominate", order.pk), {"journey": number}).status_code == 404


def test_a_step_is_ticked_with_its_paper(client_of, officer, rina, order):
    matching.record_result(matching.nominate(rina, order, by=officer), "passed", by=officer)
    passport, today = rina.steps.get(kind_id="passport"), timezone.localdate()
    desk = client_of(officer)
    without = desk.post(at("step_complete", passport.pk), boxes("on", today))
    assert set(without.context["form"].errors) == {"number", "name", "born", "expires_on"}
    last = today + timedelta(days=900)
    typed = {"number": "X 123", "name": rina.candidate.name, **boxes("born", rina.candidate.birth_date)}
    typed |= {**boxes("on", today), **boxes("expires_on", last)}
    assert desk.post(at("step_complete", passport.pk), typed)["Location"] == at("step_journey", rina.pk)
    page = desk.get(at("step_journey", rina.pk)).content.decode()
    assert ("X 123" in page, date_format(last) in page) == (True, True)


def test_a_refused_step_says_what_is_missing(client_of, officer, rina, order):
    matching.record_result(matching.nominate(rina, order, by=officer), "passed", by=officer)
    coe = rina.steps.get(kind_id="coe")
    response = client_of(officer).post(
        at("step_complete", coe.pk), {"number": "CE-1", **boxes("on", timezone.localdate())}
    )
    assert response.status_code == 200
    assert len(response.context["gaps"]) == 1


def test_the_flight_is_recorded_with_its_evidence(client_of, officer):
    journey, day = JourneyFactory(at="visa"), timezone.localdate()
    response = client_of(officer).post(
        at("departure_record", journey.pk),
        {"flight_no": "GA 874", "evidence": ticket(), **boxes("flight_on", day)},
    )
    assert response["Location"] == at("step_journey", journey.pk)
    departure = journey.departures.get()
    assert (departure.recorded_by, departure.flight_on, departure.confirmed_by) == (officer, day, None)


def test_a_wrong_file_is_refused_beside_what_was_typed(client_of, officer):
    journey = JourneyFactory(at="visa")
    typed = {
        "flight_no": "GA 874",
        "evidence": SimpleUploadedFile("tiket.pdf", b"<html>"),
        **boxes("flight_on", timezone.localdate()),
    }
    response = client_of(officer).post(at("departure_record", journey.pk), typed)
    assert (response.status_code, len(response.context["gaps"])) == (200, 1)
    assert "GA 874" in response.content.decode()
    assert not Departure.objects.exists()


@pytest.mark.usefixtures("only_our_gate", "without_certificate_trigger")
def test_the_second_person_sees_who_recorded_and_confirms(client_of, officer, admin2):
    departure = DepartureFactory(recorded_by=officer)
    desk = client_of(admin2)
    page = desk.get(at("departure_confirm", departure.pk)).content.decode()
    assert ("Bu Ratna Contoh" in page, f"/berkas/keberangkatan/{departure.pk}/" in page) == (True, True)
    desk.post(at("departure_confirm", departure.pk))
    departure.refresh_from_db()
    departure.journey.refresh_from_db()
    assert (departure.confirmed_by, departure.journey.stage) == (admin2, Stage.DEPARTED)


@pytest.mark.usefixtures("only_our_gate")
def test_the_gate_lists_everything_on_the_confirm_page(client_of, admin2):
    departure = DepartureFactory()
    StepFactory(journey=departure.journey, kind__slug="opp")
    StepFactory(
        journey=departure.journey,
        kind__slug="coe",
        done_on=departure.flight_on,
        expires_on=departure.flight_on - timedelta(days=3),
    )
    desk = client_of(admin2)
    assert len(desk.get(at("departure_confirm", departure.pk)).context["missing"]) == 2
    response = desk.post(at("departure_confirm", departure.pk))
    assert (response.status_code, len(response.context["gaps"])) == (200, 2)


def test_who_recorded_sees_no_button_to_confirm(client_of, admin2):
    departure = DepartureFactory(recorded_by=admin2)
    assert client_of(admin2).get(at("departure_confirm", departure.pk)).context["button"] == ""


def test_a_correction_keeps_the_old_row(client_of, officer):
    old = departing.record(
        JourneyFactory(at="visa"), flight_no="GA 874", flight_on=timezone.localdate(), evidence=ticket(), by=officer
    )
    typed = {"flight_no": "NH 836", "reason": "salah tiket", **boxes("flight_on", old.flight_on)}
    client_of(officer).post(at("departure_correct", old.pk), typed)
    new = Departure.objects.live().get()
    assert (new.flight_no, new.replaces, new.evidence.name) == ("NH 836", old, old.evidence.name)


def test_a_departure_is_taken_back_only_with_a_reason(client_of, officer):
    departure = DepartureFactory()
    desk = client_of(officer)
    assert set(desk.post(at("departure_cancel", departure.pk), {}).context["form"].errors) == {"reason"}
    desk.post(at("departure_cancel", departure.pk), {"reason": "pesawat batal"})
    departure.refresh_from_db()
    assert (departure.cancelled_by, departure.cancel_reason) == (officer, "pesawat batal")


def test_a_new_job_order_is_checked_in_words(client_of, officer):
    employer = EmployerFactory()
    typed = {
        "employer": employer.pk,
        "scheme": "magang",
        "sector": "agriculture",
        "work_category": "nursing_care",
        "prefecture": "aichi",
        "seats": 0,
        "status": "open",
    }
    response = client_of(officer).post(at("joborder_add"), typed)
    assert set(response.context["adminform"].form.errors) == {"agency", "work_category", "__all__"}
    assert not JobOrder.objects.exists()


def test_seats_cannot_be_lowered_below_those_given_away(client_of, officer, order):
    for seat in (1, 2):
        NominationFactory(passed=True, job_order=order, seat=seat)
    typed = {
        "employer": order.employer_id,
        "scheme": "ssw",
        "sector": "agriculture",
        "prefecture": "aichi",
        "seats": 1,
        "status": "open",
    }
    response = client_of(officer).post(at("joborder_change", order.pk), typed)
    assert set(response.context["adminform"].form.errors) == {"seats"}


def test_what_is_late_is_listed_with_owner_and_days_lost(client_of, officer):
    today = timezone.localdate()
    StepFactory(kind__slug="visa", due_on=today - timedelta(days=4))
    StepFactory(kind__slug="coe", due_on=today + timedelta(days=4))
    response = client_of(officer).get(at("step_changelist"), {"due": "late"})
    (row,) = response.context["cl"].result_list
    assert (row.kind_id, row.owner) == ("visa", "lpk")
    assert re.search(r'<td[^>]* class="field-days_lost">4</td>', response.content.decode())


PAGES = ["employer", "agency", "joborder", "nomination", "step", "departure", "stepkind", "schemestep"]


@pytest.mark.parametrize("model", PAGES)
def test_lists_open_with_one_and_three_rows_at_one_query_count(
    model, client_of, officer, django_assert_max_num_queries, rina
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def row():
        DepartureFactory(journey=NominationFactory(passed=True, journey=JourneyFactory(at="visa")).journey)
        StepFactory()

    desk, counts = client_of(officer), []
    for _ in range(2):
        row()
        desk.get(at(f"{model}_changelist"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(at(f"{model}_changelist")).status_code == 200
        counts.append(len(queries))
        row()
    assert counts[0] == counts[1]


@pytest.mark.parametrize("model", ["nomination", "step", "departure"])
def test_history_is_read_only(model, client_of, admin2):
    departure = DepartureFactory(journey=NominationFactory(passed=True, journey=JourneyFactory(at="visa")).journey)
    StepFactory(journey=departure.journey)
    desk = client_of(admin2)
    pk = {"nomination": departure.journey.nominations, "step": departure.journey.steps}.get(
        model, departure.journey.departures
    ).get().pk  # fmt: skip
    assert desk.get(at(f"{model}_change", pk)).status_code == 200
    assert [
        desk.get(at(f"{model}_add")).status_code,
        desk.post(at(f"{model}_change", pk), {}).status_code,
        desk.post(at(f"{model}_delete", pk), {"post": "yes"}).status_code,
    ] == [403, 403, 403]


def test_who_may_do_what(client_of, officer, admin2, lpk_desk, welfare):
    departure = DepartureFactory()
    step = StepFactory(journey=departure.journey)
    nomination = NominationFactory()
    urls = {
        "people": at("joborder_people", nomination.job_order_id),
        "result": at("nomination_result", nomination.pk),
        "steps": at("step_journey", departure.journey_id),
        "complete": at("step_complete", step.pk),
        "record": at("departure_record", departure.journey_id),
        "confirm": at("departure_confirm", departure.pk),
        "way": at("schemestep_add"),
    }
    seen = {
        name: [key for key, url in urls.items() if client_of(user).get(url).status_code == 200]
        for name, user in {"lpk": lpk_desk, "officer": officer, "admin": admin2, "welfare": welfare}.items()
    }
    work = ["people", "result", "steps", "complete", "record"]
    assert seen == {"lpk": work, "officer": work, "admin": [*work, "confirm", "way"], "welfare": []}


def test_employers_are_added_once_per_prefecture(client_of, officer):
    EmployerFactory(name="Midori Contoh", prefecture="aichi")
    typed = {"name": "Midori Contoh", "prefecture": "aichi", "country": "JP"}
    response = client_of(officer).post(at("employer_add"), typed)
    assert response.status_code == 200
    assert Employer.objects.count() == 1


def test_steps_done_by_mistake_open_again(client_of, officer):
    step = steps.complete(StepFactory(kind__slug="mcu"), by=officer)
    response = client_of(officer).post(at("step_undo", step.pk))
    assert len(said(response)) == 1
    assert step.journey.steps.open().count() == 1

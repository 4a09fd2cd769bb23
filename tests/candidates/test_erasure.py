"""Erasing a person reaches every table and file; the numbers stay."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import models
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from candidates import farewell, retention
from candidates.data_requests import ask, fulfil
from candidates.enums import CloseReason, Purpose, RequestKind
from candidates.erasure import erase
from candidates.integrity import erased_people_are_nobody, requests_are_due_in_three_days
from candidates.models import AccessLog, Candidate, Journey, OpeningNotice
from candidates.telling import key_of
from core.refusal import Refused
from notifications.models import Message
from notifications.queueing import queue_message
from placements.models import Departure
from reports.progress_report import report
from tests.departures import flown  # noqa: F401 - a fixture
from tests.factories.accounts import UserFactory
from tests.factories.candidates import (
    CandidateFactory,
    ConsentFactory,
    DataRequestFactory,
    DocumentFactory,
    DocumentPageFactory,
    JourneyFactory,
    SelectionTestFactory,
)
from tests.factories.placements import StepFactory
from tests.factories.training import DisciplineEventFactory, EnrolmentFactory, LeavePaperFactory

pytestmark = pytest.mark.django_db
SECRETS = ("Zulaikha", "3673024505049876", "81277778888", "Jalan Rahasia 9", "RAHASIA-77", "zulaikha@", "widowed")


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def zulaikha(reference, officer, roles):
    """Somebody with a row, a word or a file in every table that can hold one."""
    user = UserFactory(name="Zulaikha Contoh", email="zulaikha@demo.test", phone="+6281277778888", role="candidate")
    person = CandidateFactory(
        name="Zulaikha Contoh",
        nik="3673024505049876",
        phone="+6281277778888",
        kelurahan=None,
        address_outside="Jalan Rahasia 9",
        marital_status="widowed",
        was_trainee="yes",
        user=user,
    )
    journey = JourneyFactory(
        candidate=person, at="visa", typed_anew={"name": "Zulaikha Lain", "phone": "+6281277778888"}
    )
    SelectionTestFactory(journey=journey, note="Zulaikha datang terlambat")
    StepFactory(journey=journey, number="RAHASIA-77", done_on=date(2026, 3, 1), done_by=officer)
    seat = EnrolmentFactory(journey=journey)
    DisciplineEventFactory(enrolment=seat, note="Zulaikha lupa")
    LeavePaperFactory(leave__journey=journey, leave__reason="Zulaikha sakit", file=ContentFile(b"surat", "surat.jpg"))
    ConsentFactory(candidate=person, purpose=Purpose.MESSAGES, ip_address="203.0.113.9")
    DocumentPageFactory(document=DocumentFactory(candidate=person), file=ContentFile(b"KTP", "ktp.jpg"))
    person.name = "Zulaikha Contoh Baru"  # leaves a row of history with the old values
    person.save()
    whom = {"person_key": key_of(person), "name": "Zulaikha", "address": person.phone}
    queue_message(template="verified", context={"link": "x", "who": "Zulaikha"}, due_on=None, **whom)
    OpeningNotice.objects.create(phone=person.phone, left_on=date(2026, 1, 1))
    AccessLog.objects.create(candidate=person, by=officer, what="record")
    LogEntry.objects.create(
        user=officer,
        content_type=ContentType.objects.get_for_model(Candidate),
        object_id=str(person.pk),
        object_repr="Zulaikha Contoh",
        action_flag=CHANGE,
    )
    ask(person, RequestKind.CORRECT, field="other", should_be="Zulaikha dengan Z")
    person.refresh_from_db()
    return person


def found_anywhere():
    """Every text, JSON or array column of every table that still holds one of the secrets."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField)
    hits = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        for field in model._meta.concrete_fields:
            if not isinstance(field, kinds) and field.get_internal_type() != "ArrayField":
                continue
            rows = model._base_manager.annotate(as_text=Cast(field.name, TextField()))
            hits += [f"{model._meta.label}.{field.name}" for word in SECRETS if rows.filter(as_text__icontains=word)]
    return sorted(set(hits))


def test_before_the_deletion_the_search_finds_what_there_is(zulaikha):
    assert {"candidates.Candidate.nik", "candidates.CandidateHistory.name", "notifications.Message.address"} <= set(
        found_anywhere()
    )


def test_after_it_nothing_and_no_file_says_who_it_was(zulaikha, officer, django_capture_on_commit_callbacks):
    request = ask(zulaikha, RequestKind.ERASE)
    with django_capture_on_commit_callbacks(execute=True):
        fulfil(request, by=officer)
    assert found_anywhere() == ["notifications.Message.address"]  # the last message; see test_erasure_everywhere
    farewell.forget(now=timezone.now() + timedelta(days=4))
    assert found_anywhere() == []
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_the_counts_stay_and_the_ledger_keeps_its_keys(zulaikha, officer):
    number = zulaikha.journeys.get().registration_no
    before = (Candidate.objects.count(), Journey.objects.count(), AccessLog.objects.count(), Message.objects.count())
    erase(zulaikha, by=officer)
    after = (Candidate.objects.count(), Journey.objects.count(), AccessLog.objects.count(), Message.objects.count())
    assert after == before
    journey = zulaikha.journeys.get()
    assert (journey.registration_no, journey.visa_on is not None) == (number, True)
    assert journey.closed_reason == CloseReason.WITHDREW
    assert zulaikha.birth_date == date(2004, 1, 1)
    assert list(erased_people_are_nobody()) == []
    assert list(requests_are_due_in_three_days()) == []


def test_the_person_may_register_again_with_the_same_nik(zulaikha, officer):
    nik = zulaikha.nik
    erase(zulaikha, by=officer)
    assert CandidateFactory(nik=nik).pk != zulaikha.pk
    with pytest.raises(Refused):
        erase(zulaikha, by=officer)


def test_two_erased_people_do_not_collide(reference, officer):
    people = [JourneyFactory().candidate for _ in range(3)]
    for person in people:
        erase(person, by=officer)
    assert len({person.nik for person in people}) == 3


def test_who_departed_stays_on_file_as_long_as_the_law_says(reference, officer, flown):  # noqa: F811
    departure = flown()
    person, day = departure.journey.candidate, departure.flight_on
    with pytest.raises(Refused) as refusal:
        erase(person, by=officer)
    assert refusal.value.codes == ["kept_by_law"]
    Journey.objects.filter(pk=departure.journey_id).update(arrived_on=day, returned_on=day)
    with pytest.raises(Refused):
        erase(person, by=officer, on=date(2031, 6, 1))
    counted = report(on=date(2026, 12, 31)).departed
    erase(person, by=officer, on=date(2031, 6, 2))
    assert (Departure.objects.get().flight_no, Departure.objects.get().confirmed_by is not None) == ("GA874", True)
    assert report(on=date(2026, 12, 31)).departed == counted == 1


# Retention: who was not selected


@pytest.fixture
def declined(reference):
    journey = JourneyFactory(at="verified")
    closed = {"closed_on": date(2026, 11, 20), "closed_reason": CloseReason.LOST_CONTACT}
    Journey.objects.filter(pk=journey.pk).update(**closed)
    return journey


def test_not_selected_is_due_a_year_after_the_last_day_of_registration(declined):
    last = retention.last_day(declined.programme)
    assert not retention.due(last).exists()
    assert list(retention.due(last + timedelta(days=1))) == [declined.candidate]


def test_the_programme_says_how_many_months(declined):
    declined.programme.keep_months = 6
    declined.programme.save()
    assert retention.due(declined.programme.closes_on + timedelta(days=200)).count() == 1


@pytest.mark.parametrize("at", ["selected", "training"])
def test_who_was_selected_is_never_due(declined, at):
    JourneyFactory(candidate=declined.candidate, at=at)
    assert not retention.due(date(2040, 1, 1)).exists()


def test_who_waits_for_an_answer_is_not_due_yet(declined):
    DataRequestFactory(candidate=declined.candidate)
    assert not retention.due(date(2040, 1, 1)).exists()


def test_the_command_changes_nothing_without_commit(declined, capsys, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: date(2028, 6, 1))
    call_command("anonymise_due")
    assert "1 people are due" in capsys.readouterr().out
    assert Candidate.objects.get(pk=declined.candidate_id).erased_at is None
    call_command("anonymise_due", commit=True)
    assert Candidate.objects.get(pk=declined.candidate_id).erased_at is not None
    assert Journey.objects.get(pk=declined.pk).closed_reason == CloseReason.LOST_CONTACT


def test_the_report_says_the_same_before_and_after(declined):
    for stage in ("registered", "selected", "training"):
        JourneyFactory(at=stage)
    before = report(on=date(2026, 12, 31))
    assert retention.anonymise_due(on=date(2028, 6, 1)) == 1
    assert replace(report(on=date(2026, 12, 31)), as_of=before.as_of) == before

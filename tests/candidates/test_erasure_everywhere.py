"""Every table and every file that can hold something about a person is filled, and searched after the deletion.

The models are found by their foreign keys, so that a new table fails here until somebody says how it is filled.
"""

import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from candidates import contacting, farewell, own_login
from candidates.data_requests import ask, fulfil, refuse
from candidates.enums import BatchDeed, Purpose, RequestKind
from candidates.merging import merge, unmerge
from candidates.models import (
    BatchEntry,
    Candidate,
    DocumentCheck,
    ImportBatch,
    ImportRow,
    Journey,
    JourneyEvent,
    OpeningNotice,
    ReturnReason,
    SectorWish,
    SelectionBatch,
)
from candidates.telling import family_key_of, key_of
from certificates.models import CertificateCheck
from notifications.models import Message
from notifications.queueing import queue_message
from notifications.sending import deliver
from reports.progress_report import report
from tests.factories import certificates, placements, training
from tests.factories.candidates import (
    CandidateFactory,
    ConsentFactory,
    DocumentFactory,
    DocumentPageFactory,
    FamilyContactFactory,
    JourneyFactory,
    ResemblanceFactory,
    SelectionTestFactory,
)
from tests.factories.notifications import DeliveryReportFactory
from training.models import AttendanceChange, DayNote

pytestmark = pytest.mark.django_db
NAME, NIK, PHONE, WORD = "Zulaikha Contoh", "3673024505049876", "+6281277778888", "Zulaikha"
SECRETS = (WORD, NIK, PHONE[1:], "8127777", "RAHASIA", "ズライハ")
# Codes, numbers of other things, and places: nobody writes a person's data there.
CODES = {
    "candidates.AccessLog.what",
    "candidates.BatchEntry.expected",
    "candidates.CandidateHistory.pgh_label",
    "candidates.CandidateHistory.pgh_context",
    "candidates.DocumentPage.content_type",
    "candidates.DocumentPage.sha256",
    "candidates.ImportRow.reasons",
    "candidates.ImportRow.sheet",
    "candidates.ImportRow.warnings",
    "candidates.Journey.registration_no",
    "candidates.JourneyEvent.change",
    "candidates.MergeRecord.moved",
    "candidates.ResemblanceHistory.pgh_context",
    "candidates.ResemblanceHistory.pgh_label",
    "candidates.SelectionTest.place",
    "candidates.SelectionTestHistory.pgh_context",
    "candidates.SelectionTestHistory.pgh_label",
    "candidates.SelectionTestHistory.place",
    "certificates.BookingHistory.pgh_context",
    "certificates.BookingHistory.pgh_label",
    "certificates.Certificate.issuer",
    "placements.Departure.evidence_type",
    "placements.Departure.flight_no",
    "placements.NameInJapan.written",  # katakana and nothing else: filled where the row is made
    "training.LeavePaper.sha256",
}
NO_WORDS = {  # tables whose every column is a key, a code, a date or a number: nothing to fill
    "candidates.AccessLog",
    "candidates.Consent",
    "candidates.Document",
    "candidates.DocumentCheck",
    "candidates.DocumentPage",
    "candidates.SectorWish",
    "placements.NameInJapan",
    "training.Attendance",
    "training.Enrolment",
    "training.LeavePaper",
    "training.RollChange",
    "training.RollEntry",
    "training.RoomStay",
    "training.Score",
}
GONE = {
    "candidates.Document",
    "candidates.DocumentCheck",
    "candidates.DocumentPage",
    "candidates.FamilyContact",
    "placements.NameInJapan",
    "training.LeavePaper",
}
TEXTS = (models.CharField, models.TextField, models.JSONField)


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def about_a_person():
    """Each model that leads to a candidate, with the way there; found by the foreign keys."""
    paths = {Candidate: "pk"}
    for _step in range(6):
        for model in apps.get_models(include_auto_created=True):
            if model in paths or model._meta.proxy:
                continue
            for field in model._meta.concrete_fields:
                if field.is_relation and field.related_model in paths:
                    way = paths[field.related_model]
                    paths[model] = field.name if way == "pk" else f"{field.name}__{way}"
                    break
    return paths


def texts_of(model):
    """The columns in which somebody could write something about a person."""
    label = model._meta.label
    for field in model._meta.concrete_fields:
        free = isinstance(field, TEXTS) and not isinstance(field, models.FileField | models.GeneratedField)
        if free and not field.choices and f"{label}.{field.name}" not in CODES:
            yield field


def write_into(rows, field):
    """What identifies her in this column, in every row whose rules allow words there: one at least."""
    secret = f"{WORD} RAHASIA {NIK} {PHONE}"[: field.max_length or None]
    if field.name == "phone":
        secret = PHONE
    if isinstance(field, models.JSONField):
        secret = {"name": NAME, "nik": NIK, "phone": PHONE}
    refused = []
    for key in rows.values_list("pk", flat=True):
        try:
            with transaction.atomic():
                rows.model._base_manager.filter(pk=key).update(**{field.name: secret})
        except DatabaseError as error:
            refused.append(error)
    assert len(refused) < rows.count(), f"{rows.model._meta.label}.{field.name}: {refused}"


def hits(table):
    with connection.cursor() as cursor:
        like = " OR ".join(["line::text ILIKE %s"] * len(SECRETS))
        cursor.execute(f'SELECT count(*) FROM "{table}" AS line WHERE {like}', [f"%{word}%" for word in SECRETS])
        return cursor.fetchone()[0]


def everywhere():
    """Every table of the database, whatever made it, that says who it was."""
    return sorted(table for table in connection.introspection.table_names() if hits(table))


def files():
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture
def zulaikha(reference, roles, officer):
    person = CandidateFactory(name=NAME, nik=NIK, phone=PHONE, kelurahan=None, address_outside="Jalan RAHASIA 77")
    mother = {"guardian": "mother", "guardian_name": "Ibu Contoh", "guardian_phone": "+6281200000009"}
    journey = JourneyFactory(candidate=person, at="visa", typed_anew={"name": "Zulaikha Lain"}, **mother)
    ConsentFactory(candidate=person, purpose=Purpose.MESSAGES, ip_address="203.0.113.9")
    own_login.choose_password(person, "mangga pisang jambu")
    SectorWish.objects.create(journey=journey, sector_id="agriculture", rank=1)
    in_the_selection(person, journey, officer)
    at_the_desk(person, officer)
    certificates.CertificateFactory(candidate=person)
    CertificateCheck.objects.create(
        certificate=person.certificates.get(), by=officer, outcome="verified", method="original", on=TODAY
    )
    certificates.ExemptionFactory(candidate=person)
    certificates.DepartureOverrideFactory(journey=journey)
    certificates.BookingFactory(candidate=person)
    in_the_class(journey, officer)
    when = timezone.now()
    placements.StepFactory(journey=journey, done=True, done_by=officer)
    placements.StepFactory(journey=journey, cancel_reason="x", cancelled_by=officer, cancelled_at=when)
    placements.NominationFactory(journey=journey)
    placements.NameInJapanFactory(candidate=person, written="ズライハ・チョント")
    placements.DepartureFactory(journey=journey, cancel_reason="x", cancelled_by=officer, cancelled_at=when)
    registered_twice(person, officer)
    return person


TODAY = date(2026, 11, 24)


def registered_twice(person, officer):
    """Her second record, joined with hers; and a stranger's, joined by mistake and parted again."""
    twin = JourneyFactory(candidate__name=f"{NAME} Dua", candidate__phone=PHONE).candidate
    older = DocumentFactory(candidate=twin, sent_at=timezone.now() - timedelta(days=9))
    DocumentPageFactory(document=older, file=ContentFile(b"KTP", "ktp.jpg"))
    merge(person, twin, by=officer, reason="Zulaikha, KTP dilihat", take=["name"])
    stranger = JourneyFactory(candidate__name="Orang Lain").candidate
    unmerge(merge(person, stranger, by=officer, reason="salah"), by=officer, reason="Zulaikha bukan dia")


def in_the_selection(person, journey, officer):
    contacting.write_down(journey, by=officer, way="phone", outcome="reached", note=WORD)
    test = SelectionTestFactory(journey=journey)
    event = JourneyEvent.objects.create(journey=journey, deed="reached", stage="verified", by=officer, on=TODAY)
    batch = SelectionBatch.objects.create(key=uuid.uuid4(), deed=BatchDeed.SELECT, on=TODAY, by=officer)
    BatchEntry.objects.create(batch=batch, journey=journey, event=event, test=test)
    book = ImportBatch.objects.create(
        key=uuid.uuid4(), name="Serang.xlsx", on=TODAY, state="ready", file=ContentFile(b"RAHASIA", "list.xlsx")
    )
    ImportRow.objects.create(batch=book, sheet="1", row=2, journey=journey, nik=NIK, can_import=True)
    ImportRow.objects.create(batch=book, sheet="1", row=3, nik=NIK, cells={"name": NAME}, can_import=False)
    mistyped = {"name": NAME.upper(), "phone": PHONE}
    ImportRow.objects.create(batch=book, sheet="1", row=4, values=mistyped, can_import=False)
    OpeningNotice.objects.create(phone=person.phone, left_on=TODAY)


def at_the_desk(person, officer):
    person.name = f"{NAME} Baru"  # leaves a row of history with the old values
    person.save()
    page = DocumentPageFactory(document=DocumentFactory(candidate=person), file=ContentFile(b"KTP", "ktp.jpg"))
    DocumentCheck.objects.create(
        document=page.document, version=1, outcome="returned", reason=ReturnReason.objects.first(), by=officer
    )
    ResemblanceFactory(one=person, decided_by=officer, word="Zulaikha punya kembaran")
    ask(person, RequestKind.CORRECT, field="other", should_be="Zulaikha dengan Z")
    refuse(ask(person, RequestKind.COPY), by=officer, reason="Zulaikha belum menunjukkan KTP")
    whom = {"person_key": key_of(person), "name": WORD, "address": person.phone}
    message = queue_message(template="verified", context={"link": "x", "who": WORD}, due_on=None, **whom)
    DeliveryReportFactory(message=message)


def in_the_class(journey, officer):
    enrolment = training.EnrolmentFactory(journey=journey)
    gone = {"withdrawn_reason": "x", "withdrawn_by": officer, "withdrawn_at": timezone.now()}
    training.DisciplineEventFactory(enrolment=enrolment, **gone)
    training.DisciplineWarningFactory(enrolment=enrolment, outcome="x", settled_by=officer, settled_at=timezone.now())
    training.RoomStayFactory(journey=journey)
    FamilyContactFactory(candidate=journey.candidate)
    queue_message(
        template="family_news",
        context={"trainee": WORD, "opens": "x"},
        due_on=TODAY,
        name=WORD,
        person_key=family_key_of(journey.candidate),
        address=PHONE,
    )
    training.AttendanceFactory(enrolment=enrolment)
    training.ScoreFactory(enrolment=enrolment)
    training.ScoreChangeFactory(enrolment=enrolment)
    training.RollEntryFactory(enrolment=enrolment)
    training.RollChangeFactory(enrolment=enrolment)
    when = timezone.now()
    AttendanceChange.objects.create(enrolment=enrolment, day=TODAY, old="sakit", new="hadir", by=officer, at=when)
    DayNote.objects.create(enrolment=enrolment, day=TODAY, text="x", by=officer, at=when)
    training.LeavePaperFactory(leave=training.LeaveRequestFactory(journey=journey, approved=True))


@pytest.fixture
def filled(zulaikha):
    """Her name in every column that takes words."""
    for model, way in about_a_person().items():
        rows = model._base_manager.filter(**{way: zulaikha.pk})
        assert rows.exists(), f"{model._meta.label} has no row of hers: give it one here"
        columns = list(texts_of(model))
        assert columns or model._meta.label in NO_WORDS, f"{model._meta.label} has no words? Say so in NO_WORDS"
        for field in columns:
            # Of the person's own row the history keeps the old values: both are full already.
            if not field.unique and not model._meta.label.startswith("candidates.Candidate"):
                write_into(rows, field)
    zulaikha.refresh_from_db()
    return zulaikha


def counts():
    return {
        model._meta.label: model._base_manager.count() for model in about_a_person() if model._meta.label not in GONE
    }


def test_nothing_anywhere_says_who_it_was_and_the_counts_stay(filled, officer, django_capture_on_commit_callbacks):
    assert len(everywhere()) >= 20
    assert len(files()) == 5  # two papers, a leave, the evidence of a flight, the list of a kelurahan
    request = ask(filled, RequestKind.ERASE)
    before, reported = counts(), report(on=TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        fulfil(request, by=officer)
    after = counts()
    # Closing the open journey and changing the row leave their own rows, without a word of hers.
    ledgers = {"candidates.JourneyEvent", "candidates.CandidateHistory", "candidates.ResemblanceHistory"}
    ledgers |= {"candidates.SelectionTestHistory", "certificates.BookingHistory"}
    assert {label: n for label, n in after.items() if label not in ledgers} == {
        label: n for label, n in before.items() if label not in ledgers
    }
    assert report(on=TODAY).departed == reported.departed
    assert everywhere() == ["notifications_message"]  # the last message, which waits to be sent
    last = Message.objects.get(person_key__startswith=farewell.KEY)
    assert (last.address, last.name, last.context) == (PHONE, "", {})
    deliver()
    farewell.forget(now=timezone.now() + timedelta(days=3, minutes=1))
    assert everywhere() == []
    assert files() == []


def test_the_person_is_told_before_the_phone_is_gone_and_only_who_agreed(reference, officer):
    told, untold = (JourneyFactory().candidate for _ in range(2))
    ConsentFactory(candidate=told, purpose=Purpose.MESSAGES)
    phone = told.phone
    for person in (told, untold):
        fulfil(ask(person, RequestKind.ERASE), by=officer)
    message = Message.objects.get()
    assert (message.address, message.state, message.urgent) == (phone, "queued", True)
    deliver()
    message.refresh_from_db()
    assert "data Anda di Portal Serang–Jepang sudah dihapus" in message.body


@pytest.mark.parametrize(
    ("state", "after", "kept"),
    [("queued", 1, True), ("sent", 1, True), ("failed", 1, True), ("delivered", 1, False), ("queued", 73, False)]
    + [(state, 73, False) for state in ("sent", "failed")],
)
def test_the_phone_of_the_last_message_is_forgotten_within_three_days(reference, officer, state, after, kept):
    person = JourneyFactory().candidate
    ConsentFactory(candidate=person, purpose=Purpose.MESSAGES)
    fulfil(ask(person, RequestKind.ERASE), by=officer)
    Message.objects.update(state=state, sent_at=timezone.now(), error_code="x" if state == "failed" else "")
    farewell.forget(now=timezone.now() + timedelta(hours=after))
    message = Message.objects.get()
    assert (message.address != "–") == kept
    assert kept or message.state != "queued"


def test_a_family_member_with_the_same_phone_keeps_theirs(reference, officer):
    person, sister = JourneyFactory(candidate__phone=PHONE).candidate, JourneyFactory(candidate__phone=PHONE).candidate
    book = ImportBatch.objects.create(key=uuid.uuid4(), name="Serang.xlsx", on=TODAY, state="ready")
    hers = {"name": sister.name, "phone": PHONE}
    row = ImportRow.objects.create(batch=book, sheet="1", row=2, values=hers, can_import=False)
    fulfil(ask(person, RequestKind.ERASE), by=officer)
    row.refresh_from_db()
    sister.refresh_from_db()
    assert (row.values["phone"], sister.phone) == (PHONE, PHONE)
    assert Journey.objects.count() == 2

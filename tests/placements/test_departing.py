import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from PIL import Image

from candidates import journey as journeys
from candidates.enums import Stage
from core.pictures import MOST_BYTES
from core.refusal import Refused, SomebodyWasFirst
from notifications.models import Message
from placements import departing
from placements.models import Departure
from tests.factories.candidates import JourneyFactory, agree_to_messages
from tests.factories.placements import DepartureFactory, StepFactory, StepKindFactory, ticket
from tests.factories.training import EnrolmentFactory
from tests.pictures import with_camera_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def journey():
    """Everything is there; whether the certificates are is not this room's question."""
    return JourneyFactory(at="visa")


def yesterday():
    return timezone.localdate() - timedelta(days=1)


def record(journey, by, **kwargs):
    kwargs = {"flight_no": "GA 874", "flight_on": yesterday(), "evidence": ticket(), **kwargs}
    return departing.record(journey, by=by, **kwargs)


def codes(verb, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        verb(*args, **kwargs)
    return refusal.value.codes


def test_a_recorded_flight_counts_for_nothing_yet(journey, officer):
    departure = record(journey, officer, flight_no="ga  874")
    journey.refresh_from_db()
    assert (departure.flight_no, departure.recorded_by, departure.confirmed_at) == ("GA 874", officer, None)
    assert journey.stage == Stage.VISA


@pytest.mark.usefixtures("only_our_gate", "without_certificate_trigger")
def test_the_second_person_makes_it_a_departure(journey, officer, admin2):
    departure = departing.confirm(record(journey, officer), by=admin2)
    journey.refresh_from_db()
    assert (departure.confirmed_by, journey.stage, journey.departed_on) == (admin2, Stage.DEPARTED, yesterday())


def test_who_recorded_cannot_confirm(journey, admin2):
    assert codes(departing.confirm, record(journey, admin2), by=admin2) == ["same_person"]


def test_a_flight_that_lies_ahead_cannot_be_confirmed(journey, officer, admin2):
    ahead = record(journey, officer, flight_on=timezone.localdate() + timedelta(days=1))
    assert codes(departing.confirm, ahead, by=admin2) == ["flight_ahead"]


@pytest.mark.usefixtures("only_our_gate")
def test_the_gate_names_open_steps_and_papers_that_expire_before_the_flight(journey, officer, admin2):
    flight = yesterday()
    StepFactory(journey=journey, kind__slug="opp", due_on=flight)
    StepFactory(journey=journey, kind__slug="coe", done_on=flight, number="CE-1", expires_on=flight - timedelta(days=3))
    StepFactory(journey=journey, kind__slug="visa", done_on=flight, number="V-1", expires_on=flight)
    departure = record(journey, officer)
    with pytest.raises(Refused) as refusal:
        departing.confirm(departure, by=admin2)
    departure.refresh_from_db()
    journey.refresh_from_db()
    assert refusal.value.codes == ["step_open", "paper_expires"]
    assert [gap.code for gap in departing.missing_for(departure)] == ["step_open", "paper_expires"]
    assert (departure.confirmed_at, journey.departed_on) == (None, None)


@pytest.mark.usefixtures("only_our_gate")
def test_an_expired_coe_is_said_in_plain_words(journey, officer):
    flight = yesterday()
    StepFactory(journey=journey, kind__slug="coe", done_on=flight, number="CE-1", expires_on=flight - timedelta(days=3))
    with translation.override("en"):
        (gap,) = departing.missing_for(record(journey, officer))
        last, day = date_format(flight - timedelta(days=3)), date_format(flight)
        assert str(gap) == f"COE expires on {last}, the flight is on {day}"


@pytest.mark.usefixtures("only_our_gate")
def test_nobody_departs_without_a_confirmed_flight(journey, officer):
    record(journey, officer)
    assert codes(journeys.reach, journey, Stage.DEPARTED, by=officer, on=yesterday()) == ["departure_not_confirmed"]


@pytest.mark.usefixtures("only_our_gate", "without_certificate_trigger")
def test_a_second_confirmation_is_told_who_was_first(journey, officer, admin2, superuser):
    departure = record(journey, officer)
    departing.confirm(departure, by=admin2)
    with pytest.raises(SomebodyWasFirst) as refusal:
        departing.confirm(departure, by=superuser)
    assert "Pak Bambang Contoh" in refusal.value.sentences()[0]


def test_a_second_record_of_the_same_flight_is_refused(journey, officer, admin2):
    record(journey, officer)
    with pytest.raises(SomebodyWasFirst) as refusal:
        record(journey, admin2)
    assert "Bu Ratna Contoh" in refusal.value.sentences()[0]


def test_without_an_employer_there_is_no_flight(officer):
    assert codes(record, JourneyFactory(at="qualified"), officer) == ["no_offer"]


@pytest.mark.usefixtures("only_our_gate", "without_certificate_trigger")
def test_a_correction_is_a_new_row_and_waits_for_a_second_person_again(journey, officer, admin2):
    old = departing.confirm(record(journey, officer), by=admin2)
    day = yesterday() - timedelta(days=1)
    new = departing.correct(old, flight_no="NH 836", flight_on=day, reason="salah baca tiket", by=admin2)
    old.refresh_from_db()
    journey.refresh_from_db()
    assert (old.cancelled_by, old.cancel_reason, old.flight_no) == (admin2, "salah baca tiket", "GA 874")
    assert (new.replaces, new.evidence.name, new.confirmed_at) == (old, old.evidence.name, None)
    assert journey.departed_on is None
    departing.confirm(new, by=officer)
    journey.refresh_from_db()
    assert journey.departed_on == day


@pytest.mark.usefixtures("only_our_gate", "without_certificate_trigger")
def test_a_correction_of_another_day_stands_on_that_day(journey, officer, admin2):
    old = departing.confirm(record(journey, officer), by=admin2)
    departing.correct(old, flight_no="NH 836", flight_on=yesterday(), reason="salah baca", by=admin2, on=yesterday())
    old.refresh_from_db()
    assert timezone.localdate(old.cancelled_at) == yesterday()


@pytest.mark.usefixtures("only_our_gate", "without_certificate_trigger")
def test_a_flight_that_did_not_happen_is_taken_back_with_a_reason(journey, officer, admin2):
    departure = departing.confirm(record(journey, officer), by=admin2)
    assert codes(departing.cancel, departure, reason=" ", by=officer) == ["reason"]
    departing.cancel(departure, reason="pesawat batal", by=officer)
    journey.refresh_from_db()
    assert (journey.stage, Departure.objects.live().count(), Departure.objects.count()) == (Stage.VISA, 0, 1)


@pytest.mark.usefixtures("only_our_gate", "without_certificate_trigger")
@pytest.mark.parametrize("left", [False, True], ids=["still in class", "left before"])
def test_a_flight_that_did_not_happen_gives_back_the_seat_in_class_that_it_ended(journey, officer, admin2, left):
    today = timezone.localdate()
    days = {"starts_on": today - timedelta(days=60), "ends_on": today + timedelta(days=60)}
    before = today - timedelta(days=30) if left else None
    seat = EnrolmentFactory(
        journey=journey,
        training_class__capacity=1,
        from_on=days["starts_on"],
        to_on=before,
        **{f"training_class__{name}": day for name, day in days.items()},
    )
    departure = departing.confirm(record(journey, officer), by=admin2)
    seat.refresh_from_db()
    assert seat.to_on == (before or yesterday())
    departing.cancel(departure, reason="pesawat batal", by=officer)
    seat.refresh_from_db()
    assert seat.to_on == before


@pytest.mark.usefixtures("only_our_gate", "without_certificate_trigger")
def test_a_departure_taken_back_is_not_told_any_more(journey, officer, admin2):
    agree_to_messages(journey.candidate)
    departing.cancel(departing.confirm(record(journey, officer), by=admin2), reason="pesawat batal", by=officer)
    assert Message.objects.get(rule="departure_confirmed").state == "cancelled"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo_empty"),
        (b"<script>alert(1)</script>", "not_a_photo"),
        (b"PK\x03\x04 a zip called .jpg", "not_a_photo"),
        (b"%PDF-1.7 tiket", "photo_is_pdf"),
        (b"\xff\xd8\xff" + b"0" * MOST_BYTES, "photo_too_big"),
    ],
    ids=["empty", "html", "zip", "pdf", "too large"],
)
def test_evidence_is_judged_by_its_content(journey, officer, content, code):
    assert codes(record, journey, officer, evidence=ContentFile(content, name="tiket.jpg")) == [code]


def test_evidence_is_drawn_anew_under_a_random_name_and_says_no_place(journey, officer):
    evidence = ContentFile(with_camera_data(), name="../../Rina Contoh.exe")
    departure = record(journey, officer, evidence=evidence)
    folder, name = departure.evidence.name.split("/")
    assert (folder, departure.evidence_type, len(name), name[-4:]) == ("departures", "image/jpeg", 36, ".jpg")
    kept = departure.evidence.open().read()
    assert kept.startswith(b"\xff\xd8\xff") and b"Exif" not in kept and b"Telepon Contoh" not in kept
    assert Image.open(io.BytesIO(kept)).size == (800, 1200)  # upright, as the camera was held


def test_a_refused_record_leaves_no_file_behind(journey, officer, tmp_path):
    assert codes(record, journey, officer, flight_no="besok pagi") == ["flight_no"]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_database_wants_two_different_people_and_one_live_row(journey, officer):
    departure = record(journey, officer)
    now = timezone.now()
    for changes, name in (
        ({"confirmed_by": officer, "confirmed_at": now}, "departure_confirmed_by_another"),
        ({"confirmed_at": now}, "departure_confirmed_by_whom_and_when"),
        ({"cancelled_at": now}, "departure_cancelled_with_a_reason"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Departure.objects.filter(pk=departure.pk).update(**changes)
    with pytest.raises(IntegrityError, match="one_live_departure_per_journey"), transaction.atomic():
        DepartureFactory(journey=journey)


def test_a_paper_that_need_not_cover_the_flight_is_not_asked(journey, officer):
    old = yesterday() - timedelta(days=30)
    kind = StepKindFactory(covers_flight=False)
    StepFactory(journey=journey, kind=kind, done_on=old, expires_on=old)
    assert "paper_expires" not in [gap.code for gap in departing.missing_for(record(journey, officer))]

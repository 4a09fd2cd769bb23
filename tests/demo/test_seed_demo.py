"""The demo year on many days: told without a refusal, every invariant true, work waiting for every login."""

from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from candidates.enums import Origin
from candidates.merge_plan import changed_since
from candidates.models import Candidate, DataRequest, Document, Journey, MergeRecord, Resemblance
from candidates.publishing import published
from certificates.models import Booking, Certificate, Sitting
from core.integrity import violations
from demo.logins import LOGINS, PASSWORD, create_logins
from demo.programme import SMALLEST, tell
from notifications.models import Message
from placements import departing
from placements.models import Departure, NameInJapan, Nomination, Step
from training.class_days import open_days
from training.models import ClassTrainer, RollEntry, TrainingClass
from training.phone_list import Week, week_lists

pytestmark = pytest.mark.django_db

MONDAY, SUNDAY, HOLIDAY = date(2026, 11, 23), date(2026, 11, 22), date(2026, 8, 17)
NEW_YEAR, AFTER_LEBARAN = date(2026, 1, 1), date(2026, 3, 25)
LEAP_DAY, LAST_OF_THE_YEAR = date(2024, 2, 29), date(2025, 12, 31)
DAYS = [MONDAY, SUNDAY, HOLIDAY, NEW_YEAR, AFTER_LEBARAN, LEAP_DAY, LAST_OF_THE_YEAR]


def seed(**options) -> str:
    out, err = StringIO(), StringIO()
    call_command("seed_demo", people=40, stdout=out, stderr=err, **options)
    assert err.getvalue() == ""
    return out.getvalue()


@pytest.fixture
def opened_on(reference, roles, monkeypatch):
    """The portal is opened on that day, at noon in Serang."""

    def open_on(day: date) -> date:
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        monkeypatch.setattr(timezone, "now", lambda: noon)
        return day

    return open_on


def test_what_rina_agreed_to_and_was_told_is_dated_on_its_day(opened_on):
    day = opened_on(MONDAY)
    seed(on=day)
    journey = Journey.objects.get(candidate__name="Rina Contoh")
    consents = journey.candidate.consents.values_list("text__purpose", "given_at")
    given = {purpose: timezone.localdate(at) for purpose, at in consents}
    assert journey.selected_on <= given.pop("family") <= journey.enrolments.get().from_on
    assert given == dict.fromkeys(("registration", "messages", "employers"), journey.registered_on)
    told = Message.objects.filter(person_key=f"candidate:{journey.candidate_id}", due_on__lte=day)
    assert told.count() > 2
    for message in told:
        assert timezone.localdate(message.queued_at) == message.due_on
        assert message.sent_at is None or timezone.localdate(message.sent_at) == message.due_on


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_on_any_day_every_login_finds_work_and_every_invariant_holds(opened_on, day):
    seed(on=opened_on(day))
    assert list(violations()) == []
    # Disnaker: registrations to look at, some of them late; the selection; a certificate; the second signature.
    results = published(day)
    assert results and results.selected and results.not_chosen
    waiting = Journey.objects.filter(stage="registered")
    assert waiting.count() >= 4 and Journey.objects.filter(stage="verified").exists()
    assert Certificate.objects.filter(state="claimed").exists()
    assert Departure.objects.waiting().filter(flight_on__lte=day).count() == 1
    # One flight of the next days breaks on its papers, and a proof ends within weeks.
    breaking = [one for one in Departure.objects.waiting() if "paper_expires" in codes(one)]
    assert len(breaking) == 1 and breaking[0].flight_on > day
    assert Certificate.objects.filter(expires_on__gt=day, state="verified").count() == 1
    # LPK: steps that are late, nominations that wait for their interview.
    assert Step.objects.overdue(day).exists()
    assert Nomination.objects.filter(result="pending", undone_at=None).exists()
    signed = Step.objects.filter(kind="contract", done_on__isnull=False).values("journey__candidate")
    assert set(NameInJapan.objects.values_list("candidate", flat=True)) == {row["journey__candidate"] for row in signed}
    # Welfare: somebody in Japan who has not reported.
    assert Journey.objects.filter(stage="departed").exclude(origin=Origin.ALUMNI).exists()
    assert Journey.objects.filter(candidate__user__email="rina@demo.test").get().stage == "training"
    the_trainer_finds_an_open_evening_and_one_final_phone_list(day)
    photos_tests_and_requests_wait(day)


def photos_tests_and_requests_wait(day: date) -> None:
    assert Document.objects.waiting().exists()
    rina = Document.objects.get(candidate__user__email="rina@demo.test", state="returned")
    assert rina.kind_id == "paspor" and rina.reason.text != ""
    # Tests: passed and failed ones, one whose result nobody wrote down, seats and sittings that lie ahead.
    assert set(Booking.objects.values_list("result", flat=True)) >= {"waiting", "passed", "failed"}
    assert Booking.objects.waiting(day).exists() and Booking.objects.filter(sitting__held_on__gt=day).exists()
    assert Sitting.objects.filter(book_by__gte=day).exists()
    # One pair is asked about, another one was joined, and the way back is open.
    assert Resemblance.objects.undecided().count() == 1
    joined = MergeRecord.objects.live().get()
    assert (joined.ended.closed_reason, joined.kept.name, changed_since(joined)) == (
        "registered_twice",
        joined.gone.name,
        [],
    )
    # Two requests about personal data tick, one of them nearly over.
    hours = sorted(request.hours_left() for request in DataRequest.objects.open())
    assert len(hours) == 2 and 0 <= hours[0] <= 6 < hours[1]


def codes(departure: Departure) -> list[str]:
    return [gap.code for gap in departing.missing_for(departure)]


def the_trainer_finds_an_open_evening_and_one_final_phone_list(day: date) -> None:
    trainer_sees = list(
        TrainingClass.objects.filter(trainers__user__email="sensei@demo.test").running(day).order_by("code")
    )
    assert [one.name for one in trainer_sees] == ["Kelas C", "Kelas D"]
    assert open_days(trainer_sees, day - timedelta(days=31), day) != []
    ended = Week.of(day) if day.weekday() >= 5 else Week.of(day).shifted(-1)
    assert sorted(one.final for one in week_lists(trainer_sees, ended)) == [False, True]

    # The mornings: both rolls of the last weeks, and an evening of the days to come in other hands.
    assert set(RollEntry.objects.filter(day__gte=day - timedelta(days=28)).values_list("kind", flat=True)) == {
        "bangun",
        "briefing",
    }
    assert set(RollEntry.objects.values_list("mark", flat=True)) >= {"hadir", "izin"}
    assert ClassTrainer.objects.filter(handed_over_by__isnull=False, from_on__gt=day).count() == 1


def test_seeding_twice_makes_the_people_once(opened_on):
    seed(on=opened_on(MONDAY))
    people, messages = Candidate.objects.count(), Message.objects.count()
    assert "already" in seed(on=MONDAY)
    assert (Candidate.objects.count(), Message.objects.count()) == (people, messages)


def test_the_same_seed_tells_the_same_year(opened_on):
    opened_on(MONDAY)
    assert year_of(seed=7) == year_of(seed=7)


def year_of(**options) -> list:
    with transaction.atomic():
        tell(people=create_logins(), on=MONDAY, size=SMALLEST, **options)
        told = Journey.objects.order_by("pk").values_list("candidate__nik", "registered_on", "stage", "closed_reason")
        told = list(told)
        transaction.set_rollback(True)
    return told


def test_every_demo_login_opens_the_page_of_its_role(opened_on, client):
    seed(on=opened_on(MONDAY))
    for login in LOGINS:
        assert client.login(email=login.email, password=PASSWORD)
        page = client.get("/mulai/", follow=True)
        assert (page.status_code, page.redirect_chain != []) == (200, True)


def test_opened_a_week_later_the_greeting_says_for_which_day_the_year_was_told(opened_on):
    def greeting():
        out = StringIO()
        call_command("demo_logins", stdout=out)
        return out.getvalue()

    create_logins(opened_on(MONDAY))
    assert "told for" not in greeting()
    opened_on(MONDAY + timedelta(days=7))
    assert greeting().endswith("told for 2026-11-23; ./run --reset forgets them and tells today's.\n")


def test_a_year_told_for_an_earlier_day_says_so_at_once(opened_on):
    opened_on(MONDAY)
    create_logins(MONDAY - timedelta(days=3))
    out = StringIO()
    call_command("demo_logins", stdout=out)
    assert "told for 2026-11-20" in out.getvalue()


def test_demo_people_are_refused_in_production(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="only in demo mode"):
        call_command("seed_demo")


def test_demo_people_get_no_real_messages(settings):
    settings.MESSAGE_CHANNEL = "live"
    with pytest.raises(CommandError, match="console"):
        call_command("seed_demo")


def test_the_launcher_prints_one_thing_to_try_that_is_true_that_day(opened_on):
    seed(on=opened_on(MONDAY))
    out = StringIO()
    call_command("demo_logins", stdout=out)
    lines = {line.split()[0]: line for line in out.getvalue().splitlines()[1:]}
    flight = Departure.objects.waiting().get(flight_on__lte=MONDAY)
    assert flight.flight_no in lines["kabid@demo.test"]
    assert f"{Journey.objects.filter(stage='registered').count()} pendaftar" in lines["disnaker@demo.test"]
    assert "23 November 2026" in lines["sensei@demo.test"]
    assert lines.keys() == {login.email for login in LOGINS}


def test_a_day_that_has_not_come_and_too_few_people_are_refused_with_a_sentence(roles):
    with pytest.raises(CommandError, match="choose a day up to"):
        call_command("seed_demo", on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(CommandError, match="at least 40"):
        call_command("seed_demo", people=39)

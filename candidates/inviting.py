"""The selection test: inviting to it, and writing down who came and how it went."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.enums import Attendance, Stage
from candidates.models import Journey, SelectionTest
from candidates.telling import call_back, tell
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User

INVITED_AT = (Stage.VERIFIED, Stage.RESERVE)


@dataclass(frozen=True)
class Session:
    """A day of the test, as it is told to the people."""

    on: date
    place: str
    starts_at: time | None = None

    @property
    def when(self) -> str:
        """One value, because WhatsApp takes no empty ones: a session without an hour is told by its day."""
        day = date_format(self.on)
        if self.starts_at is None:
            return day
        return gettext("%(day)s at %(time)s") % {"day": day, "time": time_format(self.starts_at)}


def gaps_before_inviting(journey: Journey, session: Session, on: date) -> list[Gap]:
    if journey.stage not in INVITED_AT:
        stage = journey.get_stage_display()
        return [Gap("not_at_this_stage", _("Not possible at the stage “%(stage)s”.") % {"stage": stage})]
    if session.on < on:
        return [Gap("test_is_over", _("The test day is over. Choose a later one."))]
    if journey.tests.filter(on=session.on).exists():
        return [Gap("invited_already", _("Already invited for that day."))]
    return []


def invite(
    journey: Journey, session: Session, *, by: "User", on: date | None = None, expected: str | None = None
) -> SelectionTest:
    """Invite a person whose data were checked to the selection test of one day, and tell them."""
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = Journey.objects.select_for_update(of=["self"]).select_related("candidate").get(pk=journey.pk)
        if expected is not None and locked.stage != expected:
            words = _("This person was moved to “%(stage)s” in the meantime. Your choice was not saved.")
            raise SomebodyWasFirst(Gap("moved", words % {"stage": locked.get_stage_display()}))
        gaps = gaps_before_inviting(locked, session, on)
        if gaps:
            raise Refused(gaps)
        test = SelectionTest.objects.create(
            journey=locked, on=session.on, starts_at=session.starts_at, place=session.place, invited_by=by
        )
        tell(
            locked.candidate,
            "test_invitation",
            on,
            about=_occasion(test),
            test_when=session.when,
            place=session.place,
            number=locked.registration_no,
        )
    return test


def uninvite(test: SelectionTest, *, by: "User") -> None:
    """Take an invitation back, with its message if that has not left. Refused once somebody wrote down how it went."""
    with transaction.atomic():
        locked = SelectionTest.objects.select_for_update(of=["self"]).select_related("journey__candidate")
        found = locked.filter(pk=test.pk).first()
        if found is None:
            return
        if found.attendance:
            raise Refused(Gap("test_recorded", _("The result of the test is on record; the invitation stays.")))
        call_back(found.journey.candidate, _occasion(found), by=by)
        found.delete()


@dataclass(frozen=True)
class Result:
    """What the officer typed for one person, and what stood on the screen before."""

    attendance: str
    score: Decimal | None = None
    note: str = ""


def record(test: SelectionTest, result: Result, *, seen: Result, by: "User") -> SelectionTest:
    """Write down how the test went. `seen` is what the officer saw: what a colleague wrote since is not overwritten."""
    with transaction.atomic():
        locked = SelectionTest.objects.select_for_update().get(pk=test.pk)
        stands = Result(locked.attendance, locked.score, locked.note)
        if stands == result:
            return locked
        if stands != seen:
            words = _("%(who)s has written something else here in the meantime. Your entry was not saved.")
            raise SomebodyWasFirst(Gap("written_since", words % {"who": locked.recorded_by}))
        _refuse_impossible(result)
        locked.attendance, locked.score, locked.note = result.attendance, result.score, result.note
        locked.recorded_by, locked.recorded_at = (by, timezone.now()) if result.attendance else (None, None)
        locked.save(update_fields=["attendance", "score", "note", "recorded_by", "recorded_at"])
    return locked


def _refuse_impossible(result: Result) -> None:
    if result.score is not None and result.attendance != Attendance.PRESENT:
        raise Refused(Gap("a_score_needs_presence", _("Only who came to the test has a score.")))
    if result.score is not None and not 0 <= result.score <= 100:
        raise Refused(Gap("test_score_0_to_100", _("A score lies between 0 and 100.")))


def _occasion(test: SelectionTest) -> str:
    return f"test:{test.pk}"

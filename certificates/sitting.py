"""Going to a test: a seat, what came of it, and the certificate that a pass gives. Every try stays on record."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates.models import Candidate
from candidates.papers_agree import Said, disagreeing, doubt, names_somebody, travels_as
from certificates import checking
from certificates.enums import Result
from certificates.models import Booking, Certificate, Sitting
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User


@names_somebody
def test_accounts(candidate: Candidate) -> list[Said]:
    """The names under which the person's seats are booked, each account once."""
    seats = Booking.objects.naming().filter(candidate=candidate).select_related("sitting__test").order_by("pk")
    accounts = {(seat.sitting.test.issuer, seat.account_name): seat for seat in seats}
    return [Said(_account(seat), seat.account_name, of=seat) for seat in accounts.values()]


def _account(seat: Booking) -> str:
    return _("test account for %(test)s") % {"test": seat.sitting.test}


def doubts(candidate: Candidate, account_name: str = "") -> list[Gap]:
    """Why a seat should not be booked yet: papers that differ, an account that is not called like the passport."""
    gaps = [Gap("names_differ", _("The papers disagree. %(what)s") % {"what": e}) for e in disagreeing(candidate)]
    return gaps + account_doubt(candidate, account_name)


def account_doubt(candidate: Candidate, account_name: str) -> list[Gap]:
    """Why an account of that name brings this person to no test."""
    what = doubt(account_name, travels_as(candidate)) if account_name else ""
    if not what:
        return []
    sentence = _("%(what)s Put the account right before the seat is paid for.") % {"what": what}
    return [Gap("account_name", sentence, beside="account_name")]


def book(
    candidate: Candidate,
    sitting: Sitting,
    *,
    by: "User",
    booking_no: str = "",
    account_name: str = "",
    at: datetime | None = None,
    knowing: bool = False,
) -> Booking:
    """Record a seat. After the last day to book too: it may have been booked in time and written down late.

    Papers that name the person differently, and an account that is not called like the passport, stand in the way
    until `by` says that they know.
    """
    account_name = " ".join(account_name.split())
    with transaction.atomic():
        Candidate.objects.select_for_update().get(pk=candidate.pk)
        gaps = []
        age = sitting.test.minimum_age
        if age and candidate.age(sitting.held_on) < age:
            words = {"age": age, "day": date_format(sitting.held_on)}
            gaps.append(Gap("too_young", _("On %(day)s this person is not yet %(age)s years old.") % words))
        if Booking.objects.filter(candidate=candidate, sitting=sitting).exists():
            gaps.append(Gap("booked", _("This person already has a seat in this sitting.")))
        if not knowing:
            gaps += doubts(candidate, account_name)
        if gaps:
            raise Refused(gaps)
        return Booking.objects.create(
            candidate=candidate,
            sitting=sitting,
            booking_no="".join(booking_no.upper().split()),
            account_name=account_name,
            booked_by=by,
            booked_at=at or timezone.now(),
        )


def correct_seat(
    booking: Booking, *, by: "User", account_name: str, booking_no: str = "", knowing: bool = False
) -> Booking:
    """The account was renamed, or the number was a slip. Once the result is there the seat stays as it was."""
    account_name = " ".join(account_name.split())
    with transaction.atomic():
        locked = Booking.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=booking.pk)
        if locked.result != Result.WAITING:
            raise Refused(Gap("over", _("The result is on record, so the seat stays as it was.")))
        if not knowing and (gaps := account_doubt(locked.candidate, account_name)):
            raise Refused(gaps)
        locked.booking_no, locked.account_name = "".join(booking_no.upper().split()), account_name
        locked.booked_by, locked.booked_at = by, timezone.now()
        locked.save(update_fields=["booking_no", "account_name", "booked_by", "booked_at"])
    return locked


def record_result(
    booking: Booking,
    result: str,
    *,
    by: "User",
    score: int | None = None,
    sections: str = "",
    on: date | None = None,
    expected: str | None = None,
) -> Booking:
    """Write down what the issuer says; a pass is never worked out from the score.

    `expected` is the result that was on the screen. A slip can be put right until the certificate is recorded.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = (
            Booking.objects.select_for_update(of=("self",)).select_related("sitting", "result_by").get(pk=booking.pk)
        )
        if expected is not None and locked.result != expected:
            words = {"who": locked.result_by or "–", "result": locked.get_result_display()}
            raise SomebodyWasFirst(
                Gap("somebody_was_first", _("%(who)s was first: the result is now “%(result)s”.") % words)
            )
        if locked.sitting.held_on > on:
            words = {"day": date_format(locked.sitting.held_on)}
            raise Refused(Gap("test_ahead", _("The test is on %(day)s. Record the result after that.") % words))
        if locked.certificate_id is not None:
            raise Refused(Gap("certificate", _("The certificate of this pass is recorded. Revoke that one instead.")))
        locked.result, locked.score, locked.sections = Result(result).value, score, sections.strip()
        waiting = locked.result == Result.WAITING
        locked.result_on, locked.result_by = (None, None) if waiting else (on, by)
        locked.save(update_fields=["result", "score", "sections", "result_on", "result_by"])
    return locked


def claim_certificate(
    booking: Booking, *, number: str, by: "User", expires_on: date | None = None, at: datetime | None = None
) -> Certificate:
    """Record the certificate of a passed test. Like every other one it counts once it is checked."""
    with transaction.atomic():
        locked = Booking.objects.select_for_update(of=("self",)).select_related("sitting__test", "candidate")
        row = locked.get(pk=booking.pk)
        if row.result != Result.PASSED:
            raise Refused(Gap("not_passed", _("Only a passed test gives a certificate.")))
        if row.certificate_id is not None:
            raise SomebodyWasFirst(Gap("claimed", _("The certificate of this pass is already recorded.")))
        test = row.sitting.test
        row.certificate = checking.claim(
            candidate=row.candidate,
            by=by,
            test=test.kind,
            level=test.level,
            work_category_id=test.work_category_id,
            issuer=test.issuer,
            number=number,
            score=row.score,
            tested_on=row.sitting.held_on,
            expires_on=expires_on,
            claimed_at=at or timezone.now(),
        )
        row.save(update_fields=["certificate"])
    return row.certificate

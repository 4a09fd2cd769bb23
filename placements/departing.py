"""The flight: recorded by one person with evidence, confirmed by another, then frozen. N6."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from candidates import journey as journeys
from candidates.enums import Stage
from candidates.models import Journey
from core.refusal import Gap, Refused, SomebodyWasFirst
from placements import evidence as evidence_files
from placements import telling
from placements.models import Departure

if TYPE_CHECKING:
    from accounts.models import User


def record(
    journey: Journey,
    *,
    flight_no: str,
    flight_on: date,
    evidence: File,
    by: "User",
    on: date | None = None,
) -> Departure:
    """Write down a flight with its evidence. It counts for nothing until a second person confirms it."""
    photo = evidence_files.drawn(evidence)  # before the lock: nobody else waits for a photo
    with transaction.atomic():
        locked = Journey.objects.select_for_update().get(pk=journey.pk)
        _refuse_recording(locked)
        return _write(locked, flight_no=flight_no, flight_on=flight_on, photo=photo, by=by)


def confirm(departure: Departure, *, by: "User", on: date | None = None) -> Departure:
    """The second person's yes: only now has the journey departed.

    Raises `Refused` when it is the same person, when the flight lies ahead, and with everything that the gate misses;
    `SomebodyWasFirst` when it was confirmed or corrected in the meantime.
    """
    today = on or timezone.localdate()
    with transaction.atomic():
        locked = _locked(departure)
        if locked.confirmed_at is not None:
            raise SomebodyWasFirst(_first(locked.confirmed_by, locked.confirmed_at, _("confirmed this departure")))
        if locked.recorded_by_id == by.pk:
            sentence = _("You recorded this departure yourself. A second person must confirm it.")
            raise Refused(Gap("same_person", sentence))
        if locked.flight_on > today:
            words = {"day": date_format(locked.flight_on)}
            raise Refused(Gap("flight_ahead", _("The flight is on %(day)s. Confirm it after that.") % words))
        locked.confirmed_by, locked.confirmed_at = by, timezone.now()
        locked.save(update_fields=["confirmed_by", "confirmed_at"])
        journeys.reach(locked.journey, Stage.DEPARTED, by=by, on=locked.flight_on)
        telling.tell_departed(locked)
    return locked


def correct(
    departure: Departure,
    *,
    flight_no: str,
    flight_on: date,
    reason: str,
    by: "User",
    evidence: File | None = None,
    on: date | None = None,
) -> Departure:
    """Replace a departure that was written down wrongly. The old row stays; the new one waits for a second person.

    Without new `evidence` the old file stays the proof.
    """
    photo = evidence_files.drawn(evidence) if evidence is not None else None
    with transaction.atomic():
        old = _locked(departure)
        _cancel(old, by=by, on=on, reason=reason)
        return _write(old.journey, flight_no=flight_no, flight_on=flight_on, photo=photo, by=by, replaces=old)


def cancel(departure: Departure, *, reason: str, by: "User", on: date | None = None) -> Departure:
    """Take back a departure that did not happen. The row stays, with the reason."""
    with transaction.atomic():
        locked = _locked(departure)
        _cancel(locked, by=by, on=on, reason=reason)
    return locked


def missing_for(departure: Departure, *, on: date | None = None) -> list[Gap]:
    """What the gate will miss when this departure is confirmed, so that nobody learns it at the airport."""
    waiting_for_confirmation = {"departure_not_confirmed", "future"}
    gaps = journeys.missing_for(departure.journey, Stage.DEPARTED, on=departure.flight_on)
    return [gap for gap in gaps if gap.code not in waiting_for_confirmation]


def _locked(departure: Departure) -> Departure:
    Journey.objects.select_for_update().get(pk=departure.journey_id)
    locked = (
        Departure.objects.select_for_update(of=("self",))
        .select_related("journey__candidate", "confirmed_by", "cancelled_by")
        .get(pk=departure.pk)
    )
    if locked.cancelled_at is not None:
        raise SomebodyWasFirst(_first(locked.cancelled_by, locked.cancelled_at, _("corrected this departure")))
    return locked


def _first(who: object, at: datetime | None, deed: str) -> Gap:
    words = {"who": who, "deed": deed, "time": time_format(timezone.localtime(at))}
    return Gap("somebody_was_first", _("%(who)s %(deed)s first, at %(time)s. Your entry was not saved.") % words)


def _refuse_recording(journey: Journey) -> None:
    if not journey.is_open:
        raise Refused(Gap("journey_closed", _("This journey is closed. Reopen it first.")))
    if journey.offered_on is None:
        raise Refused(Gap("no_offer", _("This person has no employer yet. Record the interview first.")))
    live = Departure.objects.live().filter(journey=journey).select_related("recorded_by").first()
    if live is not None:
        deed = _("recorded the departure of this person")
        raise SomebodyWasFirst(_first(live.recorded_by, live.recorded_at, deed))


def _cancel(departure: Departure, *, by: "User", on: date | None, reason: str) -> None:
    if not reason.strip():
        raise Refused(Gap("reason", _("Write why, in a few words.")))
    if departure.confirmed_at is not None:
        journeys.undo(departure.journey, Stage.DEPARTED, by=by, on=on, reason=reason[:200])
    departure.cancelled_at, departure.cancelled_by = _moment(on), by
    departure.cancel_reason = reason.strip()[:200]
    departure.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    telling.call_back_departed(departure, by=by)


def _moment(on: date | None) -> datetime:
    """Now; a deed that is dated back stands in the list of corrections on its own day."""
    if on is None or on == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(on, time(12)))


def _write(
    journey: Journey,
    *,
    flight_no: str,
    flight_on: date,
    photo: File | None,
    by: "User",
    replaces: Departure | None = None,
) -> Departure:
    departure = Departure(
        journey=journey,
        flight_no=" ".join(flight_no.upper().split()),
        flight_on=flight_on,
        recorded_by=by,
        replaces=replaces,
    )
    try:
        departure.clean_fields(exclude=["evidence", "evidence_type"])
    except ValidationError as error:
        raise Refused([Gap(name, sentences[0]) for name, sentences in error.message_dict.items()]) from error
    if photo is None and replaces is not None:
        departure.evidence, departure.evidence_type = replaces.evidence.name, replaces.evidence_type
        departure.save()
        return departure
    if photo is None:
        raise Refused(Gap("evidence", _("Add the evidence: boarding pass, ticket or stamp.")))
    departure.evidence_type = evidence_files.CONTENT_TYPE
    with _stored(departure, photo):
        departure.save()
    return departure


@contextmanager
def _stored(departure: Departure, file: File) -> Iterator[None]:
    """The file is in the storage when the row is; a row that could not be written leaves no file behind."""
    departure.evidence.save("evidence.jpg", file, save=False)
    try:
        yield
    except BaseException:
        departure.evidence.delete(save=False)
        raise

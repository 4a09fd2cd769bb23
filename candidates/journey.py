"""The one door through which a journey moves.

`reach`, `undo`, `close` and `reopen` lock the row, ask the guards, write the
date, write the ledger and say in full what is missing when they refuse. Upper
apps add guards for the milestones they know about (`guard`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from candidates import again
from candidates.enums import BESIDE_THE_MILESTONES, MILESTONES, CloseReason, Deed, Stage
from candidates.milestone_order import order_gaps, order_gaps_of_many
from candidates.models import Journey, JourneyEvent
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User

FUTURE = Gap("future", _("The day lies in the future. Record it when it has happened."))
Guard = Callable[[Journey, date], Iterable[Gap]]
GuardOfMany = Callable[[Sequence[Journey], date], Mapping[int, Iterable[Gap]]]
Consequence = Callable[[Journey, JourneyEvent], None]
_guards: dict[str, list[Guard]] = {}
_guards_of_many: dict[Guard, GuardOfMany] = {}
_consequences: dict[tuple[str, str], list[Consequence]] = {}


def guard(stage: str, *, many: GuardOfMany | None = None) -> Callable[[Guard], Guard]:
    """Register a question that must have no gaps before `stage` is reached.

    `many` answers the same for a list, in a fixed number of queries; without it a list asks one by one.
    """

    def register(function: Guard) -> Guard:
        if function not in _guards.setdefault(stage, []):
            _guards[stage].append(function)
            if many is not None:
                _guards_of_many[function] = many
        return function

    return register


def follows(deed: str, stage: str) -> Callable[[Consequence], Consequence]:
    """Register what else becomes true with this deed: a closed journey gives back its seat.

    It is called with the locked journey and the row of the ledger, in the same transaction; raising `Refused` undoes
    the deed.
    """

    def register(function: Consequence) -> Consequence:
        if function not in _consequences.setdefault((deed, stage), []):
            _consequences[deed, stage].append(function)
        return function

    return register


def reach(
    journey: Journey,
    stage: str,
    *,
    by: "User | None",
    on: date | None = None,
    expected: str | None = None,
    reason: str = "",
    save: Mapping[str, object] | None = None,
) -> Journey:
    """Record that `journey` reached `stage` on that day.

    `expected` is the stage the person saw on their screen: if it moved since, nothing happens and
    `SomebodyWasFirst` says who moved it. `save` carries other columns of the same fact (a work category).
    Raises `Refused` with every gap: guards', the order of milestones, the database's.
    """
    on = on or timezone.localdate()
    column = MILESTONES[stage]
    with transaction.atomic():
        locked = _locked(journey, expected)
        _refuse(_gaps_before(locked, stage, on))
        changes = {column: on, **(save or {})}
        _write(locked, changes)
        _log(locked, Deed.REACHED, stage, by=by, on=on, reason=reason)
    return _fresh(journey)


def undo(
    journey: Journey,
    stage: str,
    *,
    by: "User | None",
    on: date | None = None,
    expected: str | None = None,
    reason: str = "",
) -> Journey:
    """Take back a milestone that was recorded by mistake. Refused while a later one stands on it."""
    on = on or timezone.localdate()
    if stage == Stage.REGISTERED:
        raise Refused(Gap("registered_stays", _("A registration cannot be undone. Close the journey instead.")))
    with transaction.atomic():
        locked = _locked(journey, expected)
        if locked.reached_on(stage) is None:
            raise Refused(Gap("not_reached", _("This step was already undone.")))
        if not locked.is_open and stage != Stage.RETURNED:
            raise Refused(Gap("journey_closed", _("This journey is closed. Reopen it first.")))
        _write(locked, {MILESTONES[stage]: None})
        _log(locked, Deed.UNDONE, stage, by=by, on=on, reason=reason)
    return _fresh(journey)


def close(
    journey: Journey,
    reason: str,
    *,
    by: "User | None",
    on: date | None = None,
    expected: str | None = None,
    note: str = "",
    again_when: str | None = None,
) -> Journey:
    """End a journey on its way out, with one of `CloseReason`, on the day on which the person left.

    `again_when` (one of `Again`) says when the person may register anew; without it, what is usual for the reason.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = _locked(journey, expected)
        if not locked.is_open:
            raise Refused(Gap("journey_closed", _("This journey is already closed.")))
        _refuse(_gaps_of_the_last_day(locked, on))
        again_from = again.day(locked, again_when or again.usual(reason), on)
        _write(locked, {"closed_on": on, "closed_reason": CloseReason(reason).value, "again_from": again_from})
        _log(locked, Deed.CLOSED, Stage.CLOSED, by=by, on=on, reason=note)
    return _fresh(journey)


def reopen(journey: Journey, *, by: "User | None", on: date | None = None, reason: str = "") -> Journey:
    """Open a closed journey again where it stood. Refused when the person has another open one."""
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = _locked(journey, None)
        if locked.closed_on is None:
            raise Refused(Gap("journey_open", _("This journey is already open.")))
        _write(locked, {"closed_on": None, "closed_reason": "", "again_from": None})
        _log(locked, Deed.REOPENED, Stage.CLOSED, by=by, on=on, reason=reason)
    return _fresh(journey)


def missing_for(journey: Journey, stage: str, *, on: date | None = None) -> list[Gap]:
    """What stands between this journey and `stage`, without changing anything."""
    return _gaps_before(journey, stage, on or timezone.localdate())


def missing_for_many(rows: Sequence[Journey], stage: str, *, on: date | None = None) -> dict[int, list[Gap]]:
    """The same for a list, in a fixed number of queries: by the journey's id, in the order of the list."""
    on = on or timezone.localdate()
    found = {journey.pk: _at_first_sight(journey, stage) for journey in rows}
    rest = [journey for journey in rows if not found[journey.pk]]
    if on > timezone.localdate():
        for journey in rest:
            found[journey.pk].append(FUTURE)
    for question in _guards.get(stage, []):
        many = _guards_of_many.get(question)
        answers = many(rest, on) if many else {journey.pk: question(journey, on) for journey in rest}
        for key, gaps in answers.items():
            found[key].extend(gaps)
    for key, gaps in order_gaps_of_many(rest, MILESTONES[stage], on).items():
        found[key].extend(gaps)
    return found


def _locked(journey: Journey, expected: str | None) -> Journey:
    locked = Journey.objects.select_for_update().get(pk=journey.pk)
    if expected is not None and locked.stage != expected:
        raise SomebodyWasFirst(who_was_first(locked))
    return locked


def who_was_first(journey: Journey) -> Gap:
    event = journey.events.exclude(deed__in=BESIDE_THE_MILESTONES).select_related("by").first()
    stage = journey.get_stage_display()
    if event is None or event.by is None:
        return Gap(
            "moved",
            _("This person was moved to “%(stage)s” in the meantime. Your choice was not saved.") % {"stage": stage},
        )
    return Gap(
        "moved",
        _("%(who)s was first to move this person to “%(stage)s”, at %(time)s. Your choice was not saved.")
        % {"who": event.by, "stage": stage, "time": time_format(timezone.localtime(event.at))},
    )


def _gaps_before(journey: Journey, stage: str, on: date) -> list[Gap]:
    if at_once := _at_first_sight(journey, stage):
        return at_once
    gaps = [FUTURE] if on > timezone.localdate() else []
    for question in _guards.get(stage, []):
        gaps.extend(question(journey, on))
    return gaps + order_gaps(journey, MILESTONES[stage], on)


def _at_first_sight(journey: Journey, stage: str) -> list[Gap]:
    """What the row itself says, before anything is asked."""
    if not journey.is_open:
        return [Gap("journey_closed", _("This journey is closed. Reopen it first."))]
    reached = journey.reached_on(stage)
    if reached is not None:
        return [Gap("already_reached", _("Already recorded on %(date)s.") % {"date": date_format(reached)})]
    return []


def _gaps_of_the_last_day(journey: Journey, on: date) -> list[Gap]:
    """Nobody leaves tomorrow, or before what is on record of them."""
    if on > timezone.localdate():
        return [Gap("future", FUTURE.message, beside="on")]
    reached = [(day, stage) for stage in reversed(MILESTONES) if (day := journey.reached_on(stage)) is not None]
    last, stage = max(reached, key=lambda pair: pair[0])
    if on < last:
        words = {"stage": Stage(stage).label, "day": date_format(last)}
        said = _("“%(stage)s” is on record for %(day)s. The day of leaving cannot lie before it.") % words
        return [Gap("before_last_step", said, beside="on")]
    return []


def _refuse(gaps: list[Gap]) -> None:
    if gaps:
        raise Refused(gaps)


def _write(journey: Journey, changes: dict[str, object]) -> None:
    """Save the columns; a refusal of the database becomes the same list of gaps."""
    for name, value in changes.items():
        setattr(journey, name, value)
    try:
        with transaction.atomic():
            journey.save(update_fields=list(changes))
    except IntegrityError as error:
        raise Refused(_from_database(error)) from error


def _from_database(error: IntegrityError) -> Gap:
    diagnostics = getattr(error.__cause__, "diag", None)
    name = getattr(diagnostics, "constraint_name", None) or "database"
    for constraint in Journey._meta.constraints:
        if constraint.name == name:
            return Gap(name, constraint.violation_error_message)
    return Gap(name, _("The database refused this step (%(rule)s). Nothing was changed.") % {"rule": name})


def _log(journey: Journey, deed: str, stage: str, *, by: "User | None", on: date, reason: str) -> None:
    """Write the ledger, then let the upper apps write what follows from it."""
    event = JourneyEvent.objects.create(journey=journey, deed=deed, stage=stage, by=by, on=on, reason=reason)
    for consequence in _consequences.get((deed, stage), []):
        consequence(journey, event)


def _fresh(journey: Journey) -> Journey:
    # A generated column keeps its old value in Python after save().
    journey.refresh_from_db()
    return journey

"""What merging two records does, row by row and value by value, and what putting it back would lose."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import is_staff_role
from candidates import merge_ways
from candidates.correcting import nik_differs
from candidates.enums import MILESTONES, CloseReason, Stage
from candidates.merge_ways import Pair, Way
from candidates.models import Candidate, Journey, MergeRecord
from core import history
from core.refusal import Gap, Refused

# What can be taken from the other record, each with its columns.
CHOICES = {
    "name": ("name",),
    "nik": ("nik",),
    "birth_date": ("birth_date",),
    "sex": ("sex",),
    "phone": ("phone",),
    "residence": ("kelurahan_id", "address_outside"),
    "login": ("user_id",),
}
MAY_BE_OPEN = ("marital_status", "was_trainee")  # told in one record, it is known of the person
SWAPPED = ("nik", "user_id")  # one person has each, so what the one gives up the other record keeps
NOBODYS_NIK = "0000000000000000"  # stands there for the moment in which two numbers change places
EARLY = [column for stage, column in MILESTONES.items() if stage in {Stage.REGISTERED, Stage.VERIFIED, Stage.RESERVE}]


@dataclass
class Move:
    """Rows of one table that change their owner."""

    way: Way
    rows: list[Any]
    old: Any
    new: Any


@dataclass
class Plan:
    kept: Candidate
    gone: Candidate
    moves: list[Move] = field(default_factory=list)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    rests: list[tuple[Way, int]] = field(default_factory=list)  # what stays behind, since a person has it once
    ends: Journey | None = None
    goes_on: Journey | None = None
    gaps: list[Gap] = field(default_factory=list)

    def moved(self) -> list[dict[str, Any]]:
        """The same as keys, for the record."""
        return [
            {"what": move.way.label, "rows": [row.pk for row in move.rows], "old": move.old, "new": move.new}
            for move in self.moves
        ]

    def carry_out(self) -> None:
        with _refusing():
            carry([(move.way, [row.pk for row in move.rows], move.old, move.new) for move in self.moves])
            _write_people(self.kept, self.gone, self.values, "now")


def draw_up(kept: Candidate, gone: Candidate, take: Collection[str]) -> Plan:
    plan = Plan(kept, gone)
    for way in merge_ways.ways():
        if way.pick is not None:
            _pick(plan, way)
    plan.values = _values(kept, gone, take)
    _close_login(plan)
    _one_under_way(plan)
    now = {column: change["now"] for column, change in plan.values.items()}
    person = {column: getattr(kept, column) for columns in CHOICES.values() for column in columns}
    plan.gaps += merge_ways.gaps_of(Pair(kept, gone, person | now))
    return plan


def _pick(plan: Plan, way: Way) -> None:
    assert way.pick is not None
    mine, theirs = way.rows(plan.kept), way.rows(plan.gone)
    picked = way.pick(mine, theirs)
    plan.gaps += picked.gaps
    rests = len(theirs) - len(picked.to_kept) + len(picked.to_gone)
    plan.rests += [(way, rests)] if rests else []
    here, there = way.owner(plan.kept), way.owner(plan.gone)
    plan.moves += [Move(way, picked.to_gone, here, there)] if picked.to_gone else []
    plan.moves += [Move(way, picked.to_kept, there, here)] if picked.to_kept else []


def _values(kept: Candidate, gone: Candidate, take: Collection[str]) -> dict[str, dict[str, Any]]:
    """The columns that change: how they were in both records, and how they are in the one that goes on."""
    columns = [column for name in CHOICES if name in take for column in CHOICES[name]]
    if kept.user_id is None and gone.user_id is not None and "user_id" not in columns:
        columns.append("user_id")  # a login is not lost with its record
    columns += [column for column in MAY_BE_OPEN if not getattr(kept, column) and getattr(gone, column)]
    found = {
        column: {"kept": getattr(kept, column), "gone": getattr(gone, column), "now": getattr(gone, column)}
        for column in columns
        if getattr(kept, column) != getattr(gone, column)
    }
    person = Candidate(**{column: getattr(kept, column) for column in ("nik", "birth_date", "sex", "nik_differs")})
    for column in ("nik", "birth_date", "sex"):
        setattr(person, column, found[column]["now"] if column in found else getattr(kept, column))
    differs = nik_differs(person) if {"nik", "birth_date", "sex"} & set(found) else kept.nik_differs
    if differs != kept.nik_differs:
        found["nik_differs"] = {"kept": kept.nik_differs, "gone": gone.nik_differs, "now": differs}
    return found


def _close_login(plan: Plan) -> None:
    """One person, one login: the other one opens nothing any more. Who works here keeps theirs."""
    if plan.kept.user is None or plan.gone.user is None:
        return
    resting = plan.kept.user if "user_id" in plan.values else plan.gone.user
    if resting.is_active and not is_staff_role(resting):
        plan.moves.append(Move(merge_ways.way("accounts.User.is_active"), [resting], True, False))


def _one_under_way(plan: Plan) -> None:
    """A person has one open registration. The one that got less far ends, if nothing has grown on it yet."""
    mine, theirs = (Journey.objects.open().filter(candidate=person).first() for person in (plan.kept, plan.gone))
    if mine is None or theirs is None:
        return
    plan.goes_on, plan.ends = (theirs, mine) if _reach(theirs) > _reach(mine) else (mine, theirs)
    if not _has_grown(plan.ends):
        return
    words = _(
        "Both registrations are under way: %(one)s (%(first)s) and %(other)s (%(second)s). Close one of them first."
    )
    mine_and_theirs = {"one": mine, "first": mine.get_stage_display(), "other": theirs}
    plan.gaps.append(Gap("both_under_way", words % (mine_and_theirs | {"second": theirs.get_stage_display()})))


def _reach(journey: Journey) -> int:
    return list(MILESTONES).index(Stage(journey.stage))


def _has_grown(journey: Journey) -> bool:
    """Chosen, or a class, a company or a flight knows of it: ending it is a decision, no tidying up."""
    if any(getattr(journey, column) for column in MILESTONES.values() if column not in EARLY):
        return True
    holding = [way for way in merge_ways.ways() if way.holds]
    return any(way.model._base_manager.filter(**{way.field: journey.pk}).exists() for way in holding)


# Writing.


def carry(moves: list[tuple[Way, list[Any], Any, Any]]) -> None:
    """Give the rows their new owner. Where rows of one table go both ways, those that leave wait beside: of what a
    person has once there are never two. (The database looks for the owner only at the end of the transaction.)"""
    for way, rows, old, new in moves:
        if any(other is way and leaves != old for other, _rows, leaves, _new in moves):
            way.model._base_manager.filter(pk__in=rows).update(**{way.field: -new})
    for way, rows, _old, new in sorted(moves, key=lambda move: _journeys_last(move[0])):
        way.model._base_manager.filter(pk__in=rows).update(**{way.field: new})


def _journeys_last(way: Way) -> bool:
    return way.model is Journey


def _write_people(kept: Candidate, gone: Candidate, values: dict[str, dict[str, Any]], side: str) -> None:
    """The values of the one that goes on, `side` "now", or of both as they were, "kept"."""
    mine = {column: _read(column, change[side]) for column, change in values.items()}
    other = "kept" if side == "now" else "gone"
    theirs = {column: _read(column, values[column][other]) for column in SWAPPED if column in values}
    aside = {column: NOBODYS_NIK if column == "nik" else None for column in theirs}
    if aside:
        Candidate.objects.filter(pk=gone.pk).update(**aside)
    Candidate.objects.filter(pk=kept.pk).update(**mine, compared_at=None)
    if theirs:
        Candidate.objects.filter(pk=gone.pk).update(**theirs)
    # What stood there for a moment is no history.
    history.forget(gone, nik=NOBODYS_NIK)
    kept.refresh_from_db()
    gone.refresh_from_db()
    if kept.user is not None and kept.user.number:
        User.objects.filter(candidate=kept).update(name=kept.name)


def _read(column: str, value: Any) -> Any:
    return _field(column).to_python(value)


def _field(column: str) -> models.Field:
    return next(field for field in Candidate._meta.concrete_fields if field.attname == column)


@contextmanager
def _refusing() -> Iterator[None]:
    """What the database does not let through becomes a refusal like the others."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "database"
        words = _("The database refused to move these rows (%(rule)s). Nothing was changed.")
        raise Refused(Gap(rule, words % {"rule": rule})) from error


# Putting back.


def put_back(record: MergeRecord) -> None:
    with _refusing():
        carry([(merge_ways.way(move["what"]), move["rows"], move["new"], move["old"]) for move in record.moved])
        _write_people(record.kept, record.gone, record.values, "kept")


def changed_since(record: MergeRecord) -> list[Gap]:
    """Everything that cannot be put back as it was without losing what came or changed since."""
    gaps = []
    for move in record.moved:
        way = merge_ways.way(move["what"])
        there = way.model._base_manager.filter(pk__in=move["rows"], **{way.field: move["new"]}).count()
        if there != len(move["rows"]):
            words = _("No longer where they were moved to: %(what)s.") % {"what": way.model._meta.verbose_name_plural}
            gaps.append(Gap("row_changed", words))
        gaps += _taken_since(record, move, way)
    gaps += _values_changed(record)
    return gaps + _two_under_way(record)


def _taken_since(record: MergeRecord, move: dict[str, Any], way: Way) -> list[Gap]:
    """Of what a person has once, the place may have been taken meanwhile."""
    if way.key is None:
        return []
    leaving = {pk for other in record.moved if other["what"] == move["what"] for pk in other["rows"]}
    staying = way.model._base_manager.filter(**{way.field: move["old"]}).exclude(pk__in=leaving)
    taken = {key for row in staying if (key := way.key(row)) is not None}
    coming = way.model._base_manager.filter(pk__in=move["rows"])
    words = _("Came since, where an earlier one would return to: %(what)s.")
    name = {"what": way.model._meta.verbose_name_plural}
    return [Gap("came_since", words % name)] if taken & {way.key(row) for row in coming} else []


def _values_changed(record: MergeRecord) -> list[Gap]:
    gaps = []
    for column, change in record.values.items():
        now = [(record.kept, "now")] + ([(record.gone, "kept")] if column in SWAPPED else [])
        if column != "nik_differs" and any(getattr(who, column) != _read(column, change[side]) for who, side in now):
            name = _field(column).verbose_name
            gaps.append(Gap("value_changed", _("Changed since: %(what)s.") % {"what": name}))
    return gaps


def _two_under_way(record: MergeRecord) -> list[Gap]:
    """After the return, and with the ended registration open again, each of the two may have one open."""
    back = {
        pk: move["old"]
        for move in record.moved
        if move["what"] == "candidates.Journey.candidate"
        for pk in move["rows"]
    }
    theirs = Journey.objects.filter(candidate__in=(record.kept_id, record.gone_id))
    ended = still_ended(record)
    owners = [back.get(each.pk, each.candidate_id) for each in theirs if each.is_open or each == ended]
    if len(owners) == len(set(owners)):
        return []
    words = _("A registration came or was reopened since, so one of the two would have two under way. Close it first.")
    return [Gap("new_journey", words)]


def still_ended(record: MergeRecord) -> Journey | None:
    """The registration that ended as a twin, unless somebody decided about it since."""
    ended = record.ended
    return ended if ended is not None and ended.closed_reason == CloseReason.TWICE else None


def day_of(record: MergeRecord) -> str:
    return date_format(timezone.localtime(record.at))

"""The people behind each figure of the leader's page, found by the very questions that count them. F63."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates.enums import MILESTONES, Stage
from candidates.models import Journey, Sector
from certificates.models import Sitting
from certificates.unbooked import without_a_seat
from core.one_trip import ask
from placements.enums import Owner
from placements.models import JobOrder, Nomination
from reports import questions
from reports.ceiling import Group, earliest_flight
from reports.counting import departed
from reports.models import Target
from reports.outlook import Outlook
from reports.progress_report import OLDER, ORDER, PAPER, READY, SEAT, TAKEN_BACK, WAITING, schemes_that_count

GROUPS: dict[str, tuple[Stage, ...]] = {
    "belum-pelatihan": WAITING,
    "pelatihan": (Stage.TRAINING,),
    "syarat-lengkap": READY,
}
POSSIBLE, TURN = "mungkin", "giliran-"
MOST = 500  # on one page; nobody reads further


@dataclass(frozen=True)
class Row:
    """`name` is empty for who is not chosen yet: the number tells the office who it is."""

    name: str
    number: str
    sector: str
    where: str
    day: date | None
    is_late: bool = False


@dataclass(frozen=True)
class Listing:
    """`day_head` names the column of days; `rest` people count in the figure and stand in no row."""

    title: str
    day_head: str
    rows: list[Row]
    rest: int = 0
    note: str = ""


def listing(what: str, *, sector: str, on: date) -> Listing | None:
    """The list of that name, of one sector or of all; None when there is no such list."""
    if what in GROUPS:
        return _at_stages(GROUPS[what], sector, on)
    if what == POSSIBLE:
        return _possible(on)
    if what.startswith(TURN) and what.removeprefix(TURN) in Owner.values:
        return _turn(Owner(what.removeprefix(TURN)), on)
    for kind, rows_of in BY_NAME.items():
        if what.startswith(kind):
            return rows_of(what.removeprefix(kind), on)
    return None


def _at_stages(stages: tuple[Stage, ...], sector: str, on: date) -> Listing:
    titles = {WAITING: _("Before training"), READY: _("Proofs complete, not yet departed")}
    found = Journey.objects.as_of(on).filter(programme__year=on.year, stood_at__in=stages)
    title = titles.get(stages, _("In training"))
    if sector:
        found = found.filter(sector=sector)
        title = f"{title}: {Sector.objects.get(pk=sector)}"
    journeys = list(found.select_related("candidate", "sector").order_by("registration_no")[: MOST + 1])
    return Listing(
        title=title,
        day_head=_("Since"),
        rows=[_row(journey, getattr(journey, MILESTONES[journey.stood_at])) for journey in journeys[:MOST]],
        rest=max(found.count() - MOST, 0) if len(journeys) > MOST else 0,
    )


def _row(journey: Journey, day: date | None) -> Row:
    stage = Stage(journey.stood_at)  # type: ignore[attr-defined]  # annotated by as_of
    row = _named(journey, stage.label, day)
    return replace(row, name="") if stage in WAITING else row


def _named(journey: Journey, where: object, day: date | None, *, is_late: bool = False) -> Row:
    return Row(journey.candidate.name, journey.registration_no, str(journey.sector), str(where), day, is_late)


def _possible(on: date) -> Listing:
    """Who could fly before the year ends, the soonest first, with the earliest day; reckoned as the ceiling is."""
    found = defaultdict(list, ask(**questions.for_everybody(year=on.year, on=on)))
    outlook = Outlook.of(found, schemes_that_count(found, on.year), on)
    rows, schemes = [], {group.scheme for group in outlook.groups}
    timed = Journey.objects.as_of(on).filter(stood_at__in=questions.TIMED, scheme__in=schemes)
    for journey in timed.select_related("candidate", "sector"):
        since = getattr(journey, MILESTONES[journey.stood_at])
        day = _in_time(outlook, Group(journey.scheme_id, journey.stood_at, since, 1))
        if day is not None:
            rows.append(_row(journey, day))
    rest = sum(group.number for group in outlook.groups if group.since is None and _in_time(outlook, group))
    rows.sort(key=lambda row: (row.day, row.number))
    return Listing(
        title=_("Still possible this year"), day_head=_("Earliest flight"), rows=[*_flown(on), *rows], rest=rest
    )


def _flown(on: date) -> list[Row]:
    """Who has departed already: the figure of what is possible holds them too."""
    found = departed(year=on.year, on=on, target=Target.objects.valid(on.year, on))
    return [
        _named(flight.journey, Stage.DEPARTED.label, flight.flight_on)
        for flight in found.select_related("journey__candidate", "journey__sector").order_by("flight_on", "pk")
    ]


def _in_time(outlook: Outlook, group: Group) -> date | None:
    """The earliest flight of these people if it lies within the year."""
    usual = outlook.usual.get(group.scheme)
    day = earliest_flight(group, usual, on=outlook.on) if usual else None
    return day if day is not None and outlook.ends_on is not None and day <= outlook.ends_on else None


def _turn(owner: Owner, on: date) -> Listing:
    """The first open step of everybody who waits for this owner, the longest overdue first."""
    steps = questions.turns().filter(owner=owner).select_related("journey__candidate", "journey__sector", "kind")
    rows = [
        _named(step.journey, step.kind, step.due_on, is_late=step.due_on is not None and step.due_on < on)
        for step in steps.order_by("due_on", "journey__registration_no")[:MOST]
    ]
    return Listing(title=_("Whose turn it is: %(owner)s") % {"owner": owner.label}, day_head=_("Due"), rows=rows)


def _breaking(which: str, on: date) -> Listing | None:
    """Whose paper ends on that day: `2026-12-01-coe`."""
    try:
        last_day = date.fromisoformat(which[:10])
    except ValueError:
        return None
    found = questions.breaking_papers(on).filter(expires_on=last_day, kind=which[11:])
    steps = list(found.select_related("journey__candidate", "journey__sector", "kind").order_by("journey")[:MOST])
    if not steps:
        return None
    rows = [
        _named(step.journey, Stage(step.journey.stage).label, step.expires_on)
        for step in {step.journey_id: step for step in steps}.values()
    ]
    title = _("%(paper)s ends on %(day)s") % {"paper": steps[0].kind, "day": date_format(last_day)}
    return Listing(title, _("Last day"), rows)


def _without_a_seat(sitting: str, on: date) -> Listing | None:
    """Who needs this test and has no seat in it, longest in training first."""
    found = Sitting.objects.select_related("test").filter(pk=_number(sitting)).first()
    if found is None:
        return None
    people = without_a_seat(found, on=on)
    rows = [_named(journey, Stage(journey.stage).label, journey.training_on) for journey in people[:MOST]]
    note = _("Seats can be booked until %(day)s.") % {"day": date_format(found.book_by)} if found.book_by else ""
    return Listing(_("No seat yet: %(sitting)s") % {"sitting": found}, _("In training since"), rows, note=note)


def _number(typed: str) -> int:
    """The key that an address names; 0, which nothing has, for anything else."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def _older(year: str, on: date) -> Listing | None:
    """Who left in that year before the portal existed."""
    if not 1900 < _number(year) <= on.year:
        return None
    found = questions.before_the_portal(on).filter(departed_on__year=_number(year))
    journeys = list(found.select_related("candidate", "sector").order_by("departed_on", "registration_no")[:MOST])
    rows = [_named(journey, Stage.DEPARTED.label, journey.departed_on) for journey in journeys]
    note = _("They left before this portal existed and count for no target.")
    return Listing(_("Left in %(year)s") % {"year": year}, _("Departed"), rows, note=note) if rows else None


def _taken_back(day: str, on: date) -> Listing | None:
    """Whose counted departure was taken back or written anew on that day."""
    try:
        taken_on = date.fromisoformat(day)
    except ValueError:
        return None
    found = questions.taken_back(on.year, on).filter(cancelled_at__date=taken_on)
    found = found.select_related("journey__candidate", "journey__sector", "replaced_by").order_by("flight_on", "pk")
    words = {True: _("written anew"), False: _("taken back")}
    rows = [_named(each.journey, words[hasattr(each, "replaced_by")], each.flight_on) for each in found[:MOST]]
    title = _("Corrections of %(day)s") % {"day": date_format(taken_on)}
    return Listing(title, _("Flight day"), rows) if rows else None


def _in_the_order(order: str, on: date) -> Listing | None:
    """Who has one of the seats of a job order, for which others are still free."""
    found = JobOrder.objects.with_taken().select_related("employer").filter(pk=_number(order)).first()
    if found is None:
        return None
    seats = Nomination.objects.filter(job_order=found, seat__isnull=False).order_by("seat")
    rows = [
        _named(each.journey, Stage(each.journey.stage).label, each.result_on)
        for each in seats.select_related("journey__candidate", "journey__sector")[:MOST]
    ]
    words = {"free": found.seats - found.taken, "seats": found.seats}  # type: ignore[attr-defined]
    note = _("%(free)s of %(seats)s seats are free.") % words
    return Listing(_("Has a seat: %(order)s") % {"order": found}, _("Chosen on"), rows, note=note)


BY_NAME: dict[str, Callable[[str, date], Listing | None]] = {
    SEAT: _without_a_seat,
    PAPER: _breaking,
    OLDER: _older,
    TAKEN_BACK: _taken_back,
    ORDER: _in_the_order,
}

"""The report in words: the sentence of the number, who is counted, and the tables that every paper shows."""

from dataclasses import dataclass

from django.utils.dates import MONTHS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from placements.enums import Owner
from reports.progress_report import Report
from reports.small_cells import hidden

Cell = str | int | None


@dataclass(frozen=True)
class Table:
    """The first column names the row; the others are numbers, or None where nothing is known."""

    title: str
    heads: list[str]
    rows: list[list[Cell]]


def sentence(now: Report) -> str:
    """The number in words, also read aloud for the picture."""
    if now.target is None:
        return _("%(departed)s people have departed. No target has been decided.") % {"departed": now.departed}
    return _("%(departed)s of the target of %(target)s people have departed.") % {
        "departed": now.departed,
        "target": now.target,
    }


def picture(now: Report) -> str:
    """What a listener hears instead of the squares."""
    if now.target is None or now.possible is None:
        return sentence(now)
    return f"{sentence(now)} " + _("%(open)s are still possible this year, %(lost)s are out of reach.") % {
        "open": now.possible - now.departed,
        "lost": max(now.target - now.possible, 0),
    }


def doors(now: Report) -> list[dict[str, object]]:
    """What closes, the next one first: words and day, and the people behind it where they can be listed."""
    say = {
        "order": _("Documents for %(name)s (%(number)s free)"),
        "paper": _("%(name)s of %(number)s people expires"),
        "booking": _("Last day to book a seat for %(name)s"),
        "registration": _("Registration closes"),
    }
    return [
        {
            "words": say[door.kind] % {"name": door.name, "number": door.number},
            "on": door.on,
            "behind": door.behind,
            "asks_a_seat": door.kind == "booking",
            "people": door.people,
        }
        for door in now.doors
    ]


def turns(now: Report) -> list[dict[str, object]]:
    """Whose turn it is, with the number of people and of those who wait too long."""
    names = dict(Owner.choices)
    return [
        {"owner": turn.owner, "who": names.get(turn.owner, turn.owner), "people": turn.people, "overdue": turn.overdue}
        for turn in now.waiting_for
    ]


def chance(now: Report) -> str:
    """The chance to reach the target as people say it: never 0 % and never 100 % before it is decided."""
    if now.forecast is None:
        return ""
    share = now.forecast.reaching
    if now.target is not None and now.departed >= now.target:
        return _("reached")
    if now.target is not None and now.possible is not None and now.possible < now.target:
        return _("out of reach")
    if share < 0.01:
        return "< 1 %"
    if share > 0.99:
        return "> 99 %"
    return f"{round(share * 100)} %"


def as_of(now: Report) -> str:
    """For which day. A report of an earlier day was reckoned later, and says so: it knows the stages of that hour."""
    made = now.as_of.date()
    if made != now.on:
        words = {"day": date_format(now.on), "made": date_format(made), "time": time_format(now.as_of)}
        return _("Of %(day)s, reckoned on %(made)s at %(time)s.") % words
    return _("As of %(day)s, %(time)s.") % {"day": date_format(now.on), "time": time_format(now.as_of)}


def definition() -> str:
    return _(
        "Counted is who has flown, with evidence, checked by two people, in a scheme that counts for the target. "
        "Who left before this portal existed is shown apart and not counted."
    )


def months(now: Report) -> list[tuple[str, int]]:
    """The months so far with the people who left in each."""
    return [(str(MONTHS[month]), number) for month, number in enumerate(now.months[: now.on.month], start=1)]


def months_sentence(now: Report) -> str:
    told = ", ".join(f"{name} {number}" for name, number in months(now))
    return _("Departed by month in %(year)s: %(told)s") % {"year": now.year, "told": told}


def sectors_outside(now: Report) -> list[dict[str, object]]:
    """The sectors for the public, without the cells that could tell who somebody is."""
    departed = [line.departed for line in now.sectors]
    training = [line.in_training for line in now.sectors]
    no_departed, no_training = hidden(departed), hidden(training)
    return [
        {
            "name": line.name,
            "departed": None if place in no_departed else line.departed,
            "in_training": None if place in no_training else line.in_training,
        }
        for place, line in enumerate(now.sectors)
    ]


def tables(now: Report) -> list[Table]:
    """Everything that the report says in numbers, in the order in which it is read."""
    return [_numbers(now), _months(now), _sectors(now), _years(now)]


def _numbers(now: Report) -> Table:
    rows: list[list[Cell]] = [
        [_("Departed"), now.departed],
        [_("Target"), now.target],
        [_("Still to go"), now.remaining],
        [_("Possible this year at most"), now.possible],
        [_("Proofs complete, not yet departed"), now.ready],
        [_("In training"), now.in_training],
        [_("Before training"), now.waiting],
    ]
    return Table(_("The programme of %(year)s") % {"year": now.year}, ["", _("People")], rows)


def _months(now: Report) -> Table:
    rows: list[list[Cell]] = [[name, number] for name, number in months(now)]
    return Table(_("Departed by month"), [_("Month"), _("People")], rows)


def _sectors(now: Report) -> Table:
    heads = [_("Sector"), _("Departed"), _("Proofs complete"), _("In training"), _("Before training")]
    rows: list[list[Cell]] = [
        [line.name, line.departed, line.ready, line.in_training, line.waiting] for line in now.sectors
    ]
    return Table(_("By sector"), heads, rows)


def _years(now: Report) -> Table:
    heads = [_("Year"), _("Departed"), _("Target"), _("Before the portal")]
    rows: list[list[Cell]] = [[str(line.year), line.departed, line.target, line.before_portal] for line in now.years]
    return Table(_("Earlier years"), heads, rows)

"""The report in words: the sentence of the number, who is counted, and the tables that every paper shows."""

from dataclasses import dataclass

from django.utils.dates import MONTHS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from reports.progress_report import Report

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


def as_of(now: Report) -> str:
    return _("As of %(day)s, %(time)s.") % {"day": date_format(now.on), "time": time_format(now.as_of)}


def definition() -> str:
    return _(
        "Counted is who has flown, with evidence, checked by two people, in a scheme that counts for the target. "
        "Who left before this portal existed is shown apart and not counted."
    )


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
    rows: list[list[Cell]] = [[str(MONTHS[month]), number] for month, number in enumerate(now.months, start=1)]
    return Table(_("Departed by month"), [_("Month"), _("People")], rows[: now.on.month])


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

"""The people list of the office: filters from the address, pages by key instead of by number."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import DateField, F, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.lookups import LessThan
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from accounts.roles import Rights, rights_of, somebody_with
from candidates.enums import Stage
from candidates.models import Journey
from core.components import tag
from core.phones import mask
from core.prepared import AskedOften
from training.models import Enrolment

if TYPE_CHECKING:
    from accounts.models import User

PAGE = 50
SLUG = re.compile(r"[a-z_-]{1,30}")


class Option(NamedTuple):
    """One line of a filter's list."""

    value: str
    label: str
    selected: SafeString


def options(choices: Iterable[tuple[str, Any]], chosen: str) -> list[Option]:
    """Ready to be drawn; the one that was asked for is marked."""
    here, elsewhere = mark_safe(" selected"), mark_safe("")
    return [Option(value, str(label), here if value == chosen else elsewhere) for value, label in choices]


@dataclass(frozen=True)
class Filters:
    """What was asked for; anything unknown is left out. `after` is the last row of the page before."""

    stage: str = ""
    sector: str = ""
    after: tuple[date, int] | None = None

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> "Filters":
        stage, sector = query.get("tahap", ""), query.get("bidang", "")
        return cls(
            stage=stage if stage in Stage.values else "",
            sector=sector if SLUG.fullmatch(sector) else "",
            after=_key(query.get("setelah", "")),
        )

    @property
    def stages(self) -> list[Option]:
        return options(Stage.choices, self.stage)

    def query(self, after: tuple[date, int] | None = None) -> str:
        wanted = {"tahap": self.stage, "bidang": self.sector}
        if after:
            wanted["setelah"] = f"{after[0].isoformat()}.{after[1]}"
        return urlencode({name: value for name, value in wanted.items() if value})


class Line(NamedTuple):
    """What one row shows, in words that are ready: half of a long list's time was spent on making them in the page."""

    path: str  # of the person's own page, below this list
    name: str
    number: str
    phone: str
    sector: str
    class_name: str
    registered_on: str
    stage: str


@dataclass(frozen=True)
class Page:
    lines: Sequence[Line]
    next_query: str
    first_query: str


COLUMNS = (
    "registered_on",
    "pk",
    "candidate__name",
    "registration_no",
    "candidate__phone",
    "sector__name",
    "class_name",
    "stage",
)


def people_page(user: "User", filters: Filters) -> Page:
    """One page of whom `user` sees; the first and the twenty-thousandth cost the same."""
    rows = _rows(user, filters)
    shown = rows[:PAGE]
    last = (shown[-1][0], shown[-1][1]) if len(rows) > PAGE else None
    return Page(_lines(shown), filters.query(last) if last else "", filters.query() if filters.after else "")


def _rows(user: "User", filters: Filters) -> list[tuple[Any, ...]]:
    """Those of the page, and one more if there is a next page."""
    if filters.sector:  # how many people a sector has decides how they are best found: planned each time
        return list(newest_first(Journey.objects.visible_to(user), filters))
    arguments: dict[str, Any] = {"user": user.pk, "stage": filters.stage, "day": date.max, "pk": 0}
    if filters.after:
        arguments["day"], arguments["pk"] = filters.after
    return NEWEST.rows((rights_of(user), PAGE, bool(filters.stage), bool(filters.after)), **arguments)


def newest_first(journeys: QuerySet[Journey], filters: Filters) -> QuerySet[Journey, Any]:
    if filters.stage:
        journeys = journeys.filter(stage=filters.stage)
    if filters.sector:
        journeys = journeys.filter(sector=filters.sector)
    if filters.after:
        day, pk = filters.after
        journeys = journeys.filter(LessThan(_row(F("registered_on"), F("pk")), _row(Value(day), Value(pk))))
    seat = Enrolment.objects.filter(journey=OuterRef("pk")).order_by("-from_on").values("training_class__name")
    ordered = journeys.annotate(class_name=Subquery(seat[:1])).order_by("-registered_on", "-pk")
    return ordered.values_list(*COLUMNS)[: PAGE + 1]


def _worded(shape: tuple[Rights, int, bool, bool], user: int, stage: str, day: date, pk: int) -> QuerySet[Journey, Any]:
    rights, _page, by_stage, goes_on = shape
    filters = Filters(stage=stage if by_stage else "", after=(day, pk) if goes_on else None)
    return newest_first(Journey.objects.visible_to(somebody_with(rights, user)), filters)


NEWEST = AskedOften(_worded, user=int, stage=str, day=date, pk=int)


def _row(*parts: F | Value) -> Func:
    """`ROW(day, id)`: PostgreSQL compares two of them by the index on both, and begins right behind the last row.
    Asked as "earlier, or that day and a smaller id", it walks over everybody who registered on that day."""
    return Func(*parts, function="ROW", output_field=DateField())


def _lines(rows: Sequence[tuple[Any, ...]]) -> list[Line]:
    """The rows in words. A day and a stage are put into words once, however many rows show them."""
    days = {day: date_format(day) for day in {row[0] for row in rows}}
    stages = {stage: tag("quiet", str(Stage(stage).label)) for stage in {row[-1] for row in rows}}
    return [
        Line(f"{pk}/", name, number, mask(phone), sector, class_name or "–", days[day], stages[stage])
        for day, pk, name, number, phone, sector, class_name, stage in rows
    ]


def _key(text: str) -> tuple[date, int] | None:
    day, _dot, number = text.partition(".")
    if not (number.isdecimal() and number.isascii() and len(number) < 19):
        return None
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None

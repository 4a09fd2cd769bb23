"""The people list of the office: filters from the address, pages by key instead of by number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, QuerySet, Subquery

from candidates.enums import Stage
from candidates.models import Journey
from training.models import Enrolment

PAGE = 50
SLUG = re.compile(r"[a-z_-]{1,30}")


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
    def stages(self) -> list[tuple[str, Any]]:
        return Stage.choices

    def query(self, after: tuple[date, int] | None = None) -> str:
        wanted = {"tahap": self.stage, "bidang": self.sector}
        if after:
            wanted["setelah"] = f"{after[0].isoformat()}.{after[1]}"
        return urlencode({name: value for name, value in wanted.items() if value})


@dataclass(frozen=True)
class Page:
    journeys: Sequence[Journey]
    next_query: str
    first_query: str


def people_page(journeys: QuerySet[Journey], filters: Filters) -> Page:
    """One page; the first and the twenty-thousandth cost the same."""
    if filters.stage:
        journeys = journeys.filter(stage=filters.stage)
    if filters.sector:
        journeys = journeys.filter(sector=filters.sector)
    if filters.after:
        day, pk = filters.after
        # The row comparison that the index on (registered_on, id) can answer, written so that Django knows it.
        journeys = journeys.filter(Q(registered_on__lt=day) | Q(registered_on=day, pk__lt=pk), registered_on__lte=day)
    seat = Enrolment.objects.filter(journey=OuterRef("pk")).order_by("-from_on").values("training_class__name")
    rows = list(
        journeys.select_related("candidate", "sector")
        .only("registration_no", "registered_on", "stage", "candidate__name", "candidate__phone", "sector__name")
        .annotate(class_name=Subquery(seat[:1]))
        .order_by("-registered_on", "-pk")[: PAGE + 1]
    )
    shown = rows[:PAGE]
    last = (shown[-1].registered_on, shown[-1].pk) if len(rows) > PAGE else None
    return Page(shown, filters.query(last) if last else "", filters.query() if filters.after else "")


def _key(text: str) -> tuple[date, int] | None:
    day, _dot, number = text.partition(".")
    if not (number.isdecimal() and number.isascii() and len(number) < 19):
        return None
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None

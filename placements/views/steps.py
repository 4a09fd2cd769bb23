"""The open steps of everybody: whose turn, until when, how many days are lost."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.verb_pages import demand, posted, press
from placements import steps as verbs
from placements import wording
from placements.enums import Owner
from placements.forms import CompleteForm
from placements.models import Step
from placements.models.steps import StepQuerySet
from placements.views.pages import for_the_office, form_page
from placements.waiting import end_of_week

PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What was asked for in the address; anything unknown is left out. `after` is the last row of the page before."""

    owner: str = ""
    until: str = ""
    after: tuple[date, int] | None = None

    @classmethod
    def parse(cls, query: QueryDict) -> "Asked":
        owner, until = query.get("giliran", ""), query.get("batas", "")
        return cls(
            owner=owner if owner in Owner.values else "",
            until=until if until in ("lewat", "pekan") else "",
            after=_key(query.get("setelah", "")),
        )

    def query(self, **other: str) -> str:
        wanted = {"giliran": self.owner, "batas": self.until, **other}
        return urlencode({name: value for name, value in wanted.items() if value})

    def of(self, steps: StepQuerySet, today: date) -> StepQuerySet:
        if self.until == "lewat":
            steps = steps.filter(due_on__lt=today)
        elif self.until == "pekan":
            steps = steps.filter(due_on__lte=end_of_week(today))
        if self.owner:
            steps = steps.filter(owner=self.owner)
        if self.after:
            day, pk = self.after
            steps = steps.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=pk), due_on__gte=day)
        return steps


@require_GET
@for_the_office
def steps(request: HttpRequest) -> HttpResponse:
    """Past due first; above them, for each owner, how many are open and what is lost."""
    today = timezone.localdate()
    asked = Asked.parse(request.GET)
    to_do = Step.objects.visible_to(request.user).to_do()
    found = list(
        asked.of(to_do, today)
        .select_related("journey__candidate", "kind")
        .order_by("due_on", "pk")[: PAGE + 1]
    )  # fmt: skip
    last = found[PAGE - 1] if len(found) > PAGE else None
    context = {
        "rows": [wording.step_row(step) for step in found[:PAGE]],
        "owners": owner_cards(to_do, today, asked),
        "asked": asked,
        "may_complete": request.user.has_perm("placements.complete_step"),
        "all_query": asked.query(batas=""),
        "late_query": asked.query(batas="lewat"),
        "week_query": asked.query(batas="pekan"),
        "next_query": asked.query(setelah=f"{last.due_on.isoformat()}.{last.pk}") if last else "",
    }
    return render(request, "placements/steps.html", context)


def owner_cards(to_do: StepQuerySet, today: date, asked: Asked) -> list[dict[str, Any]]:
    """For each owner: open, past due, the longest wait."""
    cards = []
    for row in to_do.by_owner(today):
        here = row["owner"] == asked.owner
        cards.append(
            {
                "label": Owner(row["owner"]).label,
                "open": row["open"],
                "late": row["late"],
                "days": max((today - row["oldest_on"]).days, 0),
                "here": here,
                "query": asked.query(giliran="" if here else row["owner"]),
            }
        )
    return sorted(cards, key=lambda card: (-card["late"], -card["open"]))


@require_http_methods(["GET", "POST"])
@for_the_office
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """A step is done: its day, and the number and dates of its paper."""
    demand(request, "placements.complete_step")
    step = _step(request, pk)
    words = {"step": step.kind, "name": step.journey.candidate}
    return form_page(
        request,
        CompleteForm(*posted(request), step=step),
        lambda typed: verbs.complete(step, by=request.user, **typed),  # type: ignore[arg-type]
        back=reverse("placements:person", args=[step.journey_id]),
        done=_("%(step)s is recorded as done.") % words,
        title=_("%(step)s of %(name)s is done") % words,
        button=_("Save"),
        facts=wording.facts((_("Due"), date_format(step.due_on)), (_("Whose turn"), step.get_owner_display())),
    )


@require_POST
@for_the_office
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    demand(request, "placements.complete_step")
    step = _step(request, pk)
    return press(
        request,
        lambda: verbs.undo(step, by=request.user),  # type: ignore[arg-type]
        back=reverse("placements:person", args=[step.journey_id]),
        done=_("%(step)s is open again.") % {"step": step.kind},
    )


def _step(request: HttpRequest, pk: int) -> Step:
    rows = Step.objects.visible_to(request.user).select_related("journey__candidate", "kind")  # type: ignore[arg-type]
    return get_object_or_404(rows, pk=pk)


def _key(text: str) -> tuple[date, int] | None:
    day, _dot, number = text.partition(".")
    if not (number.isdecimal() and number.isascii() and len(number) < 19):
        return None
    try:
        found = parse_date(day)
    except ValueError:
        return None
    return (found, int(number)) if found else None

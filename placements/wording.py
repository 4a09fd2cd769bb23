"""How job orders, tries, steps and flights read: the same facts, tags and rows at the desk and in the office."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from candidates.models import Journey
from placements.enums import LIVE_RESULTS, OrderStatus, Result
from placements.matching import FOLLOWS
from placements.models import Departure, JobOrder, Nomination, Step
from placements.naming import InJapan
from placements.validity import latest_flight, papers_of

if TYPE_CHECKING:
    from accounts.models import User

Facts = list[tuple[object, object]]

TAGS = {Result.PENDING: "waiting", Result.RESERVE: "waiting", Result.PASSED: "done", Result.FAILED: "stopped"}
STATUS_TAGS = {OrderStatus.OPEN: "info", OrderStatus.CANCELLED: "stopped"}


def facts(*pairs: tuple[object, object]) -> Facts:
    """Label and value of what a page is about, without what is not known."""
    return [(label, value) for label, value in pairs if value not in (None, "")]


def sentences(gaps: Iterable[object]) -> list[str]:
    return [str(gap) for gap in gaps]


def seats_taken(order: JobOrder) -> str:
    """The caller brings the order `with_taken`."""
    return gettext("%(taken)s of %(seats)s") % {"taken": order.taken, "seats": order.seats}  # type: ignore[attr-defined]


def japanese(text: str) -> object:
    """Marked as Japanese, so that fonts and screen readers know."""
    return text and format_html('<span lang="ja">{}</span>', text)


def name_in_japan(name: InJapan, journey: Journey, user: "User") -> object:
    """The name, whether somebody has looked at it, and the way to write it."""
    state = gettext("(suggested, not yet confirmed)") if name.is_suggested and name.text else ""
    if not user.has_perm("placements.write_name_in_japan"):
        return format_html("{} {}", japanese(name.text), state) if name.text else ""
    link = reverse("placements:name_in_japan", args=[journey.pk])
    words = gettext("Confirm or correct") if state else gettext("Correct") if name.text else gettext("Write it")
    return format_html('{} {} <a href="{}">{}</a>', japanese(name.text), state, link, words)


def order_facts(order: JobOrder) -> Facts:
    return facts(
        (_("Sector"), order.work_category or order.sector),
        (_("Scheme"), order.scheme),
        (_("Placed by"), order.agency or _("the company itself (perseorangan)")),
        (_("Seats"), seats_taken(order)),
        (_("Documents due"), order.document_deadline and date_format(order.document_deadline)),
        (_("Interview"), order.interview_on and date_format(order.interview_on)),
        (_("Status"), order.get_status_display()),
    )


def order_tag(order: JobOrder) -> dict[str, str]:
    return {"kind": STATUS_TAGS.get(OrderStatus(order.status), "quiet"), "label": order.get_status_display()}


def result_tag(nomination: Nomination) -> dict[str, str]:
    if nomination.undone_at is not None:
        return {"kind": "quiet", "label": gettext("Undone")}
    return {"kind": TAGS.get(Result(nomination.result), "quiet"), "label": nomination.get_result_display()}


def try_facts(nomination: Nomination) -> Facts:
    tries = nomination.journey.nominations.standing().exclude(result__in=LIVE_RESULTS).count()
    return facts((_("Job order"), nomination.job_order), (_("Earlier tries without success"), tries or ""))


def nomination_row(nomination: Nomination, user: "User") -> dict[str, Any]:
    may = user.has_perm("placements.record_result")
    return {
        "it": nomination,
        "tag": TAGS.get(Result(nomination.result), "quiet"),
        "passed": nomination.result == Result.PASSED,
        "may_record": may and bool(FOLLOWS[Result(nomination.result)]),
        "may_undo": may,
    }


def state_of(step: Step) -> tuple[str, str]:
    """Kind and word of the tag of a step."""
    if step.done_on is not None:
        return "done", gettext("Done")
    return ("stopped", gettext("Past due")) if step.is_overdue else ("quiet", gettext("Not done yet"))


def step_row(step: Step) -> dict[str, Any]:
    kind, label = state_of(step)
    late = (timezone.localdate() - step.due_on).days if step.is_overdue else 0
    return {"it": step, "tag": kind, "label": label, "lost": days_late(late)}


def days_late(days: int) -> str:
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days} if days else ""


def journey_facts(journey: Journey, passed: Nomination | None, steps: list[Step]) -> Facts:
    papers = papers_of(steps)
    last = latest_flight(papers)
    first = min(papers).name if papers else ""
    return facts(
        (_("Number"), journey.registration_no),
        (_("Stage"), journey.get_stage_display()),
        (_("Company"), passed.job_order if passed else ""),
        (_("Sector"), journey.sector),
        (_("Latest flight"), f"{date_format(last)} ({first})" if last else ""),
    )


def flight(departure: Departure) -> str:
    return f"{departure.flight_no}, {date_format(departure.flight_on)}"


def recorded(departure: Departure) -> str:
    at = timezone.localtime(departure.recorded_at)
    words = {"who": departure.recorded_by, "day": date_format(at), "time": time_format(at)}
    return gettext("%(who)s, %(day)s at %(time)s") % words

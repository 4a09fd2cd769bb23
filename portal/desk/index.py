"""The desk as it is seen on opening: what has a deadline, what waits, what is stuck, what was done last."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.days_off import working_days_since
from portal.desk import deadlines, queues, recent, rights, stuck
from portal.desk.queue import Queue
from portal.desk.queues import Waiting
from reports.counting import departed
from reports.models import Target
from reports.permissions import can_read_summary

if TYPE_CHECKING:
    from accounts.models import User


def page(user: "User", on: date | None = None) -> dict[str, Any]:
    """The context of the index for this person."""
    now = timezone.localtime()
    on = on or now.date()
    mine = queues.of(user)
    counts = queues.count(
        {queue.slug: (queue.waiting(user, on), queue.since) for queue in mine} | stuck.questions(user, on)
    )
    keys = keys_of(mine, counts)
    rows = [_row(queue, counts[queue.slug], keys.get(queue.slug, ""), user, on) for queue in mine]
    return {
        "greeting": greeting(user, now),
        "today": date_format(on, "l, j F Y"),
        "waiting": said_to_wait(sum(row["number"] for row in rows)),
        "deadlines": [*rights.deadlines(user), *deadlines.of(user, on)],
        "queues": rows,
        "stuck": stuck.of(user, on, counts),
        "recent": recent.of(user),
        "number": number(user, on),
    }


def greeting(user: "User", now: datetime) -> str:
    first_name = user.name.split()[0] if user.name.strip() else ""
    words = {"name": f"{user.honorific} {first_name}".strip()}
    if now.hour < 11:
        return _("Good morning, %(name)s") % words
    if now.hour < 15:
        return _("Good day, %(name)s") % words
    return (_("Good afternoon, %(name)s") if now.hour < 18 else _("Good evening, %(name)s")) % words


def said_to_wait(number: int) -> str:
    if not number:
        return _("nothing waits for you")
    return ngettext("%(n)s thing waits for you", "%(n)s things wait for you", number) % {"n": number}


def keys_of(mine: list[Queue], counts: dict[str, Waiting]) -> dict[str, str]:
    """The number key of each verb opens the first of its queues that has something for this person."""
    first: dict[str, str] = {}
    for queue in mine:
        if queue.key and counts[queue.slug].number:
            first.setdefault(queue.key, queue.slug)
    return {slug: key for key, slug in first.items()}


def _row(queue: Queue, waiting: Waiting, key: str, user: "User", on: date) -> dict[str, Any]:
    days = working_days_since(waiting.oldest, on) if waiting.oldest else 0
    note = queue.note(user, on) if queue.note and waiting.number else ""
    return {
        "title": queue.title,
        "verb": queue.verb,
        "key": key,
        "number": waiting.number,
        "note": note or (_note(queue, days) if waiting.number else _("nothing waits")),
        "late": queue.promise is not None and days > queue.promise,
        "url": reverse(queue.page) if queue.page else reverse("admin:desk_queue", args=[queue.slug]),
    }


def _note(queue: Queue, days: int) -> str:
    if not days:
        return _("all from today")
    words = {"days": days, "promise": queue.promise}
    if queue.promise is None:
        return ngettext("oldest %(days)s working day", "oldest %(days)s working days", days) % words
    return (
        ngettext(
            "oldest %(days)s working day, our promise %(promise)s",
            "oldest %(days)s working days, our promise %(promise)s",
            days,
        )
        % words
    )


def number(user: "User", on: date) -> str:
    """How far the programme is, for those who may read it."""
    if not can_read_summary(user):
        return ""
    target = Target.objects.valid(on.year, on)
    reached = departed(year=on.year, on=on, target=target).count()
    if target is None:
        return _("no target decided yet")
    return _("%(n)s of %(target)s have left") % {"n": reached, "target": target.number}

"""Where somebody stands in a queue, and whose turn it is.

The place travels in the address: behind whom (`sesudah`), the how-manieth of this round (`ke`), or before whom
exactly (`orang`). Nothing is kept in the session, so two windows and two officers never disturb each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from core.days_off import working_days_since
from portal.desk import recent
from portal.desk.queue import Deed, Queue

if TYPE_CHECKING:
    from accounts.models import User

KEYS = "12345"


def waits(days: int, promise: int | None) -> str:
    if not days:
        return gettext("waits since today")
    words = {"days": days, "promise": promise}
    if promise is None:
        return ngettext("waits %(days)s working day", "waits %(days)s working days", days) % words
    return (
        ngettext(
            "waits %(days)s working day, our promise %(promise)s",
            "waits %(days)s working days, our promise %(promise)s",
            days,
        )
        % words
    )


def number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 19 else 0


def _day(typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        return ""


@dataclass(frozen=True)
class Place:
    after: int = 0
    item: int = 0
    count: int = 1
    deed: str = ""
    stood_at: str = ""  # the day of the one that is behind, where its deed changed it

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> "Place":
        return cls(
            after=number(typed.get("sesudah")),
            item=number(typed.get("orang")),
            count=max(number(typed.get("ke")), 1),
            deed=typed.get("deed", "")[:30],
            stood_at=_day(typed.get("dari", "")),
        )

    def onwards(self, pk: int, stood_at: str = "") -> "Place":
        """Behind this item, one further in the round."""
        return Place(after=pk, count=self.count + 1, stood_at=stood_at)

    def past(self, pk: int) -> "Place":
        """Behind this item, which somebody else has done: it does not count in this round."""
        return Place(after=pk, count=self.count)

    def again(self, pk: int) -> "Place":
        return Place(item=pk, count=self.count)

    def back_to(self, pk: int) -> "Place":
        return Place(item=pk, count=max(self.count - 1, 1))

    def with_deed(self, pk: int, deed: str) -> "Place":
        return replace(self.again(pk), deed=deed)

    def url(self, queue: Queue) -> str:
        known = {
            "orang": self.item,
            "sesudah": self.after,
            "dari": self.stood_at,
            "ke": self.count if self.count > 1 else 0,
            "deed": self.deed,
        }
        query = urlencode({name: value for name, value in known.items() if value})
        return reverse("admin:desk_queue", args=[queue.slug]) + (f"?{query}" if query else "")


@dataclass
class Turn:
    queue: Queue
    user: "User"
    on: date
    place: Place
    item: Any
    previous: Any
    left: int  # how many wait, this one included
    behind: int  # how many were passed over in this round

    @classmethod
    def find(cls, queue: Queue, user: "User", on: date, place: Place) -> "Turn":
        """The wanted item if it still waits, else the first behind the place."""
        rows = queue.in_order(user, on)
        key = place.after or place.item
        previous = queue.everything(user).select_related(*queue.related).filter(pk=key).first() if key else None
        if place.item and rows.filter(pk=place.item).exists():
            item, previous = previous, None
            behind = rows.exclude(pk=place.item).exclude(queue.after(item)).count()
            return cls(queue, user, on, place, item, None, rows.count() - behind, behind)
        ahead = rows.filter(queue.after(previous, place.stood_at)) if previous is not None else rows
        left, total = ahead.count(), rows.count() if previous is not None else 0
        return cls(queue, user, on, place, ahead.first(), previous, left, max(total - left, 0))

    def context(self, form: Any = None) -> dict[str, Any]:
        words: dict[str, Any] = {"left": self.left, "behind": self.behind, "count": self.place.count}
        words["total"] = self.place.count - 1 + self.left
        words["done"] = self._done()
        words["anew"] = Place().url(self.queue)
        if self.item is None:
            return words
        deeds = self.queue.deeds(self.item, self.user)
        opened = next((deed for deed in deeds if deed.slug == (self.place.deed or self.queue.opens)), None)
        if form is None and opened is not None:
            form = opened.form_with()
        return words | {
            "item": self.item,
            "shown": self.queue.show(self.item),
            "waits": self._waits(),
            "buttons": [self._button(deed, number) for number, deed in enumerate(deeds)],
            "opened": opened if form is not None else None,
            "form": form,
            "expected": self.queue.expected(self.item),
            "skip": self.place.onwards(self.item.pk, self.queue.place_of(self.item)).url(self.queue),
        }

    def _waits(self) -> str:
        """For how long this one waits, and what we promised."""
        since = getattr(self.item, self.queue.since)
        day = timezone.localtime(since).date() if isinstance(since, datetime) else since
        return waits(working_days_since(day, self.on), self.queue.promise)

    def _done(self) -> recent.Done | None:
        if self.previous is None or self.queue.journey_of is None:
            return None
        return recent.just_now(self.queue.journey_of(self.previous), self.user)

    def _button(self, deed: Deed, place: int) -> dict[str, Any]:
        url = deed.page
        if not url and deed.form_class() is not None:
            url = self.place.with_deed(self.item.pk, deed.slug).url(self.queue)
        return {"deed": deed, "url": url, "key": KEYS[place : place + 1]}

"""What a queue is: people or papers that wait for somebody, the longest waiting first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model, Q, QuerySet

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Deed:
    """One button on an item. `perform` is called with the item and keywords by, expected, data (the form's answers)."""

    slug: str
    label: object
    perform: Callable[..., object] | None
    kind: str = ""  # "primary" | "danger"
    form: Callable[[], type[forms.Form] | None] | None = None
    asks: object = ""  # a sentence above the form, for what is hard to take back
    page: str = ""  # the address of a page of its own, instead of `perform`
    initial: Callable[[], dict[str, Any]] | None = None  # what the form shows at first

    def form_class(self) -> type[forms.Form] | None:
        return self.form() if self.form else None

    def form_with(self, data: Any = None) -> forms.Form | None:
        """The form, filled in with what was sent or with what stands there now."""
        form_class = self.form_class()
        return form_class(data, initial=self.initial() if self.initial else None) if form_class else None


@dataclass(frozen=True)
class Shown:
    """One item as it is drawn: what an officer needs to decide, and no more."""

    heading: str
    facts: Sequence[tuple[object, object]]
    tags: Sequence[tuple[str, object]] = ()  # kind and word
    warnings: Sequence[str] = ()  # what stands in the way, before anybody presses
    url: str = ""  # the whole record
    below: str = ""  # more HTML: panels of other apps


@dataclass(frozen=True)
class Queue:
    slug: str
    title: object
    verb: object  # the word on the button that opens it
    key: str  # the number key of the verb, of which the desk gives one to the first queue that has something
    permission: str
    everything: Callable[["User"], QuerySet[Any]]  # the rows this person may see at all
    waiting: Callable[["User", date], QuerySet[Any]]  # those of them that wait for this person
    since: str  # the field that says from when
    show: Callable[[Any], Shown]
    deeds: Callable[[Any, "User"], list[Deed]]
    name: Callable[[Any], str]
    expected: Callable[[Any], str] = lambda item: ""
    promise: int | None = None  # working days that we promise
    opens: str = ""  # the deed whose form stands open at once
    looked: Callable[[Any, "User"], object] | None = None  # writes down that a whole record was shown
    journey_of: Callable[[Any], Any] | None = None  # whose ledger says what was done last, so that it can be undone
    related: tuple[str, ...] = field(default=())
    deeds_move_it: bool = False  # whether `since` is another day after the deed
    note: Callable[["User", date], str] | None = None  # what to know before it is opened, instead of its age
    page: str = ""  # the name of an address where another app works through it

    def is_for(self, user: "User") -> bool:
        return user.has_perm(self.permission)

    def in_order(self, user: "User", on: date) -> QuerySet[Any]:
        return self.waiting(user, on).select_related(*self.related).order_by(self.since, "pk")

    def place_of(self, item: Any) -> str:
        """Where this one stands, as an address carries it, if what is done with it changes that."""
        return getattr(item, self.since).isoformat() if self.deeds_move_it else ""

    def after(self, previous: Model, stood_at: str = "") -> Q:
        """Behind this item, also when it has left the queue in the meantime; `stood_at`: where it was then."""
        value = stood_at or getattr(previous, self.since)
        if value is None:  # taken back: there is no place any more to count from
            return Q()
        return Q(**{f"{self.since}__gt": value}) | Q(**{self.since: value}, pk__gt=previous.pk)

    def find(self, item: Any, user: "User", slug: str) -> Deed | None:
        return next((deed for deed in self.deeds(item, user) if deed.slug == slug), None)


def rows(*pairs: tuple[object, object]) -> list[tuple[object, object]]:
    """Label and value, without what is not known."""
    return [(label, value) for label, value in pairs if value not in (None, "")]

"""What staff edit by hand keeps its history: who, when, the old values. Written by the database itself.

    @history.kept("ProgrammeHistory")
    class Programme(models.Model): ...

Each change leaves one row with the values as they were before; the new ones are in the next row, or in the object.
So a registration, which only inserts, pays nothing. What a person may have erased is erased from these rows too.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import pghistory
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NOTHING = "–"
UNTIL_ANSWERED = "portal.until_answered"  # where a request keeps what is left when it is answered
View = Callable[..., HttpResponse]
Tracked = TypeVar("Tracked", bound=type[models.Model])


def kept(model_name: str, *, leave_out: Sequence[str] = ()) -> Callable[[Tracked], Tracked]:
    """Keep the history of this model under that name. `leave_out`: columns that nobody edits by hand."""
    return pghistory.track(
        pghistory.UpdateEvent(row="OLD"),
        pghistory.DeleteEvent(),
        model_name=model_name,
        exclude=list(leave_out) or None,
        obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="+"),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,
        meta={"verbose_name": gettext_lazy("change"), "verbose_name_plural": gettext_lazy("changes")},
    )


def kept_links(model_name: str) -> Callable[[Tracked], Tracked]:
    """Keep when each row of a table between two others came and went: who got a role, who lost one."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.DeleteEvent(),
        model_name=model_name,
        obj_field=None,
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,
        meta={"verbose_name": gettext_lazy("change"), "verbose_name_plural": gettext_lazy("changes")},
    )


class WhoChangesIt:
    """Middleware: what a request of somebody logged in changes carries who did it. Nothing else of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as until_answered:
            request.META[UNTIL_ANSWERED] = until_answered
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        # Without a cookie nobody is logged in, and a visitor's registration is not asked for a session.
        if request.method != "POST" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        if not getattr(view, "names_who_itself", False) and request.user.is_authenticated:
            request.META[UNTIL_ANSWERED].enter_context(pghistory.context(user=request.user.pk))


def names_who_itself(view: View) -> View:
    """A view whose rows all say who wrote them: the trainers' busiest page need not tell it with every statement."""
    view.names_who_itself = True  # type: ignore[attr-defined]
    return view


@dataclass(frozen=True)
class Change:
    at: datetime
    who: str
    what: str
    values: list[tuple[str, str, str]]  # field, old, new


def changes(instance: models.Model, *related: str, links: Iterable["Link"] = ()) -> list[Change]:
    """Every change of this object and of the rows under it (`related` accessors), the newest first."""
    found = list(_of(type(instance), [instance], instance.history.all()))  # type: ignore[attr-defined]
    for accessor in related:
        manager = getattr(instance, accessor)
        rows = manager.model.history.rel.related_model.objects.filter(**{manager.field.name: instance.pk})
        found += _of(manager.model, list(manager.all()), rows, named=True)
    found += [link.change() for link in links]
    names = {user.pk: str(user) for user in get_user_model().objects.filter(pk__in={key for key, _change in found})}
    return sorted(
        (Change(c.at, names.get(key, c.who), c.what, c.values) for key, c in found), key=lambda c: c.at, reverse=True
    )


@dataclass(frozen=True)
class Link:
    """A row of `kept_links`, and the word for what was given or taken away."""

    event: Any
    field: object
    word: object

    def change(self) -> tuple[int | None, Change]:
        gone = self.event.pgh_label == "delete"
        old, new = (str(self.word), NOTHING) if gone else (NOTHING, str(self.word))
        return _by(self.event), Change(_at(self.event), _("the portal"), "", [(str(self.field), old, new)])


def redact(instance: models.Model, **values: object) -> int:
    """Overwrite personal values in the history of this object, for the erasure; how many rows it were."""
    return instance.history.update(**values)  # type: ignore[attr-defined]


def forget(instance: models.Model, **values: object) -> None:
    """Take out the rows with these values: what stood there for the moment of a swap was never true."""
    instance.history.filter(**values).delete()  # type: ignore[attr-defined]


def _of(
    model: type[models.Model], living: list[Any], rows: models.QuerySet[Any], *, named: bool = False
) -> Iterator[tuple[int | None, Change]]:
    """The changes of one model's rows: each old row beside the one that came after it."""
    after = {each.pk: each for each in living}
    fields = _fields(model, rows.model)
    events = list(rows.order_by("-pgh_created_at", "-pgh_id"))
    words = _Words(fields, [*events, *living])
    for event in events:
        newer = after.get(event.pgh_obj_id)
        gone = event.pgh_label == "delete"
        values = [
            (str(field.verbose_name), words.of(field, event), NOTHING if gone else words.of(field, newer))
            for field in fields
            if gone or getattr(event, field.attname) != getattr(newer, field.attname, None)
        ]
        after[event.pgh_obj_id] = event
        what = str(model._meta.verbose_name) if named else ""
        yield _by(event), Change(_at(event), _("the portal"), what, values)


def _by(event: Any) -> int | None:
    return (event.pgh_context or {}).get("user")


def _at(event: Any) -> datetime:
    return timezone.localtime(event.pgh_created_at)


def _fields(model: type[models.Model], events: type[models.Model]) -> list[models.Field]:
    kept_names = {field.name for field in events._meta.fields}
    return [field for field in model._meta.concrete_fields if field.name in kept_names and not field.primary_key]


class _Words:
    """Values in words: choices, dates and the names behind keys, each table read once."""

    def __init__(self, fields: list[models.Field], rows: list[Any]) -> None:
        self.names: dict[str, dict[Any, str]] = {}
        for field in fields:
            if isinstance(field, models.ForeignKey):
                keys = {getattr(row, field.attname) for row in rows} - {None}
                target = field.related_model._meta.base_manager  # type: ignore[union-attr]
                self.names[field.name] = {each.pk: str(each) for each in target.filter(pk__in=keys)} if keys else {}

    def of(self, field: models.Field, row: Any) -> str:
        value = getattr(row, field.attname, None)
        if value in (None, ""):
            return NOTHING
        if field.name in self.names:
            return self.names[field.name].get(value, str(value))
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "j F Y, H.i")
        if isinstance(value, date):
            return date_format(value)
        return str(value) if isinstance(value, str) else str(localize(value))

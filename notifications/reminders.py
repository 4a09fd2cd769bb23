"""Reminders: the apps register what can be due, staff decide when people are told (`ReminderRule`).

An app's `reminders.py` (found by itself when the portal starts):

    def exams(on: date, days_before: int) -> QuerySet:
        return Booking.objects.filter(sitting__date__lte=on + timedelta(days=days_before), result="").annotate(
            person_key=Concat(Value("candidate:"), Cast("candidate_id", CharField())),
            address=F("candidate__phone"), due_on=F("sitting__date"), context=JSONObject(place=F("sitting__place")), …)

    register("exam", exams)

The question is "due by then and not yet told", never "due exactly then": a
night without a worker loses no reminder. What was told is known here.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from notifications.enums import Failure, State
from notifications.models import ReminderRule

Source = Callable[[date, int], QuerySet]
COLUMNS = ("person_key", "name", "address", "due_on", "context")  # every source gives these
OPTIONAL = ("about", "hold_until")  # "about" when one person can have several things due on a day

_sources: dict[str, Source] = {}
_labels: dict[str, object] = {}
# Until when a message to somebody would lie unread: rows with `person_key` and `hold_until`.
Window = Callable[[date], QuerySet]
_windows: list[Window] = []


def register(name: str, source: Source, label: object = "") -> None:
    """Offer what to be reminded of. `source(on, days_before)` gives the rows with `COLUMNS`; staff read `label`."""
    if _sources.setdefault(name, source) is not source:
        raise ValueError(f"Two reminders are called {name!r}.")
    _labels[name] = label or name


def register_window(window: Window) -> Window:
    """Let an app say whose phone is locked: a reminder to them waits for the moment it gives."""
    if window not in _windows:
        _windows.append(window)
    return window


def in_words(name: str) -> str:
    return str(_labels.get(name, name))


def names() -> list[str]:
    return sorted(_sources)


def choices() -> list[tuple[str, str]]:
    return [(name, in_words(name)) for name in names()]


def queue_due(on: date | None = None) -> dict[str, int]:
    """Queue every reminder that is due by `on` and was not queued before: one statement a rule. Counts by rule."""
    on = on or timezone.localdate()
    rules = ReminderRule.objects.filter(active=True, reminder__in=names()).select_related("template")
    return {rule.code: queue_rule(rule, on) for rule in rules}


# The limits of the rule are kept here, so that no source can remind too early or of something long past. NOT EXISTS
# spares the table a useless insert for each reminder already sent; ON CONFLICT decides between two runners.
QUEUE_RULE = """
INSERT INTO notifications_message (
    rule, template_id, urgent, person_key, about, due_on, name, address, context, state, error_code, hold_until,
    next_attempt_at, queued_at, subject, body, attempts, provider_id, error_text)
SELECT %s, %s, %s, due.person_key, due.about, due.due_on, due.name, coalesce(due.address, ''), due.context,
    CASE WHEN coalesce(due.address, '') = '' THEN %s
        WHEN greatest(due.hold_until, locked.until) > %s THEN %s ELSE %s END,
    CASE WHEN coalesce(due.address, '') = '' THEN %s ELSE '' END, greatest(due.hold_until, locked.until),
    greatest(due.hold_until, locked.until, statement_timestamp()), statement_timestamp(), '', '', 0, '', ''
FROM ({source}) AS due LEFT JOIN ({locked}) AS locked USING (person_key)
WHERE due.due_on BETWEEN %s::date + %s - %s AND %s::date + %s
    AND NOT EXISTS (SELECT FROM notifications_message AS told WHERE told.rule = %s
        AND told.person_key = due.person_key AND told.due_on = due.due_on AND told.about = due.about)
ON CONFLICT (rule, person_key, due_on, about) DO NOTHING
"""


def queue_rule(rule: ReminderRule, on: date) -> int:
    try:
        source, source_values = compiled(_sources[rule.reminder](on, rule.days_before))
    except EmptyResultSet:
        return 0
    locked, locked_values = _locked(on)
    values: list[Any] = [
        *(rule.code, rule.template_id, rule.urgent),
        *(State.FAILED, timezone.now(), State.HELD, State.QUEUED, Failure.NO_ADDRESS),
        *source_values,
        *locked_values,
        *(on, rule.days_before, rule.catch_up_days, on, rule.days_before),
        rule.code,
    ]
    with connection.cursor() as cursor:
        cursor.execute(QUEUE_RULE.format(source=source, locked=locked), values)
        return cursor.rowcount


def _locked(on: date) -> tuple[str, list[Any]]:
    """person_key → until when the phone is locked, over all windows: one row a person."""
    values: list[Any] = []
    found = ["SELECT NULL::varchar AS person_key, NULL::timestamptz AS until WHERE false"]
    for window in _windows:
        try:
            rows = window(on).order_by().values_list("person_key", "hold_until")
            sql, given = rows.query.sql_with_params()
        except EmptyResultSet:
            continue
        found.append(f"SELECT * FROM ({sql}) AS row_of_window (person_key, until)")
        values += given
    united = " UNION ALL ".join(found)
    return f"SELECT person_key, max(until) AS until FROM ({united}) AS windows GROUP BY person_key", values


def compiled(rows: QuerySet) -> tuple[str, list[Any]]:
    """The rows of a source as SQL with exactly our columns."""
    known = {*rows.query.annotations, *(field.name for field in rows.model._meta.concrete_fields)}
    given = [*COLUMNS, *(name for name in OPTIONAL if name in known)]
    sql, values = rows.order_by().values_list(*given).query.sql_with_params()
    inner = f"SELECT * FROM ({sql}) AS row_of_source ({', '.join(given)})"
    about = "about::varchar" if "about" in given else "''::varchar AS about"
    hold = "hold_until::timestamptz" if "hold_until" in given else "NULL::timestamptz AS hold_until"
    casts = "person_key::varchar, name::varchar, address::varchar, due_on::date, context::jsonb"
    return f"SELECT {casts}, {about}, {hold} FROM ({inner}) AS row_of_reminder", list(values)

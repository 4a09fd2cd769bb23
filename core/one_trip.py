"""Several questions in one trip to the database.

A page that adds up many small tables would otherwise wait for each of them in turn.
Each question stays an ordinary queryset, so that it can be asked alone, and tested alone.
"""

import json
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def ask(**questions: QuerySet[Any, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of every `.values()` queryset, by its name, in one statement.

    The rows come back by way of JSON: a date is its ISO text, as `date.fromisoformat` reads it.
    """
    parts: list[str] = []
    params: list[Any] = []
    answers: dict[str, list[dict[str, Any]]] = {name: [] for name in questions}
    for name, question in questions.items():
        try:
            sql, values = question.query.sql_with_params()
        except EmptyResultSet:  # what Django calls `.none()`: nothing to ask
            continue
        parts.append(f"SELECT %s AS name, coalesce(json_agg(answer), '[]') AS rows FROM ({sql}) answer")
        params += [name, *values]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), params)
            for name, rows in cursor.fetchall():
                answers[name] = json.loads(rows) if isinstance(rows, str) else rows
    return answers

"""Reference data: readable files beside each app, loaded once, never overwriting staff's changes.

An app that has some offers `reference_data.load(report)`; its files lie under `<app>/reference/`.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction

Report = Callable[[str], None]


def rows(app: str, filename: str) -> list[dict[str, str]]:
    """The rows of `<app>/reference/<filename>` (CSV, UTF-8, a header line)."""
    path = Path(apps.get_app_config(app).path) / "reference" / filename
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def create_missing(model: type[models.Model], key: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> int:
    """Create the rows whose `key` fields are not there yet; leave all others as staff left them."""
    names = tuple(key)
    manager = model._default_manager
    columns = [model._meta.get_field(name).attname for name in names]  # type: ignore[union-attr]
    known = set(manager.values_list(*columns))
    fresh = []
    for row in rows:
        candidate = model(**row)
        identity = tuple(getattr(candidate, column) for column in columns)
        if identity not in known:
            known.add(identity)
            fresh.append(candidate)
    manager.bulk_create(fresh)
    return len(fresh)


def loaders() -> Iterator[tuple[str, Callable[[Report], None]]]:
    for config in apps.get_app_configs():
        name = f"{config.name}.reference_data"
        if find_spec(name):
            yield config.name, import_module(name).load


def _named(report: Report, app: str, line: str) -> None:
    report(f"{app}: {line}")


def load_all(report: Report = lambda line: None) -> None:
    """Load every app's reference data, lower apps first (the order of INSTALLED_APPS)."""
    for app, load in loaders():
        with transaction.atomic():
            load(partial(_named, report, app))

"""Invariants over all rows, proved by `manage.py verify_integrity`.

Each app's `integrity.py` declares its own:

    @invariant("Every departed journey has a departure that a second person confirmed")
    def departed_is_confirmed() -> Iterable[str]: ...

A function yields one line per offending row, by key, without personal values.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


@dataclass(frozen=True)
class Invariant:
    sentence: str
    offenders: Callable[[], Iterable[str]]


_invariants: dict[str, Invariant] = {}


def invariant(sentence: str) -> Callable[[Callable[[], Iterable[str]]], Callable[[], Iterable[str]]]:
    def register(function: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
        _invariants[f"{function.__module__}.{function.__name__}"] = Invariant(sentence, function)
        return function

    return register


def all_invariants() -> list[Invariant]:
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.integrity") and config.name != "core":
            import_module(f"{config.name}.integrity")
    return list(_invariants.values())


def violations() -> Iterator[str]:
    """One line for each row that breaks an invariant."""
    for item in all_invariants():
        for offender in item.offenders():
            yield f"{item.sentence}: {offender}"

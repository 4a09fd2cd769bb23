"""What every visitor needs and staff change a few times a year: read once a minute and kept in the cache, and for a
few seconds by each process, so that busy pages ask neither database nor cache.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.core.cache import cache

KEPT_FOR = 60  # seconds, in the cache
AT_HAND_FOR = 5  # seconds, in a process: so long may another process show what staff have just changed
T = TypeVar("T")


class AtHand(Generic[T]):
    """`read(*about)` under a name, for one `about` at a time: what is asked for is today."""

    def __init__(self, name: str, read: Callable[..., T], *, in_cache: bool = True) -> None:
        """`in_cache=False`: each process reads for itself, since somebody may wait for the change."""
        self.name, self.read, self.in_cache = name, read, in_cache
        self.held: tuple[tuple[object, ...], float, T] | None = None

    def of(self, *about: object) -> T:
        held = self.held
        if held is None or held[0] != about or time.monotonic() > held[1]:
            found = self._kept(about) if self.in_cache else self.read(*about)
            self.held = held = about, time.monotonic() + AT_HAND_FOR, found
        return held[2]

    def forget(self, *about: object) -> None:
        """After staff changed a table: the next page shows it, in another process seconds later."""
        self.held = None
        cache.delete(self._key(about))

    def _kept(self, about: tuple[object, ...]) -> T:
        found: T | None = cache.get(self._key(about))
        if found is None:
            found = self.read(*about)
            cache.set(self._key(about), found, KEPT_FOR)
        return found

    def _key(self, about: tuple[object, ...]) -> str:
        return ":".join([self.name, *map(str, about)])

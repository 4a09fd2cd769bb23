"""How often one may try. Counted in the cache.

Two ways. `exceeded` and `limited` count in windows of a fixed length and let
people through while the cache is away, as registration must. `Attempt` is for
passwords: its windows slide, several limits take one trip to the cache, and
without the cache nobody may try.
"""

import hashlib
import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps

import redis
from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse

from core.errors import too_many

logger = logging.getLogger(__name__)
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def client_address(request: HttpRequest) -> str:
    """Where the request came from. `X-Forwarded-For` counts only behind our own proxy: anybody can write it."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies and forwarded[-proxies].strip():
        return forwarded[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")


def exceeded(action: str, key: str, rate: str) -> bool:
    """Count one attempt; True when `key` has made more than `rate` (for example "10/h") allows.

    False while the cache is away: a person who wants to register must not be turned away because of it.
    """
    amount, _slash, per = rate.partition("/")
    # Hashed: the key may be an address, a phone or a registration number.
    name = f"limit:{action}:{rate}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
    try:
        return _count(name, SECONDS[per]) > int(amount)
    except ValueError:  # the window closed between the two
        return False
    except Exception as error:
        logger.warning("attempts are not being counted: %s", type(error).__name__)
        return False


def _count(name: str, seconds: int) -> int:
    """The how-manieth attempt of its window this is; the first one opens the window."""
    if valkey := _valkey():
        return _ask(valkey, WINDOW, 1, name, seconds)  # one trip; Django's cache makes two of it
    try:
        return cache.incr(name)
    except ValueError:
        cache.add(name, 0, seconds)
        return cache.incr(name)


def limited(
    action: str, *, rate: str, key: Callable[[HttpRequest], str] = client_address, methods: tuple[str, ...] = ("POST",)
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """`@limited("register", rate="10/h")`: more often than that from one address is answered with the 429 page."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def counted(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method in methods and exceeded(action, key(request), rate):
                response = too_many(request)
                response["Retry-After"] = str(SECONDS[rate.partition("/")[2]])
                return response
            return view(request, *args, **kwargs)

        return counted

    return decorate


# One attempt against each counter in turn; the number of the first that is full, 0 when none is. What was counted
# before it stays counted. ARGV: the name of the attempt, then for each counter how many in how many milliseconds.
COUNT = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
for number, counter in ipairs(KEYS) do
    local most, span = tonumber(ARGV[number * 2]), tonumber(ARGV[number * 2 + 1])
    redis.call('ZREMRANGEBYSCORE', counter, '-inf', now - span)
    if redis.call('ZCARD', counter) >= most then return number end
    redis.call('ZADD', counter, now, ARGV[1])
    redis.call('PEXPIRE', counter, span)
end
return 0
"""

# The how-manieth of its window this is. ARGV: the seconds of a window, which the first one opens.
WINDOW = """
local number = redis.call('INCR', KEYS[1])
if number == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return number
"""
KNOWN_AS = {script: hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest() for script in (COUNT, WINDOW)}


def _ask(valkey: redis.Redis, script: str, *asked: object) -> int:
    try:
        return valkey.evalsha(KNOWN_AS[script], *asked)  # type: ignore[arg-type, return-value]
    except redis.exceptions.NoScriptError:  # the first since Valkey was started
        return valkey.eval(script, *asked)  # type: ignore[arg-type, return-value]


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts of this action by `key` in any `seconds`, wherever they begin."""

    action: str
    key: str
    most: int
    seconds: int

    @cached_property
    def counter(self) -> str:
        hashed = hashlib.sha256(self.key.encode()).hexdigest()[:32]
        return f"attempts:{self.action}:{self.most}/{self.seconds}:{hashed}"


class Attempt:
    """One attempt, counted before it is made, so that many at once cannot slip through together.

    `over` is the limit that is used up: then the attempt must not be made, and does not count against that limit.
    """

    def __init__(self, *limits: Limit) -> None:
        self.limits = limits
        self.name = secrets.token_hex(8)
        valkey = _valkey()
        full = self._count_in_valkey(valkey) if valkey else self._count_in_memory()
        self.over = limits[full - 1] if full else None

    def take_back(self, action: str) -> None:
        """It was none of those that this action counts: a right password is no guess."""
        counted = [limit for limit in self.limits if limit.action == action]
        if valkey := _valkey():
            with valkey.pipeline(transaction=False) as pipeline:
                for limit in counted:
                    pipeline.zrem(limit.counter, self.name)
                pipeline.execute()
            return
        with _memory:
            for limit in counted:
                others = {name: at for name, at in cache.get(limit.counter, {}).items() if name != self.name}
                cache.set(limit.counter, others, limit.seconds)

    def _count_in_valkey(self, valkey: redis.Redis) -> int:
        numbers = [number for limit in self.limits for number in (limit.most, limit.seconds * 1000)]
        asked = [len(self.limits), *(limit.counter for limit in self.limits), self.name, *numbers]
        return _ask(valkey, COUNT, *asked)

    def _count_in_memory(self) -> int:
        """The same for a cache in the memory of one process, as the tests have it."""
        now = time.time()
        with _memory:
            for number, limit in enumerate(self.limits, 1):
                counted = cache.get(limit.counter, {})
                recent = {name: at for name, at in counted.items() if at > now - limit.seconds}
                if len(recent) >= limit.most:
                    return number
                cache.set(limit.counter, recent | {self.name: now}, limit.seconds)
        return 0


_memory = threading.Lock()


def _valkey() -> redis.Redis | None:
    return getattr(caches["default"], "client", None)

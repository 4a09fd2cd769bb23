"""How often one may try. Counted in the cache, in windows of a fixed length.

allauth counts too, for logging in; its counter waits for a lock and fails with
the cache, which registration must not.
"""

import hashlib
import logging
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
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

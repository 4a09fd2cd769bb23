"""Four characters for each request: a person reads them from an error page, and the log has them too."""

import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

# Without the letters and numbers that sound or look alike on the phone.
LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"
NO_REQUEST = "----"
_code: ContextVar[str] = ContextVar("request_code", default=NO_REQUEST)


def current_code() -> str:
    """The code of the request that is being answered; `----` outside of one."""
    return _code.get()


class RequestCodes:
    """Stands first in MIDDLEWARE, so that whatever goes wrong below is logged under the code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _code.set("".join(secrets.choice(LETTERS) for _position in range(4)))
        try:
            return self.get_response(request)
        finally:
            _code.reset(token)

"""How long one's own page stays open without a click: half an hour, by whichever door. Many phones are borrowed."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

IDLE = 30 * 60  # seconds
REFRESH = 60  # not at every click: a session that changes is written to the database
SEEN = "own_page_seen"


def begin(session: SessionBase) -> None:
    """From now on this login ends when nobody clicks for half an hour."""
    session[SEEN] = int(time.time())


class OwnPagesClose:
    """Middleware: a candidate who logged in and put the phone away is logged out. Staff stay as long as they did."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a cookie the session is not touched, or every public page would vary by cookie.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and (seen := request.session.get(SEEN)):
            silent = int(time.time()) - seen
            if silent > IDLE:
                logout(request)
            elif silent > REFRESH:
                begin(request.session)
        return self.get_response(request)

"""Whose pages a browser may keep for the time without a network.

A page of the evening carries a key of its person, and the browser a cookie with the same key. What was kept is shown
only while the two agree; whoever logs out, or somebody else who logs in, takes the cookie away.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from training.enums import RollKind

if TYPE_CHECKING:
    from accounts.models import User
    from training.models import TrainingClass

COOKIE = "portal_luring"
HEADER = "Portal-Person"


def key_of(user: Any) -> str:
    """Says nothing about the person; empty for somebody who is not logged in."""
    return salted_hmac("training.offline", str(user.pk)).hexdigest()[:16] if user.is_authenticated else ""


def mornings_to_keep(training_class: "TrainingClass", *days: date | None) -> list[str]:
    """The rolls of these days, which a browser fetches beside the page: they open at 05:00 without a signal."""
    kinds = [kind.value for kind in RollKind]
    return [
        reverse("training:roll", kwargs={"code": training_class.code, "day": day, "kind": kind})
        for day in days
        if day is not None and training_class.starts_on <= day <= training_class.ends_on and day.weekday() < 5
        for kind in kinds
    ]


def may_be_kept(response: HttpResponse, user: "User") -> HttpResponse:
    """Let this person's browser keep the page."""
    response[HEADER] = key_of(user)
    response.set_cookie(
        COOKIE,
        key_of(user),
        max_age=settings.SESSION_COOKIE_AGE,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


class KeptPagesHaveOneOwner:
    """Takes the cookie away from a browser in which its person is not logged in any more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kept_for = request.COOKIES.get(COOKIE)
        if kept_for and COOKIE not in response.cookies and kept_for != key_of(request.user):
            response.delete_cookie(COOKIE, path="/", samesite="Lax")
        return response

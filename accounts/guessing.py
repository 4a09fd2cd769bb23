"""How often a password may be tried: at one account, and from one address."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import get_ip, respond_429
from django.http import HttpRequest

from core.rate_limit import Attempt, Limit

EVERY, WRONG = "login", "login_failed"  # what is counted: each login that is sent, and each password that was wrong


def try_password(request: HttpRequest, account: str) -> Attempt:
    """Count this password as a wrong one; `take_back(WRONG)` when it was right.

    Of somebody who is logged in and proves it anew, allauth counts how often.
    """
    address = get_ip(request)
    limits = [Limit(WRONG, f"address {address}", 10, 60), Limit(WRONG, f"account {account}", 5, 300)]
    if not request.user.is_authenticated:
        limits.insert(0, _every_login(address))
    return _or_wait(request, Attempt(*limits))


def try_nothing(request: HttpRequest) -> None:
    """Count a login that says too little to be tried."""
    _or_wait(request, Attempt(_every_login(get_ip(request))))


def _every_login(address: str) -> Limit:
    return Limit(EVERY, address, 30, 60)


def _or_wait(request: HttpRequest, attempt: Attempt) -> Attempt:
    """Who sends too many logins reads the page that says so, and no password is compared."""
    if attempt.over is not None and attempt.over.action == EVERY:
        raise ImmediateHttpResponse(respond_429(request))
    return attempt

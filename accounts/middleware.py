from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.roles import is_staff_role
from accounts.two_steps import has_two_steps

# What somebody without a second step still needs: setting it up, proving who they are, leaving.
OPEN = {
    "mfa_activate_totp",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "account_logout",
    "account_change_password",
    "account_set_password",
    "set_language",
}


class StaffNeedTwoSteps:
    """In production whoever sees other people's data logs in with a second step, set up at the first login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        if not settings.STAFF_MFA_REQUIRED or not getattr(view, "login_required", True):
            return None
        here = request.resolver_match.view_name if request.resolver_match else ""
        if here in OPEN or not is_staff_role(request.user):
            return None
        return None if has_two_steps(request.user) else redirect("mfa_activate_totp")

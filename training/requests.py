from django.http import HttpRequest

from accounts.models import User


class SignedIn(HttpRequest):
    """A request of somebody who is logged in: LoginRequiredMiddleware lets nobody else through to these pages."""

    user: User  # type: ignore[assignment]

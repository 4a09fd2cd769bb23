"""A page that anybody may read, and that a browser or a proxy may keep for a minute."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import conditional_page, require_safe

KEPT_FOR = 60  # seconds
View = Callable[..., HttpResponse]


def for_everybody(view: View) -> View:
    """Decorator of a public view. Who has read it before and asks again gets "not changed" (an ETag)."""
    return login_not_required(require_safe(conditional_page(_kept(view))))


def _kept(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and not _is_somebodys(request, response):
            patch_cache_control(response, public=True, max_age=KEPT_FOR)
            patch_vary_headers(response, ["Cookie"])
        return response

    return answer


def _is_somebodys(request: HttpRequest, response: HttpResponse) -> bool:
    """Whoever has a session sees their own bar above the page, and a form carries its own token."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or bool(
        response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    )

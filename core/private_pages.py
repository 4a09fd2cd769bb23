"""A page that depends on who asks is kept by nobody but their own browser, which asks anew before it shows it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import has_vary_header, patch_cache_control


class PrivatePages:
    """Stands above the sessions: an answer that read one comes by with `Vary: Cookie`.

    What a view has decided itself stays. Not "no-store": the back button must find what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if has_vary_header(response, "Cookie") and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

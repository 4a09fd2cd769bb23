"""Pages are compressed by the portal itself: light without a proxy too. Static files are compressed beforehand."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = {
    "text/html",
    "text/css",
    "text/plain",
    "text/javascript",
    "application/javascript",
    "application/json",
    "application/xml",
    "image/svg+xml",
}


class CompressedPages(GZipMiddleware):
    """Text only: a photo or a PDF grows by it, and a file that is streamed keeps its length.

    Django adds a name of random length to each answer and masks its tokens anew,
    so that the size of a page does not tell what stands in it (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if response.streaming or kind not in TEXTS:
            return response
        return super().process_response(request, response)  # type: ignore[arg-type]

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """What every page needs: whether these are examples (the ribbon), and its own address for the search engines."""
    return {"demo": settings.DEMO, "canonical": settings.PUBLIC_URL + request.path}

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """What every page needs: whether these are examples (the ribbon)."""
    return {"demo": settings.DEMO}

"""The evidence of a departure: for the office, through the scoped list, and every look is written down."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from candidates.models import AccessLog
from placements.models import Departure

# Today only photos come in; what was kept before stays what it was.
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}


@require_safe
@never_cache
def departure_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    departure = get_object_or_404(Departure.objects.visible_to(request.user).select_related("journey"), pk=pk)
    try:
        file = departure.evidence.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    AccessLog.objects.create(
        candidate_id=departure.journey.candidate_id, by=request.user, what=f"{AccessLog.EVIDENCE}:{departure.pk}"
    )
    # Named by us and of the kind we found in its bytes: nothing that somebody sent decides how a browser treats it.
    response = FileResponse(
        file,
        content_type=departure.evidence_type,
        filename=f"bukti-berangkat-{departure.pk}{SUFFIXES[departure.evidence_type]}",
        as_attachment=departure.evidence_type == "application/pdf",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response

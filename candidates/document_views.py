"""A paper on one's own page: sending its photos, and looking at them. Photos open nowhere else."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from candidates import own_documents, status_door
from candidates.document_forms import PaperForm
from candidates.documents import Paper, kept, papers, takes_papers
from candidates.enums import DocumentState
from candidates.models import AccessLog, DocumentPage, Journey
from candidates.views import journey_of
from core.errors import too_many
from core.rate_limit import exceeded

# A photo is shown, and nothing in it may do anything: should a browser take it for a page, that page is dead.
LOCKED = "default-src 'none'; sandbox"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """`/saya/berkas/<slug>/`: one paper of the person behind this browser, by either door. Who has departed or left
    sends nothing more, and still sees what is kept (UU 27/2022 art. 7).
    """
    journey = journey_of(request)
    if journey is None:
        return _door_closed() if _wants_json(request) else redirect("candidates:status")
    is_over = not takes_papers(journey)
    listed = (kept if is_over else papers)(journey, timezone.localdate())
    found = _paper(listed, slug)
    if is_over and request.method == "POST":
        raise Http404
    form = PaperForm(request.POST, request.FILES, most=found.kind.max_pages) if request.method == "POST" else None
    if form is not None:
        if exceeded("photos", str(journey.candidate_id), "60/h"):
            return too_many(request)
        if form.is_valid() and form.keep(journey.candidate, found.kind, replace="ganti" in request.POST):
            return _kept(request, found)
        if _wants_json(request):
            return JsonResponse({"errors": form.errors.get("photos", [])}, status=422)
    context = {
        "journey": journey,
        "paper": found,
        "state": own_documents.row(found),
        "is_over": is_over,
        "may_send": found.may_be_sent and not is_over,
        "onward": None if is_over else _onward(listed, found),
        "why": own_documents.why_returned(found) if found.state == DocumentState.RETURNED and not is_over else "",
        "pages": _pages(found),
        "form": form or PaperForm(most=found.kind.max_pages),
        "own_url": _own_url(request),
    }
    return render(request, "candidates/paper.html", context, status=422 if form is not None else 200)


def _door_closed() -> JsonResponse:
    """While a photo was on its way, the half hour without a click was over: the script keeps the photo."""
    words = _("Not sent: this page was closed after half an hour. Come in again, then press “Send again” here.")
    return JsonResponse({"errors": [words], "door": reverse("candidates:status")}, status=401)


def _onward(listed: list[Paper], found: Paper) -> Paper | None:
    """What is still to be sent once this one waits for its check: nobody should have to go back and look."""
    if found.state != DocumentState.WAITING:
        return None
    return next((each for each in listed if each.is_missing), None)


def _paper(listed: list[Paper], slug: str) -> Paper:
    for each in listed:
        if each.kind.slug == slug:
            return each
    raise Http404


def _kept(request: HttpRequest, found: Paper) -> HttpResponse:
    """Back to the page. A script sends one photo after the other and says so with the last."""
    url = reverse("candidates:paper", args=[found.kind.slug])
    if not _wants_json(request) or "terakhir" in request.POST:
        messages.success(request, _("%(paper)s has arrived. Now Disnaker checks it.") % {"paper": found.kind.name})
    return JsonResponse({"next": url}) if _wants_json(request) else redirect(url)


def _pages(found: Paper) -> QuerySet[DocumentPage] | list[DocumentPage]:
    """The photos of the version that counts."""
    if found.document is None:
        return []
    return found.document.pages.filter(version=found.document.version)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _own_url(request: HttpRequest) -> str:
    by_code = status_door.journey_behind(request.session) is not None
    return reverse("candidates:status" if by_code else "candidates:own")


@login_not_required
@never_cache
@require_safe
def photo(request: HttpRequest, pk: int, page: int) -> HttpResponseBase:
    """`/berkas/dokumen/<paper>/<photo>/`: for the person and for whose work it is; every look of an officer is kept."""
    found = get_object_or_404(_visible(request).select_related("document"), document=pk, pk=page)
    candidate = found.document.candidate_id
    if isinstance(request.user, User) and not _is_own(request, candidate):
        AccessLog.objects.create(candidate_id=candidate, by=request.user, what=f"paper:{found.document.kind_id}")
    headers = {
        "Content-Security-Policy": LOCKED,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    name = f"{found.document.kind_id}-{found.number}.jpg"
    return FileResponse(found.file.open("rb"), filename=name, content_type=found.content_type, headers=headers)


def _visible(request: HttpRequest) -> QuerySet[DocumentPage]:
    """Through the door of number and code one's own; logged in, what one's role lets one see."""
    pages: Any = DocumentPage.objects
    rows = pages.visible_to(request.user) if isinstance(request.user, User) else pages.none()
    behind = status_door.journey_behind(request.session)
    return rows if behind is None else rows | pages.filter(document__candidate=behind.candidate_id)


def _is_own(request: HttpRequest, candidate: int) -> bool:
    return isinstance(request.user, User) and request.user.pk == (
        Journey.objects.filter(candidate=candidate).values_list("candidate__user", flat=True).first()
    )

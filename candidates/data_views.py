"""`/saya/data/` and what hangs on it, for both doors: the login, and number with access code."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import consenting, data_requests, disclosure, own_copy, status_door, withdrawing
from candidates.data_forms import CopyForm, CorrectionForm, ErasureForm
from candidates.enums import Purpose, RequestKind
from candidates.guardian_forms import AgreeForm
from candidates.models import AccessLog, DataRequest, Journey
from candidates.own_data import own_data
from candidates.views import journey_of
from core.errors import too_many
from core.rate_limit import client_address, exceeded
from core.refusal import Refused

View = Callable[..., HttpResponse]
# The word in the address → what is asked, and its form.
ASKING = {
    "salinan": (RequestKind.COPY, CopyForm),
    "perbaikan": (RequestKind.CORRECT, CorrectionForm),
    "penghapusan": (RequestKind.ERASE, ErasureForm),
}


def own_door(*, rate: str = "") -> Callable[[View], View]:
    """The view gets the newest journey of the person at the door; everybody else goes to the door.

    `rate` limits how often one person may do it ("20/h"); it is counted for what changes or takes data along.
    """

    def decorate(view: View) -> View:
        @login_not_required
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
            journey = journey_of(request)
            if journey is None:
                return redirect("candidates:status")
            if rate and exceeded(view.__name__, str(journey.candidate_id), rate):
                return too_many(request)
            return view(request, journey, **kwargs)

        return guarded

    return decorate


@require_safe
@own_door()
def own_data_page(request: HttpRequest, journey: Journey) -> HttpResponse:
    return render(request, "candidates/data/page.html", _context(request, journey))


@require_safe
@own_door(rate="30/h")
def full_copy(request: HttpRequest, journey: Journey) -> HttpResponse:
    """`/saya/data/semua/`: everything that is held, to read; with `?buka=semua` nothing is folded, to print."""
    context = {"subjects": own_copy.subjects(journey.candidate), "is_open": request.GET.get("buka") == "semua"}
    return render(request, "candidates/data/copy.html", {"journey": journey, **context})


@require_POST
@own_door(rate="10/h")
def download(request: HttpRequest, journey: Journey) -> HttpResponse:
    """`/saya/data/unduh/`: the same as a file for machines. A POST, because it leaves a row in the access log."""
    data = disclosure.as_data(journey.candidate)
    AccessLog.objects.create(candidate=journey.candidate, by=None, what=AccessLog.OWN_COPY)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="data-saya.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@own_door(rate="40/h")
def ask(request: HttpRequest, journey: Journey, what: str) -> HttpResponse:
    """`/saya/data/minta/…/`: what would follow, the form, and the request."""
    if what not in ASKING:
        raise Http404
    kind, form_class = ASKING[what]
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answers = {name: form.cleaned_data[name] for name in ("field", "should_be") if name in form.cleaned_data}
        try:
            asked = data_requests.ask(journey.candidate, kind, **answers)
        except Refused as refusal:
            for gap in refusal.gaps:
                form.add_error(gap.code if gap.code in form.fields else None, str(gap))
        else:
            messages.success(request, _received(asked))
            return redirect("candidates:data")
    return render(request, "candidates/data/ask.html", {"form": form, "kind": kind, **_door(request)})


@require_POST
@own_door(rate="20/h")
def withdraw(request: HttpRequest, journey: Journey) -> HttpResponse:
    """`/saya/data/tarik/`: take back one consent."""
    purpose = request.POST.get("purpose", "")
    if purpose not in Purpose.values:
        raise Http404
    try:
        asked = data_requests.ask(journey.candidate, RequestKind.WITHDRAW, purpose=purpose)
    except Refused as refusal:
        _tell(request, refusal)
    else:
        messages.success(request, _received(asked) if asked.is_open else _("The consent is withdrawn."))
    return redirect("candidates:data")


@require_POST
@own_door(rate="20/h")
def agree(request: HttpRequest, journey: Journey) -> HttpResponse:
    """`/saya/data/setuju/`: agree after all, to the text of today."""
    purpose = request.POST.get("purpose", "")
    if purpose not in Purpose.values:
        raise Http404
    if consenting.agree(journey.candidate, [purpose], ip_address=client_address(request) or None):
        messages.success(request, _("Thank you, the agreement is on file. You can take it back here at any time."))
    elif withdrawing.live(journey.candidate, purpose).exists():
        messages.info(request, _("This agreement is on file already."))
    else:
        messages.error(request, _("Nothing was written down: this is not asked for on this page."))
    return redirect("candidates:data")


@require_http_methods(["GET", "HEAD", "POST"])
@own_door(rate="40/h")
def agree_first(request: HttpRequest, journey: Journey) -> HttpResponse:
    """`/saya/persetujuan/`: what nobody has asked yet of who came by a list, and under 18 who gives permission."""
    form = AgreeForm(request.POST if request.method == "POST" else None, journey=journey)
    if not form.fields:
        return redirect("candidates:data")
    if request.method == "POST" and form.is_valid():
        address = client_address(request) or None
        with transaction.atomic():
            if form.asks_guardian:
                consenting.name_guardian(journey, **form.named(), ip_address=address)
            consenting.agree(journey.candidate, form.purposes(), ip_address=address)
        messages.success(request, _("Thank you, it is on file. You can take it back under “My data” at any time."))
        return redirect(_door(request)["home"])
    return render(request, "candidates/agree.html", {"form": form, **_door(request)})


@require_POST
@own_door(rate="20/h")
def take_back(request: HttpRequest, journey: Journey) -> HttpResponse:
    """`/saya/data/batal/`: the person no longer wants what they asked for."""
    pk = request.POST.get("request", "")
    asked = get_object_or_404(journey.candidate.data_requests, pk=pk if pk.isascii() and pk.isdigit() else 0)
    try:
        data_requests.take_back(asked)
    except Refused as refusal:
        _tell(request, refusal)
    else:
        messages.success(request, _("Taken back."))
    return redirect("candidates:data")


def _context(request: HttpRequest, journey: Journey) -> dict[str, object]:
    return {"journey": journey, "data": own_data(journey.candidate), **_door(request)}


def _door(request: HttpRequest) -> dict[str, Any]:
    by_code = status_door.KEY in request.session
    return {"by_code": by_code, "home": "candidates:status" if by_code else "candidates:own"}


def _received(asked: DataRequest) -> str:
    return _("Received. The answer comes by %(due)s.") % {"due": disclosure.in_words(asked.due_at)}


def _tell(request: HttpRequest, refusal: Refused) -> None:
    for sentence in refusal.sentences():
        messages.error(request, sentence)

"""The candidate's pages: registering, the receipt, and one's own page with its two doors."""

from functools import cache
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.roles import Role, has_role
from candidates import access, receipt_codes, receipts, status_door
from candidates.again_form import NextJourneyForm
from candidates.documents import papers
from candidates.forms import LostCodeForm, OpeningForm, StatusForm
from candidates.models import Candidate, Journey, Programme
from candidates.opening import leave_phone
from candidates.own_page import latest_journey, notices, own_page, turn_of
from candidates.publishing import published
from candidates.registration import Registered, register_again
from core.errors import too_many
from core.rate_limit import client_address, exceeded, limited
from core.refusal import Refused

RECEIPT = "receipt"  # a signed cookie, so that a visitor needs no session and the code is stored nowhere
RECEIPT_SECONDS = 3600


def closed_page(request: HttpRequest, form: OpeningForm, *, left: bool = False) -> HttpResponse:
    return render(request, "candidates/closed.html", {"next": _next_programme(), "form": form, "left": left})


@login_not_required
@never_cache
@limited("opening", rate="20/h")  # a whole village may stand behind one address
@require_POST
def tell_me(request: HttpRequest) -> HttpResponse:
    """`/daftar/kabari/`: leave a phone while registration is closed."""
    if Programme.objects.current() is not None:
        return redirect("candidates:register")
    form = OpeningForm(request.POST)
    if not form.is_valid():
        return closed_page(request, form)
    leave_phone(form.cleaned_data["phone"])
    return closed_page(request, OpeningForm(), left=True)


@login_not_required
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """`/hasil/`: who was chosen, by registration number, once an officer has published it."""
    return render(request, "candidates/results.html", {"results": published()})


def _next_programme() -> Programme | None:
    return Programme.objects.filter(opens_on__gt=timezone.localdate()).order_by("opens_on").first()


_address = cache(reverse)  # of pages without an argument: looked up once, not at every registration


def to_receipt(registered: Registered) -> HttpResponse:
    response = HttpResponseRedirect(_address("candidates:receipt"))
    response.set_signed_cookie(
        RECEIPT,
        str(registered.journey.submission_key),
        salt=RECEIPT,
        max_age=RECEIPT_SECONDS,
        path=_address("candidates:register"),  # who goes back to the form is led to the receipt again
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration_again(request: HttpRequest) -> HttpResponse:
    """`/daftar/lagi/`: a new registration from one's own page, for somebody whose journey is over."""
    last = journey_of(request)
    if last is None:
        return redirect("candidates:status")
    form = NextJourneyForm(request.POST or None, last=last)
    if request.method == "POST" and form.is_valid():
        try:
            registered = register_again(last.candidate, **form.wished(), ip_address=client_address(request) or None)
        except Refused as refusal:
            form.add_refusal(refusal.gaps)
        else:
            return to_receipt(registered)
    return render(request, "candidates/again.html", {"form": form, "journey": last})


def journey_of(request: HttpRequest) -> Journey | None:
    """The newest journey of the person behind this browser, by either door."""
    behind = status_door.journey_behind(request.session)
    if behind is not None or not isinstance(request.user, User):
        return behind
    return latest_journey(Journey.objects.filter(candidate__user=request.user))


@login_not_required
@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """`/daftar/selesai/`: number and code, for an hour on this phone; afterwards the way to the own page."""
    journey = _receipt_of_this_phone(request)
    if journey is None:
        return redirect("candidates:status")
    return render(request, "candidates/receipt.html", receipt_of(journey))


@login_not_required
@never_cache
@require_safe
def receipt_file(request: HttpRequest) -> HttpResponse:
    """`/daftar/selesai/tanda-terima.pdf`: the same to keep or to print, from the phone that registered."""
    journey = _receipt_of_this_phone(request)
    if journey is None:
        return redirect("candidates:status")
    pdf = receipts.as_pdf(journey, code=str(receipt_of(journey)["code"]))
    return HttpResponse(pdf, "application/pdf", headers={"Content-Disposition": 'inline; filename="tanda-terima.pdf"'})


@login_not_required
@never_cache
@require_POST
def to_papers(request: HttpRequest) -> HttpResponse:
    """`/daftar/selesai/berkas/`: on from the receipt to the first paper, through the door of number and code.

    Only while the receipt shows that code itself: who came back online has proved no more than a phone number.
    """
    journey = _receipt_of_this_phone(request)
    if journey is None or not receipt_of(journey)["code"]:
        return redirect("candidates:status")
    status_door.open_for(request.session, journey.candidate)
    absent = (paper for paper in papers(journey, timezone.localdate()) if paper.is_missing)
    first = next(absent, None) if journey.is_open else None
    return redirect("candidates:paper", first.kind.slug) if first else redirect("candidates:status")


@login_not_required
@cache_control(public=True, max_age=86_400)
@require_safe
def status_qr(request: HttpRequest) -> HttpResponse:
    """`/status/qr.svg`: the address of the status page, the same for everybody."""
    return HttpResponse(receipts.qr(), "image/svg+xml")


def _receipt_of_this_phone(request: HttpRequest) -> Journey | None:
    try:
        key = UUID(request.get_signed_cookie(RECEIPT, salt=RECEIPT, max_age=RECEIPT_SECONDS))
    except (KeyError, BadSignature, ValueError):
        return None
    return get_object_or_404(Journey.objects.select_related("candidate", "sector", "programme"), submission_key=key)


def receipt_of(journey: Journey) -> dict[str, object]:
    """What a receipt shows. The code is worked out anew, since it is stored nowhere; none once it was replaced."""
    on = timezone.localdate()
    code = access.derive(journey.submission_key) if journey.submission_key else ""
    is_theirs = access.matches(code, journey.candidate.access_code)
    return {
        "journey": journey,
        "code": code if is_theirs else "",
        "check": receipt_codes.code_of(journey.registration_no),
        # Who comes back online has shown a phone number, no more: nothing of what is on file.
        "notices": notices(journey, on) if is_theirs else [],
        "turn": turn_of(journey, on),
        "papers": [paper.kind.name for paper in papers(journey, on)] if is_theirs else [],
    }


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """`/status/`: the own page for whoever holds number and code."""
    form = StatusForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        attempt = status_door.try_code(number, client_address(request))
        if attempt.over is not None:
            return too_many(request)
        if status_door.open_with(request.session, number, code):
            attempt.take_back(status_door.WRONG)
            return redirect("candidates:status")
        form.add_error(None, status_door.WRONG_PAIR)
    journey = status_door.journey_behind(request.session) if request.method != "POST" else None
    if journey is not None:
        return render(request, "candidates/own.html", {"page": own_page(journey), "by_code": True})
    return render(request, "candidates/status.html", {"form": form})


@login_not_required
@never_cache
@limited("lost_code", rate="30/h")
@require_http_methods(["GET", "HEAD", "POST"])
def lost_code(request: HttpRequest) -> HttpResponse:
    """`/status/kode/`: a new code to the phone on file. The answer is the same whether the two belong together."""
    form = LostCodeForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    if asked:
        number, phone = form.cleaned_data["number"], form.cleaned_data["phone"]
        # All tries count alike, so that stopping says nothing either about whether the two belong together.
        if exceeded("lost_code_pair", f"{number} from {client_address(request)}", "10/d"):
            return too_many(request)
        candidate = Candidate.objects.filter(journeys__registration_no=number, phone=phone).first()
        if candidate is not None and not exceeded("lost_code_sent", str(candidate.pk), "3/d"):
            access.send_new(candidate)
    return render(request, "candidates/lost_code.html", {"form": form, "asked": asked})


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """`/status/keluar/`: the phone may be somebody else's next."""
    status_door.close(request.session)
    response = redirect("candidates:status")
    response.delete_cookie(RECEIPT, path=reverse("candidates:register"), samesite="Lax")
    return response


@login_not_required
@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """`/saya/`: the same page for a candidate who logged in; who came in by number and code is led to theirs."""
    user = request.user
    if not user.is_authenticated:
        by_code = status_door.journey_behind(request.session) is not None
        return redirect("candidates:status") if by_code else redirect_to_login(request.get_full_path())
    if not isinstance(user, User) or not has_role(user, Role.CANDIDATE):
        raise Http404
    journey = latest_journey(Journey.objects.filter(candidate__user=user))
    if journey is None:
        return render(request, "candidates/no_journey.html")
    return render(request, "candidates/own.html", {"page": own_page(journey), "by_code": False})

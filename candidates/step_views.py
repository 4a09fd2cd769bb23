"""`/daftar/`: registering in short steps. What each step asks stands in `steps`, what is kept in `drafting`."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import drafting, steps
from candidates.forms import ContinueForm, OpeningForm
from candidates.models import RegistrationDraft
from candidates.models.draft import KEPT_FOR
from candidates.offer import is_open
from candidates.registration import KNOWN_NIK, is_under_way, register
from candidates.registration_forms import ABOUT_THE_NIK
from candidates.views import RECEIPT, closed_page, to_receipt
from core.errors import too_many
from core.rate_limit import client_address, exceeded
from core.refusal import Refused

DRAFT = "draft"  # a signed cookie with the key of the draft: no session, and nothing of what was typed
MAY_GO_BACK = cache_control(private=True, no_cache=True)  # not "no-store": the back button must find what was typed


@login_not_required
@MAY_GO_BACK
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """`/daftar/`: what is asked, what happens with it, and the way in; with a draft on this phone, the way on."""
    if not is_open():
        return closed_page(request, OpeningForm())
    draft = draft_of(request)
    context: dict[str, object] = {"first": _address(steps.STEPS[0].slug), "days": KEPT_FOR.days}
    if draft:
        context |= _pair(draft)
        context |= {"onward": _address(_next_step(draft.answers)), "until": draft.saved_at + KEPT_FOR}
    return render(request, "candidates/begin.html", context)


@login_not_required
@never_cache
@require_POST
def somebody_else(request: HttpRequest) -> HttpResponse:
    """`/daftar/orang-lain/`: the phone goes to the next person. What was typed stays, for who has number and code."""
    draft = draft_of(request)
    if draft is not None:
        words = _("The unfinished registration stays under number %(number)s.")
        messages.success(request, words % {"number": draft.number})
    return _without_draft(redirect("candidates:register"))


@login_not_required
@never_cache
@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """`/daftar/hapus/`: delete what was typed on this phone."""
    key = _key_of(request)
    if key is not None and drafting.drop(key):
        messages.success(request, _("Deleted. Nothing of it is kept any more."))
    return _without_draft(redirect("candidates:register"))


@login_not_required
@MAY_GO_BACK
@require_http_methods(["GET", "HEAD", "POST"])
def one_step(request: HttpRequest, slug: str) -> HttpResponse:
    """`/daftar/ktp/` and the others: a few fields, saved before the next step opens."""
    asked = steps.step(slug)
    if asked is None:
        raise Http404
    if request.method != "POST" and not is_open():
        return redirect("candidates:register")
    draft = draft_of(request)
    form = steps.StepForm(asked, request.POST or None, answers=draft.answers if draft else {})
    if request.method == "POST" and form.is_valid():
        if is_under_way(form.cleaned_data.get("nik", "")):
            if exceeded("known_nik", client_address(request), "20/h"):
                return too_many(request)
            form.add_refusal([KNOWN_NIK])
        elif draft is None and exceeded("draft", client_address(request), settings.REGISTRATIONS_PER_HOUR):
            return too_many(request)
        else:
            was_whole = draft is not None and _next_step(draft.answers) == steps.CHECK
            kept = drafting.save(draft.key if draft else None, form.answers(), next_step=_next_step)
            onward = _next_step(kept.answers) if was_whole else steps.after(slug)  # "Change" leads back to the check
            return _with_draft(redirect(_address(onward)), kept)
    return render(request, "candidates/step.html", _page(slug, draft) | {"form": form, "title": asked.title})


@login_not_required
@never_cache
@require_POST
def keep_typed(request: HttpRequest, slug: str) -> HttpResponse:
    """`/daftar/ktp/sementara/`: the page was left before its button was pressed; what is right so far is kept."""
    asked = steps.step(slug)
    if asked is None:
        raise Http404
    draft = draft_of(request)
    form = steps.StepForm(asked, request.POST, answers=draft.answers if draft else {})
    form.is_valid()  # what is wrong is not kept, and nobody is there to read why
    typed = form.answers()
    unwanted = not is_open() or not any(typed.values())
    if unwanted or (draft is None and exceeded("draft", client_address(request), settings.REGISTRATIONS_PER_HOUR)):
        return HttpResponse(status=204)
    kept = drafting.save(draft.key if draft else None, typed, next_step=_next_step)
    return _with_draft(HttpResponse(status=204), kept)


@login_not_required
@MAY_GO_BACK
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """`/daftar/periksa/`: all answers and the agreements. The page brings the answers along: what is seen is sent."""
    if request.method == "POST":
        return _send(request, steps.CheckForm(request.POST, only_judged=True))
    draft = draft_of(request)
    if draft is None:
        return redirect("candidates:receipt" if RECEIPT in request.COOKIES else "candidates:register")
    missing = _next_step(draft.answers)
    if missing != steps.CHECK:
        return redirect(_address(missing))
    form = steps.CheckForm({**draft.answers, "submission_key": str(draft.key)})
    form.judge_answers_only()
    return render(request, "candidates/check.html", _page(steps.CHECK, draft) | {"form": form})


@login_not_required
@never_cache
@require_POST
def keep_ticks(request: HttpRequest) -> HttpResponse:
    """`/daftar/periksa/sementara/`: the check is left, mostly to change an answer; what was ticked is kept."""
    draft = draft_of(request)
    asked = steps.step(request.POST.get("ubah", ""))
    response = redirect(_address(asked.slug)) if asked else HttpResponse(status=204)
    if draft is None:
        return response
    ticks = steps.CheckForm(request.POST, only_judged=True).ticks()
    return _with_draft(response, drafting.save(draft.key, ticks, next_step=_next_step))


def _send(request: HttpRequest, form: steps.CheckForm) -> HttpResponse:
    address = client_address(request)
    if form.is_valid():
        if exceeded("registered", address, settings.REGISTRATIONS_PER_HOUR):
            return too_many(request)
        try:
            registered = register(**form.registration(), ip_address=address or None)
        except Refused as refusal:
            # Only these are counted: a whole village may register from one address, but nobody asks for
            # twenty NIKs that are on file unless they want to learn who is.
            if ABOUT_THE_NIK.intersection(refusal.codes) and exceeded("known_nik", address, "20/h"):
                return too_many(request)
            form.add_refusal(refusal.gaps)
        else:
            return _done(request, to_receipt(registered))
    return render(request, "candidates/check.html", _page(steps.CHECK, None) | {"form": form})


def _done(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    key = _key_of(request)
    if key is not None:
        drafting.drop(key)
        return _without_draft(response)
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """`/daftar/lanjut/`: go on with what was begun on another phone or in another browser."""
    form = ContinueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        tries = (
            ("draft_code", client_address(request), "30/h"),
            ("draft_number", drafting.read_number(number), "10/h"),
        )
        if any([exceeded(*each) for each in tries]):  # a list: both are counted
            return too_many(request)
        draft = drafting.find(number, code)
        if draft is not None:
            return _with_draft(redirect(_address(_next_step(draft.answers))), draft)
        form.add_error(None, ContinueForm.WRONG_PAIR)
    return render(request, "candidates/resume.html", {"form": form})


def _next_step(answers: Mapping[str, str]) -> str:
    return steps.open_step(answers, timezone.localdate())


def draft_of(request: HttpRequest) -> RegistrationDraft | None:
    key = _key_of(request)
    return RegistrationDraft.objects.filter(pk=key).first() if key else None


def _key_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.get_signed_cookie(DRAFT, salt=DRAFT, max_age=KEPT_FOR))
    except (KeyError, BadSignature, ValueError):
        return None


def _with_draft(response: HttpResponse, draft: RegistrationDraft) -> HttpResponse:
    response.set_signed_cookie(
        DRAFT,
        str(draft.key),
        salt=DRAFT,
        max_age=KEPT_FOR,
        path=reverse("candidates:register"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _without_draft(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(DRAFT, path=reverse("candidates:register"), samesite="Lax")
    return response


def _page(slug: str, draft: RegistrationDraft | None) -> dict[str, object]:
    place = steps.number(slug)
    back = _address(steps.STEPS[place - 2].slug) if place > 1 else reverse("candidates:register")
    return {
        "place": place,
        "places": range(steps.OF),
        "back": back,
        **_pair(draft),
    }


def _pair(draft: RegistrationDraft | None) -> dict[str, object]:
    """Number and code of the draft, and where they are typed to go on with it."""
    return {
        "draft": draft,
        "code": drafting.code_of(draft) if draft else "",
        "elsewhere": settings.PUBLIC_URL.split("//")[-1] + reverse("candidates:resume"),
    }


def _address(slug: str) -> str:
    return reverse("candidates:check") if slug == steps.CHECK else reverse("candidates:step", args=[slug])

"""What the pages of the LPK office share: who may open them, forms and buttons that call a verb."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.refusal import Refused, SomebodyWasFirst
from training.permissions import can_see_people

View = Callable[..., HttpResponse]


def for_the_office(view: View) -> View:
    """The LPK office and Disnaker; nobody else learns that the page exists."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_see_people(request.user):  # type: ignore[arg-type]
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def demand(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def posted(request: HttpRequest) -> tuple[Any, ...]:
    """What was sent, for a form; on a GET nothing, so that the form is not judged yet."""
    return (request.POST, request.FILES) if request.method == "POST" else (None,)


def page_number(request: HttpRequest) -> int:
    """From 1; whatever cannot be a page is the first."""
    typed = request.GET.get("halaman", "")
    return max(int(typed), 1) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def form_page(
    request: HttpRequest,
    form: forms.Form,
    perform: Callable[[dict[str, Any]], object],
    *,
    back: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    """Show the form; on POST carry out the verb. A refusal stands above the form, and nothing typed is lost."""
    gaps: list[str] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                perform(form.cleaned_data)
            except Refused as refused:
                gaps, status = refused.sentences(), 409 if isinstance(refused, SomebodyWasFirst) else 422
            else:
                messages.success(request, done)
                return redirect(back)
    values = {"form": form, "gaps": gaps, "back": back, **context}
    return render(request, "placements/form.html", values, status=status)


def button(request: HttpRequest, perform: Callable[[], object], *, back: str, done: str) -> HttpResponse:
    """Carry out a verb that asks nothing; what stands in the way is told on the page that follows."""
    try:
        perform()
    except Refused as refused:
        for sentence in refused.sentences():
            messages.error(request, sentence)
    else:
        messages.success(request, done)
    return redirect(back)

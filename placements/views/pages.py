"""What the pages of the LPK office share: who may open them, and forms that call a verb."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.verb_pages import Perform, attempt
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


def page_number(request: HttpRequest) -> int:
    """From 1; whatever cannot be a page is the first."""
    typed = request.GET.get("halaman", "")
    return max(int(typed), 1) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def form_page(
    request: HttpRequest, form: forms.Form, perform: Perform, *, back: str, done: str, **context: Any
) -> HttpResponse:
    """Show the form; on POST carry out the verb and go back."""
    outcome = attempt(request, form, perform)
    if outcome.done:
        messages.success(request, done)
        return redirect(back)
    values = {"form": form, "gaps": outcome.gaps, "back": back, **context}
    return render(request, "placements/form.html", values, status=outcome.status)

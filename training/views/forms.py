"""One page for a verb with its form, as the classroom and the dormitory use it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.verb_pages import Perform, attempt
from training.permissions import can_see_people
from training.requests import SignedIn


def form_page(
    request: SignedIn,
    form: forms.Form,
    perform: Perform,
    *,
    back: str,
    done: object,
    template: str = "training/form.html",
    **context: Any,
) -> HttpResponse:
    """Show the form; on POST carry out the verb and go back. `context`: title, facts, lead, button, danger."""
    outcome = attempt(request, form, perform)
    if outcome.done:
        messages.success(request, str(done))
        return redirect(back)
    values = {"form": form, "gaps": outcome.gaps, "back": back, "is_office": can_see_people(request.user), **context}
    return render(request, template, values, status=outcome.status)

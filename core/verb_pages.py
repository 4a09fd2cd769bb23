"""Pages on which one deed is done: the form, what stands in the way, the way back. The desk and the office share them.

A verb says no with `Refused`, a constraint with `ValidationError`: both are read above the form, or beside the field
that a gap names, and nothing typed is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from core.refusal import Refused, SomebodyWasFirst

Perform = Callable[[dict[str, Any]], object]


@dataclass(frozen=True)
class Outcome:
    """What became of a form: `done`, or the sentences that stand in the way and the answer's status."""

    done: bool = False
    gaps: list[str] = field(default_factory=list)
    status: int = 200


def demand(request: HttpRequest, *permissions: str) -> None:
    """Only for people who have one of these permissions."""
    if not any(request.user.has_perm(permission) for permission in permissions):
        raise PermissionDenied


def posted(request: HttpRequest) -> tuple[Any, ...]:
    """What was sent, for a form; on a GET nothing, so that the form is not judged yet."""
    return (request.POST, request.FILES) if request.method == "POST" else (None,)


def attempt(request: HttpRequest, form: forms.Form, perform: Perform) -> Outcome:
    """Carry out the verb with what was typed, when something was sent and it is valid."""
    if request.method != "POST":
        return Outcome()
    if not form.is_valid():
        return Outcome(status=422)
    try:
        perform(form.cleaned_data)
    except Refused as refused:
        above = [str(gap) for gap in refused.gaps if gap.beside not in form.fields]
        for gap in refused.gaps:
            if gap.beside in form.fields:
                form.add_error(gap.beside, str(gap))
        return Outcome(gaps=above, status=409 if isinstance(refused, SomebodyWasFirst) else 422)
    except ValidationError as error:
        return Outcome(gaps=error.messages, status=422)
    return Outcome(done=True)


def press(request: HttpRequest, perform: Callable[[], object], *, back: str, done: object) -> HttpResponse:
    """Carry out a verb that asks nothing; what stands in the way is told on the page that follows."""
    try:
        perform()
    except Refused as refused:
        for sentence in refused.sentences():
            messages.error(request, sentence)
    else:
        messages.success(request, str(done))
    return HttpResponseRedirect(back)


class VerbPages:
    """For a ModelAdmin whose rows are moved by verbs with pages of their own, inside the desk."""

    model: Any
    admin_site: Any

    def page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        common = {**self.admin_site.each_context(request), "opts": self.model._meta}
        return TemplateResponse(request, template, {**common, **context})

    def verb_page(
        self, request: HttpRequest, form: forms.Form, perform: Perform, *, back: str, done: object, **context: Any
    ) -> HttpResponse:
        """Show the form; on POST carry out the verb. A refusal answers 200, as the admin's own forms do."""
        outcome = attempt(request, form, perform)
        if outcome.done:
            messages.success(request, str(done))
            return HttpResponseRedirect(back)
        return self.page(request, "admin/verb_form.html", form=form, gaps=outcome.gaps, back=back, **context)

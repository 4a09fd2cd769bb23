"""What the pages of this room share: rows that only verbs write, and pages that call one verb."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from certificates.enums import State
from core.refusal import Refused

TAGS = {State.CLAIMED: "waiting", State.VERIFIED: "done", State.REFUSED: "returned", State.REVOKED: "stopped"}


class VerbAdmin(admin.ModelAdmin):
    """Recorded with a form, then moved by verbs only: nothing is edited or deleted afterwards."""

    change_form_template = "admin/certificates/verb_change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model.objects.visible_to(request.user).order_by(*self.ordering)  # type: ignore[misc,attr-defined]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def buttons(self, request: HttpRequest, obj: Any) -> list[dict[str, object]]:
        """The deeds that fit this row and that this person may do."""
        raise NotImplementedError

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None:
            context["verbs"] = self.buttons(request, obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def verb_page(
        self,
        request: HttpRequest,
        form: forms.Form,
        perform: Callable[[dict[str, Any]], object],
        *,
        back: str,
        done: object,
        **context: Any,
    ) -> HttpResponse:
        """Show the form; on POST carry out the verb. A refusal stands above the form, and nothing typed is lost."""
        gaps: list[str] = []
        if request.method == "POST" and form.is_valid():
            try:
                perform(form.cleaned_data)
            except Refused as refused:
                gaps = refused.sentences()
            except ValidationError as error:  # what a constraint says of the row that the verb would write
                gaps = error.messages
            else:
                self.message_user(request, str(done), messages.SUCCESS)
                return HttpResponseRedirect(back)
        common = {**self.admin_site.each_context(request), "opts": self.model._meta}
        page = {**common, "form": form, "gaps": gaps, "back": back, **context}
        return TemplateResponse(request, "admin/certificates/verb_form.html", page)


def demand(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def posted(request: HttpRequest) -> Any:
    """What was sent, for a form; on a GET nothing, so that the form is not judged yet."""
    return request.POST if request.method == "POST" else None


def page_of(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def journey_page(pk: int) -> str:
    return reverse("admin:candidates_journey_change", args=[pk])

"""What the pages of this room share: read-only history, pages and buttons that call a verb."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from core.refusal import Refused


class PagesAdmin(admin.ModelAdmin):
    """A model admin with pages of its own."""

    def page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        common = {**self.admin_site.each_context(request), "opts": self.model._meta}
        return TemplateResponse(request, f"admin/placements/{template}", {**common, **context})

    def form_page(
        self,
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
        if request.method == "POST" and form.is_valid():
            try:
                perform(form.cleaned_data)
            except Refused as refused:
                gaps = refused.sentences()
            else:
                self.message_user(request, done, messages.SUCCESS)
                return HttpResponseRedirect(back)
        return self.page(request, "verb_form.html", form=form, gaps=gaps, back=back, **context)

    def button(self, request: HttpRequest, perform: Callable[[], object], *, back: str, done: str) -> HttpResponse:
        """Carry out a verb that asks nothing."""
        try:
            perform()
        except Refused as refused:
            for sentence in refused.sentences():
                self.message_user(request, sentence, messages.ERROR)
        else:
            self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(back)


class ReadOnlyAdmin(PagesAdmin):
    """Rows that only verbs write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.model.objects.visible_to(request.user).order_by(*self.ordering)  # type: ignore[misc]


def demand(request: HttpRequest, *permissions: str) -> None:
    """Only for people who have one of these permissions."""
    if not any(request.user.has_perm(f"placements.{name}") for name in permissions):
        raise PermissionDenied


def posted(request: HttpRequest, *, files: bool = False) -> tuple[Any, ...]:
    """What was sent, for a form; on a GET nothing, so that the form is not judged yet."""
    if request.method != "POST":
        return (None,)
    return (request.POST, request.FILES) if files else (request.POST,)

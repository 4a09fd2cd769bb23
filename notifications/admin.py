"""The outbox and the call list (read only, with three verbs), and the words that staff may change."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from core.admin_history import HistoryAdmin
from core.private_search import PrivateSearch
from core.refusal import Refused
from notifications import outbox, reminders
from notifications.enums import State
from notifications.failures import explanation
from notifications.models import DeliveryReport, Message, MessageTemplate, ReminderRule
from notifications.querysets import MessageQuerySet
from notifications.rendering import TAGS, masked, readable_text


class CallListFilter(admin.SimpleListFilter):
    title = _("call list")
    parameter_name = "call"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("To be called"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.call_list() if self.value() == "yes" else queryset


class DeliveryReportInline(admin.TabularInline):
    model = DeliveryReport
    fields = ("status", "occurred_at", "code")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Message)
class MessageAdmin(PrivateSearch):
    list_display = ("name", "address_masked", "state_tag", "template", "queued_at", "attempts", "reason")
    list_filter = (CallListFilter, "state", "channel", "template")
    list_select_related = ("template",)
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-pk",)
    search_fields = ("name",)
    fields = (
        ("name", "address_masked"),
        ("state_tag", "reason"),
        "text",
        ("template", "rule", "due_on"),
        ("queued_at", "hold_until", "next_attempt_at"),
        ("attempts", "sent_at", "channel"),
        ("handled_by", "handled_at"),
    )
    readonly_fields = ("address_masked", "state_tag", "reason", "text")
    inlines = (DeliveryReportInline,)
    actions = ("try_again", "cancel", "settle_by_phone")
    change_form_template = "admin/notifications/message/change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # history is read only; what can be done is a verb

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Headed by what it is about and for whom, not by its code."""
        message = kwargs.get("obj")
        if message is not None:
            context["subtitle"] = f"{message.template}: {message.name}"
        return super().render_change_form(request, context, *args, **kwargs)

    def has_handle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.handle_message")

    def get_queryset(self, request: HttpRequest) -> MessageQuerySet:
        return Message.objects.visible_to(request.user).order_by(*self.ordering)

    @admin.display(description=_("address"))
    def address_masked(self, message: Message) -> str:
        return masked(message.address)

    @admin.display(description=_("state"), ordering="state")
    def state_tag(self, message: Message) -> str:
        tag = {"kind": TAGS[State(message.state)], "label": message.get_state_display()}
        return render_to_string("components/tag.html", tag)

    @admin.display(description=_("what went wrong"))
    def reason(self, message: Message) -> str:
        return str(explanation(message.error_code)) or "–"

    @admin.display(description=_("text"))
    def text(self, message: Message) -> str:
        return readable_text(message)

    @admin.action(description=_("Send again"), permissions=["handle"])
    def try_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.carry_out("again", request, queryset)

    @admin.action(description=_("Cancel"), permissions=["handle"])
    def cancel(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.carry_out("cancel", request, queryset)

    @admin.action(description=_("Settled by phone"), permissions=["handle"])
    def settle_by_phone(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.carry_out("called", request, queryset)

    def carry_out(self, verb: str, request: HttpRequest, queryset: QuerySet) -> None:
        """One verb on each message; what is refused says why, the rest goes on."""
        done = 0
        for message in queryset:
            try:
                outbox.VERBS[verb](message=message, by=request.user)
                done += 1
            except Refused as refused:
                for sentence in refused.sentences():
                    self.message_user(request, f"{message.name}: {sentence}", messages.WARNING)
        if done:
            said = ngettext("%(number)s message changed.", "%(number)s messages changed.", done) % {"number": done}
            self.message_user(request, said, messages.SUCCESS)

    def get_urls(self) -> list[URLPattern]:
        do = self.admin_site.admin_view(require_POST(self.do))
        return [path("<int:pk>/do/<slug:verb>/", do, name="notifications_message_do"), *super().get_urls()]

    def do(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        message = get_object_or_404(self.get_queryset(request), pk=pk)
        if verb not in outbox.VERBS or not self.has_handle_permission(request):
            return HttpResponse(status=403)
        self.carry_out(verb, request, Message.objects.filter(pk=message.pk))
        return HttpResponseRedirect(reverse("admin:notifications_message_change", args=[pk]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        message = self.get_object(request, object_id)
        verbs = self.verbs_for(message) if message and self.has_handle_permission(request) else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "verbs": verbs})

    def verbs_for(self, message: Message) -> list[dict[str, Any]]:
        """The buttons that make sense for this message now."""
        words = {"again": gettext("Send again"), "called": gettext("Settled by phone"), "cancel": gettext("Cancel")}
        return [
            {"url": reverse("admin:notifications_message_do", args=[message.pk, verb]), "label": words[verb]}
            for verb in outbox.fitting_verbs(message)
        ]


@admin.register(MessageTemplate)
class MessageTemplateAdmin(HistoryAdmin):
    list_display = ("occasion", "beginning", "language")
    search_fields = ("code", "subject", "body")
    fields = ("code", "language", "subject", "body", "possible", "whatsapp_template", "secret")
    readonly_fields = ("code", "language", "possible", "secret")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a text without a verb that sends it would be of no use

    @admin.display(description=_("occasion"), ordering="subject")
    def occasion(self, template: MessageTemplate) -> str:
        return str(template)

    @admin.display(description=_("text"))
    def beginning(self, template: MessageTemplate) -> str:
        return Truncator(template.body).chars(80)

    @admin.display(description=_("placeholders"))
    def possible(self, template: MessageTemplate) -> str:
        return ", ".join(f"{{{name}}}" for name in dict.fromkeys(["name", *template.placeholders]))


class ReminderRuleForm(forms.ModelForm):
    reminder = forms.ChoiceField(label=_("about"), choices=reminders.choices)

    class Meta:
        model = ReminderRule
        fields = ("code", "reminder", "days_before", "template", "urgent", "catch_up_days", "active")


@admin.register(ReminderRule)
class ReminderRuleAdmin(HistoryAdmin):
    form = ReminderRuleForm
    list_display = ("about", "days_before", "template", "urgent", "active")
    list_select_related = ("template",)
    list_filter = ("active",)

    @admin.display(description=_("about"), ordering="reminder")
    def about(self, rule: ReminderRule) -> str:
        return reminders.in_words(rule.reminder)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()  # messages already sent remember the rule by its code

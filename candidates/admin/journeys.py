"""Journeys at the desk: the dates are read here, and moved by verbs that can be undone."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from candidates import admin_panels, admin_verbs, changing_wish, exporting, offer
from candidates.admin.bulk import BulkMixin
from candidates.admin.contact import ContactMixin
from candidates.admin.counter import CounterMixin
from candidates.admin.exporting import ExportMixin
from candidates.admin.filters import LeftOverFilter, PlaceFilter, SilentFilter, TestDayFilter
from candidates.admin.frame import page_of
from candidates.admin.papers import PapersMixin
from candidates.admin.rights_counter import RightsMixin
from candidates.admin.selection import SelectionMixin
from candidates.admin_verbs import JourneyVerb
from candidates.enums import MILESTONES, Stage
from candidates.models import Journey, Kelurahan
from candidates.searching import SearchMixin
from core.components import tag
from core.desk_lists import TableFilter
from core.phones import local
from core.refusal import Refused, stands_beside

TAGS = {
    Stage.REGISTERED: "waiting",
    Stage.RESERVE: "quiet",
    Stage.CLOSED: "quiet",
    Stage.DEPARTED: "done",
    Stage.ARRIVED: "done",
    Stage.RETURNED: "done",
}

CHECKBOX = f'<input type="checkbox" name="{ACTION_CHECKBOX_NAME}" value="{{}}" class="action-select" aria-label="{{}}">'


@admin.register(Journey)
class JourneyAdmin(SelectionMixin, PapersMixin, ContactMixin, CounterMixin, RightsMixin, ExportMixin, SearchMixin):
    list_display = ("person", "registration_no", "stage_tag", "sector", "kelurahan", "registered_on")
    list_display_links = ("person", "registration_no")
    list_filter = (
        *("stage", SilentFilter, LeftOverFilter, ("sector", TableFilter), ("programme", TableFilter)),
        *(PlaceFilter, TestDayFilter, "origin"),
    )
    list_select_related = ("candidate", "sector")
    sheet = exporting.JOURNEYS
    actions = (*BulkMixin.actions, "to_excel")
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-registered_on", "-pk")
    search_person, search_journey = "candidate__", ""
    search_help_text = _("Name, NIK, last digits of the phone, or registration number")
    fieldsets = (
        (None, {"fields": ("person_card", "registration_no", "stage_tag")}),
        (_("Attempt"), {"fields": ("programme", "scheme", "sector", "work_category", "origin")}),
        (_("From the registration"), {"fields": ("wishes", "education", "occupation", "heard_from", "permission")}),
        (_("Dates"), {"fields": ("dates",)}),
        (_("Ledger"), {"fields": ("ledger",)}),
    )
    change_form_template = "admin/candidates/journey/change_form.html"
    change_list_template = "admin/candidates/journey/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Journey]:
        rows = Journey.objects.visible_to(request.user).order_by(*self.ordering)  # type: ignore[arg-type]
        return rows.annotate(**{name: condition for name, (condition, _label) in admin_panels.marks.items()})

    def get_list_filter(self, request: HttpRequest) -> Any:
        return (*self.list_filter, *admin_panels.filters)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # milestones move only by verbs

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            *self.counter_urls(),
            *self.bulk_urls(),
            *self.selection_urls(),
            *self.papers_urls(),
            *self.rights_urls(),
            *self.contact_urls(),
            path("<int:pk>/verb/<slug:slug>/", view(self.verb), name="candidates_journey_verb"),
            path("<int:pk>/undo/", view(require_POST(self.undo)), name="candidates_journey_undo"),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        more = ["closing", "again_from"] if obj.closed_on else []
        if obj.typed_anew and obj.stage == Stage.REGISTERED:
            more.append("differences")
        head = fieldsets[0][1]
        return ((None, {**head, "fields": (*head["fields"], *more)}), *fieldsets[1:])

    # What the pages show

    @admin.display(description=_("name"), ordering="candidate__name")
    def person(self, journey: Journey) -> str:
        return journey.candidate.name

    @admin.display(description=_("kelurahan"))
    def kelurahan(self, journey: Journey) -> str:
        """By its name in the list that is kept in the page, so that no row asks for it."""
        return offer.place_of(journey.candidate.kelurahan_id) or gettext("outside Kota Serang")

    def action_checkbox(self, journey: Journey) -> str:
        """As Django draws it, without a template for each row: that took a third of the page."""
        label = gettext("Select this object for an action - {}").format(journey)
        return format_html(CHECKBOX, journey.pk, label)

    @admin.display(description=_("stage"), ordering="stage")
    def stage_tag(self, journey: Journey) -> str:
        stage = Stage(journey.stage)
        marks = [tag("stopped", str(label)) for label in admin_panels.marks_of(journey)]
        return mark_safe(" ".join([tag(TAGS.get(stage, "info"), str(stage.label)), *marks]))

    @admin.display(description=_("person"))
    def person_card(self, journey: Journey) -> str:
        return render_to_string("admin/candidates/person.html", {"candidate": journey.candidate})

    @admin.display(description=_("typed differently"))
    def differences(self, journey: Journey) -> str:
        """What a person on file typed this time, beside what is on file: the officer compares both with the KTP."""
        candidate = journey.candidate
        rows = []
        for field, typed in (journey.typed_anew or {}).items():
            column: Any = candidate._meta.get_field(field)
            label, words = column.verbose_name, dict(column.flatchoices)
            on_file = getattr(candidate, field.removesuffix("_id"))
            if field == "kelurahan_id":
                typed = Kelurahan.objects.filter(pk=typed).first() or typed
            elif field == "birth_date":
                on_file, typed = date_format(on_file), date_format(date.fromisoformat(typed))
            rows.append((label, words.get(on_file, on_file) or "–", words.get(typed, typed) or "–"))
        return render_to_string("admin/candidates/differences.html", {"rows": rows})

    @admin.display(description=_("Work wished for"))
    def wishes(self, journey: Journey) -> str:
        """In the order of the wishes."""
        return ", ".join(f"{wish.rank}. {wish.sector}" for wish in journey.wishes.select_related("sector")) or "–"

    @admin.display(description=_("Permission of a parent or guardian"))
    def permission(self, journey: Journey) -> str:
        if not journey.guardian_name:
            return "–"
        return f"{journey.guardian_name} ({journey.get_guardian_display()}), {local(journey.guardian_phone)}"

    @admin.display(description=_("reason"))
    def closing(self, journey: Journey) -> str:
        """Why it was closed, on the record and nowhere else."""
        return journey.get_closed_reason_display()

    @admin.display(description=_("milestones"))
    def dates(self, journey: Journey) -> str:
        reached = [(Stage(stage).label, day) for stage in MILESTONES if (day := journey.reached_on(stage))]
        return render_to_string("admin/candidates/dates.html", {"dates": reached})

    @admin.display(description=_("events"))
    def ledger(self, journey: Journey) -> str:
        events = list(journey.events.select_related("by"))
        words = changing_wish.in_words(events)
        return render_to_string(
            "admin/candidates/ledger.html",
            {"events": [(event, words.get(event.pk) or (event.change or {}).get("class", "")) for event in events]},
        )

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Journey | None = None,
    ) -> HttpResponse:
        if obj is not None:
            context["title"], context["subtitle"] = obj.candidate.name, obj.registration_no
            context["verbs"] = [self._button(obj, verb) for verb in admin_verbs.offered(obj, request.user)]  # type: ignore[arg-type]
            context["panels"] = admin_panels.panels(obj, request)
            context["last"] = event = obj.events.select_related("by").first()
            context["can_undo"] = admin_verbs.verb_to_undo(event, request.user) is not None  # type: ignore[arg-type]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _button(self, journey: Journey, verb: JourneyVerb) -> dict[str, object]:
        if verb.page is not None:
            return {"label": verb.label, "kind": verb.kind, "confirm_url": verb.page(journey)}
        url = reverse("admin:candidates_journey_verb", args=[journey.pk, verb.slug])
        button = {"label": verb.label, "kind": verb.kind, "url": url, "name": "expected", "value": journey.stage}
        return button | ({"confirm_url": f"{url}?expected={journey.stage}"} if verb.form_class else {})

    # What the buttons do

    def verb(self, request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        """Carry out one verb; those that need an answer show their page first."""
        journey = get_object_or_404(self.get_queryset(request).select_related("candidate"), pk=pk)
        verb, perform = self._verb(request, slug)
        expected = request.POST.get("expected", "")
        try:
            admin_verbs.refuse_elsewhere(verb, journey, expected)
        except Refused as refusal:
            self._tell_refusal(request, refusal)
            return HttpResponseRedirect(page_of(journey))
        form = verb.form(journey, request.POST or None)
        if request.method != "POST" or (form is not None and not form.is_valid()):
            if form is None:
                return HttpResponseRedirect(page_of(journey))
            return self._verb_page(request, journey, verb, form)
        data = form.cleaned_data if form is not None else {}
        try:
            perform(journey=journey, by=request.user, on=None, expected=expected, data=data)
        except Refused as refusal:
            if form is not None and stands_beside(form, refusal):
                return self._verb_page(request, journey, verb, form)
            self._tell_refusal(request, refusal)
        else:
            journey.refresh_from_db()
            self._tell_done(request, journey, verb)
        return HttpResponseRedirect(page_of(journey))

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take back the last deed, if it is still the one that the officer saw."""
        journey = get_object_or_404(self.get_queryset(request).select_related("candidate"), pk=pk)
        try:
            admin_verbs.take_back_last(journey, request.POST.get("event", ""), by=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            self._tell_refusal(request, refusal)
        else:
            journey.refresh_from_db()
            done = gettext("Taken back. %(name)s is now: %(stage)s.")
            words = {"name": journey.candidate.name, "stage": journey.get_stage_display()}
            self.message_user(request, done % words, messages.SUCCESS)
        return HttpResponseRedirect(page_of(journey))

    def _verb(self, request: HttpRequest, slug: str) -> tuple[JourneyVerb, Callable[..., object]]:
        verb = admin_verbs.find(slug)
        if verb is None or verb.perform is None:
            raise Http404
        if not request.user.has_perm(verb.permission):
            raise PermissionDenied
        return verb, verb.perform

    def _verb_page(self, request: HttpRequest, journey: Journey, verb: JourneyVerb, form: Any) -> HttpResponse:
        expected = request.POST.get("expected") or request.GET.get("expected") or journey.stage
        context = {"journey": journey, "verb": verb, "form": form, "expected": expected, "title": verb.label}
        return self.desk_page(request, "verb_form.html", context)

    def _tell_done(self, request: HttpRequest, journey: Journey, verb: JourneyVerb) -> None:
        words = {"name": journey.candidate.name, "stage": journey.get_stage_display()}
        self.message_user(request, str(verb.done or gettext("%(name)s is now: %(stage)s.")) % words, messages.SUCCESS)

    def _tell_refusal(self, request: HttpRequest, refusal: Refused) -> None:
        for sentence in refusal.sentences():
            self.message_user(request, sentence, messages.ERROR)

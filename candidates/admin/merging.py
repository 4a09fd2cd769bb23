"""Two records of one person at the desk: side by side, which one goes on, what will move, and the way back."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates import likeness, merge_since, merge_ways, merging, side_by_side
from candidates.merge_forms import BackForm, MergeForm, OtherRecordForm
from candidates.merge_plan import Plan
from candidates.models import Candidate, Document, MergeRecord, Resemblance
from candidates.nik import mask as mask_nik
from core.phones import mask as mask_phone
from core.refusal import Refused
from core.verb_pages import VerbPages, demand, posted

COMPARE = "candidates.compare_people"


class MergingMixin(VerbPages, admin.ModelAdmin):
    """For the ModelAdmin of candidates."""

    def merging_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/merge/", view(self.find_other), name="candidates_merge_find"),
            path("<int:one>/merge/<int:other>/", view(self.merge), name="candidates_merge"),
        ]

    def find_other(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whoever stands at the counter has two receipts: the second number is typed here."""
        demand(request, COMPARE)
        person = get_object_or_404(Candidate.objects.visible_to(request.user), pk=pk)  # type: ignore[arg-type]
        form = OtherRecordForm(*posted(request)[:1], person=person)
        if request.method == "POST" and form.is_valid():
            first, second = sorted((person.pk, form.cleaned_data["other"].pk))
            return HttpResponseRedirect(reverse("admin:candidates_merge", args=[first, second]))
        return self.page(
            request,
            "admin/verb_form.html",
            form=form,
            back=reverse("admin:candidates_candidate_change", args=[person.pk]),
            title=_("Join with another record"),
            lead=_("Both records are shown side by side first. Nothing changes yet."),
            facts=[(_("Full name"), person.name), (_("NIK"), person.nik_masked)],
            button=_("Compare"),
        )

    def merge(self, request: HttpRequest, one: int, other: int) -> HttpResponse:
        """Compare and choose; then what will move; then it is done. Each step brings the answers of the one before."""
        demand(request, COMPARE)
        people = Candidate.objects.visible_to(request.user).select_related("kelurahan", "user")  # type: ignore[arg-type]
        first, second = (get_object_or_404(people, pk=pk) for pk in sorted((one, other)))
        form = MergeForm(*posted(request)[:1], one=first, other=second)
        if request.method != "POST":
            side_by_side.looked(first.pk, second.pk, by=request.user)  # type: ignore[arg-type]
            return self._compare(request, form, first, second)
        if not form.is_valid() or request.POST.get("step") == "back":
            return self._compare(request, form, first, second)
        if request.POST.get("step") == "join":
            return self._join(request, form)
        return self._ask(request, form)

    def _compare(self, request: HttpRequest, form: MergeForm, one: Candidate, other: Candidate) -> HttpResponse:
        lines = side_by_side.lines(one, other)
        return self.page(
            request, "admin/candidates/merge.html", form=form, lines=lines, one=one, other=other,
            title=_("One person, registered twice"),
        )  # fmt: skip

    def _ask(self, request: HttpRequest, form: MergeForm, gaps: list[str] | None = None) -> HttpResponse:
        plan = merging.plan(form.kept, form.gone, form.take, by=request.user)  # type: ignore[arg-type]
        found = gaps or [str(gap) for gap in plan.gaps]
        return self.page(
            request, "admin/candidates/merge_plan.html", form=form, plan=plan, gaps=found, moves=_counts(plan),
            rests=[(_name(way), number) for way, number in plan.rests], values=_chosen(form),
            title=_("What will be joined"),
        )  # fmt: skip

    def _join(self, request: HttpRequest, form: MergeForm) -> HttpResponse:
        word = form.cleaned_data["word"]
        try:
            record = merging.merge(form.kept, form.gone, by=request.user, reason=word, take=form.take)  # type: ignore[arg-type]
        except Refused as refused:
            return self._ask(request, form, refused.sentences())
        return HttpResponseRedirect(reverse("admin:candidates_mergerecord_change", args=[record.pk]))

    @admin.display(description=_("Second record"))
    def merges_shown(self, candidate: Candidate) -> str:
        merges = MergeRecord.objects.about(candidate).select_related("kept", "gone", "by")
        context = {"candidate": candidate, "merges": merges, "first": candidate.merged_into}
        return render_to_string("admin/candidates/merges_of.html", context)


def _name(way: merge_ways.Way) -> str:
    return capfirst(str(way.model._meta.verbose_name_plural))


def _counts(plan: Plan) -> list[tuple[str, int]]:
    """What comes over, by table."""
    coming = [move for move in plan.moves if move.new == move.way.owner(plan.kept)]
    return [(_name(move.way), len(move.rows)) for move in coming]


def _chosen(form: MergeForm) -> list[tuple[side_by_side.Line, str, bool]]:
    """Line, chosen value, and whether it comes from the record that is given up."""
    taken = set(form.take)
    return [(line, getattr(line, form.cleaned_data[line.choice]), line.choice in taken) for line in form.lines]


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TakenBack(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("live", _("Joined")), ("undone", _("Taken back"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = {"live": {"undone_at__isnull": True}, "undone": {"undone_at__isnull": False}}
        return queryset.filter(**known.get(self.value() or "", {}))


@admin.register(MergeRecord)
class MergeRecordAdmin(VerbPages, ReadOnly):
    """Who was joined with whom. The record says what moved, and has the way back."""

    list_display = ("at", "kept", "gone", "by", "reason", "undone_at")
    list_select_related = ("kept", "gone", "by")
    list_filter = (TakenBack,)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[MergeRecord]:
        return MergeRecord.objects.visible_to(request.user)  # type: ignore[arg-type]

    def get_urls(self) -> list[URLPattern]:
        undo = path("<int:pk>/undo/", self.admin_site.admin_view(self.undo), name="candidates_unmerge")
        return [undo, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).select_related("kept", "gone", "by", "undone_by", "ended")
        record = get_object_or_404(rows, pk=object_id)
        return self.page(
            request, "admin/candidates/merged.html", record=record, title=_("Two records joined"),
            moved=_moved(record), values=_values(record), papers=_resting(record),
            may_undo=record.is_live and request.user.has_perm(COMPARE),
        )  # fmt: skip

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Two records again."""
        demand(request, COMPARE)
        record = get_object_or_404(self.get_queryset(request).select_related("kept", "gone"), pk=pk)

        def perform(typed: dict[str, Any]) -> object:
            return merging.unmerge(record, by=request.user, reason=typed["reason"])  # type: ignore[arg-type]

        return self.verb_page(
            request,
            BackForm(*posted(request)[:1]),
            perform,
            back=reverse("admin:candidates_mergerecord_change", args=[record.pk]),
            done=_("Two records again. Whether they are one person is asked in the queue again."),
            title=_("Take the joining back"),
            lead=_("Everything that moved goes back. Class, company and flight go with their registration."),
            facts=[(_("Goes on"), record.kept.name), (_("Other record"), record.gone.name), *_since(record)],
            button=_("Make two records of it"),
            danger=True,
        )


def _moved(record: MergeRecord) -> list[tuple[str, int]]:
    coming = [move for move in record.moved if move["old"] in {record.gone_id, f"candidate:{record.gone_id}"}]
    return [(_name(merge_ways.way(move["what"])), len(move["rows"])) for move in coming]


def _since(record: MergeRecord) -> list[tuple[object, object]]:
    """What came after the joining: what stays with the record that goes on, and what goes back to the other one."""
    words = {
        record.kept_id: _("Came since, stays with the record that goes on"),
        record.gone_id: _("Came since, goes to the other record with its registration"),
    }
    if not record.is_live or not record.newest:
        return []
    told: dict[int, list[str]] = {}
    for since in merge_since.came_since(record):
        name = f" ({', '.join(since.named)})" if since.named else ""
        told.setdefault(since.person.pk, []).append(f"{_name(since.way)}: {since.number}{name}")
    stays = told.pop(record.kept_id, [str(_("Nothing"))])
    return [(words[pk], "; ".join(lines)) for pk, lines in {record.kept_id: stays, **told}.items()]


def _resting(record: MergeRecord) -> QuerySet[Document]:
    """Papers of the other record that are not used, since the one that goes on has a better one of that kind."""
    rows = record.gone.documents.select_related("kind").prefetch_related("pages")
    return rows if record.is_live else rows.none()


def _values(record: MergeRecord) -> list[tuple[str, str, str]]:
    """Label, before and now; NIK and phone masked, as in every list."""
    masks = {"nik": mask_nik, "phone": mask_phone}
    shown = ("name", "nik", "birth_date", "sex", "phone", "address_outside")
    return [
        (
            capfirst(str(Candidate._meta.get_field(column).verbose_name)),
            *(masks.get(column, str)(change[side] or "–") for side in ("kept", "now")),
        )
        for column, change in record.values.items()
        if column in shown
    ]


class Decided(admin.SimpleListFilter):
    title = _("decision")
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Waits")), ("two", _("Two people")), ("one", _("One person"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        decided = queryset.filter(decided_at__isnull=False)
        if self.value() == "open":
            return queryset.undecided()  # type: ignore[attr-defined]
        return decided.filter(is_one=self.value() == "one") if self.value() in {"one", "two"} else queryset


@admin.register(Resemblance)
class ResemblanceAdmin(VerbPages, ReadOnly):
    """The pairs that were compared, with what was decided; a decision can be doubted."""

    list_display = ("__str__", "decision", "word", "decided_by", "decided_at", "found_at")
    list_select_related = ("one", "other", "decided_by")
    list_filter = (Decided,)
    ordering = ("-decided_at", "-pk")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Resemblance]:
        return Resemblance.objects.visible_to(request.user)  # type: ignore[arg-type]

    @admin.display(description=_("decision"))
    def decision(self, pair: Resemblance) -> object:
        if pair.decided_at is None:
            return _("Waits")
        return _("One person") if pair.is_one else _("Two people")

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """What was decided, and the question once more."""
        demand(request, COMPARE)
        rows = self.get_queryset(request).select_related("one", "other", "decided_by")
        pair = get_object_or_404(rows, pk=object_id)
        again = pair.decided_at is not None and not pair.is_one
        facts = [(_("Older record"), pair.one.name), (_("Newer record"), pair.other.name)]
        facts += [(_("Decision"), self.decision(pair))]
        if pair.decided_by is not None:
            facts += [(_("How it is known"), pair.word), (_("By"), pair.decided_by)]
        return self.verb_page(
            request,
            forms.Form(*posted(request)[:1]),
            lambda typed: likeness.ask_again(pair, by=request.user),  # type: ignore[arg-type]
            back=reverse("admin:candidates_resemblance_changelist"),
            done=_("The question is open again, in the queue."),
            title=_("Two records compared"),
            facts=facts,
            lead=_("Somebody doubts it? Then the pair goes back into the queue and is compared anew.") if again else "",
            button=_("Open the question again") if again else "",
        )

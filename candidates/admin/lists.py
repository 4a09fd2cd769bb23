"""Lists from kelurahan: send one, look at what becomes of each row, correct, accept, take back."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from kombu.exceptions import OperationalError

from candidates import tasks
from candidates.enums import ImportState, Outcome
from candidates.importing import accepting, batches, words
from candidates.importing.accepting import SECTOR_MISSING
from candidates.importing.preview import known
from candidates.importing.rows import age_stands_in_the_way
from candidates.models import ImportBatch, ImportRow, Sector
from core.refusal import Refused

ROWS = 100  # on one page
REFRESH = "2"  # seconds; a header, so that it works without JavaScript
SHOW = {"": Q(), "reject": Q(can_import=False), "import": Q(can_import=True)}
UNDER_WAY = (ImportState.READING, ImportState.ACCEPTING)


class ListForm(forms.Form):
    """A list that a kelurahan sent."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Excel (.xlsx) or text (.csv), any order of columns. One row for each person, with a header row above that "
            "names at least the name and the NIK. Nobody is registered before you have looked at it."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class AcceptForm(forms.Form):
    sector = forms.ModelChoiceField(
        Sector.objects.filter(is_active=True),
        label=_("Sector for those whose row names none"),
        help_text=_("Provisional: the person is asked later."),
        error_messages={"required": SECTOR_MISSING.message, "invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, *args: Any, asks: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["sector"]


class RowForm(forms.Form):
    """The cells of one row, as they stand there."""

    name = forms.CharField(label=_("Name"), required=False, max_length=120)
    nik = forms.CharField(label=_("NIK"), required=False, max_length=40)
    birth_date = forms.CharField(label=_("Birth date"), required=False, max_length=60)
    sex = forms.CharField(label=_("Man or woman"), required=False, max_length=20, help_text=_("L or P"))
    phone = forms.CharField(label=_("Phone"), required=False, max_length=60)
    kelurahan = forms.CharField(label=_("Kelurahan"), required=False, max_length=120)
    kecamatan = forms.CharField(label=_("Kecamatan"), required=False, max_length=80)
    education = forms.CharField(label=_("Education"), required=False, max_length=80)
    sector = forms.CharField(label=_("Sector"), required=False, max_length=120)
    as_on_ktp = forms.BooleanField(
        label=_("As on the KTP"),
        required=False,
        help_text=_("The KTP shows another birth date or sex than the NIK. An officer compares it with the original."),
    )

    def __init__(self, *args: Any, row: ImportRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].initial = batches.shown(row, name)
        for name in ("name", "nik", "phone"):
            self.fields[name].required = True
        self.fields["kelurahan"].required = not row.cells.get("address")
        self.fields["as_on_ktp"].initial = row.cells.get("as_on_ktp", False)


@admin.register(ImportBatch)
class ImportBatchAdmin(admin.ModelAdmin):
    list_display = ("name", "state", "at", "by")
    list_filter = ("state",)
    list_select_related = ("by",)
    list_per_page = 50
    show_full_result_count = False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/row/<int:row>/", view(self.row), name="candidates_importbatch_row"),
            path("<int:pk>/accept/", view(require_POST(self.accept)), name="candidates_importbatch_accept"),
            path("<int:pk>/undo/", view(require_POST(self.undo)), name="candidates_importbatch_undo"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        return ImportBatch.objects.visible_to(request.user)  # type: ignore[arg-type]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("candidates.import_candidates")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("candidates.import_candidates")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # only through the verbs

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # lists go by themselves after thirty days

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Send a list; it is read behind the page."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ListForm(request.POST or None, request.FILES or None, initial={"key": uuid.uuid4()})
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            batch = batches.receive(file, name=file.name, key=form.cleaned_data["key"], by=request.user)  # type: ignore[arg-type]
            _run(tasks.read_list, batch)
            return HttpResponseRedirect(_page(batch.pk))
        return self._answer(request, "add.html", {"form": form, "title": _("Send a list from a kelurahan")})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Where the list stands: progress, every row with its outcome, the way on and the way back."""
        batch = self._batch(request, int(object_id) if object_id.isdigit() else 0)
        return self._look(request, batch)

    def _look(self, request: HttpRequest, batch: ImportBatch, form: AcceptForm | None = None) -> HttpResponse:
        counts = _counts(batch)
        show = request.GET.get("show", "")
        rows = batch.rows.filter(SHOW.get(show, Q())).select_related("journey")
        page = Paginator(rows, ROWS).get_page(request.GET.get("p"))
        context = {
            "batch": batch,
            "page": page,
            "rows": [_told(row, batch.on) for row in page],
            "show": show,
            "counts": counts,
            "form": form or AcceptForm(asks=counts["asks"]),
            "is_ready": batch.state == ImportState.READY,
            "is_under_way": batch.state in UNDER_WAY,
            "can_undo": batch.state == ImportState.ACCEPTED and batch.forgotten_on is None,
            "title": batch.name,
        }
        response = self._answer(request, "look.html", context)
        if batch.state in UNDER_WAY:
            response["Refresh"] = REFRESH
        return response

    def row(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        """Correct one row and see what is said of it then."""
        batch = self._batch(request, pk)
        found = get_object_or_404(batch.rows, pk=row)
        form = RowForm(request.POST or None, row=found)
        if request.method == "POST" and form.is_valid():
            as_on_ktp = form.cleaned_data.pop("as_on_ktp")
            try:
                found = batches.correct(found, form.cleaned_data, as_on_ktp=as_on_ktp)
            except Refused as refusal:
                self._say(request, refusal)
                return HttpResponseRedirect(_page(pk))
            if found.can_import:
                self.message_user(request, _("This row can be imported now."), "success")
                return HttpResponseRedirect(f"{_page(pk)}?show=reject")
            form = RowForm(row=found)
        context = {"batch": batch, "form": form, **_told(found, batch.on), "title": _("Correct a row")}
        if "kelurahan_unknown" in found.reasons:
            near = words.maybe(known().places, batches.shown(found, "kelurahan"))
            context["reasons"] += [near] if near else []
        return self._answer(request, "row.html", context)

    def accept(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._batch(request, pk)
        form = AcceptForm(request.POST, asks=_counts(batch)["asks"])
        if not form.is_valid() and batch.state == ImportState.READY:
            return self._look(request, batch, form)
        sector = form.cleaned_data.get("sector")
        try:
            batch = accepting.accept(batch, by=request.user, sector=sector)  # type: ignore[arg-type]
        except Refused as refusal:
            self._say(request, refusal)
        else:
            _run(tasks.register_list, batch)
        return HttpResponseRedirect(_page(pk))

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            accepting.take_back(self._batch(request, pk), by=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            self._say(request, refusal)
        return HttpResponseRedirect(_page(pk))

    def _batch(self, request: HttpRequest, pk: int) -> ImportBatch:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request).select_related("by", "accepted_by", "undone_by"), pk=pk)

    def _say(self, request: HttpRequest, refusal: Refused) -> None:
        for sentence in refusal.sentences():
            self.message_user(request, sentence, "error")

    def _answer(self, request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
        common = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/candidates/importbatch/{template}", {**common, **context})


def _page(pk: int) -> str:
    return reverse("admin:candidates_importbatch_change", args=[pk])


def _run(task: Any, batch: ImportBatch) -> None:
    """Behind the page; in it when nobody is there to do it."""
    try:
        task.apply_async([batch.pk], retry=False)
    except OperationalError:
        task(batch.pk)


def _told(row: ImportRow, on: date) -> dict[str, Any]:
    """A row as a person reads it: masked, with sentences."""
    age = "" if row.outcome else age_stands_in_the_way(row.values.get("birth_date"), on)
    return {
        "row": row,
        "name": batches.shown(row, "name"),
        "reasons": words.sentences(row.reasons) + ([age] if age else []),
        "warnings": words.sentences(row.warnings) + words.origins(row.values),
    }


def _counts(batch: ImportBatch) -> dict[str, int]:
    return batch.rows.aggregate(
        all=Count("pk"),
        can=Count("pk", filter=Q(can_import=True)),
        cannot=Count("pk", filter=Q(can_import=False)),
        asks=Count("pk", filter=Q(can_import=True) & accepting.without_sector(batch.on)),
        registered=Count("pk", filter=Q(outcome=Outcome.DONE)),
        refused=Count("pk", filter=Q(outcome=Outcome.REFUSED)),
        left=Count("pk", filter=Q(outcome=Outcome.LEFT)),
        gone=Count("pk", filter=Q(outcome=Outcome.TAKEN_BACK)),
    )

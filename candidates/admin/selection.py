"""The selection on three pages: where a programme stands, its people by test result, and the sheet of a session."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from candidates import inviting, publishing, reserve_list, seats
from candidates.admin.bulk import AT_MOST, BulkMixin, nobody_or_too_many, people_of
from candidates.deciding import STAGES
from candidates.enums import Attendance, BatchDeed, Outcome, Stage
from candidates.inviting import Result
from candidates.models import Journey, OpeningNotice, Programme, SelectionBatch, SelectionTest
from core.refusal import Refused

SHOWN = 300  # people on one page of the ranking
BLANK = ("", "–")


class ResultForm(forms.Form):
    """One row of the sheet. The hidden fields say what stood there, so that nobody writes over a colleague."""

    attendance = forms.ChoiceField(choices=[BLANK, *Attendance.choices], required=False)
    score = forms.DecimalField(max_digits=5, decimal_places=2, required=False, localize=True)
    note = forms.CharField(max_length=300, required=False)
    seen_attendance = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_score = forms.DecimalField(required=False, localize=True, widget=forms.HiddenInput)
    seen_note = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, test: SelectionTest, **kwargs: Any) -> None:
        stands = {"attendance": test.attendance, "score": test.score, "note": test.note}
        initial = stands | {f"seen_{name}": value for name, value in stands.items()}
        super().__init__(*args, initial=initial, prefix=f"t{test.pk}", **kwargs)
        self.test = test
        name = test.journey.candidate.name
        for field, label in (("attendance", _("attendance")), ("score", _("score")), ("note", _("note"))):
            self.fields[field].widget.attrs["aria-label"] = f"{name}: {label}"
        self.fields["score"].widget.attrs |= {"class": "pendek", "inputmode": "decimal"}

    def typed(self, prefix: str = "") -> Result:
        data = self.cleaned_data
        return Result(data[f"{prefix}attendance"], data[f"{prefix}score"], data[f"{prefix}note"])


class SelectionMixin(BulkMixin):
    """For the ModelAdmin of journeys."""

    def selection_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("selection/", view(self.selection), name="candidates_selection"),
            path("selection/<int:year>/people/", view(self.ranking), name="candidates_ranking"),
            path("selection/test/<str:day>/", view(self.test_day), name="candidates_test_day"),
            path("selection/<int:year>/publish/", view(require_POST(self.publish)), name="candidates_publish"),
        ]

    def selection(self, request: HttpRequest) -> HttpResponse:
        """Where the programme stands: counts, seats, test days, results, and the last decisions for many."""
        self._may_select(request)
        programme = self._programme(request.GET.get("year"))
        stages = dict(
            Journey.objects.filter(programme=programme).values_list("stage").annotate(number=Count("pk")).order_by()
        )
        context = {
            "programme": programme,
            "programmes": Programme.objects.all(),
            "stages": [(stage, stages[stage]) for stage in Stage if stage in stages],
            "free": seats.free(programme),
            "taken": seats.taken(programme),
            "days": _test_days(programme),
            "batches": _last_batches(),
            "not_on_the_page": publishing.not_on_the_page(programme),
            "waiting_phones": OpeningNotice.objects.count(),
            "title": _("Selection"),
        }
        return self.desk_page(request, "selection.html", context)

    def ranking(self, request: HttpRequest, year: int) -> HttpResponse:
        """People at one stage, best test first; ticked here, decided on the next page.

        Sent back to itself, so that a decision about nobody is answered beside the ticks.
        """
        self._may_select(request)
        programme = self._programme(str(year))
        stage = Stage.RESERVE if request.GET.get("stage") == Stage.RESERVE else Stage.VERIFIED
        chosen = people_of(request)
        deed = request.POST.get("deed", "")
        if deed in BatchDeed and 0 < len(chosen) <= AT_MOST:
            return self.bulk_page(request, BatchDeed(deed), chosen)
        people = list(_ranked(programme, stage)[: SHOWN + 1])
        top = request.GET.get("top", "")
        first = int(top) if top.isascii() and top.isdigit() and len(top) < 5 else 0
        context = {
            "programme": programme,
            "stage": stage,
            "people": people[:SHOWN],
            "more": _ranked(programme, stage).count() - SHOWN if len(people) > SHOWN else 0,
            "top": first,
            "ticked": {pk for pk, _stage in chosen} if request.POST else {each.pk for each in people[:first]},
            "problem": nobody_or_too_many() if request.POST else "",
            "free": seats.free(programme),
            "deeds": [each for each in BatchDeed if stage in STAGES[each]],
            "title": stage.label,
        }
        return self.desk_page(request, "ranking.html", context)

    def test_day(self, request: HttpRequest, day: str) -> HttpResponse:
        """Everybody of one session on one sheet, saved with one press. What cannot be saved stays in its row.

        A day with several sessions (places or hours) shows them first: each has a sheet of its own.
        """
        self._may_select(request)
        try:
            on = date.fromisoformat(day)
        except ValueError:
            raise Http404 from None
        sessions = list(_sessions(SelectionTest.objects.filter(on=on)))
        session = _session_of(request, sessions)
        if session is None:
            return self.desk_page(request, "test_sessions.html", {"sessions": sessions, "title": _("Selection test")})
        tests = SelectionTest.objects.filter(on=on, place=session["place"], starts_at=session["starts_at"])
        tests = tests.select_related("journey__candidate", "recorded_by").order_by("journey__registration_no")
        data = request.POST if request.method == "POST" else None
        rows = [ResultForm(data, test=test) for test in tests]
        if data is not None and self._save(request, rows):
            return HttpResponseRedirect(request.get_full_path())
        context = {"rows": rows, "session": session, "title": _("Selection test")}
        return self.desk_page(request, "test_day.html", context)

    def _save(self, request: HttpRequest, rows: list[ResultForm]) -> bool:
        """Whether every row was saved. The others say why not, beside them."""
        saved = 0
        for row in rows:
            if not row.is_valid():
                continue
            result, seen = row.typed(), row.typed("seen_")
            if result == seen:
                continue
            try:
                inviting.record(row.test, result, seen=seen, by=request.user)  # type: ignore[arg-type]
            except Refused as refusal:
                for sentence in refusal.sentences():
                    row.add_error(None, sentence)
            else:
                saved += 1
        if saved:
            words = ngettext("%(number)d result saved.", "%(number)d results saved.", saved)
            self.message_user(request, words % {"number": saved}, "success")
        return all(not row.errors for row in rows)

    def publish(self, request: HttpRequest, year: int) -> HttpResponse:
        """Put the results on the public page, the later ones too, or take them off."""
        self._may_select(request)
        programme = self._programme(str(year))
        try:
            if request.POST.get("deed") == "withdraw":
                publishing.withdraw(programme, by=request.user)  # type: ignore[arg-type]
                self.message_user(request, _("The results are off the public page."), "success")
            elif request.POST.get("deed") == "anew":
                publishing.publish_anew(programme, by=request.user)  # type: ignore[arg-type]
                self.message_user(request, _("The page shows every decision up to today now."), "success")
            else:
                publishing.publish(programme, by=request.user)  # type: ignore[arg-type]
                self.message_user(request, _("The results are on the public page now."), "success")
        except Refused as refusal:
            for sentence in refusal.sentences():
                self.message_user(request, sentence, "error")
        return HttpResponseRedirect(f"{reverse('admin:candidates_selection')}?year={quote(str(year))}")

    def _may_select(self, request: HttpRequest) -> None:
        if not request.user.has_perm("candidates.select_journey"):
            raise PermissionDenied

    def _programme(self, year: str | None) -> Programme:
        """That of the year; else the one that takes registrations; else the newest."""
        if year and year.isascii() and year.isdigit() and len(year) < 5:
            found = Programme.objects.filter(year=int(year)).first()
        else:
            found = Programme.objects.current() or Programme.objects.first()
        if found is None:
            raise Http404
        return found


def _ranked(programme: Programme, stage: Stage) -> QuerySet[Journey]:
    people = reserve_list.with_score(Journey.objects.filter(programme=programme, stage=stage))
    people = people.select_related("candidate", "sector").prefetch_related("tests")
    return people.order_by(F("score").desc(nulls_last=True), "registered_on", "pk")


def _test_days(programme: Programme) -> Any:
    return _sessions(SelectionTest.objects.filter(journey__programme=programme)).order_by("-on", "starts_at", "place")


def _sessions(tests: QuerySet[SelectionTest]) -> Any:
    """Day, hour and place with how many were invited, came, and have a score."""
    return (
        tests.values("on", "starts_at", "place")
        .annotate(
            invited=Count("pk"),
            came=Count("pk", filter=Q(attendance=Attendance.PRESENT)),
            scored=Count("pk", filter=Q(score__isnull=False)),
        )
        .order_by("starts_at", "place")
    )


def _session_of(request: HttpRequest, sessions: list[Any]) -> Any:
    """The session that the address names, or the only one of the day; None while it has to be chosen."""
    if not sessions:
        raise Http404
    if "tempat" not in request.GET:
        return sessions[0] if len(sessions) == 1 else None
    asked = (request.GET["tempat"], request.GET.get("jam", ""))
    for session in sessions:
        if asked == (session["place"], f"{session['starts_at']:%H:%M}" if session["starts_at"] else ""):
            return session
    raise Http404


def _last_batches() -> Any:
    done = Count("entries", filter=Q(entries__outcome=Outcome.DONE))
    refused = Count("entries", filter=Q(entries__outcome=Outcome.REFUSED))
    waiting = Count("entries", filter=Q(entries__outcome=Outcome.WAITING))
    return SelectionBatch.objects.select_related("by").annotate(done=done, refused=refused, waiting=waiting)[:10]

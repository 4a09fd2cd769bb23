"""Checking papers: the photo beside what the person typed, one key for each answer, then the next one."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from candidates import document_checking, validators
from candidates.admin.frame import FrameMixin, page_of
from candidates.document_forms import PaperForm as PhotosForm
from candidates.documents import Paper, papers, takes_papers
from candidates.enums import DocumentState
from candidates.models import Document, DocumentKind, Journey, ReturnReason
from candidates.own_documents import KINDS, state_words
from candidates.own_page import latest_journey, meant_first
from core.refusal import Refused
from core.widgets import DayMonthYearField, DayMonthYearWidget

if TYPE_CHECKING:
    from accounts.models import User

# 1 is "good", 9 skips, 0 takes back: as at the desk. After them come the letters; R turns the photo.
REASON_KEYS = "2345678abcdefghijklmnopqstuvwxyz"
APPROVE, ORIGINAL = "approve", "original"


class PaperForm(forms.Form):
    """What stands on the paper. Prefilled as typed: whoever reads the same there presses the key for “good”."""

    name = forms.CharField(
        label=_("Name on this paper"), max_length=120, required=False, help_text=_("Letter by letter, as it stands.")
    )
    born = DayMonthYearField(label=_("Birth date on this paper"), required=False, widget=DayMonthYearWidget())
    expires_on = DayMonthYearField(label=_("Valid until"), required=False, widget=DayMonthYearWidget())

    def __init__(self, *args: Any, kind: DocumentKind | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        says, expires = (kind.says_who, kind.expires) if kind else (False, False)
        for field, is_asked in {"name": says, "born": says, "expires_on": expires}.items():
            if not is_asked:
                del self.fields[field]

    def clean_name(self) -> str:
        return validators.check_name(self.cleaned_data["name"]) if self.cleaned_data["name"] else ""


def waiting(user: "User") -> QuerySet[Document]:
    """The papers that wait for a look, the longest waiting first."""
    return Document.objects.visible_to(user).waiting().order_by("sent_at", "pk")


def next_url(user: "User", preferred: Q | None = None, done: int = 0) -> str | None:
    """The screen of the paper that waits longest among the `preferred` ones, else among all; one question."""
    first = [Case(When(preferred, then=0), default=1)] if preferred else []
    shown_beside = meant_first(Journey.objects.open().filter(candidate=OuterRef("candidate")))
    found = (
        waiting(user)
        .order_by(*first, "sent_at", "pk")
        .values_list("kind_id", Subquery(shown_beside.values("pk")[:1]))
        .first()
    )
    return screen_url(found[1], found[0], done) if found else None


def screen_url(journey: int, slug: str = "", done: int = 0) -> str:
    """`journey` is its key."""
    url = reverse("admin:candidates_papers", args=[journey])
    query = "&".join(part for part in (f"berkas={slug}" if slug else "", f"selesai={done}" if done else "") if part)
    return f"{url}?{query}" if query else url


class PapersMixin(FrameMixin):
    def papers_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("berkas/", view(self.next_paper), name="candidates_next_paper"),
            path("<int:pk>/berkas/", view(self.papers), name="candidates_papers"),
            path("<int:pk>/berkas/foto/", view(require_POST(self.paper_photos)), name="candidates_paper_photos"),
            path("<int:pk>/berkas/batal/", view(require_POST(self.paper_undo)), name="candidates_paper_undo"),
        ]

    def next_paper(self, request: HttpRequest) -> HttpResponse:
        """Open the paper that waits longest; from a paper that is left for later, the next one behind it."""
        user = _checker(request)
        left = Document.objects.visible_to(user).filter(pk=_number(request.GET.get("sesudah", ""))).first()
        url = next_url(user, _behind(left) if left else None)
        return HttpResponseRedirect(url or reverse("admin:candidates_journey_changelist"))

    def papers(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One paper of one person: look and decide."""
        user = _checker(request)
        journey = self._journey(request, pk)
        listed = papers(journey, timezone.localdate())
        paper = _chosen(listed, request.GET.get("berkas") or request.POST.get("berkas", ""))
        sent = request.POST if request.method == "POST" else None
        form = PaperForm(sent, kind=paper.kind if paper else None, initial=_typed(journey))
        if request.method == "POST" and paper is not None and form.is_valid():
            try:
                done = _decide(request, journey, paper, user, form.cleaned_data)
            except Refused as refusal:
                for sentence in refusal.sentences():
                    self.message_user(request, sentence, messages.ERROR)
            else:
                return HttpResponseRedirect(_onwards(user, done))
        return self.desk_page(request, "papers.html", _context(request, journey, listed, paper, form, user))

    def paper_photos(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Photos taken at the counter, for somebody who has no phone of their own to send them from."""
        user = _checker(request)
        journey = self._journey(request, pk)
        listed = papers(journey, timezone.localdate())
        paper = _chosen(listed, request.POST.get("berkas", ""))
        if paper is None or not _may_send(journey, paper):
            raise Http404
        form = PhotosForm(request.POST, request.FILES, most=paper.kind.max_pages)
        if form.is_valid() and form.keep(journey.candidate, paper.kind, replace="ganti" in request.POST, by=user):
            words = gettext("%(paper)s of %(name)s is on file. Check it, and give the original back.")
            self.message_user(request, words % {"paper": paper.kind.name, "name": journey.candidate.name})
            return HttpResponseRedirect(screen_url(journey.pk, paper.kind.slug))
        decision = PaperForm(kind=paper.kind, initial=_typed(journey))
        context = _context(request, journey, listed, paper, decision, user) | {"photos_form": form}
        return self.desk_page(request, "papers.html", context)

    def paper_undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the decision back. The page it was pressed on is often already the next person's."""
        user = _checker(request)
        journey = self._journey(request, pk)
        document = get_object_or_404(Document.objects.visible_to(user), pk=_number(request.POST.get("selesai", "")))
        if document.candidate_id != journey.candidate_id:
            journey = latest_journey(self.get_queryset(request).filter(candidate=document.candidate_id)) or journey
        try:
            document_checking.take_back(document, by=user)
        except Refused as refusal:
            for sentence in refusal.sentences():
                self.message_user(request, sentence, messages.ERROR)
        return HttpResponseRedirect(screen_url(journey.pk, document.kind_id))

    def _journey(self, request: HttpRequest, pk: int) -> Journey:
        rows = self.get_queryset(request).select_related("candidate__kelurahan", "sector", "scheme")
        return get_object_or_404(rows, pk=pk)


def _onwards(user: "User", done: Document) -> str:
    """The next paper: first of the same person, then whoever waits longest; else back to where one came from."""
    url = next_url(user, Q(candidate=done.candidate_id), done.pk)
    if url is not None:
        return url
    journey = latest_journey(Journey.objects.filter(candidate=done.candidate_id))
    return screen_url(journey.pk, done.kind_id, done.pk) if journey else reverse("admin:index")


def _checker(request: HttpRequest) -> "User":
    if not request.user.has_perm("candidates.check_document"):
        raise PermissionDenied
    return cast("User", request.user)


def _chosen(listed: list[Paper], slug: str) -> Paper | None:
    """The paper asked for; without one, the first that waits."""
    if slug:
        found = next((paper for paper in listed if paper.kind.slug == slug), None)
        if found is None:
            raise Http404
        return found
    return next((paper for paper in listed if paper.state == DocumentState.WAITING), listed[0] if listed else None)


def _typed(journey: Journey) -> dict[str, Any]:
    return {"name": journey.candidate.name, "born": journey.candidate.birth_date}


def _may_send(journey: Journey, paper: Paper | None) -> bool:
    return paper is not None and paper.may_be_sent and takes_papers(journey)


def _decide(request: HttpRequest, journey: Journey, paper: Paper, user: "User", says: dict[str, Any]) -> Document:
    deed, typed = request.POST.get("deed", ""), request.POST.get("version", "")
    if deed == ORIGINAL:
        return document_checking.see_original(journey.candidate, paper.kind, by=user, **says)
    if paper.document is None or not (typed.isdecimal() and len(typed) < 5):
        raise Refused(document_checking.CHANGED)
    if deed == APPROVE:
        return document_checking.approve(paper.document, version=int(typed), by=user, **says)
    anew = request.POST.get("anew", "")
    key = _number(anew or request.POST.get("reason", ""))
    reason = ReturnReason.objects.filter(pk=key, is_active=True).first()
    if reason is None:
        raise Refused(document_checking.CHANGED)
    return_it = document_checking.ask_anew if anew else document_checking.send_back
    return return_it(paper.document, version=int(typed), reason=reason, by=user)


def _context(
    request: HttpRequest, journey: Journey, listed: list[Paper], paper: Paper | None, form: Any, user: "User"
) -> dict[str, Any]:
    document = paper.document if paper else None
    number, left = _number(request.GET.get("selesai", "")), waiting(user).count()
    is_waiting = paper is not None and paper.state == DocumentState.WAITING and document is not None
    done = Document.objects.visible_to(user).select_related("kind", "candidate", "reason")
    return {
        "title": gettext("Check papers"),
        "journey": journey,
        "papers": [
            (each, KINDS[each.state], state_words(each), screen_url(journey.pk, each.kind.slug)) for each in listed
        ],
        "paper": paper,
        "kind": KINDS[paper.state] if paper else "",
        "state": state_words(paper) if paper else "",
        **_sent(document),
        "is_waiting": is_waiting,
        "reasons": _reasons(),
        "form": form,
        "photos_form": PhotosForm(most=paper.kind.max_pages) if paper and _may_send(journey, paper) else None,
        "left": left,
        "done": done.filter(pk=number).first() if number else None,
        "skip": f"{reverse('admin:candidates_next_paper')}?sesudah={document.pk}" if is_waiting and left > 1 else "",
        "back": page_of(journey),
    }


def _sent(document: Document | None) -> dict[str, Any]:
    """The photos, those before them, and what was decided so far."""
    if document is None:
        return {"photos": [], "older": [], "checks": [], "is_checked": False}
    pages = list(document.pages.all())
    return {
        "photos": [page for page in pages if page.version == document.version],
        "older": [page for page in pages if page.version != document.version],
        "checks": document.checks.select_related("by", "reason"),
        "is_checked": document.state == DocumentState.APPROVED,
    }


def _reasons() -> list[tuple[ReturnReason, str]]:
    """Why a paper is sent back, each with its key."""
    offered = ReturnReason.objects.filter(is_active=True)
    return [(reason, REASON_KEYS[place : place + 1]) for place, reason in enumerate(offered)]


def _behind(document: Document) -> Q:
    """What came after this paper."""
    return Q(sent_at__gt=document.sent_at) | Q(sent_at=document.sent_at, pk__gt=document.pk)


def _number(typed: str) -> int:
    """A key from an address; 0, which nothing has, for junk."""
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0

"""The page `/saya/data/`: what is held, who opened it, what was agreed to, and what may be asked."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import ngettext

from candidates import consenting, disclosure, opened, withdrawing
from candidates.disclosure import Part, in_words
from candidates.enums import Purpose, RequestKind, RequestState
from candidates.models import Candidate, Consent, DataRequest, Document
from candidates.offer import ConsentOffer
from candidates.opened import Opening

SHOWN = 10  # requests
OPENINGS = 6  # the rest are in the full copy
TAGS = {RequestState.OPEN: "waiting", RequestState.FULFILLED: "done", RequestState.REFUSED: "stopped"}


@dataclass(frozen=True)
class Agreed:
    consent: Consent
    follows: object

    @property
    def purpose(self) -> str:
        return self.consent.text.purpose


@dataclass(frozen=True)
class Asked:
    request: DataRequest
    at: datetime

    @property
    def tag(self) -> str:
        return TAGS.get(RequestState(self.request.state), "quiet")

    @property
    def about(self) -> str:
        """Which consent or field, and for a correction what it should be."""
        if self.request.kind == RequestKind.CORRECT:
            return f"{self.request.get_field_display()}: {self.request.should_be}"
        return self.request.get_purpose_display() if self.request.purpose else ""

    @property
    def due(self) -> str:
        return in_words(self.request.due_at)

    @property
    def left(self) -> str:
        """How many hours the law still gives; empty once it is late or answered."""
        hours = self.request.hours_left(self.at)
        if not self.request.is_open or hours < 0:
            return ""
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}


@dataclass(frozen=True)
class OwnData:
    parts: list[Part]
    opened: list[str]
    openings: list[Opening]
    more_openings: int
    agreed: list[Agreed]
    not_agreed: list[ConsentOffer]
    asked: list[Asked]
    photographed: list[Document]
    open_kinds: set[str] = field(default_factory=set)


def _requests(candidate: Candidate) -> list[DataRequest]:
    rows = candidate.data_requests.select_related("asked_by")  # type: ignore[attr-defined]
    return list(rows.order_by("-asked_at", "-pk")[:SHOWN])


def own_data(candidate: Candidate, *, at: datetime | None = None) -> OwnData:
    at = at or timezone.now()
    log = list(opened.looks(candidate)[: OPENINGS + 1])
    asked = [Asked(request, at) for request in _requests(candidate)]
    return OwnData(
        parts=disclosure.everything(candidate),
        opened=opened.sentences(candidate.pk),
        openings=opened.openings(log[:OPENINGS]),
        more_openings=len(log) - OPENINGS,
        agreed=[
            Agreed(consent, withdrawing.WHAT_FOLLOWS[Purpose(consent.text.purpose)])
            for consent in withdrawing.live(candidate).select_related("text")
        ],
        not_agreed=consenting.missing(candidate, on=timezone.localdate(at)),
        asked=asked,
        photographed=list(Document.objects.filter(candidate=candidate, version__gt=0).select_related("kind")),
        open_kinds={one.request.kind for one in asked if one.request.is_open},
    )

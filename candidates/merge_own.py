"""What becomes of this app's tables, and of the messages, when two records become one. See `merge_ways`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from candidates.enums import DocumentState, RequestState
from candidates.merge_ways import Pair, Picked, Way, asks, goes_along, moves, once_per, register, stays
from candidates.models import (
    AccessLog,
    BatchEntry,
    Candidate,
    Consent,
    ContactNote,
    DataRequest,
    Document,
    FamilyContact,
    ImportRow,
    Journey,
    JourneyEvent,
    MergeRecord,
    Resemblance,
    SectorWish,
    SelectionTest,
)
from candidates.telling import key_of
from core.refusal import Gap
from notifications.models import Message

RANK = {DocumentState.RETURNED: 0, DocumentState.WAITING: 1, DocumentState.APPROVED: 2}


def _kind(document: Document) -> str:
    return document.kind_id


def _better_paper(theirs: Document, mine: Document) -> bool:
    """A checked paper before one that waits, that one before one that was sent back; else the newer one."""
    return (RANK[DocumentState(theirs.state)], theirs.sent_at) > (RANK[DocumentState(mine.state)], mine.sent_at)


def _open_kind(request: DataRequest) -> str | None:
    return request.kind if request.state == RequestState.OPEN else None


def _both_wait(theirs: DataRequest, mine: DataRequest) -> Gap:
    words = _("Both records wait for an answer to the same request (%(kind)s). Answer one of them first.")
    return Gap("both_ask", words % {"kind": mine.get_kind_display()})


def _text(consent: Consent) -> int | None:
    return consent.text_id if consent.withdrawn_at is None else None


def _last_word(mine: Sequence[Consent], theirs: Sequence[Consent]) -> Picked:
    """What was said last counts: an agreement that is older than a withdrawal, in whichever record, rests."""
    withdrawn: dict[str, datetime] = {}
    for consent in (*mine, *theirs):
        if consent.withdrawn_at is not None:
            purpose = consent.text.purpose
            withdrawn[purpose] = max(consent.withdrawn_at, withdrawn.get(purpose, consent.withdrawn_at))

    def rests(consent: Consent) -> bool:
        said = withdrawn.get(consent.text.purpose)
        return consent.withdrawn_at is None and said is not None and consent.given_at <= said

    resting = {consent.text_id for consent in theirs if rests(consent)}
    to_gone = [consent for consent in mine if rests(consent) and consent.text_id not in resting]
    here = {_text(consent) for consent in mine if consent not in to_gone} - {None}
    to_kept = [consent for consent in theirs if not rests(consent) and _text(consent) not in here]
    # A text that stays behind there leaves no room for the same one from here.
    left = {_text(consent) for consent in theirs if consent not in to_kept}
    return Picked(to_kept, [consent for consent in to_gone if consent.text_id not in left])


def _occasion(message: Message) -> tuple[Any, ...] | None:
    return (message.rule, message.due_on, message.about) if message.due_on is not None else None


register(Way(User, "is_active"))
moves(Journey, "candidate", says=str)
moves(Document, "candidate", pick=once_per(_kind, better=_better_paper), key=_kind, says=lambda paper: paper.kind)
moves(Consent, "candidate", pick=_last_word, key=_text, says=lambda consent: consent.text)
moves(FamilyContact, "candidate", key=lambda contact: "one")
moves(
    DataRequest,
    "candidate",
    pick=once_per(_open_kind, refuse=_both_wait),
    key=_open_kind,
    says=lambda request: request.get_kind_display(),
)
moves(Candidate, "merged_into")  # whoever was merged into the other record before goes along
# The key says whose message it is: with the old one a reminder that went out already would go out again, and a message
# that waits could not be stopped any more. Address, text and times stay as they were.
moves(Message, "person_key", key=_occasion, owner=key_of)

for model in (JourneyEvent, SectorWish, ImportRow, BatchEntry, SelectionTest, ContactNote):
    goes_along(model, "journey")
goes_along(MergeRecord, "ended")

# Logs. The access log says which record was opened and the history how it was: a row that is rewritten proves nothing.
# The person reads both, since whoever asks about them asks about the records that were merged into theirs too.
stays(AccessLog, "candidate")
stays(Candidate.history.rel.related_model, "pgh_obj", "merged_into")  # type: ignore[attr-defined]
stays(SelectionTest.history.rel.related_model, "journey")  # type: ignore[attr-defined]
stays(Resemblance, "one", "other")
stays(Resemblance.history.rel.related_model, "one", "other")  # type: ignore[attr-defined]
stays(MergeRecord, "kept", "gone")


@asks
def two_people_in_japan(pair: Pair) -> Iterable[Gap]:
    """Nobody is in Japan twice at the same time."""
    for one in pair.kept.journeys.exclude(departed_on=None):
        for other in pair.gone.journeys.exclude(departed_on=None):
            if _overlap(one, other):
                words = _("Both have left for Japan (%(one)s and %(other)s), so these are two people.")
                yield Gap("both_departed", words % {"one": one, "other": other})


def _overlap(one: Journey, other: Journey) -> bool:
    first, second = sorted((one, other), key=_flight)
    return first.returned_on is None or first.returned_on > _flight(second)


def _flight(journey: Journey) -> date:
    return journey.departed_on or date.max


@asks
def two_checked_niks(pair: Pair) -> Iterable[Gap]:
    """Both numbers were compared with a KTP: then it is the comparing that must be done again."""
    checked = Document.objects.filter(kind="ktp", state=DocumentState.APPROVED)
    if all(checked.filter(candidate=person).exists() for person in (pair.kept, pair.gone)):
        words = _(
            "Both records have a checked KTP, and the NIK differ. These are two people, or one KTP was checked by "
            "mistake: look at both photos, and send the wrong one back first."
        )
        yield Gap("two_checked_niks", words)

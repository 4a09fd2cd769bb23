"""What a candidate reads on their own page. Upper apps add what they know (`register_section`, `register_turn`).

@register_section
def proofs(journey, on):
    return Section(title=_("My proofs"), rows=[...], stage=Stage.QUALIFIED, note=_("0 of 3 proofs"))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates import again, inviting, opened, reserve_list
from candidates.enums import CloseReason, Deed, Stage
from candidates.models import ClosingReason, Journey, Programme
from candidates.promises import check_by
from candidates.validators import is_minor
from candidates.words import LINE, TURNS, closed_words, headline


@dataclass(frozen=True)
class Row:
    """One line of a section: a paper, a proof, an average. `kind` is that of components/tag.html."""

    label: object
    kind: str = "quiet"
    state: object = ""
    note: object = ""
    url: str = ""


@dataclass(frozen=True)
class Todo:
    """Something that came back to the person: it becomes the headline, and their turn.

    `afterwards` says whose turn comes then. With `tag` and `short` it stands in the card of the journey line too.
    """

    headline: str
    what: str
    text: str
    url: str
    action: str
    afterwards: str = ""
    kind: str = "returned"
    tag: object = ""
    short: str = ""


@dataclass(frozen=True)
class Section:
    """A list on the own page. With `stage` and `note`, the note also stands in that row of the journey line."""

    title: object
    rows: list[Row] = field(default_factory=list)
    stage: str = ""
    note: object = ""
    text: object = ""
    url: str = ""
    action: object = ""
    todos: tuple[Todo, ...] = ()
    asks: Todo | None = None  # what the person can do by now, though nobody waits for it yet


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, what for, and by when if somebody promised."""

    who: object
    what: object
    by: date | None = None

    @property
    def sentence(self) -> str:
        return _("Now it is the turn of %(who)s: %(what)s.") % {"who": self.who, "what": self.what}

    @property
    def deadline(self) -> str:
        return _("At the latest %(date)s.") % {"date": date_format(self.by)} if self.by else ""

    @property
    def short(self) -> str:
        """For the card on the journey line, below the sentence that says it in full."""
        if self.by is None:
            return _("Turn of %(who)s") % {"who": self.who}
        return _("Turn of %(who)s · until %(date)s") % {"who": self.who, "date": date_format(self.by)}


SectionOf = Callable[[Journey, date], Section | None]
TurnOf = Callable[[Journey, date], Turn | None]
_sections: list[SectionOf] = []
_turns: dict[str, TurnOf] = {}


def register_section(function: SectionOf) -> SectionOf:
    """Offer a list to the own page; None where it has nothing to say."""
    if function not in _sections:
        _sections.append(function)
    return function


def register_turn(stage: str) -> Callable[[TurnOf], TurnOf]:
    """Know better than `TURNS` whose turn it is at `stage`; None leaves it at the usual words."""

    def register(function: TurnOf) -> TurnOf:
        _turns[stage] = function
        return function

    return register


@dataclass(frozen=True)
class OwnPage:
    journey: Journey
    headline: str
    lead: list[str]
    line: list[dict[str, Any]]
    sections: list[Section]
    todos: list[Todo]
    asks: list[Todo]
    notices: list[str]
    opened: list[str]
    may_register_again: bool

    @property
    def untold(self) -> list[Todo]:
        """Those whose reason does not stand in the card of the line."""
        told = any(row.get("tag_label") for row in self.line)
        return self.todos[1:] if told else self.todos


def own_page(journey: Journey, *, on: date | None = None) -> OwnPage:
    """Everything the page shows of this journey on that day."""
    on = on or timezone.localdate()
    sections = [section for function in _sections if (section := function(journey, on))]
    todos = [todo for section in sections for todo in section.todos] if journey.is_open else []
    turn = Turn(_("you"), todos[0].what) if todos else turn_of(journey, on)
    test = coming_test(journey, on)
    notes = {section.stage: section.note for section in sections if section.note}
    notes[Stage.SELECTED] = _selection_note(journey, test, on)
    return OwnPage(
        journey=journey,
        headline=todos[0].headline if todos else headline(journey),
        lead=_closing(journey, on) if journey.closed_on else [*_lead(turn, todos), *_why_reserve(journey)],
        line=_line(journey, turn, notes, todos),
        sections=[section for section in sections if section.rows or section.text],
        todos=todos,
        asks=[section.asks for section in sections if section.asks] if journey.is_open and not todos else [],
        notices=_notices(journey, test, on) if journey.is_open else [],
        opened=opened.sentences(journey.candidate_id),
        may_register_again=again.gap(journey, on) is None and Programme.objects.open(on).exists(),
    )


def notices(journey: Journey, on: date) -> list[str]:
    """What is noted on a registration without standing in its way."""
    return _notices(journey, coming_test(journey, on), on)


def _notices(journey: Journey, test: inviting.Session | None, on: date) -> list[str]:
    candidate = journey.candidate
    sentences = []
    if is_minor(candidate.birth_date, on):
        sentences.append(
            _(
                "The age is now %(age)d years. Registering is allowed with the permission of a parent or guardian; "
                "departure comes after 18."
            )
            % {"age": candidate.age(on)}
        )
    if not candidate.is_resident and journey.verified_on is None:
        sentences.append(
            _(
                "The KTP address lies outside Kota Serang. We keep the registration with a note; an officer will "
                "let you know."
            )
        )
    return sentences + _selection_notices(journey, test)


def coming_test(journey: Journey, on: date) -> inviting.Session | None:
    """The next session of the selection test that this person is invited to."""
    if journey.stage not in inviting.INVITED_AT:
        return None
    test = journey.tests.filter(on__gte=on, attendance="").order_by("on").first()
    return inviting.Session(test.on, test.place, test.starts_at) if test else None


def _selection_notices(journey: Journey, test: inviting.Session | None) -> list[str]:
    """The test a person is invited to, and the place on the reserve list."""
    sentences = []
    if test is not None:
        words = _("Selection test: %(when)s, %(place)s. Bring the KTP and the registration number.")
        sentences.append(words % {"when": test.when, "place": test.place})
    if journey.stage == Stage.RESERVE and (place := reserve_list.place(journey)):
        words = _("Place %(place)d of %(of)d on the reserve list, for now.")
        sentences.append(words % {"place": place[0], "of": place[1]})
    return sentences


def meant_first(journeys: Any) -> Any:
    """The one the person means before the others: the newest, unless it only was a second registration of the same."""
    is_twin = Case(When(closed_reason=CloseReason.TWICE, then=1), default=0)
    return journeys.order_by(is_twin, "-registered_on", "-id")


def latest_journey(journeys: Any) -> Journey | None:
    """The journey the person means, with what its pages show."""
    return meant_first(journeys).select_related("candidate", "sector", "scheme", "programme").first()


def turn_of(journey: Journey, on: date) -> Turn | None:
    """Whose turn it is now; None once somebody has arrived or left the programme."""
    if not journey.is_open or journey.stage not in TURNS:
        return None
    better = _turns[journey.stage](journey, on) if journey.stage in _turns else None
    if better:
        return better
    who, what = TURNS[journey.stage]
    by = None
    if journey.stage == Stage.REGISTERED:
        by = check_by(journey.registered_on)
    elif journey.stage == Stage.VERIFIED and journey.programme.test_on and journey.programme.test_on >= on:
        by = journey.programme.test_on
    return Turn(who, what, by)


def _selection_note(journey: Journey, test: inviting.Session | None, on: date) -> str:
    """In the row of the selection: the test that comes, first the one that this person is invited to."""
    if journey.reserved_on:
        return _("On the reserve list; you are called when a place becomes free")
    programme = journey.programme
    if test is None and programme.test_on and programme.test_on >= on:
        test = inviting.Session(programme.test_on, programme.test_place, programme.test_starts_at)
    if test is None:
        return ""
    return _("Test on %(date)s") % {"date": test.when} + (f", {test.place}" if test.place else "")


def _lead(turn: Turn | None, todos: list[Todo]) -> list[str]:
    """Whose turn it is; when something came back, the headline says that already, and this what comes after."""
    if todos and todos[0].afterwards:
        return [todos[0].afterwards]
    return [text for text in (turn.sentence, turn.deadline) if text] if turn else []


def _why_reserve(journey: Journey) -> list[str]:
    """Only a reason from the list: what an officer noted for colleagues is not for the candidate's eyes."""
    if journey.stage != Stage.RESERVE:
        return []
    listed = ClosingReason.objects.filter(kind=Stage.RESERVE, text=OuterRef("reason"))
    events = journey.events.filter(deed=Deed.REACHED, stage=Stage.RESERVE).annotate(listed=Exists(listed))
    event = events.first()
    return [_("The reason: %(reason)s.") % {"reason": event.reason.rstrip(". ")}] if event and event.listed else []


def _closing(journey: Journey, on: date) -> list[str]:
    """After a way out: the reason the officer wrote for the candidate, and when there is a next chance."""
    lines = []
    if journey.closed_reason == CloseReason.NOT_CHOSEN:
        event = journey.events.filter(deed=Deed.CLOSED).first()
        if event and event.reason:
            lines.append(_("The reason: %(reason)s.") % {"reason": event.reason.rstrip(". ")})
    elif journey.closed_reason != CloseReason.WITHDREW:
        lines.append(closed_words(journey))
    if journey.again_from and journey.again_from > on:
        lines.append(_("You may register again from %(date)s.") % {"date": date_format(journey.again_from)})
    return lines


def _line(journey: Journey, turn: Turn | None, notes: Mapping[str, object], todos: list[Todo]) -> list[dict[str, Any]]:
    """The seven rows: done with their day, the first open one with whose turn it is, the others with what is known."""
    rows: list[dict[str, Any]] = []
    here = False
    for row in LINE:
        day = max((day for stage in row.stages if (day := journey.reached_on(stage))), default=None)
        done = row.done(journey)
        if done:
            note: object = date_format(day) if day else ""
            rows.append({"state": "done", "title": row.title_done(journey), "note": note})
        elif journey.closed_on:
            break
        else:
            known = " · ".join(str(note) for stage in row.stages if (note := notes.get(stage))) or row.note(journey)
            rows.append({"state": "later" if here else "now", "title": row.title(journey), "note": known})
            if turn is not None and not here:
                rows[-1] |= _now(turn, known, todos)
            here = True
    if journey.closed_on:
        rows.append({"state": "done", "title": closed_words(journey), "note": date_format(journey.closed_on)})
    return rows


def _now(turn: Turn, known: str, todos: list[Todo]) -> dict[str, Any]:
    """The card: whose turn it is, and what came back with its reason, or what is known of this part of the way."""
    if todos and todos[0].tag:
        first = todos[0]
        return {"note": turn.short, "tag_kind": first.kind, "tag_label": first.tag, "body": first.short}
    return {"note": turn.short, "body": known}

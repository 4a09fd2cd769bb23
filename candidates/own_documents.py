"""What a person reads about their papers on the own page: which are asked for, and what became of each."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from candidates import own_page, promises
from candidates.documents import EXPIRED, MISSING, Paper, papers
from candidates.enums import DocumentState, Stage
from candidates.models import Journey

KINDS = {
    MISSING: "quiet",
    EXPIRED: "stopped",
    DocumentState.WAITING: "waiting",
    DocumentState.APPROVED: "done",
    DocumentState.RETURNED: "returned",
}


@own_page.register_section
def my_papers(journey: Journey, on: date) -> own_page.Section | None:
    """The papers, until the flight; those that came back are what the person has to do next."""
    if not journey.is_open or journey.departed_on is not None:
        return None
    listed = papers(journey, on)
    if not listed:
        return None
    sent = sum(not paper.is_missing for paper in listed)
    note = _("%(sent)d of %(asked)d papers sent") % {"sent": sent, "asked": len(listed)}
    back = [paper for paper in listed if paper.state == DocumentState.RETURNED]
    return own_page.Section(
        title=_("My papers"),
        text=note,
        rows=[row(paper) for paper in listed],
        stage=Stage.VERIFIED,
        note=note,
        todos=tuple(_todo(journey, paper) for paper in back),
        asks=_asks([paper for paper in listed if paper.state in {MISSING, EXPIRED}]),
    )


def row(paper: Paper) -> own_page.Row:
    note = ""
    if paper.document and paper.document.expires_on:
        note = _("valid until %(day)s") % {"day": date_format(paper.document.expires_on)}
    url = reverse("candidates:paper", args=[paper.kind.slug])
    return own_page.Row(paper.kind.name, KINDS[paper.state], state_words(paper), note, url)


def state_words(paper: Paper) -> str:
    return {
        MISSING: pgettext("paper", "Not there yet"),
        EXPIRED: _("No longer valid"),
        DocumentState.WAITING: pgettext("paper", "Being checked"),
        DocumentState.APPROVED: pgettext("paper", "Checked"),
        DocumentState.RETURNED: _("To be done again"),
    }[paper.state]


def why_returned(paper: Paper) -> str:
    """What came back and why, and what to do better: words.md 16."""
    assert paper.document is not None and paper.document.reason is not None
    reason = paper.document.reason
    words = {"paper": paper.kind.name, "reason": reason.text, "advice": reason.advice}
    return _("%(paper)s has to be done again: %(reason)s. %(advice)s") % words


def _asks(absent: list[Paper]) -> own_page.Todo | None:
    """What is still to be sent, by name, and the button for the first."""
    if not absent:
        return None
    first = absent[0]
    names = ", ".join(paper.kind.name for paper in absent)
    return own_page.Todo(
        headline="",
        what="",
        text=_("Still to be sent by you: %(papers)s.") % {"papers": names},
        url=reverse("candidates:paper", args=[first.kind.slug]),
        action=_("Send %(paper)s") % {"paper": first.kind.in_a_sentence},
    )


def _todo(journey: Journey, paper: Paper) -> own_page.Todo:
    name = {"name": journey.candidate.call_name, "paper": paper.kind.in_a_sentence}
    return own_page.Todo(
        headline=_("%(name)s, %(paper)s has to be done again") % name,
        what=_("sending %(paper)s again") % name,
        text=why_returned(paper),
        url=reverse("candidates:paper", args=[paper.kind.slug]),
        action=_("Take the photo again"),
        afterwards=_after_a_paper(),
        tag=state_words(paper),
        short=_reason(paper),
    )


def _after_a_paper() -> str:
    words = ngettext(
        "After that it is Disnaker's turn, usually %(n)d working day.",
        "After that it is Disnaker's turn, usually %(n)d working days.",
        promises.CHECKED_WITHIN,
    )
    return words % {"n": promises.CHECKED_WITHIN}


def _reason(paper: Paper) -> str:
    """For the card, where the tag says already that it has to be done again."""
    assert paper.document is not None and paper.document.reason is not None
    reason = paper.document.reason
    return f"{paper.kind.name}: {reason.text}. {reason.advice}".strip()

"""The sentences a candidate reads, by stage. Officers' lists use the neutral names of `enums.Stage` instead."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.enums import CloseReason, Stage
from candidates.models import Journey

HEADLINES = {
    Stage.REGISTERED: gettext_lazy("%(name)s, now it is Disnaker's turn"),
    Stage.VERIFIED: gettext_lazy("%(name)s, your data have been checked"),
    Stage.RESERVE: gettext_lazy("%(name)s, you are on the reserve list"),
    Stage.SELECTED: gettext_lazy("Congratulations %(name)s, you have been selected"),
    Stage.TRAINING: gettext_lazy("%(name)s, the training is under way"),
    Stage.QUALIFIED: gettext_lazy("Congratulations %(name)s, all proofs are complete"),
    Stage.OFFERED: gettext_lazy("Congratulations %(name)s, a company in Japan accepted you"),
    Stage.CONTRACT: gettext_lazy("%(name)s, the contract is signed"),
    Stage.COE: gettext_lazy("%(name)s, the COE has been issued"),
    Stage.VISA: gettext_lazy("%(name)s, the visa has been issued"),
    Stage.DEPARTED: gettext_lazy("%(name)s, you have departed for Japan"),
    Stage.ARRIVED: gettext_lazy("%(name)s, you have arrived in Japan"),
    Stage.RETURNED: gettext_lazy("%(name)s, welcome back to Indonesia"),
}

# Whose turn it is, and what for. Upper apps may know better: `own_page.register_turn`.
TURNS = {
    Stage.REGISTERED: ("Disnaker", gettext_lazy("checking your data")),
    Stage.VERIFIED: ("Disnaker", gettext_lazy("deciding on the selection")),
    Stage.RESERVE: ("Disnaker", gettext_lazy("calling you when a place becomes free")),
    Stage.SELECTED: ("LPK KJS", gettext_lazy("giving you a place in a class")),
    Stage.TRAINING: (gettext_lazy("you"), gettext_lazy("learning and passing the tests")),
    Stage.QUALIFIED: ("LPK KJS", gettext_lazy("looking for a company in Japan")),
    Stage.OFFERED: (gettext_lazy("the company in Japan"), gettext_lazy("sending the contract")),
    Stage.CONTRACT: (gettext_lazy("the immigration office of Japan"), gettext_lazy("issuing the COE")),
    Stage.COE: (gettext_lazy("you and LPK KJS"), gettext_lazy("applying for the visa")),
    Stage.VISA: ("LPK KJS", gettext_lazy("booking the flight")),
    Stage.DEPARTED: (gettext_lazy("you"), gettext_lazy("telling us that you have arrived")),
}


def headline(journey: Journey) -> str:
    """The situation in one sentence, by name."""
    name = journey.candidate.call_name
    if journey.stage == Stage.CLOSED:
        if journey.closed_reason == CloseReason.NOT_CHOSEN:
            return _("%(name)s, this time you were not chosen") % {"name": name}
        if journey.closed_reason == CloseReason.WITHDREW:
            return _("%(name)s, this registration was withdrawn") % {"name": name}
        return _("%(name)s, this registration is closed") % {"name": name}
    return HEADLINES[Stage(journey.stage)] % {"name": name}


def closed_words(journey: Journey) -> str:
    """Why it ended, as a person can read it alone at home. What hurts is told face to face."""
    return {
        CloseReason.NOT_CHOSEN: _("Not chosen this time"),
        CloseReason.WITHDREW: _("Withdrew"),
        CloseReason.DISMISSED: _("Training stopped"),
    }.get(CloseReason(journey.closed_reason), _("It cannot go on for now; we explain it in person"))


@dataclass(frozen=True)
class LineRow:
    """One of the seven rows: the milestones inside it, and how it reads before and after the last of them."""

    stages: tuple[Stage, ...]
    last: Stage
    title: Callable[[Journey], str]
    title_done: Callable[[Journey], str]
    note: Callable[[Journey], str] = lambda journey: ""

    def done(self, journey: Journey) -> bool:
        """The last milestone stands; or the person flew, so that nothing before it is open any more."""
        return journey.reached_on(self.last) is not None or journey.departed_on is not None


def _papers_note(journey: Journey) -> str:
    """Inside one row: how far the papers have come."""
    reached = [
        (Stage.OFFERED, _("accepted by a company")),
        (Stage.CONTRACT, _("contract signed")),
        (Stage.COE, _("COE issued")),
    ]
    return " · ".join(f"{words} {date_format(day)}" for stage, words in reached if (day := journey.reached_on(stage)))


def _flight_done(journey: Journey) -> str:
    if journey.returned_on:
        return _("Back in Indonesia")
    return _("Arrived and reported") if journey.arrived_on else _("Departed for Japan")


LINE = [
    LineRow(
        (Stage.REGISTERED,),
        Stage.REGISTERED,
        lambda journey: _("Registration received"),
        lambda journey: _("Registration received"),
    ),
    LineRow(
        (Stage.VERIFIED,),
        Stage.VERIFIED,
        lambda journey: _("Data and papers are checked"),
        lambda journey: _("Data and papers have been checked"),
    ),
    LineRow(
        (Stage.RESERVE, Stage.SELECTED),
        Stage.SELECTED,
        lambda journey: _("Selection"),
        lambda journey: _("Selected by Disnaker"),
    ),
    LineRow(
        (Stage.TRAINING,),
        Stage.TRAINING,
        lambda journey: _("Training in the dormitory"),
        lambda journey: _("Training in the dormitory has begun"),
    ),
    LineRow(
        (Stage.QUALIFIED,),
        Stage.QUALIFIED,
        lambda journey: _("Pass Japanese and the test for %(sector)s") % {"sector": journey.sector.name.lower()},
        lambda journey: _("Passed Japanese and the test for %(sector)s") % {"sector": journey.sector.name.lower()},
    ),
    LineRow(
        (Stage.OFFERED, Stage.CONTRACT, Stage.COE, Stage.VISA),
        Stage.VISA,
        lambda journey: _("Accepted by a company, contract, COE, visa"),
        lambda journey: _("Accepted by a company, contract, COE and visa"),
        _papers_note,
    ),
    LineRow(
        (Stage.DEPARTED, Stage.ARRIVED, Stage.RETURNED),
        Stage.DEPARTED,
        lambda journey: _("Departure"),
        _flight_done,
    ),
]

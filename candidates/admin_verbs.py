"""The buttons on a journey's page at the desk. Upper apps register theirs from their `admin.py`.

    register(JourneyVerb(slug="place", label=_("Place into a class"), stages={Stage.SELECTED},
                         permission="training.place_trainee", perform=place, reaches=Stage.TRAINING, undo=leave,
                         form_class=PlaceForm))

A verb whose app has a page of its own for it gives `page` instead.
`perform` and `undo` are called with keywords: journey, by, on, expected and (perform) data, the form's answers.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import journey as journeys
from candidates import selecting
from candidates.enums import MILESTONES, CloseReason, Deed, Stage
from candidates.models import ClosingReason, Journey, JourneyEvent
from core.refusal import Gap, Refused, SomebodyWasFirst
from core.widgets import DayMonthYearField

if TYPE_CHECKING:
    from accounts.models import User


# Each has its own door, which does more than close.
NOT_BY_HAND = {CloseReason.NOT_CHOSEN, CloseReason.TWICE}


@dataclass(frozen=True)
class JourneyVerb:
    """One deed. `reaches` is the stage that its event in the ledger carries, so that Undo finds the way back."""

    slug: str
    label: object
    stages: Collection[str]  # empty: a panel offers it, and the verb itself says when not
    permission: str
    perform: Callable[..., object] | None
    undo: Callable[..., object] | None = None
    form_class: type[forms.Form] | None = None
    reaches: str = ""
    kind: str = ""  # "primary" | "danger"
    confirm: object = ""  # a sentence on the page before it, for what is hard to take back
    page: Callable[[Journey], str] | None = None  # the address of a page of the upper app, instead of `perform`
    deed: str = ""  # of the row in the ledger, when it is no milestone
    gaps: Callable[[Journey], list[Gap]] | None = None  # why not, at a stage that it is for
    initial: Callable[[Journey], dict[str, Any]] | None = None  # what its form shows at first
    done: object = ""  # what is said afterwards, with %(name)s; empty: where the person stands now

    def is_for(self, journey: Journey) -> bool:
        return journey.stage in self.stages and not (self.gaps and self.gaps(journey))

    def form(self, journey: Journey, data: Any = None) -> forms.Form | None:
        if self.form_class is None:
            return None
        return self.form_class(data, initial=self.initial(journey) if self.initial else None)


IN_SIGHT = ("primary", "", "danger")
_verbs: dict[str, JourneyVerb] = {}


def register(verb: JourneyVerb) -> JourneyVerb:
    if _verbs.setdefault(verb.slug, verb) is not verb:
        raise ValueError(f"Two verbs are called {verb.slug!r}.")
    return verb


def find(slug: str) -> JourneyVerb | None:
    return _verbs.get(slug)


def offered(journey: Journey, user: "User") -> list[JourneyVerb]:
    """The deeds that fit this stage and that this person may do: the usual one first, what ends things last."""
    found = [verb for verb in _verbs.values() if user.has_perm(verb.permission) and verb.is_for(journey)]
    return sorted(found, key=lambda verb: IN_SIGHT.index(verb.kind))


def refuse_elsewhere(verb: JourneyVerb, journey: Journey, expected: str) -> None:
    """A button left open in a tab, or an address typed: not at a stage that the verb is not for."""
    if not verb.stages or verb.is_for(journey):
        return
    if expected in verb.stages and expected != journey.stage:
        raise SomebodyWasFirst(journeys.who_was_first(journey))
    if journey.stage in verb.stages and verb.gaps:
        raise Refused(verb.gaps(journey))
    if verb.reaches in MILESTONES and (gaps := journeys.missing_for(journey, verb.reaches)):
        raise Refused(gaps)  # they say more than the stage
    words = _("Not possible at the stage “%(stage)s”.")
    raise Refused(Gap("not_at_this_stage", words % {"stage": journey.get_stage_display()}))


def verb_to_undo(event: JourneyEvent | None, user: "User") -> JourneyVerb | None:
    """The deed that the last row of the ledger records, when this person may take it back."""
    if event is None:
        return None
    for verb in _verbs.values():
        if verb.undo and _records(verb, event) and user.has_perm(verb.permission):
            return verb
    return None


def _records(verb: JourneyVerb, event: JourneyEvent) -> bool:
    if verb.deed and verb.deed == event.deed:
        return True
    return verb.reaches == event.stage and event.deed in {Deed.REACHED, Deed.CLOSED}


def take_back_last(journey: Journey, event_key: str, *, by: "User") -> None:
    """Take back the deed with that key, if it is still the last one and this person may. Raises `Refused`."""
    event = journey.events.first()
    verb = verb_to_undo(event, by)
    if verb is None or verb.undo is None or event is None or str(event.pk) != event_key:
        raise Refused(Gap("newer", _("This can no longer be taken back, something newer is on record.")))
    verb.undo(journey=journey, by=by, on=None, expected=journey.stage)


def reason_field(kind: str) -> forms.ModelChoiceField:
    """One of the reasons of that kind, which the candidate reads."""
    return forms.ModelChoiceField(
        ClosingReason.objects.filter(kind=kind, is_active=True),
        label=_("Reason"),
        to_field_name="text",
        empty_label=_("Choose…"),
        help_text=_("The candidate reads this. The list is edited under Closing reasons."),
    )


class DeclineForm(forms.Form):
    reason = reason_field(CloseReason.NOT_CHOSEN)


class ReserveForm(forms.Form):
    reason = reason_field(Stage.RESERVE)


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose…")), *(choice for choice in CloseReason.choices if choice[0] not in NOT_BY_HAND)],
        error_messages={"required": _("Choose one.")},
        help_text=_("Shown on the record only; lists say “closed”."),
    )
    detail = forms.ModelChoiceField(
        ClosingReason.objects.filter(is_active=True).exclude(kind__in=[CloseReason.NOT_CHOSEN, Stage.RESERVE]),
        label=_("More exactly"),
        required=False,
        empty_label=_("Choose…"),
        help_text=_("It also says when the person may register again."),
    )
    on = DayMonthYearField(
        label=_("Left on"),
        required=False,
        help_text=_("The last day; empty: today. Seat, bed and figures follow it."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False, help_text=_("For colleagues."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        detail = data.get("detail")
        if detail and detail.kind != data.get("reason"):
            self.add_error("detail", _("This belongs to another reason."))
        return data


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Why it goes on after all; kept in the ledger.")
    )


def _taking_back(stage: str) -> Callable[..., object]:
    def undo(*, journey: Journey, by: "User", on: Any, expected: str) -> object:
        return selecting.take_back(journey, stage, by=by, on=on, expected=expected)

    return undo


def _close(*, journey: Journey, by: "User", on: Any, expected: str, data: dict[str, Any]) -> object:
    detail: ClosingReason | None = data.get("detail")
    note = " · ".join(part for part in (detail.text if detail else "", data["note"]) if part)[:200]
    again_when = detail.again_when if detail else None
    on = data.get("on") or on
    return journeys.close(journey, data["reason"], by=by, on=on, expected=expected, note=note, again_when=again_when)


def _reopen(*, journey: Journey, by: "User", on: Any, expected: str, data: dict[str, Any]) -> object:
    return journeys.reopen(journey, by=by, on=on, reason=data["reason"])


def _decline(*, journey: Journey, by: "User", on: Any, expected: str, data: dict[str, Any]) -> object:
    reason: ClosingReason = data["reason"]
    return selecting.decline(journey, by=by, on=on, expected=expected, reason=reason.text, again_when=reason.again_when)


def _reserve(*, journey: Journey, by: "User", on: Any, expected: str, data: dict[str, Any]) -> object:
    return selecting.reserve(journey, by=by, on=on, expected=expected, note=data["reason"].text)


def _plain(deed: Callable[..., Journey]) -> Callable[..., object]:
    def perform(*, journey: Journey, by: "User", on: Any, expected: str, data: dict[str, Any]) -> object:
        return deed(journey, by=by, on=on, expected=expected)

    return perform


OPEN = [stage for stage in Stage if stage not in {Stage.CLOSED, Stage.RETURNED}]
CLOSING = _(
    "This ends the way of this person in the programme. Their place in the class and at the company becomes free. "
    "It can be reopened, with a reason."
)

register(
    JourneyVerb(
        slug="verify",
        label=_("Data are right"),
        stages=[Stage.REGISTERED],
        permission="candidates.verify_journey",
        perform=_plain(selecting.verify),
        undo=_taking_back(Stage.VERIFIED),
        reaches=Stage.VERIFIED,
        kind="primary",
    )
)
register(
    JourneyVerb(
        slug="select",
        label=_("Selected"),
        stages=[Stage.VERIFIED, Stage.RESERVE],
        permission="candidates.select_journey",
        perform=_plain(selecting.select),
        undo=_taking_back(Stage.SELECTED),
        reaches=Stage.SELECTED,
        kind="primary",
    )
)
register(
    JourneyVerb(
        slug="reserve",
        label=_("Reserve list"),
        stages=[Stage.VERIFIED],
        permission="candidates.select_journey",
        perform=_reserve,
        form_class=ReserveForm,
        undo=_taking_back(Stage.RESERVE),
        reaches=Stage.RESERVE,
    )
)
register(
    JourneyVerb(
        slug="decline",
        label=_("Not chosen"),
        stages=[Stage.VERIFIED, Stage.RESERVE],
        permission="candidates.select_journey",
        perform=_decline,
        form_class=DeclineForm,
        kind="danger",
        confirm=CLOSING,
    )
)
register(
    JourneyVerb(
        slug="close",
        label=_("Close the journey"),
        stages=OPEN,
        permission="candidates.close_journey",
        perform=_close,
        undo=_taking_back(Stage.CLOSED),
        reaches=Stage.CLOSED,
        form_class=CloseForm,
        initial=lambda journey: {"on": timezone.localdate()},
        kind="danger",
        confirm=CLOSING,
    )
)
register(
    JourneyVerb(
        slug="reopen",
        label=_("Reopen"),
        stages=[Stage.CLOSED],
        permission="candidates.close_journey",
        perform=_reopen,
        form_class=ReopenForm,
    )
)
register(
    JourneyVerb(
        slug="receipt",
        label=_("Receipt again (PDF)"),
        stages=list(Stage),
        permission="candidates.register_walk_in",
        perform=None,
        page=lambda journey: reverse("admin:candidates_receipt_again", args=[journey.pk]),
    )
)
register(
    JourneyVerb(
        slug="new-code",
        label=_("New access code"),
        stages=list(Stage),
        permission="candidates.register_walk_in",
        perform=None,
        page=lambda journey: reverse("admin:candidates_new_code", args=[journey.pk]),
    )
)

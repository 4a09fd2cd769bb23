"""Another sector or scheme than what was registered: the form and its button on the journey's page."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates import changing_wish
from candidates.admin_verbs import JourneyVerb, register
from candidates.changing_wish import Wish
from candidates.enums import Deed, Stage
from candidates.models import Journey
from candidates.offer import offered
from candidates.registration_forms import ONE_OF_THESE, check_order_of_wishes
from candidates.validators import check_plain

if TYPE_CHECKING:
    from accounts.models import User


class WishForm(forms.Form):
    """What stands now is offered too, also when it is not offered to new people any more."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    sector = forms.ChoiceField(label=_("Sector"), help_text=_("Decides which proofs are needed."))
    wish_2 = forms.ChoiceField(label=_("Second wish"), required=False, error_messages=ONE_OF_THESE)
    wish_3 = forms.ChoiceField(label=_("Third wish"), required=False, error_messages=ONE_OF_THESE)
    scheme = forms.ChoiceField(label=_("Scheme"))
    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("For colleagues; kept in the ledger.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer = offered()
        now = self.initial.get("names", {})
        sectors = list({**now.get("sectors", {}), **offer.sectors}.items())
        self.fields["sector"].choices = sectors  # type: ignore[attr-defined]
        for name in ("wish_2", "wish_3"):
            self.fields[name].choices = [("", _("No further wish")), *sectors]  # type: ignore[attr-defined]
        self.fields["scheme"].choices = list(offer.schemes.items())  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        return check_plain(self.cleaned_data["reason"]).strip()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        check_order_of_wishes(self, data)
        return data


def as_it_stands(journey: Journey) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    wish = Wish.of(journey)
    others = [slug for slug in wish.wishes if slug != wish.sector]
    names = {journey.sector_id: str(journey.sector)}
    names |= {each.sector_id: str(each.sector) for each in journey.wishes.select_related("sector")}
    return {
        "seen": wish.code(),
        "sector": wish.sector,
        "wish_2": others[0] if others else "",
        "wish_3": others[1] if len(others) > 1 else "",
        "scheme": wish.scheme,
        "names": {"sectors": names},
    }


def _change(*, journey: Journey, by: "User", on: date | None, expected: str, data: dict[str, Any]) -> object:
    wishes = (data["sector"], *(data[name] for name in ("wish_2", "wish_3") if data[name]))
    wish = Wish(data["scheme"], data["sector"], wishes)
    return changing_wish.change(journey, wish, by=by, on=on, seen=data["seen"] or None, reason=data["reason"])


register(
    JourneyVerb(
        slug="change-wish",
        label=_("Change sector or scheme"),
        stages=list(Stage),
        permission="candidates.verify_journey",
        perform=_change,
        undo=changing_wish.take_back,
        form_class=WishForm,
        deed=Deed.CHANGED,
        gaps=changing_wish.gaps,
        initial=as_it_stands,
        done=_("%(name)s: sector, wishes and scheme are written down."),
    )
)

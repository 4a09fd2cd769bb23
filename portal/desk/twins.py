"""The queue of records that may be one person: side by side, with what differs marked."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates import likeness
from candidates.likeness import Sign
from candidates.models import AccessLog, Candidate, Resemblance
from core.widgets import ChoiceCards
from portal.desk.queue import Deed, Queue, Shown

if TYPE_CHECKING:
    from accounts.models import User


class TwoPeopleForm(forms.Form):
    word = forms.CharField(
        label=gettext_lazy("How do you know?"),
        help_text=gettext_lazy("For example: “Twin sister, saw both KTP”. Kept with your name."),
        max_length=200,
    )


class OnePersonForm(forms.Form):
    stays = forms.ChoiceField(
        label=gettext_lazy("Which registration goes on?"),
        help_text=gettext_lazy("The other one is closed, with a note. Afterwards correct the record by the KTP."),
        choices=[("one", gettext_lazy("Older record")), ("other", gettext_lazy("Newer record"))],
        widget=ChoiceCards,
    )
    word = forms.CharField(
        label=gettext_lazy("How do you know?"),
        help_text=gettext_lazy("For example: “Came to the counter, KTP seen”. Kept with your name."),
        max_length=200,
    )


def everything(user: "User") -> QuerySet[Resemblance]:
    return Resemblance.objects.visible_to(user)


def waiting(user: "User", on: date) -> QuerySet[Resemblance]:
    return everything(user).undecided()


def show(pair: Resemblance) -> Shown:
    reasons = ", ".join(str(Sign(sign).label) for sign in pair.signs)
    return Shown(
        heading=f"{pair.one.name} / {pair.other.name}",
        facts=[(_("What is alike"), reasons)],
        url=reverse("admin:candidates_candidate_change", args=[pair.one_id]),
        below=mark_safe(render_to_string("admin/desk/twins.html", {"rows": side_by_side(pair), "pair": pair})),
    )


def side_by_side(pair: Resemblance) -> list[tuple[object, object, object, bool]]:
    """Label, both values, and whether they differ."""
    pairs = zip(_lines(pair.one), _lines(pair.other), strict=True)
    return [(label, left, right, left != right) for (label, left), (_label, right) in pairs]


def _lines(person: Candidate) -> list[tuple[object, object]]:
    journeys = person.journeys.select_related("sector").order_by("-registered_on", "-pk")
    said = [f"{j.registration_no}, {j.sector}, {j.get_stage_display()}" for j in journeys]
    return [
        (_("Full name"), person.name),
        (_("NIK"), person.nik),
        (_("Birth date"), date_format(person.birth_date)),
        (_("Sex"), person.get_sex_display()),
        (_("Phone"), person.phone_local),
        (_("Address"), str(person.kelurahan or person.address_outside)),
        (_("Journeys"), "; ".join(said) or "–"),
    ]


def look(pair: Resemblance, user: "User") -> None:
    """Both records are shown whole, to be compared with the papers: both people read who saw them."""
    people = (pair.one_id, pair.other_id)
    AccessLog.objects.bulk_create(AccessLog(candidate_id=key, by=user, what="record") for key in people)


def two_people(item: Resemblance, *, by: "User", expected: str, data: dict[str, Any]) -> object:
    return likeness.two_people(item, word=data["word"], by=by)


def one_person(item: Resemblance, *, by: "User", expected: str, data: dict[str, Any]) -> object:
    return likeness.one_person(item, stays=data["stays"], word=data["word"], by=by)


def deeds(pair: Resemblance, user: "User") -> list[Deed]:
    two = Deed("two", _("Two different people"), two_people, form=lambda: TwoPeopleForm)
    if not user.has_perm("candidates.close_journey"):
        return [two]
    one = Deed("one", _("One person, registered twice"), one_person, kind="danger", form=lambda: OnePersonForm)
    return [two, one]


TWINS = Queue(
    slug="serupa",
    title=gettext_lazy("Perhaps the same person"),
    verb=gettext_lazy("Compare"),
    key="",
    permission="candidates.compare_people",
    everything=everything,
    waiting=waiting,
    since="found_at",
    show=show,
    deeds=deeds,
    name=lambda pair: f"{pair.one.name} / {pair.other.name}",
    looked=look,
    related=("one__kelurahan", "other__kelurahan"),
)

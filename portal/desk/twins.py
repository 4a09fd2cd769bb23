"""The queue of records that may be one person: side by side, with what differs marked."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates import likeness, side_by_side
from candidates.likeness import Sign
from candidates.models import Resemblance
from portal.desk.queue import Deed, Queue, Shown

if TYPE_CHECKING:
    from accounts.models import User


class TwoPeopleForm(forms.Form):
    word = forms.CharField(
        label=gettext_lazy("How do you know?"),
        help_text=gettext_lazy("For example: “Twin sister, saw both KTP”. Kept with your name."),
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
        below=mark_safe(
            render_to_string(
                "admin/candidates/side_by_side.html",
                {"lines": side_by_side.lines(pair.one, pair.other), "one": pair.one_id, "other": pair.other_id},
            )
        ),
    )


def look(pair: Resemblance, user: "User") -> None:
    """Both records are shown whole, to be compared with the papers: both people read who saw them."""
    side_by_side.looked(pair.one_id, pair.other_id, by=user)


def two_people(item: Resemblance, *, by: "User", expected: str, data: dict[str, Any]) -> object:
    return likeness.two_people(item, word=data["word"], by=by)


def deeds(pair: Resemblance, user: "User") -> list[Deed]:
    two = Deed("two", _("Two different people"), two_people, form=lambda: TwoPeopleForm)
    if not user.has_perm("candidates.close_journey"):
        return [two]
    page = reverse("admin:candidates_merge", args=[pair.one_id, pair.other_id])
    return [two, Deed("one", _("One person, registered twice"), None, page=page)]


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

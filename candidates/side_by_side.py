"""Two records line by line, as the officer compares them with the papers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates.merge_plan import CHOICES
from candidates.models import AccessLog, Candidate

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Line:
    """`choice` is the name under which one of two values is chosen; empty for what both records keep."""

    label: str
    one: str
    other: str
    choice: str = ""

    @property
    def differs(self) -> bool:
        return self.one != self.other

    @property
    def is_number(self) -> bool:
        """One that is compared digit by digit, and so stays on one line."""
        return self.choice in {"nik", "phone"}


def looked(one: int, other: int, *, by: "User") -> None:
    """Both records are shown whole, to be compared with the papers: both people read who saw them."""
    AccessLog.objects.bulk_create(AccessLog(candidate_id=pk, by=by, what="record") for pk in (one, other))


def lines(one: Candidate, other: Candidate) -> list[Line]:
    return [
        Line(label, left, right, choice)
        for (label, choice, left), (_label, _choice, right) in zip(_of(one), _of(other), strict=True)
    ]


def choices(one: Candidate, other: Candidate) -> list[Line]:
    """What somebody has to choose: the login only where both have one."""
    found = [line for line in lines(one, other) if line.differs and line.choice in CHOICES]
    return [line for line in found if line.choice != "login" or (one.user_id and other.user_id)]


def _of(person: Candidate) -> list[tuple[str, str, str]]:
    journeys = person.journeys.select_related("sector").order_by("-registered_on", "-pk")
    said = [f"{each.registration_no}, {each.sector}, {each.get_stage_display()}" for each in journeys]
    papers = [f"{each.kind}: {each.get_state_display()}" for each in person.documents.select_related("kind")]
    return [
        (_("Full name"), "name", person.name),
        (_("NIK"), "nik", person.nik),
        (_("Birth date"), "birth_date", date_format(person.birth_date)),
        (_("Sex"), "sex", str(person.get_sex_display())),
        (_("Phone"), "phone", person.phone_local),
        (_("Address"), "residence", str(person.kelurahan or person.address_outside)),
        (_("Login"), "login", _login(person)),
        (_("Journeys"), "", "; ".join(said) or "–"),
        (_("Papers"), "", "; ".join(papers) or "–"),
    ]


def _login(person: Candidate) -> str:
    user = person.user
    if user is None:
        return "–"
    name = user.number or user.email or user.phone or ""
    return (
        _("%(name)s, last on %(day)s") % {"name": name, "day": date_format(user.last_login)}
        if user.last_login
        else name
    )

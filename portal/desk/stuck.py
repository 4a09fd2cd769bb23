"""What does not move: evenings nobody entered, people nobody has touched, steps past their day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.enums import Stage
from candidates.models import Journey, RegistrationDraft
from candidates.models.journey import SILENT_AFTER
from placements.enums import Owner
from placements.models import Step
from portal.desk.queues import Waiting
from training import placing
from training.class_days import OpenDay, open_days
from training.models import DisciplineWarning, TrainingClass

if TYPE_CHECKING:
    from accounts.models import User

TALK_WITHIN = timedelta(days=7)  # the LPK office talks with whoever reached a limit
LOOK_BACK = 7  # days without an entry that are named; older gaps stand on the class's own page


@dataclass(frozen=True)
class Stuck:
    kind: str  # of the tag
    word: object
    sentence: str
    url: str


def silent(user: "User", on: date) -> QuerySet[Journey]:
    return Journey.objects.visible_to(user).silent(on)


def classless(user: "User", on: date) -> QuerySet[Journey]:
    """In training for longer than the limit of silence without a class: nobody teaches them, nobody closed it."""
    people = placing.without_a_class(Journey.objects.visible_to(user).filter(stage=Stage.TRAINING), on)
    return people.filter(without_class_since__lt=on - timedelta(days=SILENT_AFTER))


def late_steps(user: "User", on: date) -> QuerySet[Step]:
    return Step.objects.visible_to(user).overdue(on)


def questions(user: "User", on: date) -> dict[str, tuple[QuerySet[Any], str]]:
    """What is counted together with the queues."""
    asked: dict[str, tuple[QuerySet[Any], str]] = {}
    if user.has_perm("candidates.view_journey"):
        asked["drafts"] = (RegistrationDraft.objects.left_lying(timezone.now()), "saved_at")
        asked["silent"] = (silent(user, on), "registered_on")
    if user.has_perm("candidates.select_journey"):
        asked["left_over"] = (Journey.objects.visible_to(user).left_over(on), "programme__ends_on")
    if user.has_perm("training.place_trainee"):
        asked["classless"] = (classless(user, on), "without_class_since")
    if user.has_perm("training.view_disciplinewarning"):
        asked["talks"] = (DisciplineWarning.objects.open().filter(opened_on__lte=on - TALK_WITHIN), "opened_on")
    if user.has_perm("placements.view_step"):
        late = late_steps(user, on)
        asked |= {f"late_{owner}": (late.filter(owner=owner), "due_on") for owner in Owner.values}
    return asked


def of(user: "User", on: date, counts: dict[str, Waiting]) -> list[Stuck]:
    people = [*_drafts(counts), *_silent(counts), *_left_over(counts), *_classless(counts), *_talks(counts)]
    return [*_classes(user, on), *people, *_late(counts)]


def _classes(user: "User", on: date) -> list[Stuck]:
    """One row for each class with class days that were not entered, before today."""
    if not user.has_perm("training.view_evening"):
        return []
    classes = list(
        TrainingClass.objects.visible_to(user).filter(starts_on__lt=on, ends_on__gte=on - timedelta(LOOK_BACK))
    )
    days: dict[int, list[OpenDay]] = {}
    if classes:
        for open_day in open_days(classes, on - timedelta(days=LOOK_BACK), on - timedelta(days=1)):
            days.setdefault(open_day.training_class.pk, []).append(open_day)
    return [_class(each) for each in days.values()]


def _class(days: list[OpenDay]) -> Stuck:
    newest = days[0]
    words = {"class": newest.training_class.name, "day": date_format(newest.day, "l j F"), "n": len(days)}
    # Two sentences, not one with a plural: Indonesian has no plural, and these say different things.
    said = _("%(class)s: %(n)s days not entered, the last %(day)s.")
    if len(days) == 1:
        said = _("%(class)s: %(day)s is not entered.")
    return Stuck(
        kind="waiting",
        word=_("Scores"),
        sentence=said % words,
        url=reverse("training:evening", args=[newest.training_class.code, newest.day]),
    )


def _drafts(counts: dict[str, Waiting]) -> list[Stuck]:
    number = counts.get("drafts", Waiting(0, None)).number
    if not number:
        return []
    said = ngettext("%(n)s registration begun and not sent.", "%(n)s registrations begun and not sent.", number)
    return [Stuck("waiting", _("Registration"), said % {"n": number}, reverse("admin:desk_unfinished"))]


def _silent(counts: dict[str, Waiting]) -> list[Stuck]:
    number = counts.get("silent", Waiting(0, None)).number
    if not number:
        return []
    said = ngettext(
        "%(n)s person silent for more than 14 days.", "%(n)s people silent for more than 14 days.", number
    ) % {"n": number}
    return [Stuck("waiting", _("People"), said, reverse("admin:candidates_journey_changelist") + "?silent=yes")]


def _left_over(counts: dict[str, Waiting]) -> list[Stuck]:
    waiting = counts.get("left_over", Waiting(0, None))
    if not waiting.number:
        return []
    said = ngettext(
        "%(n)s registration of a programme that ended on %(day)s: nobody has decided.",
        "%(n)s registrations of programmes that are over, the first since %(day)s: nobody has decided.",
        waiting.number,
    ) % {"n": waiting.number, "day": date_format(waiting.oldest)}
    url = reverse("admin:candidates_journey_changelist") + "?left_over=yes"
    return [Stuck("stopped", _("Selection"), said, url)]


def _classless(counts: dict[str, Waiting]) -> list[Stuck]:
    waiting = counts.get("classless", Waiting(0, None))
    if not waiting.number:
        return []
    said = ngettext(
        "%(n)s trainee sits in no class, since %(day)s.",
        "%(n)s trainees sit in no class, the first since %(day)s.",
        waiting.number,
    ) % {"n": waiting.number, "day": date_format(waiting.oldest)}
    return [Stuck("waiting", _("Class"), said, reverse("admin:desk_queue", args=["tempatkan"]))]


def _talks(counts: dict[str, Waiting]) -> list[Stuck]:
    waiting = counts.get("talks", Waiting(0, None))
    if not waiting.number:
        return []
    said = ngettext(
        "%(n)s trainee reached a limit of the rules of the house, nobody has talked with them since %(day)s.",
        "%(n)s trainees reached a limit of the rules of the house, nobody has talked with them since %(day)s.",
        waiting.number,
    ) % {"n": waiting.number, "day": date_format(waiting.oldest)}
    return [Stuck("waiting", _("Rules of the house"), said, reverse("training:talks"))]


def _late(counts: dict[str, Waiting]) -> list[Stuck]:
    rows = []
    for owner in Owner:
        waiting = counts.get(f"late_{owner}")
        if waiting and waiting.number:
            words = {"n": waiting.number, "owner": owner.label, "day": date_format(waiting.oldest)}
            said = ngettext(
                "%(owner)s: %(n)s step past its day, due %(day)s.",
                "%(owner)s: %(n)s steps past their day, the oldest due %(day)s.",
                waiting.number,
            )
            url = reverse("admin:placements_step_changelist") + f"?due=late&owner__exact={owner.value}"
            rows.append(Stuck("stopped", _("Steps"), said % words, url))
    return rows

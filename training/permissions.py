"""Who may do what in the classroom. Which classes a person sees is `TrainingClass.objects.visible_to`."""

from typing import TYPE_CHECKING

from accounts.roles import Role, has_role

if TYPE_CHECKING:
    from accounts.models import User

LOOK = [
    "training.view_site",
    "training.view_trainingclass",
    "training.view_classtrainer",
    "training.view_enrolment",
    "training.view_criterion",
    "training.view_criterionweight",
    "training.view_holiday",
    "training.view_phonerule",
    "training.view_evening",
    "training.view_scorechange",
    "training.view_attendancechange",
    "training.view_daywaiver",
]
CLASSES = [
    f"training.{deed}_{model}" for model in ("trainingclass", "classtrainer", "site") for deed in ("add", "change")
] + ["training.delete_classtrainer", "training.place_trainee"]
RULES = [
    f"training.{deed}_{model}"
    for model in ("criterion", "criterionweight", "holiday", "phonerule")
    for deed in ("add", "change", "delete")
]

GRANTS = {
    Role.TRAINER: ["training.enter_scores"],
    Role.LPK_OFFICER: [*LOOK, "training.enter_scores", "training.waive_day", "training.place_trainee"],
    Role.DISNAKER_OFFICER: [*LOOK, *CLASSES],
    Role.DISNAKER_ADMIN: [*LOOK, *CLASSES, *RULES],
}


def can_enter_scores(user: "User") -> bool:
    """Trainers in the classes they see, and the LPK office. Asked of the roles: one query less than a permission."""
    return user.is_superuser or has_role(user, Role.TRAINER, Role.LPK_OFFICER)


def can_waive_days(user: "User") -> bool:
    """The LPK office. A trainer enters the day instead."""
    return user.is_superuser or has_role(user, Role.LPK_OFFICER)


def can_see_people(user: "User") -> bool:
    """The LPK office and Disnaker: who works with everybody's record."""
    return user.is_superuser or has_role(user, Role.LPK_OFFICER, Role.DISNAKER_OFFICER, Role.DISNAKER_ADMIN)

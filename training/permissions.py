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
    "training.view_leaverule",
    "training.view_evening",
    "training.view_scorechange",
    "training.view_attendancechange",
    "training.view_daywaiver",
    "training.view_room",
    "training.view_roomstay",
    "training.view_leaverequest",
    "training.view_disciplinekind",
    "training.view_disciplinethreshold",
    "training.view_disciplineevent",
    "training.view_disciplinewarning",
    "training.view_duty",
    "training.view_rollcall",
    "training.view_rollchange",
]
CLASSES = [
    f"training.{deed}_{model}"
    for model in ("trainingclass", "classtrainer", "site", "room")
    for deed in ("add", "change")
] + ["training.delete_classtrainer", "training.place_trainee", "training.assign_bed"]
RULES = [
    f"training.{deed}_{model}"
    for model in (
        "criterion",
        "criterionweight",
        "holiday",
        "phonerule",
        "leaverule",
        "disciplinekind",
        "disciplinethreshold",
        "duty",
    )
    for deed in ("add", "change", "delete")
]

CLASSROOM = ["training.enter_scores", "training.decide_leave", "training.record_discipline"]

GRANTS = {
    Role.TRAINER: CLASSROOM,
    Role.LPK_OFFICER: [
        *LOOK,
        *CLASSROOM,
        "training.waive_day",
        "training.place_trainee",
        "training.assign_bed",
        "training.settle_warning",
    ],
    Role.DISNAKER_OFFICER: [*LOOK, *CLASSES],
    Role.DISNAKER_ADMIN: [*LOOK, *CLASSES, *RULES],
}


def can_enter_scores(user: "User") -> bool:
    """Trainers in the classes they see, and the LPK office. Asked of the roles: one query less than a permission."""
    return user.is_superuser or has_role(user, Role.TRAINER, Role.LPK_OFFICER)


def can_waive_days(user: "User") -> bool:
    """The LPK office. A trainer enters the day instead."""
    return user.is_superuser or has_role(user, Role.LPK_OFFICER)


def can_hand_over(user: "User") -> bool:
    """The trainers of a class, the LPK office and Disnaker."""
    return can_enter_scores(user) or can_see_people(user)


def can_see_people(user: "User") -> bool:
    """The LPK office and Disnaker: who works with everybody's record."""
    return user.is_superuser or has_role(user, Role.LPK_OFFICER, Role.DISNAKER_OFFICER, Role.DISNAKER_ADMIN)


def can_see_dormitory(user: "User") -> bool:
    """Trainers and the offices: who must find a trainee at night."""
    return can_enter_scores(user) or can_see_people(user)

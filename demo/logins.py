"""The people who can log in to the demo. Obviously fictional; they exist only in demo mode."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role

PASSWORD = "serang-jepang-demo"


@dataclass(frozen=True)
class Login:
    email: str
    name: str
    honorific: str
    role: Role
    is_staff: bool
    try_this: object


LOGINS = [
    Login("disnaker@demo.test", "Ratna Contoh", "Bu", Role.DISNAKER_OFFICER, True, _("open the desk")),
    Login("kabid@demo.test", "Hasan Contoh", "Pak", Role.DISNAKER_ADMIN, True, _("look at what each sector requires")),
    Login("lpk@demo.test", "Wulan Contoh", "Bu", Role.LPK_OFFICER, False, _("open the list of people")),
    Login("sensei@demo.test", "Sari Contoh", "Bu", Role.TRAINER, False, _("open the phone list of the week")),
    Login(
        "sejahtera@demo.test",
        "Umar Contoh",
        "Pak",
        Role.WELFARE_OFFICER,
        True,
        _("write down who has arrived in Japan"),
    ),
    Login("kadis@demo.test", "Yusuf Contoh", "Pak", Role.LEADER, False, _("open the people behind the number")),
    Login(
        "rina@demo.test",
        "Rina Contoh",
        "",
        Role.CANDIDATE,
        False,
        _("see which proofs are there, and the phone of the week"),
    ),
]

COLLEAGUES = [
    ("colleague", "petugas2@demo.test", "Bu", "Dewi Contoh", Role.DISNAKER_OFFICER),
    ("second trainer", "sensei2@demo.test", "Pak", "Budi Contoh", Role.TRAINER),
]


def create_logins(on: date | None = None) -> dict[str, User]:
    """Make the seven logins, by role, and two colleagues of theirs; who is there already stays. One hash serves all.

    They are made on the day for which the demo is told, which is how that day is known later (`told_for`).
    """
    hashed = make_password(PASSWORD)
    now = timezone.now()
    today = timezone.localdate(now)
    made = timezone.make_aware(datetime.combine(on, time(12))) if on and on != today else now
    people = {}
    for login in LOGINS:
        user, created = User.objects.get_or_create(
            email=login.email,
            defaults={
                "name": login.name,
                "honorific": login.honorific,
                "is_staff": login.is_staff,
                "password": hashed,
                "date_joined": made,
            },
        )
        if created:
            user.groups.add(Group.objects.get(name=login.role))
        people[login.role.value] = user
    return people | _colleagues()


def _colleagues() -> dict[str, User]:
    """Nobody logs in as these: they have no password."""
    people = {}
    for part, email, honorific, name, role in COLLEAGUES:
        colleague = User.objects.filter(email=email).first()
        if colleague is None:
            colleague = User.objects.create_user(email, honorific=honorific, name=name)
            colleague.groups.add(Group.objects.get(name=role))
        people[part] = colleague
    return people


def told_for() -> date | None:
    """The day for which the demo was told; None before that."""
    made = User.objects.filter(email=LOGINS[0].email).values_list("date_joined", flat=True).first()
    return timezone.localdate(made) if made else None

"""Who this is and what they may do, in as few queries as that takes."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.http import HttpRequest

from accounts.models import User
from accounts.roles import remember_roles
from core.prepared import AskedOften, Prepared, columns

# Written out because every request of somebody who is logged in begins with it, and every login: put together anew
# each time, the question takes longer than its answer.
WHO = f"""
SELECT {columns(User, "person")},
    ARRAY(
        SELECT auth_group.name FROM auth_group JOIN accounts_user_groups ON auth_group.id = group_id
        WHERE user_id = person.id
    ) AS role_names,
    EXISTS (SELECT 1 FROM mfa_authenticator WHERE user_id = person.id AND type = %(totp)s) AS has_two_steps
FROM accounts_user AS person WHERE person.
"""
BY = {
    field: Prepared(f"{WHO.rstrip()}{field} = %(value)s", {"totp": "varchar", "value": kind})
    for field, kind in (("id", "bigint"), ("email", "varchar"))
}


def who(field: str, value: Any) -> User | None:
    """The person with this `id` or `email`, with roles and second step known."""
    values = {"totp": Authenticator.Type.TOTP.value, "value": value}
    user = next(iter(BY[field].instances(User, values, also=("role_names", "has_two_steps"))), None)
    if user is not None:
        remember_roles(user, user.role_names)
    return user


GRANTED = AskedOften(
    lambda user: (
        Permission.objects.filter(group__user=user).values_list("content_type__app_label", "codename").order_by()
    ),
    user=int,
)
FAMILY = 3  # people of one phone whose passwords are compared; in a bigger family the number says who it is


class RolesBackend(AuthenticationBackend):
    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        if number := credentials.get("number"):
            adapter: Any = get_adapter()
            return self._check_password(adapter.get_user_by_number(number), credentials["password"])
        return super()._authenticate(request, **credentials)

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        """One question; allauth also asks its own table of addresses, which we do not fill."""
        return self._check_password(who("email", email.lower()), password)

    def _authenticate_by_phone(self, phone: str, password: str) -> User | None:
        """A family may share one phone: the password says whose account is meant.

        Always the same number of comparisons, so that the time does not tell how many accounts a phone has. Two
        people with the same password on the same phone come in with their registration numbers.
        """
        adapter: Any = get_adapter()
        people = adapter.people_behind(phone)
        family = people if len(people) <= FAMILY else []
        right = [person for person in family if person.check_password(password)]
        for _nobody in range(FAMILY - len(family)):
            self._mitigate_timing_attack(password)
        self._did_check_password = True
        return right[0] if len(right) == 1 else None

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, with roles and second step known: one query a request."""
        user = who("id", user_id)
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """What the person's roles may do, read once a request."""
        if user_obj.is_superuser or not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return super().get_group_permissions(user_obj, obj)
        if not hasattr(user_obj, "_granted"):
            user_obj._granted = {f"{app}.{name}" for app, name in GRANTED.rows(user=user_obj.pk)}
        return user_obj._granted

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Always empty: what people may do comes from their roles alone, and saves a query so."""
        return set()

"""Who this is and what they may do, in as few queries as that takes."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator

from accounts.models import User
from accounts.roles import remember_roles

# Written out because every request of somebody who is logged in begins with it: put together anew each time, the
# question takes longer than its answer.
WHO = """
SELECT person.*,
    ARRAY(
        SELECT auth_group.name FROM auth_group JOIN accounts_user_groups ON auth_group.id = group_id
        WHERE user_id = person.id
    ) AS role_names,
    EXISTS (SELECT 1 FROM mfa_authenticator WHERE user_id = person.id AND type = %s) AS has_two_steps
FROM accounts_user AS person WHERE person.id = %s
"""


class RolesBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, with roles and second step known: one query a request."""
        user = next(iter(User.objects.raw(WHO, [Authenticator.Type.TOTP, user_id])), None)
        if user is None or not self.user_can_authenticate(user):
            return None
        remember_roles(user, user.role_names)
        return user

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Always empty: what people may do comes from their roles alone, and saves a query so."""
        return set()

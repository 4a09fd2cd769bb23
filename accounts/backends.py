"""Who this is and what they may do, in as few queries as that takes."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from accounts.models import User
from accounts.roles import remember_roles


class RolesBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, with roles and second step known: one query a request."""
        user = (
            User.objects.annotate(
                role_names=ArraySubquery(Group.objects.filter(user=OuterRef("pk")).values("name")),
                has_two_steps=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)),
            )
            .filter(pk=user_id)
            .first()
        )
        if user is None or not self.user_can_authenticate(user):
            return None
        remember_roles(user, user.role_names)
        return user

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Always empty: what people may do comes from their roles alone, and saves a query so."""
        return set()

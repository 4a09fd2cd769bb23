"""People who can log in. Their roles are groups; see `accounts/roles.py`."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import history


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None = None, password: str | None = None, **extra: Any) -> "User":
        """A person who can log in, by e-mail or phone (E.164). Without a password: by code only."""
        user = self.model(email=email.lower() if email else None, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


# Of a password nothing is kept, and a login is no change.
@history.kept("UserHistory", leave_out=["password", "last_login", "date_joined"])
class User(AbstractBaseUser, PermissionsMixin):
    name = models.CharField(_("name"), max_length=150, help_text=_("As colleagues address them, for example “Ratna”."))
    honorific = models.CharField(
        _("form of address"), max_length=10, blank=True, help_text=_("For example “Bu” or “Pak”.")
    )
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    phone = models.CharField(
        _("phone"), max_length=16, unique=True, null=True, blank=True, help_text=_("Example: 0812-3456-7890.")
    )
    # A phone is shared in families, so a candidate's account has none of its own: the number says who it is.
    number = models.CharField(
        _("registration number"),
        max_length=20,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text=_("Of a candidate who chose a password on their own page."),
    )
    is_staff = models.BooleanField(_("may open the desk"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("created"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=False)
                | models.Q(phone__isnull=False)
                | models.Q(number__isnull=False),
                name="user_has_email_phone_or_number",
                violation_error_message=_("Give an e-mail address or a phone number, so that this person can log in."),
            ),
            # Login looks for small letters and E.164: any other spelling would lock its owner out.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_in_small_letters",
                violation_error_message=_("Write the e-mail address in small letters."),
            ),
            models.CheckConstraint(
                condition=models.Q(phone__regex=r"^\+[1-9][0-9]{7,14}$"),
                name="user_phone_with_country_code",
                violation_error_message=_("Write the phone number with its country code, for example +6281234567890."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.honorific} {self.name}".strip()

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


@history.kept_links("RoleHistory")
class HasRole(User.groups.through):  # type: ignore[name-defined,misc]
    """That somebody has a role. Who gave it and who took it away is kept."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("role")
        verbose_name_plural = _("roles")

"""How people log in: by e-mail or phone, with a password or with a code in a message.

allauth does the flows. This adapter tells it where our people and their
addresses are, and hands every message to the outbox.
"""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as allauth_context
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.two_steps import has_two_steps
from candidates import status_door
from core.phones import PhoneError, parse_mobile
from notifications.queueing import queue_message

NOT_KNOWN = _("This e-mail or number and this password do not belong together. Check both, or log in with a code.")


class LoginAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": NOT_KNOWN,
        "phone_password_mismatch": NOT_KNOWN,
        "username_password_mismatch": NOT_KNOWN,
        "incorrect_code": _("This code is not right. Check the numbers, or ask for a new code."),
        "incorrect_password": _("This password is not right. Try again."),
        "enter_current_password": _("This is not your present password. Try again."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Candidates register at /daftar/; staff accounts are made by an administrator."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Whoever logs in leaves the door by which somebody came in with a code before: phones are shared."""
        status_door.close(request.session)
        super().login(request, user)

    def clean_phone(self, phone: str) -> str:
        try:
            return parse_mobile(phone)
        except PhoneError:
            return phone

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, True) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone = phone
        user.save(update_fields=["phone"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Every phone on an account was given to an officer or used in a registration: nothing to mark."""

    def get_user_by_phone(self, phone: str) -> User | None:
        """Only people whose account is open: a closed one answers like one that never was."""
        return User.objects.filter(phone=self.clean_phone(phone), is_active=True).first()

    def reauthenticate(self, user: User, password: str) -> bool:
        """allauth asks its own table of addresses, which we do not fill."""
        address = {"email": user.email} if user.email else {"phone": user.phone}
        found = self.authenticate(allauth_context.request, password=password, **address)
        return found is not None and found.pk == user.pk

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed attempts are counted for each address; allauth counts all phones as one."""
        return next((credentials[name] for name in ("email", "phone", "username") if name in credentials), "")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of somebody who logged in just now, nor of one who sets up a first second step."""
        request = allauth_context.request
        if not request.user.is_authenticated:
            return True
        proofs = get_authentication_records(request, request.user)
        if proofs and time.time() - proofs[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return app != "allauth.mfa" or has_two_steps(request.user)

    def generate_phone_verification_code(self, *, user: User, phone: str) -> str:
        return self.generate_login_code()

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        queue_login_code(user=user, address=phone, code=code)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """The login code is the only mail of allauth's that the portal sends."""
        if template_prefix != "account/email/login_code":
            raise LookupError(f"No message of ours says what {template_prefix} says.")
        queue_login_code(user=User.objects.get(email=email), address=email, code=context["code"])


def queue_login_code(*, user: User, address: str, code: str) -> None:
    queue_message(
        template="login_code",
        person_key=f"user:{user.pk}",
        name=str(user),
        address=address,
        context={"code": code, "minutes": app_settings.LOGIN_BY_CODE_TIMEOUT // 60},
        due_on=None,
        urgent=True,
    )

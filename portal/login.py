"""How people log in: by e-mail, phone or registration number, with a password or with a code in a message.

allauth does the flows. This adapter tells it where our people and their
addresses are, and hands every message to the outbox.
"""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import Login
from allauth.core import context as allauth_context
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import guessing, idle
from accounts.models import User
from accounts.roles import Role, has_role, is_staff_role
from accounts.two_steps import has_two_steps
from candidates import status_door
from candidates.models import Candidate
from core.phones import PhoneError, parse_mobile
from portal.login_code import queue_login_code

# One sentence for every mistake. Who shares a phone with somebody who chose the same password reads it too.
NOT_KNOWN = _(
    "This e-mail or number and this password do not belong together. Check both. Do several people use this phone? "
    "Then write the registration number instead."
)
# Of these allauth would say that they happened.
SAID_BY_THE_PAGE = {f"account/messages/{name}.txt" for name in ("logged_in", "logged_out", "login_code_sent")}


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
        """Whoever logs in leaves the door by which somebody came in with a code before: phones are shared.

        For the same reason the login of a candidate ends after half an hour without a click.
        """
        status_door.close(request.session)
        super().login(request, user)
        session: Any = request.session
        session.log_in(user)
        if not is_staff_role(user):
            idle.begin(request.session)

    def clean_phone(self, phone: str) -> str:
        try:
            return parse_mobile(phone)
        except PhoneError:
            return phone

    def read_number(self, typed: str) -> str | None:
        """A registration number, however it was typed; None when it is something else."""
        return status_door.read_number(typed) if typed.strip().upper().startswith("SJ") else None

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """Where a code goes: of a candidate always the phone on file, which an officer may have corrected."""
        on_file = Candidate.objects.filter(user=user).values_list("phone", flat=True).first()
        phone = on_file or user.phone
        return (phone, True) if phone else None

    def people_behind(self, phone: str) -> list[User]:
        """Everybody whose open account this phone belongs to: in a family, several."""
        own = User.objects.filter(phone=phone, is_active=True)
        return list(own.union(User.objects.filter(candidate__phone=phone, is_active=True)))

    def get_user_by_number(self, number: str) -> User | None:
        return User.objects.filter(candidate__journeys__registration_no=number, is_active=True).first()

    def get_login_stages(self) -> list[str]:
        """allauth's, without the two that verify an address: an officer entered it, or it was registered with."""
        return [
            "portal.login_code.CodeToThePhone",
            "accounts.second_step.SecondStep",
            "allauth.mfa.stages.TrustStage",
        ]

    def is_login_by_code_required(self, login: Login) -> bool:
        """Behind a candidate's password, unless they came with an e-mail address, which no family shares."""
        user: Any = login.user
        if user is None or login.email or is_staff_role(user) or has_two_steps(user):
            return False
        return super().is_login_by_code_required(login)

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone = phone
        user.save(update_fields=["phone"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Every phone on an account was given to an officer or used in a registration: nothing to mark."""

    def get_user_by_phone(self, phone: str) -> User | None:
        """Whom a code alone lets in, when the account is open. Never a candidate: the phone may be the family's."""
        user = User.objects.filter(phone=self.clean_phone(phone), is_active=True).first()
        return None if user is not None and has_role(user, Role.CANDIDATE) and not is_staff_role(user) else user

    def reauthenticate(self, user: User, password: str) -> bool:
        """allauth asks its own table of addresses, which we do not fill."""
        named = {"email": user.email, "phone": user.phone, "number": user.number}
        address = dict([next((name, value) for name, value in named.items() if value)])
        found = self.authenticate(allauth_context.request, password=password, **address)
        return found is not None and found.pk == user.pk

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed attempts are counted for each address; allauth counts all phones as one."""
        return next((credentials[name] for name in ("email", "phone", "number") if name in credentials), "")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth's own counting takes twenty trips to the cache, and ours one."""
        address = self._get_login_attempts_cache_key(request, **credentials)
        self.attempt = guessing.try_password(request, address)
        if self.attempt.over:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        self.attempt.take_back(guessing.WRONG)

    def add_message(self, request: HttpRequest, level: int, template: str | None = None, *args: Any, **kw: Any) -> None:
        if (template or kw.get("message_template")) not in SAID_BY_THE_PAGE:
            super().add_message(request, level, template, *args, **kw)

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

"""How people log in: by e-mail or phone, with a password or with a code in a message.

allauth does the flows. This adapter tells it where our people and their
addresses are, and hands every message to the outbox.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.models import User
from core.phones import PhoneError, parse_mobile


class LoginAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Candidates register at /daftar/; staff accounts are made by an administrator."""
        return False

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
        return User.objects.filter(phone=self.clean_phone(phone)).first()

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        raise NotImplementedError

"""The code by message that stands behind a candidate's password.

Phones are shared in families and borrowed from neighbours, so a phone alone never opens somebody's page.
"""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.stages import LoginByCodeStage
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import User
from candidates.models import Candidate
from candidates.telling import agreed
from core.rate_limit import exceeded
from notifications.queueing import queue_message


class CodeToThePhone(LoginByCodeStage):
    """allauth's own stage. Where no code may be sent it says so, and shows the other door."""

    def handle(self) -> tuple[Any, bool]:
        is_asked = get_adapter(self.request).is_login_by_code_required(self.login)
        if is_asked and not self.state and not self._is_trusted() and (reason := why_no_code(self.login.user)):
            messages.error(self.request, reason)
            return redirect("candidates:status"), False
        return super().handle()


def why_no_code(user: User) -> str:
    """The password was right, so this tells nobody anything new; empty when a code may go out."""
    candidate = Candidate.objects.filter(user=user).first()
    if candidate is not None and not agreed(candidate):
        return _(
            "You have not agreed to messages by WhatsApp, so no code can be sent. Come in with the registration "
            "number and the access code."
        )
    if exceeded("login_code_hour", str(user.pk), "6/h") or exceeded("login_code_day", str(user.pk), "12/d"):
        return _("Too many codes were sent. Wait an hour, or come in with the registration number and the access code.")
    return ""


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

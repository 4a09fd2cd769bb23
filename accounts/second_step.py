"""The second step while somebody logs in."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from accounts.two_steps import has_two_steps


class SecondStep(AuthenticateStage):
    """allauth's own stage, which need not ask about somebody who is known to have no app."""

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        return user is not None and has_two_steps(user) and super()._should_handle(request)

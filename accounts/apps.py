from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        if "webauthn" not in getattr(settings, "MFA_SUPPORTED_TYPES", ()):
            from accounts import no_security_keys

            no_security_keys.stand_in()
        user_logged_in.disconnect(dispatch_uid="update_last_login")  # accounts/sessions.py writes the date

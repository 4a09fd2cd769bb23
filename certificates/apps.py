from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        # The gate's question joins the journey's one door, the proofs the candidate's own page.
        from certificates import erasers, guards, held, merging, own_page  # noqa: F401

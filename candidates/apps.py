from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("Candidates")

    def ready(self) -> None:
        # They register guards, a section of the own page, what this app holds about a person and how it is erased,
        # and the papers whose code can be checked.
        from candidates import (  # noqa: F401
            erasers,
            family,
            guards,
            held,
            merge_own,
            own_consent,
            own_documents,
            receipt_codes,
            seats,
            selecting,
        )

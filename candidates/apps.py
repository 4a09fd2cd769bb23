from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("Candidates")

    def ready(self) -> None:
        # They register guards, a section of the own page, what this app holds about a person and how it is erased.
        from candidates import erasers, family, guards, held, merge_own, own_documents, seats, selecting  # noqa: F401

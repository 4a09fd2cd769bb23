from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementsConfig(AppConfig):
    name = "placements"
    verbose_name = _("Placements")

    def ready(self) -> None:
        from placements import ending, erasers, guards, held, merging, own_page, trainee_messages, waiting  # noqa: F401  lower apps ask them

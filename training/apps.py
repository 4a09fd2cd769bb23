from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from training import (  # noqa: F401 - the journey, the own page and other registries ask them
            erasers,
            held,
            holidays,
            house_held,
            house_waiting,
            leaving,
            merging,
            own_week,
            phone_sheets,
            phone_window,
        )

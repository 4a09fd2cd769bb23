from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from training import erasers, held, house_held, leaving, own_week  # noqa: F401  the journey and the own page ask them

from django.apps import AppConfig


class OnlyModels(AppConfig):
    """The tables of `candidates` and nothing that the app registers: the floor needs no more of it."""

    name = "candidates"


class OnlyMessages(AppConfig):
    """The same of `notifications`, to which a try to reach somebody points."""

    name = "notifications"

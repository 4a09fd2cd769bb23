from django.apps import AppConfig


class OnlyModels(AppConfig):
    """The tables of `candidates` and nothing that the app registers: the floor needs no more of it."""

    name = "candidates"

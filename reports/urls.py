from django.urls import path, register_converter

from reports import views
from reports.writing import FORMATS


class FileKind:
    """pdf, xlsx or json."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileKind, "kind")

app_name = "reports"
urlpatterns = [
    path("ringkasan/", views.summary, name="summary"),
    path("ringkasan/kemajuan.<kind:kind>", views.download, name="download"),
    path("ringkasan/laporan/", views.papers, name="papers"),
    path("ringkasan/laporan/<str:code>.pdf", views.paper, name="paper"),
    path("ringkasan/orang/<slug:what>/", views.behind, name="behind"),
    path("ringkasan/berangkat/", views.people, name="people"),
]

from django.urls import path

from placements import views

app_name = "placements"
urlpatterns = [
    path("berkas/keberangkatan/<int:pk>/", views.departure_evidence, name="departure_evidence"),
]

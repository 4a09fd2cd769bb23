from django.urls import path

from certificates import views

app_name = "certificates"
urlpatterns = [
    path("lpk/sertifikat/", views.office, name="office"),
    path("lpk/sertifikat/baru/", views.record, name="record"),
]

from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("kemajuan/", views.progress, name="progress"),
    path("kontak/", views.contact, name="contact"),
    path("lapor/", views.report_fee, name="report_fee"),
    path("cek/", views.check, name="check"),
    path("privasi/", views.privacy, name="privacy"),
    path("mulai/", views.start, name="start"),
    path("sehat/", views.health, name="health"),
]

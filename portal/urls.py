from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("mulai/", views.start, name="start"),
    path("sehat/", views.health, name="health"),
]

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("kemajuan/", views.public, name="public"),
    path("ringkasan/", views.summary, name="summary"),
    path("ringkasan/berangkat/", views.people, name="people"),
]

from django.urls import path

from benchmarks.floor import people

urlpatterns = [
    path("people/", people.people),
]

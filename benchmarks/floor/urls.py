from django.urls import path

from benchmarks.floor import desk, grid, login, people, progress, registering

urlpatterns = [
    path("people/", people.people),
    path("admin/", desk.site.urls),
    path("register/", registering.register),
    path("burst/", registering.register_many),
    path("login/", login.log_in),
    path("hash/", login.compare),
    path("grid/<slug:code>/<str:day>/", grid.save),
    path("progress/", progress.progress),
]

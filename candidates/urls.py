from django.urls import path

from candidates import document_views, views

app_name = "candidates"
urlpatterns = [
    path("daftar/", views.registration, name="register"),
    path("daftar/lagi/", views.registration_again, name="register_again"),
    path("daftar/kabari/", views.tell_me, name="tell_me"),
    path("hasil/", views.results, name="results"),
    path("daftar/selesai/", views.receipt, name="receipt"),
    path("status/", views.status, name="status"),
    path("status/kode/", views.lost_code, name="lost_code"),
    path("status/keluar/", views.leave, name="leave"),
    path("saya/berkas/<slug:slug>/", document_views.paper, name="paper"),
    path("berkas/dokumen/<int:pk>/<int:page>/", document_views.photo, name="photo"),
    path("saya/", views.own, name="own"),
]

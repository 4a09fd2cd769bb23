from django.urls import path

from candidates import data_views, document_views, family_views, login_views, message_views, step_views, views

app_name = "candidates"
urlpatterns = [
    path("daftar/", step_views.begin, name="register"),
    path("daftar/lagi/", views.registration_again, name="register_again"),
    path("daftar/kabari/", views.tell_me, name="tell_me"),
    path("hasil/", views.results, name="results"),
    path("daftar/selesai/", views.receipt, name="receipt"),
    path("daftar/selesai/tanda-terima.pdf", views.receipt_file, name="receipt_file"),
    path("daftar/selesai/berkas/", views.to_papers, name="to_papers"),
    path("status/qr.svg", views.status_qr, name="status_qr"),
    path("daftar/lanjut/", step_views.resume, name="resume"),
    path("daftar/orang-lain/", step_views.somebody_else, name="somebody_else"),
    path("daftar/hapus/", step_views.discard, name="discard"),
    path("daftar/periksa/", step_views.check, name="check"),
    path("daftar/<slug:slug>/", step_views.one_step, name="step"),
    path("daftar/<slug:slug>/sementara/", step_views.keep_typed, name="keep_typed"),
    path("status/", views.status, name="status"),
    path("status/kode/", views.lost_code, name="lost_code"),
    path("status/keluar/", views.leave, name="leave"),
    path("saya/berkas/<slug:slug>/", document_views.paper, name="paper"),
    path("berkas/dokumen/<int:pk>/<int:page>/", document_views.photo, name="photo"),
    path("saya/data/", data_views.own_data_page, name="data"),
    path("saya/data/semua/", data_views.own_copy, name="data_copy"),
    path("saya/data/unduh/", data_views.download, name="data_download"),
    path("saya/data/minta/<slug:what>/", data_views.ask, name="data_ask"),
    path("saya/data/tarik/", data_views.withdraw, name="data_withdraw"),
    path("saya/data/setuju/", data_views.agree, name="data_agree"),
    path("saya/persetujuan/", data_views.agree_first, name="agree"),
    path("saya/data/batal/", data_views.take_back, name="data_take_back"),
    path("saya/pesan/", message_views.own_messages_page, name="messages"),
    path("saya/keluarga/", family_views.contact, name="family"),
    path("saya/keluarga/hapus/", family_views.forget, name="family_forget"),
    path("saya/kata-sandi/", login_views.password, name="password"),
    path("saya/", views.own, name="own"),
]

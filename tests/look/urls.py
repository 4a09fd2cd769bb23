"""A page that shows every component once, and the error pages; only for tests."""

from pathlib import Path

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.template.loader import render_to_string
from django.urls import include, path

from core.widgets import CheckCards, ChoiceCards, DayMonthYearField, DayMonthYearWidget

GALLERY = Path(__file__).parent / "templates" / "gallery.html"


class KtpForm(forms.Form):
    name = forms.CharField(label="Nama lengkap", help_text="Persis seperti di KTP. Boleh satu kata.")
    nik = forms.CharField(
        label="NIK",
        help_text="16 angka di bagian atas KTP atau KK.",
        min_length=16,
        error_messages={"min_length": "NIK harus 16 angka, yang diketik baru 15. Cocokkan lagi dengan KTP."},
        widget=forms.TextInput(attrs={"class": "nik", "inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_date = DayMonthYearField(
        label="Tanggal lahir", help_text="Contoh: 5 – 5 – 2004", widget=DayMonthYearWidget(birthday=True)
    )
    sex = forms.ChoiceField(label="Jenis kelamin", choices=[("P", "Perempuan"), ("L", "Laki-laki")], widget=ChoiceCards)
    sectors = forms.MultipleChoiceField(
        label="Bidang yang diminati",
        choices=[("a", "Pertanian"), ("c", "Perawat lansia")],
        widget=CheckCards(hints={"c": "3 bukti: bahasa, ujian perawat, bahasa perawat"}),
        required=False,
    )
    education = forms.ChoiceField(label="Pendidikan", choices=[("SMA", "SMA"), ("D3", "D3")])
    photo = forms.FileField(label="Foto KTP", required=False)
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agree = forms.BooleanField(label="Data ini sesuai KTP")


TYPED = {
    "name": "Rina Contoh",
    "nik": "367302450504001",
    "birth_date_day": "31",
    "birth_date_month": "2",
    "birth_date_year": "2004",
    "sex": "P",
    "education": "SMA",
}

JOURNEY = [
    {"state": "done", "title": "Pendaftaran diterima", "note": "3 November 2026"},
    {
        "state": "now",
        "title": "Data dan berkas diperiksa",
        "note": "Giliran Anda · sampai 28 November 2026",
        "tag_kind": "returned",
        "tag_label": "Perlu diulang",
        "body": "KTP: angka NIK tidak terbaca. Foto di tempat terang tanpa lampu kilat.",
    },
    {"state": "later", "title": "Seleksi", "note": "Tes berikutnya 7 Desember 2026, Kantor Disnaker"},
    {"state": "later", "title": "Pelatihan di asrama"},
    {"state": "later", "title": "Lulus bahasa Jepang, ujian perawat, dan bahasa perawat", "note": "0 dari 3 bukti"},
    {"state": "later", "title": "Berangkat"},
]

PEOPLE = [
    {"cells": ["Rina Contoh", "82,40", "Sayabulu"], "tag_kind": "done", "tag_label": "Boleh", "url": "#rina"},
    {"cells": ["Tono Contoh", "79,99", "Cipocok Jaya"], "tag_kind": "stopped", "tag_label": "Belum", "url": "#tono"},
]


@login_not_required
def gallery(request):
    if "pesan" in request.GET:
        messages.success(request, "Rina Contoh sudah diperiksa.")
        messages.error(request, "Belum bisa dicatat berangkat.")
    context = {
        "demo": True,
        "body_class": "padat" if "padat" in request.GET else "",
        "form": KtpForm(TYPED) if "salah" in request.GET else KtpForm(),
        "journey": JOURNEY,
        "heads": ["Nama", "Rata-rata", "Kelurahan"],
        "people": PEOPLE,
        "numbers": [2],
        "verbs": [
            {"url": "#terima", "label": "Terima", "kind": "primary"},
            {"url": "#kembalikan", "label": "Kembalikan"},
            {"confirm_url": "#tutup", "label": "Tutup pendaftaran", "kind": "danger"},
        ],
        "gaps": ["Sertifikat bahasa", "COE habis 2 Desember, terbang 5 Desember"],
    }
    return HttpResponse(engines["django"].from_string(GALLERY.read_text(encoding="utf-8")).render(context, request))


@login_not_required
def failure(request, name):
    return HttpResponse(render_to_string(f"{name}.html", {"code": "A7F3"}))


urlpatterns = [
    path("galeri/", gallery),
    path("galat/<str:name>/", failure),
    path("", include("serang_japan.urls")),
]

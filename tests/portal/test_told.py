"""Work, costs, dormitory, questions: what the tables hold is what the pages say."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.models import Requirement
from portal.models import Deduction, DormitoryRule, OfficialCost, PayFigure, Question, SectorWork
from portal.public_pages import ADDRESSES
from training.models import PhoneRule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def words_of(client, path):
    return " ".join(client.get(path).content.decode().split())


def words_of_post(client, path, form):
    return " ".join(client.post(path, form).content.decode().split())


def test_a_field_of_work_says_what_is_done_what_is_hard_and_what_must_be_passed(client):
    page = words_of(client, "/bidang/caregiver/")
    assert "Mengangkat dan memapah orang" in page
    assert "3 bukti yang perlu" in page
    assert "2 bukti yang perlu" in words_of(client, "/bidang/automotive/")


def test_the_proofs_are_those_that_the_departure_is_held_to(client):
    Requirement.objects.filter(sector="caregiver", proof="care_language").update(valid_to=date(2026, 1, 1))
    assert "2 bukti yang perlu" in words_of(client, "/bidang/caregiver/")


def test_pay_is_a_range_with_every_deduction_its_source_and_a_dated_rate(client):
    page = words_of(client, "/bidang/caregiver/")
    assert "180.000–200.000 yen" in page
    for row in Deduction.objects.filter(sector=None):
        assert row.name in page
        assert row.source in page
    assert "Kurs per 3 Februari 2026: 1 yen = Rp 105 sampai Rp 118" in page
    assert "bukan janji" in page


def test_a_field_without_figures_says_so_and_invents_none(client):
    page = words_of(client, "/bidang/automotive/")
    assert "Untuk bidang ini belum ada data." in page
    PayFigure.objects.all().delete()
    assert "Belum ada data. Tanyakan dalam yen" in words_of(client, "/bidang/automotive/")
    Deduction.objects.update(low=None, high=None)


def test_a_deduction_without_a_figure_is_named_as_not_taken_off(client):
    Deduction.objects.filter(name__startswith="Sewa").update(low=None, high=None)
    assert "Belum dipotong karena belum ada data: Sewa kamar" in words_of(client, "/bidang/caregiver/")


def test_a_field_that_is_not_offered_or_not_written_about_is_no_error(client):
    SectorWork.objects.all().delete()
    assert client.get("/bidang/caregiver/").status_code == 200
    assert client.get("/bidang/").status_code == 200
    assert client.get("/bidang/perikanan/").status_code == 404


def test_costs_keep_what_nobody_may_ask_apart_from_what_is_official(client):
    page = words_of(client, "/biaya/")
    forbidden, official = page.split("Biaya resmi", 1)
    assert "UU 18/2017 pasal 30" in forbidden
    assert "Rp 350.000 sampai Rp 950.000" in official
    assert "belum ada data" in official
    assert 'href="/lapor/"' in forbidden


def test_a_new_amount_holds_from_its_day_on(client):
    today = timezone.localdate()
    for amount, day in ((600_000, today), (700_000, today + timedelta(days=1))):
        OfficialCost.objects.create(
            item="Ujian bahasa JFT-Basic", low=amount, high=amount, source="x", valid_from=day, position=12
        )
    page = words_of(client, "/biaya/")
    assert "Rp 600.000" in page
    assert "Rp 550.000" not in page
    assert "Rp 700.000" not in page


def test_the_phone_rule_is_the_one_that_scores_are_reckoned_by(client):
    page = words_of(client, "/asrama/")
    assert "05.00" in page
    assert "07.30" in page
    assert "rata-rata nilai minggu itu <b>80</b> atau lebih" in page
    PhoneRule.objects.create(valid_from=timezone.localdate(), threshold="82.5", mode="every_day", minimum_days=4)
    changed = words_of(client, "/asrama/")
    assert "nilai tiap hari yang dihitung <b>82,5</b> atau lebih" in changed
    assert "kurang dari 4" in changed


def test_a_hidden_rule_and_a_hidden_question_are_not_shown(client):
    DormitoryRule.objects.update(is_shown=False)
    Question.objects.update(is_shown=False)
    assert "Bangun pagi" not in words_of(client, "/asrama/")
    assert "Apakah mendaftar itu gratis?" not in words_of(client, "/tanya-jawab/")


def test_questions_are_found_by_any_of_their_words(client):
    page = words_of(client, "/tanya-jawab/?cari=HP+asrama")
    assert "Bolehkah membawa HP di asrama?" in page
    assert "Apakah mendaftar itu gratis?" not in page
    assert "Tidak ditemukan" in words_of(client, "/tanya-jawab/?cari=zzz")
    assert "&lt;script&gt;" in words_of(client, "/tanya-jawab/?cari=<script>")


def test_every_answer_leads_to_a_page_that_is_there(client):
    page = client.get("/tanya-jawab/").content.decode()
    for row in Question.objects.exclude(leads_to=""):
        assert row.get_leads_to_display() in page


def test_search_engines_find_the_public_pages_and_nobody_s_own(client, settings):
    settings.PUBLIC_URL = "https://portal.example"
    sitemap = client.get("/sitemap.xml").content.decode()
    for path in ("/", "/bidang/caregiver/", "/biaya/", "/daftar/"):
        assert f"<loc>https://portal.example{path}</loc>" in sitemap
    assert "/saya/" not in sitemap
    assert "Sitemap: https://portal.example/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_every_public_page_is_one_tap_from_home(client):
    home = client.get("/").content.decode()
    assert [name for name in ADDRESSES if f'href="{reverse(f"portal:{name}")}"' not in home] == []
    for slug in ("agriculture", "caregiver", "automotive", "ground_handling"):
        assert f'href="/bidang/{slug}/"' in home


def test_the_second_signature_corrects_a_figure_and_the_old_one_stays_in_its_history(client_of, admin2, officer):
    row = OfficialCost.objects.get(item="Paspor")
    address = reverse("admin:portal_officialcost_change", args=[row.pk])
    form = {"item": "Paspor", "low": 350000, "high": 900000, "payer": "open", "source": "PP 45/2024", "position": 15}
    form |= {"note": "", "valid_from": "17-12-2024", "is_shown": "on"}
    assert client_of(officer).post(address, form).status_code == 403
    assert client_of(admin2).post(address, form).status_code == 302
    assert "Rp 350.000 sampai Rp 900.000" in words_of(client_of(admin2), "/biaya/")
    history = words_of(client_of(admin2), reverse("admin:portal_officialcost_history", args=[row.pk]))
    assert "950.000" in history


def test_a_range_the_wrong_way_round_is_refused_in_words(client_of, admin2):
    form = {"low": "118", "high": "105", "source": "x", "as_of": "01-11-2026", "valid_from": "01-11-2026", "note": ""}
    page = words_of_post(client_of(admin2), reverse("admin:portal_exchangerate_add"), form)
    assert "Isi kedua ujung kisaran, yang kecil lebih dulu." in page

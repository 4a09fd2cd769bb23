"""What staff edit by hand: who, when, old → new, readable inside the record."""

from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from candidates.models import AccessLog, Candidate, Kelurahan, Sector
from certificates.models import Requirement
from core import history
from notifications.models import MessageTemplate
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.candidates import CandidateFactory
from training.models import Criterion, CriterionWeight


def page_of(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_history", args=[record.pk])


def change_by_hand(client, record, **typed):
    address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    form = client.get(address).context["adminform"].form
    data = {name: form.initial.get(name) for name in form.fields} | typed
    answer = client.post(address, {name: value for name, value in data.items() if value not in (None, False)})
    assert answer.status_code == 302, answer.context["errors"]


def lines(record, *related):
    return [(each.who, each.what, *value) for each in history.changes(record, *related) for value in each.values]


@pytest.mark.django_db
class TestAChange:
    def test_by_hand_names_the_person_and_both_values(self, client_of, officer, reference):
        rina = CandidateFactory(phone="+6281234567890")
        desk = client_of(officer)
        change_by_hand(desk, rina, phone="0813 1111 2222", birth_date="5-5-2004")
        rina.refresh_from_db()
        assert lines(rina) == [("Bu Ratna Contoh", "", "HP", "+6281234567890", "+6281311112222")]
        page = desk.get(page_of(rina)).content.decode()
        assert "Bu Ratna Contoh" in page
        assert "+6281311112222" in page

    def test_outside_the_desk_names_the_person_too(self, officer, rf, reference):
        request = rf.post("/lpk/")
        request.user, request.COOKIES = officer, {settings.SESSION_COOKIE_NAME: "x"}
        rina = CandidateFactory(name="Rina")

        def rename(_request):
            middleware.process_view(request, rename, (), {})
            Candidate.objects.filter(pk=rina.pk).update(name="Rina Contoh")

        middleware = history.WhoChangesIt(rename)
        middleware(request)
        rina.refresh_from_db()
        assert lines(rina) == [("Bu Ratna Contoh", "", "nama lengkap", "Rina", "Rina Contoh")]

    def test_a_visitor_without_a_cookie_is_not_asked_who_they_are(self, rf):
        request = rf.post("/daftar/")  # without a user: asking for one would fail
        middleware = history.WhoChangesIt(lambda _request: middleware.process_view(_request, print, (), {}))
        assert middleware(request) is None

    def test_several_stand_in_order_each_with_what_it_changed(self, client_of, admin2, reference):
        template = MessageTemplate.objects.get(code="selected")
        first = template.body
        change_by_hand(client_of(admin2), template, body="Halo {name}")
        template.refresh_from_db()
        change_by_hand(client_of(admin2), template, body="Hai {name}")
        template.refresh_from_db()
        assert [(line[3], line[4]) for line in lines(template)] == [
            ("Halo {name}", "Hai {name}"),
            (first, "Halo {name}"),
        ]

    def test_keys_choices_and_days_are_read_as_words(self, reference):
        rina = CandidateFactory()
        other = Kelurahan.objects.exclude(pk=rina.kelurahan_id).first()
        before = rina.kelurahan
        rina.kelurahan, rina.sex, rina.birth_date, rina.nik_differs = other, "L", date(2003, 2, 1), True
        rina.save()
        assert lines(rina) == [
            ("portal", "", "KTP berbeda dari NIK", "tidak", "ya"),
            ("portal", "", "tanggal lahir", "5 Mei 2004", "1 Februari 2003"),
            ("portal", "", "jenis kelamin", "Perempuan", "Laki-laki"),
            ("portal", "", "kelurahan", str(before), str(other)),
        ]

    def test_a_change_past_every_form_is_kept_too(self, reference):
        Sector.objects.filter(pk="caregiver").update(name="Perawat orang tua")
        assert [line[3:] for line in lines(Sector.objects.get(pk="caregiver"))] == [
            ("Perawat lansia", "Perawat orang tua")
        ]

    def test_what_did_not_change_leaves_no_row(self, reference):
        CandidateFactory().save()
        assert not Candidate.history.rel.related_model.objects.exists()

    def test_rows_edited_on_the_same_page_belong_to_the_record(self, reference):
        kaiwa = Criterion.objects.get(slug="kaiwa")
        weight = CriterionWeight.objects.create(criterion=kaiwa, weight=Decimal(1), valid_from=date(2026, 1, 1))
        weight.weight = Decimal(2)
        weight.save()
        weight.delete()
        found = [line for line in lines(kaiwa, "weights") if "obot" in line[2]]
        assert [line[3:] for line in found] == [("2,00", "–"), ("1,00", "2,00")]

    def test_personal_values_can_be_erased_from_it(self, reference):
        rina = CandidateFactory(name="Rina Contoh")
        rina.name = "Rina Teladan"
        rina.save()
        assert history.redact(rina, name="(dihapus)") == 1
        assert lines(rina)[0][3:] == ("(dihapus)", "Rina Teladan")


@pytest.mark.django_db
class TestThePage:
    def test_it_is_for_those_who_may_see_the_record(self, client_of, officer, welfare, reference):
        rina = CandidateFactory()
        assert client_of(welfare).get(page_of(rina)).url == "/admin/"
        assert client_of(officer).get(page_of(rina)).status_code == 200
        assert AccessLog.objects.get().what == "history"

    def test_a_record_never_changed_says_so(self, client_of, admin2, reference):
        assert "Belum pernah diubah" in client_of(admin2).get(page_of(Requirement.objects.first())).content.decode()

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_asks_the_same_for_one_change_and_three(
        self, client_of, officer, reference, number, django_assert_max_num_queries
    ):
        rina = CandidateFactory()
        for each in range(number):
            Candidate.objects.filter(pk=rina.pk).update(name=f"Rina {each}")
        desk = client_of(officer)
        desk.get(page_of(rina))
        with django_assert_max_num_queries(13):
            desk.get(page_of(rina))


@pytest.mark.django_db
def test_every_table_that_staff_may_change_by_hand_keeps_its_history(admin2, officer, rf):
    """Whoever adds a table to the settings is reminded here. What verbs alone write has its own ledger."""
    without = set()
    for model, model_admin in admin.site._registry.items():
        request = rf.get("/")
        request.user = admin2
        if model_admin.has_change_permission(request) and not hasattr(model, "history"):
            without.add(model._meta.label_lower)
    assert without <= KEPT_ELSEWHERE


# Rows that change by a verb with a ledger of its own, or lists taken over from the government as they are.
KEPT_ELSEWHERE = {
    "candidates.kelurahan",
    "candidates.nikregion",
}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])
def test_the_page_fits_and_is_accessible(browser_page, reference, admin2, phone):
    template = MessageTemplate.objects.get(code="selected")
    MessageTemplate.objects.filter(pk=template.pk).update(body="Halo {name}, selamat, Anda lolos.\nLihat {link}.")
    page = browser_page(page_of(template), phone=phone, user=admin2)
    shot(page, f"riwayat_{'360' if phone else '1366'}")
    assert_fits(page)
    assert_accessible(page)

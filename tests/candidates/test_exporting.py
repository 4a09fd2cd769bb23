"""A list as an Excel sheet: chosen columns, masked unless allowed, and a row that says who took it."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.contrib.admin import site
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import expect

from candidates import exporting
from candidates.admin.exporting import asked_for
from candidates.enums import Stage
from candidates.models import AccessLog, Export, Journey, SectorWish
from certificates.models import Certificate
from placements.models import Departure, Step
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFactory, JourneyFactory, SelectionTestFactory
from tests.factories.certificates import CertificateFactory
from tests.factories.placements import DepartureFactory, StepFactory
from tests.factories.training import EnrolmentFactory

LIST = "/admin/candidates/journey/"


def sheet_of(content: bytes) -> list[list[object]]:
    sheet = load_workbook(BytesIO(content)).active
    return [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def ask(client, journeys, query="", **typed):
    data = {"action": "to_excel", "_selected_action": [journey.pk for journey in journeys], **typed}
    return client.post(LIST + query, data)


@pytest.fixture
def rina(reference):
    return JourneyFactory(
        candidate=CandidateFactory(name="Rina Contoh", nik="3673024505040777", phone="+6281234567890"),
        registered_on=date(2026, 1, 10),
    )


@pytest.mark.django_db
class TestTheSheet:
    def test_it_has_the_chosen_columns_the_ribbon_and_masked_numbers(self, client_of, officer, rina):
        client = client_of(officer)
        page = ask(client, [rina])
        assert "1 baris." in page.content.decode()
        assert not Export.objects.exists()
        answer = ask(client, [rina], chosen="1", columns=["name", "nik", "phone", "registered_on"])
        assert answer["Content-Disposition"].startswith('attachment; filename="perjalanan-')
        assert sheet_of(answer.content) == [
            ["Data contoh, bukan data asli"],
            ["Nama lengkap", "NIK", "HP", "Terdaftar"],
            ["Rina Contoh", "3673********0777", "0812-****-7890", datetime(2026, 1, 10)],
        ]
        row = Export.objects.get()
        assert (row.by, row.rows, row.whole) == (officer, 1, False)
        assert row.columns == ["name", "nik", "phone", "registered_on"]
        assert not AccessLog.objects.exists()

    def test_whole_numbers_need_the_permission_and_are_written_down_for_each_person(self, client_of, admin2, rina):
        answer = ask(client_of(admin2), [rina], chosen="1", columns=["nik", "phone"])
        assert sheet_of(answer.content)[2] == ["3673024505040777", "0812-3456-7890"]
        assert Export.objects.get().whole is True
        look = AccessLog.objects.get()
        assert (look.candidate, look.by, look.what) == (rina.candidate, admin2, "export")

    def test_whole_is_not_written_where_no_number_was_taken(self, client_of, admin2, rina):
        ask(client_of(admin2), [rina], chosen="1", columns=["name"])
        assert Export.objects.get().whole is False
        assert not AccessLog.objects.exists()

    def test_all_rows_of_a_filtered_list(self, client_of, officer, rina):
        JourneyFactory(at=Stage.VERIFIED)
        answer = ask(
            client_of(officer),
            [rina],
            f"?stage__exact={Stage.REGISTERED}&q=Rina",
            chosen="1",
            columns=["name"],
            select_across="1",
        )
        assert [row[0] for row in sheet_of(answer.content)[2:]] == ["Rina Contoh"]
        assert Export.objects.get().asked == "tahap: Terdaftar; dicari"

    @pytest.mark.parametrize(
        ("filters", "words"),
        [
            (
                "?sector__slug__exact=caregiver&silent=yes&p=2",
                "bidang: Perawat lansia; diam: Diam lebih dari 14 hari",
            ),
            ("?left_over=yes&origin__exact=walk_in", "program yang sudah selesai: Belum diputuskan; masuk lewat: "),
            ("?programme__id__exact=x&candidate__id__exact=1", "program: x; candidate__id__exact"),
        ],
    )
    def test_the_filters_of_a_list_are_written_down_in_words(self, rf, rina, filters, words):
        assert asked_for(rf.get(LIST + filters), site.get_model_admin(Journey)).startswith(words)

    def test_a_name_is_never_a_formula(self, admin2, rina):
        rina.candidate.name = '=HYPERLINK("http://contoh.test")'
        rina.candidate.save(update_fields=["name"])
        file = exporting.export(Journey.objects.all(), ["name"], by=admin2)
        cell = load_workbook(BytesIO(file)).active["A3"]
        assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://contoh.test")')

    def test_without_a_column_nothing_is_taken(self, client_of, officer, rina):
        assert ask(client_of(officer), [rina], chosen="1").context["form"].errors["columns"]
        assert not Export.objects.exists()

    def test_too_many_rows_are_refused(self, client_of, officer, rina, monkeypatch):
        monkeypatch.setattr(exporting, "MOST", 0)
        answer = ask(client_of(officer), [rina], chosen="1", columns=["name"])
        assert "Lebih dari 0 baris" in str(answer.context["form"].errors["columns"])
        assert not Export.objects.exists()

    def test_who_may_not_export_has_no_such_action(self, client_of, lpk, rina):
        lpk.is_staff = True
        lpk.save(update_fields=["is_staff"])
        page = client_of(lpk).get(LIST)
        assert "to_excel" not in page.content.decode()
        ask(client_of(lpk), [rina], chosen="1", columns=["name"])
        assert not Export.objects.exists()

    def test_the_list_of_exports_is_read_only(self, client_of, admin2, officer, rina):
        exporting.export(Journey.objects.all(), ["name"], by=officer, asked="stage__exact=registered")
        client = client_of(admin2)
        assert "Bu Ratna Contoh" in client.get(reverse("admin:candidates_export_changelist")).content.decode()
        address = reverse("admin:candidates_export_change", args=[Export.objects.get().pk])
        assert client.post(address, {"rows": 0}).status_code == 403

    def test_what_was_decided_and_wished_stands_in_the_sheet(self, officer, reference):
        outside = CandidateFactory(kelurahan=None, address_outside="Kramatwatu, Kab. Serang")
        journey = SelectionTestFactory(score=66, on=date(2026, 8, 5), journey__candidate=outside).journey
        SelectionTestFactory(score=71, on=date(2026, 9, 5), journey=journey)
        SectorWish.objects.filter(journey=journey).delete()
        for rank, sector in enumerate(("caregiver", "agriculture"), 1):
            SectorWish.objects.create(journey=journey, rank=rank, sector_id=sector)
        EnrolmentFactory(journey=journey, training_class__name="Kelas E")
        names = ["outside", "score", "wishes", "education", "class", "reserved_on", "closed_on"]
        sheet = load_workbook(BytesIO(exporting.export(Journey.objects.all(), names, by=officer))).active
        assert [cell.value for cell in sheet[3]] == [
            "Kramatwatu, Kab. Serang",
            71,
            ", ".join(str(wish.sector) for wish in journey.wishes.order_by("rank")),
            journey.get_education_display() or None,
            "Kelas E",
            None,
            None,
        ]

    def test_all_columns_of_every_list_fit_into_a_sheet(self, admin2, rina):
        for sheet, rows in ((each, each_list[each.slug]) for each in exporting.SHEETS.values()):
            file = exporting.export(rows.objects.all(), list(sheet.columns), by=admin2, sheet=sheet)
            heads = [cell.value for cell in load_workbook(BytesIO(file)).active[2]]
            assert len(heads) == len(sheet.columns)

    def test_columns_take_no_query_for_each_row(self, officer, reference, django_assert_max_num_queries):
        for _ in range(3):
            EnrolmentFactory()
        with django_assert_max_num_queries(5):
            exporting.export(Journey.objects.all(), list(exporting.COLUMNS), by=officer)


each_list = {"journeys": Journey, "certificates": Certificate, "steps": Step, "departures": Departure}


@pytest.mark.django_db
class TestOtherLists:
    def take(self, client, url, row, columns):
        data = {"action": "to_excel", "_selected_action": [row.pk], "chosen": "1", "columns": columns}
        return client.post(url, data)

    def test_certificates_masked_and_written_down(self, client_of, officer, reference):
        paper = CertificateFactory(number="N4-1", candidate__name="Rina Contoh", candidate__nik="3673024505040777")
        url = "/admin/certificates/certificate/"
        answer = self.take(client_of(officer), url, paper, ["name", "nik", "certificate"])
        assert answer["Content-Disposition"].startswith('attachment; filename="sertifikat-')
        assert sheet_of(answer.content)[2] == ["Rina Contoh", "3673********0777", "N4-1"]
        row = Export.objects.get()
        assert (row.sheet, row.columns, row.by) == ("certificates", ["name", "nik", "certificate"], officer)

    def test_steps_and_departures(self, client_of, admin2, reference, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        flight = DepartureFactory(recorded_by=UserFactory())
        step = StepFactory(journey=flight.journey, number="COE-7", done=True)
        person, client = flight.journey.candidate, client_of(admin2)
        answer = self.take(client, "/admin/placements/departure/", flight, ["name", "flight_no"])
        assert sheet_of(answer.content)[2] == [person.name, flight.flight_no]
        answer = self.take(client, "/admin/placements/step/", step, ["phone", "paper"])
        assert sheet_of(answer.content)[2] == [person.phone_local, "COE-7"]
        assert AccessLog.objects.get(what="export").candidate == person

    def test_the_log_names_the_list_and_its_columns(self, client_of, admin2, reference):
        sheet = exporting.SHEETS["steps"]
        exporting.export(Step.objects.all(), ["kind", "due_on"], by=admin2, sheet=sheet)
        page = client_of(admin2).get(reverse("admin:candidates_export_changelist")).content.decode()
        assert str(sheet.title) in page
        assert str(sheet.columns["due_on"].label) in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])
def test_choosing_the_columns_in_a_browser(browser_page, reference, officer, phone):
    JourneyFactory()
    page = browser_page(LIST, phone=phone, user=officer)
    page.locator("input.action-select").first.check()
    page.locator("select[name=action]").select_option("to_excel")
    page.locator("button[name=index]").click()
    expect(page.get_by_role("heading", name="Ke Excel")).to_be_visible()
    shot(page, f"ke_excel_{'360' if phone else '1366'}")
    assert_fits(page)
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh lembar Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")

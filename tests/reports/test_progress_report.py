"""The report of one day: every paper says the same as the query."""

import json
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from core import pdf
from reports import words, writing
from reports.counting import departed
from reports.models import Target
from reports.progress_report import report
from tests.factories.candidates import JourneyFactory, programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

AUTUMN = date(2026, 10, 1)


@pytest.fixture
def busy(flown, left_before_the_portal):
    """A programme with something in every table."""
    flown(date(2026, 4, 2))
    flown(date(2026, 6, 1), sector_id="caregiver")
    flown(date(2026, 6, 20))
    flown(date(2026, 6, 20), scheme_id="magang")
    flown(date(2025, 12, 1), programme=programme(2025), registered_on=date(2025, 2, 1))
    for stage in ("registered", "selected", "training", "qualified", "visa"):
        JourneyFactory(at=stage)
    left_before_the_portal(date(2024, 5, 5))


def numbers(rows):
    return [value for row in rows for value in row if isinstance(value, int) and not isinstance(value, bool)]


def said(now):
    """Every number of the report's tables, in order."""
    return numbers(row[1:] for table in words.tables(now) for row in table.rows)


def test_json_excel_and_pdf_carry_the_same_numbers(busy):
    now = report(on=AUTUMN)
    sheet = load_workbook(BytesIO(writing.as_xlsx(now))).active
    printed = pdf.laid_out(writing.SHEET, json.loads(json.dumps(writing.for_print(now))), "printed")
    told = json.loads(writing.as_json(now))
    assert numbers(sheet.values) == said(now)
    assert [value for value in printed if isinstance(value, int)] == said(now)
    assert (told["departed"], told["target"], told["possible"]) == (now.departed, now.target, now.possible)
    assert told["months"] == now.months
    assert [line["departed"] for line in told["sectors"]] == [line.departed for line in now.sectors]
    assert writing.as_pdf(now).startswith(b"%PDF-")


def test_the_report_says_what_the_counting_query_says(busy):
    now, target = report(on=AUTUMN), Target.objects.valid(2026, AUTUMN)
    assert (now.departed, now.target) == (departed(year=2026, on=AUTUMN, target=target).count(), target.number)
    assert (now.departed, sum(now.months), sum(line.departed for line in now.sectors)) == (3, 3, 3)
    assert [(line.year, line.departed, line.before_portal) for line in now.years] == [(2024, 0, 1)]


def test_excel_holds_real_dates_and_says_that_these_are_examples(busy):
    sheet = load_workbook(BytesIO(writing.as_xlsx(report(on=AUTUMN)))).active
    cells = [cell for row in sheet.values for cell in row]
    assert cells[0] == "Data contoh, bukan data asli"
    assert datetime(2026, 10, 1) in cells


def test_real_data_carry_no_ribbon(busy, settings):
    settings.DEMO = False
    assert writing.for_print(report(on=AUTUMN))["ribbon"] == ""
    sheet = load_workbook(BytesIO(writing.as_xlsx(report(on=AUTUMN)))).active
    assert sheet["A1"].value == "Kemajuan program Serang–Jepang"


def test_one_trip_to_the_database_however_much_there_is(busy, django_assert_num_queries):
    with django_assert_num_queries(1):
        report(on=AUTUMN)


def test_a_year_without_programme_has_no_target_and_no_ceiling():
    now = report(on=date(2031, 1, 1))
    assert (now.departed, now.target, now.possible, now.years[0].year) == (0, None, None, 2027)


def test_the_command_writes_the_three_files(busy, tmp_path):
    call_command(
        "progress_report", "--on", "2026-10-01", "--format", "json,pdf,xlsx", "--out", tmp_path / "oktober.pdf"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["oktober.json", "oktober.pdf", "oktober.xlsx"]
    assert json.loads((tmp_path / "oktober.json").read_text())["departed"] == 3


@pytest.mark.parametrize("arguments", [["--format", "docx"], ["--format", "pdf"]])
def test_the_command_says_what_it_cannot_do(arguments):
    with pytest.raises(CommandError, match=r"Unknown format docx|need --out"):
        call_command("progress_report", *arguments)


def test_a_report_of_an_earlier_day_shows_the_stages_of_that_day(flown):
    flight = flown(date(2026, 6, 20))
    journey = flight.journey
    days = {
        day: report(on=day).stages for day in (journey.registered_on, journey.training_on, date(2026, 6, 19), AUTUMN)
    }
    assert list(days.values()) == [{"registered": 1}, {"training": 1}, {"visa": 1}, {"departed": 1}]
    assert report(on=journey.registered_on - timedelta(days=1)).stages == {}


def test_who_was_closed_later_still_counts_on_an_earlier_day():
    JourneyFactory(at="selected", registered_on=date(2026, 2, 1), closed_on=date(2026, 9, 1), closed_reason="withdrew")
    assert report(on=date(2026, 8, 31)).stages == {"selected": 1}
    assert report(on=date(2026, 9, 1)).stages == {"closed": 1}


def test_a_report_of_an_earlier_day_says_when_it_was_reckoned(busy):
    now = report(on=AUTUMN)
    assert words.as_of(now).startswith("Per 1 Oktober 2026, dihitung ")
    assert words.as_of(report()).startswith("Per ")
    assert "dihitung" not in words.as_of(report())

"""An old score book becomes scores: `manage.py import_scores`."""

import json
import random
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from tests.factories.training import HolidayFactory
from training import integrity
from training.models import Attendance, AttendanceChange, Criterion, Evening, Score, ScoreChange
from training.scoring import Row, save_evening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("class_a")]
HEAD = "trainee_no,date,attendance,criterion,score,recorded_at"
MONDAY = date(2026, 8, 3)
BOOK = [
    "1,2026-08-03,hadir,kaiwa,80,2026-08-03T21:00:00+07:00",
    "1,2026-08-03,hadir,bunpou,79.5,2026-08-03T21:00:00+07:00",
    "2,2026-08-03,sakit,,,2026-08-03T21:00:00+07:00",
    "1,2026-08-04,terlambat,Percakapan,,2026-08-04T21:00:00+07:00",
]


@pytest.fixture
def run(tmp_path):
    """Call it with lines: the report, and what the terminal shows."""

    def import_scores(lines, *options, head=HEAD, name="buku.csv", code="A-2026"):
        book, report, out = tmp_path / name, tmp_path / "report.json", StringIO()
        book.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        call_command("import_scores", str(book), "--class", code, "--report", str(report), *options, stdout=out)
        return json.loads(report.read_text()), out.getvalue()

    return import_scores


def on_file():
    return {
        (score.enrolment.trainee_no, score.day.day, score.criterion.slug, score.value)
        for score in Score.objects.select_related("enrolment", "criterion")
    }


def attended():
    return {
        (one.enrolment.trainee_no, one.day.day, one.status) for one in Attendance.objects.select_related("enrolment")
    }


def history():
    return [(old, new) for change in ScoreChange.objects.order_by("at") for _criterion, old, new in change.values()]


def test_without_commit_nothing_is_saved(run):
    rows, told = run(BOOK)
    assert [row["outcome"] for row in rows] == ["import"] * 4
    assert "nothing was" in told
    assert not Score.objects.exists() and not Attendance.objects.exists() and not Evening.objects.exists()


def test_the_book_becomes_scores_and_attendance(run):
    run(BOOK, "--commit")
    assert on_file() == {(1, 3, "kaiwa", Decimal(80)), (1, 3, "bunpou", Decimal("79.5"))}  # an empty score is no 0
    assert attended() == {(1, 3, "hadir"), (2, 3, "sakit"), (1, 4, "terlambat")}
    kaiwa = Score.objects.get(criterion__slug="kaiwa")
    assert kaiwa.entered_at == datetime(2026, 8, 3, 14, tzinfo=UTC)
    assert not kaiwa.entered_by.is_active
    assert list(Evening.objects.order_by("day").values_list("day", "from_book")) == [
        (MONDAY, True),
        (date(2026, 8, 4), True),
    ]
    assert list(integrity.evenings_are_complete()) == list(integrity.scores_of_an_evening()) == []


def test_the_same_book_twice_changes_nothing(run):
    run(BOOK, "--commit")
    before = on_file(), attended(), list(Evening.objects.values_list("day", "version"))
    rows, told = run(BOOK, "--commit")
    assert "0 scores, 0 attendances, 0 corrections" in told
    assert [row["warnings"] for row in rows[:3]] == [["unchanged"]] * 3
    assert (on_file(), attended(), list(Evening.objects.values_list("day", "version"))) == before
    assert history() == []


@pytest.mark.parametrize("seed", range(4))
def test_what_was_written_later_stands_however_the_lines_are_ordered(run, seed):
    lines = [
        "1,2026-08-03,hadir,kaiwa,70,2026-08-03T21:00:00+07:00",
        "1,2026-08-03,hadir,kaiwa,75,2026-08-04T08:00:00+07:00",
        "1,2026-08-03,izin,kaiwa,90,2026-08-03T22:00:00+07:00",
    ]
    random.Random(seed).shuffle(lines)
    run(lines, "--commit")
    assert on_file() == {(1, 3, "kaiwa", Decimal(75))}
    assert history() == [(70, 90), (90, 75)]  # what was replaced stays readable
    assert list(AttendanceChange.objects.order_by("at").values_list("old", "new")) == [
        ("hadir", "izin"),
        ("izin", "hadir"),
    ]


def test_a_later_book_replaces_and_an_earlier_one_does_not(run):
    run(["1,2026-08-03,hadir,kaiwa,80,2026-08-03T21:00:00+07:00"], "--commit")
    run(["1,2026-08-03,hadir,kaiwa,85,2026-08-05T09:00:00+07:00"], "--commit")
    rows, _told = run(["1,2026-08-03,hadir,kaiwa,60,2026-08-04T09:00:00+07:00"], "--commit")
    assert rows[0]["warnings"] == ["older"]
    assert on_file() == {(1, 3, "kaiwa", Decimal(85))}
    assert history() == [(80, 85)]


def test_a_score_taken_out_later_does_not_come_back_with_the_old_page(run):
    first = ["1,2026-08-03,hadir,kaiwa,80,2026-08-03T21:00:00+07:00"]
    run(first, "--commit")
    run(["1,2026-08-03,hadir,kaiwa,,2026-08-04T21:00:00+07:00"], "--commit")
    assert on_file() == set()
    run(first, "--commit")
    assert on_file() == set()
    assert history() == [(80, None)]


def test_a_trainer_may_correct_what_came_from_a_book(run, class_a, trainer):
    run(BOOK, "--commit")
    andi, bayu = class_a.enrolments.order_by("trainee_no")
    kaiwa = Criterion.objects.get(slug="kaiwa")
    rows = [Row(andi.pk, "hadir", {kaiwa.pk: "88"}), Row(bayu.pk, "hadir", {})]
    save_evening(class_a, MONDAY, rows, by=trainer, now=datetime(2026, 8, 4, 14, tzinfo=UTC))
    assert history() == [(80, 88)]
    assert AttendanceChange.objects.values_list("old", "new").get() == ("sakit", "hadir")
    assert not Evening.objects.get(day=MONDAY).from_book


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        (",2026-08-03,hadir,kaiwa,80,2026-08-03T21:00", ["trainee_missing"]),
        ("99,2026-08-03,hadir,kaiwa,80,2026-08-03T21:00", ["trainee_unknown"]),
        ("1,,hadir,kaiwa,80,2026-08-03T21:00", ["date_missing"]),
        ("1,31/02/2026,hadir,kaiwa,80,2026-08-03T21:00", ["date_unparseable"]),
        ("1,2026-08-10,hadir,kaiwa,80,2026-08-03T21:00", ["future"]),
        ("1,2026-08-01,hadir,kaiwa,80,2026-08-03T21:00", ["weekend"]),
        ("1,2026-08-05,hadir,kaiwa,80,2026-08-05T21:00", ["holiday"]),
        ("1,2026-05-04,hadir,kaiwa,80,2026-08-05T21:00", ["outside_class"]),
        ("1,2026-08-03,bolos,kaiwa,80,2026-08-03T21:00", ["attendance_unknown"]),
        ("1,2026-08-04,,kaiwa,80,2026-08-03T21:00", ["attendance_missing"]),
        ("1,2026-08-03,hadir,,80,2026-08-03T21:00", ["criterion_missing"]),
        ("1,2026-08-03,hadir,menari,80,2026-08-03T21:00", ["criterion_unknown"]),
        ("1,2026-08-03,hadir,kaiwa,101,2026-08-03T21:00", ["score_range"]),
        ("1,2026-08-03,hadir,kaiwa,-1,2026-08-03T21:00", ["score_range"]),
        ("1,2026-08-03,hadir,kaiwa,80,", ["recorded_at_missing"]),
        ("1,2026-08-03,hadir,kaiwa,80,tadi malam", ["recorded_at_unparseable"]),
        ("99,kemarin,hadir,kaiwa,sip,", ["trainee_unknown", "date_unparseable", "score_range", "recorded_at_missing"]),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_taken_says_why_and_keeps_nobody_else_back(run, monkeypatch, line, reasons):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 8, 8, 5, tzinfo=UTC))  # that Saturday
    HolidayFactory(day=date(2026, 8, 5))
    rows, _told = run([line, BOOK[0]], "--commit")
    assert [(row["row"], row["outcome"], row["reasons"]) for row in rows] == [(2, "reject", reasons), (3, "import", [])]
    assert on_file() == {(1, 3, "kaiwa", Decimal(80))}


def test_nobody_gets_a_score_for_a_day_on_which_they_had_no_seat(run, class_a):
    class_a.enrolments.filter(trainee_no=1).update(to_on=date(2026, 7, 31))
    rows, _told = run(BOOK[:1], "--commit")
    assert rows[0]["reasons"] == ["not_in_class"]


def test_excel_as_a_kelas_keeps_it(run, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Nilai", None])  # a cover page is passed over
    sheet = book.create_sheet("Agustus")
    sheet.append([name.upper() for name in HEAD.split(",")])
    sheet.append([1.0, datetime(2026, 8, 3), "Hadir", "Percakapan", 82.5, datetime(2026, 8, 3, 21, 0)])
    sheet.append([2, "3 Agustus 2026", "S", None, None, "3/8/2026 21.10"])
    book.save(tmp_path / "buku.xlsx")
    call_command("import_scores", str(tmp_path / "buku.xlsx"), "--class", "A-2026", "--commit", stdout=StringIO())
    assert on_file() == {(1, 3, "kaiwa", Decimal("82.5"))}
    assert attended() == {(1, 3, "hadir"), (2, 3, "sakit")}
    assert Attendance.objects.get(status="sakit").entered_at == datetime(2026, 8, 3, 14, 10, tzinfo=UTC)


def test_a_csv_with_semicolons_and_decimal_commas_is_read(run):
    run(["1;03-08-2026;hadir;kaiwa;82,5;2026-08-03 21:00"], "--commit", head=HEAD.replace(",", ";"))
    assert on_file() == {(1, 3, "kaiwa", Decimal("82.5"))}


def test_two_lines_of_the_same_moment_are_pointed_out(run):
    rows, _told = run([BOOK[0], BOOK[0].replace("80,", "81,")], "--commit")
    assert rows[1]["warnings"] == ["same_time"]
    assert on_file() == {(1, 3, "kaiwa", Decimal(81))}


def test_a_file_without_the_columns_and_a_class_that_is_not_there_are_refused(run, tmp_path):
    with pytest.raises(CommandError, match="trainee_no, date"):
        run([], head="nama,nilai")
    with pytest.raises(CommandError, match="no class"):
        run([], code="Z-9")
    (tmp_path / "rusak.xlsx").write_text("no workbook")
    with pytest.raises(CommandError):
        call_command("import_scores", str(tmp_path / "rusak.xlsx"), "--class", "A-2026")


def test_the_book_counts_in_the_phone_list_to_the_digit(run):
    week = [
        f"{who},2026-08-0{day},hadir,kaiwa,{score},2026-08-0{day}T21:00:00+07:00"
        for who, scores in ((1, [80] * 5), (2, [80, 80, 80, 80, "79.99"]))
        for day, score in zip(range(3, 8), scores, strict=True)
    ]
    run(week, "--commit")
    out = StringIO()
    call_command("phone_list", "--class", "A-2026", "--week", "2026-W32", "--format", "csv", stdout=out)
    assert out.getvalue().splitlines() == [
        "trainee_no,average,allowed,reason,final",
        "1,80.00,yes,,yes",
        "2,79.99,no,short by 0.01,yes",
    ]

"""Whole sheets as kelurahan send them: titles, two-row headers, groups, totals, signatures, merged cells."""

from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from candidates.importing.preview import preview
from tests.candidates.importing.books import HEADER, ON, line, nik, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def seen(path) -> list[tuple]:
    """Sheet and row of each person, with all that is told about them."""
    return [(row.sheet, row.row, row.reasons + row.warnings) for _record, row in preview(path, on=ON)]


def values(path) -> list:
    return [row.values for _record, row in preview(path, on=ON)]


def test_titles_numbering_repeated_headers_groups_totals_and_signatures_are_nobody(tmp_path):
    rows = [
        ["PEMERINTAH KOTA SERANG"],
        ["DAFTAR NAMA CALON PESERTA PROGRAM KERJA KE JEPANG TAHUN 2026"],
        [],
        list(HEADER),
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        ["A. Kelurahan Serang"],
        line(1, kelurahan=None),
        line(2, kelurahan=None),
        ["", "Jumlah", 2],
        ["B. Kelurahan Cipare"],
        list(HEADER),
        line(3, kelurahan=None),
        [4, None, None, None, None, None, None, None, None],
        ["Jumlah seluruhnya", None, 3],
        [],
        [None, None, None, None, None, "Serang, 3 Agustus 2026"],
        [None, "Mengetahui,", None, None, None, "Lurah Serang"],
        [],
        [None, "Ratna Contoh, S.Sos", None, None, None, "Agus Contoh"],
        [None, "NIP. 19700101 199001 2 001"],
    ]
    path = save(tmp_path / "a.xlsx", ("Daftar", rows))
    assert seen(path) == [("Daftar", 7, []), ("Daftar", 8, []), ("Daftar", 12, [])]
    assert [v.kelurahan_code for v in values(path)] == ["36.73.01.1001", "36.73.01.1001", "36.73.01.1002"]


def test_a_title_names_the_kelurahan_of_a_list_that_has_no_such_column(tmp_path):
    rows = [
        ["DATA PENCARI KERJA"],
        ["Kelurahan", ":", "Sukawana"],
        ["Kecamatan", ":", "Curug"],
        ["NAMA PESERTA", "NO. KTP", "TTL", "JK", "WA"],
        ["Rina Contoh", nik(1), "Serang, 5 Mei 2004", "P", 81200000001],
    ]
    path = save(tmp_path / "a.xlsx", ("Sheet1", rows))
    assert seen(path) == [("Sheet1", 5, [])]
    found = values(path)[0]
    assert (found.kelurahan_code, found.birth_date, found.birth_place) == ("36.73.04.1007", "2004-05-05", "Serang")


def test_the_name_of_a_sheet_can_be_that_of_its_kelurahan(tmp_path):
    people = [["Nama", "NIK", "No. Telp"], ["Rina Contoh", nik(1), "081200000001"]]
    path = save(tmp_path / "a.xlsx", ("Kel. Unyur", people), ("Rekap", [["Kelurahan", "Jumlah"], ["Unyur", 1]]))
    assert values(path)[0].kelurahan_code == "36.73.01.1007"
    assert len(seen(path)) == 1


def test_a_sheet_called_only_like_a_kelurahan_but_not_like_a_kecamatan_names_it(tmp_path):
    rows = [["Nama", "NIK", "Tgl Lahir", "No HP"], ["Rina Contoh", nik(1), "5 Mei 2004", "0812-0000-0001"]]
    other = [rows[0], ["Siti Contoh", nik(2), "5 Mei 2004", "0812-0000-0002"]]
    path = save(tmp_path / "a.xlsx", ("Unyur", rows), ("Kasemen", other))
    assert seen(path) == [
        ("Unyur", 2, ["sex_derived_from_nik"]),
        ("Kasemen", 2, ["kelurahan_missing", "sex_derived_from_nik"]),
    ]


@pytest.mark.parametrize("sheet", ["Curug", "2. CURUG", "Data Curug 2026", "Kec. Curug"])
def test_a_sheet_called_like_a_kecamatan_settles_which_kelurahan(tmp_path, sheet):
    rows = [[*HEADER, "Alamat"], [*line(1, kelurahan="Sukawana"), "Jl. Contoh 5"], [*line(2, kelurahan="Unyur"), None]]
    path = save(tmp_path / "a.xlsx", (sheet, rows), ("Data", [HEADER, line(3, kelurahan="Sukawana")]))
    assert [told for _sheet, _row, told in seen(path)] == [[], [], ["kelurahan_ambiguous"]]
    first, second, third = values(path)
    assert (first.kelurahan_code, first.kecamatan_from) == ("36.73.04.1007", "sheet")
    assert (second.kelurahan_code, second.kecamatan_from) == ("36.73.01.1007", None)  # nothing was in doubt
    assert (third.kelurahan_code, third.kecamatan_from) == (None, None)


def test_the_kecamatan_of_the_row_counts_more_than_that_of_the_sheet(tmp_path):
    rows = [[*HEADER, "Alamat"], [*line(1, kelurahan="Sukawana"), "Jl. Contoh 5, Kec. Serang"]]
    found = values(save(tmp_path / "a.xlsx", ("Curug", rows)))[0]
    assert (found.kelurahan_code, found.kecamatan_from) == ("36.73.01.1008", None)


def test_a_wrong_spelling_in_curug_is_unknown_and_not_outside_the_city(tmp_path):
    path = save(tmp_path / "a.xlsx", ("Curug", [HEADER, line(1, kelurahan="Tinggir")]))
    assert seen(path) == [("Curug", 2, ["kelurahan_unknown"])]


def test_a_name_alone_above_a_group_is_that_of_its_kelurahan_and_the_row_says_so(tmp_path):
    header = [name for name in HEADER if name != "Kelurahan"]
    people = [[cell for cell in line(number) if cell != "Unyur"] for number in (1, 2)]
    path = save(tmp_path / "a.xlsx", ("Data", [["PENDAFTAR CIPARE"], header, people[0], [None, "UNYUR"], people[1]]))
    assert [told for _sheet, _row, told in seen(path)] == [[], []]
    assert [(v.kelurahan_code, v.kelurahan_from) for v in values(path)] == [
        ("36.73.01.1002", "title"),
        ("36.73.01.1007", "group"),
    ]


def test_an_address_without_a_place_is_read_with_the_name_of_the_sheet(tmp_path):
    header = ["Alamat" if name == "Kelurahan" else name for name in HEADER]
    said = ("Jl. Contoh 5 RT 2 RW 3", "Kel. Cipare RT 1", "Desa Antah RT 1", "Kab. Tangerang")
    rows = [line(number, kelurahan=address) for number, address in enumerate(said, start=1)]
    path = save(tmp_path / "a.xlsx", ("Unyur", [header, *rows]))
    assert [reasons for _sheet, _row, reasons in seen(path)] == [[], [], ["kelurahan_unknown"], ["outside_kota_serang"]]
    found = values(path)
    assert [(v.kelurahan_code, v.kelurahan_from) for v in found[:2]] == [
        ("36.73.01.1007", "sheet"),
        ("36.73.01.1002", None),
    ]
    assert found[0].address == "Jl. Contoh 5 RT 2 RW 3"


def test_headers_set_wide_and_groups_that_are_only_called_so(tmp_path):
    rows = [
        ["N A M A  L E N G K A P", "N I K", "Tgl Lahir", "No. HP", "Kelurahan"],
        ["Kelompok A"],
        ["Rina Contoh", nik(1), "5 Mei 2004", "0812-0000-0001", "Unyur"],
        ["Gelombang II"],
    ]
    assert seen(save(tmp_path / "a.xlsx", ("Data", rows))) == [("Data", 3, ["sex_derived_from_nik"])]


def test_a_header_of_two_rows(tmp_path):
    rows = [
        ["No", "Nama", "NIK", "Tempat, Tanggal Lahir", None, "Jenis Kelamin", None, "Alamat", None, "No. HP"],
        [None, None, None, "Tempat", "Tanggal", "L", "P", "Kelurahan", "Kecamatan", None],
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        [1, "Rina Contoh", nik(1), "Serang", "05-05-2004", None, "v", "Sukawana", "Curug", "081200000001"],
        [2, "Budi Contoh", nik(2, born="050504"), "Serang", "05-05-2004", "v", None, "Unyur", "Serang", "081200000002"],
    ]
    path = save(tmp_path / "a.xlsx", ("1", rows))
    assert seen(path) == [("1", 4, []), ("1", 5, [])]
    first, second = values(path)
    assert (first.sex, first.birth_place, first.kelurahan_code) == ("P", "Serang", "36.73.04.1007")
    assert (second.sex, second.kelurahan_code) == ("L", "36.73.01.1007")


def test_a_merged_cell_and_a_ditto_mark_speak_for_the_rows_below(tmp_path):
    rows = [
        list(HEADER),
        line(1, kelurahan="Unyur"),
        line(2, kelurahan=None),
        line(3, kelurahan=None),
        line(4, kelurahan="Cipare"),
        line(5, kelurahan='"', education="sda"),
    ]
    path = save(tmp_path / "a.xlsx", ("1", rows))
    book = load_workbook(path)
    book["1"].merge_cells("G2:G3")
    book["1"].merge_cells("A8:F8")
    book.save(path)
    assert [reasons for _sheet, _row, reasons in seen(path)] == [[], [], ["kelurahan_missing"], [], []]
    assert [v.kelurahan_code for v in values(path)] == ["36.73.01.1007"] * 2 + [None] + ["36.73.01.1002"] * 2


def test_columns_in_another_order_and_columns_that_are_not_asked(tmp_path):
    rows = [
        [
            "Timestamp",
            "Email",
            "Bidang Minat",
            "Nama Orang Tua",
            "No. HP Orang Tua",
            "Nama Lengkap (sesuai KTP)",
            "No. KK",
            "Nomor Induk Kependudukan (NIK)",
            "Alamat sesuai KTP",
            "Pendidikan Terakhir",
            "Jurusan",
            "Nomor WhatsApp Aktif",
            "Tanggal Lahir",
            "Jenis Kelamin",
        ],
        [
            datetime(2026, 8, 1),
            "rina@example.com",
            "Kaigo",
            "Hasan Contoh",
            "081299999999",
            "Rina Contoh",
            "3673010101010001",
            nik(1),
            "Kp. Baru RT 01/02 Kel. Cimuncang Kec. Serang",
            "SMK",
            "Otomotif",
            "+62 812-0000-0001",
            date(2004, 5, 5),
            "Perempuan",
        ],
    ]
    path = save(tmp_path / "a.xlsx", ("Form Responses 1", rows))
    assert seen(path) == [("Form Responses 1", 2, [])]
    found = values(path)[0]
    assert (found.name, found.nik, found.phone) == ("Rina Contoh", nik(1), "+6281200000001")
    assert (found.kelurahan_code, found.education, found.sector) == ("36.73.01.1006", "SMK", "caregiver")


def test_the_same_person_on_two_sheets_is_imported_once(tmp_path):
    path = save(tmp_path / "a.xlsx", ("A", [HEADER, line(1), line(2)]), ("B", [HEADER, line(3), line(1)]))
    assert seen(path) == [("A", 2, []), ("A", 3, []), ("B", 2, []), ("B", 3, ["duplicate_in_file"])]


def test_a_row_that_failed_does_not_bar_a_better_one_below_it(tmp_path):
    path = save(tmp_path / "a.xlsx", ("A", [HEADER, line(1, phone=None), line(1), line(1)]))
    assert [told for _sheet, _row, told in seen(path)] == [["phone_missing"], [], ["duplicate_in_file"]]


def test_a_person_without_a_nik_is_told_and_a_number_alone_is_nobody(tmp_path):
    path = save(
        tmp_path / "a.xlsx", ("A", [HEADER, line(1, nik=None), [2], [3, None, None, None, None, None, "Unyur"]])
    )
    assert seen(path) == [("A", 2, ["nik_missing"])]


def test_days_of_a_workbook_that_counts_from_1904(tmp_path):
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in [HEADER, line(1, birth_date=date(2004, 5, 5)), line(2, birth_date=36650)]:
        book.active.append(row)
    book.save(tmp_path / "mac.xlsx")
    assert [v.birth_date for v in values(tmp_path / "mac.xlsx")] == ["2004-05-05"] * 2


def test_hidden_sheets_are_not_read(tmp_path):
    path = save(tmp_path / "a.xlsx", ("A", [HEADER, line(1)]), ("B", [HEADER, line(2)]))
    book = load_workbook(path)
    book["B"].sheet_state = "hidden"
    book.save(path)
    assert seen(path) == [("A", 2, [])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_text_files_of_any_delimiter_and_encoding(tmp_path, encoding, sign):
    cells = [
        ["Nama", "NIK", "Tgl Lahir", "JK", "HP", "Kelurahan"],
        ["José Contoh", nik(1), "5 Mei 2004", "P", "0812 0000 0001", "Unyur"],
    ]
    text = "Daftar Peserta\r\n" + "\r\n".join(sign.join(f'"{cell}"' for cell in row) for row in cells)
    path = tmp_path / "daftar.csv"
    path.write_bytes(text.encode(encoding))
    assert seen(path) == [("CSV", 3, [])]
    assert values(path)[0].name == "José Contoh"


def test_a_nik_that_excel_wrote_into_a_text_file_is_told(tmp_path):
    path = tmp_path / "daftar.csv"
    path.write_text(
        "sep=;\nNama;NIK;Tgl Lahir;JK;HP;Kelurahan\nRina Contoh;3,67302E+15;05/05/2004;P;81200000001;Unyur\n"
    )
    assert seen(path) == [("CSV", 3, ["nik_precision_lost"])]

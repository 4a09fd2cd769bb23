"""Single cells, in the ways people and spreadsheets write them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.importing import cells
from candidates.importing.cells import EPOCH_1904
from tests.candidates.importing.books import ON, nik

ANYTHING = st.one_of(
    st.none(), st.text(max_size=60), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes()
)


@given(ANYTHING)
def test_no_reader_stumbles_over_anything(value):
    text = cells.as_text(value)
    cells.read_name(value), cells.read_nik(value, on=ON), cells.read_phones(value), cells.place_before_day(value)
    born = cells.read_day(value, on=ON)
    assert born is None or born <= ON
    assert cells.read_sex(text) in {"L", "P", ""}
    assert cells.read_education(text) in {"SMP", "SMA", "SMK", "D3", "S1", None}
    assert set(cells.read_sectors(text)) <= {"agriculture", "caregiver", "automotive", "ground_handling"}


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("  rina   CONTOH ", "rina CONTOH"),
        ("12. Rina Contoh", "Rina Contoh"),
        ("Rina\u00a0Contoh\u200b", "Rina Contoh"),
        ("Muh. Budi Contoh, S.Kom", "Muh. Budi Contoh, S.Kom"),
        ("Nurhayati", "Nurhayati"),
        ("Nihil", ""),
        ("-", ""),
        ("12", ""),
        (12, ""),
        ("#N/A", ""),
    ],
)
def test_names_stay_as_written(value, name):
    assert cells.read_name(value) == name


@pytest.mark.parametrize(
    "value",
    [
        "3673024505040001",
        " 3673 0245 0504 0001 ",
        "3673.0245.0504.0001",
        "367302-450504-0001",
        "'3673024505040001",
        "NIK: 3673024505040001",
        "3673024505040001.0",
        3673024505040001,
        3673024505040001.0,
    ],
)
def test_a_nik_is_read_however_it_is_decorated(value):
    found, wrong = cells.read_nik(value, on=ON)
    assert (found.number if found else None, wrong) == (nik(1), "")


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (3.67302e15, "nik_precision_lost"),
        (3673024505040000, "nik_precision_lost"),
        (3673024505040010, "nik_precision_lost"),
        (9673024505040011.0, "nik_precision_lost"),  # above 2**53 a float skips numbers
        ("3.67302E+15", "nik_precision_lost"),
        ("3,67302E+15", "nik_precision_lost"),
        ("3673024505040010.0", "nik_precision_lost"),
        ("", "nik_missing"),
        ("belum ada", "nik_missing"),
        ("367302450504000", "nik_length"),
        (367302450504000, "nik_length"),
        ("36730245050400011", "nik_length"),
        ("3673O24505040001", "nik_format"),
        (
            "\uff13\uff16\uff17\uff13\uff10\uff12\uff14\uff15\uff10\uff15\uff10\uff14\uff10\uff10\uff10\uff11",
            "nik_format",
        ),
        ("3673024505040000", "nik_serial"),
        ("3673027213040001", "nik_birth_date"),
    ],
)
def test_a_nik_that_cannot_be_trusted_says_why(value, wrong):
    assert cells.read_nik(value, on=ON) == (None, wrong)


def test_text_that_ends_in_zero_is_a_nik_like_any_other():
    found, wrong = cells.read_nik("3673024505040010", on=ON)
    assert (found.number if found else None, wrong) == ("3673024505040010", "")


@pytest.mark.parametrize(
    "value",
    [
        date(2004, 5, 5),
        datetime(2004, 5, 5, 0, 0),
        38112,
        38112.0,
        "38112",
        "5 Mei 2004",
        "05 MEI 2004",
        "5-Mei-2004",
        "5 May 2004",
        "May 5, 2004",
        "5th May 2004",
        "05/05/2004",
        "5.5.2004",
        "05-05-2004",
        "2004-05-05",
        "2004/05/05",
        "2004年5月5日",
        "平成16年5月5日",
        "２００４年５月５日",
        "Serang, 5 Mei 2004",
        "Serang / 05-05-2004",
        "SERANG 05 05 2004",
        "05052004",
        "20040505",
        20040505,
        "5 mei 04",
        "05-05-04",
        "'05/05/2004",
        "Rabu, 5 Mei 2004",
        "2004-05-05 00:00:00",
    ],
)
def test_a_day_is_read_in_three_languages_and_as_numbers(value):
    assert cells.read_day(value, on=ON) == date(2004, 5, 5)


def test_a_workbook_from_an_old_mac_counts_from_1904():
    assert cells.read_day(36650, on=ON, epoch=EPOCH_1904) == date(2004, 5, 5)


@pytest.mark.parametrize(
    "value", ["lupa", "31/02/2004", "5 Foo 2004", "05/05/2044", "2004", 2004, "0", True, "32 Mei 2004", "13/13/2004"]
)
def test_what_is_no_day_in_the_past_is_none(value):
    assert cells.read_day(value, on=ON) is None


def test_a_month_put_first_is_believed_only_when_the_nik_says_the_same():
    assert cells.read_day("05/13/2004", on=ON) is None
    assert cells.read_day("05/13/2004", on=ON, likely=date(2004, 5, 13)) == date(2004, 5, 13)
    assert cells.read_day("05/06/2004", on=ON) == date(2004, 6, 5)


@given(
    st.dates(date(1926, 1, 1), ON),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %B %Y", "%Y年%m月%d日"]),
)
def test_every_day_comes_back_from_every_way_of_writing(born, pattern):
    assert cells.read_day(f"{born:{pattern}}", on=ON) == born
    assert cells.read_day(f"Serang, {born:{pattern}}", on=ON) == born


@pytest.mark.parametrize(
    ("value", "phone", "several"),
    [
        ("0812-3456-7890", "+6281234567890", 1),
        (81234567890, "+6281234567890", 1),
        (81234567890.0, "+6281234567890", 1),
        ("+62 812 3456 7890", "+6281234567890", 1),
        ("0812/3456/7890", "+6281234567890", 1),
        ("HP: 081234567890", "+6281234567890", 1),
        ("081234567890 (ibu)", "+6281234567890", 1),
        ("081234567890/081311112222", "+6281234567890", 2),
        ("081234567890, 0813 1111 2222", "+6281234567890", 2),
        ("081234567890 atau 081311112222", "+6281234567890", 2),
        ("081234567890\n081311112222", "+6281234567890", 2),
        ("081234567890 081311112222", "+6281234567890", 2),
        ("(0254) 201234 / 081234567890", "+6281234567890", 2),
        ("081234567890 ; 081234567890", "+6281234567890", 1),
    ],
)
def test_the_first_mobile_number_of_a_cell_is_taken(value, phone, several):
    found, numbers, wrong = cells.read_phones(value)
    assert (found, len(numbers), wrong) == (phone, several, "")


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("", "phone_missing"),
        ("tidak ada", "phone_missing"),
        ("0254-201234", "phone_not_mobile"),
        ("021 5551234", "phone_not_mobile"),
        ("0812", "phone_invalid"),
        ("8.12346E+11", "phone_invalid"),
        ("besok", "phone_invalid"),
    ],
)
def test_a_phone_that_cannot_be_reached_says_why(value, wrong):
    assert cells.read_phones(value)[2] == wrong


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("L", "L"),
        ("laki-laki", "L"),
        ("Laki laki", "L"),
        ("Pria", "L"),
        ("LK", "L"),
        ("M", "L"),
        ("男", "L"),
        ("P", "P"),
        ("Perempuan", "P"),
        ("PR", "P"),
        ("wanita", "P"),
        ("F", "P"),
        ("女性", "P"),
        ("?", ""),
        ("L/P", ""),
    ],
)
def test_sex(text, sex):
    assert cells.read_sex(text) == sex


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("SLTA", "SMA"),
        ("SLTA/Sederajat", "SMA"),
        ("SMU", "SMA"),
        ("MA", "SMA"),
        ("MAN 2", "SMA"),
        ("Paket C", "SMA"),
        ("SMA IPA", "SMA"),
        ("sma negeri 1", "SMA"),
        ("SMAN 1", "SMA"),
        ("Madrasah Aliyah", "SMA"),
        ("SMK TKR", "SMK"),
        ("STM", "SMK"),
        ("SMKN 2", "SMK"),
        ("SMP", "SMP"),
        ("SLTP", "SMP"),
        ("MTs", "SMP"),
        ("Paket B", "SMP"),
        ("D3", "D3"),
        ("D-III Keperawatan", "D3"),
        ("DIII", "D3"),
        ("Diploma 3", "D3"),
        ("AKADEMI/DIPLOMA III/S. MUDA", "D3"),
        ("S1", "S1"),
        ("S-1 Teknik", "S1"),
        ("Sarjana", "S1"),
        ("DIPLOMA IV/STRATA I", "S1"),
        ("D4", "S1"),
        ("S2", None),
        ("SD", None),
        ("D1", None),
        ("", None),
        ("Tamat SMA/SMK", "SMK"),
    ],
)
def test_education(text, level):
    assert cells.read_education(text) == level


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("Kaigo", ["caregiver"]),
        ("Perawat Lansia", ["caregiver"]),
        ("care giver", ["caregiver"]),
        ("Caregiver", ["caregiver"]),
        ("介護", ["caregiver"]),
        ("Pertanian", ["agriculture"]),
        ("Peternakan sapi", ["agriculture"]),
        ("agriculture", ["agriculture"]),
        ("Bengkel", ["automotive"]),
        ("Perawatan mobil", ["automotive"]),
        ("OTOMOTIF", ["automotive"]),
        ("Ground Handling", ["ground_handling"]),
        ("petugas bandara", ["ground_handling"]),
        ("Pertanian / Kaigo", ["agriculture", "caregiver"]),
        ("kaigo, pertanian", ["caregiver", "agriculture"]),
        ("perhotelan", []),
    ],
)
def test_sectors_in_the_order_named(text, sectors):
    assert cells.read_sectors(text) == sectors

"""`manage.py import_candidates`: the report that other programs read."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from candidates.importing.codes import REASONS, WARNINGS
from candidates.models import Candidate
from tests.candidates.importing.books import HEADER, ON, line, nik, save
from tests.factories.candidates import JourneyFactory

pytestmark = pytest.mark.django_db

# One row for each code of the contract: what is changed in a row that is right, and all that is told about it.
ROWS = {
    "": ({}, []),
    "name_missing": ({"name": None}, []),
    "nik_missing": ({"nik": "-"}, []),
    "nik_length": ({"nik": "36730245050400"}, []),
    "nik_format": ({"nik": "367302450504O004"}, []),
    "nik_precision_lost": ({"nik": 3673024505040010}, []),
    "nik_region": ({"nik": nik(6, region="993702")}, []),
    "nik_birth_date": ({"nik": nik(7, born="723304")}, []),
    "nik_serial": ({"nik": nik(0)}, []),
    "nik_dob_mismatch": ({"birth_date": "6 Mei 2004"}, []),
    "nik_sex_mismatch": ({"sex": "Laki-laki"}, []),
    "dob_unparseable": ({"birth_date": "lupa"}, []),
    "phone_missing": ({"phone": None}, []),
    "phone_invalid": ({"phone": "0812"}, []),
    "phone_not_mobile": ({"phone": "(0254) 201234"}, []),
    "kelurahan_missing": ({"kelurahan": None}, []),
    "kelurahan_unknown": ({"kelurahan": "Unyil"}, []),
    "kelurahan_ambiguous": ({"kelurahan": "Sukawana"}, []),
    "outside_kota_serang": ({"kelurahan": "Kramatwatu, Kab. Serang"}, []),
    "duplicate_in_file": ({"nik": nik(1)}, []),
    "duplicate_registered": ({"nik": nik(999)}, []),
    "under_18_guardian_consent": ({"nik": nik(1, born="450509"), "birth_date": "05/05/2009"}, []),
    "phone_multiple": ({"phone": "081200000023 / 081311112222"}, []),
    "sector_unknown": ({"sector": "apa saja"}, []),
    "sector_multiple": ({"sector": "pertanian atau kaigo"}, []),
    "sex_derived_from_nik": ({"sex": None}, []),
    "dob_derived_from_nik": ({"birth_date": None}, []),
    "region_unknown": ({"nik": nik(28, region="369902")}, []),
}


def run(*arguments) -> str:
    out = StringIO()
    call_command("import_candidates", *map(str, arguments), "--on", ON.isoformat(), stdout=out)
    return out.getvalue()


def report_of(path, tmp_path) -> list[dict]:
    run(path, "--report", tmp_path / "out.json")
    return json.loads((tmp_path / "out.json").read_text())


@pytest.fixture
def every_code(tmp_path, reference):
    JourneyFactory(candidate__nik=nik(999))
    rows = [line(number, **changes) for number, (changes, _more) in enumerate(ROWS.values(), start=1)]
    return save(tmp_path / "daftar.xlsx", ("Data", [HEADER, *rows]))


def test_every_code_of_the_contract_is_told_of_the_row_it_is_meant_for(every_code, tmp_path):
    told = {row["row"]: row["reasons"] + row["warnings"] for row in report_of(every_code, tmp_path)}
    meant = {number: [code, *more] if code else more for number, (code, (_c, more)) in enumerate(ROWS.items(), start=2)}
    assert told == meant
    assert set(ROWS) - {""} == {*REASONS, *WARNINGS}


def test_reasons_reject_and_warnings_do_not(every_code, tmp_path):
    for row in report_of(every_code, tmp_path):
        assert row["outcome"] == ("reject" if row["reasons"] else "import")


def test_a_row_that_is_right_has_these_values(every_code, tmp_path):
    first = report_of(every_code, tmp_path)[0]
    assert first == {
        "sheet": "Data",
        "row": 2,
        "outcome": "import",
        "reasons": [],
        "warnings": [],
        "values": {
            "name": "Rina Contoh 1",
            "nik": nik(1),
            "birth_date": "2004-05-05",
            "sex": "P",
            "phone": "+6281200000001",
            "kelurahan_code": "36.73.01.1007",
            "education": "SMA",
            "sector": "caregiver",
            "sectors": ["caregiver"],
            "birth_place": None,
            "address": None,
            "kelurahan_from": None,
            "kecamatan_from": None,
            "nik_differs": False,
        },
    }


def test_a_preview_changes_nothing_and_prints_no_personal_data(every_code):
    before = Candidate.objects.count()
    out = run(every_code)
    assert Candidate.objects.count() == before
    assert out.startswith("8 can be imported, 20 cannot\n")
    assert "Contoh" not in out and nik(1) not in out


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("lama.xls", b"\xd0\xcf\x11\xe0" + bytes(600), ".xls"),
        ("foto.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(600), ".xlsx"),
        ("rusak.xlsx", b"PK\x03\x04 broken", ".xlsx"),
    ],
)
def test_another_kind_of_file_is_refused_in_a_sentence(tmp_path, reference, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        run(path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run(tmp_path / "none.xlsx")


def test_a_child_is_told_of_in_codes_that_exist_and_is_not_registered(tmp_path, reference):
    """The contract has no code for an age, so the report says what it always said and the registering refuses."""
    path = save(tmp_path / "a.xlsx", ("A", [HEADER, line(1, nik=nik(1, born="450514"), birth_date="05/05/2014")]))
    (row,) = report_of(path, tmp_path)
    assert (row["outcome"], row["reasons"], row["warnings"]) == ("import", [], ["under_18_guardian_consent"])
    assert "0 registered, 1 refused" in run(path, "--commit")
    assert Candidate.objects.count() == 0

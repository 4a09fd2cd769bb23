"""Where people live, as they write it."""

import pytest

from candidates.importing.places import letters
from candidates.importing.preview import known

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(reference):
    return known().places


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Unyur", "36.73.01.1007"),
        ("UNYUR ", "36.73.01.1007"),
        ("Kel. Unyur", "36.73.01.1007"),
        ("Kelurahan Unyur", "36.73.01.1007"),
        ("Kel Unyur Kec Serang", "36.73.01.1007"),
        ("Unyur, Kec. Serang, Kota Serang", "36.73.01.1007"),
        ("Unyur/Serang", "36.73.01.1007"),
        ("36.73.01.1007", "36.73.01.1007"),
        ("3673011007", "36.73.01.1007"),
        ("Serang", "36.73.01.1001"),
        ("Kel. Serang", "36.73.01.1001"),
        ("Kel. Serang Kec. Serang Kota Serang", "36.73.01.1001"),
        ("Banten", "36.73.02.1007"),
        ("Kota Baru", "36.73.01.1004"),
        ("Kotabaru", "36.73.01.1004"),
        ("Sumurpecung", "36.73.01.1003"),
        ("sumur  pecung", "36.73.01.1003"),
        ("Trondol", "36.73.01.1011"),
        ("Masjid Priyayi", "36.73.02.1002"),
        ("Lontar Baru", "36.73.01.1009"),
        ("Penancangan", "36.73.05.1003"),
        ("Pageragung", "36.73.03.1007"),
        ("Tamanbaru", "36.73.06.1012"),
        ("Panggung Jati", "36.73.06.1007"),
        ("Banjaragung", "36.73.05.1004"),
        ("Cipocok", "36.73.05.1001"),
        ("Warungjaud", "36.73.02.1004"),
        ("Lebak Wangi", "36.73.03.1016"),
        ("Umbultengah", "36.73.06.1009"),
        ("Sukawana Kec. Curug", "36.73.04.1007"),
        ("Sukawana (Serang)", "36.73.01.1008"),
        ("Sukawana - Curug", "36.73.04.1007"),
    ],
)
def test_a_kelurahan_is_found_in_many_spellings(places, said, code):
    assert places.find(said).code == code


@pytest.mark.parametrize("kecamatan", ["Curug", "Kec. Curug", "KECAMATAN CURUG", "Kec. Curug, Kota Serang"])
def test_the_kecamatan_settles_which_sukawana(places, kecamatan):
    assert places.find("Sukawana", kecamatan).code == "36.73.04.1007"
    assert places.find("Sukawana").wrong == "kelurahan_ambiguous"
    assert places.find("Sukawana", "", "Kp. Baru, Kec. Curug").code == "36.73.04.1007"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("Kp. Baru RT 01/02 Kel. Cimuncang Kec. Serang", "36.73.01.1006"),
        ("Jl. Raya Cilegon No. 5, Kel. Drangong, Taktakan", "36.73.06.1009"[:-1] + "8"),
        ("Link. Lopang Indah RT 2 RW 3 Unyur Serang Banten", None),
        ("Komplek Untirta Blok A, Banjarsari, Cipocok Jaya", "36.73.05.1005"),
        ("Kelurahan Serang", "36.73.01.1001"),
    ],
)
def test_an_address_can_stand_in_for_the_kelurahan(places, address, code):
    assert places.find("", "", address).code == code


@pytest.mark.parametrize(
    "said",
    [
        "Kramatwatu",
        "Kab. Serang",
        "Kec. Ciruas Kab. Serang",
        "Kota Cilegon",
        "Cilegon",
        "Pandeglang",
        "luar kota",
        "Kragilan",
        "Desa Pelamunan, Kramatwatu",
        "Serang, Kab. Serang",
    ],
)
def test_outside_the_city(places, said):
    assert places.find(said).wrong == "outside_kota_serang"


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("", "kelurahan_missing"),
        ("Unyil", "kelurahan_unknown"),
        ("36.73.02.1005", "kelurahan_unknown"),
        ("Kota Serang", "kelurahan_unknown"),
        ("12", "kelurahan_unknown"),
    ],
)
def test_what_is_wrong_is_told_apart(places, said, wrong):
    assert places.find(said).wrong == wrong


def test_every_kelurahan_is_found_by_its_own_name_and_kecamatan(places):
    for code, name, kecamatan in places.kelurahan:
        for said in (
            name,
            name.upper(),
            name.replace(" ", ""),
            f"Kel. {name}",
            f"Kelurahan {name} Kec. {kecamatan}",
            f"{name}, {kecamatan}",
        ):
            assert places.find(said, kecamatan).code == code, said
        assert places.find(name, "", "", "Kota Serang").code == code or name == "Sukawana"


def test_a_near_miss_is_named(places):
    assert places.close_to("Unyurr") == "Unyur"
    assert places.close_to("Xyz") == ""
    assert letters("Sumur-Pecung ") == "sumurpecung"

"""Lists of the admin on a phone: every cell says which column it is, and what is empty is left out."""

import pytest

from candidates.models import Programme
from core.templatetags.admin_cards import labelled, labels

pytestmark = pytest.mark.django_db

HEADERS = [
    {"text": "kotak", "class_attrib": ' class="action-checkbox-column"'},
    {"text": "nama", "class_attrib": ' class="column-name"'},
    {"text": 'berlaku "sampai"', "class_attrib": ""},
]
BOX, NAME = '<td class="action-checkbox"><input></td>', '<th class="field-name"><a href="1/">Rina Contoh</a></th>'


def test_a_cell_carries_the_name_of_its_column():
    names = labels(HEADERS)
    row = labelled([BOX, NAME, '<td class="field-until">5 Mei</td>'], names)
    assert row == f'{BOX}{NAME}<td data-l="Berlaku &quot;sampai&quot;" class="field-until">5 Mei</td>'


def test_an_empty_cell_is_marked():
    empty = [f'<td class="field-until">{nothing}</td>' for nothing in ("-", "–")]
    rows = [labelled([BOX, NAME, cell], labels(HEADERS)) for cell in empty]
    assert [" data-kosong " in row for row in rows] == [True, True]
    assert " data-kosong" not in labelled([BOX, NAME, "<td>0</td>"], labels(HEADERS))


def test_a_list_is_called_by_what_it_lists(client_of, officer, reference):
    page = client_of(officer).get("/admin/candidates/kelurahan/").content.decode()
    assert "<h1>Kelurahan</h1>" in page
    assert 'data-l="Kecamatan"' in page


def test_who_may_only_read_a_programme_sees_the_year_as_a_year(client_of, officer, reference):
    year = Programme.objects.first()
    page = client_of(officer).get(f"/admin/candidates/programme/{year.pk}/change/").content.decode()
    assert f'<div class="readonly">{year.year}</div>' in page

"""A name as Japan writes it: suggested, written by somebody who knows, taken by every list that leaves for Japan."""

import re
from html import unescape
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from candidates import disclosure, exporting
from candidates.merging import merge, unmerge
from candidates.models import Journey
from core.refusal import Refused, SomebodyWasFirst
from placements import naming
from placements.katakana import DOT, suggested
from placements.models import NameInJapan
from placements.models.naming import KATAKANA
from tests.factories.candidates import CandidateFactory, DocumentFactory, JourneyFactory
from tests.factories.placements import NameInJapanFactory

WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
HEARD = {
    "Siti Aminah": "シティ・アミナ",
    "Suparno": "スパルノ",  # one word: no dot
    "Muhammad Rizky": "ムハンマド・リズキ",
    "M. Yusuf": "エム・ユスフ",
    "Achmad Fauzi": "アフマド・ファウジ",
    "Mochamad Soekarno": "モハマド・スカルノ",
    "Chandra Wijaya": "チャンドラ・ウィジャヤ",
    "Chairul Anwar": "ハイルル・アンワル",
    "Bunga Anggraini": "ブンガ・アングライニ",
    "Ngatini": "ガティニ",
    "Nuur Hidayat": "ヌール・ヒダヤット",
    "Aditya Surya": "アディティヤ・スルヤ",
    "Khadijah": "ハディジャ",
    "Syaiful Bahri": "シャイフル・バフリ",
    "Sylvia": "シルフィア",
    "Fathur Rohman": "ファトゥル・ロフマン",
    "Dzulkifli": "ズルキフリ",
    "Tutty": "トゥッティ",
    "Sonya Nyoman": "ソニャ・ニョマン",
    "Abdullah": "アブドゥラ",
    "Mas'ud": "マスド",
    "Bambang": "バンバン",
    "Ummi": "ウンミ",
    "Hafizh": "ハフィズ",
    "Andy": "アンディ",
    "José": "ジョセ",
    "李 7": "",
}


@pytest.mark.parametrize(("name", "katakana"), HEARD.items())
def test_a_name_is_suggested_as_it_is_spoken(name, katakana):
    assert suggested(name) == katakana


@given(st.text(max_size=40))
def test_whatever_is_typed_becomes_katakana_or_nothing(text):
    assert re.fullmatch(KATAKANA, suggested(text))


@given(WORDS, WORDS)
def test_each_word_is_read_by_itself(one, other):
    assert suggested(f"{one} {other}") == suggested(one) + DOT + suggested(other)
    assert suggested(one.upper()) == suggested(one) != ""


@given(st.text(max_size=40))
def test_a_tidied_name_stays_as_it_is(text):
    assert naming.tidy(naming.tidy(text)) == naming.tidy(text)


@pytest.mark.parametrize(
    "typed", ["シティ・アミナ", " ｼﾃｨ ｱﾐﾅ ", "してぃ　あみな", "シティ･アミナ", "シティ ・ アミナ"]
)
def test_other_ways_to_type_it_become_one(typed):
    assert naming.tidy(typed) == "シティ・アミナ"


@pytest.fixture
def rina(reference):
    return JourneyFactory(at="qualified", candidate=CandidateFactory(name="Rina Contoh"))


@pytest.mark.django_db
class TestTheVerb:
    def test_until_somebody_writes_it_the_passport_is_read(self, rina, officer):
        assert naming.in_japan(rina.candidate) == naming.InJapan("リナ・チョント", True)
        checked = {"state": "approved", "decided_at": timezone.now(), "decided_by": officer}
        DocumentFactory(candidate=rina.candidate, kind_id="paspor", name_there="RINA RINA", **checked)
        assert naming.in_japan(rina.candidate).text == "リナ・リナ"

    def test_what_was_written_stands_and_what_was_before_stays_on_file(self, rina, lpk):
        naming.write(rina.candidate, "リーナ", seen="", by=lpk)
        naming.write(rina.candidate, "リーナ・チョントー", seen="リーナ", by=lpk)
        assert naming.in_japan(rina.candidate).text == "リーナ・チョントー"
        assert [str(row) for row in NameInJapan.objects.newest_first()] == ["リーナ・チョントー", "リーナ"]

    def test_nothing_typed_lets_the_suggestion_stand_again(self, rina, lpk):
        naming.write(rina.candidate, "リーナ", seen="", by=lpk)
        naming.write(rina.candidate, " ", seen="リーナ", by=lpk)
        name = naming.in_japan(rina.candidate)
        assert (name.text, name.is_suggested) == ("リナ・チョント", True)

    def test_nothing_typed_where_nothing_stood_leaves_no_trace(self, rina, lpk):
        assert naming.write(rina.candidate, " ・ ", seen="", by=lpk) is None
        assert not NameInJapan.objects.exists()

    def test_pressed_twice_it_is_written_once(self, rina, lpk):
        for _ in range(2):
            naming.write(rina.candidate, "リーナ", seen="", by=lpk)
        assert NameInJapan.objects.count() == 1

    @pytest.mark.parametrize("typed", ["Rina", "リナ7", "里奈", "リナ!", "ーーー", "㌖" * 100])
    def test_anything_else_is_refused(self, rina, lpk, typed):
        with pytest.raises(Refused) as refusal:
            naming.write(rina.candidate, typed, seen="", by=lpk)
        assert refusal.value.sentences()[0].startswith("Tulis nama dengan katakana")
        assert not NameInJapan.objects.exists()

    def test_who_was_first_is_not_overwritten(self, rina, lpk, officer):
        naming.write(rina.candidate, "リーナ", seen="", by=officer)
        with pytest.raises(SomebodyWasFirst) as refusal:
            naming.write(rina.candidate, "リナ", seen="", by=lpk)
        assert str(officer) in refusal.value.sentences()[0]
        assert naming.in_japan(rina.candidate).text == "リーナ"

    def test_the_database_takes_katakana_only(self, rina):
        for written in ("Rina", "リナ・", "リナ チョント", "ーーー"):
            with pytest.raises(IntegrityError), transaction.atomic():
                NameInJapanFactory(candidate=rina.candidate, written=written)

    def test_it_goes_with_the_person_when_two_records_become_one(self, rina, officer):
        twin = JourneyFactory(candidate__name="Rina Contoh").candidate
        NameInJapanFactory(candidate=twin, written="リーナ")
        record = merge(rina.candidate, twin, by=officer, reason="KTP dilihat")
        assert naming.in_japan(rina.candidate).text == "リーナ"
        unmerge(record, by=officer, reason="salah")
        assert naming.in_japan(rina.candidate).is_suggested
        assert naming.in_japan(twin).text == "リーナ"

    def test_the_person_reads_it_among_their_own_data(self, rina):
        NameInJapanFactory(candidate=rina.candidate, written="リーナ")
        part = next(part for part in disclosure.everything(rina.candidate) if part.key == "names_in_japan")
        assert [fact.words for fact in part.rows[0]][-1] == "リーナ"


@pytest.mark.django_db
@pytest.mark.usefixtures("roles")
class TestThePages:
    def page(self, rina, name="name_in_japan"):
        return reverse(f"placements:{name}", args=[rina.pk])

    def test_the_office_sees_a_suggestion_and_confirms_it(self, rina, lpk, client_of):
        client = client_of(lpk)
        before = unescape(client.get(self.page(rina, "person")).content.decode())
        assert '<span lang="ja">リナ・チョント</span> (usulan, belum dipastikan)' in before
        form = client.get(self.page(rina)).context["form"]
        response = client.post(self.page(rina), {"written": form["written"].value(), "seen": form["seen"].value()})
        assert response["Location"] == self.page(rina, "person")
        after = unescape(client.get(self.page(rina, "person")).content.decode())
        assert "リナ・チョント" in after
        assert "belum dipastikan" not in after

    def test_a_slip_is_told_beside_the_field_and_stays_there(self, rina, lpk, client_of):
        response = client_of(lpk).post(self.page(rina), {"written": "Rina", "seen": ""})
        assert response.status_code == 422
        form = response.context["form"]
        assert form["written"].value() == "Rina"
        assert "katakana" in form.errors["written"][0]

    def test_only_a_written_name_leaves_in_a_list(self, rina, officer):
        other = JourneyFactory(at="qualified", candidate=CandidateFactory(name="Dewi Contoh"))
        NameInJapanFactory(candidate=other.candidate, written="デウィ・チョント")
        rows = Journey.objects.filter(pk__in=[rina.pk, other.pk]).order_by("pk")
        sheet = load_workbook(BytesIO(exporting.export(rows, ["name", "name_in_japan"], by=officer))).active
        told = {row[0]: row[1] for row in sheet.iter_rows(values_only=True)}
        assert (told["Rina Contoh"], told["Dewi Contoh"]) == (None, "デウィ・チョント")

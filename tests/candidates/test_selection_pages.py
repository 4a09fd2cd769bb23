"""The selection at the desk: choosing many, what each is told, what became of them, the sheet of a test day."""

import re
import uuid
from datetime import date, time, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates import deciding, inviting, selecting
from candidates.deciding import Decision
from candidates.enums import BatchDeed, CloseReason, Stage
from candidates.inviting import Result
from candidates.models import ClosingReason, Consent, ConsentText, Journey, SelectionBatch, SelectionTest
from core import history
from tests.departures import flown  # noqa: F401 - a fixture
from tests.factories.candidates import JourneyFactory, SelectionTestFactory, programme

SELECTION = "/admin/candidates/journey/selection/"


@pytest.fixture
def desk(client_of, officer):
    return client_of(officer)


def bulk(deed):
    return reverse("admin:candidates_bulk", args=[deed])


def ticked(rows):
    return [f"{journey.pk}:{journey.stage}" for journey in rows]


def stages(rows):
    return [Journey.objects.get(pk=journey.pk).stage for journey in rows]


def people(number=2, at=Stage.VERIFIED):
    return [JourneyFactory(at=at) for _ in range(number)]


def test_the_list_offers_the_decision_and_its_page_shows_whom_and_what(desk, reference):
    told, untold = people()
    Consent.objects.create(candidate=told.candidate, text=ConsentText.objects.get(purpose="messages"))
    stuck = JourneyFactory()
    listing = reverse("admin:candidates_journey_changelist")
    chosen = {"action": "bulk_select", "_selected_action": [told.pk, untold.pk, stuck.pk]}
    page = desk.post(listing, chosen).content.decode()
    assert "Selamat …, lolos seleksi program kerja ke Jepang." in page
    assert "Pesan, dan di halamannya" in page
    assert "Di halamannya saja: tidak setuju dikirimi pesan" in page
    assert "Tidak bisa pada tahap “Terdaftar”." in page
    assert "Lolos seleksi: 2 orang" in page
    assert stages([told, untold, stuck]) == [Stage.VERIFIED, Stage.VERIFIED, Stage.REGISTERED]


def test_deciding_and_taking_back_the_whole(desk, reference):
    rows = people(3)
    typed = {"person": ticked(rows), "key": str(uuid.uuid4()), "basis": "Berita acara 12/2026"}
    response = desk.post(bulk("select"), typed, follow=True)
    batch = SelectionBatch.objects.get()
    assert response.redirect_chain == [(reverse("admin:candidates_batch", args=[batch.pk]), 302)]
    assert "Berita acara 12/2026" in response.content.decode()
    assert stages(rows) == [Stage.SELECTED] * 3
    page = desk.post(reverse("admin:candidates_batch_undo", args=[batch.pk]), follow=True).content.decode()
    assert "Dibatalkan: 3" in page
    assert "Dibatalkan oleh Bu Ratna Contoh" in page
    assert stages(rows) == [Stage.VERIFIED] * 3


def test_the_reason_comes_from_the_list_and_is_needed(desk, reference):
    rows = people()
    typed = {"person": ticked(rows), "key": str(uuid.uuid4())}
    page = desk.post(bulk("decline"), typed | {"reason": ""})
    assert page.context["form"].errors["reason"]
    assert stages(rows) == [Stage.VERIFIED] * 2
    reason = ClosingReason.objects.filter(kind=CloseReason.NOT_CHOSEN).first()
    desk.post(bulk("decline"), typed | {"reason": reason.text})
    assert stages(rows) == [Stage.CLOSED] * 2
    assert {journey.events.first().reason for journey in rows} == {reason.text}


def test_a_reason_no_longer_offered_cannot_be_chosen(desk, reference):
    rows = people(1)
    ClosingReason.objects.filter(text="nilai tes di bawah batas").update(is_active=False)
    typed = {"person": ticked(rows), "key": str(uuid.uuid4()), "reason": "nilai tes di bawah batas"}
    assert desk.post(bulk("decline"), typed).context["form"].errors["reason"]


def test_closing_one_person_more_exactly_says_when_they_may_come_back(desk, reference):
    journey = JourneyFactory(at=Stage.SELECTED)
    url = reverse("admin:candidates_journey_verb", args=[journey.pk, "close"])
    family = ClosingReason.objects.get(text="mengundurkan diri karena urusan keluarga")
    typed = {"expected": Stage.SELECTED, "detail": family.pk}
    wrong = desk.post(url, typed | {"reason": "died"})
    assert wrong.context["form"].errors["detail"] == ["Ini milik alasan yang lain."]
    desk.post(url, typed | {"reason": "withdrew", "note": "lewat telepon"})
    journey.refresh_from_db()
    assert journey.again_from == journey.closed_on == timezone.localdate()
    assert journey.events.first().reason == "mengundurkan diri karena urusan keluarga · lewat telepon"


def test_inviting_is_prefilled_from_the_programme(desk, reference):
    row = programme()
    row.test_on, row.test_place = timezone.localdate() + timedelta(days=9), "Kantor Disnaker"
    row.save()
    rows = people()
    page = desk.post(bulk("invite"), {"person": ticked(rows)})
    assert page.context["form"]["place"].value() == "Kantor Disnaker"
    typed = {
        "person": ticked(rows),
        "key": str(uuid.uuid4()),
        "on": row.test_on.isoformat(),
        "starts_at": "08.00",
        "place": "Kantor Disnaker",
    }
    desk.post(bulk("invite"), typed)
    assert SelectionTest.objects.filter(on=row.test_on, starts_at="08:00").count() == 2


@pytest.mark.parametrize(
    "person", [[], ["x"], ["1"], ["99999999999999999999:verified"], [f"{n}:verified" for n in range(201)]]
)
def test_nobody_or_too_many_are_sent_back(desk, reference, person):
    response = desk.post(bulk("select"), {"person": person}, follow=True)
    assert [str(m) for m in response.context["messages"]] == ["Pilih paling sedikit satu orang, paling banyak 200."]


def test_a_cut_off_decision_is_finished_from_its_page(desk, officer, reference, monkeypatch):
    journey, key = JourneyFactory(at=Stage.VERIFIED), uuid.uuid4()
    monkeypatch.setattr(deciding, "go_on", lambda batch: batch)  # killed before the first
    batch = deciding.decide(Decision(BatchDeed.SELECT), [(journey.pk, "verified")], key=key, by=officer)
    monkeypatch.undo()
    assert "Terputus" in desk.get(SELECTION).content.decode()
    page = desk.get(reverse("admin:candidates_batch", args=[batch.pk])).content.decode()
    assert "Terputus: 1 dari 1 orang belum tiba gilirannya." in page
    page = desk.post(reverse("admin:candidates_batch_go_on", args=[batch.pk]), follow=True).content.decode()
    assert "Terputus" not in page
    assert stages([journey]) == [Stage.SELECTED]


@pytest.mark.parametrize("who", ["welfare", "lpk", "trainer", "leader", "candidate_user"])
def test_the_selection_is_disnakers_alone(request, client_of, reference, officer, who):
    person = request.getfixturevalue(who)
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    client, rows = client_of(person), people(1)
    batch = deciding.decide(Decision(BatchDeed.SELECT), [(rows[0].pk, "verified")], key=uuid.uuid4(), by=officer)
    year = programme().year
    assert client.get(SELECTION).status_code == 403
    assert client.get(reverse("admin:candidates_ranking", args=[year])).status_code == 403
    assert client.get(reverse("admin:candidates_batch", args=[batch.pk])).status_code == 403
    assert client.post(reverse("admin:candidates_batch_undo", args=[batch.pk])).status_code == 403
    assert client.post(reverse("admin:candidates_batch_go_on", args=[batch.pk])).status_code == 403
    assert client.post(reverse("admin:candidates_publish", args=[year])).status_code == 403
    assert client.post(bulk("select"), {"person": ticked(rows)}).status_code == 403
    assert stages(rows) == [Stage.SELECTED]


@pytest.mark.parametrize(
    "address",
    [
        "selection/?year=x",
        "selection/test/2026-99-99/",
        "selection/test/kemarin/",
        "selection/1999/people/",
        "bulk/menari/",
    ],
)
def test_a_made_up_address_is_a_polite_answer(desk, reference, address):
    url = f"/admin/candidates/journey/{address}"
    answer = desk.post(url) if "bulk" in address else desk.get(url)
    assert answer.status_code in {200, 404}


def test_the_overview_counts_and_leads_on(desk, reference, officer):
    people(2)
    selecting.select(people(1)[0], by=officer)
    page = desk.get(SELECTION, {"year": 2026})
    assert dict(page.context["stages"]) == {Stage.VERIFIED: 2, Stage.SELECTED: 1}
    assert "1 orang lolos, tempat tidak dibatasi." in page.content.decode()


def test_the_first_of_the_ranking_are_ticked(desk, reference, officer):
    rows = people(3)
    for journey, score in zip(rows, (70, 90, 80), strict=True):
        scored(journey, officer, score)
    page = desk.get(reverse("admin:candidates_ranking", args=[2026]), {"top": "2"})
    assert [journey.pk for journey in page.context["people"]] == [rows[1].pk, rows[2].pk, rows[0].pk]
    assert page.content.decode().count(" checked") == 2


def test_a_decision_about_nobody_stays_on_the_ranking_and_says_so(desk, reference):
    rows = people(2)
    ranking = reverse("admin:candidates_ranking", args=[2026])
    page = desk.post(ranking, {"deed": "reserve"})
    assert page.context["people"] == rows
    notice = page.text.partition('role="alert"')[2].partition("</div>")[0]
    assert "Pilih paling sedikit satu orang, paling banyak 200." in notice
    page = desk.post(ranking, {"deed": "reserve", "person": ticked(rows[:1])})
    assert page.context["title"] == "Cadangan"
    assert [row["journey"] for row in page.context["rows"]] == rows[:1]


def test_too_many_ticked_stay_ticked(desk, reference, monkeypatch):
    monkeypatch.setattr("candidates.admin.selection.AT_MOST", 1)
    rows = people(3)
    page = desk.post(reverse("admin:candidates_ranking", args=[2026]), {"deed": "select", "person": ticked(rows[1:])})
    assert page.text.count(" checked") == 2
    assert stages(rows) == [Stage.VERIFIED] * 3


def test_the_address_of_a_decision_opened_anew_leads_back_to_the_list(desk, reference):
    answer = desk.get(bulk("select"))
    assert (answer.status_code, answer.url) == (302, reverse("admin:candidates_journey_changelist"))


@pytest.mark.parametrize("number", [1, 4])
def test_the_ranking_asks_as_much_for_one_as_for_four(desk, reference, officer, number, django_assert_max_num_queries):
    for journey in people(number):
        scored(journey, officer, 80)
    with django_assert_max_num_queries(11):
        desk.get(reverse("admin:candidates_ranking", args=[2026]))


def scored(journey, officer, score, on=date(2026, 11, 2)):
    test = SelectionTest.objects.create(journey=journey, on=on, place="Kantor Disnaker", invited_by=officer)
    return inviting.record(test, Result("present", Decimal(score)), seen=Result(""), by=officer)


class TestTheSheet:
    URL = "/admin/candidates/journey/selection/test/2026-11-02/"

    @pytest.fixture
    def tests(self, reference, officer):
        return [
            SelectionTest.objects.create(
                journey=journey, on=date(2026, 11, 2), place="Kantor Disnaker", invited_by=officer
            )
            for journey in people(2)
        ]

    def typed(self, page, **changes):
        """Every field as the browser would send it back."""
        data = {}
        for row in page.context["rows"]:
            for field in row:
                value = field.value()
                data[field.html_name] = "" if value is None else str(value)
        return data | changes

    def test_attendance_and_scores_are_saved_with_one_press(self, desk, officer, tests):
        one, two = (f"t{test.pk}" for test in tests)
        page = desk.get(self.URL)
        typed = {f"{one}-attendance": "present", f"{one}-score": "83,5", f"{two}-attendance": "absent"}
        response = desk.post(self.URL, self.typed(page, **typed), follow=True)
        assert [str(m) for m in response.context["messages"]] == ["2 hasil tersimpan."]
        tests[0].refresh_from_db()
        tests[1].refresh_from_db()
        assert (tests[0].attendance, tests[0].score, tests[0].recorded_by) == ("present", Decimal("83.5"), officer)
        assert (tests[1].attendance, tests[1].score) == ("absent", None)

    def test_what_cannot_be_saved_stays_in_its_row_with_its_sentence(self, desk, tests):
        one, two = (f"t{test.pk}" for test in tests)
        typed = {f"{one}-score": "101", f"{one}-attendance": "present", f"{two}-attendance": "present"}
        page = desk.post(self.URL, self.typed(desk.get(self.URL), **typed))
        assert "Nilai antara 0 dan 100." in page.content.decode()
        assert 'value="101"' in page.content.decode()
        tests[1].refresh_from_db()
        assert tests[1].attendance == "present"

    def test_a_colleagues_entry_is_kept_and_named(self, desk, admin2, tests):
        one = f"t{tests[0].pk}"
        page = desk.get(self.URL)
        inviting.record(tests[0], Result("present", Decimal(85)), seen=Result(""), by=admin2)
        typed = self.typed(page, **{f"{one}-attendance": "present", f"{one}-score": "80"})
        answer = desk.post(self.URL, typed).content.decode()
        assert "Sementara itu Pak Bambang Contoh mengisi yang lain di sini." in answer
        tests[0].refresh_from_db()
        assert tests[0].score == 85

    def test_each_session_of_a_day_has_a_sheet_of_its_own(self, desk, officer, tests):
        first, second = people(2)
        elsewhere = {"on": date(2026, 11, 2), "invited_by": officer}
        SelectionTest.objects.create(journey=first, place="Aula & Kelurahan Serang", **elsewhere)
        SelectionTest.objects.create(journey=second, place="Kantor Disnaker", starts_at=time(13), **elsewhere)
        choice = desk.get(self.URL)
        addresses = re.findall(r'href="(\?tempat[^"]+|[^"]+\?tempat[^"]+)"', choice.content.decode())
        assert len(addresses) == 3
        overview = desk.get("/admin/candidates/journey/selection/?year=2026").content.decode()
        sheets = {}
        for address in addresses:
            assert address in overview
            page = desk.get(unescape(address))
            title = page.content.decode().partition("2 November 2026")[2].partition(" Nilai")[0]
            sheets[title.strip()] = [row.test.journey for row in page.context["rows"]]
        assert sheets == {
            ", Aula &amp; Kelurahan Serang.": [first],
            ", Kantor Disnaker.": [test.journey for test in tests],
            ", 13.00, Kantor Disnaker.": [second],
        }
        one = unescape(next(address for address in addresses if "Aula" in address))
        typed = self.typed(desk.get(one)) | {f"t{first.tests.get().pk}-attendance": "absent"}
        assert desk.post(one, typed).url == one
        assert first.tests.get().attendance == "absent"
        assert desk.get(f"{self.URL}?tempat=Bandung&jam=").status_code == 404

    def test_a_day_without_invitations_is_no_page(self, desk, reference):
        assert desk.get("/admin/candidates/journey/selection/test/2026-11-03/").status_code == 404

    def test_a_corrected_score_is_read_on_the_record_with_who_and_before(self, client_of, officer, admin2, tests):
        one = f"t{tests[0].pk}"
        for person, score in ((officer, "83,5"), (admin2, "85")):
            desk = client_of(person)
            typed = {f"{one}-attendance": "present", f"{one}-score": score}
            desk.post(self.URL, self.typed(desk.get(self.URL), **typed))
        tests[0].refresh_from_db()
        latest, first = history.changes(tests[0])
        assert (latest.who, latest.values) == (
            "Pak Bambang Contoh",
            [("nilai", "83,50", "85,00"), ("dicatat oleh", "Bu Ratna Contoh", "Pak Bambang Contoh")],
        )
        assert (first.who, first.values[1]) == ("Bu Ratna Contoh", ("nilai", "–", "83,50"))
        page = client_of(officer).get(reverse("admin:candidates_journey_change", args=[tests[0].journey_id])).text
        assert "Tes seleksi" in page
        assert "Pak Bambang Contoh: nilai 83,50 → 85,00;" in page

    def test_who_chooses_nobody_does_not_read_it(self, client_of, welfare, reference, flown):  # noqa: F811
        gone = SelectionTestFactory(journey=flown().journey, score=70)
        page = client_of(welfare).get(reverse("admin:candidates_journey_change", args=[gone.journey_id]))
        assert page.status_code == 200
        assert "Tes seleksi" not in page.text

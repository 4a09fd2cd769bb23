"""What the public reads: results by number once published, and the message when registration opens."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from candidates import journey as journeys
from candidates import opening, publishing, selecting
from candidates.enums import Stage
from candidates.models import Journey, OpeningNotice, Programme
from core.refusal import Refused
from notifications import outbox, reminders
from notifications.models import Message
from tests.factories.candidates import JourneyFactory, programme

TODAY = date(2026, 11, 24)


@pytest.fixture
def decided(reference, officer):
    chosen, waiting, declined, undecided = (JourneyFactory(at=Stage.VERIFIED) for _ in range(4))
    selecting.select(chosen, by=officer, on=TODAY)
    selecting.reserve(waiting, by=officer, on=TODAY)
    selecting.decline(declined, by=officer, reason="tempat sudah penuh", on=TODAY)
    return chosen, waiting, declined, undecided


class TestResults:
    def test_nothing_is_shown_before_an_officer_publishes(self, client, decided):
        page = client.get("/hasil/").content.decode()
        assert "Hasil belum diumumkan." in page
        assert "SJ-" not in page

    def test_numbers_and_nothing_else(self, client, decided, officer):
        publishing.publish(programme(), by=officer, on=TODAY)
        chosen, waiting, declined, undecided = decided
        page = client.get("/hasil/").content.decode()
        assert all(journey.registration_no in page for journey in (chosen, waiting, declined))
        assert undecided.registration_no not in page
        assert "Rina" not in page
        assert "tempat sudah penuh" not in page

    def test_what_comes_after_the_selection_does_not_show(self, decided, officer):
        chosen = decided[0]
        before = publishing.results_of(programme(), until=TODAY)
        chosen.refresh_from_db()
        journeys.close(chosen, "unfit", by=officer, on=TODAY)
        assert publishing.results_of(programme(), until=TODAY) == before
        assert before.selected == [chosen.registration_no]

    def test_an_officer_publishes_and_takes_off(self, client, client_of, officer, decided):
        desk, url = client_of(officer), reverse("admin:candidates_publish", args=[2026])
        desk.post(url, {"deed": "publish"})
        assert Programme.objects.get(year=2026).results_by == officer
        assert "SJ-" in client.get("/hasil/").content.decode()
        desk.post(url, {"deed": "withdraw"})
        assert "SJ-" not in client.get("/hasil/").content.decode()

    def test_publishing_nothing_is_refused(self, reference, officer):
        with pytest.raises(Refused) as refusal:
            publishing.publish(programme(), by=officer)
        assert refusal.value.sentences() == ["Belum ada yang lolos seleksi. Putuskan dulu, baru umumkan."]

    def test_a_later_decision_waits_until_the_results_are_published_anew(self, client, client_of, officer, decided):
        chosen, waiting, declined, _undecided = decided
        Journey.objects.filter(pk=chosen.pk).update(selected_on=TODAY - timedelta(days=1))
        Journey.objects.filter(pk=waiting.pk).update(reserved_on=TODAY - timedelta(days=1))
        publishing.publish(programme(), by=officer, on=TODAY - timedelta(days=1))
        waiting.refresh_from_db()
        selecting.select(waiting, by=officer, on=TODAY)
        before = publishing.published(TODAY)
        assert (before.selected, before.reserve) == ([chosen.registration_no], [waiting.registration_no])
        assert declined.registration_no not in client.get("/hasil/").content.decode()

        desk = client_of(officer)
        page = desk.get(reverse("admin:candidates_selection")).content.decode()
        assert "2 orang diputuskan sesudah itu" in page
        desk.post(reverse("admin:candidates_publish", args=[2026]), {"deed": "anew"})
        after = publishing.published()
        assert after.selected == sorted([chosen.registration_no, waiting.registration_no])
        assert (after.reserve, after.not_chosen) == ([], [declined.registration_no])
        assert "Umumkan yang baru" not in desk.get(reverse("admin:candidates_selection")).content.decode()

    def test_publishing_anew_what_was_never_published_is_refused(self, officer, decided):
        with pytest.raises(Refused):
            publishing.publish_anew(programme(), by=officer)

    def test_the_home_page_leads_to_the_results_when_registration_is_closed(self, client, officer, decided):
        Programme.objects.filter(year=2026).update(closes_on=date(2026, 11, 1))
        assert Programme.objects.current() is None
        assert '<a href="/hasil/">Hasil seleksi</a>, diumumkan' not in client.get("/").content.decode()
        publishing.publish(programme(), by=officer, on=TODAY)
        home = client.get("/").content.decode()
        assert "Pendaftaran sedang ditutup." in home
        assert '<a href="/hasil/">Hasil seleksi</a>, diumumkan 24 November 2026' in home


class TestOpening:
    @pytest.fixture(autouse=True)
    def closed(self, reference):
        Programme.objects.update(opens_on=date(2020, 1, 1), closes_on=date(2020, 2, 1), ends_on=date(2020, 3, 1))

    def leave(self, client, **typed):
        return client.post("/daftar/kabari/", {"phone": "0812-3456-7890", "agreed": "on"} | typed)

    def test_the_closed_page_asks_for_a_phone(self, client):
        page = client.get("/daftar/").content.decode()
        assert "Tinggalkan nomor HP, kami kabari saat dibuka" in page

    def test_a_phone_is_kept_once_however_it_is_written(self, client):
        first = self.leave(client).content
        second = self.leave(client, phone="+62 812 3456 7890").content
        assert OpeningNotice.objects.get().phone == "+6281234567890"
        assert "Nomornya sudah dicatat." in first.decode()
        assert "Nomornya sudah dicatat." in second.decode()

    @pytest.mark.parametrize("wrong", [{"agreed": ""}, {"phone": "12"}, {"phone": ""}, {"phone": "\x00"}])
    def test_without_agreement_or_a_phone_nothing_is_kept(self, client, wrong):
        assert self.leave(client, **wrong).context["form"].errors
        assert not OpeningNotice.objects.exists()

    def test_it_cannot_be_filled_without_end(self, client):
        for number in range(20):
            assert self.leave(client, phone=f"0812345678{number:02d}").status_code == 200
        assert self.leave(client).status_code == 429

    def test_while_registration_is_open_the_form_is_the_way(self, client):
        Programme.objects.create(
            year=2090, opens_on=date(2020, 1, 1), closes_on=date(2090, 1, 1), ends_on=date(2090, 2, 1)
        )
        assert self.leave(client).url == "/daftar/"
        assert not OpeningNotice.objects.exists()

    def open_on(self, day):
        end = day + timedelta(days=90)
        return Programme.objects.create(year=2031, opens_on=day, closes_on=end, ends_on=end)

    def test_everybody_is_told_once_when_it_opens_and_then_forgotten(self):
        opening.leave_phone("+6281234567890", on=TODAY)
        opens = TODAY + timedelta(days=30)
        self.open_on(opens)
        for day in (opens - timedelta(days=1), opens, opens, opens + timedelta(days=1)):
            reminders.queue_due(day)
        message = Message.objects.get()
        assert (message.address, message.due_on, message.rule) == ("+6281234567890", opens, "registration_open")
        assert opening.forget_told() == 0
        message.state, message.sent_at = "sent", message.queued_at
        message.save()
        assert opening.forget_told() == 1
        assert not OpeningNotice.objects.exists()
        assert Message.objects.exists()
        Message.objects.update(sent_at=message.queued_at - timedelta(days=8))
        opening.forget_told()
        assert not Message.objects.exists()

    def test_who_could_not_be_reached_is_forgotten_after_the_call(self, officer):
        opening.leave_phone("+6281234567890", on=TODAY)
        self.open_on(TODAY + timedelta(days=1))
        reminders.queue_due(TODAY + timedelta(days=1))
        Message.objects.update(state="failed", error_code="no_whatsapp")
        opening.forget_told()
        assert Message.objects.get().address == "+6281234567890"
        outbox.settle_by_phone(message=Message.objects.get(), by=officer)
        opening.forget_told()
        assert not Message.objects.exists()

    def told_on(self, *days):
        for day in days:
            reminders.queue_due(day)
        return list(Message.objects.order_by("pk").values_list("address", "due_on"))

    def test_a_phone_left_after_the_last_day_is_told_when_that_day_is_moved(self):
        ended = Programme.objects.create(
            year=2031,
            opens_on=TODAY - timedelta(days=300),
            closes_on=TODAY - timedelta(days=200),
            ends_on=TODAY + timedelta(days=90),
        )
        opening.leave_phone("+6281234567890", on=TODAY - timedelta(days=120))
        assert self.told_on(TODAY) == []
        Programme.objects.filter(pk=ended.pk).update(closes_on=TODAY + timedelta(days=30))
        days = [TODAY + timedelta(days=number) for number in (0, 0, 1, 2)]
        assert self.told_on(*days) == [("+6281234567890", TODAY)]

    def test_a_phone_left_on_the_very_day_is_told_when_it_opens_that_day(self):
        opening.leave_phone("+6281234567890", on=TODAY)
        assert self.told_on(TODAY) == []
        self.open_on(TODAY)
        assert self.told_on(TODAY, TODAY + timedelta(days=1)) == [("+6281234567890", TODAY)]

    def test_nobody_is_told_again_when_the_first_day_is_moved(self):
        opening.leave_phone("+6281234567890", on=TODAY - timedelta(days=9))
        opened = self.open_on(TODAY)
        assert len(self.told_on(TODAY)) == 1
        Programme.objects.filter(pk=opened.pk).update(opens_on=TODAY + timedelta(days=1))
        assert len(self.told_on(TODAY + timedelta(days=1), TODAY + timedelta(days=2))) == 1

    def test_the_text_says_until_when_and_where(self):
        from notifications.rendering import outgoing

        opening.leave_phone("+6281234567890", on=TODAY)
        self.open_on(TODAY + timedelta(days=1))
        reminders.queue_due(TODAY + timedelta(days=1))
        text = outgoing(Message.objects.get()).body
        assert "sudah dibuka, sampai 23 Februari 2027" in text
        assert "/daftar/" in text

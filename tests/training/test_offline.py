"""The evening without a network: nothing is lost, nothing is sent twice, nobody else sees it."""

import os
import signal
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import DESK, FLAGS, PHONE, _session_of, assert_accessible, assert_fits, executable, shot
from tests.factories.accounts import UserFactory
from tests.factories.training import ClassTrainerFactory, EnrolmentFactory, LeaveRequestFactory
from training.models import Criterion, DayNote, Evening, RollCall, RollChange, RollEntry, Score, ScoreChange
from training.offline import COOKIE, HEADER, key_of
from training.scoring import Row, save_evening

MONDAY = date(2026, 8, 3)
PAGE = "/pelatihan/A-2026/2026-08-03/"
CLASSES = "/pelatihan/?pilih=1"


@pytest.mark.django_db
@pytest.mark.usefixtures("class_a", "monday_evening")
def test_a_page_carries_the_key_of_its_person_and_logging_out_takes_it_away(client_of, trainer, lpk):
    client = client_of(trainer)
    page = client.get(PAGE)
    assert page[HEADER] == page.cookies[COOKIE].value == key_of(trainer)
    assert "sari" not in key_of(trainer) and key_of(trainer) != key_of(lpk)
    client.post("/keluar/")
    assert COOKIE not in {name for name, cookie in client.cookies.items() if cookie.value}


@pytest.mark.django_db
@pytest.mark.usefixtures("class_a", "monday_evening")
def test_somebody_elses_login_takes_the_key_away(client_of, trainer, leader):
    client = client_of(trainer)
    client.get(PAGE)
    client.force_login(leader)
    client.get("/ringkasan/")
    assert not client.cookies[COOKIE].value


@pytest.mark.django_db
def test_the_worker_is_served_where_it_may_work(client):
    worker = client.get("/pelatihan/pekerja.js")
    assert (worker.status_code, worker["Content-Type"], worker["Cache-Control"]) == (200, "text/javascript", "no-cache")


browser = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=False),
    pytest.mark.usefixtures("monday_evening"),
]


@pytest.fixture
def class_of_25(class_a):
    for number in range(23):
        EnrolmentFactory(training_class=class_a, journey__candidate__name=f"Peserta{number + 3} Contoh")
    return class_a


@pytest.fixture
def device(chromium, live_server):
    """A browser that keeps its memory between pages: `device(trainer)` gives its context."""
    contexts = []

    def of(user, phone=False):
        context = chromium.new_context(viewport=PHONE if phone else DESK, reduced_motion="reduce")
        context.add_cookies([_session_of(user, live_server.url)])
        contexts.append(context)
        return context

    yield of
    for context in contexts:
        context.close()


def visit(context, url):
    page = context.new_page()
    page.goto(url)
    page.evaluate(
        """async () => {
            const kept = async () => {
                for (const name of await caches.keys())
                    if (name.startsWith("halaman-") && (await (await caches.open(name)).keys()).length) return true;
            };
            while (!navigator.serviceWorker.controller || !(await kept()))
                await new Promise((on) => setTimeout(on, 50));
        }"""
    )
    return page


def type_everybody(page, score="81"):
    for row in page.locator("tr.orang-nilai").all():
        row.locator("input.sel").first.fill(score)


def kept(page):
    return page.evaluate(
        """() => new Promise((resolve) => {
            const request = indexedDB.open("pelatihan", 1);
            request.onsuccess = () => {
                const all = request.result.transaction("isian").objectStore("isian").getAll();
                all.onsuccess = () => resolve(all.result.map((one) => one.state));
            };
        })"""
    )


def scores():
    return sorted(Score.objects.filter(day=MONDAY).values_list("enrolment__trainee_no", "value"))


class TestInABrowser:
    pytestmark = browser

    def test_25_rows_typed_without_a_network_arrive_once_when_it_is_back(
        self, device, class_of_25, trainer, live_server
    ):
        context = device(trainer)
        visit(context, live_server.url + PAGE)
        context.set_offline(True)
        page = context.new_page()
        page.goto(live_server.url + PAGE)
        expect(page.locator("tr.orang-nilai")).to_have_count(25)
        type_everybody(page)
        page.get_by_role("button", name="Simpan 25 orang").click()
        expect(page.locator("#luring")).to_contain_text("25 belum terkirim. Aman di perangkat ini")
        assert_accessible(page)
        shot(page, "offline_desk")
        for one in context.pages:
            one.close()
        page = context.new_page()
        page.goto(live_server.url + PAGE)  # still no network
        expect(page.locator("input.sel").first).to_have_value("81")
        expect(page.locator("#luring")).to_contain_text("25 belum terkirim")
        assert scores() == []
        context.set_offline(False)
        expect(page.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 21.04")
        assert kept(page) == []
        page.reload()
        assert scores() == [(number, 81) for number in range(1, 26)]
        assert (Evening.objects.get().version, ScoreChange.objects.count()) == (1, 0)

    def test_half_an_evening_waits_where_the_page_was_closed(self, device, class_of_25, trainer, live_server):
        context = device(trainer, phone=True)
        page = visit(context, live_server.url + PAGE)
        page.locator("label", has_text="Andi Contoh").click()
        page.get_by_label("Percakapan, Andi Contoh", exact=True).fill("77")
        page.wait_for_timeout(400)
        page.close(run_before_unload=False)
        context.set_offline(True)
        page = context.new_page()
        page.goto(live_server.url + PAGE)
        expect(page.get_by_text("Isian tadi masih ada, belum tersimpan.")).to_be_visible()
        assert page.get_by_label("Percakapan, Andi Contoh", exact=True).input_value() == "77"
        assert_fits(page)
        assert_accessible(page)
        shot(page, "offline_phone")
        context.set_offline(False)
        page.get_by_role("button", name="Simpan 25 orang").click()
        expect(page.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 21.04")
        assert scores() == [(1, 77)]
        assert kept(page) == []

    def test_an_answer_that_got_lost_makes_no_second_entry(self, device, class_of_25, trainer, live_server):
        context = device(trainer)
        page = visit(context, live_server.url + PAGE)
        type_everybody(page)
        context.set_offline(True)
        page.get_by_role("button", name="Simpan 25 orang").click()
        expect(page.locator("#luring")).to_contain_text("25 belum terkirim")
        # The portal has them already, as when the signal broke before its answer came.
        rows = {seat.pk: seat for seat in class_of_25.enrolments.all()}
        kaiwa = Criterion.objects.order_by("position").first()
        save_evening(class_of_25, MONDAY, [Row(pk, "hadir", {kaiwa.pk: "81"}) for pk in rows], by=trainer, version=0)
        context.set_offline(False)
        expect(page.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 21.04")
        assert scores() == [(number, 81) for number in range(1, 26)]
        assert ScoreChange.objects.count() == 0

    def test_a_roll_that_was_never_opened_is_taken_at_five_without_a_network(
        self, device, class_of_25, trainer, live_server, monkeypatch
    ):
        roll = "/pelatihan/A-2026/2026-08-04/bangun/"
        context = device(trainer, phone=True)
        page = visit(context, live_server.url + PAGE)  # in the evening before, with a network
        kept_page = (
            f"async () => {{ while (!(await caches.match('{roll}'))) await new Promise((on) => setTimeout(on, 50)); }}"
        )
        page.evaluate(kept_page)
        page.evaluate(
            f"""async () => {{
                const [name] = (await caches.keys()).filter((one) => one.startsWith("halaman-"));
                const old = new Response("lama", {{ headers: {{ Date: "Mon, 03 Aug 2026 00:00:00 GMT" }} }});
                await (await caches.open(name)).put("{roll}", old);
            }}"""
        )
        page.reload()  # a copy of this morning is fetched anew
        fetched = f"""async () => {{
            const text = async () => {{ const one = await caches.match("{roll}"); return one ? one.text() : "lama"; }};
            while ((await text()) === "lama") await new Promise((on) => setTimeout(on, 50));
        }}"""
        page.evaluate(fetched)
        page.close()
        context.set_offline(True)
        page = context.new_page()
        page.goto(live_server.url + roll)
        page.get_by_role("button", name="Andi Contoh").click()
        page.get_by_role("button", name="Simpan 25 orang").click()
        expect(page.locator("#luring")).to_contain_text("25 belum terkirim. Aman di perangkat ini")
        assert_fits(page)
        assert_accessible(page)
        shot(page, "roll_offline_phone")
        page.close(run_before_unload=False)
        bayu = class_of_25.enrolments.get(trainee_no=2).journey
        LeaveRequestFactory(approved=True, journey=bayu, from_on=date(2026, 8, 4))  # while the page lies on the device
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 8, 3, 22, 30, tzinfo=UTC))  # 05:30
        page = context.new_page()
        page.goto(live_server.url + roll)  # the browser was closed; still no network
        expect(page.get_by_role("button", name="Andi Contoh")).to_contain_text("Terlambat")
        context.set_offline(False)
        expect(page.get_by_text("izinnya baru disetujui, isian Anda tadi: Hadir")).to_be_visible()
        expect(page.get_by_role("button", name="Bayu Contoh")).to_contain_text("Izin")
        assert_fits(page)
        assert_accessible(page)
        shot(page, "roll_leave_since_phone")
        page.get_by_role("button", name="Simpan 25 orang").click()
        expect(page.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 05.30")
        page.reload()
        marks = list(RollEntry.objects.values_list("mark", flat=True))
        assert (len(marks), marks.count("terlambat"), marks.count("izin"), kept(page)) == (25, 1, 1, [])
        assert (RollCall.objects.get().version, RollChange.objects.count()) == (1, 0)

    def test_two_trainers_are_shown_both_values_when_the_network_is_back(
        self, device, class_of_25, trainer, live_server, lpk
    ):
        context = device(trainer)
        page = visit(context, live_server.url + PAGE)
        context.set_offline(True)
        page.get_by_label("Percakapan, Andi Contoh", exact=True).fill("80")
        page.get_by_role("button", name="Simpan 25 orang").click()
        expect(page.locator("#luring")).to_contain_text("25 belum terkirim")
        kaiwa = Criterion.objects.get(slug="kaiwa")
        seats = class_of_25.enrolments.order_by("trainee_no")
        rows = [Row(seat.pk, "hadir", {kaiwa.pk: "85"} if seat.trainee_no == 1 else {}) for seat in seats]
        save_evening(class_of_25, MONDAY, rows, by=lpk, version=0)
        context.set_offline(False)
        expect(page.get_by_text("Pak Agus Contoh sudah mengisi 85 pukul 21.04, isian Anda 80.")).to_be_visible()
        assert kept(page) == ["draft"]
        page.get_by_label("Pakai 85").check()
        page.get_by_role("button", name="Simpan 25 orang").click()
        expect(page.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 21.04")
        assert scores() == [(1, 85)]
        assert kept(page) == []

    def test_an_expired_session_keeps_the_values_and_asks_for_a_login(self, device, class_of_25, trainer, live_server):
        context = device(trainer)
        page = visit(context, live_server.url + PAGE)
        context.set_offline(True)
        type_everybody(page)
        page.get_by_role("button", name="Simpan 25 orang").click()
        expect(page.locator("#luring")).to_contain_text("25 belum terkirim")
        session = _session_of(trainer, live_server.url)
        context.clear_cookies(name=session["name"])
        context.set_offline(False)
        expect(page.locator("#luring")).to_contain_text("Waktu masuk sudah habis. Isian aman di perangkat ini")
        assert "/masuk/?next=" in page.locator("#luring a").get_attribute("href")
        assert kept(page) == ["send"]
        context.add_cookies([session])
        page.goto(live_server.url + PAGE)
        expect(page.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 21.04")
        assert len(scores()) == 25

    def test_after_logging_out_and_for_somebody_else_nothing_is_there(self, device, class_of_25, trainer, live_server):
        other = UserFactory(name="Dodi Contoh", email="dodi@demo.test", role="trainer")
        ClassTrainerFactory(user=other, training_class=class_of_25)
        context = device(trainer)
        page = visit(context, live_server.url + PAGE)
        context.set_offline(True)
        type_everybody(page, "44")
        page.get_by_role("button", name="Simpan 25 orang").click()
        expect(page.locator("#luring")).to_contain_text("25 belum terkirim")
        context.clear_cookies()  # as the answer of the log-out does
        page.goto(live_server.url + PAGE)
        expect(page.get_by_role("heading", name="Tidak ada sinyal")).to_be_visible()
        assert "Andi" not in page.content()
        context.set_offline(False)
        context.add_cookies([_session_of(other, live_server.url)])
        page.goto(live_server.url + PAGE)
        expect(page.locator("input.sel").first).to_have_value("")
        expect(page.locator("#luring")).to_be_empty()
        assert scores() == []
        caches = page.evaluate("caches.keys()")
        assert f"halaman-{key_of(trainer)}" not in caches

    def test_a_note_written_without_a_network_is_sent_once(self, device, class_of_25, trainer, live_server):
        context = device(trainer, phone=True)
        page = visit(context, live_server.url + PAGE)
        context.set_offline(True)
        page.get_by_label("Peserta", exact=True).select_option(label="2. Bayu Contoh")
        page.get_by_label("Catatan", exact=True).fill("Suaranya kecil, minta maju")
        page.get_by_role("button", name="Simpan catatan").click()
        expect(page.locator("#luring")).to_contain_text("1 belum terkirim")
        page.close(run_before_unload=False)
        page = context.new_page()
        page.goto(live_server.url + PAGE)
        expect(page.locator("#luring")).to_contain_text("1 belum terkirim")
        context.set_offline(False)
        expect(page.locator(".tertulis")).to_contain_text("Suaranya kecil, minta maju")
        assert kept(page) == []
        [note] = DayNote.objects.all()
        assert (note.enrolment.trainee_no, note.by, note.day) == (2, trainer, MONDAY)
        assert Evening.objects.count() == 0

    def test_a_full_device_says_so(self, device, class_of_25, trainer, live_server):
        context = device(trainer)
        context.add_init_script(
            "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }"
        )
        page = context.new_page()
        page.goto(live_server.url + PAGE)
        page.get_by_label("Percakapan, Andi Contoh", exact=True).fill("80")
        expect(page.get_by_role("alert")).to_contain_text("Perangkat ini penuh")
        page.get_by_role("button", name="Simpan 25 orang").click()
        expect(page.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 21.04")

    def test_a_killed_browser_loses_nothing(self, chromium, class_of_25, trainer, live_server, tmp_path):
        def start():
            context = chromium.browser_type.launch_persistent_context(
                str(tmp_path), executable_path=executable(), args=FLAGS, viewport=DESK
            )
            context.add_cookies([_session_of(trainer, live_server.url) | {"expires": 4102444800}])
            return context

        def kill():
            for process in Path("/proc").glob("[0-9]*/cmdline"):
                if f"--user-data-dir={tmp_path}".encode() in process.read_bytes():
                    os.kill(int(process.parent.name), signal.SIGKILL)
                    return

        context = start()
        page = visit(context, live_server.url + PAGE)
        context.set_offline(True)
        type_everybody(page)
        page.wait_for_function("() => document.querySelectorAll('.ubah').length === 25")
        page.wait_for_timeout(400)  # what was typed lies on the device after 150 ms
        kill()  # before anything was pressed
        context = start()
        page = context.new_page()
        page.goto(live_server.url + PAGE)
        expect(page.get_by_text("Isian tadi masih ada, belum tersimpan.")).to_be_visible()
        assert scores() == []
        context.set_offline(True)
        page.get_by_role("button", name="Simpan 25 orang").click()
        expect(page.locator("#luring")).to_contain_text("25 belum terkirim")
        kill()  # and once more while they wait
        context = start()
        page = context.new_page()
        page.goto(live_server.url + PAGE)
        expect(page.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 21.04")
        assert scores() == [(number, 81) for number in range(1, 26)]
        context.close()

"""Real workers: several at once, and one that is killed. Nothing twice, nothing lost."""

import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from notifications import channels
from notifications.enums import Failure, State
from notifications.models import Message
from notifications.sending import LEASE, deliver
from tests.factories.notifications import MessageFactory

pytestmark = pytest.mark.django_db(transaction=True)


class Recorder:
    def __init__(self):
        self.sent = Counter()
        self.lock = threading.Lock()

    def send(self, letter):
        with self.lock:
            self.sent[letter.message_id] += 1
        return f"wamid.{letter.message_id}"


@pytest.fixture
def recorder(monkeypatch):
    recorder = Recorder()
    monkeypatch.setattr(channels, "of", lambda channel: recorder)
    return recorder


def test_four_workers_send_each_message_once(recorder):
    messages = MessageFactory.create_batch(60)
    ready = threading.Barrier(4)
    faults = []

    def work():
        try:
            ready.wait()
            deliver()
        except Exception as error:
            faults.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert faults == []
    assert recorder.sent == {message.pk: 1 for message in messages}
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


# A worker that kills itself the hard way at the named step of the third message, having noted each send in a file.
WORKER = """
import os, signal, sys
import django
django.setup()
from notifications import channels, sending

step, log = sys.argv[1:]
start, record = sending.start, sending.record
sent = 0

def die():
    os.kill(os.getpid(), signal.SIGKILL)

class Provider:
    def send(self, letter):
        global sent
        sent += 1
        with open(log, "a") as file:
            file.write(f"{letter.message_id}\\n")
        return f"wamid.{letter.message_id}"

def start_or_die(*arguments):
    if sent == 2 and step == "claimed":
        die()
    started = start(*arguments)
    if sent == 2 and step == "started":
        die()
    return started

def record_or_die(*arguments):
    if sent == 3 and step == "sent":
        die()
    return record(*arguments)

provider = Provider()
channels.of = lambda channel: provider
sending.start, sending.record = start_or_die, record_or_die
sending.deliver()
"""


@pytest.mark.parametrize(("step", "by_the_dead", "to_call"), [("claimed", 2, 0), ("started", 2, 1), ("sent", 3, 1)])
def test_a_killed_worker_sends_nothing_twice_and_loses_nothing(recorder, tmp_path, step, by_the_dead, to_call):
    messages = MessageFactory.create_batch(5)
    log = tmp_path / "sent"
    database = connection.settings_dict
    url = f"postgres://{database['USER']}@/{database['NAME']}?host={database['OPTIONS'].get('host', database['HOST'])}"
    worker = subprocess.run(
        [sys.executable, "-c", WORKER, step, str(log)],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "serang_japan.settings"},
        capture_output=True,
        timeout=60,
    )
    assert worker.returncode == -9, worker.stderr.decode()
    sent_by_the_dead = [int(line) for line in log.read_text().split()]
    assert len(sent_by_the_dead) == by_the_dead

    deliver(now=timezone.now() + LEASE * 2)

    assert max((Counter(sent_by_the_dead) + recorder.sent).values()) == 1
    calls = Message.objects.call_list()
    assert set(calls.values_list("error_code", flat=True)) == ({Failure.OUTCOME_UNKNOWN} if to_call else set())
    assert calls.count() == to_call
    assert Message.objects.filter(state=State.SENT).count() == len(messages) - to_call


def test_a_report_settles_what_a_killed_worker_left_open(recorder):
    from notifications.delivery_reports import Report, take

    long_ago = timezone.now() - timedelta(hours=1)
    message = MessageFactory(claimed=True, claimed_at=long_ago, send_started_at=long_ago, attempts=1)
    deliver()
    assert Message.objects.call_list().get() == message

    take(Report(provider_id="wamid.X", status="delivered", message_id=message.pk))

    assert Message.objects.get().state == State.DELIVERED
    assert not Message.objects.call_list().exists()

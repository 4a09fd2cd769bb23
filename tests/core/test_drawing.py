"""Photos of strangers are drawn in a process of their own, which may be brought down without harm."""

import io
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from core import drawing, pictures
from core.drawing import Drawer
from core.refusal import Refused
from tests.pictures import REFUSED, photo


@pytest.fixture
def drawer():
    drawer = Drawer(patience=20)
    yield drawer
    drawer.end()


def test_a_photo_comes_back_as_it_would_have_been_drawn_here(drawer):
    sent = photo()
    assert drawer.draw(sent) == pictures.drawn(sent)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_photo_is_refused_with_the_same_words(name, drawer):
    make, words = REFUSED[name]
    data = make()
    with pytest.raises(Refused) as refusal:
        pictures.clean(io.BytesIO(data), len(data), drawer.draw)
    assert words in refusal.value.sentences()[0]


def test_each_refusal_finds_its_sentence_again():
    told = [gap for gap in vars(pictures).values() if isinstance(gap, pictures.Gap)]
    assert {gap.code: gap for gap in told} == pictures.REFUSALS


def test_one_process_draws_many_photos_and_stands_behind_everybody(drawer):
    drawer.draw(photo())
    first = drawer.process.pid
    drawer.draw(photo((600, 400)))
    assert drawer.process.pid == first != os.getpid()
    assert os.getpriority(os.PRIO_PROCESS, first) == drawing.LAST > os.getpriority(os.PRIO_PROCESS, 0)
    # Linux shares the processor between sessions first, and only then between the processes of one.
    assert os.getsid(first) == os.getsid(0)
    assert os.getpgid(first) != os.getpgid(0)
    if hasattr(os, "SCHED_IDLE"):
        assert os.sched_getscheduler(first) == os.SCHED_IDLE != os.sched_getscheduler(0)


def test_it_is_told_nothing_that_is_secret(drawer, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "nobody may know")
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody")
    begun = []
    popen = drawing.subprocess.Popen
    monkeypatch.setattr(drawing.subprocess, "Popen", lambda *a, **k: begun.append(k["env"]) or popen(*a, **k))
    drawer.draw(photo())
    assert len(begun) == 1
    assert set(begun[0]) <= {"PATH", "PYTHONPATH", "LANG"}


def test_a_file_that_brings_it_down_is_refused_and_the_next_one_is_drawn(drawer, monkeypatch):
    popen, falls = drawing.subprocess.Popen, [sys.executable, "-c", "import os; os.read(0, 100)"]
    monkeypatch.setattr(drawing.subprocess, "Popen", lambda command, **told: popen(falls, **told))
    with pytest.raises(Refused) as refusal:
        drawer.draw(photo())
    assert refusal.value.codes == ["photo_broken"]
    monkeypatch.undo()
    assert drawer.draw(photo()).width == 1200


def test_one_that_ended_between_two_photos_is_begun_anew(drawer):
    drawer.draw(photo())
    drawer.process.kill()
    drawer.process.wait()
    assert drawer.draw(photo()).width == 1200


def test_a_file_that_keeps_it_busy_is_refused_in_time_and_the_next_one_is_drawn(drawer):
    drawer.draw(photo())
    busy = drawer.process
    os.kill(busy.pid, signal.SIGSTOP)
    drawer.patience = 0.2
    with pytest.raises(Refused) as refusal:
        drawer.draw(photo())
    assert refusal.value.codes == ["photo_broken"]
    assert busy.poll() is not None
    drawer.patience = 20
    assert drawer.draw(photo()).width == 1200


def test_it_ends_with_whoever_began_it(drawer):
    drawer.draw(photo())
    process = drawer.process
    drawer.there.close()
    assert process.wait(timeout=20) == 0


def test_many_at_once_each_get_their_own(drawer):
    sizes = [(400 + 40 * number, 300) for number in range(12)]
    with ThreadPoolExecutor(6) as crowd:
        drawn = list(crowd.map(lambda size: drawer.draw(photo(size)), sizes))
    assert [(one.width, one.height) for one in drawn] == sizes
    assert [Image.open(io.BytesIO(one.data)).size for one in drawn] == sizes

import signal
import stat
import subprocess
import sys

import pytest

from core.launch.state import ROOT, Lock, State
from core.launch.talk import Trouble

HOLD = (
    "import sys; from pathlib import Path; from core.launch.state import Lock; l = Lock(Path(sys.argv[1])); l.take();"
)
HOLD += "print('held', flush=True); sys.stdin.read()"


def test_lock_is_refused_while_another_program_holds_it_and_free_once_that_is_killed(tmp_path):
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    assert Lock(path).take(wait=False) is False

    holder.send_signal(signal.SIGKILL)
    holder.communicate()

    assert Lock(path).take(wait=False) is True


def test_lock_shared_by_two_keeps_the_last_one_from_having_it_alone(tmp_path):
    one, two, alone = (Lock(tmp_path / "lock") for _ in range(3))
    one.take(shared=True)
    two.take(shared=True)
    one.free()
    assert alone.take(wait=False) is False
    two.free()
    assert alone.take(wait=False) is True


def test_secret_key_is_made_once_and_is_nobody_elses_to_read(tmp_path):
    state = State(tmp_path)
    state.open()
    key = state.secret_key()
    assert len(key) > 50
    assert State(tmp_path).secret_key() == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_reset_clears_what_the_portal_made_and_nothing_else(tmp_path):
    state = State(tmp_path)
    state.open()
    state.secret_key()
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "photo.jpg").write_text("x")
    (tmp_path / "thesis.odt").write_text("years of work")

    state.empty()

    assert not (tmp_path / "media").exists()
    assert not (tmp_path / "secret_key").exists()
    assert (tmp_path / "thesis.odt").read_text() == "years of work"
    assert not list(tmp_path.glob(".trash-*"))


def test_reset_that_was_interrupted_is_finished_by_the_next_start(tmp_path):
    (tmp_path / ".trash-abc" / "postgres").mkdir(parents=True)
    State(tmp_path).open()
    assert not (tmp_path / ".trash-abc").exists()


@pytest.mark.parametrize("name", ["a" * 90, "my portal", "naïve"])
def test_socket_lies_elsewhere_when_the_folder_is_too_long_or_too_odd_for_an_address(tmp_path, name):
    state = State(tmp_path / name)
    sockets = str(state.socket_folder(tmp_path / name / "postgres"))
    assert sockets.startswith("/tmp/serang-japan-")
    assert len(sockets) < 60


def test_state_folder_that_cannot_be_made_is_explained(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Trouble) as trouble:
        State(tmp_path / "file" / "var").open()
    assert "PORTAL_STATE" in trouble.value.do


def test_broken_notes_count_as_none(tmp_path):
    (tmp_path / "children.json").write_text('{"web": [12')
    assert State(tmp_path).leftover_children() == {}

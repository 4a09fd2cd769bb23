import subprocess
import sys

import pytest

from core.launch.bootstrap import DEVELOPMENT, RUNTIME, Venv
from core.launch.talk import Trouble


@pytest.fixture
def checkout(tmp_path):
    """A checkout that needs no packages, so that no network is asked."""
    (tmp_path / RUNTIME).write_text("# nothing yet\n")
    (tmp_path / DEVELOPMENT).write_text("# nothing more\n")
    return tmp_path


def test_venv_whose_making_was_interrupted_is_made_anew_and_then_kept(checkout):
    venv = Venv(checkout)
    venv.folder.mkdir()
    venv.stamp.write_text('{"building": "requirements.txt"}')
    (venv.folder / "half-written").write_text("")

    venv.build((RUNTIME,))

    assert venv.holds((RUNTIME,)) is True
    assert not (venv.folder / "half-written").exists()
    assert subprocess.run([venv.python, "-m", "pip", "--version"], capture_output=True).returncode == 0


class Recorded(Venv):
    """Says what it would do, and does it to the stamp only."""

    def __init__(self, root, version="3.11"):
        super().__init__(root)
        self.did = []
        self.version = version

    def _version(self):
        return self.version

    def _create(self, lock):
        self.did.append("create")
        self.folder.mkdir(exist_ok=True)

    def _install(self, name, lock, repair):
        self.did.append(f"repair {name}" if repair else f"install {name}")


@pytest.fixture
def venv(checkout):
    venv = Recorded(checkout)
    venv.folder.mkdir()
    return venv


def test_venv_made_by_hand_is_completed_and_kept(venv):
    venv.build((RUNTIME,))
    assert venv.did == [f"install {RUNTIME}"]
    assert venv.holds((RUNTIME,)) is True


def test_test_adds_its_own_packages_to_the_same_venv(venv):
    venv.build((RUNTIME,))
    venv.did.clear()
    venv.build((RUNTIME, DEVELOPMENT))
    assert venv.did == [f"install {DEVELOPMENT}"]
    assert venv.holds((RUNTIME,)) is True
    assert venv.holds((RUNTIME, DEVELOPMENT)) is True


def test_interrupted_install_of_the_test_packages_leaves_a_running_portal_its_venv(venv, checkout):
    venv.build((RUNTIME,))
    stamp = venv._read_stamp()
    venv._write_stamp(stamp | {"building": DEVELOPMENT})
    assert venv.holds((RUNTIME,)) is True
    venv.did.clear()
    venv.build((RUNTIME, DEVELOPMENT))
    assert venv.did == [f"repair {DEVELOPMENT}"]
    assert venv.holds((RUNTIME, DEVELOPMENT)) is True


def test_other_python_than_the_one_it_was_made_for_makes_it_anew(venv):
    venv.build((RUNTIME,))
    venv.did.clear()
    venv.version = "3.13"
    assert venv.holds((RUNTIME,)) is False
    venv.build((RUNTIME,))
    assert venv.did == ["create", f"install {RUNTIME}"]


def test_requirements_that_changed_are_installed(venv, checkout):
    venv.build((RUNTIME,))
    (checkout / RUNTIME).write_text("# something else\n")
    assert venv.holds((RUNTIME,)) is False


def test_package_that_cannot_be_had_is_explained(venv):
    venv._install = lambda *arguments: Venv._install(venv, *arguments)
    venv._pip = lambda: [sys.executable, "-c", "print('Could not find a version'); raise SystemExit(1)"]
    with pytest.raises(Trouble) as trouble:
        venv.build((RUNTIME,))
    assert "network" in trouble.value.do
    assert venv.holds((RUNTIME,)) is False

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.launch.servers import Servers
from core.launch.state import State
from tests.launch.portal_process import PortalProcess
from tests.launch.web_server import Server


@contextmanager
def state_folder():
    """Not under tmp_path, which is closed to the account that PostgreSQL has under root."""
    folder = Path(tempfile.mkdtemp(prefix="portal-launch-"))
    folder.chmod(0o755)
    state = State(folder)
    state.open()
    yield state
    Servers(state, {}).halt()
    state.empty()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def portal_in(state):
    """A portal that is not started yet; whatever the test leaves running ends with it."""
    process = PortalProcess(state.folder)
    yield process
    if process.popen is not None:
        process.end()
    process.output.unlink(missing_ok=True)


@pytest.fixture
def state():
    """An opened, empty state folder."""
    with state_folder() as state:
        yield state


@pytest.fixture
def portal(state):
    with portal_in(state) as portal:
        yield portal


@pytest.fixture(scope="module")
def used_state():
    """A state folder that several tests start their portals on, so that only the first sets it up."""
    with state_folder() as state:
        yield state


@pytest.fixture
def used_portal(used_state):
    with portal_in(used_state) as portal:
        yield portal


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    yield server
    server.gate.touch()
    server.popen.terminate()
    assert server.popen.wait(30) == 0

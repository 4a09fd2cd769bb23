import shutil
import tempfile
from pathlib import Path

import pytest

from core.launch.servers import Servers
from core.launch.state import State
from tests.launch.portal_process import PortalProcess


@pytest.fixture
def state():
    """An opened state folder; not under tmp_path, which is closed to the account that PostgreSQL has under root."""
    folder = Path(tempfile.mkdtemp(prefix="portal-launch-"))
    folder.chmod(0o755)
    state = State(folder)
    state.open()
    yield state
    Servers(state, {}).halt()
    state.empty()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def portal(state):
    """A portal that is not started yet; whatever the test leaves running ends with it."""
    process = PortalProcess(state.folder)
    yield process
    if process.popen is not None:
        process.end()
    process.output.unlink(missing_ok=True)

"""What can be asked of the machine itself: Debian's packages, when this account may install them."""

import os
import shutil
import subprocess

from core.launch.talk import say


def _installer() -> list[str] | None:
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "apt-get"]
    return None


def install(package: str) -> bool:
    """Install a Debian package if that is possible here; say that it happens."""
    apt = _installer()
    if apt is None:
        return False
    say(f"Installing {package} (apt-get) …")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = [*apt, "install", "-y", "-qq", "--no-install-recommends", package]
    for prepare in (None, [*apt, "update", "-qq"]):  # the lists may be there already, or be too old
        if prepare:
            subprocess.run(prepare, env=env, capture_output=True, stdin=subprocess.DEVNULL, check=False)
        done = subprocess.run(command, env=env, capture_output=True, stdin=subprocess.DEVNULL, check=False)
        if done.returncode == 0:
            return True
    return False

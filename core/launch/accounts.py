"""PostgreSQL refuses to run as root. Then it runs under an account of the machine, if that account can get there."""

import os
import pwd
import subprocess
from pathlib import Path
from typing import Any

from core.launch.talk import Trouble

CANDIDATES = ("postgres", "nobody")


class Account:
    """The account that the database runs under; for an ordinary user, that user."""

    def __init__(self) -> None:
        self.entry = None if os.geteuid() else _system_account()

    @property
    def switch(self) -> dict[str, Any]:
        """Arguments for subprocess that start a program under this account."""
        if self.entry is None:
            return {}
        return {"user": self.entry.pw_uid, "group": self.entry.pw_gid, "extra_groups": []}

    def own(self, folder: Path) -> None:
        """Make a folder that is this account's alone; one that somebody else laid there is refused."""
        uid = self.entry.pw_uid if self.entry else os.geteuid()
        gid = self.entry.pw_gid if self.entry else os.getegid()
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)
            os.chown(folder, uid, gid)
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid != uid:
            raise Trouble(
                f"{folder} belongs to another account.",
                "Start as the account that made it, or use another folder: PORTAL_STATE=/some/folder ./run",
            )
        folder.chmod(0o700)

    def can(self, test: str, path: Path) -> bool:
        """Can this account do that (`-x`, `-w`, `-r`) with that path? Asked of the system, as the account."""
        command = ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)]
        return subprocess.run(command, cwd="/", check=False, **self.switch).returncode == 0


def _system_account() -> pwd.struct_passwd:
    for name in CANDIDATES:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Trouble(
        "PostgreSQL does not run as root, and this machine has neither an account 'postgres' nor 'nobody'.",
        "Start as an ordinary user.",
    )

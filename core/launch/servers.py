"""The embedded servers of one state folder, shared by whoever needs them; the last one out stops them."""

import time
from collections.abc import Mapping

from core.launch.postgres import Postgres
from core.launch.processes import Wait
from core.launch.state import State
from core.launch.valkey import Valkey


class Servers:
    """What `DATABASE_URL` and `REDIS_URL` do not name already."""

    def __init__(self, state: State, env: Mapping[str, str], *, durable: bool = True, wait: Wait = time.sleep) -> None:
        self.state = state
        self.postgres = None if env.get("DATABASE_URL") else Postgres(state, durable=durable, wait=wait)
        self.valkey = None if env.get("REDIS_URL") else Valkey(state, wait=wait)

    @property
    def all(self) -> list[Postgres | Valkey]:
        return [server for server in (self.postgres, self.valkey) if server is not None]

    def join(self) -> dict[str, str]:
        """Use the servers, starting those that do not run; returns the environment that names them."""
        with self.state.servers_lock:
            self.state.users_lock.take(shared=True)
            for server in self.all:
                server.start()
        return self.addresses()

    def addresses(self) -> dict[str, str]:
        named = {"DATABASE_URL": self.postgres, "REDIS_URL": self.valkey}
        return {name: server.url for name, server in named.items() if server is not None}

    def revive(self) -> list[str]:
        """Start again what died; returns the names of those."""
        dead = [server for server in self.all if not server.alive()]
        if dead:
            with self.state.servers_lock:
                for server in dead:
                    server.start()
        return [server.name for server in dead]

    def leave(self) -> bool:
        """Use them no more. If nobody else does, stop them; says whether that was so."""
        with self.state.servers_lock:
            self.state.users_lock.free()
            last = self.state.users_lock.take(wait=False)
            if last:
                for server in self.all:
                    server.stop()
                self.state.users_lock.free()
        return last

    def halt(self) -> bool:
        """Stop the servers that run on this folder, unless somebody uses them."""
        with self.state.servers_lock:
            if not self.state.users_lock.take(wait=False):
                return False
            for server in self.all:
                server.take_up()
                server.stop()
            self.state.users_lock.free()
        return True

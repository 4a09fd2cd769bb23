"""Sessions as Django keeps them, in database and cache, but a login is written once instead of three times."""

import logging
import secrets
from typing import Any

from django.contrib.sessions.backends.base import CreateError
from django.contrib.sessions.backends.cached_db import SessionStore as CachedSession
from django.db import connection
from django.utils import timezone

from core.prepared import Prepared

logger = logging.getLogger(__name__)

# The date of the login goes with the session, and nobody waits for the disk: whoever logged in during the second
# before a power cut logs in again. Whatever ends a session does wait.
WRITE = Prepared(
    """
    WITH quick AS MATERIALIZED (
            SELECT set_config(name, CASE WHEN %(alone)s THEN 'off' ELSE current_setting(name) END, true)
            FROM (VALUES ('synchronous_commit')) AS waiting (name)
        ),
        login AS (UPDATE accounts_user SET last_login = %(now)s WHERE id = %(came_in)s)
    INSERT INTO django_session (session_key, session_data, expire_date) SELECT %(key)s, %(data)s, %(until)s FROM quick
    ON CONFLICT DO NOTHING
    """,
    {"alone": "bool", "until": "timestamptz"},
)


class SessionStore(CachedSession):
    is_unwritten = False
    came_in: Any = None  # the key of the person who logged in with this request

    def cycle_key(self) -> None:
        """The same contents under a new key, written when the request ends. Django writes at once and then again."""
        contents, old = self._session, self.session_key
        self._session_key = secrets.token_hex(16)
        self._session_cache = contents
        self.is_unwritten = self.modified = True
        if old:
            self.delete(old)

    def log_in(self, user: Any) -> None:
        """This person is in from now on, under a key that nobody knew before."""
        if not self.is_unwritten:
            self.cycle_key()
        self.came_in = user.pk

    def flush(self) -> None:
        super().flush()
        self.is_unwritten, self.came_in = False, None

    def save(self, must_create: bool = False) -> None:
        if self.is_unwritten:
            self._write()
        else:
            super().save(must_create=must_create)

    def _write(self) -> None:
        values = {
            "alone": not connection.in_atomic_block,  # somebody else's transaction holds more than a session
            "now": timezone.now(),
            "came_in": self.came_in,
            "key": self.session_key,
            "data": self.encode(self._session),
            "until": self.get_expiry_date(),
        }
        with connection.cursor() as cursor:
            WRITE.run(cursor, values)
            if not cursor.rowcount:
                raise CreateError
        self.is_unwritten, self.came_in = False, None
        try:
            self._cache.set(self.cache_key, self._session, self.get_expiry_age())
        except Exception as error:
            logger.warning("the session is in the database only: %s", type(error).__name__)

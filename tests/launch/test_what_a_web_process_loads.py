"""A small server holds two web processes beside the database: each loads what pages need, and nothing else."""

import json
import subprocess
import sys

from django.conf import settings

WITHOUT = {
    "openpyxl": "lists that are taken away or sent in",
    "typst": "a sheet of paper",
    "httpx": "sending by WhatsApp",
    "anymail": "sending by e-mail",
    "requests": "sending by e-mail",
    "fido2": "security keys, which the portal does not offer",
    "cryptography.hazmat": "security keys, which the portal does not offer",
    "celery.beat": "the clock",
}
PROGRAM = """
import json, sys
from serang_japan.wsgi import application
from allauth.mfa.models import Authenticator
assert type(Authenticator(type="totp").wrap()).__name__ == "TOTP"  # what logging in with an app looks at
print(json.dumps(sorted(sys.modules)))
"""


def test_a_web_process_has_every_page_and_none_of_the_libraries_that_pages_do_without():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert {"portal.public_pages", "candidates.admin"} <= set(loaded)
    assert [name for name in WITHOUT if name in loaded] == []

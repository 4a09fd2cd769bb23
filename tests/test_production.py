"""Production starts complete or not at all."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "k3y-for-tests-only-with-more-than-fifty-characters-0123456789-abcdefg",
    "ACCESS_CODE_KEY": "another-key-for-tests-only-0123456789-0123456789-0123456789",
    "ALLOWED_HOSTS": "portal.example",
    "PUBLIC_URL": "https://portal.example",
}


def manage(*arguments, without=(), **changes):
    servers = {"DATABASE_URL": settings.DATABASE_URL, "REDIS_URL": settings.REDIS_URL}
    given = {name: value for name, value in (COMPLETE | servers | changes).items() if name not in without}
    known = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "PORTAL_STATE"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=known | given,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_production_settings_pass_djangos_deployment_checks():
    check = manage("check", "--deploy", "--fail-level", "WARNING")
    assert (check.returncode, "no issues" in check.stdout + check.stderr) == (0, True), check.stderr


@pytest.mark.parametrize("name", settings.REQUIRED_IN_PRODUCTION)
def test_production_refuses_to_start_without(name):
    check = manage("check", without=[name])
    assert check.returncode != 0
    assert f"In production these must be set: {name}." in check.stderr


def test_everything_that_is_missing_is_listed_at_once():
    check = manage("check", without=["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS"])
    assert "must be set: SECRET_KEY, DATABASE_URL, ALLOWED_HOSTS." in check.stderr


def test_an_unknown_mode_is_refused():
    assert "PORTAL_MODE must be 'demo' or 'production'." in manage("check", PORTAL_MODE="produksi").stderr


def test_staff_need_a_second_step_in_production():
    shown = manage(
        "shell",
        "--no-imports",
        "-c",
        "from django.conf import settings as s; print(s.STAFF_MFA_REQUIRED, s.DEMO, s.DEBUG)",
    )
    assert shown.stdout.strip() == "True False False"

"""The floor is a project of its own: it must start, whatever the portal's models point to."""

import os
import subprocess
import sys

from core.launch.state import ROOT


def test_the_floor_starts_without_the_portals_apps():
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.floor.settings",
        "SECRET_KEY": "floor",
        "DATABASE_URL": "postgres://app@127.0.0.1:1/floor",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    ask = "import django; django.setup(); from django.urls import resolve; print(resolve('/register/').func.__name__)"

    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "register"

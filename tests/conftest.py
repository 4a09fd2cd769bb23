"""The people of the roles, a fresh cache for each test, and static files without a manifest."""

import os

import hypothesis
import pytest
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.roles import Role
from tests.browser import browser_page, chromium  # noqa: F401 - fixtures for every test
from tests.factories.accounts import UserFactory
from tests.kept import keep, put_back

# A property that reads the database is slower on a busy machine; slowness is measured in benchmarks/, not here.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


def pytest_configure(config):
    # Before the first page is drawn: tests run without `collectstatic`, and in
    # the memory of the process, so that two runs never share a cache or a session.
    portal_settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    portal_settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    # Files that a test uploads never touch the state folder of a running portal, nor those of a test beside it.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    portal_settings.MEDIA_ROOT = portal_settings.BASE_DIR / "var-test" / "media" / worker
    portal_settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")


@pytest.fixture(autouse=True)
def fresh_cache():
    from candidates import offer
    from core import days_off

    cache.clear()
    offer.forget()
    days_off.forget()
    yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        keep("load_reference")
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # A server that answered a browser may still hold its connection; the database cannot be dropped under it.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def roles(db):
    """The groups with their permissions."""
    call_command("sync_roles", verbosity=0)


@pytest.fixture
def reference(db):
    """Sectors, requirements, kelurahan and everything else that is data."""
    put_back("load_reference")


@pytest.fixture
def officer(roles):
    return UserFactory(name="Ratna Contoh", honorific="Bu", email="disnaker@demo.test", role=Role.DISNAKER_OFFICER)


@pytest.fixture
def admin2(roles):
    """The second signature."""
    return UserFactory(name="Bambang Contoh", honorific="Pak", email="kabid@demo.test", role=Role.DISNAKER_ADMIN)


@pytest.fixture
def trainer(roles):
    return UserFactory(name="Sari Contoh", honorific="Bu", email="sensei@demo.test", role=Role.TRAINER)


@pytest.fixture
def lpk(roles):
    return UserFactory(name="Agus Contoh", honorific="Pak", email="lpk@demo.test", role=Role.LPK_OFFICER)


@pytest.fixture
def welfare(roles):
    return UserFactory(name="Wati Contoh", honorific="Bu", email="sejahtera@demo.test", role=Role.WELFARE_OFFICER)


@pytest.fixture
def leader(roles):
    return UserFactory(name="Hasan Contoh", honorific="Pak", email="kadis@demo.test", role=Role.LEADER)


@pytest.fixture
def candidate_user(roles):
    return UserFactory(name="Rina Contoh", email="rina@demo.test", phone="+6281200000001", role=Role.CANDIDATE)


@pytest.fixture
def superuser(db):
    return UserFactory(name="Pengelola Contoh", email="pengelola@demo.test", is_staff=True, is_superuser=True)


@pytest.fixture
def client_of():
    """`client_of(officer).get("/admin/")`: a browser in which this person is logged in."""

    def log_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in

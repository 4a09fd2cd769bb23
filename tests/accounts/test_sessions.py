"""A login is one row under a key that nobody knew before."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from accounts.sessions import SessionStore
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db


def log_in(client, user):
    return client.post("/masuk/", {"login": user.email, "password": PASSWORD})


def test_a_login_asks_once_who_this_is_and_writes_once(client, lpk, django_assert_num_queries):
    with django_assert_num_queries(2):
        log_in(client, lpk)
    assert Session.objects.get().get_decoded()["_auth_user_id"] == str(lpk.pk)


def test_the_date_of_the_login_is_kept(client, lpk):
    log_in(client, lpk)
    lpk.refresh_from_db()
    assert timezone.now() - lpk.last_login < timedelta(minutes=1)


def test_choosing_a_new_password_is_no_login(client, lpk):
    log_in(client, lpk)
    lpk.refresh_from_db()
    came, new = lpk.last_login, "kata-sandi-yang-baru"
    client.post("/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    lpk.refresh_from_db()
    assert lpk.check_password(new)
    assert lpk.last_login == came


def test_what_a_visitor_had_begun_stays_and_the_key_it_was_kept_under_is_worth_nothing(client, lpk):
    session = client.session
    session["begun"] = "something"
    session.save()
    log_in(client, lpk)
    assert client.session["begun"] == "something"
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()
    assert SessionStore(session.session_key).get("begun") is None


def test_a_key_that_somebody_planted_is_not_taken_over(client, lpk):
    client.cookies["sessionid"] = "ditanamditanamditanamditanam1234"
    log_in(client, lpk)
    assert client.cookies["sessionid"].value != "ditanamditanamditanamditanam1234"


def test_a_session_outlives_the_cache(client, lpk):
    log_in(client, lpk)
    cache.clear()
    assert client.get("/mulai/").url == "/lpk/"


def test_a_session_is_kept_while_the_cache_is_away(monkeypatch):
    session = SessionStore()
    session.cycle_key()
    session["kept"] = "yes"

    def down(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(type(session._cache), "set", down)
    session.save()
    assert Session.objects.get(pk=session.session_key).get_decoded() == {"kept": "yes"}


def test_whoever_leaves_in_the_same_breath_was_never_in(lpk):
    session = SessionStore()
    session.log_in(lpk)
    session.flush()
    session["kept"] = "yes"
    session.save()
    assert Session.objects.get().get_decoded() == {"kept": "yes"}
    lpk.refresh_from_db()
    assert lpk.last_login is None


@pytest.mark.django_db(transaction=True)
def test_only_the_session_itself_is_written_without_waiting_for_the_disk():
    def setting():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('synchronous_commit')")
            return cursor.fetchone()[0]

    before = setting()
    session = SessionStore()
    session.cycle_key()
    session.save()
    assert setting() == before
    with transaction.atomic():
        session.cycle_key()
        session.save()
        assert setting() == before

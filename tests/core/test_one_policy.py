"""The policy that every page carries is the one of the settings, and a stricter one of a view stays."""

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.one_policy import OnePolicy

HEADER = "Content-Security-Policy"


def test_every_page_says_what_may_be_loaded(client, db):
    policy = client.get("/")[HEADER]
    said = dict(part.strip().split(" ", 1) for part in policy.split(";") if " " in part.strip())

    assert said["default-src"] == said["form-action"] == "'self'"
    assert said["object-src"] == said["frame-ancestors"] == "'none'"
    assert set(said) == set(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])


@pytest.mark.parametrize("path", ["/nobody/knows/this/", "/admin/"])
def test_so_does_a_page_that_refuses(client, db, path):
    assert "'self'" in client.get(path)[HEADER]


def test_a_stricter_policy_of_a_view_stays():
    locked = OnePolicy(lambda request: HttpResponse(headers={HEADER: "default-src 'none'; sandbox"}))

    assert locked(HttpRequest())[HEADER] == "default-src 'none'; sandbox"

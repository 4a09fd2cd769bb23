"""What people see when something went wrong, and what the log keeps of it."""

import logging
import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from core.logging import RequestCodeFilter
from core.request_ids import LETTERS, current_code


@login_not_required
def breaks(request):
    raise RuntimeError("secret detail of the machine")


@login_not_required
def forbids(request):
    raise PermissionDenied("secret detail")


@login_not_required
def refuses(request):
    raise BadRequest("secret detail")


@login_not_required
def accepts(request):
    return HttpResponse("accepted")


urlpatterns = [
    path("rusak/", breaks),
    path("larang/", forbids),
    path("tolak/", refuses),
    path("terima/", accepts),
    path("", include("serang_japan.urls")),
]
handler400 = "core.errors.bad_request"
handler403 = "core.errors.forbidden"
handler404 = "core.errors.not_found"
handler500 = "core.errors.server_error"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


def test_a_broken_page_names_a_code_that_is_also_in_the_log(browser, caplog):
    class Keep(logging.Handler):
        codes: list[str] = []

        def emit(self, record):
            self.codes.append(record.code)

    keep = Keep()
    keep.addFilter(RequestCodeFilter())
    logging.getLogger("django.request").addHandler(keep)
    try:
        response = browser.get("/rusak/")
    finally:
        logging.getLogger("django.request").removeHandler(keep)
    shown = re.search(rf"<b>([{LETTERS}]{{4}})</b>", response.content.decode())
    assert response.status_code == 500
    assert keep.codes == [shown.group(1)]


def test_a_broken_page_tells_nothing_of_the_machine(browser):
    body = browser.get("/rusak/").content.decode()
    assert "secret detail" not in body
    assert "Traceback" not in body
    assert "RuntimeError" not in body


@pytest.mark.parametrize(("address", "status"), [("/larang/", 403), ("/tolak/", 400), ("/tidak-ada/", 404)])
def test_every_refusal_has_a_page_with_a_way_on(browser, address, status):
    response = browser.get(address)
    assert response.status_code == status
    assert 'href="/"' in response.content.decode()
    assert "secret detail" not in response.content.decode()


def test_a_form_without_its_token_is_explained():
    response = Client(enforce_csrf_checks=True).post("/terima/")
    assert response.status_code == 403
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize("demo", [True, False])
def test_a_page_drawn_without_anything_still_says_that_the_data_are_examples(browser, client, settings, demo):
    settings.DEMO = demo
    lost = Client(enforce_csrf_checks=True).post("/terima/")
    for response in (browser.get("/rusak/"), browser.get("/tolak/"), lost, client.get("/pelatihan/luring/")):
        page = response.content.decode()
        assert 'href="/"' in page, response.status_code
        assert ("Data contoh, bukan data asli" in page) == demo


def test_two_requests_have_two_codes(browser):
    codes = {re.search(r"<b>(.{4})</b>", browser.get("/rusak/").content.decode()).group(1) for _i in range(5)}
    assert len(codes) > 1


def test_outside_of_a_request_there_is_no_code():
    assert current_code() == "----"

"""Logging in as Django does it: no form, no limit to guessing, no second step, no roles."""

from django.contrib.auth import authenticate, login
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import update_last_login
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect

HASHED = make_password("one call of the hash")


def compare(request: HttpRequest) -> HttpResponse:
    """One call of the hash and nothing else: nobody is looked up, counted or remembered."""
    if not check_password(request.POST["password"], HASHED):
        return HttpResponseForbidden()
    return HttpResponseRedirect("/")


def log_in(request: HttpRequest) -> HttpResponse:
    user = authenticate(request, username=request.POST["login"], password=request.POST["password"])
    if user is None:
        return HttpResponseForbidden()
    login(request, user)
    update_last_login(None, user)  # Django's own signal does it; the portal's accounts have taken that away
    return HttpResponseRedirect("/")

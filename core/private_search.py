"""Searching for people without writing their names into addresses.

An address lands in histories, logs and on borrowed screens. So a search is sent by POST, its words wait in the session,
and the address that follows carries only a handle, with which pages and filters can be turned as ever.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import get_random_string

from core.desk_lists import QuickChangeList

KEY = "searches"
KEPT = 20  # of one session; the oldest is forgotten first
LONGEST = 120
BOX = "words"  # the name of the box in the form


def words_of(request: HttpRequest, handle: str) -> str:
    """What was searched for under this handle. Whatever is no handle is taken as words."""
    words = request.session.get(KEY, {}).get(handle, handle)
    return words.replace("\x00", "").strip()[:LONGEST]


def keep(request: HttpRequest) -> HttpResponse | None:
    """After a search was sent: on to the same page with a handle. None when no search was sent."""
    if request.method != "POST" or BOX not in request.POST:
        return None
    others = {name: value for name, value in request.GET.items() if name not in {SEARCH_VAR, "p"}}
    words = request.POST[BOX].strip()[:LONGEST]
    if words:
        handle = get_random_string(8)
        searches = [*request.session.get(KEY, {}).items(), (handle, words)]
        request.session[KEY] = dict(searches[-KEPT:])
        others[SEARCH_VAR] = handle
    return HttpResponseRedirect(f"{request.path}?{urlencode(others)}" if others else request.path)


class PrivateChangeList(QuickChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        self.query = words_of(request, self.query)
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page; when nobody was found, those of the second attempt (`search_again`)."""
        super().get_results(request)
        self.is_second_attempt = False
        words = self.query
        again = self.model_admin.search_again(words) if words and not self.result_count else None
        if again is None:
            return
        self.query = ""  # the filters of the page stay, only the words go
        self.queryset = self.get_queryset(request).filter(again)
        self.query = words
        super().get_results(request)
        self.is_second_attempt = self.result_count > 0


class PrivateSearch(admin.ModelAdmin):
    """For a ModelAdmin whose list is searched for people."""

    searches_privately = True  # asked by templates/admin/search_form.html

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[QuickChangeList]:
        return PrivateChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return keep(request) or super().changelist_view(request, extra_context)

    def search_again(self, words: str) -> Q | None:
        """What to look for when nothing was found: a condition, or None to leave it at that."""
        return None

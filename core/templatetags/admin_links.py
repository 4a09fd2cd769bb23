"""Links that Django's admin draws by itself behind a read-only field, only for who may open what they lead to."""

import re
from html import unescape
from typing import Any

from django import template
from django.urls import Resolver404, resolve
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
LINK = re.compile(r'<a href="([^"]+)">([^<]*)</a>')


@register.filter
def for_whom_it_opens(contents: str, user: Any) -> str:
    """The words without the link, where it would only say that this page is not for this account."""
    if not isinstance(contents, SafeString):
        return contents
    return mark_safe(LINK.sub(lambda link: link[0] if _may_open(unescape(link[1]), user) else link[2], contents))


def _may_open(address: str, user: Any) -> bool:
    try:
        match = resolve(address)
    except Resolver404:
        return True
    if match.app_name != "admin" or not (match.url_name or "").endswith("_change"):
        return True
    app, _underscore, model = match.url_name.removesuffix("_change").partition("_")  # type: ignore[union-attr]
    return user.has_perm(f"{app}.view_{model}") or user.has_perm(f"{app}.change_{model}")

"""Amounts as people here read them: Rp 27.000.000, 180.000 yen."""

from django import template
from django.utils.formats import localize
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def rupiah(low: int, high: int | None = None) -> str:
    """`{% rupiah cost.low cost.high %}`: one amount, or from … to …"""
    return _span(
        f"Rp\N{NO-BREAK SPACE}{_plain(low)}", None if high in (None, low) else f"Rp\N{NO-BREAK SPACE}{_plain(high)}"
    )


@register.simple_tag
def yen(low: int, high: int | None = None) -> str:
    if high in (None, low):
        return _("%(amount)s yen") % {"amount": _plain(low)}
    return _("%(low)s–%(high)s yen") % {"low": _plain(low), "high": _plain(high)}


@register.simple_tag
def percent(low: object, high: object = None) -> str:
    if high in (None, low):
        return f"{_plain(low)} %"
    return _("%(low)s–%(high)s %%") % {"low": _plain(low), "high": _plain(high)}


def _span(low: str, high: str | None) -> str:
    return low if high is None else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _plain(number: object) -> str:
    """Without the zeros behind the comma: 4,72 stays, 5,00 is 5."""
    text = str(localize(number))
    return text.rstrip("0").rstrip(",") if "," in text else text

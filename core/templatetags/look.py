"""Small helpers of the look: icons, squares, the menu that is drawn twice, links to the first wrong field."""

from functools import lru_cache
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from django import template
from django.forms import BoundField, Widget
from django.http import HttpRequest
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.phones import mask
from core.squares import draw, worth

register = template.Library()
SVG = "{http://www.w3.org/2000/svg}"
HEAVY = {"check"}  # a tick of two pixels is too thin beside the other icons


@lru_cache
def _icons() -> dict[str, SafeString]:
    """The set, read once and put inline: a phone on a slow line makes no request for it."""
    ElementTree.register_namespace("", SVG.strip("{}"))
    root = ElementTree.parse(Path(__file__).with_name("icons.svg")).getroot()
    icons = {}
    for symbol in root.iter(f"{SVG}symbol"):
        name, box = symbol.attrib["id"], symbol.attrib["viewBox"]
        shapes = "".join(ElementTree.tostring(shape, encoding="unicode").strip() for shape in symbol)
        shapes = shapes.replace(f' xmlns="{SVG.strip("{}")}"', "")
        width = "2.5" if name in HEAVY else "2"
        icons[name] = mark_safe(
            f'<svg viewBox="{box}" width="20" height="20" fill="none" stroke="currentColor" stroke-width="{width}" '
            f'aria-hidden="true" focusable="false">{shapes}</svg>'
        )
    return icons


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "check" %}`: decoration beside a word, hidden from screen readers."""
    return _icons()[name]


@register.inclusion_tag("components/squares.html")
def squares(
    reached: int,
    target: int,
    possible: int | None = None,
    per_row: int = 10,
    sentence: str = "",
    legend: bool = True,
) -> dict[str, object]:
    """`{% squares reached=37 possible=71 target=100 per_row=20 %}`: one shape for each place of the target."""
    picture = draw(reached=reached, possible=possible, target=target, per_row=per_row, sentence=sentence)
    within, each = max(possible or 0, reached), worth(reached, possible, target)
    counts = {"reached": reached, "more": within - reached, "lost": max(target - within, 0)}
    return {"picture": picture, "possible": possible, "legend": legend, "each": each if each > 1 else None, **counts}


@register.filter
def phone_masked(e164: str) -> str:
    """`{{ phone|phone_masked }}`: whose it is can be recognised, and not read off."""
    return mask(e164)


@register.filter
def focus_id(field: BoundField) -> str:
    """The id of the first box of a field, so that a link in the error summary lands in it."""
    widget: Widget = field.field.widget
    return f"{field.auto_id}_0" if widget.use_fieldset else field.id_for_label or field.auto_id


class MenuNode(template.Node):
    """Renders its links once and shows them in the bar and in the phone's menu (one of them is always hidden)."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        links = mark_safe(_mark_here(self.nodelist.render(context).strip(), context.get("request")))
        several = links.count("<a ") + links.count("<form ") > 1
        return render_to_string("components/menu.html", {"links": links, "several": several})


def _mark_here(links: str, request: HttpRequest | None) -> str:
    """The link to the page that is open, among links that know nothing of the page."""
    here = f'<a href="{escape(request.path)}"' if request else ""
    return links.replace(here + ">", here + ' aria-current="page">') if here else links


@register.tag
def menu(parser: Parser, token: Token) -> MenuNode:
    """`{% menu %}<a …>…</a><a …>…</a>{% endmenu %}`: up to five links; the first one stays visible on a phone.

    The one that leads to the open page says so by itself.
    """
    nodelist = parser.parse(("endmenu",))
    parser.delete_first_token()
    return MenuNode(nodelist)


class RowsNode(template.Node):
    """The same markup for each row. Its body is drawn once; in it `{name}` is what stands in the row, escaped."""

    def __init__(self, rows: FilterExpression, nodelist: NodeList) -> None:
        self.rows, self.nodelist = rows, nodelist

    def render(self, context: template.Context) -> SafeString:
        rows = self.rows.resolve(context)
        if not rows:
            return mark_safe("")
        # `{name}` becomes `{0}`, by its place in the row: half of the time went into naming every word of every row.
        places = {name: f"{{{place}}}" for place, name in enumerate(rows[0]._fields)}
        draw_row = self.nodelist.render(context).format(**places).format
        return mark_safe("".join([draw_row(*map(_shown, row)) for row in rows]))


def _shown(word: str) -> str:
    """What `conditional_escape` does, without asking whether the word is lazy: these are ready."""
    return word if word.__class__ is SafeString else escape(word)


@register.tag
def rows(parser: Parser, token: Token) -> RowsNode:
    """`{% rows people %}<tr><td>{name}</td></tr>{% endrows %}`: a long list, a third of the time of `{% for %}`.

    `people` are named tuples of words that are ready. Everything else of a template works in the body too, and means
    the same for every row; what differs must stand in the row.
    """
    expression = parser.compile_filter(token.split_contents()[1])
    nodelist = parser.parse(("endrows",))
    parser.delete_first_token()
    return RowsNode(expression, nodelist)


class OnceNode(template.Node):
    """Words that are the same on every page, drawn once for each language."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.drawn: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language()
        if language not in self.drawn:
            self.drawn[language] = self.nodelist.render(context.new())
        return self.drawn[language]


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once %}…{% endonce %}`: a part that says the same to everybody on every page, such as the footer.

    Nothing of the page is known in it, so nothing of a person can be kept by mistake.
    """
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist)


class NoticeNode(template.Node):
    """A notice whose body is written in the page."""

    def __init__(self, nodelist: NodeList, arguments: dict[str, FilterExpression]) -> None:
        self.nodelist, self.arguments = nodelist, arguments

    def render(self, context: template.Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.arguments.items()}
        return render_to_string("components/notice.html", values | {"body": self.nodelist.render(context)})


@register.tag
def notice(parser: Parser, token: Token) -> NoticeNode:
    """`{% notice kind="waiting" title=… %}<p>…</p>{% endnotice %}`: components/notice.html with a free body."""
    arguments = template.base.token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(("endnotice",))
    parser.delete_first_token()
    return NoticeNode(nodelist, arguments)


@register.simple_tag
def optional_words() -> SafeString:
    return format_html('<span class="kecil">{}</span>', _("(may be left empty)"))

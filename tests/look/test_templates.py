"""What every template keeps to, so that the strict CSP and the next reader are content."""

import re
from collections import namedtuple

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.safestring import mark_safe

TEMPLATES = sorted(path for path in settings.BASE_DIR.glob("**/templates/**/*.html") if ".venv" not in path.parts)
COMPONENTS = sorted((settings.BASE_DIR / "templates" / "components").glob("*.html"))


def named(path):
    return str(path.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_is_short_and_has_nothing_inline(path):
    source = path.read_text(encoding="utf-8")
    assert re.findall(r"""<[^>]*\s(style|on[a-z]+)\s*=\s*["']""", source) == []
    assert "<style" not in source
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", source) == []
    assert re.findall(r"""(?:src|href)=["']https?://[^"']+\.(?:js|css|woff2?)""", source) == []
    assert source.count("\n") < 150


@pytest.mark.parametrize("path", COMPONENTS, ids=named)
def test_a_component_begins_with_what_it_takes(path):
    assert path.read_text(encoding="utf-8").startswith("{% comment %}")


def test_a_long_list_draws_its_row_once_and_escapes_what_people_typed():
    source = '{% load look i18n %}{% rows people %}<td data-l="{{ label }}">{name}</td>{stage}\n{% endrows %}'
    row = namedtuple("row", "name stage")
    rows = [row("Rina", mark_safe("<b>x</b>")), row("<i>{label}", "&")]
    drawn = Template(source).render(Context({"people": rows, "label": "Nama"}))
    assert drawn == '<td data-l="Nama">Rina</td><b>x</b>\n<td data-l="Nama">&lt;i&gt;{label}</td>&amp;\n'

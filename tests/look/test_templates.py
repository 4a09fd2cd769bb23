"""What every template keeps to, so that the strict CSP and the next reader are content."""

import re
from collections import namedtuple

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

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


def test_the_menu_marks_the_page_that_is_open(rf):
    source = '{% load look %}{% menu %}<a href="/lpk/">Kantor</a><a href="/lpk/peserta/">Peserta</a>{% endmenu %}'
    drawn = Template(source).render(Context({"request": rf.get("/lpk/peserta/?tahap=selected")}))
    assert '<a href="/lpk/peserta/" aria-current="page">' in drawn
    assert '<a href="/lpk/">' in drawn
    assert "aria-current" not in Template(source).render(Context())


def test_a_part_drawn_once_speaks_each_language_and_knows_nothing_of_a_person():
    part = Template("{% load look i18n %}{% once %}{% translate 'Name' %}{{ person }}{% endonce %}")
    with override("id"):
        assert part.render(Context({"person": "Rina"})) == "Nama"
        assert part.render(Context({"person": "Budi"})) == "Nama"
    with override("en"):
        assert part.render(Context({"person": "Rina"})) == "Name"

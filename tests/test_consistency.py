"""House rules that a reader should not have to check: sizes, words, settings, templates."""

import ast
import re
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
APPS = [
    "core",
    "accounts",
    "notifications",
    "candidates",
    "certificates",
    "training",
    "placements",
    "reports",
    "portal",
    "demo",
    "serang_japan",
]
PYTHON = sorted(path for app in [*APPS, "benchmarks"] for path in (ROOT / app).rglob("*.py"))
SOURCES = [path for path in PYTHON if "migrations" not in path.parts]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted(
    path for folder in [ROOT / "templates", *(ROOT / app for app in APPS)] for path in folder.rglob("*.html")
)
LOCALE = ROOT / "locale" / "id" / "LC_MESSAGES"

# Django, allauth and crispy ask for these by their names; they stand in no file of ours.
ASKED_FOR_BY_NAME = re.compile(r"^(\d{3}|403_csrf)\.html$|^(account|mfa|allauth|admin|portal|django)/")


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def named(found) -> list[str]:
    return [f"{path.relative_to(ROOT)}: {what}" for path, what in found]


def functions(path: Path):
    tree = ast.parse(path.read_text())
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_file_is_longer_than_400_lines():
    assert named((path, lines(path)) for path in [*SOURCES, *TESTS] if lines(path) > 400) == []


def test_no_function_is_longer_than_40_lines():
    long = (
        (path, f"{node.name} has {node.end_lineno - node.lineno + 1} lines")
        for path in SOURCES
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 > 40
    )
    assert named(long) == []


def test_no_template_is_longer_than_150_lines():
    assert named((path, lines(path)) for path in TEMPLATES if lines(path) > 150) == []


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        (r"\sstyle\s*=", "inline style"),
        (r"<style\b", "style element"),
        (r"<script(?![^>]*\bsrc=)", "inline script"),
        (r"\son[a-z]+\s*=\s*[\"']", "handler"),
        (r"javascript:", "script address"),
        (r"<(?:link|script|img|iframe|source)\b[^>]*(?:href|src)=[\"'](?:https?:)?//", "file from another server"),
    ],
    ids=lambda value: value if " " in value or value.isalpha() else "",
)
def test_templates_hold_nothing_that_the_content_security_policy_refuses(pattern, why):
    found = re.compile(pattern, re.IGNORECASE)
    assert named((path, why) for path in TEMPLATES if found.search(path.read_text())) == []


def test_every_template_is_used():
    gallery = (ROOT / "tests" / "look").rglob("*.html")  # a component that is shown there is ready to be used
    text = "\n".join(path.read_text() for path in [*SOURCES, *TESTS, *TEMPLATES, *gallery])
    names = [path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html")]
    assert [name for name in sorted(names) if not ASKED_FOR_BY_NAME.match(name) and f'"{name}"' not in text] == []


def test_nothing_is_left_to_be_done_in_the_code():
    words = re.compile(r"\bTO" + "DO|FIX" + r"ME\b")
    code = [*SOURCES, *TESTS, *TEMPLATES, *(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]
    assert named((path, "unfinished") for path in code if words.search(path.read_text())) == []


def test_env_example_names_every_variable_that_settings_read():
    read = set(re.findall(r"\benv\.\w+\(\"([A-Z_]+)\"", (ROOT / "serang_japan" / "settings.py").read_text()))
    told = set(re.findall(r"^#?\s?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read - told == set()


def test_the_compiled_translation_is_the_written_one():
    written = polib.pofile(LOCALE / "django.po")
    compiled = {(entry.msgctxt, entry.msgid): entry for entry in polib.mofile(LOCALE / "django.mo")}
    differing = [
        entry.msgid
        for entry in written.translated_entries()
        if (other := compiled.get((entry.msgctxt, entry.msgid))) is None
        or (other.msgstr, other.msgstr_plural) != (entry.msgstr, entry.msgstr_plural)
    ]
    assert differing == []
    assert len(compiled) == len(written.translated_entries())


def test_every_message_is_translated():
    written = polib.pofile(LOCALE / "django.po")
    assert [entry.msgid for entry in written if not entry.translated()] == []


TRANSLATES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}


def messages_in_python(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            first = node.args[0]
            if node.func.id in TRANSLATES and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def test_every_message_of_the_sources_has_its_translation():
    known = {entry.msgid for entry in polib.pofile(LOCALE / "django.po")}
    found = {message: path for path in SOURCES for message in messages_in_python(path)}
    tag = re.compile(r"""\{%\s*translate\s+(["'])(.+?)\1""")
    found |= {match[1]: path for path in TEMPLATES for match in tag.findall(path.read_text())}
    assert named((path, message) for message, path in found.items() if message and message not in known) == []


def test_placeholders_survive_translation():
    holder = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    broken = [
        entry.msgid
        for entry in polib.pofile(LOCALE / "django.po").translated_entries()
        if not entry.msgid_plural
        and sorted(set(holder.findall(entry.msgid))) != sorted(set(holder.findall(entry.msgstr)))
    ]
    assert broken == []


def test_migrations_have_names():
    assert named((path, "unnamed") for path in PYTHON if re.match(r"\d{4}_auto_", path.name)) == []


@pytest.mark.django_db
def test_the_models_have_all_their_migrations():
    told = StringIO()
    call_command("makemigrations", *[app for app in APPS if app != "serang_japan"], dry_run=True, stdout=told)
    assert told.getvalue().startswith("No changes detected"), told.getvalue()


@pytest.mark.parametrize("app", [app for app in APPS if app not in {"serang_japan"}])
def test_every_app_has_its_tests(app):
    assert list((ROOT / "tests" / app).glob("test_*.py")) != []


def test_a_key_in_a_template_is_never_written_with_a_thousands_separator():
    """Indonesian writes 1.234, which is no key any more: the thousandth person could not be ticked."""
    bare = re.compile(r"\{\{ [a-z_.]+\.(pk|journey_id|candidate_id|enrolment_id) \}\}")
    wrong = [
        f"{path.name}: {found.group()}"
        for path in (ROOT / "templates").rglob("*.html")
        for found in bare.finditer(path.read_text())
    ]
    assert wrong == []

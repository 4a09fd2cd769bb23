"""A PDF from a Typst page and plain values. Words of people travel as data, never as source."""

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pylopdf_fonts_jp

if TYPE_CHECKING:
    import typst

# Typst is loaded with the first PDF: 7 MB, which a process that only shows pages does without.


@lru_cache
def _fonts() -> "typst.Fonts":
    """Our own fonts only, read once: a sheet looks the same on every machine, and Japanese is never boxes."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[Path(pylopdf_fonts_jp.__file__).parent])


def render(page: Path, data: dict[str, Any]) -> bytes:
    """The PDF of `page` (a .typ file, which reads `json(bytes(sys.inputs.data))`), tagged for screen readers."""
    import typst

    compiler = typst.Compiler(input=page, root=page.parent, font_paths=_fonts())
    return compiler.compile(format="pdf", sys_inputs={"data": json.dumps(data)}, pdf_standards=["ua-1"])


def laid_out(page: Path, data: dict[str, Any], label: str) -> list[Any]:
    """The values that `page` marks with `<label>` where it prints them: what a test can compare."""
    import typst

    inputs = {"data": json.dumps(data)}
    found = typst.query(page, f"<{label}>", field="value", root=page.parent, font_paths=_fonts(), sys_inputs=inputs)
    return json.loads(found)

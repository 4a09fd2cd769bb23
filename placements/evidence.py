"""What a file really is, read from its first bytes. Its name and its claimed kind prove nothing."""

from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.base import File
from django.utils.translation import gettext as _

from core.refusal import Gap, Refused

LARGEST = 5 * 1024 * 1024


@dataclass(frozen=True)
class Kind:
    content_type: str
    suffix: str
    begins: bytes


KINDS = (
    Kind("application/pdf", ".pdf", b"%PDF-"),
    Kind("image/jpeg", ".jpg", b"\xff\xd8\xff"),
    Kind("image/png", ".png", b"\x89PNG\r\n\x1a\n"),
)


def kind_of(file: BinaryIO | File) -> Kind | None:
    """PDF, JPEG or PNG; None for everything else."""
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    return next((kind for kind in KINDS if start.startswith(kind.begins)), None)


def checked(file: File) -> Kind:
    """The kind of a file that may serve as evidence. Raises `Refused` for one that is too large or something else."""
    if not file.size:
        raise Refused(Gap("evidence_empty", _("The file is empty. Choose it again.")))
    if file.size > LARGEST:
        raise Refused(Gap("evidence_large", _("The file is larger than 5 MB. Take a smaller photo.")))
    kind = kind_of(file)
    if kind is None:
        raise Refused(Gap("evidence_kind", _("Evidence is a PDF or a photo (JPEG, PNG). This file is neither.")))
    return kind

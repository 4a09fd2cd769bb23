"""The photo that proves a flight: drawn anew like every photo that comes in (`docs/decisions/0002-photos-only.md`)."""

from django.core.files.base import ContentFile, File

from core.drawing import DRAWER
from core.pictures import clean

CONTENT_TYPE = "image/jpeg"


def drawn(file: File) -> ContentFile:
    """The photo without place, camera or anything else that came along. Raises `Refused` for what is no photo."""
    return ContentFile(clean(file, file.size or 0, DRAWER.draw).data, "evidence.jpg")

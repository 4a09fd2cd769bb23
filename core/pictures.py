"""A photo from somebody's phone, made harmless: looked at by its content, never by its name, and drawn anew.

What comes out is always a JPEG of our own making: upright, at most `LONGEST` pixels long, without location, camera,
colour profile or anything that was hidden behind the picture.
"""

import hashlib
import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from core.refusal import Gap, Refused

ACCEPTED = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 10_000_000
# A JPEG is decoded at a fraction of its size (`draft`); anything else must be held in memory whole.
MOST_PIXELS = {"JPEG": 52_000_000}
MOST_PIXELS_WHOLE = 16_000_000
MOST_SCANS = 100  # a progressive JPEG has about ten; thousands are there to keep a server busy
SHORTEST, LONGEST_READ, LONGEST = 200, 20_000, 2000
ENOUGH = 400_000  # bytes
TRIES = ((LONGEST, 82), (LONGEST, 70), (1600, 70), (1600, 55), (1280, 50))
ORIENTATION = 0x0112
TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS["JPEG"]
EMPTY = Gap("photo_empty", _("The file is empty. Choose the photo again."))
TOO_BIG = Gap("photo_too_big", _("The photo is larger than 10 MB. Set the camera to a smaller size and try again."))
IS_PDF = Gap("photo_is_pdf", _("This is a PDF. Send a photo of the paper instead, one for each page."))
IS_HEIC = Gap(
    "photo_is_heic",
    _("Photos of this kind (HEIC) cannot be opened here. Set the camera to JPEG (“most compatible”) and try again."),
)
NOT_A_PHOTO = Gap("not_a_photo", _("This is not a photo. Send a photo of the paper (JPG or PNG)."))
BROKEN = Gap("photo_broken", _("The photo is damaged or did not arrive whole. Send it again, or take a new one."))
TOO_LARGE = Gap("photo_too_large", _("The photo has too many pixels. Set the camera to 12 MP or less and try again."))
TOO_SMALL = Gap("photo_too_small", _("The photo is too small to be read. Take a new one from nearby."))
MOVING = Gap("photo_moves", _("Moving pictures cannot be used. Send an ordinary photo."))
REFUSALS = {
    gap.code: gap for gap in (EMPTY, TOO_BIG, IS_PDF, IS_HEIC, NOT_A_PHOTO, BROKEN, TOO_LARGE, TOO_SMALL, MOVING)
}


@dataclass(frozen=True)
class Picture:
    """A JPEG that was drawn here."""

    data: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def clean(file: IO[bytes], size: int, draw: Callable[[bytes], Picture] | None = None) -> Picture:
    """The photo in `file` drawn anew, or `Refused` with a sentence that says what to do.

    `draw` is who does it: a process of its own for what strangers send (`core.drawing`), this one unless given.
    """
    if not size:
        raise Refused(EMPTY)
    if size > MOST_BYTES:
        raise Refused(TOO_BIG)
    return (draw or drawn)(file.read(MOST_BYTES + 1))


def drawn(data: bytes) -> Picture:
    try:
        return _encoded(_read(data))
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise Refused(TOO_LARGE) from error
    except UnidentifiedImageError as error:
        raise Refused(_kind_of(data)) from error
    except Image.DecompressionBombWarning as error:  # where warnings are errors
        raise Refused(TOO_LARGE) from error
    except Exception as error:  # decoders raise whatever they like at what was made to break them
        raise Refused(BROKEN) from error


def _kind_of(data: bytes) -> Gap:
    """What was sent instead, as far as it helps to say so."""
    head = data[:1024]
    if b"%PDF-" in head:
        return IS_PDF
    if head[4:8] == b"ftyp":
        return IS_HEIC
    if head[:3] == b"\xff\xd8\xff" or head[:8] == b"\x89PNG\r\n\x1a\n":
        return BROKEN
    return NOT_A_PHOTO


def _read(data: bytes) -> Image.Image:
    _judge(Image.open(io.BytesIO(data), formats=ACCEPTED), data)
    Image.open(io.BytesIO(data), formats=ACCEPTED).verify()
    image = Image.open(io.BytesIO(data), formats=ACCEPTED)
    turn = TURNS.get(_orientation(image), ())
    image.draft("RGB", (LONGEST, LONGEST))
    image.load()
    image.thumbnail((LONGEST, LONGEST))
    image = _on_white(image)
    for step in turn:
        image = image.transpose(step)
    return image


def _judge(image: Image.Image, data: bytes) -> None:
    """What can be said before a single pixel is decoded."""
    width, height = image.size
    is_jpeg = image.format in {"JPEG", "MPO"}  # some phones put a second, small picture behind the first
    if not is_jpeg and getattr(image, "is_animated", False):
        raise Refused(MOVING)
    in_parts = is_jpeg and "progressive" in image.info
    most = MOST_PIXELS["JPEG"] if is_jpeg and not in_parts else MOST_PIXELS_WHOLE
    if width * height > most or max(width, height) > LONGEST_READ:
        raise Refused(TOO_LARGE)
    if in_parts and data.count(b"\xff\xda") > MOST_SCANS:
        raise Refused(BROKEN)
    if min(width, height) < SHORTEST:
        raise Refused(TOO_SMALL)


def _orientation(image: Image.Image) -> int:
    """How the camera was held. A photo with damaged camera data is still a photo."""
    with suppress(Exception):
        return int(image.getexif().get(ORIENTATION, 1))
    return 1


def _on_white(image: Image.Image) -> Image.Image:
    """Only the colours: what is see-through becomes paper."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def _encoded(image: Image.Image) -> Picture:
    """As good as fits into `ENOUGH`."""
    for longest, quality in TRIES:
        image.thumbnail((longest, longest))
        bare = Image.new("RGB", image.size)  # nothing of the original's notes and profiles comes along
        bare.paste(image)
        data = _as_jpeg(bare, quality)
        if len(data) <= ENOUGH:
            break
    return Picture(data, *image.size)


def _as_jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()

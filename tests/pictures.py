"""Photos for tests: honest ones, and forty-odd files that somebody might send instead."""

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw

HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
PHP = b"<?php system($_GET['c']); ?>"
GPS = {1: "S", 2: (6.0, 7.0, 12.0), 3: "E", 4: (106.0, 9.0, 1.0)}


def photo(size=(1200, 800), kind="JPEG", text="CONTOH", mode="RGB", **options) -> bytes:
    """A grey card with a word on it."""
    image = Image.new(mode, size, 200 if mode in {"L", "1"} else None)
    if mode == "RGB":
        pen = ImageDraw.Draw(image)
        pen.rectangle((0, 0, *size), fill=(214, 226, 232))
        pen.rectangle((0, 0, size[0] // 3, size[1] // 5), fill=(190, 30, 30))  # the upper left corner is red
        pen.text((size[0] // 2, size[1] // 2), text, fill=(20, 20, 20))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def noisy(size=(4000, 3000), quality=95) -> bytes:
    """As heavy as a real photo of twelve million pixels."""
    noise = Image.effect_noise((size[0] // 4, size[1] // 4), 60).resize(size, Image.Resampling.BILINEAR)
    out = io.BytesIO()
    Image.merge("RGB", (noise, noise.rotate(180), noise)).save(out, "JPEG", quality=quality)
    return out.getvalue()


def with_camera_data(orientation=6) -> bytes:
    """A photo that says where it was taken, and that the camera was held upright."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Telepon Contoh"
    exif.get_ifd(0x8825).update(GPS)
    return photo(exif=exif.tobytes())


def png_header(width, height, depth=8, colour=2) -> bytes:
    """A PNG that claims these measures and holds nothing."""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))


def chunk(name, data) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bomb(width, height) -> bytes:
    """A few kilobytes that unfold into hundreds of millions of pixels."""
    rows = zlib.compress(b"\0" * min((width * 3 + 1) * height, 30_000_000), 9)
    return png_header(width, height) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def resized_header(data, width, height) -> bytes:
    """A JPEG whose frame claims other measures than it has."""
    at = next(place for place in range(len(data)) if data[place : place + 2] in {b"\xff\xc0", b"\xff\xc2"})
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def many_scans(number=3000) -> bytes:
    """A progressive JPEG whose last scan is there thousands of times."""
    data = photo(progressive=True)
    at = data.rfind(b"\xff\xda")
    return data[:at] + data[at:-2] * number + b"\xff\xd9"


def zipped(name, content) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def moving(kind, **options) -> bytes:
    frames = [Image.new("RGB", (400, 400), colour) for colour in ("red", "blue", "green")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100, **options)
    return out.getvalue()


def saved(kind, size=(400, 400), mode="RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def broken_png() -> bytes:
    data = bytearray(photo(kind="PNG"))
    data[len(data) // 2] ^= 0xFF
    return bytes(data)


def text_bomb() -> bytes:
    """A PNG with a note that unfolds into 60 MB."""
    note = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 60_000_000, 9))
    good = photo(kind="PNG")
    return good[:33] + note + good[33:]


# What is refused, and with which words (a piece of the sentence, in Indonesian).
REFUSED = {
    "nothing at all": (lambda: b"", "kosong"),
    "one byte": (lambda: b"\xff", "bukan foto"),
    "blanks": (lambda: b" " * 5000, "bukan foto"),
    "zeros": (lambda: bytes(5000), "bukan foto"),
    "HTML": (lambda: HTML, "bukan foto"),
    "HTML as big as a photo": (lambda: HTML * 4000, "bukan foto"),
    "SVG": (lambda: SVG, "bukan foto"),
    "SVG with XML head": (lambda: b'<?xml version="1.0"?>' + SVG, "bukan foto"),
    "PHP": (lambda: PHP, "bukan foto"),
    "script": (lambda: b"#!/bin/sh\nrm -rf /\n", "bukan foto"),
    "Windows program": (lambda: b"MZ" + bytes(4000), "bukan foto"),
    "Linux program": (lambda: b"\x7fELF" + bytes(4000), "bukan foto"),
    "ZIP": (lambda: zipped("ktp.jpg", photo()), "bukan foto"),
    "ZIP bomb": (lambda: zipped("x", b"\0" * 50_000_000), "bukan foto"),
    "Word file": (lambda: zipped("word/document.xml", b"<w:document/>"), "bukan foto"),
    "gzip": (lambda: b"\x1f\x8b\x08" + bytes(3000), "bukan foto"),
    "PDF": (lambda: b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj", "PDF"),
    "PDF behind a line": (lambda: b"\n\n%PDF-1.4\n" + bytes(2000), "PDF"),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic" + bytes(3000), "HEIC"),
    "video": (lambda: b"\0\0\0\x18ftypisom" + bytes(3000), "HEIC"),
    "GIF": (lambda: saved("GIF", mode="P"), "bukan foto"),
    "moving GIF": (lambda: moving("GIF"), "bukan foto"),
    "GIF with script": (lambda: b"GIF89a/*" + HTML + b"*/=1;", "bukan foto"),
    "BMP": (lambda: saved("BMP"), "bukan foto"),
    "TIFF": (lambda: saved("TIFF"), "bukan foto"),
    "icon": (lambda: saved("ICO", (64, 64)), "bukan foto"),
    "PostScript": (lambda: saved("EPS"), "bukan foto"),
    "JPEG 2000": (lambda: saved("JPEG2000"), "bukan foto"),
    "PCX": (lambda: saved("PCX"), "bukan foto"),
    "TGA": (lambda: saved("TGA"), "bukan foto"),
    "moving PNG": (lambda: moving("PNG"), "bergerak"),
    "moving WebP": (lambda: moving("WEBP"), "bergerak"),
    "head of a JPEG": (lambda: photo()[:20], "rusak"),
    "half a JPEG": (lambda: noisy((1200, 900))[:40_000], "rusak"),
    "half a PNG": (lambda: photo(kind="PNG")[:-400], "rusak"),
    "half a WebP": (lambda: photo(kind="WEBP")[:-200], "rusak"),
    "JPEG head before HTML": (lambda: b"\xff\xd8\xff\xe0" + HTML * 100, "rusak"),
    "PNG head before HTML": (lambda: b"\x89PNG\r\n\x1a\n" + HTML * 100, "rusak"),
    "PNG with a changed byte": (broken_png, "rusak"),
    "PNG without pixels": (lambda: png_header(800, 800) + chunk(b"IEND", b""), "rusak"),
    "PNG with a note of 60 MB": (text_bomb, "rusak"),
    "PNG of no width": (lambda: png_header(0, 800) + chunk(b"IEND", b""), "rusak"),
    "PNG bomb of 400 MP": (lambda: png_bomb(20_000, 20_000), "terlalu besar"),
    "PNG bomb of 100 MP": (lambda: png_bomb(10_000, 10_000), "terlalu besar"),
    "PNG of 17 MP": (lambda: png_bomb(4200, 4100), "terlalu besar"),
    "PNG of four thousand million pixels": (lambda: png_bomb(65_500, 65_500), "terlalu besar"),
    "PNG wide as a street": (lambda: png_bomb(60_000, 210), "terlalu besar"),
    "JPEG of 200 MP": (lambda: resized_header(photo(), 16_320, 12_240), "terlalu besar"),
    "JPEG of 60 MP": (lambda: resized_header(photo(), 9000, 6700), "terlalu besar"),
    "JPEG of 65 thousand pixels a side": (lambda: resized_header(photo(), 65_000, 65_000), "terlalu besar"),
    "progressive JPEG of 50 MP": (lambda: resized_header(photo(progressive=True), 8000, 6250), "terlalu besar"),
    "progressive JPEG of 3,000 scans": (many_scans, "rusak"),
    "11 MB": (lambda: photo() + bytes(11_000_000), "10 MB"),
    "dot": (lambda: photo((1, 1)), "terlalu kecil"),
    "stamp": (lambda: photo((150, 190)), "terlalu kecil"),
    "strip": (lambda: photo((3000, 20)), "terlalu kecil"),
}

# What is taken, because it is a photo, and loses what was hidden in it: the second part must not survive.
HARMLESS = {
    "HTML behind the picture": (lambda: photo() + HTML, HTML),
    "ZIP behind the picture": (lambda: photo() + zipped("a.txt", b"x" * 500), b"PK\x03\x04"),
    "PDF behind the picture": (lambda: photo() + b"%PDF-1.7 /JavaScript", b"%PDF"),
    "PHP in the comment": (lambda: photo(comment=PHP), b"<?php"),
    "script in the camera data": (lambda: photo(exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0" + HTML), HTML),
    "script in a colour profile": (lambda: photo(icc_profile=HTML * 20), HTML),
    "PNG with HTML behind": (lambda: photo(kind="PNG") + HTML, HTML),
    "PNG with a note": (lambda: (p := photo(kind="PNG"))[:33] + chunk(b"tEXt", b"a\0" + HTML) + p[33:], HTML),
    "WebP with a note": (lambda: photo(kind="WEBP", xmp=HTML), HTML),
    "place where it was taken": (with_camera_data, b"Telepon Contoh"),
    "grey": (lambda: saved("JPEG", mode="L"), b"Exif"),
    "for printing presses": (lambda: saved("JPEG", mode="CMYK"), b"Exif"),
    "see-through": (lambda: saved("PNG", mode="RGBA"), b"PNG"),
    "with a palette": (lambda: saved("PNG", mode="P"), b"PNG"),
    "black and white": (lambda: saved("PNG", mode="1"), b"PNG"),
    "sixteen bits": (lambda: saved("PNG", mode="I;16"), b"PNG"),
    "progressive": (lambda: photo(progressive=True), b"\xff\xc2"),
}

"""Whatever arrives as a photo: drawn anew, or refused with a sentence that says what to do."""

import io
import time

import pytest
from PIL import Image

from core.pictures import ENOUGH, LONGEST, clean
from core.refusal import Refused
from tests.pictures import HARMLESS, REFUSED, noisy, photo, with_camera_data


def cleaned(data: bytes):
    return clean(io.BytesIO(data), len(data))


def opened(picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.data))


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_photo_is_refused_in_words(name):
    make, words = REFUSED[name]
    data = make()
    started = time.process_time()
    with pytest.raises(Refused) as refusal:
        cleaned(data)
    assert words in refusal.value.sentences()[0]
    assert time.process_time() - started < 2


@pytest.mark.parametrize("name", HARMLESS)
def test_what_hides_behind_a_photo_does_not_survive(name):
    make, hidden = HARMLESS[name]
    data = make()
    picture = cleaned(data)
    assert hidden not in picture.data
    assert opened(picture).format == "JPEG"
    assert not opened(picture).getexif()
    assert set(opened(picture).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_more_than_forty_hostile_files_are_tried():
    assert len(REFUSED) >= 40


def test_a_photo_held_upright_stays_upright_without_its_camera_data():
    picture = cleaned(with_camera_data(orientation=6))
    assert (picture.width, picture.height) == (800, 1200)
    red, green, _blue = opened(picture).getpixel((picture.width - 20, 20))  # the corner went to the right
    assert red > 150 and green < 90


@pytest.mark.parametrize("orientation", range(1, 9))
def test_however_the_camera_was_held_the_corner_is_where_the_eye_saw_it(orientation):
    picture = opened(cleaned(with_camera_data(orientation)))
    corners = {
        1: (20, 20), 2: (1180, 20), 3: (1180, 780), 4: (20, 780),
        5: (20, 20), 6: (780, 20), 7: (780, 1180), 8: (20, 1180),
    }  # fmt: skip
    red, green, _blue = picture.getpixel(corners[orientation])
    assert red > 150 and green < 90


def test_a_photo_of_six_megabytes_becomes_less_than_400_kilobytes():
    data = noisy()
    assert 4_000_000 < len(data) < 10_000_000
    picture = cleaned(data)
    assert len(picture.data) <= ENOUGH
    assert 1280 <= max(picture.width, picture.height) <= LONGEST


def test_a_photo_of_fifty_million_pixels_is_taken():
    data = photo((8160, 6120))
    picture = cleaned(data)
    assert (picture.width, picture.height) == (2000, 1500)


def test_the_same_photo_gives_the_same_picture():
    assert cleaned(photo()).sha256 == cleaned(photo()).sha256


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_phones_send_is_taken(kind):
    assert cleaned(photo(kind=kind)).width == 1200

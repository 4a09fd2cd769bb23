"""Phones as people write them: the short way for nearly every number answers as the library does."""

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import phones
from core.phones import PhoneError, parse_mobile

NEVER = re.compile(r"(?!)()")


def answer(text: str) -> str:
    try:
        return parse_mobile(text)
    except PhoneError as error:
        return error.code


@given(
    st.builds(
        "".join,
        st.tuples(st.sampled_from(["", "0", "62", "+62", "0062", "+81"]), st.from_regex(r"\A[0-9 .\-]{6,15}\Z")),
    )
)
def test_the_short_way_answers_as_the_library_does(text):
    short = answer(text)
    with patch.object(phones, "MOBILE", NEVER):
        assert short == answer(text)


@pytest.mark.parametrize(
    "text", ["0812-3456-7890", "812 3456 7890", "62812.3456.7890", "+62 812-3456-7890", "'081234567890"]
)
def test_every_way_of_writing_a_mobile_number_is_one_number(text):
    assert parse_mobile(text) == "+6281234567890"

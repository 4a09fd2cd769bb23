from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from candidates import access

KEY = UUID("11111111-2222-4333-8444-555555555555")


def test_a_code_is_ten_unmistakable_characters_in_two_halves():
    assert len(access.derive(KEY)) == 11
    assert access.derive(KEY)[5] == "-"
    assert set(access.derive(KEY)) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")


def test_the_same_form_gives_the_same_code_and_another_form_another():
    assert access.derive(KEY) == access.derive(KEY)
    assert access.derive(KEY) != access.derive(UUID(int=KEY.int + 1))


def test_without_the_servers_key_the_code_cannot_be_worked_out(settings):
    before = access.derive(KEY)
    settings.ACCESS_CODE_KEY = "another key"
    assert access.derive(KEY) != before


@given(st.uuids())
def test_a_code_is_recognised_however_people_write_it(key):
    code = access.derive(key)
    stored = access.hashed(code)
    assert access.matches(code.lower(), stored)
    assert access.matches(code.replace("-", " "), stored)
    assert access.matches(code.replace("0", "o").replace("1", "l"), stored)
    assert access.matches(f" {code.replace('-', '').replace('1', 'I')}  ", stored)


@given(st.uuids(), st.text())
def test_another_code_is_not_recognised(key, typed):
    if access.normalise(typed) != access.normalise(access.derive(key)):
        assert not access.matches(typed, access.hashed(access.derive(key)))


def test_the_stored_form_does_not_contain_the_code():
    code = access.derive(KEY)
    assert access.normalise(code) not in access.hashed(code).upper()
    assert len(access.hashed(code)) == 64

"""Links behind read-only fields of the admin."""

import pytest
from django.utils.safestring import mark_safe

from core.templatetags.admin_links import for_whom_it_opens

pytestmark = pytest.mark.django_db
TO_AN_ACCOUNT = mark_safe('<a href="/admin/accounts/user/1/change/">Bu Ratna</a>')


def test_a_link_stays_for_who_may_open_it_and_is_words_for_everybody_else(superuser, officer):
    assert for_whom_it_opens(TO_AN_ACCOUNT, superuser) == TO_AN_ACCOUNT
    assert for_whom_it_opens(TO_AN_ACCOUNT, officer) == "Bu Ratna"
    assert for_whom_it_opens(mark_safe(f"By {TO_AN_ACCOUNT}."), officer) == "By Bu Ratna."


@pytest.mark.parametrize("text", ["Bu Ratna", "<b>", mark_safe('<a href="/kemajuan/">Kemajuan</a>'), mark_safe("-")])
def test_everything_else_stays_as_it_is(officer, text):
    assert for_whom_it_opens(text, officer) == text

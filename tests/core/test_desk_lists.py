"""A list of the desk leads to the same pages as Django's own, with the filters it was opened with."""

import re

import pytest
from django.contrib.admin.views.main import ChangeList

from tests.factories.candidates import JourneyFactory

LIST = "/admin/candidates/journey/"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["", "?stage__exact=registered", "?stage__exact=registered&o=-2.1"])
def test_the_rows_lead_where_djangos_lead(query, client_of, officer, reference, monkeypatch):
    JourneyFactory.create_batch(3)
    client = client_of(officer)

    def links():
        page = client.get(LIST + query).content.decode()
        return re.findall(r'<a href="([^"]*/change/[^"]*)"', page)

    ours = links()
    assert len(ours) == 6
    assert ("_changelist_filters" in ours[0]) == bool(query)
    monkeypatch.setattr("core.private_search.PrivateSearch.get_changelist", lambda *_: ChangeList)
    assert links() == ours

import pytest

from accounts.models import User
from core.paging import BoundedPaginator
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


class Small(BoundedPaginator):
    limit = 3


@pytest.mark.parametrize(("rows", "count", "is_more"), [(2, 2, False), (3, 3, False), (5, 3, True)])
def test_rows_are_counted_up_to_the_limit_and_it_is_said_that_there_are_more(rows, count, is_more):
    UserFactory.create_batch(rows)
    paginator = Small(User.objects.order_by("pk"), 2)
    assert (paginator.count, paginator.is_more) == (count, is_more)


def test_counting_takes_one_query_that_stops_early(django_assert_num_queries):
    UserFactory.create_batch(5)
    paginator = Small(User.objects.order_by("pk"), 2)
    with django_assert_num_queries(1) as seen:
        assert (paginator.num_pages, paginator.is_more) == (2, True)
    assert "LIMIT 4" in seen.captured_queries[0]["sql"]

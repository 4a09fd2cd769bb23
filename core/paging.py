"""Pages of a long list. Counting a million rows takes longer than everything else on the page together."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class BoundedPaginator(Paginator):
    """Counts and reaches the first five hundred rows; for those behind them people filter or search."""

    limit = 500

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.limit)

    @property
    def is_more(self) -> bool:
        """Whether there are rows that these pages do not reach."""
        return self._counted > self.limit

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        return rows.order_by().values("pk")[: self.limit + 1].count()

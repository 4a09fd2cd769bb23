"""Small numbers outside: a cell of one to four people may tell who they are, so the public page does not show it. F68.

One hidden cell could be reckoned back from the total, so a second one is hidden with it.
"""

from collections.abc import Sequence

LEAST = 5


def hidden(numbers: Sequence[int], *, least: int = LEAST) -> set[int]:
    """The places of `numbers` that are not shown beside their total. Zero tells of nobody, so it is hidden last."""
    small = {place for place, number in enumerate(numbers) if 0 < number < least}
    if len(small) == 1:
        others = [place for place in range(len(numbers)) if place not in small]
        if others:
            small.add(min(others, key=lambda place: (numbers[place] == 0, numbers[place], place)))
    return small

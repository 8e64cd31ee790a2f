"""How many numbers of each curve a page of a given size holds."""

from __future__ import annotations

from collections.abc import Sequence

MEGABYTE = 1_000_000

BYTES_PER_NUMBER = 16 / 3
"""Single precision, as text of base 64."""


def records_per_pair(sizes: Sequence[tuple[int, int]], numbers: int) -> list[int]:
    """Of every how many records the smallest and largest are held, so that all curves together have `numbers`.

    - sizes: records and elements of each curve

    1 means that every record is held. Small curves are held whole; the large ones share what is left in equal parts.
    """
    share = _share([records * elements for records, elements in sizes], numbers)
    return [
        1 if records * elements <= share else max(2, -(-2 * records * elements // max(1, share)))
        for records, elements in sizes]


def _share(wanted: Sequence[int], numbers: int) -> int:
    """What each may have at most, so that all together have no more than `numbers`."""
    left = numbers
    for place, size in enumerate(sorted(wanted)):
        others = len(wanted) - place
        if size * others > left:
            return left // others
        left -= size
    return max(wanted, default=0)

"""When counts can be made, and when they can be compared."""

import counting
import pytest
import recorded


@pytest.fixture
def countable() -> None:
    """Skips the test where nothing can be counted."""
    if obstacle := counting.obstacle():
        pytest.skip(obstacle)


@pytest.fixture
def comparable(countable: None) -> recorded.Recorded:
    """The recorded numbers; skips the test where another build has others."""
    numbers = recorded.read()
    if (present := counting.toolchain()) != numbers.toolchain:
        pytest.skip(f"recorded with {numbers.toolchain}; this is {present}")
    return numbers

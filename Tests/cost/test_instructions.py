"""A step has as many instructions as were recorded, give or take a few."""

import counting
import pytest
import recorded

#: Above it a step has become slower, below it somebody has made it faster and not said so.
BAND = 0.05


@pytest.mark.parametrize("layers", recorded.STEPS)
def test_instructions_of_a_step(layers: str, comparable: recorded.Recorded) -> None:
    """Slower and faster are both to be noticed."""
    before, now = comparable.instructions[layers], recorded.instructions(layers)
    assert abs(now / before - 1) <= BAND, (
        f"{now} instructions per step of {layers}, {now / before - 1:+.1%} of the {before} that are recorded; "
        "if that is meant, `make instructions` records it"
    )


def test_calls_of_advance(comparable: recorded.Recorded) -> None:
    """What a call costs before and after its steps."""
    pal = counting.explained(recorded.few_and_many("1-1-1")["pal"][0].calls)
    assert recorded.most_runtime_calls() == comparable.runtime_calls, (
        f"if that is meant, `make instructions` records it; in 1-1-1 with PAL the calls are\n{pal}"
    )

"""Neither steps nor the calls that take them allocate, retain or release, whatever rule is chosen."""

from collections import Counter

import counting
import pytest
import recorded


@pytest.mark.usefixtures("countable")
@pytest.mark.parametrize("rule", recorded.RULES)
@pytest.mark.parametrize("layers", recorded.LAYERS)
def test_steps_call_no_runtime(layers: str, rule: str) -> None:
    """A thousand steps call Swift's runtime and malloc as often as ten."""
    few, many = recorded.few_and_many(layers)[rule]
    assert many.instructions > 10 * few.instructions
    assert many.runtime_calls == few.runtime_calls, f"990 steps:\n{counting.explained(many.calls - few.calls)}"


#: Checks that nobody else uses a variable meanwhile: they touch neither memory nor counts.
_CHECKS = {"swift_beginAccess", "swift_endAccess"}


@pytest.mark.usefixtures("countable")
@pytest.mark.parametrize("rule", recorded.RULES)
@pytest.mark.parametrize("layers", recorded.LAYERS)
def test_advance_neither_allocates_nor_counts_references(layers: str, rule: str) -> None:
    """A call of a network that is warm."""
    calls = recorded.few_and_many(layers)[rule][0].calls
    others = {(caller, callee): n for (caller, callee), n in calls.items() if callee not in _CHECKS}
    assert not others, f"one call:\n{counting.explained(Counter(others))}"

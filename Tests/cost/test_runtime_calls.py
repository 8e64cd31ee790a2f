"""Steps neither allocate nor retain nor release, whatever rule is chosen."""

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

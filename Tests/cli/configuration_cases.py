"""Configurations that are refused: a few of every kind."""

from case import Case
from cases import SMALL


def refused(name: str, right: str, wrong: str) -> Case:
    """The small configuration with one mistake."""
    assert SMALL.count(right) == 1, f"{right} must be found once"
    files = {"wrong.yaml": SMALL.replace(right, wrong)}
    return Case(f"configuration-{name}", "check wrong.yaml", 2, files)


CONFIGURATIONS = [
    refused("unknown-key", "layers:", "activaton: relu\nlayers:"),
    refused("duplicate-key", "seed: 3", "seed: 3\nseed: 4"),
    refused("missing-key", "dt: 0.1\n", ""),
    refused("wrong-type", "dt: 0.1", "dt: fast"),
    refused("out-of-range", "dt: 0.1", "dt: -1"),
    refused("misspelt-choice", "rule: fixed", "rule: fixd"),
    refused("unknown-variable", "[WPP,", "[WP,"),
    refused("no-yaml", "[2, 3, 1]", "[2, 3, 1"),
    Case(
        "configuration-several-mistakes", "check wrong.yaml", 2,
        {"wrong.yaml": SMALL.replace("0.1", "0.3").replace("count: 4", "count: 0")},
    ),
    Case("configuration-setting", "run seed --set learning.BPP=fast", 2),
    Case("configuration-setting-unknown", "run seed --set learning.BPQ=1", 2),
]

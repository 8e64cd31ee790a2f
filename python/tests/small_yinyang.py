"""A small network that learns the yin-yang, for tests of what runs with a task leave behind."""

from __future__ import annotations

import os
from pathlib import Path

PROGRAM = os.environ.get("RTDEEP", str(Path(__file__).parents[2] / ".build" / "release" / "rtdeep"))
"""The program that is tested."""


def small_yinyang(settling: float = 0) -> str:
    """Its configuration.

    Args:
      settling: milliseconds before the first presentation.
    """
    return f"""
layers: [4, 10, 3]
activation: logistic
dt: 0.1
task: {{yinYang: {{training: 60, validation: 30, test: 24}}, targets: {{on: 1, off: 0.1}}}}
presentations: {{duration: 0.3, epochs: 4, order: shuffled, settling: {settling}}}
evaluation: {{decisionMap: 20}}
initial: {{selfPredicting: true}}
learning: {{WPP: [5, 0.1], WIP: 0.05, BPI: 0}}
feedback: {{rule: fixed, connection: layered}}
record: {{every: {{epochs: 1}}, variables: [accuracy, loss]}}
"""

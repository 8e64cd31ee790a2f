"""Every figure that a folder can give: what `rtdeep plot DIR... --figure NAME` draws.

    rtdeep.figures.names(["runs/mine"])                        # what can be drawn of it
    rtdeep.figures.draw(["runs/mine"], "feedback-weights")     # a matplotlib Figure, as wide as a column
    rtdeep.figures.draw(["runs/PAL", "runs/FA"], "mse")        # seeds of two experiments, mean and spread

Pages (`overview`, `seeds`, `reproduction`, `sweep`, `demo`) have a size of their own; everything else has that of a
style of `rtdeep.plot.style`.
"""

from rtdeep.figures.drawing import draw, names, titles

__all__ = ["draw", "names", "titles"]

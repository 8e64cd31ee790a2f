"""One function per figure: each draws into the axes it is given and returns them.

    figure, axes = plt.subplots()
    rtdeep.plot.feedback_weights(axes, run)
"""

from rtdeep.plot.alignment import alignment, direction
from rtdeep.plot.potentials import hidden_potential, high_passed_rate, output_potential
from rtdeep.plot.teacher import sign_turn, teacher_error
from rtdeep.plot.weights import feedback_weights, interneuron_weights, lateral_weights

__all__ = [
    "alignment",
    "direction",
    "feedback_weights",
    "hidden_potential",
    "high_passed_rate",
    "interneuron_weights",
    "lateral_weights",
    "output_potential",
    "sign_turn",
    "teacher_error",
]

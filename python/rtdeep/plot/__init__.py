"""One function per figure: each draws a recording into axes, and returns them.

    records = rtdeep.Experiment("seed").run()
    rtdeep.plot.feedback_weights(records)                       # into a figure of its own
    with rtdeep.plot.style("single"):                           # as wide as a column of a journal
        figure, axes = plt.subplots(2, 1, layout="constrained")
        rtdeep.plot.feedback_weights(records, axes[0])
        rtdeep.plot.alignment(records, axes[1])

A recording is a dataset that `Simulation.run` gave back, or a run folder, also one that is being written. Long series
are drawn by the smallest and largest value per pixel. Colours are those of Okabe and Ito, and a quantity has
the same one in every figure.

Of runs with a task there are seeds to be drawn together:

    seeds = [rtdeep.open_run(f"mine/seed-{seed}") for seed in range(1, 11)]
    rtdeep.plot.accuracy_course({"mine": seeds, "other": others})    # mean and standard error over epochs
    rtdeep.plot.confusion(seeds[0])                                  # what is taken for what

Of a sweep, members are averaged over everything that a figure does not tell apart:

    sweep = rtdeep.open_sweep("rates")
    rtdeep.plot.sweep_map(sweep, "test_accuracy_best", "learning.BPP", "noise")
    rtdeep.plot.sweep_curves(sweep, "test_accuracy_best", "learning.BPP", by="noise")
    rtdeep.plot.sweep_courses(sweep, "accuracy", by="noise")
"""

from rtdeep.plot.accuracy import accuracy_course
from rtdeep.plot.alignment import alignment, angles, direction, update_angles
from rtdeep.plot.confusion import confusion
from rtdeep.plot.decisions import decision_map
from rtdeep.plot.examined import examined_accuracy
from rtdeep.plot.noise import noise_time_scales
from rtdeep.plot.potentials import hidden_potential, high_passed_rate, output_potential, somatic_potential
from rtdeep.plot.presentation_time import accuracy_over_presentation_time, loss_over_presentation_time
from rtdeep.plot.styles import style, use
from rtdeep.plot.sweep_courses import sweep_courses
from rtdeep.plot.sweep_curves import sweep_curves
from rtdeep.plot.sweep_map import sweep_map
from rtdeep.plot.teacher import sign_turn, teacher_error
from rtdeep.plot.weights import (
    feedback_weights,
    interneuron_weights,
    lateral_weights,
    weight_matrix,
    weight_scatter,
)

__all__ = [
    "accuracy_course",
    "accuracy_over_presentation_time",
    "alignment",
    "angles",
    "confusion",
    "decision_map",
    "direction",
    "examined_accuracy",
    "feedback_weights",
    "hidden_potential",
    "high_passed_rate",
    "interneuron_weights",
    "lateral_weights",
    "loss_over_presentation_time",
    "noise_time_scales",
    "output_potential",
    "sign_turn",
    "somatic_potential",
    "style",
    "sweep_courses",
    "sweep_curves",
    "sweep_map",
    "teacher_error",
    "update_angles",
    "use",
    "weight_matrix",
    "weight_scatter",
]

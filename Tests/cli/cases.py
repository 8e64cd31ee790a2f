"""The calls whose output is kept."""

from case import Case, command_names

#: A run of a few milliseconds.
SMALL = """\
title: a small network
layers: [2, 3, 1]
dt: 0.1
presentations: {count: 4, duration: 10, input: {uniform: [0, 1]}}
learning: {WPP: 1, BPI: 2}
feedback: {rule: fixed}
seed: 3
record: [{every: 100, variables: [WPP, uP_breve, "cos(BPP, WPP^T)"]}]
"""
FILES = {"small.yaml": SMALL}
RUN = "run small.yaml --quiet --output"

#: A network that learns its feedback, with what each warning is about in a line of its own.
LEARNING = """\
title: learned feedback
layers: [2, 3, 3, 2]
dt: 0.01
presentations: {count: 4, duration: 1, epochs: 100, input: {uniform: [0, 1]}}
initial: {selfPredicting: true}
learning: {BPI: 5, BPP: 100}
feedback:
  rule: pal
  connection: layered
  alpha: 0.01
  noise: {white: 0.05}
  highPass: 0.1
seed: 3
record: [{every: 100, variables: [BPP]}]
"""
LEARNING_FILES = {"learning.yaml": LEARNING}


def warned(name: str, *settings: str) -> Case:
    """A check of the learning network with these settings, of which it warns."""
    words = " ".join(f"--set '{setting}'" for setting in settings)
    return Case(f"warning-{name}", f"check learning.yaml {words}", 0, LEARNING_FILES)


PREDICTIONS = [
    Case("predict", "predict learning.yaml", 0, LEARNING_FILES),
    Case("predict-json", "predict learning.yaml --json", 0, LEARNING_FILES),
    Case("predict-seed", "predict seed --seed 1234", 0),
    Case("predict-nothing", "predict small.yaml", 0, FILES),
    Case("predict-nothing-json", "predict small.yaml --json", 0, FILES),
    Case(
        "predict-partial", "predict learning.yaml --set prospective.factor=0.5", 0, LEARNING_FILES,
    ),
    Case("predict-unbounded", "predict learning.yaml --set feedback.alpha=0", 0, LEARNING_FILES),
    Case("warning-none", "check learning.yaml", 0, LEARNING_FILES),
    warned("white-published", "revision=716f250", "feedback.noise={held: 0.05, hold: 0.01}"),
    warned(
        "hold-published", "revision=716f250", "layers=[2,3,2]",
        "feedback.noise={held: 0.05, hold: 0.04}",
    ),
    warned("never-drawn", "revision=716f250", "feedback.noise={held: 0.05, hold: 0.1}"),
    warned(
        "hold-phased", "revision=1c417e1", "feedback.rule=ldrl", "feedback.connection=skip",
        "feedback.noise={held: 0.05, hold: 0.02}",
    ),
    warned(
        "top-unregularised", "revision=716f250", "feedback.noise={ou: 0.05, tau: 0.1}",
        "feedback.regulariser=derivative",
    ),
    warned("amplitude", "feedback.noise={white: 0.05, amplitude: somatic}"),
    warned("amplitude-apical", "feedback.noise={white: 0.05, amplitude: apical}"),
    warned("short-run", "presentations.epochs=1", "feedback.alpha=0.005"),
    warned("short-duration", "duration=20", "feedback.alpha=[0.01, 0.001]"),
    warned("high-pass", "feedback.noise={ou: 0.05, tau: 10}", "feedback.highPass=0.02"),
    warned("delay-too-old", "feedback.delayError=1"),
    warned("delay-too-young", "feedback.delayError=-1"),
    warned("no-inhibition", "learning.BPI=[5, 0]"),
    warned("no-noise", "feedback.noise={white: [0.05, 0]}"),
    warned("no-regulariser", "feedback.alpha=0"),
    warned("no-rate", "learning.BPP=0"),
    Case("warning-seed", "check seed-a2f0ba6", 0),
    warned("single-time-step", "precision=single", "dt=0.0001", "prospective.factor=0.5", "duration=100"),
    warned(
        "single-filters", "precision=single", "interneurons.lowPass=1000", "learning={BPI: 5, BPP: 100, lowPass: 2000}",
        "learning.trace={presynaptic: 3000}", "feedback.highPass=4000", "feedback.noise={ou: 0.05, tau: 5000}",
    ),
    warned(
        "single-increments", "precision=single", "feedback.noise={white: 1e-7}", "feedback.alpha=0",
        "learning={WPP: 1e-5, WIP: 1e-5, BPI: 1e-5, BPP: 1}",
    ),
    warned("single-later", "precision=single", "at={100: {learning: {BPI: 1e-5}}}"),
    warned("single-enough", "precision=single"),
    Case(
        "warning-in-file", "check mine.yaml", 0,
        {"mine.yaml": LEARNING.replace("alpha: 0.01", "alpha: 0\n  delayError: 1")},
    ),
    *(
        Case(
            f"warning-run{option}",
            f"run learning.yaml --output a --set duration=2 -{option}".removesuffix(" -"),
            0, LEARNING_FILES,
        )
        for option in ("", "-quiet", "-json")
    ),
]

HELP = [
    Case("no-command", "", 2),
    Case("help-long", "--help", 0),
    Case("help-short", "-h", 0),
    Case("help-word", "help", 0),
    Case("help-word-run", "help run", 0),
    Case("help-word-unknown", "help rnu", 2),
    Case("help-among-others", "run seed --quiet -h", 0),
    Case("version", "--version", 0),
    *(Case(f"help-{name}", f"{name} --help", 0) for name in command_names()),
]

#: What is refused before Python is asked; the rest is in python/tests/test_notebook.py.
NOTEBOOKS = [
    Case("notebook-without-file", "notebook --output b.ipynb", 2),
    Case("notebook-without-output", "notebook a.ipynb", 2, {"a.ipynb": ""}),
    Case("notebook-of-nothing", "notebook a.ipynb --output b.ipynb", 2),
    Case("notebook-output-exists", "notebook a.ipynb --output a.ipynb", 2, {"a.ipynb": ""}),
    Case("notebook-timeout-word", "notebook a.ipynb --output b.ipynb --kernel-timeout long", 2, {"a.ipynb": ""}),
    Case("notebook-and-kernel", "notebook a.ipynb --install-kernel", 2, {"a.ipynb": ""}),
]

PLOTS = [
    Case("plot-without-folder", "plot", 2),
    Case("plot-of-nothing", "plot nowhere", 2),
    Case("plot-format", "plot . --format gif", 2),
    Case("plot-style", "plot . --style wide", 2),
    Case("completion", "completion bash", 0),
    Case("completion-of-nothing", "completion zsh", 2),
]

WORDS = [
    Case("unknown-command", "rnu seed", 2),
    Case("unknown-command-far", "simulate seed", 2),
    Case("unknown-first-option", "--verbose", 2),
    Case("unknown-option", "run seed --sede 3", 2),
    Case("unknown-option-far", "run seed --colour red", 2),
    Case("option-of-another-command", "check seed --output a", 2),
    Case("no-operand", "run", 2),
    Case("no-operand-info", "info", 2),
    Case("no-operands-compare", "compare", 2),
    Case("one-operand-compare", "compare a", 2),
    Case("three-operands-compare", "compare a b c", 2),
    Case("two-operands", "check seed align-121", 2),
    Case("surplus-operand", "list seed", 2),
    Case("no-value", "run seed --output", 2),
    Case("value-is-an-option", "run seed --output --quiet", 2),
    Case("empty-value", "run seed --output ''", 2),
    Case("surplus-value", "run seed --quiet=yes", 2),
    Case("option-twice", "run seed --seed 1 --seed 2", 2),
    Case("export-without-file", "export a", 2),
    Case("float32-check", "check small.yaml --float32", 0, FILES),
    Case("float32-published", "run pal-simple-1 --float32", 2),
    Case("float32-in-file", "check a.yaml", 2, {"a.yaml": LEARNING + "precision: single\nrandom: numpy\n"}),
    Case("float32-and-precision", "run seed --float32 --set precision=double", 2),
    Case("float32-lost-decay", "run learning.yaml --float32 --set feedback.alpha=1e-8", 2, LEARNING_FILES),
    Case("float32-of-predict", "predict seed --float32", 2),
    Case("seed-word", "run seed --seed x", 2),
    Case("seed-negative", "run seed --seed -1", 2),
    Case("seed-fraction", "run seed --seed 1.5", 2),
    Case("seed-huge", "run seed --seed 99999999999999999999", 2),
    Case("threads-none", "run seed --threads 0", 2),
    Case("checkpoints-word", "run seed --checkpoint-every often", 2),
    Case("checkpoints-negative", "run seed --checkpoint-every -1", 2),
    Case("duration-word", "resume a --duration long", 2),
    Case("duration-negative", "resume a --duration -1", 2),
    Case("seeds-one-number", "run seed --seeds 3", 2),
    Case("seeds-backwards", "run seed --seeds 3..1", 2),
    Case("seeds-words", "run seed --seeds a..b", 2),
    Case("seeds-three-dots", "run seed --seeds 1...3", 2),
    Case("seed-and-seeds", "run seed --seed 1 --seeds 1..2", 2),
    Case("json-and-quiet", "run seed --json --quiet", 2),
    Case("set-without-value", "run seed --set nonsense", 2),
    Case("set-without-path", "run seed --set =3", 2),
    Case("tolerance-word", "compare a b --tolerance small", 2),
    Case("tolerance-negative", "compare a b --tolerance -1", 2),
    Case("tolerance-nan", "compare a b --tolerance nan", 2),
]

EXPLANATIONS = [
    Case("explain", "explain", 0),
    Case("explain-key", "explain feedback.noise.tau", 0),
    Case("explain-section", "explain presentations", 0),
    Case("explain-choices", "explain feedback.rule", 0),
    Case("explain-of-a-choice", "explain hardSigmoid", 0),
    Case("explain-several", "explain noise", 0),
    Case("explain-both-kinds", "explain title", 0),
    Case("explain-sweep", "explain axes", 0),
    Case("explain-step", "explain at.100.weights.WPP", 0),
    Case("explain-json", "explain presentations.duration --json", 0),
    Case("explain-misspelt", "explain feedback.nosie", 2),
    Case("explain-misspelt-far", "explain cerebellum", 2),
    Case("explain-two-keys", "explain layers dt", 2),
    Case("explain-key-of-page", "explain layers --markdown", 2),
    Case("explain-two-forms", "explain --json --schema", 2),
]

EXPERIMENTS = [
    Case("unknown-experiment", "run sed", 2),
    Case("unknown-experiment-far", "run cerebellum", 2),
    Case("family-run", "run digits", 2),
    Case("missing-file", "run nothing.yaml", 2),
    Case("missing-file-in-folder", "check nowhere/nothing.yaml", 2),
    Case("folder-as-file", "run folder", 2, {"folder": None}),
    Case("run-folder-as-file", "run a", 2, FILES, (f"{RUN} a",)),
    Case("binary-file", "run noise.yaml", 2, {"noise.yaml": bytes(range(256))}),
    Case("empty-file", "run empty.yaml", 2, {"empty.yaml": ""}),
]

OUTPUT = [
    Case("output-exists", "run seed --output taken", 2, {"taken": None}),
    Case("output-is-a-file", "run seed --output taken", 2, {"taken": ""}),
    Case("output-below-a-file", "run small.yaml --output taken/run", 2, FILES | {"taken": ""}),
    Case(
        "output-read-only", "run small.yaml --output closed/run", 2,
        FILES | {"closed": None}, read_only="closed",
    ),
    Case("export-file-exists", "export a --npz taken", 2, {"taken": ""}),
    Case(
        "export-into-missing-folder", "export a --npz nowhere/a.npz", 1,
        FILES, (f"{RUN} a",),
    ),
]

NO_RUN_FOLDERS = [
    Case(f"{command}-of-{name}", words.replace("DIR", operand), 2, files)
    for command, words in (
        ("info", "info DIR"), ("info-json", "info DIR --json"),
        ("export", "export DIR --npz a.npz"), ("compare", "compare DIR DIR"),
        ("resume", "resume DIR"), ("report", "report DIR"), ("reproduce-existing", "reproduce --existing DIR"),
    )
    for name, operand, files in (
        ("nothing", "nowhere", {}),
        ("a-file", "small.yaml", FILES),
        ("an-empty-folder", "empty", {"empty": None}),
    )
]

UNFINISHED = [
    Case(f"{name}-unfinished", words, code, FILES, (f"{RUN} a",), ("a/report.json",))
    for name, words, code in (
        ("info", "info a", 0), ("info-json", "info a --json", 0),
        ("export", "export a --npz a.npz", 2), ("resume", "resume a", 0),
    )
] + [
    Case("info-no-checkpoint", "info a", 0, FILES, (f"{RUN} a",), ("a/report.json", "a/checkpoint.npz")),
    Case("resume-no-checkpoint", "resume a", 0, FILES, (f"{RUN} a",), ("a/report.json", "a/checkpoint.npz")),
    Case("resume-no-configuration", "resume a", 2, FILES, (f"{RUN} a",), ("a/config.yaml",)),
    Case(
        "compare-unfinished", "compare a b", 0, FILES, (f"{RUN} a", f"{RUN} b"), ("b/report.json",)
    ),
    Case(
        "compare-nothing-on-disk", "compare a b", 2, FILES, (f"{RUN} a", f"{RUN} b"),
        ("b/report.json", "b/recording.zarr/time_ms/c/0"),
    ),
    Case(
        "compare-damaged", "compare a b", 2, FILES, (f"{RUN} a", f"{RUN} b"),
        ("b/recording.zarr/WPP_0/c/0/0/0",),
    ),
]

RESULTS = [
    Case("reproduce-nothing-published", "reproduce seed", 2),
    Case("reproduce-misspelt", "reproduce pinv1", 2),
    Case("reproduce-json", "reproduce pinv-1 --json --output a", 0),
    Case("reproduce", "reproduce align-121 --no-figure --output a", 0),
    Case("reproduce-quick", "reproduce pal-simple-1 --quick --no-figure --output a", 0),
    Case("reproduce-nothing", "reproduce", 2),
    Case("reproduce-existing", "reproduce --existing a/pinv-1", 0, {}, ("reproduce pinv-1 --no-figure --output a",)),
    Case("reproduce-existing-run", "reproduce --existing a/pinv-1/seed-98723 --json", 0, {},
         ("reproduce pinv-1 --no-figure --output a",)),
    Case("reproduce-existing-differs", "reproduce --existing a", 1, {}, ("run align-121 --seed 7 --output a",)),
    Case("reproduce-existing-unpublished", "reproduce --existing a", 2, FILES, (f"{RUN} a",)),
    Case(
        "reproduce-existing-unfinished", "reproduce --existing a", 2, {}, ("run align-121 --output a",),
        ("a/report.json",)),
    Case("report-every-alone", "report a --every 3", 2, FILES, (f"{RUN} a",)),
    Case("report-size", "report a --size 1", 2, FILES, (f"{RUN} a",)),
    Case("reproduce-existing-and-one", "reproduce seed --existing a", 2),
    Case("reproduce-all-and-one", "reproduce pinv-1 --all", 2),
    Case("reproduce-longest-of-one", "reproduce pinv-1 --longest 3", 2),
    Case("reproduce-all-exists", "reproduce --all --output a", 2, {"a": None, "a/pinv-1": None}),
    Case("reproduce-all-left-out", "reproduce --all --quick --longest 0 --json --output a", 0),
    Case("list", "list", 0),
    Case("cite", "cite seed", 0),
    Case("cite-without-citation", "cite small.yaml", 0, FILES),
    Case("check", "check seed", 0),
    Case("check-file", "check small.yaml --set presentations.count=7", 0, FILES),
    Case("run", "run small.yaml --output a", 0, FILES),
    Case("run-default-folder", "run small.yaml", 0, FILES),
    Case("run-json", "run small.yaml --output a --json", 0, FILES),
    Case("run-quiet", "run small.yaml --output a --quiet", 0, FILES),
    Case("run-float32", "run small.yaml --output a --float32", 0, FILES),
    Case("run-seeds", "run small.yaml --output a --seeds 1..3", 0, FILES),
    Case(
        "run-diverging",
        "run small.yaml --output a --set activation=[linear,linear]"
        " --set 'initial.WPP={constant: 1e300}'",
        1, FILES,
    ),
    Case("resume-complete", "resume a", 0, FILES, (f"{RUN} a",)),
    Case("resume-no-multiple", "resume a --duration 50.05", 2, FILES, (f"{RUN} a",)),
    Case("resume-shorter", "resume a --duration 10", 2, FILES, (f"{RUN} a",)),
    Case("resume-longer", "resume a --duration 80", 0, FILES, (f"{RUN} a",)),
    Case(
        "compare-resumed", "compare a b", 0, FILES,
        (f"{RUN} a", f"{RUN} b", "resume b --duration 80"),
    ),
    Case("info", "info a", 0, FILES, (f"{RUN} a",)),
    Case("info-of-several-seeds", "info a", 2, FILES, (f"{RUN} a --seeds 1..2",)),
    Case("info-json", "info a --json", 0, FILES, (f"{RUN} a",)),
    Case("info-float32", "info a", 0, FILES, (f"{RUN} a --float32",)),
    Case("export", "export a --npz a.npz", 0, FILES, (f"{RUN} a",)),
    Case("compare-same", "compare a b", 0, FILES, (f"{RUN} a", f"{RUN} b")),
    Case("compare-seeds", "compare a b", 1, FILES, (f"{RUN} a", f"{RUN} b --seed 4")),
    Case("compare-json", "compare a b --json", 1, FILES, (f"{RUN} a", f"{RUN} b --seed 4")),
    Case(
        "compare-tolerance", "compare a b --tolerance 1e-9", 0,
        FILES, (f"{RUN} a", f"{RUN} b --set title=another"),
    ),
    Case("compare-precisions", "compare a b --tolerance 1e-5", 0, FILES, (f"{RUN} a", f"{RUN} b --float32")),
    Case(
        "compare-schedules", "compare a b", 0, FILES,
        (f"{RUN} a", f"{RUN} b --set 'record=[{{every: 40, variables: [WPP, BPP]}}]'"),
    ),
    Case(
        "compare-time-steps", "compare a b", 1, FILES, (f"{RUN} a", f"{RUN} b --set dt=0.05"),
    ),
    Case(
        "compare-shapes", "compare a b", 1, FILES, (f"{RUN} a", f"{RUN} b --set layers=[2,4,1]"),
    ),
    Case(
        "compare-nothing-in-common", "compare a b", 2, FILES,
        (f"{RUN} a", f"{RUN} b --set 'record=[{{every: 40, variables: [BPP]}}]'"),
    ),
]

"""Calls the library with whatever comes: wrong lengths, NULL, NaN, huge numbers, closed handles, two threads at once.

    python hostile.py CALLS SEED FOLDER

Every call that is refused must say why. What a library cannot know is not tried: addresses that lead nowhere, and
lengths beyond what lies there. Prints how often each code came back.
"""

import collections
import itertools
import random
import sys
import threading
from typing import ClassVar

from interface import ffi, load

NULL = ffi.NULL
NAMES = [
    "seed", "seed-98eb7f1", "seed-a2f0ba6", "align-222", "pal-simple-2", "pinv-1", "teacher-111-fixed",
    "rtdeep-wt-simple-1",
]
SETTINGS = [
    b"seed=5", b"layers=[1, 3, 1]", b"layers=[2, 2, 2, 2]", b"layers=[1, 1000000000, 1]", b"dt=nan", b"dt=1e-320",
    b"duration=1e15", b"duration=9223372036854775807", b"presentations.count=0", b"presentations.count=1000000000000",
    b"learning.BPP=1e300", b"learning.BPP=-1", b"learning={}", b"seed=-1", b"seed=18446744073709551616", b"=", b"",
    b"a.b.c=1", b"record=[]", b"record={every: 1, variables: [angle(BPP, WPP^T), dWPP, mse]}", b"\xff\xfe=1",
    b"record={window: [0, 3], every: 9223372036854775807, variables: [uP]}", b"initial.BPP={file: /dev/zero}",
    b"at={5: {learning: {WPP: 1}}}", b"at={3: {initial: {WPP: {uniform: [-1, 1]}}}}", b"layers=" + b"[" * 300,
    b"presentations={count: 3, duration: 0.001, order: shuffled}", b"revision=716f250",
]
TEXTS = [
    b"", b"\x00", b"layers", b"layers: [1, 1, 1]", b"{" * 2000, b"- " * 5000, b"a: &a [*a, *a]", b"\xff\xff", b"? ",
    b"layers: [1, 2, 1]\nactivation: [logistic, linear]\ndt: 0.0001\n"
    b"presentations: {count: 3, duration: 0.01}\nlearning: {BPP: 200}\n"
    b"feedback: {rule: ldrl, noise: {white: 0.05}, highPass: 0.01}\n",
]
QUANTITIES = [
    b"WPP", b"WPP_0", b"BPP_0", b"BPI_0", b"uP_0", b"uP_inf_1", b"uP_breve_0", b"r0", b"target", b"noise_0", b"Time",
    b"angle(BPP, WPP^T)", b"cos(BPP, WPP^+)", b"norm_ratio", b"mse", b"error", b"dWPP", b"dWPP_0", b"lat_mismatch",
    b"lat_mismatch_-1", b"dWPP_99999999999999999999", b"cos(,)", b"angle(WPP_7, BPP_-3)", b"", b"_", b"uP_",
    b"angle(BPP dphi, dphi WPP^T)", b"epsilon_0", b"vapi_0", b"\xff", b"x" * 3000, b"cos(-WIP_0^+, WPP)",
]
NUMBERS = [0, 1, 2, 3, 5, 17, 64, -1, -(2**63), 2**63 - 1, 2**62, 2**53, 2**53 + 1, 2**32, 2**31 - 1, 65536]
#: Where the steps would really be taken.
FEW = [0, 1, 2, 3, 5, 17, 64, 200, -1, -(2**63), 2**63 - 1, 2**62, 2**53 + 1]
VALUES = [0.0, 0.5, -1.0, 1e-300, 1e300, -1e308, 5e-324, float("nan"), float("inf"), float("-inf")]
#: Numbers in every buffer; lengths that are handed over are at most this, or nonsense that is refused.
ROOM = 4096

library = load()
#: What was handed over stays where it is until the end: recordings go on writing.
kept = collections.deque(maxlen=20000)
nonsense = [0, 1, 2**64 - 1, 2**32]
KINDS = ["experiment", "simulation", "snapshot", "recording", "ensemble"]
handles: dict[str, list[int]] = {kind: list(nonsense) for kind in KINDS}


class Caller:
    """One thread that calls at random."""

    def __init__(self, seed: int, folder: str):
        self.random = random.Random(seed)
        self.folder = folder
        self.serial = itertools.count()
        self.codes: collections.Counter[int] = collections.Counter()
        self.message = ffi.new("char **")

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def keep(self, thing):
        kept.append(thing)
        return thing

    def handle(self, kind: str) -> int:
        """Mostly one of the kind that is wanted, and alive."""
        if self.chance(0.05):
            kind = self.random.choice(KINDS)
        known = handles[kind]
        return known[-self.random.randrange(1, min(len(known), 4) + 1)] if self.chance(0.95) else self.random.choice(
            known + nonsense)

    def place(self, kind: str):
        return NULL if self.chance(0.03) else self.keep(ffi.new(f"{kind} *"))

    def text(self, choices: list[bytes]):
        return NULL if self.chance(0.03) else self.keep(ffi.new("char[]", self.random.choice(choices)))

    def settings(self) -> tuple:
        count = self.random.choice([0, 0, 0, 1, 1, 2])
        texts = [NULL if self.chance(0.02) else self.text(SETTINGS) for _ in range(count)]
        array = self.keep(ffi.new("char *[]", texts)) if texts else NULL
        wrong = [-1, -(2**63), 2**40] + ([1] if array == NULL else [])
        return array, self.random.choice(wrong) if self.chance(0.05) else count

    def numbers(self, sizes: list[int]) -> tuple:
        """A buffer of numbers, and how many they are said to be."""
        if self.chance(0.05):
            return NULL, self.random.choice(NUMBERS)
        buffer = self.keep(ffi.new("double[]", ROOM))
        wild = self.chance(0.1)
        sizes = [size for size in sizes if -(2**63) <= size < 2**63] or [2**63 - 1]
        for index in range(8):
            buffer[index] = self.random.choice(VALUES) if wild else self.random.uniform(-1, 1)
        count = self.random.choice(NUMBERS) if self.chance(0.1) else self.random.choice(sizes)
        # A length that would be taken for true must be true.
        return buffer, count if count <= ROOM or count > 2**53 else 2**62

    def state_size(self, simulation: int) -> int:
        address, count = ffi.new("double **"), ffi.new("int64_t *")
        code = library.rtdeep_simulation_state(simulation, address, count, NULL)
        return count[0] if code == 0 else 7

    def shape(self, simulation: int, name, kind: str = "simulation") -> int:
        """The number of values that a name stands for, more or less."""
        place = ffi.new("char **")
        if name == NULL or getattr(library, f"rtdeep_{kind}_probes")(simulation, name, place, NULL) != 0:
            return 1
        text = ffi.string(place[0]).decode()
        library.rtdeep_free_text(place[0])
        size = 1
        for extent in text.split('"shape":[')[1].split("]")[0].split(","):
            size *= int(extent or 1)
        return size

    def answered(self, code: int, message) -> int:
        """Judges an answer."""
        assert 0 <= code <= 9, f"code {code}"
        self.codes[code] += 1
        if message == NULL:
            return code
        if code == 0:
            assert message[0] == NULL
        else:
            assert message[0] != NULL, f"code {code} without a sentence"
            sentence = ffi.string(message[0]).decode()
            library.rtdeep_free_text(message[0])
            assert len(sentence) > 10, sentence
            assert "Optional(" not in sentence, sentence
        return code

    def call(self, name: str, *arguments) -> int:
        message = NULL if self.chance(0.03) else self.message
        return self.answered(getattr(library, f"rtdeep_{name}")(*arguments, message), message)

    def call_for_text(self, name: str, *arguments):
        place = self.place("char *")
        if self.call(name, *arguments, place) == 0:
            ffi.string(place[0]).decode()
            library.rtdeep_free_text(place[0])

    def call_for_handle(self, kind: str, name: str, *arguments):
        place = self.place("rtdeep_handle")
        if self.call(name, *arguments, place) == 0:
            handles[kind].append(place[0])
            # Old ones go, so that memory stays small; they are still called now and then.
            if len(handles[kind]) > 12:
                library.rtdeep_release(handles[kind][-9])
                del handles[kind][:-12]

    # What can be called, each with arguments that are often right.

    def release(self):
        library.rtdeep_release(self.handle(self.random.choice(KINDS)))

    def library_texts(self):
        if self.chance(0.05):
            self.call_for_text("catalogue")
        assert ffi.string(library.rtdeep_version())
        library.rtdeep_free_text(NULL)

    def named(self):
        names = [name.encode() for name in NAMES] + [b"", b"sed", b"\xc3", b"../x"]
        self.call_for_handle("experiment", "experiment_named", self.text(names), *self.settings())

    def from_file(self):
        paths = [b"", b"/", b"/dev/null", b"/nonexistent/x.yaml", b".", b"\xff", b"/dev/full", b"x" * 5000]
        self.call_for_handle("experiment", "experiment_from_file", self.text(paths), *self.settings())

    def from_text(self):
        content = self.random.choice(TEXTS)
        text = NULL if self.chance(0.03) else self.keep(ffi.new("char[]", content))
        wrong = [-1, 2**40, -(2**63), 2**63 - 1]
        length = self.random.choice(wrong) if self.chance(0.05) else self.random.randrange(len(content) + 1)
        if self.chance(0.6):
            text, length = self.keep(ffi.new("char[]", TEXTS[-1])), len(TEXTS[-1])
        folder = NULL if self.chance(0.5) else self.text([b"", b"/nowhere", b"\xff"])
        self.call_for_handle(
            "experiment", "experiment_from_text", text, length, self.text([b"mine", b"", b"\xff"]), folder,
            *self.settings()
        )

    def ask_experiment(self):
        if self.chance(0.1):
            self.call_for_text("experiment_predict", self.handle("experiment"))
        self.call_for_text(
            self.random.choice(["experiment_configuration", "experiment_describe"]), self.handle("experiment")
        )

    def run(self):
        if not self.chance(0.1):
            return
        folders = ["", "/", "/proc/x", self.folder, f"{self.folder}/run-{id(self)}-{next(self.serial)}"]
        folder = self.random.choice(folders).encode()
        progress = self.keep(ffi.new("rtdeep_progress *"))
        # It need not run on.
        progress.stop = 1
        seconds = self.random.choice([0.0, 1.0, -1.0, float("nan"), float("inf"), 1e300])
        self.call_for_text(
            "experiment_run", self.handle("experiment"), self.keep(ffi.new("char[]", folder)), seconds, progress
        )

    def create(self):
        self.call_for_handle("simulation", "simulation_create", self.handle("experiment"))

    def create_with_given_noise(self):
        self.call_for_handle("simulation", "simulation_create_with_given_noise", self.handle("experiment"))

    def ask_simulation(self):
        simulation = self.handle("simulation")
        self.call("simulation_step", simulation, self.place("int64_t"))
        self.call("simulation_state", simulation, self.place("double *"), self.place("int64_t"))
        few_or_wild = FEW if self.chance(0.8) else NUMBERS
        self.call("simulation_publish", simulation, self.random.choice(few_or_wild), self.random.choice(few_or_wild))
        self.call("simulation_noise_due", simulation, self.place("int64_t"))
        if self.chance(0.2):
            self.call_for_text("simulation_variables", simulation)
        self.call_for_text("simulation_probes", simulation, self.text(QUANTITIES))

    def advance(self):
        self.call("simulation_advance", self.handle("simulation"), self.random.choice(FEW), self.place("int64_t"))

    def present(self):
        samples = self.random.choice([1, 2, 3] if self.chance(0.8) else NUMBERS)
        inputs = self.numbers([samples, 2 * samples, 3 * samples])
        targets = (NULL, 0) if self.chance(0.5) else self.numbers([samples, 2 * samples])
        self.call(
            "simulation_present", self.handle("simulation"), *inputs, *targets, samples,
            self.random.choice([1, 5, 100] if self.chance(0.8) else NUMBERS),
            self.random.choice([0, 0, 1, 7] if self.chance(0.8) else NUMBERS), self.random.choice(FEW),
            self.place("int64_t"),
        )

    def take_step(self):
        simulation = self.handle("simulation")
        target = (NULL, 0) if self.chance(0.5) else self.numbers([1, 2])
        learning = self.random.choice([0, 15, 8, 3, 16, -1, 2**31 - 1, -(2**31)])
        self.call(
            "simulation_take_step", simulation, *self.numbers([1, 1, 2]), *target, learning,
            *self.numbers([self.state_size(simulation)]),
        )

    def set_learning(self):
        self.call("simulation_set_learning", self.handle("simulation"), self.random.choice([0, 15, 7, 16, -1]))

    def get(self):
        simulation, name = self.handle("simulation"), self.text(QUANTITIES)
        self.call("simulation_get", simulation, name, *self.numbers([self.shape(simulation, name)]))

    def set(self):
        simulation, name = self.handle("simulation"), self.text(QUANTITIES)
        self.call("simulation_set", simulation, name, *self.numbers([self.shape(simulation, name)]))

    def self_predict(self):
        self.call("simulation_set_self_predicting", self.handle("simulation"))

    def snapshot(self):
        self.call_for_handle("snapshot", "simulation_snapshot", self.handle("simulation"))

    def restore(self):
        self.call("simulation_restore", self.handle("simulation"), self.handle("snapshot"))

    def give_noise(self):
        self.call("simulation_give_noise", self.handle("simulation"), *self.numbers([0, 1, 2, 8]))
        if self.chance(0.1):
            self.call("simulation_drop_noise", self.handle("simulation"), self.place("int64_t"))

    def record(self):
        simulation = self.handle("simulation")
        number = self.random.choice([1, 1, 2, 3])
        names = [self.text(QUANTITIES) for _ in range(number)]
        capacity = self.random.choice([1, 2, 3, 20] if self.chance(0.9) else NUMBERS)
        sizes = [self.shape(simulation, name) * capacity for name in names]
        steps = NULL if self.chance(0.03) else self.keep(ffi.new("int64_t[]", ROOM))
        request = [
            simulation, NULL if self.chance(0.02) else self.keep(ffi.new("char *[]", names)),
            self.random.choice([0, -1, 2**40]) if self.chance(0.05) else number,
            self.random.choice([1, 2, 5] if self.chance(0.8) else NUMBERS), self.random.choice([0, 1, 2, -1]),
        ]
        if self.chance(0.5):
            self.call_for_handle(
                "recording", "simulation_record_rows", *request, *self.numbers([sum(sizes)]), steps, capacity)
            return
        given = [self.numbers([size]) for size in sizes]
        counts = [count for _, count in given]
        self.call_for_handle(
            "recording", "simulation_record", *request,
            NULL if self.chance(0.02) else self.keep(ffi.new("double *[]", [b for b, _ in given])),
            NULL if self.chance(0.02) else self.keep(ffi.new("int64_t[]", counts)), steps, capacity,
        )

    def ask_recording(self):
        self.call("recording_count", self.handle("recording"), self.place("int64_t"))
        if self.chance(0.2):
            self.call("recording_end", self.handle("recording"))

    def create_ensemble(self):
        if self.chance(0.5):
            number = self.random.choice([1, 2, 3, 9])
            alike = self.handle("experiment")
            experiments = [alike if self.chance(0.9) else self.handle("experiment") for _ in range(number)]
            array = NULL if self.chance(0.02) else self.keep(ffi.new("rtdeep_handle[]", experiments))
            wrong = [0, -1, 2**40, -(2**63)]
            self.call_for_handle(
                "ensemble", "ensemble_create", array, self.random.choice(wrong) if self.chance(0.05) else number)
        else:
            number = self.random.choice([1, 2, 8, 17])
            seeds = [self.random.choice([0, 1, 7, 2**32, 2**63 - 1, -1] if self.chance(0.05) else [0, 1, 7])
                     for _ in range(number)]
            array = NULL if self.chance(0.02) else self.keep(ffi.new("int64_t[]", seeds))
            self.call_for_handle(
                "ensemble", "ensemble_create_with_seeds", self.handle("experiment"), array,
                self.random.choice([0, -1, 2**40]) if self.chance(0.05) else number)

    def members(self, ensemble: int) -> int:
        """The number of members, more or less."""
        place = ffi.new("char **")
        if library.rtdeep_ensemble_outcomes(ensemble, place, NULL) != 0:
            return 1
        text = ffi.string(place[0]).decode()
        library.rtdeep_free_text(place[0])
        return text.count("outcome")

    def threads(self) -> int:
        return self.random.choice([1, 1, 2, 3, 1024] if self.chance(0.9) else NUMBERS)

    def ask_ensemble(self):
        ensemble = self.handle("ensemble")
        self.call("ensemble_step", ensemble, self.place("int64_t"))
        self.call_for_text("ensemble_probes", ensemble, self.text(QUANTITIES))
        self.call_for_text("ensemble_outcomes", ensemble)
        self.call("ensemble_set_learning", ensemble, self.random.choice([0, 15, 7, 16, -1]))

    def advance_ensemble(self):
        self.call("ensemble_advance", self.handle("ensemble"), self.random.choice(FEW), self.threads())

    def present_to_ensemble(self):
        ensemble = self.handle("ensemble")
        samples = self.random.choice([1, 2, 3] if self.chance(0.8) else NUMBERS)
        rows = samples * self.members(ensemble)
        inputs = self.numbers([rows, 2 * rows])
        targets = (NULL, 0) if self.chance(0.5) else self.numbers([rows, 2 * rows])
        self.call(
            "ensemble_present", ensemble, *inputs, *targets, samples,
            self.random.choice([1, 5, 100] if self.chance(0.8) else NUMBERS),
            self.random.choice([0, 0, 1, 7] if self.chance(0.8) else NUMBERS), self.random.choice(FEW), self.threads(),
        )

    def get_from_ensemble(self):
        ensemble, name = self.handle("ensemble"), self.text(QUANTITIES)
        size = self.members(ensemble) * self.shape(ensemble, name, "ensemble")
        self.call("ensemble_get", ensemble, name, *self.numbers([size]))

    def set_in_ensemble(self):
        ensemble, name = self.handle("ensemble"), self.text(QUANTITIES)
        size = self.members(ensemble) * self.shape(ensemble, name, "ensemble")
        self.call("ensemble_set", ensemble, name, *self.numbers([size]))

    #: How often each of them is called.
    ACTIONS: ClassVar = {
        release: 2, library_texts: 1, named: 6, from_file: 1, from_text: 4, ask_experiment: 2, run: 1, create: 8,
        create_with_given_noise: 4, ask_simulation: 4, advance: 10, present: 10, take_step: 10, set_learning: 2,
        get: 6, set: 8, self_predict: 1, snapshot: 3, restore: 3, give_noise: 4, record: 6, ask_recording: 3,
        create_ensemble: 4, ask_ensemble: 2, advance_ensemble: 4, present_to_ensemble: 4, get_from_ensemble: 3,
        set_in_ensemble: 3,
    }

    def attack(self, calls: int):
        actions = self.random.choices(list(self.ACTIONS), list(self.ACTIONS.values()), k=calls)
        for action in actions:
            if len(self.codes) and sum(self.codes.values()) >= calls:
                break
            action(self)


def attack(caller: Caller, calls: int, failures: list):
    try:
        caller.attack(calls)
    except BaseException as failure:
        failures.append(failure)
        raise


def main(calls: int, seed: int, folder: str):
    # Half of them from one thread, so that they can be repeated; half from two at once.
    failures: list = []
    callers = [Caller(seed + index, folder) for index in range(3)]
    attack(callers[0], calls // 2, failures)
    threads = [
        threading.Thread(target=attack, args=(caller, calls // 4, failures)) for caller in callers[1:]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codes = sum((caller.codes for caller in callers), collections.Counter())
    print(*(codes[code] for code in range(10)))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])

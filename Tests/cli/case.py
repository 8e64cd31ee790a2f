"""One call of the program, and the text that is kept of it."""

import os
import re
import shlex
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

PROGRAM = Path(
    os.environ.get("RTDEEP", Path(__file__).parents[2] / ".build" / "release" / "rtdeep")
).absolute()

#: What differs from run to run or from machine to machine, and what stands for it in a snapshot.
PLACEHOLDERS = [
    (re.compile(r"\d{8}-\d{6}"), "DATE-TIME"),
    (re.compile(r"^[\d.]+ (us|ms|s|min \d\d s)(?=; written to )", re.MULTILINE), "DURATION"),
    (re.compile(r"(?<=^rtdeep )\S+ \(.*\)$", re.MULTILINE), "VERSION (BUILD)"),
    (
        re.compile(
            r"^(seconds|steps_per_second|steps per second|model time / real time)( +)\S.*$",
            re.MULTILINE,
        ),
        r"\1  ...",
    ),
    # As wide as the longest of these values.
    (re.compile(r"^(-+  )-+$", re.MULTILINE), r"\1-"),
    (
        re.compile(
            r'"(seconds|steps_per_second|simulated_per_real_time|rtdeep|compiler|build|program)":'
            r'("[^"]*"|[^,}]*)'
        ),
        r'"\1":...',
    ),
]


@dataclass(frozen=True)
class Case:
    """What is typed in an empty folder, and the exit code that is expected."""

    name: str
    #: What stands after `rtdeep`, as in a shell.
    words: str
    code: int
    #: Files that are there, by name; None makes a folder.
    files: dict[str, str | bytes | None] = field(default_factory=dict)
    #: Calls of the program before this one, which must succeed.
    before: tuple[str, ...] = ()
    #: Files that are removed after these calls.
    removed: tuple[str, ...] = ()
    #: A folder in which nothing can be created.
    read_only: str | None = None

    def transcript(self) -> tuple[int, str]:
        """Makes the call; its exit code, and everything that it printed with placeholders."""
        with tempfile.TemporaryDirectory() as folder:
            for name, content in self.files.items():
                path = Path(folder) / name
                if content is None:
                    path.mkdir()
                else:
                    path.write_bytes(content if isinstance(content, bytes) else content.encode())
            for words in self.before:
                call(words, folder).check_returncode()
            for name in self.removed:
                (Path(folder) / name).unlink()
            user = None
            if self.read_only:
                (Path(folder) / self.read_only).chmod(0o555)
                if os.geteuid() == 0:
                    # For root nothing is read-only: ask as somebody else.
                    Path(folder).chmod(0o755)
                    user = 65534
            done = call(self.words, folder, user)
            text = f"$ {shlex.join(['rtdeep', *shlex.split(self.words)])}\n"
            text += f"exit code {done.returncode}\n"
            for title, stream in (("stdout", done.stdout), ("stderr", done.stderr)):
                if stream:
                    text += f"\n--- {title}\n{stream}"
            text = text.replace(os.path.realpath(folder), "FOLDER").replace(folder, "FOLDER")
            for pattern, placeholder in PLACEHOLDERS:
                text = pattern.sub(placeholder, text)
            return done.returncode, text


def call(
    words: str, folder: str | None = None, user: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the program in a folder, without a terminal."""
    return subprocess.run(
        [PROGRAM, *shlex.split(words)],
        cwd=folder, user=user, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL, timeout=60, env={"PATH": os.defpath, "LC_ALL": "C"},
    )


def command_names() -> list[str]:
    """Every command that the help lists."""
    return re.findall(r"^  ([a-z]+)  +\S", call("--help").stdout, re.MULTILINE)

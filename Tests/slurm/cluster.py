"""A cluster of one node: Slurm as Debian has it, started on this machine for as long as a test needs it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEEDED = ("munged", "slurmctld", "slurmd", "sbatch", "squeue")

CONFIGURATION = """
ClusterName=loopback
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge/socket
CommunicationParameters=NoAddrCache
SlurmctldPort={controller}
SlurmdPort={node}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
KillWait=5
MinJobAge=600
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
NodeName=localhost NodeAddr=127.0.0.1 CPUs={processors} State=UNKNOWN
PartitionName=all Nodes=localhost Default=YES MaxTime=INFINITE State=UP
"""


def is_there() -> bool:
    """Whether everything that a cluster needs is installed."""
    return all(shutil.which(name, path=_path()) for name in NEEDED)


def _path() -> str:
    return f"{os.environ['PATH']}:/usr/sbin:/sbin"


class Cluster:
    """A cluster that runs."""

    def __init__(self, folder: Path) -> None:
        self.environment = {**os.environ, "PATH": _path(), "SLURM_CONF": str(folder / "slurm.conf")}

    def call(self, *words: str | Path) -> str:
        """Runs a command of Slurm, and gives back what it prints."""
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"{words}: {done.stderr or done.stdout}"
        return done.stdout

    def states(self, job: str) -> dict[int, str]:
        """The states of the tasks of a job that Slurm still knows, by task."""
        listed = self.call("squeue", "--job", job, "--array", "--noheader", "--states=all", "--format=%K %T")
        lines = listed.splitlines()
        return {int(task): state for task, state in (line.split() for line in lines)}

    def wait(self, job: str, seconds: float = 120) -> dict[int, str]:
        """Waits until every task of a job has ended; their states."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            states = self.states(job)
            if states and not set(states.values()) & {"PENDING", "RUNNING", "COMPLETING", "CONFIGURING", "REQUEUED"}:
                return states
            time.sleep(0.2)
        raise AssertionError(f"job {job} has not ended after {seconds} s: {self.states(job)}")


@contextmanager
def cluster(folder: Path, processors: int = 2) -> Iterator[Cluster]:
    """Starts a cluster with its files in `folder`, and stops it afterwards."""
    for name in ("munge", "state", "spool"):
        (folder / name).mkdir(mode=0o700)
    key = folder / "munge" / "key"
    key.write_bytes(os.urandom(128))
    key.chmod(0o600)
    (folder / "slurm.conf").write_text(
        CONFIGURATION.format(folder=folder, controller=_free_port(), node=_free_port(), processors=processors))
    own = Cluster(folder)
    munge = folder / "munge"
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str | Path) -> None:
        with (folder / f"{Path(words[0]).name}.out").open("wb") as log:
            started.append(subprocess.Popen(words, env=own.environment, stdout=log, stderr=subprocess.STDOUT))

    try:
        start(
            "munged", "--foreground", "--force", f"--key-file={key}", f"--socket={munge}/socket",
            f"--pid-file={munge}/pid", f"--log-file={munge}/log", f"--seed-file={munge}/seed", "--num-threads=1")
        _until(lambda: (munge / "socket").exists(), "munged made no socket")
        start("slurmctld", "-D")
        start("slurmd", "-D", "-N", "localhost")
        _until(lambda: "idle" in _said(own, "sinfo", "--noheader", "--format=%t"), "the node is not idle")
        yield own
    finally:
        for process in reversed(started):
            process.send_signal(signal.SIGTERM)
        for process in reversed(started):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _said(own: Cluster, *words: str) -> str:
    return subprocess.run(words, env=own.environment, capture_output=True, text=True, timeout=30).stdout


def _until(holds: object, otherwise: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end, otherwise
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])

"""Data sets of other packages are written as archives, complete or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from rtdeep import datasets
from rtdeep.datasets import DatasetMissing, digits, main
from rtdeep.errors import StorageError


def test_the_digits_are_complete(tmp_path: Path) -> None:
    path = digits(tmp_path / "digits.npz")
    assert path == tmp_path / "digits.npz"
    with np.load(path) as archive:
        assert set(archive.files) == {"x", "y"}
        x, y = archive["x"], archive["y"]
    assert (x.shape, x.dtype) == ((1797, 64), np.float64)
    assert (y.shape, y.dtype) == ((1797,), np.int64)
    assert (x.min(), x.max()) == (0, 1)
    # Whole sixteenths, and every digit about a tenth of the time.
    assert np.array_equal(x * 16, np.round(x * 16))
    assert np.array_equal(np.unique(y), np.arange(10))
    assert np.bincount(y).min() > 170
    # A zero has no ink in its middle, where an eight has it.
    middle = x.reshape(-1, 8, 8)[:, 3:5, 3:5].mean(axis=(1, 2))
    assert middle[y == 0].mean() < 0.2 < 0.5 < middle[y == 8].mean()


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    one, other = digits(tmp_path / "one.npz"), digits(str(tmp_path / "other.npz"))
    assert one.read_bytes() == other.read_bytes()


def test_a_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "digits.npz"
    path.write_text("something else")
    assert np.load(digits(path))["y"].size == 1797
    assert [entry.name for entry in tmp_path.iterdir()] == ["digits.npz"]


def test_without_scikit_learn_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(DatasetMissing, match=r"pip install 'rtdeep\[tasks\]'"):
        digits(tmp_path / "digits.npz")
    assert main(["digits", str(tmp_path / "digits.npz")]) == 1
    assert capsys.readouterr().err.startswith("rtdeep: the digits come with scikit-learn, which cannot be imported")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StorageError, match=r"cannot write .*nowhere/digits\.npz: No such file or directory"):
        digits(tmp_path / "nowhere" / "digits.npz")
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(StorageError, match="Is a directory"):
        digits(folder)

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(datasets.np, "savez_compressed", interrupted)
    with pytest.raises(KeyboardInterrupt):
        digits(tmp_path / "digits.npz")
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]
    assert list(folder.iterdir()) == []


def test_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["digits"]) == 0
    assert capsys.readouterr().out == "1797 samples of 64 values; written to digits.npz\n"
    assert main(["digits", str(tmp_path / "none" / "a.npz")]) == 1
    assert capsys.readouterr().err.endswith("none/a.npz: No such file or directory\n")
    with pytest.raises(SystemExit, match="0"):
        main(["digits", "--help"])
    assert "pip install 'rtdeep[tasks]'" in " ".join(capsys.readouterr().out.split())
    for words, expected in (([], "required: NAME"), (["letters"], "'letters' (choose from")):
        with pytest.raises(SystemExit, match="2"):
            main(words)
        assert expected in capsys.readouterr().err

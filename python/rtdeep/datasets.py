"""Data sets that Python packages bring along, as archives of samples `x` and labels `y`.

    rtdeep.datasets.digits("digits.npz")           # in a shell: python -m rtdeep.datasets digits digits.npz
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rtdeep._writing import written
from rtdeep.errors import RtDeepError, StorageError

__all__ = ["DatasetMissing", "digits"]


class DatasetMissing(RtDeepError, ImportError):
    """The package that brings a data set along cannot be imported; the message says how to install it."""


def digits(path: str | Path = "digits.npz") -> Path:
    """Writes the handwritten digits of scikit-learn to `path` and gives it back; a file of that name is replaced.

    `x` has 1797 rows of 8 x 8 pixels, row by row, from 0 (paper) to 1 (ink); `y` the digits, from 0 to 9. They are the
    test set of Alpaydin & Kaynak 1998, doi:10.24432/C50P49. Raises `DatasetMissing` without scikit-learn, and
    `StorageError` where the file cannot be written.
    """
    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise DatasetMissing(
            f"the digits come with scikit-learn, which cannot be imported ({error}): pip install 'rtdeep[tasks]'"
        ) from error
    pixels, labels = load_digits(return_X_y=True)
    path = Path(path)
    try:
        with written(path) as file:
            # There the ink has 17 levels, 0 to 16.
            np.savez_compressed(file, x=np.asarray(pixels, np.float64) / 16, y=np.asarray(labels, np.int64))
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror or error}") from error
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m rtdeep.datasets",
        description="Write a data set as a NumPy archive: samples x, one per row, and their labels y.")
    names = parser.add_subparsers(dest="name", required=True, metavar="NAME", title="data sets")
    entry = names.add_parser(
        "digits", help="1797 handwritten digits of 8 x 8 pixels (needs scikit-learn)",
        description="Write the handwritten digits of scikit-learn: x has 1797 rows of 8 x 8 pixels from 0 to 1, y the "
        "digits from 0 to 9. Needs scikit-learn: pip install 'rtdeep[tasks]'.")
    entry.add_argument(
        "file", nargs="?", type=Path, default=Path("digits.npz"), metavar="FILE",
        help="what to write; a file of that name is replaced (default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        path = digits(options.file)
    except RtDeepError as error:
        print(f"rtdeep: {error}", file=sys.stderr)
        return 1
    with np.load(path) as archive:
        samples, width = archive["x"].shape
        print(f"{samples} samples of {width} values; written to {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

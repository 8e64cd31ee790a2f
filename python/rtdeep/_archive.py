"""Archives of arrays in a run folder."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rtdeep.errors import RunFolderError


class Archive(Mapping[str, NDArray[np.float64]]):
    """The arrays of a NumPy archive by their names, each of which is unpacked when it is first asked for.

    All are of the moment at which the archive was opened. Raises `RunFolderError` where the file, or the array that is
    asked for, is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: dict[str, NDArray[np.float64]] = {}
        try:
            # From memory: the file may be replaced, and is not to stay open.
            archive = np.load(io.BytesIO(path.read_bytes()))
        except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
            raise RunFolderError(path, f"the archive cannot be opened: {error}") from error
        if not isinstance(archive, np.lib.npyio.NpzFile):
            raise RunFolderError(path, "this is one array, but not an archive of arrays")
        self._archive = archive

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        if name not in self._read:
            try:
                self._read[name] = self._archive[name]
            except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
                raise RunFolderError(self._path, f"{name} cannot be read: {error}") from error
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._archive)

    def __len__(self) -> int:
        return len(self._archive)

    def __repr__(self) -> str:
        return f"<{self._path.name}: {', '.join(self)}>"

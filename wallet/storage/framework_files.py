"""The data files of frameworks: those that ship with the wallet, and those that the user added beside the vault."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Final

from wallet.errors import ConfigurationError, NotFoundError, UsageError
from wallet.frameworks.assess import Frameworks
from wallet.frameworks.crosswalk import Crosswalk, read_crosswalk
from wallet.frameworks.profile import SCHEMA, Framework, chosen, newest, read_framework
from wallet.frameworks.reading import read_document
from wallet.frameworks.recognised import SCHEMA as RECOGNISED
from wallet.frameworks.recognised import RecognisedProgrammes, read_recognised
from wallet.storage.files import make_private_folder, replace_private

DEFAULT: Final = "eu-2022-annex1"
"""The framework that a badge is held against where none was named: the only one whose whole list is confirmed."""
MAX_FILE_BYTES: Final = 1_000_000
_DATA: Final = Path(__file__).parent.parent / "frameworks" / "data"
_SHARED: Final = ("descriptors.json", "vocabularies.json", "countries.json")


class FrameworkFiles:
    """Frameworks by id; of several versions of one the newest, the user's own included."""

    def __init__(self, own: Path, data: Path = _DATA) -> None:
        self._own = own
        self._data = data

    @cached_property
    def crosswalk(self) -> Crosswalk:
        """Where descriptors stand. Raises `ConfigurationError` (`bundle-damaged`)."""
        descriptors, vocabularies, countries = (self._shipped(name) for name in _SHARED)
        return read_crosswalk(descriptors, vocabularies, countries)

    @cached_property
    def every(self) -> tuple[Framework, ...]:
        """Every version of every framework. Raises `UsageError` (`framework-unreadable`) for a file that is none."""
        shipped = [path.name for path in sorted(self._data.glob("*.json")) if path.name not in _SHARED]
        found = [self.read(self._shipped(name)) for name in shipped]
        return (*found, *(self.read(_bytes(path)) for path in self._own_files() if not _is_recognised(_bytes(path))))

    @property
    def newest(self) -> tuple[Framework, ...]:
        """The newest version of each."""
        return newest(self.every)

    @cached_property
    def recognised(self) -> tuple[RecognisedProgrammes, ...]:
        """The lists of recognised programmes that the user added."""
        contents = [_bytes(path) for path in self._own_files()]
        return tuple(read_recognised(content) for content in contents if _is_recognised(content))

    def by(self, *frameworks: Framework) -> Frameworks:
        """What to hold badges against: these frameworks, or the newest of all."""
        return Frameworks(frameworks=frameworks or self.newest, crosswalk=self.crosswalk, recognised=self.recognised)

    def get(self, name: str) -> Framework:
        """The framework called `name`, or `ID@VERSION`. Raises `UsageError` (`framework-unknown`)."""
        return chosen(self.every, name)

    def from_file(self, path: Path) -> Framework:
        """The framework in a file of the user's. Raises `NotFoundError`, `UsageError` (`framework-unreadable`)."""
        return self.read(_bytes(path))

    def read(self, content: bytes) -> Framework:
        """The framework in `content`. Raises `UsageError` (`framework-unreadable`)."""
        return read_framework(content, self.crosswalk.descriptors)

    def add(self, path: Path) -> str:
        """Keep a file for later runs; returns the name of what is in it.

        Raises `UsageError`: `framework-unreadable`, and `framework-exists` where the same version has other content.
        """
        content = _bytes(path)
        if _is_recognised(content):
            name = read_recognised(content).name
            file = f"recognised-{hashlib.sha256(name.encode()).hexdigest()[:16]}.json"
        else:
            framework = self.read(content)
            for other in self.every:
                same = (other.id, other.version) == (framework.id, framework.version)
                if same and other.sha256 != framework.sha256:
                    raise UsageError("framework-exists", id=framework.id, version=framework.version)
            name, file = framework.id, f"{framework.id}-{framework.version}.json"
        make_private_folder(self._own.parent)
        make_private_folder(self._own)
        replace_private(self._own / file, content)
        for kept in ("every", "recognised"):
            self.__dict__.pop(kept, None)
        return name

    def _own_files(self) -> list[Path]:
        return sorted(self._own.glob("*.json"))

    def _shipped(self, name: str) -> bytes:
        try:
            return (self._data / name).read_bytes()
        except OSError as error:
            raise ConfigurationError("bundle-damaged", file=name) from error


def _is_recognised(content: bytes) -> bool:
    try:
        read_document(content, RECOGNISED)
    except UsageError:
        return False
    return True


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise NotFoundError(path=str(path)) from error
    if len(content) > MAX_FILE_BYTES:
        raise UsageError("framework-unreadable", detail=f"{SCHEMA}: too large")
    return content

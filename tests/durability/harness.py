"""Runs one operation of the wallet again and again, each time with one fault; another process looks afterwards.

The operation runs in a child of `server.py` under strace, which kills it at the k-th call of a kind or lets that call
fail. What counts as acknowledged is what the operation had said by then: a row of an import, or exit code 0.
The checker is a second server that knows nothing of the first and uses the public commands alone.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.durability.aging import age
from tests.durability.server import FileKeyring
from tests.places import ROOT
from wallet.codec import json
from wallet.errors import CredentialError
from wallet.model.json import JsonObject

AT: Final = "2026-11-24T00:00:00Z"
CHANGING: Final = frozenset(
    {
        *("openat", "open", "creat", "write", "writev", "pwrite64", "fsync", "fdatasync", "ftruncate", "fallocate"),
        *("unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "chmod", "fchmod", "fchmodat"),
        *("close", "flock", "rmdir"),
    }
)
"""Before these the file system is in a state that it was not in before."""
FAILING: Final = (
    ("write", "ENOSPC"),
    ("pwrite64", "ENOSPC"),
    ("openat", "ENOSPC"),
    ("mkdir", "ENOSPC"),
    ("fsync", "EIO"),
    ("fdatasync", "EIO"),
    ("write", "EIO"),
    ("pwrite64", "EIO"),
    ("pread64", "EIO"),
    ("ftruncate", "EIO"),
    ("unlink", "EIO"),
    ("rename", "EIO"),
)
LEFTOVERS: Final = frozenset(
    {"vault.db", "vault.keys", "vault.db-journal", "vault.keys.new", "vault.db.new", "vault.db.new-journal"}
    | {"vault.db.before", "vault.db.before-journal"}
)
_CALL: Final = re.compile(r"^(?:\d+ +)?(\w+)\(", re.MULTILINE)
_PATH: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, kw_only=True)
class Fault:
    """The k-th call of a kind: killed there (`error` empty), or made to fail once, or from there on (`lasting`)."""

    call: str
    number: int
    error: str = ""
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.call}#{self.number}{'+' if self.lasting else ''}:{self.error or 'kill'}"

    @property
    def injection(self) -> str:
        what = f"error={self.error}" if self.error else "signal=SIGKILL"
        return f"inject={self.call}:{what}:when={self.number}{'+' if self.lasting else ''}"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a child said: exit codes of the calls it finished, its lines of JSON, its talk."""

    codes: tuple[int, ...]
    rows: tuple[JsonObject, ...]
    talk: str
    status: int

    @property
    def acknowledged(self) -> frozenset[str]:
        """The ids of what it said it had imported."""
        return frozenset(
            str(row["id"]) for row in self.rows if row.get("outcome") in {"imported", "updated"} and row.get("id")
        )


@dataclass(frozen=True, kw_only=True)
class State:
    """What the checker saw: every badge with its tags, every original by name, what was shared."""

    badges: dict[str, str]
    originals: dict[str, str]
    shares: dict[str, str]


class Server:
    """One running server; `run` has it make one child and waits for the end of it."""

    def __init__(self, keyring: Path, damage: str = "") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.durability.server", str(keyring), damage],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def run(self, calls: Sequence[Sequence[str]], out: Path, strace: Sequence[str] = ()) -> Heard:
        """Run the calls in a child, under strace with the options given where there are any."""
        assert self._process.stdin is not None
        order: JsonObject = {"calls": [[*call] for call in calls], "out": str(out), "stop": bool(strace)}
        self._process.stdin.write(json.dumps(order).decode() + "\n")
        self._process.stdin.flush()
        child = self._number()
        if strace:
            with _attached(child, strace):
                os.kill(child, signal.SIGCONT)
                status = self._number()
        else:
            status = self._number()
        return _heard(out, status)

    def _number(self) -> int:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the server ended"
        return int(line)


@contextmanager
def _attached(child: int, options: Sequence[str]) -> Iterator[None]:
    with subprocess.Popen(
        ["strace", "-p", str(child), *options], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as tracer:
        assert tracer.stderr is not None
        said = tracer.stderr.readline()
        if "attached" not in said:
            os.kill(child, signal.SIGKILL)
            os.kill(child, signal.SIGCONT)
            raise RuntimeError(f"strace did not attach: {said}")
        yield
        tracer.stderr.read()


def strace_works() -> bool:
    """Whether there is strace here and it may attach to another process."""
    if shutil.which("strace") is None:
        return False
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as child:
        assert child.stdin is not None
        tracer = subprocess.Popen(["strace", "-p", str(child.pid)], stderr=subprocess.PIPE, text=True)
        assert tracer.stderr is not None
        said = tracer.stderr.readline()
        child.stdin.close()
        child.wait()
        tracer.communicate(timeout=10)
    return "attached" in said


def _heard(out: Path, status: int) -> Heard:
    rows: list[JsonObject] = []
    for line in _text(out, ".stdout").splitlines():
        try:
            row = json.loads(line.encode())
        except CredentialError:
            continue
        if isinstance(row, dict):
            rows.append(row)
    codes = tuple(int(line) for line in _text(out, ".codes").splitlines())
    return Heard(codes=codes, rows=tuple(rows), talk=_text(out, ".stderr") + _text(out, ".stdout"), status=status)


def _text(out: Path, suffix: str) -> str:
    return Path(f"{out}{suffix}").read_text(errors="replace")


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One thing to do to a vault: `prepare` makes the folder it begins with, `call` is what is run under faults.

    `looks` are calls of the checker besides the usual ones; what must come out of them is exit code 0.
    """

    name: str
    prepare: Sequence[Sequence[str]]
    call: Sequence[str]
    looks: Sequence[Sequence[str]] = ()


@dataclass(kw_only=True)
class Figures:
    """What a run of many points came to."""

    points: int = 0
    violations: list[str] = field(default_factory=list)
    slowest_start: float = 0.0
    by_kind: Counter[str] = field(default_factory=Counter)


class Bench:
    """One operation with its servers and folders. Every point begins with the same bytes at the same place."""

    def __init__(self, place: Path, operation: Operation, damage: str = "", host: str = "") -> None:
        self.operation = operation
        self._host, self._link = host, ""
        self.work, self._base, self._said = place / "work", place / "base", place / "said"
        place.mkdir(parents=True, exist_ok=True)
        self._said.mkdir()
        self.keyring = place / "keyring.json"
        self._worker = Server(self.keyring, damage)
        self._checker = Server(self.keyring, damage)
        self.figures = Figures()
        self.work.mkdir()
        (self.work / "passphrase").write_text("つくばの空は青い")
        (self.work / "passphrase").chmod(0o600)
        for call in operation.prepare:
            if call[0].isupper():
                _arrange(self, *self.filled(call))
                continue
            heard = self._worker.run([self.filled(call)], self._said / "prepare")
            assert heard.codes[:1] in {(0,), (3,)}, heard.talk
            self._link = next((str(row["link"]) for row in heard.rows if row.get("link")), self._link)
        self.work.rename(self._base)
        self.before = self._fresh_state()
        self.traced, self.calls = self._trace()
        self.after = self._look()
        assert self.after is not None, "the operation itself fails"

    def close(self) -> None:
        """End the servers."""
        for server in (self._worker, self._checker):
            server.__exit__(None, None, None)

    def filled(self, call: Sequence[str]) -> list[str]:
        """The call with WORK, ROOT, HOST and LINK in it as they are here."""
        known = {"WORK": str(self.work), "ROOT": str(ROOT), "HOST": self._host, "LINK": self._link}
        return [re.sub("^(WORK|ROOT|HOST|LINK)", lambda found: known[found[1]], word) for word in call]

    def kills(self, *, every_call: bool = False) -> list[Fault]:
        """A kill at each call."""
        names = sorted(name for name in self.calls if every_call or name in CHANGING)
        return [Fault(call=name, number=number) for name in names for number in range(1, self.calls[name] + 1)]

    def failures(self) -> list[Fault]:
        """Each call that writes or reads fails once, and from there on."""
        return [
            Fault(call=name, number=number, error=error, lasting=lasting)
            for name, error in FAILING
            for number in range(1, self.calls[name] + 1)
            for lasting in (False, True)
        ]

    def run(self, faults: Iterable[Fault]) -> Figures:
        """Try every fault; what breaks the promise is in the figures."""
        for fault in faults:
            self.figures.points += 1
            self.figures.by_kind[fault.error or "kill"] += 1
            for violation in self._try(fault, retry=self.figures.points % 4 == 0):
                self.figures.violations.append(f"{self.operation.name} {fault}: {violation}")
        return self.figures

    def _try(self, fault: Fault, *, retry: bool) -> Iterator[str]:
        self._reset()
        options = ["-o", str(self._said / "trace"), *self._filter(), "-e", fault.injection]
        heard = self._worker.run([self.filled(self.operation.call)], self._said / "operation", options)
        if "Traceback" in heard.talk or "internal-error" in heard.talk:
            yield f"traceback: {heard.talk[-400:]}"
        if fault.error and os.WIFSIGNALED(heard.status):
            yield f"died of {os.WTERMSIG(heard.status)}"
        try:
            seen = self._look()
        except AssertionError as error:
            yield f"checker: {str(error)[:400]}"
            return
        done = heard.codes[:1] in {(0,), (3,)} and not heard.status
        yield from differences(seen, self.before, self.after, heard.acknowledged, done=done)
        if retry:
            again = self._worker.run([self.filled(self.operation.call)], self._said / "again")
            if again.codes not in {(0,), (3,)} and not self._refuses_twice(again):
                yield f"the retry fails: {again.talk[-300:]}"
            elif self._look() != self.after and not any(word in again.talk for word in ("file-exists", '"busy"')):
                yield "the retry does not complete it"

    def _refuses_twice(self, again: Heard) -> bool:
        """What is done cannot be done again (the vault exists, the badge is gone), or a host asks to wait."""
        return any(word in again.talk for word in ("vault-exists", "not-found", "file-exists", '"busy"'))

    def _reset(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self._base, self.work)

    def _fresh_state(self) -> State | None:
        self._reset()
        return self._look()

    def _trace(self) -> tuple[list[str], Counter[str]]:
        """The paths that the operation touches, and how many calls of each kind it makes on them."""
        self._reset()
        out = self._said / "trace"
        options = ["-y", "-s", "4096", "-o", str(out), "-e", "trace=%file,%desc"]
        heard = self._worker.run([self.filled(self.operation.call)], self._said / "operation", options)
        assert heard.codes[:1] in {(0,), (3,)}, heard.talk
        text = out.read_text(errors="replace")
        found = {path for path in _PATH.findall(text) if path.startswith(str(self.work))}
        found |= set(re.findall(rf"<({re.escape(str(self.work))}[^>]*)>", text))
        paths = sorted({_unescaped(path).removesuffix(" (deleted)") for path in found} | {str(self.work / "vault")})
        self.traced = paths
        self._reset()
        heard = self._worker.run(
            [self.filled(self.operation.call)], self._said / "operation", ["-o", str(out), *self._filter()]
        )
        return paths, Counter(_CALL.findall(out.read_text(errors="replace")))

    def _filter(self) -> list[str]:
        return ["-e", "trace=%file,%desc", *(word for path in self.traced for word in ("-P", path))]

    def _look(self) -> State | None:
        """What the public commands say is there. Raises `AssertionError` for what they find wrong."""
        vault, originals = str(self.work / "vault"), self._said / "originals"
        shutil.rmtree(originals, ignore_errors=True)
        common = ["--vault", vault, "--at", AT, "--json"]
        began = time.monotonic()
        first = self._checker.run([[*common, "list"]], self._said / "checker")
        self.figures.slowest_start = max(self.figures.slowest_start, time.monotonic() - began)
        if first.codes == (5,) and "vault-missing" in first.talk:
            return None
        rest = self._checker.run(
            [
                [*common, "export", "--all", "-o", str(originals)],
                [*common, "links"],
                [*common, "doctor"],
                *(self.filled(look) for look in self.operation.looks if self._is_there(look)),
            ],
            self._said / "checker",
        )
        assert first.codes == (0,), first.talk
        assert not any(rest.codes), (rest.codes, rest.talk[-500:])
        wrong = [
            row for found in rest.rows for row in _rows_of(found) if row.get("state") == "error" and row.get("check")
        ]
        assert not wrong, wrong
        stray = {path.name for path in (self.work / "vault").iterdir()} - LEFTOVERS
        assert not stray, stray
        files = sorted(originals.rglob("*")) if originals.exists() else []
        return State(
            badges={str(row["id"]): json.dumps([row["tags"], row["outcome"]]).decode() for row in first.rows},
            originals={file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files},
            shares={
                f"{row.get('target')} {row.get('file')}": str(row.get("revoked") or "")
                for row in rest.rows
                if "target" in row
            },
        )

    def _is_there(self, look: Sequence[str]) -> bool:
        """A look at a file waits until there is one."""
        return all(Path(word).exists() for word in self.filled(look) if word.startswith(str(self.work)))


def _age(bench: Bench, version: str) -> None:
    """Make the vault one of an earlier version, with as much of its content as that version had."""
    age(bench.work / "vault", FileKeyring(bench.keyring), int(version))


def _move(bench: Bench, source: str, target: str) -> None:
    """Take a folder out of the way."""
    del bench
    Path(source).rename(target)


def _arrange(bench: Bench, what: str, *words: str) -> None:
    """Do to the folder what no command does."""
    if what == "MOVE":
        _move(bench, *words)
    else:
        _age(bench, *words)


def differences(
    seen: State | None, before: State | None, after: State | None, acknowledged: frozenset[str], *, done: bool
) -> Iterator[str]:
    """Where what is there is neither as before nor as after; after success, where it is not as after."""
    if done:
        if seen != after:
            yield f"acknowledged and not there: {seen} instead of {after}"
        return
    if seen is None:
        if before is not None or acknowledged:
            yield "the vault is gone"
        return
    nothing = State(badges={}, originals={}, shares={})
    for name in ("badges", "originals", "shares"):
        here, old, new = (getattr(state or nothing, name) for state in (seen, before, after))
        for key in here.keys() | old.keys() | new.keys():
            if here.get(key) not in {old.get(key), new.get(key)}:
                yield f"{name} {key}: {here.get(key)} is neither {old.get(key)} nor {new.get(key)}"
    lost = acknowledged - seen.badges.keys()
    if lost:
        yield f"acknowledged and lost: {sorted(lost)}"


def _rows_of(found: JsonObject) -> list[JsonObject]:
    rows = found.get("rows")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _unescaped(path: str) -> str:
    return re.sub(rb"\\(\d{1,3})", lambda found: bytes([int(found[1], 8)]), path.encode()).decode(errors="replace")


def sampled(faults: list[Fault], count: int) -> list[Fault]:
    """About `count` of them, spread evenly, the same ones every time."""
    step = max(1, len(faults) // count)
    return faults[step // 2 :: step][:count] if len(faults) > count else faults

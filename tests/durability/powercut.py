"""What a disk may hold after the power is cut, rebuilt from a recording of the wallet's own file system calls.

Data that was not synced may be there, be missing, or be torn in the middle; names that were not synced with their
folder may be there up to any one of them, in order. Nothing here needs a special file system or a privilege but
tracing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.differential.draws import Draws
from tests.durability.harness import AT, Server
from tests.durability.server import FileKeyring
from tests.places import ROOT
from wallet.errors import WalletError
from wallet.model.secret import Secret
from wallet.storage import key_file
from wallet.storage.open import _vault_key
from wallet.storage.vault import SqliteVault

SECTOR: Final = 512
_CALLS: Final = "openat,open,write,pwrite64,fsync,fdatasync,ftruncate,unlink,unlinkat,rename"
_LINE: Final = re.compile(r"^(?P<call>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+|0x[0-9a-f]+)")
_DESCRIPTOR: Final = re.compile(r"^(\d+)<([^>]*)>")
_TEXT: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_SAMPLES: Final = tuple(sorted(str(path) for path in (ROOT / "samples").glob("[0-9]*")))
_TAGGED: Final = "fas5kjzkyf"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that happened to the folder; `inode` names a file across its names."""

    kind: str
    inode: int = 0
    name: str = ""
    to: str = ""
    offset: int = 0
    content: bytes = b""


@dataclass(kw_only=True)
class Recording:
    """What the wallet did to its folder, in order, and what was in the folder before."""

    before: dict[str, bytes]
    steps: list[Step] = field(default_factory=list)


Seen = dict[str, tuple[str, ...]]
"""Of each badge, what of it must not be lost: its tags and the hashes of what it came in."""


def calls(vault: Path) -> list[list[str]]:
    """What is recorded: imports, a tag, a removal, a setting of trust, a check."""
    common = ["--vault", str(vault), "--at", AT, "--json"]
    return [
        [*common, "import", *_SAMPLES[1:4]],
        [*common, "tag", _TAGGED, "応募"],
        [*common, "import", *_SAMPLES[4:8]],
        [*common, "remove", _TAGGED, "--yes"],
        [*common, "check"],
        [*common, "import", *_SAMPLES[8:]],
    ]


def record(place: Path, damage: str = "") -> tuple[Recording, Secret]:
    """Run the calls once under strace; the recording, and the key of the vault."""
    place.mkdir(parents=True)
    vault, said, keyring = place / "vault", place / "said", place / "keyring.json"
    passphrase = place / "passphrase"
    passphrase.write_text("つくばの空は青い")
    passphrase.chmod(0o600)
    common = ["--vault", str(vault), "--at", AT, "--json", "--passphrase-file", str(passphrase)]
    with Server(keyring, damage) as server:
        made = server.run([[*common, "init"], [*common, "import", _SAMPLES[0]]], place / "made")
        assert made.codes == (0, 0), made.talk
        before = {path.name: path.read_bytes() for path in vault.iterdir()}
        names = [vault / f"vault.db{suffix}" for suffix in ("", "-journal", "-wal")]
        watched = [vault, *names, Path(f"{said}.stdout"), Path(f"{said}.codes")]
        trace = place / "trace"
        options = ["-y", "-xx", "-s", "100000000", "-o", str(trace), "-e", f"trace={_CALLS}"]
        for path in watched:
            options += ["-P", str(path)]
        heard = server.run(calls(vault), said, options)
    assert set(heard.codes) <= {0, 1, 3}, heard.talk
    assert len(heard.codes) == len(calls(vault))
    key = _vault_key(key_file.read(vault), lambda: None, FileKeyring(keyring))
    return _read(trace, before, vault, said), key


def _read(trace: Path, before: dict[str, bytes], vault: Path, said: Path) -> Recording:
    recording = Recording(before=before)
    inodes = {name: number for number, name in enumerate(sorted(before), start=1)}
    steps, fresh = recording.steps, len(inodes) + 1
    with trace.open() as lines:
        for line in lines:
            found = _LINE.match(line)
            if found is None or found["result"].startswith("-"):
                continue
            call, arguments = found["call"], found["arguments"]
            texts = [_bytes(text) for text in _TEXT.findall(arguments)]
            holder = _DESCRIPTOR.match(arguments)
            path = Path((_bytes(holder[2]) if "\\x" in holder[2] else holder[2].encode()).decode()) if holder else vault
            name = path.name
            if path == Path(f"{said}.stdout"):
                steps.append(Step(kind="said", content=texts[0]))
            elif path == Path(f"{said}.codes"):
                steps.append(Step(kind="done"))
            elif call in {"openat", "open"}:
                name = Path(texts[0].decode()).name
                if name not in inodes and "O_CREAT" in arguments:
                    inodes[name], fresh = fresh, fresh + 1
                    steps.append(Step(kind="create", name=name, inode=inodes[name]))
            elif call in {"unlink", "unlinkat"}:
                name = Path(texts[0].decode()).name
                inodes.pop(name, None)
                steps.append(Step(kind="unlink", name=name))
            elif path == vault:
                steps.append(Step(kind="sync-folder"))
            elif call in {"fsync", "fdatasync"}:
                steps.append(Step(kind="sync", inode=inodes[name]))
            elif call == "ftruncate":
                steps.append(Step(kind="cut", inode=inodes[name], offset=int(arguments.rpartition(", ")[2], 0)))
            elif call == "pwrite64":
                offset = int(arguments.rpartition(", ")[2], 0)
                steps.append(Step(kind="write", inode=inodes[name], offset=offset, content=texts[0]))
            else:
                raise AssertionError(line[:200])
    return recording


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def disk(recording: Recording, end: int, draws: Draws | None) -> dict[str, bytes]:
    """The folder after the power was cut behind step `end`; `draws` None keeps all that was written."""
    steps = recording.steps[:end]
    synced: dict[int, int] = {}
    folder_synced = 0
    for number, step in enumerate(steps):
        if step.kind == "sync":
            synced[step.inode] = number
        elif step.kind == "sync-folder":
            folder_synced = number
    kept = 1.0 if draws is None else draws.pick((0.0, 0.5, 0.9))
    names = {name: number for number, name in enumerate(sorted(recording.before), start=1)}
    contents = {number: bytearray(recording.before[name]) for name, number in names.items()}
    naming = [number for number, step in enumerate(steps) if step.kind in {"create", "unlink"}]
    loose = [number for number in naming if number > folder_synced]
    until = loose[draws.below(len(loose))] if draws is not None and loose and draws.fraction() < 0.7 else end
    for number, step in enumerate(steps):
        if step.kind == "create":
            contents[step.inode] = bytearray()
            if number <= folder_synced or number < until:
                names[step.name] = step.inode
        elif step.kind == "unlink":
            if number <= folder_synced or number < until:
                names.pop(step.name, None)
        elif step.kind in {"write", "cut"}:
            durable = number < synced.get(step.inode, -1)
            if durable or draws is None or draws.fraction() < kept:
                _apply(contents[step.inode], step, None if durable else draws)
    return {name: bytes(contents[number]) for name, number in names.items()}


def _apply(content: bytearray, step: Step, draws: Draws | None) -> None:
    if step.kind == "cut":
        del content[step.offset :]
        return
    written = step.content
    if draws is not None and draws.fraction() < 0.25:
        written = written[: draws.below(len(written) // SECTOR + 1) * SECTOR]
    if len(content) < step.offset:
        content.extend(bytes(step.offset - len(content)))
    content[step.offset : step.offset + len(written)] = written


def look(folder: Path, content: dict[str, bytes], key: Secret) -> Seen:
    """What a vault opened on that disk holds. Raises `WalletError`, and `AssertionError` for what a full read finds."""
    for leftover in folder.iterdir():
        leftover.unlink()
    for name, data in content.items():
        (folder / name).write_bytes(data)
    vault = SqliteVault.open(folder / "vault.db", key)
    try:
        problems = vault.problems()
        assert problems == (), problems
        records = [vault.badge(badge.id) for badge in vault.badges()]
    finally:
        vault.close()
    return {
        record.summary.id: (*record.summary.tags, *(carrier.sha256 for carrier in record.carriers))
        for record in records
    }


def violations(recording: Recording, key: Secret, folder: Path, ends: Sequence[int], seed: int) -> Iterator[str]:
    """Try one disk for each cut in `ends`; what broke the promise."""
    draws = Draws(str(seed))
    finished = [number for number, step in enumerate(recording.steps) if step.kind == "done"]
    states = [look(folder, disk(recording, 0, None), key)]
    states += [look(folder, disk(recording, number + 1, None), key) for number in finished]
    for end in ends:
        done = sum(number < end for number in finished)
        before, after = states[done], states[min(done + 1, len(finished))]
        said = b"".join(step.content for step in recording.steps[:end] if step.kind == "said").decode()
        acknowledged = set(re.findall(r'"outcome":"(?:imported|updated)","id":"([a-z2-7]+)"', said))
        try:
            seen = look(folder, disk(recording, end, draws), key)
        except (WalletError, AssertionError) as error:
            yield f"cut at {end}: {error}"
            continue
        for badge in before.keys() | after.keys() | seen.keys():
            if seen.get(badge) not in {before.get(badge), after.get(badge)}:
                yield f"cut at {end}: {badge} is neither as before nor as after"
        lost = {badge for badge in acknowledged - seen.keys() if badge in before or badge in after}
        # What a finished or running removal took away is no loss.
        if lost - (before.keys() - after.keys()):
            yield f"cut at {end}: acknowledged and lost: {sorted(lost)}"

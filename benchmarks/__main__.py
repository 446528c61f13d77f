"""`python -m benchmarks [--shared FOLDER]`: the table of `make bench`.

Each measure runs in a process of its own, so that memory peaks are its own and nothing is warm that a user would find cold.
Without the development material the example reports, repeated with changed numbers, stand in, and the table says so.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROWS = 1_000


def corpus(shared: Path, limit: int) -> list[dict[str, str]]:
    """Reports as JSONL rows: news clusters first, then incidents."""
    rows = []
    clusters, incidents = shared / "benchmarks/news_clusters/clusters.jsonl", shared / "benchmarks/incidents/docs.jsonl"
    if clusters.exists() and incidents.exists():
        for line in clusters.read_text(encoding="utf-8").splitlines():
            d = json.loads(line)
            rows.append({"title": d.get("title") or "", "text": d["text"], "published": str(d.get("date_publish") or "")[:10], "outlet": d.get("source_domain") or ""})
        for line in incidents.read_text(encoding="utf-8").splitlines():
            d = json.loads(line)
            rows.append({"title": d.get("title") or "", "text": d["text"], "published": str(d.get("dct") or "")[:10]})
    else:
        examples = sorted((HERE.parent / "examples/kazakhstan-2022").glob("*.txt"))
        texts = [p.read_text(encoding="utf-8") for p in examples]
        rows = [{"text": texts[i % len(texts)] + f"\n\nThis is copy {i}, filed by correspondent {i * 7919 % 1000}.", "outlet": f"Outlet {i}"} for i in range(limit)]
    return rows[:limit]


def measure(what: str, *args: str, timeout: float = 3600) -> dict[str, float]:
    """One measure in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.measure", what, *args], capture_output=True, text=True, timeout=timeout)
    if done.returncode:
        raise SystemExit(f"measure {what} failed:\n{done.stderr[-2000:]}")
    out: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return out


def simulation(*, quick: bool) -> list[tuple[str, str, float, bool]]:
    """The region simulation: time, memory, the bare arithmetic of its kernel, and growth over two decades of draws, states and years."""
    rows = []
    whole = measure("region_command", "2")
    rows.append(("simulate region, 10,000 draws x 20 years x 15, s", "< 15", whole["wall"], whole["wall"] < 15))
    rows.append(("its processor time, both cores, s", "< 30", whole["processor"], whole["processor"] < 30))
    rows.append(("its peak memory, MB", "< 1000", whole["megabytes"], whole["megabytes"] < 1000))
    ratio = measure("region", "500x15x20")["ratio"]
    rows.append(("region / bare arithmetic of its kernel", "<= 3", ratio, ratio <= 3))
    sizes = {"draws": ("100x15x20", "1000x15x20", "10000x15x20"), "states": ("100x15x20", "100x150x20", "100x1500x20"), "years": ("500x15x2", "500x15x20", "500x15x200")}
    for name, steps in sizes.items():
        seconds = [measure("region", step)["seconds"] for step in (steps[:2] if quick else steps)]
        worst = max(b / a for a, b in itertools.pairwise(seconds))
        rows.append((f"ten times the {name}, worst of two decades", "<= 12", worst, worst <= 12))
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--quick", action="store_true", help="a tenth of the reports, to see that the bench itself works")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    most = ROWS // 10 if arguments.quick else ROWS
    rows: list[tuple[str, str, float, bool]] = []
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for n in sorted({20, 100, most // 10, most // 4, most}):
            files[n] = Path(folder) / f"{n}.jsonl"
            files[n].write_text("".join(json.dumps(r) + "\n" for r in corpus(arguments.shared, n)), encoding="utf-8")
        reading = measure("reading", str(files[most // 10]))
        rows.append(("reading / bare parse, one core", "<= 2", reading["ratio"], reading["ratio"] <= 2))
        two = measure("workers", str(files[most // 4]))
        rows.append(("one worker / two workers, wall time of reading", ">= 1.3", two["ratio"], two["ratio"] >= 1.3))
        small, large = measure("dossier", str(files[most // 10])), measure("dossier", str(files[most]))
        growth = large["seconds"] / small["seconds"]
        rows.append((f"time of {most} reports / {most // 10} reports", "<= 12", growth, growth <= 12))
        rows.append((f"peak memory of {most} reports, MB", "< 1500", large["megabytes"], large["megabytes"] < 1500))
        for n, limit in ((20, 300), (100, 500)):
            page = measure("page", str(files[n]))["kilobytes"]
            rows.append((f"page of {n} reports, KB", f"<= {limit}", page, page <= limit))
        rows += simulation(quick=arguments.quick)
        times = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-m", "dragoman", "--version"], check=True, capture_output=True)
            times.append(time.perf_counter() - start)
        rows.append(("dragoman --version, s (median of 5)", "< 0.3", sorted(times)[2], sorted(times)[2] < 0.3))
    if arguments.json:
        print(json.dumps([{"measure": n, "aim": a, "value": round(v, 3), "met": ok} for n, a, v, ok in rows]))
    else:
        kind = "other people's reports" if (arguments.shared / "benchmarks").is_dir() else "the example reports, repeated"
        print(f"measured on {kind}")
        for name, aim, value, ok in rows:
            print(f"{name:50} {aim:>8} {value:9.2f}  {'met' if ok else 'MISSED'}")
    return 0 if all(ok for *_, ok in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

"""One measure in a process of its own: `python -m benchmarks.measure WHAT FILE.jsonl` prints one JSON object."""

from __future__ import annotations

import json
import os
import resource
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(name, "1")


def reading(path: str) -> dict[str, float]:
    """Parsing and all rules over bare parsing of the same text; medians of three rounds in turn, in one process."""
    from dragoman.reading.gate import admit
    from dragoman.reading.pipeline import load_pipeline, parse
    from dragoman.reading.readers import Rules
    from dragoman.settings import Settings
    from dragoman.sources.load import load

    settings = Settings()
    nlp = load_pipeline(settings.pipeline)
    reports = load([path], settings).reports
    rules = Rules()

    def bare() -> None:
        for _ in nlp.pipe([r.text for r in reports]):
            pass

    def read() -> None:
        for r in reports:
            admit(rules.propose(r, parse(r, nlp)), r)

    for r in reports[:5]:  # lexicons are loaded once a process
        admit(rules.propose(r, parse(r, nlp)), r)
    times: dict[str, list[float]] = {"bare": [], "read": []}
    for _ in range(3):
        for name, run in (("bare", bare), ("read", read)):
            start = time.process_time()
            run()
            times[name].append(time.process_time() - start)
    b, r = sorted(times["bare"])[1], sorted(times["read"])[1]
    words = sum(len(x.text.split()) for x in reports)
    return {"ratio": r / b, "bare_words_per_second": words / b, "read_words_per_second": words / r}


def workers(path: str) -> dict[str, float]:
    """Wall time of reading with one worker over that with two, start of the workers included."""
    from dragoman.settings import Settings
    from dragoman.sources.load import load
    from dragoman.workbench import Workbench

    reports = load([path], Settings()).reports
    seconds = []
    for n in (1, 2):
        start = time.perf_counter()
        for _ in Workbench(Settings(workers=n)).read(reports):
            pass
        seconds.append(time.perf_counter() - start)
    return {"ratio": seconds[0] / seconds[1], "one": seconds[0], "two": seconds[1]}


def dossier(path: str) -> dict[str, float]:
    """Processor time and peak memory of a whole dossier, page and tables included."""
    from dragoman.export.folder import render
    from dragoman.settings import Settings
    from dragoman.workbench import Workbench

    start = time.process_time()
    render(Workbench(Settings()).make_dossier([path]), {}, "bench")
    return {"seconds": time.process_time() - start, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def page(path: str) -> dict[str, float]:
    """Weight of the page."""
    from dragoman.export.folder import render
    from dragoman.settings import Settings
    from dragoman.workbench import Workbench

    return {"kilobytes": len(render(Workbench(Settings()).make_dossier([path]), {}, "bench")["dossier.html"]) / 1000}


def region(size: str) -> dict[str, float]:
    """The region simulation, `draws x states x years` as in 10000x15x20: its time and memory, and its time over the bare arithmetic of its kernel.

    States beyond the region's fifteen are the same ones again.
    """
    from dataclasses import replace

    import numpy as np

    from benchmarks.region_kernel import bare, noise
    from dragoman.cases.load import case_base
    from dragoman.model import region as regions
    from dragoman.model.counts import counts
    from dragoman.model.crisis import parameters
    from dragoman.model.layers import Layers
    from dragoman.model.posterior import prior
    from dragoman.model.table import case_table

    draws, states, years = map(int, size.split("x"))
    cases = list(case_base().cases.values())
    counted = counts(cases, patron="Russia")
    layers = Layers(prior(np.random.default_rng(0), 200, table=case_table(cases)))
    p = parameters(np.random.default_rng(1), counted, 200)
    given = regions.region(cases, counted, start=2000)
    at = np.arange(states) % len(given.states)
    names = [given.states[i] for i in at]
    given = replace(given, states=tuple(names), names=tuple(names), columns={k: v[at] for k, v in given.columns.items()}, rate=given.rate[at])
    sizes = regions.chunks(draws)
    _, seeds = regions.seeds(1, len(sizes))
    begun, start = time.perf_counter(), time.process_time()
    done = [
        regions.run_chunk(given, p, layers, seeds[n], first=n * regions.CHUNK, draws=k, years=range(2000, 2000 + years)) for n, k in enumerate(sizes)
    ]
    paths = regions.joined(done)
    seconds, wall = time.process_time() - start, time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    crises = int((paths.trigger >= 0).sum() / (years * len(sizes)))
    ratios, ratios_with_noise = [], []
    for _ in range(5):  # in turn, so that a busy machine slows both
        start = time.process_time()
        regions.run_chunk(given, p, layers, seeds[0], first=0, draws=sizes[0], years=range(2000, 2000 + years))
        full = time.process_time() - start
        kernel, drawn = bare(sizes[0], states, years, max(1, crises)), noise(sizes[0], states, years)
        ratios.append(full / kernel)
        ratios_with_noise.append(full / (kernel + drawn))
    return {
        "seconds": seconds,
        "wall": wall,
        "megabytes": memory,
        "ratio": sorted(ratios)[2],
        "ratio_with_noise": sorted(ratios_with_noise)[2],
        "crises_a_year": crises,
    }


def region_command(workers: str) -> dict[str, float]:
    """Wall time of the whole command, fit, summary and printing included: 10,000 draws, 20 years, the region's fifteen states."""
    import subprocess

    begun = time.perf_counter()
    command = [sys.executable, "-m", "dragoman", "simulate", "region", "--from", "2000", "--to", "2019", "--draws", "10000", "--workers", workers, "--json"]
    subprocess.run(command, check=True, capture_output=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"wall": time.perf_counter() - begun, "processor": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}


if __name__ == "__main__":
    print(json.dumps({"reading": reading, "workers": workers, "dossier": dossier, "page": page, "region": region, "region_command": region_command}[sys.argv[1]](sys.argv[2])))

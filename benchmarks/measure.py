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


if __name__ == "__main__":
    print(json.dumps({"reading": reading, "workers": workers, "dossier": dossier, "page": page}[sys.argv[1]](sys.argv[2])))

#!/usr/bin/env python3
"""Measures a build of whylocked on exports whose truth is known.

usage: accuracy.py PROGRAM [--exports N] [--foreign DIR]...   tables as Markdown
       accuracy.py PROGRAM --check                            a small slice; exit status 1 if a demand is missed
       accuracy.py PROGRAM --wrong KIND [--exports N]         the wrong answers, seed by seed
       accuracy.py PROGRAM --fit [--exports N]                a strength for each signal, from fitting worlds
       accuracy.py PROGRAM --readme [--shuffled PROGRAM --thinned PROGRAM]
                                                              writes tests/accuracy/README.md

Simulates N exports (20) of each kind of world, or only of --kinds A,B. --catalog DATA: the data that the
program's catalog was built from. A foreign folder holds one folder per export, in the form that README.md
describes.
"""
import argparse
import concurrent.futures
import json
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "simulator"))
sys.path.insert(0, str(HERE))
import catalog
import judge
import metrics
import pages
import simulate

JUDGING_SEEDS = 100_000  # seeds from here on are reserved: nobody looks at them while working on the method
_simulators = {}


def simulator(data):
    if data not in _simulators:
        _simulators[data] = simulate.Simulator(data)
    return _simulators[data]


def play_one(task):
    """Returns (truth, site, judged, invented, failed) for one simulated or foreign export."""
    program, kind, seed, data, folder = task
    if folder is not None:
        return _judge_folder(program, folder, folder.name)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file, text in simulator(data).simulate(kind, seed).items():
            (folder / file).write_text(text, encoding="utf-8", newline="")
        return _judge_folder(program, folder, f"{kind}/{seed}")


def _judge_folder(program, folder, name):
    truth = json.loads((folder / "truth.json").read_text())
    site = json.loads((folder / "site.json").read_text()) if (folder / "site.json").exists() else {}
    report = judge.run(program, folder, truth)
    judged, invented = judge.judge(truth, report, name + ":")
    return truth, site, judged, invented, report.get("failed")


class Measured:
    """A set of judged exports."""

    def __init__(self, results):
        self.results = list(results)
        self.judged = [one for result in self.results for one in result[2]]
        self.invented = sum(result[3] for result in self.results)
        self.failed = [result[4] for result in self.results if result[4]]

    def figures(self, by_case):
        return metrics.figures(self.judged, by_case, self.invented)

    def of(self, family):
        return Measured(result for result in self.results if result[0]["family"] == family)

    def families(self):
        return list(dict.fromkeys(result[0]["family"] for result in self.results))

    def again(self, decide, lost_too=False):
        """Judges the same exports again by decide(one, site, truth)."""
        out = Measured([])
        for truth, site, judged, _, _ in self.results:
            anew = [decide(one, site, truth) if one.found or lost_too else one for one in judged]
            out.results.append((truth, site, anew, 0, None))
            out.judged += anew
        return out


def kinds_for(purpose):
    return [name for name, row in simulate.KINDS.items() if row["use"] in (purpose, "both")]


def measure(program, tasks, data=catalog.DATA):
    """`tasks`: (kind, seed) pairs or folders."""
    rows = [(program, None, None, data, task) if isinstance(task, pathlib.Path)
            else (program, *task, data, None)
            for task in tasks]
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        return Measured(pool.map(play_one, rows, chunksize=4))


def tasks_for(purpose, exports, only=None):
    first = JUDGING_SEEDS if purpose == "judge" else 1
    kinds = [kind for kind in kinds_for(purpose) if not only or kind in only]
    return [(kind, first + n) for kind in kinds for n in range(exports)]


def foreign_tasks(folders):
    return [path for folder in folders for path in sorted(folder.iterdir())
            if (path / "truth.json").exists()]


# ---- the commands

# Demands on a small slice of judging worlds, which an honest report meets even with little evidence.
# Each leaves some margin to the measured value, but a real regression breaks it.
DEMANDS = [("wrong", "at most", 0.06), ("wrong of diagnosed", "at most", 0.07),
           ("wrong at 0.95", "at most", 0.05),
           ("ece", "at most", 0.12), ("lost", "at most", 0.05), ("invented", "at most", 0.05),
           ("right", "at least", 0.50)]
FEW_EXPORTS = 4  # per kind


def check(program, exports, data):
    measured = measure(program, tasks_for("judge", exports), data)
    figures = measured.figures(by_case=True)
    # Bins with few cases show a calibration error even if there is none.
    demands = [(name, side, 0.20 if name == "ece" and exports < FEW_EXPORTS else limit)
               for name, side, limit in DEMANDS]
    missed = [f"{name}: {metrics.percent(figures[name])}, {side} {metrics.percent(limit)}"
              for name, side, limit in demands
              if figures[name] is not None and (figures[name] > limit) == (side == "at most")]
    missed += measured.failed
    print(pages.summary({"judging": measured}))
    for line in missed:
        print("missed:", line, file=sys.stderr)
    return 1 if missed else 0


def list_wrong(program, kind, exports):
    first = 1 if kind in kinds_for("fit") else JUDGING_SEEDS
    for n in range(exports):
        truth, _, judged, invented, failed = play_one((program, kind, first + n, catalog.DATA,
                                                       None))
        seen = set()
        for one in judged:
            if one.outcome in ("right", "careful") or (one.case, one.outcome) in seen:
                continue
            seen.add((one.case, one.outcome))
            print(f"{kind} --seed {first + n}  {one.truth.get('user', 'campaign')} {one.truth.get('locked_at', '')}: {one.outcome}, {one.status} "
                  f"{'/'.join(one.first[:4])} {one.said:.3f}; true {one.truth['causes']}, ideal {one.truth.get('ideal', [])[:2]}")
            print("    " + pages.lines(one))
        if invented or failed:
            print(f"{kind} --seed {first + n}  invented {invented} {failed or ''}")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--exports", type=int, default=20)
    parser.add_argument("--kinds", type=lambda text: text.split(","),
                        help="only these kinds of worlds")
    parser.add_argument("--foreign", type=pathlib.Path, action="append", default=[])
    parser.add_argument("--shuffled", type=pathlib.Path)
    parser.add_argument("--thinned", type=pathlib.Path)
    parser.add_argument("--data", type=pathlib.Path,
                        help="folder with shuffled/ and thinned/ catalog data")
    parser.add_argument("--catalog", type=pathlib.Path, default=catalog.DATA)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--wrong", choices=list(simulate.KINDS))
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--readme", action="store_true")
    options = parser.parse_args()
    if options.wrong:
        return list_wrong(options.program, options.wrong, options.exports)
    if options.check:
        return check(options.program, min(options.exports, 5), options.catalog)
    if options.fit:
        fitting, judging = (measure(options.program,
                                    tasks_for(purpose, options.exports, options.kinds),
                                    options.catalog)
                            for purpose in ("fit", "judge"))
        return print(pages.fitted_strengths(fitting, judging))
    columns = {"fitting": measure(options.program,
                                  tasks_for("fit", options.exports, options.kinds)),
               "judging": measure(options.program,
                                  tasks_for("judge", options.exports, options.kinds)),
               "foreign": measure(options.program,
                                  foreign_tasks([HERE / "foreign", *options.foreign]))}
    columns = {name: one for name, one in columns.items() if one.judged}
    variants = {name: measure(program, tasks_for("judge", options.exports), options.data / name)
                for name,
                program in (("shuffled", options.shuffled), ("thinned", options.thinned))
                if program}
    text = pages.everything(columns, variants, catalog.Catalog())
    print(text)
    if options.readme:
        head = (HERE / "FORMAT.md").read_text()
        (HERE / "README.md").write_text(pages.readme(text, head, columns, options.exports))
    return 0


if __name__ == "__main__":
    sys.exit(main())

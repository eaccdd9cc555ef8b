#!/usr/bin/env python3
"""Simulates an export whose truth is known.

usage: simulate.py                                    lists the kinds of worlds
       simulate.py KIND --seed N --output FOLDER [--catalog DATA]
       simulate.py --learn                            counts behaviour again (behaviour.json)

FOLDER gets the export, site.json and truth.json (documented in tests/accuracy/README.md).
The same kind, seed and data give the same bytes everywhere.
"""
import argparse
import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import analyst
import catalog
import datetime
import export
import model
import play
import world

HERE = pathlib.Path(__file__).parent
KINDS = {name: row for name,
         row in json.loads((HERE / "kinds.json").read_text()).items() if name != "about"}


class Simulator:
    def __init__(self, data=catalog.DATA):
        self.model = model.Model(catalog.Catalog(data))
        path = analyst.BEHAVIOUR
        self.behaviour = json.loads(path.read_text()) if path.exists() else None

    def live(self, kind, seed):
        """Returns (world, played), drawn again until the export shows a lockout or a campaign."""
        for attempt in range(100):
            one = world.World(self.model, KINDS[kind], random.Random(f"{kind}/{seed}/{attempt}"))
            played = play.Play(one).run()
            if KINDS[kind].get("locks", True):
                if any(analyst.is_shown(one, played, lock) for lock in played.locks):
                    return one, played
            elif analyst.campaigns(self.model, one, played):
                return one, played
        raise RuntimeError(f"{kind}: nobody was locked in 100 worlds")

    def simulate(self, kind, seed):
        """Returns {file name: text} of an export and its truth."""
        one, played = self.live(kind, seed)
        name, text = export.write(one, played)
        truth = self.truth(kind, seed, one, played, name)
        return {name: text, "site.json": json.dumps(one.site, indent=1) + "\n",
                "truth.json": json.dumps(truth, indent=1) + "\n"}

    def truth(self, kind, seed, one, played, name):
        lockouts = analyst.conclude(self.model, one, played, self.behaviour)
        ignored = analyst.hidden(one, played)
        for row in lockouts + ignored:
            row["locked_at"] = datetime.datetime.fromtimestamp(int(row.pop("time")),
                                                               datetime.timezone.utc).isoformat()
        dropped = {what: not shown for what, shown in one.visible.items()}
        return {"family": kind, "seed": seed, "file": name, "style": one.style,
                "threshold": one.threshold,
                "dropped": dropped, "events": len(played.rows), "lockouts": lockouts,
                "ignored": ignored,
                "campaigns": analyst.campaigns(self.model, one, played)}


def learn(simulator, count=150):
    """Counts behaviour in worlds with every sort of trouble, and fits the strength on other worlds."""
    sorts = [sort for sort in model.TABLE["trouble"] if sort not in ("why", "several")]
    KINDS["(learn)"] = {"set": {"trouble": {sort: 1 for sort in sorts}}}
    table = analyst.learn(simulator.live("(learn)", seed) for seed in range(count * 6))
    best = None
    fitting = [simulator.live("ordinary", -1 - seed) for seed in range(count)]
    for strength in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        loss = _loss(simulator.model, fitting, {**table, "strength": strength})
        print(f"strength {strength:.1f}: log loss {loss:.4f}")
        best = min(best or (loss, strength), (loss, strength))
    analyst.BEHAVIOUR.write_text(json.dumps({"strength": best[1], **table}, indent=1,
                                            sort_keys=True) + "\n")


def _loss(own, worlds, behaviour):
    import math
    total, count, causes = 0.0, 0, own.causes()
    for one, played in worlds:
        rows, seen = export.visible_rows(one, played), set()
        for lock in played.locks:
            actor = max(lock.counted, key=lock.counted.count)
            if (actor, lock.account) in seen:
                continue
            seen.add((actor, lock.account))
            posterior = analyst.evaluate(own, analyst.Evidence(one, played, rows, lock, actor),
                                         behaviour, causes)
            p = next(p for cause, p in posterior if cause.id == actor.cause.id)
            total -= math.log(max(p, 1e-6))
            count += 1
    return total / count


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", nargs="?", choices=list(KINDS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=pathlib.Path)
    parser.add_argument("--catalog", type=pathlib.Path, default=catalog.DATA)
    parser.add_argument("--learn", action="store_true")
    options = parser.parse_args()
    if options.learn:
        return learn(Simulator(options.catalog))
    if not options.kind or not options.output:
        for name, row in KINDS.items():
            print(f"{name:26} {row['use']:6} {row['story']}")
        return None
    options.output.mkdir(parents=True, exist_ok=True)
    for name, text in Simulator(options.catalog).simulate(options.kind, options.seed).items():
        (options.output / name).write_text(text, encoding="utf-8", newline="")
    return None


if __name__ == "__main__":
    sys.exit(main())

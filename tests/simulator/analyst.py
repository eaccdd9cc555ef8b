"""The ideal analyst: what somebody who knows the generating model can conclude from an export.

Computes the posterior over all causes for the caller that filled most of a lock's counter, from what the
export shows of it: place, beat, client, account, declarations (in closed form, model.py) and behaviour.
Behaviour has no closed form, so its likelihoods are counted in worlds of the same generator
(behaviour.json, written by `simulate --learn`). Which attempts belong to one caller is assumed known.
"""
import collections
import json
import math
import pathlib
import statistics

from export import names, visible_rows
from model import ATTACKS, STORED, TABLE
from world import DAY, HOUR

BEHAVIOUR = pathlib.Path(__file__).parent / "behaviour.json"
FAILED = ("wrong", "locked")
UNLISTED = "unlisted-integration"
MANY = 4  # accounts at which a test has the form of a spray
NAMED, LEAD, TIED, KIND = 0.6, 3, 0.5, 0.8  # limits at which a name, tie or kind can be given
ALIKE = 1e-6  # of log likelihoods: no column separates the two


def bin_of(value, limits):
    """Returns "<2", "<30", .. or ">=30"."""
    return next((f"<{limit}" for limit in limits if value < limit), f">={limits[-1]}")


class Evidence:
    """What the export shows of one caller's part in one lock."""

    def __init__(self, world, played, rows, lock, actor):
        self.world, self.actor = world, actor
        self.account = world.accounts[lock.account]
        own = [row for row in rows if row.actor is actor]
        self.own, self.failures = own, [row for row in own if row.kind in FAILED]
        self.features = self._features(played, rows, lock)

    def _features(self, played, rows, lock):
        world, failures = self.world, self.failures
        shown = world.visible["successes"]
        counted = [row.time for row in failures if row.time <= lock.time
                   and row.account == lock.account]
        counted = counted[-max(2, lock.counted.count(self.actor)):]
        gaps = [b - a for a, b in zip(counted, counted[1:])] or [0]
        locks = sum(1 for one in played.locks if one.account == lock.account
                    and self.actor in one.counted)
        night = [not world.is_working_time(row.time) for row in failures]
        wins = [row.time for row in self.own if row.kind == "in" and row.account == lock.account]
        change = [row.time for row in rows if row.kind == "change" and row.account == lock.account]
        out = {
            "gap": bin_of(statistics.median(gaps), (2, 5, 120, 1800)),
            "span": bin_of(sum(gaps), (5, 120, 1800, 6 * HOUR, 2 * DAY)),
            "locks": bin_of(locks, (2, 3)),
            "accounts": bin_of(len({row.account for row in failures}), (2, 5)),
            "addresses": bin_of(len({row.address for row in failures}), (2, 5))
               if world.visible["addresses"] else None,
            "failures": bin_of(len(failures), (6, 21, 101)),
            "before": str(any(time < lock.time for time in wins)) if shown else None,
            "after": str(any(0 < time - lock.time < 2 * HOUR for time in wins)) if shown else None,
            "night": bin_of(sum(night) / max(1, len(night)), (0.05, 0.4)) if world.zone_declared
               else None,
            "change": str(any(lock.time - 30 * DAY < time < lock.time for time in change))
            if world.visible["changes"] else None,
        }
        return {name: value for name, value in out.items() if value is not None}

    # ---- observations, as sets of model values that look the same

    def seen_places(self, place):
        office = self.world.office_declared or self.world.visible["successes"]
        hidden = {("home",), ("datacentre",)} | (set() if office else {("office",)})
        return hidden if place in hidden else {place}

    def seen_shapes(self):
        """The shapes that fit the observation; None if too few runs are seen."""
        shape, minutes = self.actor.shape
        if not self.own or shape == "people":
            return None
        length = self.own[-1].time - self.own[0].time
        if shape in ("interval", "daily"):
            return {self.actor.shape} if length >= (5 if shape == "interval"
                                                    else 2.5) * minutes * 60 else None
        runs = 1 + sum(b.time - a.time > 1200 for a, b in zip(self.own, self.own[1:]))
        return {("event", 0), ("hours", 0)} if runs >= 10 else None


def evaluate(model, evidence, behaviour, causes=None):
    """Posterior over all causes, best first: [(cause, probability)]."""
    prior = causes or model.causes()
    shares = {one.id: share for one, share in model.product_shares().items()}
    score = {}
    for cause, share in prior.items():
        parts = [share, *_columns(model, evidence, cause), _account(model, evidence, cause, shares),
                 _owner(evidence, cause, shares), _list(evidence, cause, shares)]
        score[cause] = sum(math.log(max(part, 1e-12)) for part in parts) + _behaves(behaviour,
                                                                                    evidence, cause)
    top = max(score.values())
    total = sum(math.exp(value - top) for value in score.values())
    out = [(cause, math.exp(value - top) / total) for cause, value in score.items()]
    return sorted(out, key=lambda row: (-row[1], row[0].id))


def _columns(model, evidence, cause):
    """Likelihoods of the columns that depend only on the cause: place, schedule, client."""
    return (_place(model, evidence, cause), _shape(model, evidence, cause),
            _client(model, evidence, cause))


def twins(model, evidence, causes):
    """Causes that no column separates from the true one: the same sort, place, schedule and client, and
    an account and declarations that support each equally."""
    true, world = evidence.actor.cause, evidence.world
    form, owner = evidence.account.form

    def traits(cause):
        logs = tuple(round(math.log(max(part, 1e-12)) / ALIKE)
                     for part in _columns(model, evidence, cause))
        accounts = model.accounts(cause).get((form, owner), 0)
        return (cause.sort in STORED or cause.sort, logs, round(accounts, 6), owner == cause.id,
                world.owners.get(evidence.account.name) == cause.id,
                world.list is not None and cause.product is not None and cause.id in world.list)

    return [cause for cause in causes if traits(cause) == traits(true)]


def _place(model, evidence, cause):
    if not evidence.world.visible["addresses"]:
        return 1
    places = model.places(cause)
    return max(1e-5,
               sum(places.get(place, 0) for place in evidence.seen_places(evidence.actor.place)))


def _shape(model, evidence, cause):
    seen = evidence.seen_shapes()
    if seen is None:
        return 1
    shapes = model.shapes(cause)
    if ("people", 0) in shapes:  # people show a beat only by chance
        return 1 if ("event", 0) in seen else 1e-3
    return max(1e-4, sum(shapes.get(shape, 0) for shape in seen))


def _client(model, evidence, cause):
    if not evidence.world.visible["clients"]:
        return 1
    return max(1e-4, model.clients(cause).get(evidence.actor.client, 0))


def _account(model, evidence, cause, shares):
    form, owner = evidence.account.form
    known = model.accounts(cause).get((form, owner), 0)
    if cause.sort not in STORED and form in ("named", "opaque"):
        # A program's account: people rarely sign in there, and attackers rarely know its name.
        known = max(known, 0.02 * shares.get(owner, 0.3))
    return max(known, 1e-5)


def _owner(evidence, cause, shares):
    """The owner of the account, as site.json declares it."""
    row = TABLE["declared"]
    owner = evidence.world.owners.get(evidence.account.name)
    stored = cause.sort in STORED
    if owner is None:
        return 1 - row["owner"] if cause.product else 1
    if owner == cause.id:
        return row["owner"] * row["owner_right"]
    holds = 0.03 if stored else 0.1 if evidence.account.form[0] == "person" else 0.9
    return row["owner"] * shares.get(owner, 1e-3) * (1 - row["owner_right"] + holds)


def _list(evidence, cause, shares):
    """Being on the list of installed products, relative to the chance of any product to be on it."""
    listed, row = evidence.world.list, TABLE["declared"]
    if listed is not None and cause.sort == "unlisted":
        chances = row["unlisted_on_list"], row["unlisted_besides"]
        one, other = chances if UNLISTED in listed else (1 - chance for chance in chances)
        return one / other
    if listed is None or not cause.product:
        return 1
    installed = min(0.9, 4.5 * shares[cause.id])
    anyone = installed * row["on_list"] + row["gone_products"] * shares[cause.id]
    return row["on_list"] / anyone if cause.id in listed else (1 - row["on_list"]) / (1 - anyone)


def _behaves(behaviour, evidence, cause):
    rows = behaviour["program" if cause.sort in STORED else cause.sort]
    total = sum(math.log(rows[name].get(value, 0.002)) for name, value in evidence.features.items())
    return behaviour["strength"] * total  # below one, because the features are dependent


# ---- the truth of an export


def conclude(model, world, played, behaviour):
    """One record per lock: what happened, and what an ideal analyst could conclude."""
    rows, causes = visible_rows(world, played), model.causes()
    out = []
    for lock in played.locks:
        if not is_shown(world, played, lock):
            continue
        counted = collections.Counter(lock.counted)
        shares = collections.Counter(actor.cause.id for actor in lock.counted)
        most = max(counted.values())
        actors = [actor for actor, count in counted.items() if count == most]
        evidence = Evidence(world, played, rows, lock, actors[0])
        posterior = evaluate(model, evidence, behaviour, causes)
        record = {"user": world.accounts[lock.account].name, "time": lock.time,
                  "causes": [actor.cause.id for actor in actors],
                  "shares": dict(shares.most_common()),
                  "accept": sorted({one for actor in actors for one in ids(model, actor)}
                                   | ({"several-causes"} if len(shares) > 1 else set())),
                  "case": min(world.actors.index(actor) for actor in actors),
                  "sort": actors[0].cause.sort,
                  "ideal": [[cause.id, round(p, 5)] for cause, p in posterior[:8] if p >= 0.001]}
        record.update(answer(posterior, actors[0], twins(model, evidence, causes),
                             len(actors)))
        if world.two_forms:
            other = names(world, lock.account)[1]
            record["aliases"] = [other, other.split("\\")[1]]
        out.append(record)
    return out


def ids(model, actor):
    """Ids that a report may name. A test of many accounts looks like a spray in every export."""
    many = actor.cause.sort == "test" and len(actor.targets) >= MANY
    extra = [TABLE["causes"][sort][0] for sort in ATTACKS] if many else []
    return sorted({*model.ids(actor.cause), *extra})


def is_shown(world, played, lock):
    """Whether the export proves the lockout: by a row, by an answer, or by a count from the start."""
    if world.visible["locks"]:
        return True
    after = [row for row in played.rows if row.account == lock.account and row.time > lock.time]
    if world.visible["reasons"] and after and after[0].kind == "locked":
        return True
    first = all(one.time >= lock.time for one in played.locks if one.account == lock.account)
    changed = any(row.kind == "change" and row.account == lock.account and row.time < lock.time
                  for row in played.rows)
    return first and not changed and world.visible["successes"] and "lockout" in world.site


def hidden(world, played):
    """Lockouts that happened but cannot be judged."""
    return [{"user": world.accounts[lock.account].name, "time": lock.time} for lock in played.locks
            if not is_shown(world, played, lock)]


def campaigns(model, world, played):
    """Campaigns that locked nobody but have enough rows to be recognized."""
    locked = {actor for lock in played.locks for actor in lock.counted}
    out = []
    for actor in world.actors:
        rows = [row for row in played.rows if row.actor is actor and row.kind == "wrong"]
        if actor.targets and actor not in locked and len({row.account for row in rows}) >= 5:
            out.append({"causes": [actor.cause.id], "accept": ids(model, actor),
                        "sort": actor.cause.sort,
                        "users": sorted({world.accounts[row.account].name for row in rows}),
                        "answer": "name"})
    return out


def answer(posterior, actor, alike, callers):
    """name, tie, kind or none, by the rules of a report. A tie is between causes that nothing in the
    export separates (alike), not between causes that happen to be equally probable."""
    posterior = _one_attack(posterior, actor.cause)
    best, p = posterior[0]
    right = best.id == actor.cause.id
    if right and p >= NAMED and p >= LEAD * posterior[1][1]:
        return {"answer": "name"}
    if 2 <= len(alike) <= 4 and callers == 1 \
            and sum(q for cause, q in posterior if cause in alike) >= TIED:
        return {"answer": "tie", "tie": sorted(cause.id for cause in alike)}
    group = _group(actor)
    if sum(q for cause,
           q in posterior if sort_group(cause.sort) == sort_group(actor.cause.sort)) >= KIND:
        return {"answer": "kind", "kinds": TABLE["kinds"][group], "name_ok": True}
    return {"answer": "none", "name_ok": True}


def _one_attack(posterior, true):
    """Joins all kinds of attack into one cause."""
    attacks = [(cause, p) for cause, p in posterior if cause.sort in ATTACKS]
    if not attacks:
        return posterior
    name = true if true.sort in ATTACKS else attacks[0][0]
    rest = [(cause, p) for cause, p in posterior if cause.sort not in ATTACKS]
    return sorted(rest + [(name, sum(p for _, p in attacks))], key=lambda row: (-row[1], row[0].id))


def sort_group(sort):
    return "stored" if sort in STORED else "people" if sort in ("person", "saved", "device",
                                                                "setup") else "attack"


def _group(actor):
    group = sort_group(actor.cause.sort)
    if group != "stored":
        return group
    return "onsite" if actor.place == ("office",) else "stored" if actor.place[0] in ("home",
                                                                                      "gateway") else "hosted"


# ---- counting behaviour


def learn(worlds):
    """Likelihoods of behaviour by class, from (world, played) pairs; each case counts once."""
    counts = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
    for world, played in worlds:
        rows = visible_rows(world, played)
        cases = collections.Counter((lock.account, actor) for lock in played.locks
                                    for actor in set(lock.counted))
        for lock in played.locks:
            for actor in set(lock.counted):
                sort = "program" if actor.cause.sort in STORED else actor.cause.sort
                for name, value in Evidence(world, played, rows, lock, actor).features.items():
                    counts[sort][name][value] += 1 / cases[lock.account, actor]
    bins = collections.defaultdict(set)
    for rows in counts.values():
        for name, values in rows.items():
            bins[name].update(values)
    table = {}
    for sort in sorted(counts):
        table[sort] = {}
        for name in sorted(bins):
            row = counts[sort][name]
            total = sum(row.values()) + 0.3 * len(bins[name])
            table[sort][name] = {value: round((row[value] + 0.3) / total, 4)
                                 for value in sorted(bins[name])}
    return table

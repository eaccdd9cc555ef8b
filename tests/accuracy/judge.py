"""Judges a program's report on an export: one Judged per lockout (or campaign) of the truth.

Reads JSON reports of schema 1 and 2, so any build can be judged.
"""
import collections
import dataclasses
import datetime
import json
import math
import subprocess

SLACK = 90  # seconds that the time of a lockout may be off
SAID = ("diagnosed", "likely", "tied")


@dataclasses.dataclass
class Judged:
    family: str
    case: str
    truth: dict
    found: bool = False
    status: str = ""
    first: tuple = ()  # the ids named: rank 1, or all of a tie
    said: float = 0.0  # their probability
    holds: bool = False  # one of them is a true cause
    outcome: str = "lost"
    brier: float = 1.0
    signals: list = dataclasses.field(default_factory=list)  # [(id, {signal: decibans})]
    operators: tuple = ()


def when(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def run(program, folder, truth, seconds=60):
    """The program's report; {"lockouts": []} with "failed" if there is none."""
    command = [str(program), str(folder / truth["file"]), "--format", "json"]
    if (folder / "site.json").exists():
        command += ["--site", str(folder / "site.json")]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds)
        return json.loads(done.stdout)
    except (json.JSONDecodeError, subprocess.TimeoutExpired) as error:
        return {"lockouts": [], "failed": f"{folder.name}: {error}"}


def judge(truth, report, case_prefix=""):
    """Returns ([Judged], number of invented lockouts)."""
    evidence = _evidence(report)
    left = list(report["lockouts"])
    judged = []
    for lockout in truth["lockouts"]:
        case = lockout.get("case", "/".join(lockout["causes"] + [lockout["user"]]))
        one = Judged(truth["family"], f"{case_prefix}{case}", lockout)
        found = _match(lockout, left)
        if found is not None:
            left.remove(found)
            weigh(one, found, truth)
            one.signals = evidence.get(found["id"], [])
            one.operators = tuple((caller.get("operator"), caller.get("region"))
                                  for caller in found.get("callers") or found.get("origins") or [])
        judged.append(one)
    for number, campaign in enumerate(truth.get("campaigns", [])):
        judged.append(_judge_campaign(truth, campaign, report, f"{case_prefix}campaign {number}"))
    for lockout in truth.get("ignored", []):  # these happened, but are not judged
        while (found := _match(lockout, left)) is not None:
            left.remove(found)
    return judged, len(left)


def _match(lockout, reported):
    names = {name.lower() for name in [lockout["user"], *lockout.get("aliases", [])]}
    at, slack = when(lockout["locked_at"]), lockout.get("slack", SLACK)
    near = [(abs((when(one["locked_at"]) - at).total_seconds()), n) for n,
            one in enumerate(reported)
            if one["user"].lower() in names]
    near = [pair for pair in near if pair[0] <= slack]
    return reported[min(near)[1]] if near else None


def _judge_campaign(truth, campaign, report, name):
    """Matches a campaign that locked nobody with a case without lockouts that shares accounts with it."""
    one = Judged(truth["family"], name, campaign)
    users = {user.lower() for user in campaign["users"]}
    for case in report.get("cases", []):
        if not case["lockouts"] and case["causes"] and users & {user.lower()
                                                                for user in case.get("users", [])}:
            weigh(one, case, truth)
            one.signals = _lines(case)
            break
    return one


def _evidence(report):
    """Returns {lockout id: [(cause id, {signal: decibans})]}, from the lockouts' cases."""
    out = {}
    for case in report.get("cases", []):
        for lockout in case["lockouts"]:
            out[lockout if isinstance(lockout, str) else lockout["id"]] = _lines(case)
    return out


def _lines(row):
    out = []
    for cause in row["causes"]:
        lines = collections.Counter()
        for line, db in zip(row.get("evidence", []), cause.get("db", [])):
            lines[line["signal"]] += db
        out.append((cause["id"], dict(lines)))
    return out


def weigh(one, found, truth):
    """Fills in what the report says and how it compares with the truth."""
    causes = sorted(found["causes"], key=lambda cause: (cause["rank"], -cause["probability"]))
    one.found, one.status = True, found["status"]
    named = [cause for cause in causes if cause["rank"] == 1 or
             one.status == "tied" and cause["probability"] * 3 >= causes[0]["probability"]]
    one.first = tuple(cause["id"] for cause in named)
    one.said = sum(cause["probability"] for cause in named)
    accept = accepted(one.truth)
    one.holds = bool(accept & set(one.first))
    one.outcome = outcome(one, accept, found.get("kinds", []), truth)
    target = set(_tie(one.truth, truth) or accept)
    right = sum(cause["probability"] for cause in causes if cause["id"] in target)
    one.brier = (1 - right) ** 2 + sum(cause["probability"] ** 2 for cause in causes
                                       if cause["id"] not in target)


def accepted(lockout):
    """The ids that are right; a product missing from the catalog is an unlisted integration."""
    return {"unlisted-integration" if cause == "some-product-nobody-lists" else cause
            for cause in lockout["accept"]}


def _tie(lockout, truth):
    return lockout.get("tie") or truth.get("tie") if lockout.get("answer", "tie") == "tie" else None


def outcome(one, accept, kinds, truth):
    """right; careful: concludes less than possible; overclaimed: a right name that no evidence decides;
    wrong: a verdict or a tie without the cause; unlikely: "likely" without the cause; wrong kind."""
    tie = _tie(one.truth, truth)
    answer = one.truth.get("answer") or ("tie" if tie else "kind" if truth.get("abstain")
                                         else "name")
    said = one.status in SAID
    if said and not one.holds:
        return "unlikely" if one.status == "likely" else "wrong"
    if (answer == "name" or one.truth.get("name_ok")) and one.first and set(one.first) <= accept:
        return "right" if said or answer != "name" else "careful"
    if answer == "tie":
        if set(one.first) == set(tie) or one.status == "tied" and set(tie) <= set(one.first):
            return "right"
        return "overclaimed" if one.status == "diagnosed" else "careful"
    if one.status == "diagnosed":
        return "overclaimed"
    if answer == "kind" and not said:
        best = max(kinds, key=lambda row: row["probability"], default={"kind": ""})
        return "right" if best["kind"] in one.truth.get("kinds",
                                                        ["cloud_integration"]) else "wrong kind"
    return "careful" if answer == "name" else "right"


# ---- a report without one of its signals


def without(one, signal, truth):
    """Judges the same lockout without the lines of that signal."""
    return reweighed(one, {signal: 0.0}, truth)


def reweighed(one, strength, truth):
    """Judges the same lockout with each line times the strength of its signal (default 1)."""
    scores = {cause: sum(value * strength.get(name, 1.0) for name, value in lines.items())
              for cause, lines in one.signals}
    return decide(one, scores, truth) if scores else one


def decide(one, scores, truth):
    """Judges scores in decibans by the rules of a report."""
    top = max(scores.values())
    total = sum(10 ** ((value - top) / 10) for value in scores.values())
    chance = {cause: 10 ** ((value - top) / 10) / total for cause, value in scores.items()}
    order = sorted(chance, key=lambda cause: -chance[cause])
    ranks, rank = {}, 0
    for cause in order:
        if not ranks or not math.isclose(scores[cause], last, abs_tol=1e-6):
            rank += 1
        ranks[cause], last = rank, scores[cause]
    other = Judged(one.family, one.case, one.truth)
    found = {"status": status(chance, order), "kinds": [],
             "causes": [{"id": cause, "rank": ranks[cause], "probability": chance[cause]}
                        for cause in order]}
    weigh(other, found, truth)
    return other


def status(chance, order):
    p = chance[order[0]]
    if p >= 0.90:
        return "diagnosed"
    if p >= 0.60 and (len(order) == 1 or p >= 3 * chance[order[1]]):
        return "likely"
    near = [chance[cause] for cause in order if chance[cause] * 3 >= p]
    return "tied" if 2 <= len(near) <= 4 and sum(near) >= 0.85 else "insufficient_evidence"

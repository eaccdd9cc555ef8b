"""A conditional logit over the signals of a report: one strength per signal, fitted on fitting worlds.

Scores are the report's lines times the strength of their signal. The strengths are fitted by gradient
descent on the log loss with a ridge towards 1, so a strength moves only if the worlds demand it. They
show what reweighting the same evidence would reach, and which signals claim too much (below 1) or too
little.
"""
import math

import judge

RIDGE = 0.02
STEPS, RATE = 120, 0.08
NAT = math.log(10) / 10  # nats per deciban


def samples(measured):
    """One per case: [(lines, is right)]; cases whose true cause is not listed are left out."""
    out, seen = [], set()
    for one in measured.judged:
        accept = judge.accepted(one.truth)
        rows = [(lines, cause in accept) for cause, lines in one.signals]
        if one.case not in seen and len(rows) > 1 and any(right for _, right in rows):
            seen.add(one.case)
            out.append(rows)
    return out


def fit(cases):
    """Returns {signal: strength}."""
    names = sorted({name for rows in cases for lines, _ in rows for name in lines})
    strength, speed = dict.fromkeys(names, 1.0), dict.fromkeys(names, 0.0)
    for _ in range(STEPS):
        slope = {name: RIDGE * 2 * (strength[name] - 1) for name in names}
        for rows in cases:
            _add_slope(rows, strength, slope, 1 / len(cases))
        for name in names:
            speed[name] = 0.8 * speed[name] - RATE * slope[name]
            strength[name] = min(2.0, max(0.0, strength[name] + speed[name]))
    return strength


def _add_slope(rows, strength, slope, weight):
    scores = [sum(strength[name] * value for name, value in lines.items()) * NAT for lines,
              _ in rows]
    top = max(scores)
    chance = [math.exp(score - top) for score in scores]
    total, good = sum(chance), sum(p for p, (_, right) in zip(chance, rows) if right)
    for p, (lines, right) in zip(chance, rows):
        pull = p / total - (p / good if right and good else 0)
        for name, value in lines.items():
            slope[name] += weight * pull * value * NAT


def log_loss(cases, strength):
    total = 0.0
    for rows in cases:
        scores = [sum(strength.get(name, 1) * value for name, value in lines.items()) * NAT
                  for lines, _ in rows]
        top = max(scores)
        chance = [math.exp(score - top) for score in scores]
        total -= math.log(max(1e-9,
                              sum(p for p, (_, right) in zip(chance, rows) if right) / sum(chance)))
    return total / len(cases)

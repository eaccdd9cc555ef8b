"""Figures of judged lockouts: outcomes, calibration, ties. Every kind of world weighs the same."""
import collections

OUTCOMES = ["right", "careful", "overclaimed", "unlikely", "wrong", "wrong kind", "lost"]
LEVELS = [0.60, 0.80, 0.90, 0.95, 0.99]


def weights(judged, by_case):
    """One weight per lockout: kinds have equal sums, and so do the cases or lockouts within a kind."""
    cases = collections.Counter(one.case for one in judged)
    raw = [1 / cases[one.case] if by_case else 1.0 for one in judged]
    total = collections.Counter()
    for one, weight in zip(judged, raw):
        total[one.family] += weight
    return [weight / total[one.family] / len(total) for one, weight in zip(judged, raw)]


def share(judged, weight, test, among=lambda one: True):
    """Weighted share of the lockouts that pass the test; None if there are none."""
    chosen = [(one, w) for one, w in zip(judged, weight) if among(one)]
    total = sum(w for _, w in chosen)
    return sum(w for one, w in chosen if test(one)) / total if total else None


def figures(judged, by_case, invented=0):
    weight = weights(judged, by_case)
    out = {name: share(judged, weight, lambda one, name=name: one.outcome == name)
           for name in OUTCOMES}
    out["invented"] = invented / max(1, len(judged))
    out["decidable"] = share(judged, weight, lambda one: one.truth.get("answer", "name") == "name")
    out["right where decidable"] = share(judged, weight, lambda one: one.outcome == "right",
                                         lambda one: one.truth.get("answer", "name") == "name")
    out["ties named"] = share(judged, weight, lambda one: one.outcome == "right",
                              lambda one: one.truth.get("answer") == "tie")
    out["diagnosed"] = share(judged, weight, lambda one: one.status == "diagnosed")
    out["wrong of diagnosed"] = share(judged, weight, lambda one: not one.holds,
                                      lambda one: one.status == "diagnosed")
    for level in LEVELS:
        among = lambda one, level=level: one.found and one.said >= level - 5e-7
        out[f"said {level:.2f}"] = share(judged, weight, among)
        out[f"wrong at {level:.2f}"] = share(judged, weight, lambda one: not one.holds, among)
    out["ece"], out["brier"] = ece(judged, weight), sum(w * one.brier for one,
                                                        w in zip(judged, weight))
    return out


def ece(judged, weight, edges=(0, .1, .2, .3, .4, .5, .6, .7, .8, .9, .95, .99)):
    """Expected calibration error of the first rank, in bands that narrow towards the top."""
    bands = collections.defaultdict(lambda: [0.0, 0.0, 0.0])
    for one, w in zip(judged, weight):
        if not one.found:
            continue
        band = bands[max(edge for edge in edges if one.said >= edge)]
        band[0] += w
        band[1] += w * one.said
        band[2] += w * one.holds
    total = sum(band[0] for band in bands.values())
    return sum(abs(band[1] - band[2]) for band in bands.values()) / total if total else None


def percent(value, digits=1):
    return "–" if value is None else f"{100 * value:.{digits}f} %"


def table(head, rows):
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join(lines
                     + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]) + "\n"

"""The tables of the accuracy suite as Markdown."""
import baselines
import judge
import metrics
import strengths
from metrics import percent

WHAT = {"right": "right", "careful": "careful: concludes less than possible",
        "overclaimed": "overclaimed: a right name that no evidence decides",
        "unlikely": "called likely, but was not",
        "wrong": "wrong verdict or tie", "wrong kind": "wrong kind", "lost": "lost lockouts",
        "invented": "invented lockouts",
        "right where decidable": "right where an ideal analyst could name the cause",
        "ties named": "ties named exactly", "diagnosed": "diagnosed (0.90 or more)",
        "wrong of diagnosed": "wrong among the diagnosed"}


def summary(columns):
    """By case and by lockout, one pair of columns per set of exports."""
    figures = [(name, by_case, one.figures(by_case)) for name,
               one in columns.items() for by_case in (True, False)]
    head = ["", *(f"{name}, by {'case' if by_case else 'lockout'}" for name, by_case, _ in figures)]
    rows = [["exports / cases / lockouts",
             *(_size(columns[name]) if by_case else "" for name, by_case, _ in figures)]]
    rows += [[text, *(percent(f[key]) for _, _, f in figures)] for key, text in WHAT.items()]
    for level in metrics.LEVELS:
        rows.append([f"probability {level:.2f} or more: share, and wrong among those",
                     *(f"{percent(f[f'said {level:.2f}'], 0)}, {percent(f[f'wrong at {level:.2f}'])}"
                       for _, _, f in figures)])
    rows.append(["expected calibration error", *(_number(f["ece"]) for _, _, f in figures)])
    rows.append(["Brier score", *(_number(f["brier"]) for _, _, f in figures)])
    return metrics.table(head, rows)


def _size(measured):
    return f"{len(measured.results)} / {len({one.case for one in measured.judged})} / {len(measured.judged)}"


def _number(value):
    return "–" if value is None else f"{value:.3f}"


def by_kind(measured):
    head = ["by case", "cases", "decidable", "right", "careful", "overclaimed", "not likely",
            "wrong", "wrong kind", "lost", "wrong at 0.95", "ECE", "ideal: right", "ideal: wrong"]
    rows = []
    for family in measured.families():
        part = measured.of(family)
        if not part.judged:
            continue
        f = part.figures(by_case=True)
        best = part.again(_ideal, lost_too=True).figures(by_case=True) if _has_ideal(part) else {}
        rows.append([family, len({one.case for one in part.judged}),
                     *(percent(f[key], 0) for key in ("decidable", *metrics.OUTCOMES,
                                                      "wrong at 0.95")),
                     _number(f["ece"]), *(percent(best.get(key), 0) for key in ("right", "wrong"))])
    return metrics.table(head, rows)


def _has_ideal(measured):
    return any("ideal" in one.truth for one in measured.judged)


def _ideal(one, site, truth):
    scores = baselines.ideal(one, site, None)
    return judge.decide(one, scores, truth) if scores else one


SHORT = ("right", "careful", "overclaimed", "wrong", "right where decidable", "diagnosed",
         "wrong of diagnosed")


def _short(name, measured):
    f = measured.figures(by_case=True)
    return [name, *(percent(f[key]) for key in SHORT), _number(f["ece"]), _number(f["brier"])]


def compare(measured, fitting, catalog):
    rows = [_short("whylocked", measured)]
    cases = strengths.samples(fitting)
    if cases:
        fitted = strengths.fit(cases)
        rows.append(_short("its evidence, reweighted by a logit", measured.again(
            lambda one, site, truth: judge.reweighed(one, fitted, truth))))
    for name, scores in baselines.BASELINES.items():
        def decide(one, site, truth, scores=scores):
            found = scores(one, site, catalog)
            return judge.decide(one, found, truth) if found else one
        rows.append(_short(name, measured.again(decide, lost_too=name == "ideal analyst")))
    return metrics.table(["", *SHORT, "ECE", "Brier"], rows)


def ablation(measured):
    signals = sorted({name for one in measured.judged for _,
                      lines in one.signals for name in lines})
    rows = [_short("all signals",
                   measured.again(lambda one, site, truth: judge.without(one, "", truth)))]
    for signal in signals:
        rows.append(_short(f"without {signal}", measured.again(
            lambda one, site, truth, signal=signal: judge.without(one, signal, truth))))
    return metrics.table(["", *SHORT, "ECE", "Brier"], rows)


def lines(one):
    """The decibans of each signal for the named and for the true cause."""
    rows = dict(one.signals)
    named = rows.get(one.first[0] if one.first else "", {})
    true = next((rows[cause] for cause in rows if cause in judge.accepted(one.truth)), {})
    return ", ".join(f"{signal} {named.get(signal, 0):+.1f}/{true.get(signal, 0):+.1f}"
                     for signal in {**named, **true})


def fitted_strengths(fitting, judging):
    """Log loss as printed and as fitted, and the fitted strengths."""
    cases = strengths.samples(fitting)
    fitted, others = strengths.fit(cases), strengths.samples(judging)
    out = [f"log loss per case, fitting worlds: {strengths.log_loss(cases, {}):.3f} as printed, "
           f"{strengths.log_loss(cases, fitted):.3f} as fitted",
           f"log loss per case, judging worlds: {strengths.log_loss(others, {}):.3f} as printed, "
           f"{strengths.log_loss(others, fitted):.3f} as fitted"]
    return "\n".join(out + [f"{name:18} {value:.2f}" for name, value in sorted(fitted.items())])


def variants(columns, others):
    rows = [_short("unchanged", columns["judging"])]
    for family in ("catalog-wrong", "columns-missing"):
        rows.append(_short(family, columns["judging"].of(family)))
    rows += [_short(name, one) for name, one in others.items()]
    return metrics.table(["", *SHORT, "ECE", "Brier"], rows)


def worst(columns):
    """The column with the most wrong diagnoses, for the README."""
    rows = {name: one.figures(by_case=True) for name, one in columns.items()}
    name = max(rows, key=lambda name: rows[name]["wrong of diagnosed"] or 0)
    return name, rows[name]


def everything(columns, others, catalog):
    parts = ["## Fitting, judging and foreign worlds\n\nMacro averages: every kind of world weighs the same.\n\n" + summary(columns)]
    for name, one in columns.items():
        parts.append(f"## {name.capitalize()} worlds by kind\n\n" + by_kind(one))
    parts.append("## Baselines, judging worlds, by case\n\n"
                 + compare(columns["judging"], columns["fitting"], catalog))
    parts.append("## What each signal adds, judging worlds, by case\n\nEach row recomputes the probabilities "
                 "from the report's lines without those of one signal.\n\n" + ablation(columns["judging"]))
    parts.append("## With a worse catalog or export, judging worlds, by case\n\n"
                 + variants(columns, others))
    return "\n".join(parts)


def readme(text, head, columns, exports):
    name, f = worst(columns)
    line = (f"Worst column: in {name} worlds, {percent(f['diagnosed'], 0)} of cases are diagnosed at 0.90 or more, and "
            f"{percent(f['wrong of diagnosed'])} of those name a wrong cause; calibration error {_number(f['ece'])}.\n")
    return head.replace("<!-- worst -->", line).replace("<!-- exports -->",
                                                        str(exports)).replace("<!-- tables -->",
                                                                              text)

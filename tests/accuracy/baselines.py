"""Baselines: simple ways to name a cause. Each returns scores in decibans for judge.decide.

They see the same report (the operators of its callers) and site.json, but not its probabilities.
"""
import math


def most_common(one, site, catalog):
    """A person who mistypes, the most common cause."""
    return {"person": 0.0, "unlisted-integration": -10.0}


def installed_list(one, site, catalog):
    """The first listed product in alphabetical order, unless the account looks like a person's."""
    listed = site.get("installed", [])
    name = one.truth.get("user", "").split("@")[0]
    is_person = name.isalpha() and not any(word in name
                                           for word in ("api", "svc", "sync", "integration"))
    return {listed[0]: 0.0, "person": -10.0} if listed and not is_person else {"person": 0.0,
                                                                               "unlisted-integration": -10.0}


def nearest_cloud(one, site, catalog):
    """The product documented in the caller's cloud or network; a person for any other address."""
    scores = {}
    for operator, region in one.operators:
        for product in catalog.products:
            regions = (product.regions[0] or {}).get(operator)
            if regions is not None and (not regions or region in regions):
                scores[product.id] = 3.0 if product.listed else 0.0
            elif operator and operator in (product.networks[0] or []):
                scores[product.id] = 10.0
    return scores or {"person": 0.0, "unlisted-integration": -10.0}


def ideal(one, site, catalog):
    """The ideal analyst's posterior, if the truth has it: the best that can be reached."""
    return {cause: 10 * math.log10(max(p, 1e-6)) for cause, p in one.truth.get("ideal", [])}


BASELINES = {"most common cause": most_common, "installed list": installed_list,
             "nearest product by cloud": nearest_cloud, "ideal analyst": ideal}

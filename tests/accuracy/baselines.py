"""Simple ways to name a cause, to compare with: each gives scores in decibans for judge.decide.

They see the same report (its callers' operators) and site.json, but not its probabilities.
"""
import math


def most_common(one, site, catalog):
    """People mistype more than anything else happens."""
    return {"person": 0.0, "unlisted-integration": -10.0}


def installed_list(one, site, catalog):
    """A product of the list for an account that is no person's, the first by the alphabet."""
    listed = site.get("installed", [])
    name = one.truth.get("user", "").split("@")[0]
    is_person = name.isalpha() and not any(word in name
                                           for word in ("api", "svc", "sync", "integration"))
    return {listed[0]: 0.0, "person": -10.0} if listed and not is_person else {"person": 0.0,
                                                                               "unlisted-integration": -10.0}


def nearest_cloud(one, site, catalog):
    """The product whose documented cloud or network the caller is in; a person from anywhere else."""
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
    """The ideal analyst's own posterior, where the truth has it: what can be reached."""
    return {cause: 10 * math.log10(max(p, 1e-6)) for cause, p in one.truth.get("ideal", [])}


BASELINES = {"most common cause": most_common, "installed list": installed_list,
             "nearest product by cloud": nearest_cloud, "ideal analyst": ideal}

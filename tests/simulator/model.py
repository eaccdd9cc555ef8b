"""The generating model: distributions of what each cause looks like, from world.json and the catalog.

The world is sampled from these distributions, and the analyst (analyst.py) evaluates the same ones, so
the conclusions follow from the way the export was generated. A fact documented with confidence c holds
with probability c times the share of such facts that still hold; otherwise the value comes from the base:

    P(value | cause) = c P(value | fact) + (1 - c) P(value | base)
"""
import json
import pathlib

TABLE = json.loads((pathlib.Path(__file__).parent / "world.json").read_text())
STORED = ("product", "unlisted", "script")  # programs that hold a password
ATTACKS = ("spray", "guessing", "stuffing")


def normal(weights):
    """Weights to probabilities, without the row's reason."""
    rows = {key: value for key, value in weights.items() if key != "why"}
    total = sum(rows.values())
    return {key: value / total for key, value in rows.items() if value > 0}


def mix(share, one, other):
    """A mixture: `share` of the first distribution, the rest of the second."""
    out = {key: (1 - share) * value for key, value in other.items()}
    for key, value in one.items():
        out[key] = out.get(key, 0) + share * value
    return {key: value for key, value in out.items() if value > 0}


def even(values):
    values = list(values)
    return {value: 1 / len(values) for value in values}


def draw(random, distribution):
    values = list(distribution)
    return random.choices(values, [distribution[value] for value in values])[0]


class Cause:
    """A hypothesis: a product of the catalog, or another class of causes."""

    def __init__(self, sort, product=None):
        self.sort, self.product = sort, product
        self.id = product.id if product else TABLE["causes"][sort][0]

    @property
    def row(self):
        """The row of the cause in the tables of world.json."""
        return "attack" if self.sort in ATTACKS else self.sort


class Model:
    def __init__(self, catalog, table=None):
        self.catalog, self.table = catalog, table or TABLE
        self._cache = {}

    # ---- causes

    def causes(self):
        """Every cause with its prior share."""
        trouble = normal(self.table["trouble"])
        several = trouble.pop("several", 0)
        trouble["product"] = trouble.get("product", 0) + several
        shares = self.product_shares()
        out = {Cause("product", one): trouble["product"] * shares[one] for one in shares}
        for sort, share in trouble.items():
            if sort != "product":
                out[Cause(sort)] = share
        return out

    def ids(self, cause):
        """Ids that a report may name for the cause."""
        if cause.product:
            return [cause.id]
        if cause.sort in ATTACKS:  # which of them does not matter
            return [TABLE["causes"][sort][0] for sort in ATTACKS]
        category = {"script": "custom API", "saved": "password manager",
                    "device": "desktop extension"}.get(cause.sort)
        return TABLE["causes"][cause.sort] + [one.id for one in self.catalog.products
                                              if one.category == category]

    def product_shares(self):
        """How often each product is in use, relative to the others."""
        weight = self.table["product"]
        rows = {}
        for one in self.catalog.products:
            if one.category in ("custom API", "password manager"):
                continue  # those are separate causes
            rows[one] = weight["listed"] if one.listed else weight["other"]
            if one.own_login:
                rows[one] *= weight["own_login"]
        return normal(rows)

    # ---- what a cause looks like

    def places(self, cause):
        return self._once("places", cause, self._places)

    def shapes(self, cause):
        return self._once("shapes", cause, self._shapes)

    def clients(self, cause):
        return self._once("clients", cause, self._clients)

    def accounts(self, cause):
        return self._once("accounts", cause, self._accounts)

    def _once(self, what, cause, make):
        key = what, cause.id, cause.sort
        if key not in self._cache:
            self._cache[key] = make(cause)
        return self._cache[key]

    def _holds(self, fact, what):
        return fact[1] * self.table["fact"][what] if fact[0] else 0

    def _places(self, cause):
        classes = normal(self.table["place"][cause.row])
        hosts = self._hosts("desktop" if cause.row in ("person", "saved", "device") else
                            cause.row if cause.row in ("script", "attack") else "product")
        product = cause.product
        if product:
            documented = {"vendor_cloud": {"hosted": 1.0},
                          "premises": normal(self.table["place"]["onsite"]),
                          "desktop": normal(self.table["place"]["onsite"])}.get(product.place[0])
            if documented:
                classes = mix(self._holds(product.place, "place"), documented, classes)
            hosts = self._documented_hosts(product, hosts)
        out = {(name,): share for name, share in classes.items() if name != "hosted"}
        for host, share in hosts.items():
            out[host] = out.get(host, 0) + share * classes.get("hosted", 0)
        return out

    def _documented_hosts(self, product, base):
        """Mixes in the facts, most specific last: cloud, own network, published addresses."""
        if product.regions[0]:
            regions = {}
            for operator, names in product.regions[0].items():
                known = [name for name in names if (operator, name) in self.catalog.blocks]
                inside = even(known) if known else self._regions(operator)
                for name, share in inside.items():
                    regions[operator, name] = share / len(product.regions[0])
            base = mix(self._holds(product.regions, "cloud"), regions, base)
        networks = [(operator, region) for operator in product.networks[0] or []
                    for region in self.catalog.regions_of(operator)]
        if networks:
            base = mix(self._holds(product.networks, "networks"), even(networks), base)
        if ("published", product.id) in self.catalog.blocks:
            base = mix(self._holds(product.published, "published"),
                       {("published", product.id): 1.0}, base)
        return base

    def _hosts(self, row):
        out = {}
        for operator, share in normal(self.table["hosts"][row]).items():
            if operator == "datacentre":
                out["datacentre",] = share
                continue
            for region, part in self._regions(operator).items():
                out[operator, region] = share * part
        return out

    def _regions(self, operator):
        """The usual regions, and one time in ten any region."""
        every = even(self.catalog.regions_of(operator))
        usual = {name: share for name,
                 share in self.table["regions"].get(operator, {}).items() if name in every}
        return mix(0.9, normal(usual), every) if usual else every

    def _shapes(self, cause):
        row = self.table["shape"].get(cause.row)
        if not row:
            return {("people", 0): 1.0}
        base = {}
        for shape, share in normal(row).items():
            base.update({key: share * part for key, part in self._base_of(shape).items()})
        if not cause.product or not cause.product.schedule[0]:
            return base
        kind, minutes = cause.product.schedule[0]
        return mix(self._holds(cause.product.schedule, "schedule"),
                   self._documented_shape(kind, minutes), base)

    def _base_of(self, shape):
        if shape != "interval":
            return {(shape, 1440 if shape == "daily" else 0): 1.0}
        return {("interval", int(m)): p for m, p in normal(self.table["period"]["minutes"]).items()}

    def _documented_shape(self, kind, minutes):
        if kind in ("interval", "custom", "daily"):
            known = {("daily", 1440) if m >= 1440 else ("interval", m) for m in minutes}
            return even(sorted(known)) if known else self._base_of("interval")
        return self._base_of({"manual": "hours", "interactive": "hours"}.get(kind, "event"))

    def _clients(self, cause):
        base = normal(self.table["client"][cause.row])
        product = cause.product
        if not product or not product.clients[0]:
            return base
        known = even("browser" if name == "browser" else name for name in product.clients[0])
        return mix(self._holds(product.clients, "clients"), known, base)

    def _accounts(self, cause):
        """Form of the account: (form, id of the product that its name contains or "")."""
        row = "human" if cause.product and cause.product.human[0] == "always" else cause.row
        out = {}
        for form, share in normal(self.table["account"][row]).items():
            if form == "reused":
                for one, part in self.product_shares().items():
                    out["named", one.id] = out.get(("named", one.id), 0) + share * part
            else:
                owner = cause.id if form == "named" and cause.product else ""
                out[form, owner] = out.get((form, owner), 0) + share
        return out

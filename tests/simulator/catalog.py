"""The catalog's data for the simulator: facts with their confidence, and addresses by network.

Reads src/catalog/data directly, so the simulator shares no code with the program that it judges.
"""
import bisect
import csv
import ipaddress
import json
import pathlib

DATA = pathlib.Path(__file__).resolve().parents[2] / "src/catalog/data"


class Product:
    """One integration; each fact is (value, confidence), or (None, 0) if nothing is documented."""

    def __init__(self, row):
        self.id, self.name, self.category = row["id"], row["name"], row["category"]
        self.listed = row.get("listed", False)
        self.own_login = row.get("own_login", {}).get("value") == "yes"
        self.place = _fact(row, "place")
        self.regions = _fact(row, "cloud", "regions")
        self.networks = _fact(row, "operators")
        self.published = _fact(row, "published")
        self.clients = _fact(row, "clients")
        self.human = _fact(row, "human_account")
        schedule = row.get("schedule", {})
        self.schedule = ((schedule["kind"], schedule.get("minutes", [])),
                         schedule["confidence"]) if schedule else (None, 0)

    def __repr__(self):
        return self.id


def _fact(row, key, value="value"):
    fact = row.get(key, {})
    return (fact[value], fact["confidence"]) if value in fact else (None, 0)


class Catalog:
    def __init__(self, folder=DATA):
        folder = pathlib.Path(folder)
        rows = json.loads((folder / "integrations.json").read_text())["integrations"]
        self.products = [Product(row) for row in rows]
        self.by_id = {product.id: product for product in self.products}
        operators = json.loads((folder / "operators.json").read_text())["operators"]
        self.gateways = [row["id"] for row in operators if row["kind"] == "gateway"]
        clients = json.loads((folder / "clients.json").read_text())["clients"]
        self.agents = {row["id"]: _agent(row) for row in clients}
        self._read_networks(folder / "networks.csv")

    def _read_networks(self, path):
        self.blocks, ranges = {}, []
        with open(path, newline="") as file:
            for row in csv.DictReader(file):
                if ":" in row["cidr"]:
                    continue
                network = ipaddress.IPv4Network(row["cidr"])
                first, size = int(network.network_address), network.num_addresses
                self.blocks.setdefault((row["operator"], row["region"]), []).append((first, size))
                ranges.append((first, first + size))
        for product in self.products:
            for text in product.published[0] or []:
                if ":" not in text:
                    network = ipaddress.IPv4Network(text)
                    first, size = int(network.network_address), network.num_addresses
                    self.blocks.setdefault(("published", product.id), []).append((first, size))
                    ranges.append((first, first + size))
        ranges.sort()
        self._starts = [first for first, _ in ranges]
        self._ends, last = [], 0  # the largest end of the ranges so far
        for _, end in ranges:
            last = max(last, end)
            self._ends.append(last)

    def regions_of(self, operator):
        return [region for name, region in self.blocks if name == operator]

    def address(self, random, operator, region):
        """A random address of that network."""
        first, size = random.choice(self.blocks[operator, region])
        return str(ipaddress.IPv4Address(first + random.randrange(size)))

    def is_known(self, address):
        at = bisect.bisect_right(self._starts, int(ipaddress.IPv4Address(address))) - 1
        return at >= 0 and int(ipaddress.IPv4Address(address)) < self._ends[at]


def _agent(row):
    """A user agent that the signature recognizes."""
    text = next(row[key][0] for key in ("starts", "contains", "equals") if row.get(key))
    return text + "2.31.0" if text.endswith("/") else text

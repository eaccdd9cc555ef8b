#!/usr/bin/env python3
"""Turns the catalog's data files into one C++ file of constant tables (see tables.hpp).

usage: generate.py DATA OUTPUT

Exit status 0: written. 1: faults in the data, one "file: entry: problem" per line on standard error;
nothing is written. 2: a file cannot be read or written.
"""
import ipaddress
import json
import pathlib
import re
import sys

INTEGRATIONS, OPERATORS, CLIENTS, NETWORKS, SOFTWARE = (
    "integrations.json", "operators.json", "clients.json", "networks.csv", "software.json")
PLACES = {"vendor_cloud", "premises", "desktop", "either"}
SCHEDULES = {"interval", "daily", "monthly", "event", "interactive", "manual", "custom", "variable"}
OPERATOR_KINDS = {"cloud", "hoster", "vendor", "gateway"}
CLIENT_KINDS = {"browser", "python", "script", "admin_script", "autotask_library", "automation"}

problems = []


def report(where, problem):
    problems.append(f"{where}: {problem}")


# --- Kinds of value: each returns the problem, or None --------------------------------------------

def text(value):
    return None if isinstance(value, str) and value else "is not a text"


def flag(value):
    return None if isinstance(value, bool) else "is not true or false"


def number(value):
    return None if isinstance(value, (int, float)) and not isinstance(value, bool) else "is not a number"


def texts(value):
    if not isinstance(value, list):
        return "is not a list of texts"
    return None if all(isinstance(item, str) for item in value) else "has an item that is not a text"


def minutes(value):
    if not isinstance(value, list):
        return "is not a list of numbers"
    whole = all(type(item) is int and 0 < item < 2**32 for item in value)
    return None if whole else "has an item that is not a whole number above 0"


def regions(value):
    if not isinstance(value, dict) or any(texts(names) for names in value.values()):
        return "is not an object of lists of texts"


class OneOf:
    def __init__(self, words):
        self.words = words

    def __call__(self, value):
        known = ", ".join(sorted(self.words))
        return text(value) or (None if value in self.words else f'unknown {{key}} "{value}"; known: {known}')


class Fact:
    """An object with a value, its basis and a confidence."""

    def __init__(self, value=text, required=("value",), **more):
        self.required = (*required, "basis", "confidence")
        self.keys = {"value": value, "basis": text, "confidence": number, "source": text,
                     "note": text, **more}


# --- Shapes of the files --------------------------------------------------------------------------

# In the order in which the pages of an entry are listed.
FACTS = {
    "place": Fact(OneOf(PLACES)), "cloud": Fact(regions=regions), "published": Fact(texts),
    "operators": Fact(texts), "hosts": Fact(texts), "feed": Fact(), "tracking": Fact(texts),
    "login": Fact(), "own_login": Fact(OneOf({"yes"})),
    "human_account": Fact(OneOf({"always", "possible"})), "api_user": Fact(OneOf({"yes", "no"})),
    "schedule": Fact(required=("value", "kind"), kind=OneOf(SCHEDULES), minutes=minutes),
    "clients": Fact(texts), "credential": Fact(), "retry": Fact(),
}
# By file: its required keys, all its keys, then the same for its entries.
SHAPES = {
    INTEGRATIONS: (
        ["date", "article"],
        {"about": text, "date": text, "article": text, "not_in_usernames": texts,
         "whole_word_in_usernames": texts},
        ["id", "name", "vendor", "category"],
        {"id": text, "name": text, "vendor": text, "vendor_names": texts, "category": text,
         "status": text, "former_ids": texts, "listed": flag, "aliases": texts,
         "shared_names": texts, "note": text, "sources": texts, **FACTS}),
    OPERATORS: (
        ["attribution"], {"about": text, "attribution": text},
        ["id", "name", "kind", "date", "source"],
        {"id": text, "name": text, "kind": OneOf(OPERATOR_KINDS), "date": text, "source": text,
         "note": text}),
    CLIENTS: (
        [], {"about": text}, ["id", "name", "kind", "fact"],
        {"id": text, "name": text, "kind": OneOf(CLIENT_KINDS), "starts": texts, "contains": texts,
         "equals": texts, "fact": Fact()}),
}


def check_fact(where, fact):
    if fact.get("basis") not in ("documented", "seen", "inferred"):
        report(where, f'basis "{fact.get("basis", "")}" is not documented, seen or inferred')
    confidence = fact.get("confidence", 0)
    if not number(confidence) and not 0 < confidence <= 1:
        report(where, "confidence is not above 0 and at most 1")


def check_object(where, found, required, keys):
    """Removes faulty keys, so that the rest can be checked."""
    for key in required:
        if key not in found and key not in ("basis", "confidence"):
            report(where, f'no "{key}"')
    for key, value in list(found.items()):
        kind = keys.get(key)
        if kind is None:
            report(where, f'unknown key "{key}"; known: {", ".join(sorted(keys))}')
        elif isinstance(kind, Fact):
            if not isinstance(value, dict):
                report(f"{where}: {key}", "not an object")
                del found[key]
            else:
                check_object(f"{where}: {key}", value, kind.required, kind.keys)
                check_fact(f"{where}: {key}", value)
        elif problem := kind(value):
            report(where, problem.format(key=key) if problem.startswith("unknown") else f'"{key}" {problem}')
            del found[key]


def all_ids(entry):
    return {entry.get("id"), *entry.get("former_ids", [])} - {None}


def read_json(data, name):
    """None if the file is not JSON."""
    try:
        return json.loads((data / name).read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        report(name, f"line {error.lineno}, column {error.colno}: {error.msg}")
        return None


def read_entries(data, name):
    """The file's own keys, and its checked entries."""
    list_name = name.removesuffix(".json")
    found = read_json(data, name)
    if found is None:
        return {}, []
    entries = found.pop(list_name, None) if isinstance(found, dict) else None
    if not isinstance(entries, list):
        report(name, f'no list "{list_name}"')
        return {}, []
    required, keys, entry_required, entry_keys = SHAPES[name]
    check_object(name, found, required, keys)
    good = []
    for number_of_entry, entry in enumerate(entries, 1):
        where = f"{name}: entry {number_of_entry}"
        if not isinstance(entry, dict):
            report(where, "not an object")
            continue
        if not text(entry.get("id")):
            where = f"{name}: {entry['id']}"
        check_object(where, entry, entry_required, entry_keys)
        if any(all_ids(entry) & all_ids(other) for other in good):
            report(where, "this id stands twice")
        good.append(entry)
    return found, good


def parse_prefix(word):
    """None unless the text is the canonical form of the prefix."""
    try:
        network = ipaddress.ip_network(word)
    except ValueError:
        return None
    return network if str(network) == word else None


def value_of(entry, fact, default=()):
    return entry.get(fact, {}).get("value", default)


def read_networks(data):
    rows = []
    lines = (data / NETWORKS).read_text(encoding="utf-8").splitlines()
    if lines[:1] != ["cidr,operator,region"]:
        report(NETWORKS, "line 1: the header is not cidr,operator,region")
    for line_number, line in enumerate(lines[1:], 2):
        where, cells = f"{NETWORKS}: line {line_number}", line.split(",")
        if len(cells) != 3:
            report(where, "not three columns")
        elif not (prefix := parse_prefix(cells[0])):
            report(where, f'bad prefix "{cells[0]}"')
        else:
            rows.append((prefix, cells[1], cells[2], where))
    return rows


# --- Checks across files --------------------------------------------------------------------------

def check_ids(where, used, known, what):
    for name in used:
        if name not in known:
            report(where, f'unknown {what} "{name}"')


def check_references(integrations, operators, clients, rows):
    operator_ids = {one.get("id") for one in operators}
    for one in integrations:
        where = f"{INTEGRATIONS}: {one.get('id')}"
        check_ids(where, value_of(one, "operators"), operator_ids, "operator")
        check_ids(where, value_of(one, "clients"), {c.get("id") for c in clients}, "client")
        check_ids(where, one.get("cloud", {}).get("regions", {}), operator_ids, "operator")
        for word in value_of(one, "published"):
            if not parse_prefix(word):
                report(f"{where}: published", f'bad prefix "{word}"')
    for prefix, operator, _, where in rows:
        check_ids(where, [operator], operator_ids, "operator")
    for one in operators:
        if not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", one.get("date", "")):
            report(f"{OPERATORS}: {one.get('id')}", f'date "{one.get("date", "")}" is not like 2026-06-17')
    for one in clients:
        if not (one.get("starts") or one.get("contains") or one.get("equals")):
            report(f"{CLIENTS}: {one.get('id')}", "nothing to match: no starts, contains or equals")


# --- Names: sorted keys, each with the rule for where it counts in a username ---------------------

STRENGTHS = ["tracking", "product", "vendor"]
EDGE_LETTERS = 6  # shorter names occur inside ordinary words and names of people ("cove" in "covey")


def name_key(word):
    """As in names.cpp: only letters and digits, in lower case."""
    return re.sub("[^a-z0-9]", "", word.translate({c: c + 32 for c in range(65, 91)}))


def names_of(one):
    yield from ((word, "tracking", False) for word in value_of(one, "tracking"))
    yield from ((word, "product", False) for word in
                [one["name"], one["id"], *one.get("former_ids", []), *one.get("aliases", [])])
    yield from ((word, "product", True) for word in one.get("shared_names", []))
    yield from ((word, "vendor", True) for word in one.get("vendor_names", [one["vendor"]]))


def name_rows(file, integrations):
    """(key, text, number of the integration, strength), strongest for each key and integration."""
    rows, owners = {}, {}
    for index, one in enumerate(integrations):
        for word, strength, shared in names_of(one):
            where, key = f"{INTEGRATIONS}: {one['id']}", name_key(word)
            if not key:
                report(where, f'name "{word}" has no letter and no digit')
            elif not shared and owners.setdefault(key, index) != index:
                report(where, f'name "{word}" belongs to {integrations[owners[key]]["id"]} '
                              "(use shared_names for a name of several products)")
            rows.setdefault((key, index), (key, word, index, strength))
    keys = {key for key, _ in rows}
    for listed in ("not_in_usernames", "whole_word_in_usernames"):
        for word in file.get(listed, []):  # a misspelt one would protect nothing
            if name_key(word) not in keys:
                report(f"{INTEGRATIONS}: {listed}", f'"{word}" is no name of any entry')
    return sorted(rows.values(), key=lambda row: (row[0], STRENGTHS.index(row[3]), row[2]))


def word_rule(file, key):
    if key in map(name_key, file.get("not_in_usernames", [])):
        return "never"
    whole = key in map(name_key, file.get("whole_word_in_usernames", []))
    return "whole_word" if whole or len(key) < EDGE_LETTERS else "edge"


def read_software(data, names):
    """Names of programs outside the catalog, and words that such names are made of."""
    file = read_json(data, SOFTWARE) or {}
    known = {key for key, *_ in names}
    for listed in ("programs", "words", "endings"):
        words = file.get(listed, [])
        if words != sorted(set(words)):
            report(f"{SOFTWARE}: {listed}", "not in order, or twice")
        for word in words:
            if word != name_key(word):
                report(f"{SOFTWARE}: {listed}", f'"{word}" has more than lower-case letters and digits')
            elif listed == "programs" and word in known:
                report(f"{SOFTWARE}: {listed}", f'"{word}" is in {INTEGRATIONS}')
    return file


# --- Networks: nested prefixes to disjoint ranges, so that a lookup is one binary search ----------

NO_NETWORK = ("", "", "none", "", "", "")


def claims_of(integrations, operators, rows, date):
    """(prefix, whether it is published, the network that owns it). `date`: of the integrations."""
    known = {one["id"]: one for one in operators}
    for prefix, operator, region, _ in rows:
        one = known[operator]
        yield prefix, False, (operator, one["name"], one["kind"], region, "", one["date"][:7])
    for one in integrations:
        for word in value_of(one, "published"):
            yield parse_prefix(word), True, (f"integration:{one['id']}", one["name"], "published", "",
                                             one["id"], date)


def check_twice(claims):
    seen = {}
    for prefix, published, network in claims:
        other = seen.setdefault((prefix, published), network)
        if other is not network:
            report(f"{INTEGRATIONS if published else NETWORKS}: {prefix}",
                   f"stands twice, for {other[0]} and {network[0]}")


def flatten(claims, version):
    """Starts of ranges with their owners. Published ranges win, then the longest prefix."""
    ranges, inside = [(0, NO_NETWORK)], []  # the prefixes around the current address, outermost first

    def change(address):
        owner = max(inside, key=lambda claim: claim[1:3])[3] if inside else NO_NETWORK
        if ranges[-1][0] == address:
            ranges.pop()
        if not ranges or ranges[-1][1] != owner:
            ranges.append((address, owner))

    def close(limit):
        while inside and inside[-1][0] < limit:
            change(inside.pop()[0] + 1)

    claims = [claim for claim in claims if claim[0].version == version]
    for prefix, published, network in sorted(claims, key=lambda c: (c[0], c[1])):
        close(int(prefix.network_address))
        inside.append((int(prefix.broadcast_address), published, prefix.prefixlen, network))
        change(int(prefix.network_address))
    bits = 32 if version == 4 else 128
    close(2**bits - 1)  # no range follows the last address
    return ranges


# --- The tables as C++ ----------------------------------------------------------------------------

def quote(word):
    return '"' + word.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n") + '"'


def address(value):
    return f"{{{value >> 64:#x}, {value & 2**64 - 1:#x}}}"


def prefix_text(network):
    mapped = network.version == 4
    base = int(network.network_address) + (0xffff << 32 if mapped else 0)
    return f"{{{address(base)}, {network.prefixlen + (96 if mapped else 0)}}}"


def fact_text(fact):
    if not fact:
        return "{}"
    value = fact["value"]
    if isinstance(value, list):
        value = ", ".join(value) or "none"
    return (f"{{{quote(value)}, Basis::{fact['basis']}, {fact['confidence']:g}, "
            f"{quote(fact.get('source', ''))}, {quote(fact.get('note', ''))}}}")


class Writer:
    def __init__(self):
        self.lines, self.exports, self.lists = [], [], 0

    def span(self, kind, items):
        """The name of a separate array, because a span needs something to refer to."""
        if not items:
            return "{}"
        self.lists += 1
        self.lines.append(f"constexpr {kind} list{self.lists}[] = {{{', '.join(items)}}};")
        return f"list{self.lists}"

    def texts(self, words):
        return self.span("std::string_view", list(map(quote, words)))

    def table(self, kind, name, rows):
        self.lines += [f"constexpr {kind} k_{name}[] = {{", *(f"  {row}," for row in rows), "};"]
        self.exports.append(f"constinit const std::span<const {kind}> {name} = k_{name};")

    def source(self, info):
        return "\n".join([
            "// Written by src/catalog/generate.py; edit the files in src/catalog/data.",
            '#include "catalog/tables.hpp"', "", "namespace whylocked::tables {", "namespace {",
            *self.lines, "}  // namespace", "", *self.exports, "}  // namespace whylocked::tables", "",
            f"constinit const whylocked::CatalogInfo whylocked::kCatalogInfo = {{{', '.join(map(quote, info))}}};",
            ""])


def pages_of(one, article):
    pages = [one.get(fact, {}).get("source") for fact in FACTS] + one.get("sources", [])
    return list(dict.fromkeys(filter(None, pages + [article] * one.get("listed", False))))


def integration_text(out, one, article):
    clouds = [f"{{{quote(operator)}, {quote(region)}}}"
              for operator, names in sorted(one.get("cloud", {}).get("regions", {}).items())
              for region in names or [""]]
    schedule = one.get("schedule", {})
    periods = out.span("std::uint32_t", list(map(str, schedule.get("minutes", []))))
    members = {
        **{key: quote(one.get(key, "")) for key in ("id", "name", "vendor", "category", "status")},
        "former_ids": out.texts(one.get("former_ids", [])),
        "listed": str(one.get("listed", False)).lower(),
        "aliases": out.texts(one.get("aliases", [])),
        "place": "Place::" + value_of(one, "place", "unknown"),
        "place_fact": fact_text(one.get("place")),
        "clouds": out.span("CloudPlace", clouds),
        "cloud_fact": fact_text(one.get("cloud")),
        "published": out.span("Prefix", [prefix_text(parse_prefix(word))
                                         for word in value_of(one, "published")]),
        "published_fact": fact_text(one.get("published")),
        "operators": out.texts(value_of(one, "operators")),
        "operators_fact": fact_text(one.get("operators")),
        "tracking": out.texts(value_of(one, "tracking")),
        "tracking_fact": fact_text(one.get("tracking")),
        "schedule": f"{{ScheduleKind::{schedule.get('kind', 'unknown')}, {periods}, {fact_text(schedule)}}}",
        "human_account": fact_text(one.get("human_account")),
        "api_user": fact_text(one.get("api_user")),
        "clients": out.texts(value_of(one, "clients")),
        "client_fact": fact_text(one.get("clients")),
        "credential": fact_text(one.get("credential")),
        "retry": fact_text(one.get("retry")),
        "sources": out.texts(pages_of(one, article)),
        "note": quote(one.get("note", "")),
        **{key: fact_text(one.get(key)) for key in ("login", "own_login", "hosts", "feed")},
    }
    return "{" + ",\n   ".join(f".{member} = {value}" for member, value in members.items()) + "}"


def client_text(out, one):
    lists = ([word.lower() for word in one.get(key, [])] for key in ("starts", "contains", "equals"))
    signature = f"{{{quote(one['id'])}, {quote(one['name'])}, ClientKind::{one['kind']}}}"
    return "{" + ", ".join([signature, *map(out.texts, lists)]) + "}"


def write_networks(out, claims):
    """Network 0 means none; the others are in the order of the files."""
    networks = list(dict.fromkeys([NO_NETWORK, *(network for _, _, network in claims)]))
    number_of = {network: index for index, network in enumerate(networks)}
    out.table("Network", "networks", [
        f"{{{quote(operator)}, {quote(name)}, OperatorKind::{kind}, {quote(region)}, {quote(product)}, "
        f"{quote(date)}}}" for operator, name, kind, region, product, date in networks])
    for version, kind, shown in ((4, "std::uint32_t", hex), (6, "Address", address)):
        ranges = flatten(claims, version)
        out.table(kind, f"v{version}_starts", [shown(start) for start, _ in ranges])
        out.table("std::uint16_t", f"v{version}_owner", [number_of[owner] for _, owner in ranges])


def write(file, integrations, names, software, operators, attribution, clients, claims):
    out = Writer()
    out.table("Integration", "integrations",
              [integration_text(out, one, file["article"]) for one in integrations])
    out.table("Name", "names", [
        f"{{{quote(key)}, {quote(word)}, {index}, NameStrength::{strength}, "
        f"WordRule::{word_rule(file, key)}}}" for key, word, index, strength in names])
    for listed in ("programs", "words", "endings"):
        out.table("std::string_view", f"software_{listed}", list(map(quote, software.get(listed, []))))
    out.table("Client", "clients", [client_text(out, one) for one in clients])
    write_networks(out, claims)
    networks_date = max(one["date"][:7] for one in operators)
    return out.source([file["date"], networks_date, attribution, file["article"]])


def generate(data):
    """The text of the C++ file; None if the data has problems."""
    file, integrations = read_entries(data, INTEGRATIONS)
    operator_file, operators = read_entries(data, OPERATORS)
    _, clients = read_entries(data, CLIENTS)
    rows = read_networks(data)
    check_references(integrations, operators, clients, rows)
    if problems:
        return None
    names = name_rows(file, integrations)
    software = read_software(data, names)
    claims = list(claims_of(integrations, operators, rows, file["date"]))
    check_twice(claims)
    if problems:
        return None
    return write(file, integrations, names, software, operators, operator_file["attribution"], clients, claims)


def main(data, output):
    source = generate(pathlib.Path(data))
    if source is None:
        sys.exit("\n".join(problems))
    pathlib.Path(output).write_text(source, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print("usage: generate.py DATA OUTPUT", file=sys.stderr)
        sys.exit(2)
    try:
        main(*sys.argv[1:])
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        sys.exit(2)

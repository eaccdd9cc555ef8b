#!/usr/bin/env python3
"""The catalog's generator: its errors for wrong data, and the flattening of prefixes."""
import importlib.util
import json
import pathlib
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
spec = importlib.util.spec_from_file_location("generate", ROOT / "src/catalog/generate.py")
generator = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generator)

ONE = {"id": "one", "name": "One", "vendor": "V", "category": "c"}
OPERATOR = {"id": "aws", "name": "A", "kind": "cloud", "date": "2026-08", "source": "s"}
CLIENT = {"id": "node", "name": "N", "kind": "script", "equals": ["node"],
          "fact": {"value": "v", "basis": "seen", "confidence": 0.5}}
SEEN = {"basis": "seen", "confidence": 1}
INTEGRATIONS = "integrations.json: "


def problem(*entries, csv="", top=None, operators=(OPERATOR,), clients=(CLIENT,), programs=(),
            words=(), raw=None):
    """The first error for a catalog with these entries; empty if there is none."""
    files = {
        "integrations.json": {"date": "2026-11", "article": "a", **(top or {}),
                              "integrations": list(entries or [ONE])},
        "operators.json": {"attribution": "x", "operators": operators},
        "clients.json": {"clients": clients},
        "software.json": {"programs": programs, "words": words},
    }
    generator.problems.clear()
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            text = (raw or {}).get(name) or json.dumps(content)
            (pathlib.Path(folder) / name).write_text(text)
        (pathlib.Path(folder) / "networks.csv").write_text("cidr,operator,region\n" + csv)
        source = generator.generate(pathlib.Path(folder))
    assert (source is None) == bool(generator.problems)
    return generator.problems[0] if generator.problems else ""


def place(**rest):
    return {**ONE, "place": rest}


class Generate(unittest.TestCase):
    def expect(self, expected, *entries, **files):
        with self.subTest(expected):
            self.assertEqual(problem(*entries, **files), expected)

    def test_entries(self):
        two = {"id": "two", "name": "Two", "vendor": "W", "category": "c", "aliases": ["O-N-E"]}
        self.expect("", ONE)
        self.expect(INTEGRATIONS + 'entry 1: no "id"', {k: v for k, v in ONE.items() if k != "id"})
        self.assertTrue(problem({**ONE, "colour": "red"}).startswith(
            INTEGRATIONS + 'one: unknown key "colour"; known: aliases, api_user, '))
        self.expect(INTEGRATIONS + 'one: "listed" is not true or false', {**ONE, "listed": "yes"})
        self.expect(INTEGRATIONS + 'one: "aliases" is not a list of texts', {**ONE, "aliases": "x"})
        self.expect(INTEGRATIONS + 'one: "aliases" has an item that is not a text',
                    {**ONE, "aliases": [7]})
        self.expect(INTEGRATIONS + 'one: "status" is not a text', {**ONE, "status": ""})
        self.expect(INTEGRATIONS + "entry 1: not an object", 7)
        self.expect(INTEGRATIONS + "one: this id stands twice", ONE, ONE)
        former = {**two, "former_ids": ["one"], "aliases": []}
        self.expect(INTEGRATIONS + "two: this id stands twice", ONE, former)
        self.expect(INTEGRATIONS + "one: this id stands twice", former, ONE)
        self.expect(INTEGRATIONS + 'two: name "O-N-E" belongs to one '
                    "(use shared_names for a name of several products)", ONE, two)
        self.expect(INTEGRATIONS + 'one: name "--" has no letter and no digit',
                    {**ONE, "aliases": ["--"]})

    def test_facts(self):
        at = INTEGRATIONS + "one: place: "
        confidence = at + "confidence is not above 0 and at most 1"
        self.expect("", place(value="desktop", **SEEN))
        self.expect(at + 'unknown value "moon"; known: desktop, either, premises, vendor_cloud', place(value="moon", **SEEN))
        self.expect(at + 'basis "heard" is not documented, seen or inferred',
                    place(value="desktop", basis="heard", confidence=1))
        self.expect(confidence, place(value="desktop", basis="seen"))
        self.expect(confidence, place(value="desktop", basis="seen", confidence=1.1))
        self.expect(at + 'unknown key "sourse"; known: basis, confidence, note, source, value', place(value="desktop", sourse="x", **SEEN))
        self.expect(at + 'no "value"', place(**SEEN))
        self.expect(at + "not an object", {**ONE, "place": "desktop"})

    def test_facts_that_refer(self):
        def fact(key, value, **more):
            return {**ONE, key: {"value": value, **more, **SEEN}}
        at = INTEGRATIONS + "one: "
        self.expect(at + 'published: bad prefix "10.0.0.1/8"', fact("published", ["10.0.0.1/8"]))
        self.expect(at + 'unknown operator "aol"', fact("operators", ["aws", "aol"]))
        self.expect(at + 'unknown client "nod"', fact("clients", ["nod"]))
        self.expect(at + 'unknown operator "aol"', fact("cloud", "x", regions={"aol": []}))
        self.expect(at + 'schedule: unknown kind "hourly"; known: custom, daily, event, '
                    "interactive, interval, manual, monthly, variable", fact("schedule", "x", kind="hourly"))
        self.expect(at + 'schedule: "minutes" has an item that is not a whole number above 0',
                    fact("schedule", "x", kind="interval", minutes=[0]))

    def test_networks(self):
        at = "networks.csv: "
        self.expect("", csv="10.0.0.0/8,aws,r\n10.1.0.0/16,aws,s\n")
        self.expect(at + "line 2: not three columns", csv="10.0.0.0/8,aws\n")
        self.expect(at + 'line 2: bad prefix "10.0.0.1/8"', csv="10.0.0.1/8,aws,r\n")
        self.expect(at + 'line 2: bad prefix "10.0.0.0/33"', csv="10.0.0.0/33,aws,r\n")
        self.expect(at + 'line 2: unknown operator "aol"', csv="10.0.0.0/8,aol,r\n")
        self.expect(at + "10.0.0.0/8: stands twice, for aws and aws",
                    csv="10.0.0.0/8,aws,r\n10.0.0.0/8,aws,s\n")

    def test_the_other_files(self):
        self.expect('operators.json: aws: unknown kind "ship"; known: cloud, gateway, hoster, vendor',
                    operators=[{**OPERATOR, "kind": "ship"}])
        self.expect('operators.json: aws: date "August" is not like 2026-06-17',
                    operators=[{**OPERATOR, "date": "August"}])
        self.expect("clients.json: node: nothing to match: no starts, contains or equals",
                    clients=[{k: v for k, v in CLIENT.items() if k != "equals"}])
        self.expect('clients.json: node: no "fact"',
                    clients=[{k: v for k, v in CLIENT.items() if k != "fact"}])
        self.expect('operators.json: no list "operators"',
                    raw={"operators.json": '{ "attribution": "x" }'})
        self.expect("clients.json: line 2, column 1: "
                    "Expecting property name enclosed in double quotes", raw={"clients.json": "{\n"})
        self.expect(INTEGRATIONS + 'not_in_usernames: "won" is no name of any entry',
                    top={"not_in_usernames": ["won"]})
        self.expect("", programs=["other"], words=["desk", "hub"])
        self.expect("software.json: words: not in order, or twice", words=["hub", "desk"])
        self.expect('software.json: words: "help desk" has more than lower-case letters and digits',
                    words=["help desk"])
        self.expect('software.json: programs: "one" is in integrations.json', programs=["one"])
        self.expect("software.json: line 1, column 1: Expecting value", raw={"software.json": "x"})

    def test_published_ranges_then_the_longest_prefix_win_and_neighbours_are_joined(self):
        prefixes = [("10.1.0.0/16", True, "one"), ("10.0.0.0/9", False, "r"),
                    ("10.1.2.0/24", False, "s"), ("10.2.0.0/16", False, "s"),
                    ("10.3.0.0/16", False, "s"), ("255.255.255.0/24", False, "r"),
                    ("::/1", False, "r"), ("ffff::/16", False, "s")]
        claims = [(generator.parse_prefix(text), published, owner)
                  for text, published, owner in prefixes]
        for version, expected in (
                (4, [(0, ""), (0x0a000000, "r"), (0x0a010000, "one"), (0x0a020000, "s"),
                     (0x0a040000, "r"), (0x0a800000, ""), (0xffffff00, "r")]),
                (6, [(0, "r"), (1 << 127, ""), (0xffff << 112, "s")])):
            ranges = generator.flatten(claims, version)
            self.assertEqual([(start, "" if owner == generator.NO_NETWORK else owner)
                              for start, owner in ranges], expected)


if __name__ == "__main__":
    unittest.main()

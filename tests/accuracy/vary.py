#!/usr/bin/env python3
"""Writes a changed copy of the catalog's data, for a program that is built with it.

usage: vary.py shuffled|thinned DATA OUTPUT

shuffled: every product gets a meaningless id and every network a different place in the address space (a
fixed pattern is XORed into its prefix, so prefixes stay whole and nested). A diagnosis that rests on
facts has the same accuracy; one that has ids or addresses built in does not.
thinned: every second fact of the integrations is missing.
"""
import ipaddress
import json
import pathlib
import shutil
import sys

STAY = {0, 10, 100, 127, 169, 172, 192, 198,
        203}  # blocks with private, shared and documentation ranges
PATTERN = {4: 0x00a55a3c, 6: 0x0000_2b5d_0c36_0000 << 64}
FACTS = ["place", "cloud", "operators", "schedule", "clients", "published", "retry",
         "human_account", "tracking"]


def moved(text):
    network = ipaddress.ip_network(text)
    first = int(network.network_address)
    if network.version == 4 and first >> 24 in STAY or network.version == 6 and first >> 112 == 0x2001:
        return text
    other = first ^ PATTERN[network.version] & int(network.netmask)
    return str(type(network)((other, network.prefixlen)))


def shuffle(document, output):
    rows = document["integrations"]
    for number, row in enumerate(rows, 1):
        # 37 and the number of products plus one have no common divisor, so all ids differ.
        row.setdefault("aliases", []).append(row["id"])  # people also write ids as names
        row["id"] = f"zz-{1000 + number * 37 % (len(rows) + 1)}"
        if "published" in row:
            row["published"]["value"] = [moved(text) for text in row["published"]["value"]]
    lines = (output / "networks.csv").read_text().splitlines()
    changed = []
    for line in lines[1:]:
        cidr, rest = line.split(",", 1)
        changed.append(f"{moved(cidr)},{rest}")
    (output / "networks.csv").write_text("\n".join(lines[:1] + changed) + "\n")


def thin(document, output):
    kept = 0
    for row in document["integrations"]:
        for name in FACTS:
            if name in row:
                kept += 1
                if kept % 2:
                    del row[name]


def main():
    change, data, output = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    shutil.copytree(data, output, dirs_exist_ok=True)
    path = output / "integrations.json"
    document = json.loads(path.read_text())
    {"shuffled": shuffle, "thinned": thin}[change](document, output)
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()

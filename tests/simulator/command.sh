#!/bin/sh
# The command `simulate`: lists the scenarios, plays one that whylocked then reads, and rejects a name
# that is none.
# usage: command.sh SIMULATE PROGRAM
set -eu
simulate=$1 program=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
fail() { echo "FAILED: $1"; exit 1; }

[ "$("$simulate" | wc -l)" -gt 20 ] || fail "too few scenarios are listed"
"$simulate" | grep -q '^person-mistyped  ' || fail "person-mistyped is not listed"

"$simulate" person-mistyped --seed 7 --output "$out/p" 2>"$out/err"
grep -q "^diagnose it: whylocked .*$out/p/export.csv" "$out/err" || fail "no command line is shown"
[ -s "$out/p/truth.json" ] || fail "no truth.json"
"$program" -q --json --site "$out/p/site.json" "$out/p/export.csv" >"$out/report.json" ||
  fail "the export is not diagnosed"
grep -q '"lockouts": *[1-9]' "$out/report.json" || fail "the export has no lockout"

status=0
"$simulate" person-mistypd --output "$out/q" 2>"$out/err" || status=$?
[ $status = 2 ] && [ -s "$out/err" ] || fail "an unknown name ends with status $status"
echo "4 passed, 0 failed"

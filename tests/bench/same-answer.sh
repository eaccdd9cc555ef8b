#!/bin/sh
# The exports of bench_generate: the same arguments give the same bytes on every machine, and whylocked
# reads the same events from every form.
# usage: same-answer.sh BENCH_GENERATE PROGRAM
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

make() { "$generate" --rows 20000 --users 300 --addresses 200 --form "$1" >"$folder/export"; }

generate=$1
program=$2
make csv
"$program" -q groups "$folder/export" >"$folder/expected"
[ "$(cksum <"$folder/export")" = "539424660 2456346" ] || {
  echo "the bytes differ: $(cksum <"$folder/export"); earlier figures do not compare" >&2
  exit 1
}
for form in semicolon crlf month-first newest-first jsonl; do
  make "$form"
  "$program" -q groups "$folder/export" | cmp - "$folder/expected" || exit 1
done
[ "$(wc -l <"$folder/expected")" -gt 5000 ]

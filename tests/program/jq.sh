#!/bin/sh
# Runs the jq examples of src/report/README.md on a sample: each prints something.
# usage: jq.sh PROGRAM SOURCE_DIR      exit status 77: jq is not installed
set -eu
program=$1 source=$2
command -v jq >/dev/null || { echo "skipped: jq is not installed"; exit 77; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$program" -q --json "$source/samples/spray.csv" >"$out/report.json" 2>/dev/null
sed -n '/^```sh$/,/^```$/p' "$source/src/report/README.md" | grep '^jq ' >"$out/examples"
n=0
while IFS= read -r example; do
  n=$((n + 1))
  (cd "$out" && sh -c "$example") >"$out/printed" || { echo "failed: $example"; exit 1; }
  [ -s "$out/printed" ] || { echo "prints nothing: $example"; exit 1; }
done <"$out/examples"
[ "$n" -ge 5 ] || { echo "only $n examples"; exit 1; }
echo "$n examples"

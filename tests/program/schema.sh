#!/bin/sh
# Every JSON report conforms to the schema: those of the samples, the scenarios, logs of other systems,
# an empty export, one with a baseline, and one without names.
# usage: schema.sh PROGRAM SOURCE_DIR
set -eu
program=$1 source=$2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
n=0
printf 'Time,Username,Event\n' >"$out/empty.csv"
for file in "$source"/samples/*.csv "$source"/tests/scenarios/*/*/export* \
  "$source"/tests/golden/facts/*/*.csv "$source"/tests/golden/facts/*/*.log "$out/empty.csv"; do
  n=$((n + 1))
  site=$(dirname "$file")/site.json
  [ -e "$site" ] || site=${file%.csv}.site.json
  [ -e "$site" ] && set -- --site "$site" || set --
  "$program" "$@" --format json "$file" >"$out/$n.json" 2>/dev/null ||
    [ $? = 3 ] || { echo "failed: $file"; exit 1; }
  echo "-i $out/$n.json"
done >"$out/list"
"$program" -q --json --baseline "$out/1.json" "$source/samples/logicmonitor.csv" >"$out/known.json"
grep -q '"known": ' "$out/known.json" || { echo "failed: no lockout is known or new"; exit 1; }
echo "-i $out/known.json" >>"$out/list"
"$program" -q --json --redact "$source/samples/logicmonitor.csv" >"$out/redacted.json"
grep -q '"redacted": true' "$out/redacted.json" || { echo "failed: no report is redacted"; exit 1; }
echo "-i $out/redacted.json" >>"$out/list"
# shellcheck disable=SC2046
/usr/bin/python3 -W ignore -m jsonschema $(cat "$out/list") "$source/src/report/report.schema.json"
echo "$(wc -l <"$out/list") passed, 0 failed"

#!/bin/sh
# The same input gives the same bytes, on every run and for any order of the files.
# usage: same-bytes.sh PROGRAM SOURCE_DIR
set -eu
program=$1 samples=$2/samples
cd "$samples"
files="logicmonitor.csv mistyped.csv spray.csv two-hourly.csv office-script.csv"
turned="spray.csv office-script.csv two-hourly.csv logicmonitor.csv mistyped.csv"
for format in text json jsonl; do
  first=$("$program" --format $format $files 2>&1 | cksum)
  for order in "$files" "$turned"; do
    again=$("$program" --format $format $order 2>&1 | cksum)
    [ "$first" = "$again" ] || { echo "$format differs for: $order"; exit 1; }
  done
done
echo "3 passed, 0 failed"

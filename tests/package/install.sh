#!/bin/sh
# An installation can be moved: the program works, and a project finds the library with CMake.
# usage: install.sh BUILD_DIR SOURCE_DIR GENERATOR CXX_COMPILER CXX_FLAGS
set -eu
build=$1 source=$2 generator=$3 compiler=$4 flags=$5
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
fail() { echo "$1"; exit 1; }

cmake --install "$build" --prefix "$out/first" >/dev/null
mv "$out/first" "$out/moved"
! grep -rlF -e "$build" -e "$source/" "$out"/moved/lib* --include='*.cmake' ||
  fail "installed files name the folder of the build"
for file in bin/whylocked share/whylocked/report.schema.json include/whylocked/diagnose.hpp \
  share/doc/whylocked/README.md share/doc/whylocked/LICENSE \
  share/man/man1/whylocked.1.gz share/bash-completion/completions/whylocked; do
  [ -s "$out/moved/$file" ] || fail "not installed: $file"
done

cmake -S "$source/tests/package/consumer" -B "$out/consumer" -G "$generator" -DCMAKE_BUILD_TYPE=Debug \
  -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_FLAGS="$flags" \
  -DCMAKE_PREFIX_PATH="$out/moved" >"$out/log" 2>&1 || fail "$(cat "$out/log")"
cmake --build "$out/consumer" >"$out/log" 2>&1 || fail "$(cat "$out/log")"
# As a subfolder, the project's names do not collide with its parent's.
cmake -S "$source/tests/package/consumer" -B "$out/parent" -G "$generator" -DWHYLOCKED_SOURCE="$source" \
  -DCMAKE_CXX_COMPILER="$compiler" >"$out/log" 2>&1 || fail "$(cat "$out/log")"

for sample in logicmonitor mistyped spray; do
  ours=$("$out/moved/bin/whylocked" -q --format json "$source/samples/$sample.csv" |
    /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["summary"]["lockouts"])')
  for consumer in consumer consumer_of_a_room; do
    theirs=$("$out/consumer/$consumer" "$source/samples/$sample.csv")
    [ "$ours" = "$theirs" ] || fail "$sample: the program finds $ours lockouts, the library $theirs"
  done
done
echo "13 passed, 0 failed"

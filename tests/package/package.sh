#!/bin/sh
# The Debian package: reproducible bytes, its list of files, no lintian errors, and installing and
# removing it leaves no trace. Exit status 77: the tools are missing.
# usage: package.sh BUILD_DIR SOURCE_DIR
set -eu
build=$1 source=$2
for tool in cpack dpkg-deb dpkg-shlibdeps dpkg-parsechangelog lintian; do
  command -v $tool >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
fail() { echo "$1"; exit 1; }

for time in first second; do
  (cd "$build" && cpack -B "$out/$time") >"$out/log" 2>&1 || fail "$(cat "$out/log")"
done
package=$(ls "$out"/first/*.deb)
cmp "$package" "$out"/second/*.deb || fail "two packages of one build differ"

cat >"$out/expected" <<'END'
./usr/bin/whylocked
./usr/share/bash-completion/completions/whylocked
./usr/share/doc/whylocked/README.md
./usr/share/doc/whylocked/changelog.Debian.gz
./usr/share/doc/whylocked/copyright
./usr/share/doc/whylocked/samples/report.png
./usr/share/fish/vendor_completions.d/whylocked.fish
./usr/share/man/man1/whylocked.1.gz
./usr/share/whylocked/report.schema.json
./usr/share/zsh/site-functions/_whylocked
END
dpkg-deb --fsys-tarfile "$package" | tar -tf - | grep -v '/$' | LC_ALL=C sort >"$out/files"
diff "$out/expected" "$out/files" || fail "the package has other files"

version=$(dpkg-parsechangelog -l "$source/.package/debian/changelog" -S Version)
[ "$(dpkg-deb -f "$package" Version)" = "$version" ] || fail "its version is not $version"
for name in $(dpkg-deb -f "$package" Depends Recommends | sed 's/^[A-Z][a-z]*: //; s/([^)]*)//g; s/,/ /g'); do
  dpkg-query -W "$name" >/dev/null || fail "no such package: $name"
done
lintian --fail-on error "$package" >"$out/log" 2>&1 || fail "$(cat "$out/log")"

# The program must not contain the folder it was built in.
dpkg-deb -x "$package" "$out/unpacked"
! grep -qaF -e "$source/" "$out/unpacked/usr/bin/whylocked" ||
  fail "the program names the folder it was built in"

# Installs into a separate root, so nothing on this machine changes; the packages it depends on are
# missing there.
if [ "$(id -u)" = 0 ]; then
  root=$out/root
  mkdir -p "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/info"
  : >"$root/var/lib/dpkg/status"
  dpkg --root="$root" --force-depends -i "$package" >"$out/log" 2>&1 || fail "$(cat "$out/log")"
  "$root/usr/bin/whylocked" -q "$source/samples/logicmonitor.csv" | grep -q LogicMonitor ||
    fail "installed, the program finds no cause"
  dpkg --root="$root" -r whylocked >"$out/log" 2>&1 || fail "$(cat "$out/log")"
  left=$(cd "$root" && find . ! -type d | grep whylocked || true)
  [ -z "$left" ] || fail "removed, it leaves $left"
fi
echo "6 passed, 0 failed"

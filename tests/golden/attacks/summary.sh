# Reads an export; prints the exit status of --fail-on attack, then a line per case: its form, its most
# probable kind, accounts, lockouts.
whylocked --quiet --fail-on attack --format json - >"$TMPDIR/report.json"
echo "status $?"
jq -r '.cases[] | "\(.kind): \(.kinds[0].kind), \(.accounts) accounts, \(.lockouts | length) lockouts"' "$TMPDIR/report.json"

# Functions that generate exports as CSV.
function header() { print "Time,User,IP Address,Event,User Agent" }
function row(seconds, user, address, event, client) {
  printf "2026-03-%02d %02d:%02d:%02d,%s@example.com,%s,%s,%s\n", 2 + int(seconds / 86400),
    int(seconds / 3600) % 24, int(seconds / 60) % 60, seconds % 60, user, address, event, client
}
function fail(seconds, user, address, client) { row(seconds, user, address, "Login Failed", client) }
function pass(seconds, user, address, client) { row(seconds, user, address, "Login Succeeded", client) }
# The n-th of a sequence of pseudo-random numbers below `limit`.
function any(n, limit) { return (n * 7919 + int(n / 7) * 104729) % 1000003 % limit }
function home(n) { return (24 + any(n, 60)) "." any(n + 1, 256) "." any(n + 2, 256) "." (1 + any(n + 3, 250)) }

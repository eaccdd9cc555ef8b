"""Writes the visible part of a world as an export, in one of the forms that systems use."""
import csv
import datetime
import io
import json

AGENTS = {"browser": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
          "mobile": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", "none": ""}
OWN = ["psa-connect/3.1", "SyncAgent 12.0", "integration-worker/1.8", "ticket-bridge/0.9"]
REASONS = {"wrong": "Invalid password", "locked": "Account is locked"}
GERMAN = {"wrong": "Falsches Kennwort", "locked": "Konto ist gesperrt"}

# style: header (time, user, address, event, reason, client), words for the events, time format
PLAIN = {"in": "Login Successful", "wrong": "Login Failed", "lock": "Account Locked",
         "unlock": "Account Unlocked",
         "change": "Password Changed"}
STYLES = {
    "iso": (["Timestamp", "Username", "IP Address", "Event", "Reason", "User Agent"], PLAIN,
            "%Y-%m-%dT%H:%M:%SZ"),
    "us": (["Date/Time", "User Name", "IP Address", "Event Type", "Details", "Client"], PLAIN,
           "%m/%d/%Y %I:%M:%S %p"),
    "result": (["Login Date", "Resource", "Source IP", "Action", "Result", "Failure Reason",
                "Browser"],
               {**PLAIN, "in": "Login", "wrong": "Login"}, "%d %b %Y %H:%M:%S"),
    "jsonl": (["time", "user", "ip", "event", "reason", "userAgent"],
              {"in": "login.success", "wrong": "login.failure", "lock": "account.locked",
               "unlock": "account.unlocked",
               "change": "password.changed"}, "%Y-%m-%dT%H:%M:%SZ"),
    "german": (["Datum/Uhrzeit", "Benutzername", "IP-Adresse", "Ereignis", "Grund", "User-Agent"],
               {"in": "Anmeldung erfolgreich", "wrong": "Anmeldung fehlgeschlagen",
                "lock": "Konto gesperrt",
                "unlock": "Konto entsperrt", "change": "Kennwort geändert"}, "%d.%m.%Y %H:%M:%S"),
    "bare": (["Date", "User", "IP", "Activity", "Reason", "User Agent"],
             {"in": "LOGIN", "wrong": "FAILED_LOGIN", "lock": "LOCKED", "unlock": "UNLOCKED",
              "change": "PASSWORD_CHANGE"}, "%Y-%m-%d %H:%M:%S"),
    "words": (["When", "Login", "Client IP", "Activity", "Message", "User Agent"],
              {"in": "Signed in", "wrong": "Failed sign-in", "lock": "Locked out",
               "unlock": "Unlocked",
               "change": "Password reset"}, "%Y-%m-%d %H:%M:%S"),
}


def visible_rows(world, played):
    """The rows that the export shows, by time."""
    hidden = set()
    if not world.visible["successes"]:
        hidden.add("in")
    if not world.visible["locks"]:
        hidden.update(("lock", "unlock"))
    if not world.visible["changes"]:
        hidden.add("change")
    return [row for row in played.rows if row.kind not in hidden]


def agent(world, actor):
    if actor is None or actor.client == "none":
        return ""
    if actor.client == "own":
        return OWN[hash_of(actor.cause.id) % len(OWN)]
    return AGENTS.get(actor.client) or world.model.catalog.agents[actor.client]


def names(world, account):
    """The account's name as an e-mail address, and in the other form."""
    name, domain = world.accounts[account].name.split("@")
    return f"{name}@{domain}", f"{domain.split('.')[0].upper()}\\{name}"


def hash_of(text):
    """A stable hash; Python's own differs between runs."""
    return sum(ord(letter) * (at + 1) for at, letter in enumerate(text))


def write(world, played):
    """Returns (file name, text)."""
    header, words, form = STYLES[world.style]
    utc = world.style in ("iso", "jsonl") or not world.zone_declared
    rows = [_cells(world, row, words, form, 0 if utc else world.zone)
            for row in visible_rows(world, played)]
    keep = [at for at, name in enumerate(header) if _shown(world, at, len(header))]
    if world.style == "bare" and world.random.random() < 0.5:
        rows.reverse()
    if world.style == "jsonl":
        lines = [json.dumps({header[at]: row[at] for at in keep if row[at] != ""}) for row in rows]
        return "export.jsonl", "\n".join(lines) + "\n"
    out = io.StringIO()
    table = csv.writer(out, delimiter=";" if world.style == "german" else ",", lineterminator="\n")
    table.writerow([header[at] for at in keep])
    table.writerows([row[at] for at in keep] for row in rows)
    return "export.csv", out.getvalue()


def _shown(world, at, columns):
    if at == 2:
        return world.visible["addresses"]
    if at == columns - 2:
        return world.visible["reasons"]
    return at != columns - 1 or world.visible["clients"]


def _cells(world, row, words, form, zone):
    moment = datetime.datetime.fromtimestamp(int(row.time) + zone * 3600, datetime.timezone.utc)
    attempt = row.actor is not None
    reason = (GERMAN if world.style == "german" else REASONS).get(row.kind, "")
    if world.style == "words" and reason == REASONS["wrong"]:
        reason = "Invalid credentials provided"
    event = words["wrong" if row.kind == "locked" else row.kind]
    cells = [moment.strftime(form), names(world, row.account)[int(row.time) % 2 * world.two_forms],
             row.address if attempt else "", event]
    if world.style == "result":
        cells.append("" if not attempt else "Success" if row.kind == "in" else "Failure")
    return cells + [reason, agent(world, row.actor)]

#!/usr/bin/env python3
"""Writes the foreign exports: storyboards written and labelled by hand.

Deliberately unlike tests/simulator: no distributions, no catalog, no posterior, and no shared code. Each
story says who tries when; the only mechanism is a counter that locks. After a change, run it in this
folder and look at the difference. Nothing is tuned on these exports.
"""
import datetime
import json
import pathlib

HERE = pathlib.Path(__file__).parent
START = datetime.datetime(2026, 3, 2)  # a Monday
OFFICE, HOME, PHONE = "73.52.40.7", "98.150.22.130", ["107.77.200.%d" % n for n in (3, 19, 88, 140)]
AWS, AZURE, RENTED, ELSEWHERE = "52.20.11.40", "52.168.50.9", "65.21.40.17", "199.91.70.12"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"


class Story:
    def __init__(self, name, answer, accept, limit=5, site=None, columns="all", kinds=None,
                 tie=None, label=""):
        self.name, self.answer, self.accept, self.limit, self.site = name, answer, accept, limit, site or {}
        self.columns, self.kinds, self.tie, self.label = columns, kinds, tie, label
        self.events = []

    def at(self, day, clock, user, what, address="", client=""):
        """`what`: good, bad, change or unlock."""
        hours, minutes, *seconds = (int(part) for part in clock.split(":"))
        time = START + datetime.timedelta(days=day, hours=hours, minutes=minutes,
                                          seconds=seconds[0] if seconds else 0)
        self.events.append((time, len(self.events), user, what, address, client))

    def every(self, minutes, days, user, good_until, address, client="", tries=1, apart=2,
              drift=(0, 7, 3, 11, 5)):
        """A program's runs: good until that day (its fraction is the hour), then bad."""
        at, n = days[0] * 1440 + 4, 0
        while at < days[1] * 1440:
            good = at / 1440 < good_until
            for again in range(1 if good else tries):
                seconds = at * 60 + drift[n % len(drift)] + again * apart
                when = START + datetime.timedelta(seconds=seconds)
                self.events.append((when, len(self.events), user, "good" if good else "bad",
                                    address, client))
            at += minutes
            n += 1

    def staff(self, days, users, address=OFFICE):
        """Good sign-ins of a quiet office."""
        for day in range(days):
            for n, user in enumerate(users):
                if day % 7 < 5:
                    self.at(day,
                            f"{8 + (n + day) % 3}:{(7 * n + 13 * day) % 60}:{(11 * n + day) % 60}",
                            user, "good", address, CHROME)

    def rows(self):
        """The log with the effects of the lock policy, and the locks."""
        failed, locked, rows, locks = {}, set(), [], []
        for time, _, user, what, address, client in sorted(self.events):
            if what in ("change", "unlock"):
                failed[user] = 0
                locked.discard(user)
                rows.append((time, user, "", what, "", ""))
            elif user in locked:
                rows.append((time, user, address, "bad", "account is locked out", client))
            elif what == "good":
                failed[user] = 0
                rows.append((time, user, address, "good", "", client))
            else:
                failed[user] = failed.get(user, 0) + 1
                rows.append((time, user, address, "bad", "bad user name or password", client))
                if failed[user] >= self.limit:
                    locked.add(user)
                    locks.append((time, user))
                    rows.append((time, user, "", "lock", "", ""))
        return rows, locks

    def write(self):
        rows, locks = self.rows()
        folder = HERE / self.name
        folder.mkdir(exist_ok=True)
        words = {"good": "Sign-in succeeded", "bad": "Sign-in failed", "lock": "Account locked",
                 "unlock": "Account unlocked",
                 "change": "Password changed"}
        client = self.columns != "no client"
        lines = ["Time (UTC),Account,Address,Event,Reason" + (",Client" if client else "")]
        for time, user, address, what, reason, agent in rows:
            if what == "good" and self.columns == "failures":
                continue
            cells = [f"{time:%Y-%m-%d %H:%M:%S}", f"{user}@littleware.example", address,
                     words[what], reason]
            lines.append(",".join(cells + ([f'"{agent}"' if agent else ""] if client else [])))
        (folder / "export.csv").write_text("\n".join(lines) + "\n")
        (folder / "site.json").write_text(json.dumps(self.site, indent=1) + "\n")
        (folder / "truth.json").write_text(json.dumps(self.truth(locks), indent=1) + "\n")

    def truth(self, locks):
        row = {"causes": [self.accept[0]], "accept": self.accept, "answer": self.answer}
        if self.kinds:
            row["kinds"] = self.kinds
        if self.tie:
            row["tie"] = self.tie
        if self.answer in ("kind", "none"):
            row["name_ok"] = True
        lockouts = [{"user": f"{user}@littleware.example", "locked_at": time.isoformat() + "+00:00",
                     "case": self.name, **row}
                    for time, user in locks]
        assert lockouts, self.name
        return {"family": "storyboards", "file": "export.csv", "why": self.label,
                "lockouts": lockouts}


STAFF = ["hanna", "iqbal", "jorge", "kim", "lena", "mats"]
DEVICE = ["saved-on-device", "outlook-extension"]
SCRIPT = ["custom-rest", "custom-soap", "own-service", "own-script"]
SAVED = ["password-manager", "1password", "lastpass", "dashlane", "keeper"]
TEST = ["test-automation"]
SETUP = ["setup"]
HOSTED = ["cloud_integration", "unlisted", "custom", "service", "several"]
OFFICE_SITE = {"office": [OFFICE], "time_zone": "+00:00"}


def stories():
    s = Story("mistyped-after-the-weekend", "name", ["person"], site=OFFICE_SITE,
              label="five uneven tries by hand, in a minute and a half, then in after the unlock")
    s.staff(9, STAFF)
    for second in (5, 14, 31, 38, 77):
        s.at(7, f"9:1{second // 60}:{second % 60}", "kim", "bad", OFFICE, CHROME)
    s.at(7, "9:40", "kim", "unlock")
    s.at(7, "9:41", "kim", "good", OFFICE, CHROME)
    yield s

    s = Story("named-account-three-hours", "name", ["hudu"],
              site={"installed": ["hudu", "it-glue", "datto-rmm"]},
              label="the name in the account, the documented beat, the list")
    s.staff(8, STAFF)
    s.at(4, "13:30", "hudu", "change")
    s.every(180, (0, 8), "hudu", 4.56, AWS, "axios/1.7.2")
    s.at(6, "10:00", "hudu", "unlock")
    yield s

    s = Story("hourly-from-amazon-and-nothing-else", "kind",
              ["unlisted-integration", "alternative-payments", "zencontract"], kinds=HOSTED,
              label="any hosted product with an hourly beat, in any cloud")
    s.every(60, (0, 3), "k3v9x2m8q7t5b1c", 1.2, AWS)
    yield s

    s = Story("phone-after-a-change", "name", DEVICE, site=OFFICE_SITE,
              label="the person gets in from the office; a phone on a carrier's addresses keeps failing day and night")
    s.staff(6, STAFF)
    s.at(2, "10:00", "lena", "change")
    for n in range(40):
        minute = 2 * 1440 + 640 + 47 * n
        s.at(minute // 1440, f"{minute % 1440 // 60}:{minute % 60}:{n % 50}", "lena", "bad",
             PHONE[n // 4 % 4], IPHONE)
    s.at(3, "8:00", "lena", "unlock")
    yield s

    s = Story("spray-by-the-hour", "name", ["password-spray"],
              label="thirty accounts, one try each per hour, one rented address, never in")
    s.staff(4, STAFF)
    for round_ in range(6):
        for n, user in enumerate(STAFF + [f"user{n}" for n in range(24)]):
            s.at(1, f"{3 + round_}:{n}:{n}", user, "bad", RENTED, "python-requests/2.32.3")
    yield s

    s = Story("leaked-passwords-from-homes", "name",
              ["credential-stuffing", "password-spray", "brute-force"], limit=3,
              label="each try from another home, several accounts, within a night")
    s.staff(4, STAFF)
    for n in range(60):
        s.at(2, f"{1 + n // 20}:{n * 3 % 60}:{n}", STAFF[n * 7 % 6], "bad",
             f"{(24, 73, 81, 86)[n % 4]}.{20 + n}.{n * 5 % 250}.{n + 9}", CHROME)
    yield s

    s = Story("five-people-slip-in-a-week", "name", ["person"], limit=3, site=OFFICE_SITE,
              columns="failures",
              label="an export without successes: slips in an office, three by one person in a row")
    for day, user in ((0, "hanna"), (1, "iqbal"), (1, "jorge"), (2, "kim"), (3, "mats")):
        s.at(day, f"8:5{day}:12", user, "bad", OFFICE, CHROME)
    for second in (3, 20, 52):
        s.at(4, f"9:2:{second}", "lena", "bad", OFFICE, CHROME)
    yield s

    s = Story("powershell-at-two", "name", SCRIPT, site=OFFICE_SITE,
              label="PowerShell at two every night from the office, three tries, half a minute apart")
    s.staff(6, STAFF)
    s.at(2, "16:00", "svc-report", "change")
    for day in range(6):
        for n in range(1 if day < 3 else 3):
            s.at(day, f"2:0:{4 + 27 * n}", "svc-report", "good" if day < 3 else "bad", OFFICE,
                 "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.20348")
    yield s

    s = Story("two-nightly-jobs-of-the-list", "tie", ["huntress"], limit=3,
              site={"installed": ["huntress", "unitrends"], "office": [OFFICE]},
              tie=["huntress", "unitrends"],
              label="both run nightly in an undocumented cloud")
    s.staff(9, STAFF)
    for day in range(9):
        s.at(day, "1:20:9", "q8w3e7r2t6y1u5", "good" if day < 4 else "bad", ELSEWHERE)
    yield s

    s = Story("browser-fills-in-the-old-one", "name", SAVED, limit=5, site=OFFICE_SITE,
              label="filled in six times within seconds at the first sign-in after the change, then typed")
    s.staff(5, STAFF)
    s.at(2, "17:30", "mats", "change")
    for n in range(6):
        s.at(3, f"7:58:{2 + 2 * n}", "mats", "bad", OFFICE, CHROME)
    s.at(3, "8:20", "mats", "unlock")
    s.at(3, "8:21", "mats", "good", OFFICE, CHROME)
    yield s

    s = Story("setting-up-a-workflow", "name", SETUP + ["zapier"], limit=5, site=OFFICE_SITE,
              label="a new account, tried now and then for half an hour from the automation cloud, until it works")
    s.staff(3, STAFF)
    for n, minute in enumerate((0, 1, 6, 6, 17, 18, 26)):
        s.at(1, f"14:{minute}:{9 * n % 60}", "zapier", "bad", AWS, "Zapier")
    s.at(1, "14:40", "zapier", "unlock")
    for n in range(6):
        s.at(1, f"14:{42 + 3 * n}", "zapier", "good", AWS, "Zapier")
    yield s

    s = Story("pentest-from-the-office", "name", TEST + ["password-spray"], limit=3,
              site=OFFICE_SITE,
              label="twelve accounts in six minutes from the office's own address; calling it an attack is also right")
    s.staff(3, STAFF + [f"user{n}" for n in range(6)])
    for n, user in enumerate(STAFF + [f"user{n}" for n in range(6)]):
        for again in range(4):
            s.at(1, f"15:{n // 2}:{n % 2 * 30 + 6 * again}", user, "bad", OFFICE,
                 "python-requests/2.31.0")
    yield s

    s = Story("person-through-a-gateway", "name", ["person"], limit=3, site=OFFICE_SITE,
              label="a web gateway hides the place; the tries are typed")
    s.staff(5, STAFF, "165.225.8.20")
    for second in (2, 11, 40, 58):
        s.at(3, f"8:30:{second}", "iqbal", "bad", "165.225.8.20", CHROME)
    yield s

    s = Story("guessing-at-the-administrator", "name", ["brute-force"], limit=10,
              label="two hundred tries, four seconds apart, one rented address")
    s.staff(2, STAFF)
    for n in range(200):
        s.at(1, f"4:{n * 4 // 60}:{n * 4 % 60}", "hanna", "bad", RENTED, "Go-http-client/2.0")
    yield s

    s = Story("owner-out-of-date", "none", ["zapier"],
              site={"accounts": {"svc-flow@littleware.example": "cloudblue"}},
              label="declared for another product, but the client names the right one: the report must show the conflict")
    s.staff(4, STAFF)
    for n in range(16):
        s.at(n // 6, f"{3 + 4 * (n % 5)}:{n * 17 % 60}", "svc-flow", "good" if n < 6 else "bad",
             AWS, "Zapier")
    yield s

    s = Story("follows-the-mail", "name", ["email2at"], site={"installed": ["email2at", "it-glue"]},
              label="tries follow inbound mail, not a clock; the account contains the name")
    s.staff(5, STAFF)
    s.at(1, "11:00", "email2at", "change")
    for n in range(60):
        minute = n * 97 + n * n * 13 % 71
        s.at(minute // 1440, f"{minute % 1440 // 60}:{minute % 60}:{n % 60}", "email2at",
             "good" if minute < 2100 else "bad", ELSEWHERE)
    s.at(3, "9:00", "email2at", "unlock")
    yield s

    s = Story("accounts-while-the-computer-is-awake", "name", ["quickbooks-desktop"],
              site={**OFFICE_SITE, "installed": ["quickbooks-desktop", "it-glue", "hudu"]},
              label="every half hour in working hours from the office, a Windows SOAP client, on the list")
    s.staff(5, STAFF)
    s.at(2, "12:10", "qb-sync", "change")
    for day in range(5):
        for n in range(16):
            s.at(day, f"{9 + n // 2}:{30 * (n % 2)}:{n}", "qb-sync",
                 "good" if day * 16 + n < 38 else "bad", OFFICE,
                 "Mozilla/4.0 (compatible; MSIE 6.0; MS Web Services Client Protocol 4.0.30319)")
    yield s

    s = Story("build-tests-lock-a-tester", "name", TEST + SCRIPT, limit=5,
              label="a pipeline tests the sign-in page with a wrong password at each build")
    s.staff(5, STAFF)
    for day in range(5):
        for build in range(4):
            for n in range(5):
                s.at(day, f"{9 + 2 * build}:{17 * build % 60}:{10 + n}", "e2e-test", "bad", AZURE,
                     "Mozilla/5.0 (X11; Linux x64) HeadlessChrome/130.0.0.0 Safari/537.36")
            s.at(day, f"{10 + 2 * build}:59", "e2e-test", "unlock")
    yield s

    s = Story("nobody-is-named-by-names-and-times", "none", ["person"], limit=3,
              columns="no client",
              label="three failures without addresses: a person is most likely, and nothing more can be concluded")
    s.staff(2, STAFF, "")
    for second in (1, 30, 59):
        s.at(1, f"11:0:{second}", "jorge", "bad")
    yield s

    s = Story("two-programs-one-account", "name", ["zomentum", "several-causes"],
              site={"accounts": {"svc-psa@littleware.example": "zomentum"},
                    "installed": ["zomentum", "passportal"]}, limit=6,
              label="the quarter-hourly program fills the counter, the nightly one adds to it")
    s.staff(5, STAFF)
    s.at(2, "12:00", "svc-psa", "change")
    s.every(15, (0, 4), "svc-psa", 2.5, "52.40.60.7", "node")
    for day in range(4):
        s.at(day, "1:10", "svc-psa", "good" if day < 3 else "bad", ELSEWHERE, "node")
    s.at(3, "8:00", "svc-psa", "unlock")
    yield s


if __name__ == "__main__":
    for one in stories():
        one.write()

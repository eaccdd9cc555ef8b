#!/usr/bin/python3
"""The report as HTML in a browser: it renders, logs nothing, requests nothing, and is readable.

Headless Chromium shows each page in light, dark and phone views, and a script in the page inspects it:
computed colours, boxes, console, requests. Then faults are planted in a page one by one, and each must
be noticed.

usage: html.py PROGRAM SOURCE_DIR [--update]      --update takes samples/report.png again
Exit status 77: no browser is installed.
"""
import base64
import contextlib
import datetime
import hashlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

NO_BROWSER = 77
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]
# width, scheme
VIEWS = {"light": (1000, "light"), "dark": (1000, "dark"), "phone": (360, "light")}

# Reading removes hidden characters from usernames; clients and file names keep them.
HOSTILE = ["<script>window.hacked=1</script>@example.com", "<img src=x onerror=hacked=1>",
           "x\"onmouseover='hacked=1'\"y", "</title></style><h1>owned", "&lt;b&gt;&#106;"]
CLIENT = "agent \u202egro.lla<img src=x onerror=hacked=1>\u200b\x07\"'"
CLIENT_SHOWN = "agent \\u{202e}gro.lla<img src=x onerror=hacked=1>\\u{200b}\\x07\"'"
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069]")

# Inspects the page from inside. Contrast is defined as in WCAG 2.2.
LOOK = r"""
const rgba = text => {
  const n = text.match(/[\d.]+/g).map(Number);
  return n.length < 4 ? [...n, 1] : n;
};
const linear = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
const light = c => .2126 * linear(c[0]) + .7152 * linear(c[1]) + .0722 * linear(c[2]);
const ground = e => {
  for (; e; e = e.parentElement) {
    const c = rgba(getComputedStyle(e).backgroundColor);
    if (c[3] > 0) return c;
  }
  return [255, 255, 255, 1];
};
const faint = [];
let texts = 0;
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const e = walk.currentNode.parentElement;
  if (!walk.currentNode.data.trim() || !e.checkVisibility()) continue;
  ++texts;
  const a = light(rgba(getComputedStyle(e).color)), b = light(ground(e));
  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  if (ratio < 4.5) faint.push(ratio.toFixed(2) + ' ' + walk.currentNode.data.slice(0, 40));
}
const all = [...document.querySelectorAll('*')];
const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1]);
return {
  texts, faint, levels,
  title: document.title, lang: document.documentElement.lang,
  landmarks: ['header', 'main', 'footer'].filter(
      n => document.querySelectorAll('body>' + n).length != 1),
  stories: document.querySelectorAll('details.case').length,
  unnamed: [...document.querySelectorAll('svg')].filter(
      s => !s.matches('[aria-hidden=true],[role=img][aria-label]:not([aria-label=""])')).length,
  pictures: document.querySelectorAll('svg[role=img]').length,
  active: all.filter(e => e.matches('script,img,iframe,object,embed,form,base,link,input,video')
                          || [...e.attributes].some(a => /^on|^style$|^src$/i.test(a.name)))
             .map(e => e.tagName),
  links: [...document.querySelectorAll('a')].map(a => a.getAttribute('href')).filter(
      h => h[0] == '#' ? !document.getElementById(h.slice(1)) : !/^https:\/\/\S+$/.test(h)),
  hacked: typeof window.hacked, styled: getComputedStyle(document.body).maxWidth != 'none',
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  words: document.documentElement.textContent, shown: document.body.innerText,
};
"""


class Browser:
    """Chromium, through chromedriver's HTTP protocol (W3C WebDriver)."""

    def __init__(self, chromium, chromedriver, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.driver = subprocess.Popen([chromedriver, f"--port={self.port}"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_for_driver()
        options = {"binary": chromium, "args": ARGUMENTS + [f"--user-data-dir={folder}"]}
        wanted = {"goog:chromeOptions": options,
                  "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        self.session = ""
        self.session = "/session/" + self.call(
            "/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def wait_for_driver(self):
        for _ in range(100):
            with contextlib.suppress(OSError):
                with socket.create_connection(("127.0.0.1", self.port), 1):
                    return
            time.sleep(0.1)
        raise SystemExit("chromedriver does not answer")

    def call(self, path, body=None, method=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{path}: {error.read().decode()[:500]}") from error

    def command(self, name, **parameters):
        return self.call(f"{self.session}/goog/cdp/execute", {"cmd": name, "params": parameters})

    def log(self, kind):
        return self.call(f"{self.session}/se/log", {"type": kind})

    def show(self, path, width, scheme):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=800,
                     deviceScaleFactor=1, mobile=width < 500)
        self.command("Emulation.setEmulatedMedia",
                     features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.log("performance"), self.log("browser")  # discards those of the previous page
        self.call(f"{self.session}/url", {"url": path.as_uri()})
        seen = self.call(f"{self.session}/execute/sync", {"script": LOOK, "args": []})
        seen["console"] = [entry["message"] for entry in self.log("browser")]
        entries = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        seen["requests"] = [entry["params"]["request"]["url"] for entry in entries
                            if entry["method"] == "Network.requestWillBeSent"]
        return seen

    def picture(self, path, to):
        """The part that a reader of the README wants to see, slightly reduced."""
        self.show(path, 860, "light")
        clip = {"x": 0, "y": 0, "width": 860, "height": 1430, "scale": 0.7}
        shot = self.command("Page.captureScreenshot", format="png", clip=clip,
                            captureBeyondViewport=True)
        to.write_bytes(base64.b64decode(shot["data"]))

    def close(self):
        with contextlib.suppress(OSError, SystemExit):
            if self.session:
                self.call(self.session, method="DELETE")
        self.driver.terminate()
        self.driver.wait()


def faults_of(seen, page):
    """The faults of a page as the browser saw it; the first word names the check."""
    steps = zip([0] + seen["levels"], seen["levels"])
    checks = [
        ("console", seen["console"]),
        ("requests", [url for url in seen["requests"] if url != page.as_uri()]),
        ("style", [] if seen["styled"] else ["the stylesheet is not applied"]),
        ("texts", [] if seen["texts"] > 20 else ["almost no text"]),
        ("contrast", seen["faint"]),
        ("landmarks", seen["landmarks"]),
        ("headings", [f"h{a} then h{b}" for a, b in steps if b > a + 1]),
        ("headings", [] if seen["levels"].count(1) == 1 else ["not one h1"]),
        ("title", [] if seen["title"].strip() and seen["lang"] == "en" else
                   ["no title or language"]),
        ("alternative", ["a picture without words"] * seen["unnamed"]),
        ("active", seen["active"]),
        ("links", seen["links"]),
        ("hacked", [] if seen["hacked"] == "undefined" else ["a name in the log ran as script"]),
        ("hidden", HIDDEN.findall(seen["words"])),
        ("wide", [f"{seen['wide']} px to scroll sideways"] if seen["wide"] > 0 else []),
    ]
    return [f"{name}: {fault!r}" for name, faults in checks for fault in faults]


def export(rows):
    lines = ["Date/Time,Username,IP Address,Event,User Agent"]
    return "\n".join(lines + [",".join('"' + cell.replace('"', '""') + '"' for cell in row)
                              for row in rows]) + "\n"


def clock(seconds):
    start = datetime.datetime(2026, 5, 19, 8)
    return (start + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def lockout(user, address, start, client=""):
    rows = [(clock(start + 9 * i), user, address, "Login failed", client) for i in range(5)]
    return rows + [(clock(start + 45), user, address, "Account locked", client)]


def hostile_rows():
    return [row for i, name in enumerate(HOSTILE)
            for row in lockout(name, f"198.51.100.{i + 1}", 10000 * i, CLIENT)]


def many_rows():
    """40,000 attempts on one account, since a million are too slow for a test, and 450 other lockouts,
    of people at home, since strangers would be one campaign."""
    rows = lockout("busy@example.com", "198.51.100.9", 0)
    rows += [(clock(60 + i), "busy@example.com", "198.51.100.9", "Login failed", "")
             for i in range(40000)]
    for i in range(450):
        user, address = f"u{i}@example.com", f"203.0.113.{i % 250}"
        rows.append((clock(49000 + 10000 * i), user, address, "Login successful", ""))
        rows += lockout(user, address, 50000 + 10000 * i)
    return rows


class Pages:
    """Pages written by the program under test."""

    def __init__(self, program, root, folder):
        self.program, self.root, self.folder = program, root, pathlib.Path(folder)

    def write(self, name, arguments):
        page = self.folder / f"{name}.html"
        page.write_bytes(subprocess.run([self.program, "-q", "--format", "html"] + arguments,
                                        cwd=self.root / "samples", check=True,
                                        stdout=subprocess.PIPE).stdout)
        return page

    def of_rows(self, name, rows):
        table = self.folder / f"{name}\u202e<b>&.csv"
        table.write_text(export(rows), encoding="utf-8")
        return self.write(name, [str(table)])

    def all(self):
        return [
            self.write("diagnosed", ["logicmonitor.csv"]),
            self.write("tied", ["--site", "two-hourly.installed.json", "two-hourly.csv"]),
            self.write("open", ["two-hourly.csv"]),
            self.write("attack", ["spray.csv"]),
            self.write("no-lockout", ["--until", "2026-05-18", "mistyped.csv"]),
            self.of_rows("hostile", hostile_rows()),
            self.of_rows("many", many_rows()),
        ]


def check_pages(browser, pages):
    faults, looks = [], 0
    for page in pages:
        for name, (width, scheme) in VIEWS.items():
            if page.stem == "many" and name == "dark":
                continue  # its colours are those of the other pages
            seen = browser.show(page, width, scheme)
            looks += 1
            faults += [f"{page.stem}, {name}: {fault}" for fault in faults_of(seen, page)]
            faults += [f"{page.stem}, {name}: {fault}" for fault in content_faults(page, seen)]
    return looks, faults


def content_faults(page, seen):
    if page.stem == "hostile":
        wanted = HOSTILE + [CLIENT_SHOWN, "hostile\\u{202e}<b>&.csv"]
        return [f"{name!r} is not shown unchanged" for name in wanted
                if name not in seen["shown"]]
    if page.stem == "many":
        size = page.stat().st_size
        faults = [f"{size} bytes"] if size > 2_000_000 else []  # the limit that html/page.cpp names
        if seen["stories"] != 250:
            faults.append(f"{seen['stories']} cases")
        if "and 201 more cases with 201 lockouts" not in seen["shown"].replace("\u00a0", " "):
            faults.append("does not count the omitted cases")
        return faults
    if page.stem != "no-lockout" and seen["pictures"] < 2:
        return ["no timeline"]
    return []


def without_policy(text):
    return re.sub(r"<meta http-equiv=Content-Security-Policy[^>]*>", "", text)


# name of the check, view, change to the page
SCRIPT = "<main><script>window.hacked=1</script>"
PLANTED = [
    ("console", "light", lambda t: t.replace("<main>", SCRIPT)),
    ("console", "light", lambda t: t.replace("<style>", "<style>/**/")),
    ("style", "light", lambda t: t.replace("sha256-", "sha256-A")),
    ("hacked", "light", lambda t: without_policy(t).replace("<main>", SCRIPT)),
    ("requests", "light", lambda t: without_policy(t).replace(
        "<main>", "<main><img alt='' src=http://127.0.0.1:9/x>")),
    ("active", "light", lambda t: t.replace("<main>", "<main><form></form>")),
    ("links", "light", lambda t: t.replace("<main>", "<main><a href='javascript:1'>here</a>")),
    ("links", "light", lambda t: t.replace("<main>", "<main><a href='#nowhere'>here</a>")),
    ("texts", "light", lambda t: without_policy(t).replace(
        "<style>", "<style>section,details,footer{display:none}")),
    ("contrast", "light", lambda t: without_policy(t).replace("--soft:#56606b", "--soft:#8a949f")),
    ("contrast", "dark", lambda t: without_policy(t).replace("--soft:#a3aeb9", "--soft:#606a75")),
    ("landmarks", "light", lambda t: t.replace("main>", "div>")),
    ("headings", "light", lambda t: t.replace("h2>", "h4>")),
    ("headings", "light", lambda t: t.replace("h2>", "h1>")),
    ("title", "light", lambda t: t.replace(" lang=en", "")),
    ("title", "light", lambda t: re.sub("<title>.*</title>", "<title> </title>", t)),
    ("alternative", "light", lambda t: re.sub('aria-label="[^"]*"', "", t)),
    ("hidden", "light", lambda t: t.replace("</h1>", "\u202e</h1>")),
    ("wide", "phone", lambda t: t.replace(
        "<main>", "<main><svg width=900 aria-hidden=true></svg>")),
]


def plant_faults(browser, page):
    text, missed = page.read_text(encoding="utf-8"), []
    for check, view, change in PLANTED:
        broken = page.with_name("broken.html")
        broken.write_text(change(text), encoding="utf-8")
        assert broken.read_text(encoding="utf-8") != text, check
        found = faults_of(browser.show(broken, *VIEWS[view]), broken)
        if not any(fault.startswith(check + ":") for fault in found):
            missed.append(f"planted but not noticed: {check}, {view}: {found}")
    return missed


def digest_faults(pages):
    """Checks that the policy contains the digest of the style sheet."""
    faults = []
    for page in pages:
        text = page.read_text(encoding="utf-8")
        style = re.search("<style>(.*?)</style>", text, re.S).group(1)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        if f"'sha256-{digest}'" not in text:
            faults.append(f"{page.stem}: the digest of the style sheet is {digest}")
    return faults


def unescape_fault(browser, page):
    """Checks that a page with one unescaped name is noticed."""
    broken = page.with_name("broken.html")
    text = page.read_text(encoding="utf-8")
    text = without_policy(text).replace("&lt;img src=x onerror=hacked=1&gt;",
                                        "<img src=x onerror=hacked=1>")
    broken.write_text(text, encoding="utf-8")
    seen = browser.show(broken, *VIEWS["light"])
    found = faults_of(seen, broken)
    kinds = {fault.split(":")[0] for fault in found}
    return [] if {"active", "hacked", "requests"} <= kinds else [f"an unescaped name: only {kinds}"]


def main():
    program, root = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    chromedriver = shutil.which("chromedriver")
    with tempfile.TemporaryDirectory() as folder:
        wrong = digest_faults([Pages(program, root, folder).write("digest", ["logicmonitor.csv"])])
        if wrong:
            print("\n".join(wrong))
            return 1
    if not chromium or not chromedriver:
        print("skipped: chromium and chromedriver are not both installed "
              "(apt-get install chromium chromium-driver)")
        return NO_BROWSER
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        pages = Pages(program, root, folder)
        browser = Browser(chromium, chromedriver, f"{folder}/browser")
        try:
            if sys.argv[3:] == ["--update"]:
                page = pages.write("report", ["--site", "two-hourly.site.json", "two-hourly.csv"])
                browser.picture(page, root / "samples" / "report.png")
                return 0
            written = pages.all()
            looks, faults = check_pages(browser, written)
            hostile = next(page for page in written if page.stem == "hostile")
            faults += plant_faults(browser, written[0]) + unescape_fault(browser, hostile)
        finally:
            browser.close()
    for fault in faults:
        print(fault)
    print(f"{len(written)} pages, {looks} views, {len(PLANTED) + 1} planted faults, "
          f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

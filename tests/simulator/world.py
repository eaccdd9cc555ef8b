"""Draws the true world of one export: a provider, its people and programs, and what goes wrong.

Nothing here depends on the report. play.py runs the world; analyst.py works out what can be concluded
from the part that stays visible.
"""
import copy
import dataclasses
import datetime
import math

from model import Cause, Model, draw, normal

HOUR, DAY = 3600.0, 86400.0
FIRST = ["anna", "ben", "carla", "david", "elena", "frank", "grace", "henry", "irene", "james",
         "karen", "liam",
         "maria", "noah", "olga", "peter", "rosa", "sam", "tina", "victor"]
LAST = ["adler", "brown", "costa", "dunn", "evans", "fischer", "grant", "hughes", "ito", "jansen",
        "keller", "lopez",
        "moore", "novak", "owens", "patel", "quinn", "reyes", "stone", "turner"]
DOMAINS = ["contoso.com", "fabrikam.com", "northwind.example", "adatum.com", "tailspin.example",
           "woodgrove.example"]
# (access networks, mobile carriers, hours from UTC); the catalog's table has none of these networks.
MARKETS = [(("24.20", "73.52", "98.150"), ("172.40", "107.77"), -6),
           (("86.154", "81.98"), ("82.132",), 0),
           (("203.40",), ("1.144", "49.180"), 10), (("87.140", "84.140"), ("80.187",), 1)]
DATACENTRES = ["66.165", "38.110", "199.91", "185.38"]
OTHER_WORDS = ["keeper", "make",
               "thread"]  # product names that are also ordinary words
UNLISTED = ["routeplanner", "partsbridge", "billhub", "timekeeperx", "fleetdesk", "kestriva", "omnira",
            "zaltera"]  # the last three contain no word that is typical of program names


@dataclasses.dataclass
class Account:
    name: str
    form: tuple
    password: int = 0
    counter: list = dataclasses.field(default_factory=list)
    locked: bool = False
    unlocks: int = 0
    patience: int = 0  # unlocks before somebody looks for the cause


@dataclasses.dataclass
class Pace:
    """How a program tries: tries per run, seconds between them, and its reaction to a refusal."""
    tries: int
    gap: float
    burst: bool
    refused: str


@dataclasses.dataclass(eq=False)
class Actor:
    cause: Cause
    account: int
    place: tuple
    addresses: list
    client: str
    shape: tuple = ("people", 0)
    pace: Pace = None
    password: int = 0
    stale: bool = False  # misses the change of the password
    targets: list = None  # accounts of a campaign
    hours: tuple = None  # a campaign's beginning and end
    stopped: bool = False


class World:
    def __init__(self, model, kind, random):
        self.model, self.kind, self.random = model, kind, random
        # The world uses the kind's own tables; the analyst uses only the ordinary ones.
        self.table = overridden(model.table, kind.get("set", {}))
        self.own = Model(model.catalog, self.table)
        self.accounts, self.actors, self.cases = [], [], []
        self._draw_frame()
        self._draw_people()
        self._draw_programs()
        self._draw_troubles()
        self._draw_site()

    def pick(self, *path):
        """Draws a value by a row of weights in world.json."""
        row = self.table
        for key in path:
            row = row[key]
        return draw(self.random, normal(row))

    def chance(self, *path):
        row = self.table
        for key in path:
            row = row[key]
        return self.random.random() < row

    def between(self, low, high):
        """Log-uniform."""
        return math.exp(self.random.uniform(math.log(low), math.log(high)))

    # ---- the frame

    def _draw_frame(self):
        random = self.random
        self.domain = random.choice(DOMAINS)
        self.access, self.mobile, self.zone = random.choice(MARKETS)
        begin = datetime.datetime(2026, 1, 5) + datetime.timedelta(days=random.randrange(290))
        if self.chance("written", "first_of_month"):
            begin = begin.replace(day=1)
        self.two_forms = self.chance("written", "two_forms")
        self.begin = begin.replace(tzinfo=datetime.timezone.utc).timestamp()
        self.end = self.begin + int(self.pick("habits", "days")) * DAY
        self.threshold = int(self.pick("threshold"))
        self.visible = {what: self.chance("visible", what) for what in self.table["visible"]
                        if what != "why"}
        self.style = self.pick("style")
        if self.style == "words":
            self.visible["clients"] = False
        # Without successes the counter cannot be replayed, so locks must be visible in another way.
        if not self.visible["locks"] and not self.visible["successes"]:
            self.visible["reasons"] = True
        self.office = [self.home() for _ in range(random.choice((1, 1, 2)))]

    def local_hour(self, time):
        return (time / HOUR + self.zone) % 24

    def is_workday(self, time):
        return int((time / HOUR + self.zone) // 24 + 3) % 7 < 5

    def is_working_time(self, time):
        return self.is_workday(time) and 7.5 <= self.local_hour(time) < 18.5

    # ---- addresses

    def _within(self, ranges):
        """An address outside all networks of the catalog."""
        while True:
            address = f"{self.random.choice(ranges)}.{self.random.randrange(1, 255)}.{self.random.randrange(1, 255)}"
            if not self.model.catalog.is_known(address):
                return address

    def home(self):
        return self._within(self.access)

    def addresses(self, place, sort, count=1):
        random, catalog = self.random, self.model.catalog
        if place == ("office",):
            return list(self.office)[:1 if sort != "person" else 2]
        if place == ("home",):
            if sort == "device":
                return [self._within(self.mobile) for _ in range(random.choice((1, 4, 9)))]
            return [self.home() for _ in range(count)]
        if place == ("datacentre",):
            return [self._within(DATACENTRES) for _ in range(count)]
        if place == ("gateway",):
            operator = random.choice(catalog.gateways)
            place = operator, random.choice(catalog.regions_of(operator))
        return [catalog.address(random, *place)
                for _ in range(max(count, random.choice((1, 1, 2, 4))))]

    # ---- people

    def _draw_people(self):
        names = self.random.sample([f"{a[0]}{b}" for a in FIRST for b in LAST],
                                   int(self.pick("habits", "people")))
        self.people = []
        for name in names:
            account = self.add_account(name, ("person", ""))
            self.people.append(self.add_actor(Cause("person"), account))

    def add_account(self, name, form):
        taken = {account.name for account in self.accounts}
        full = f"{name}@{self.domain}"
        while full in taken:
            name += str(self.random.randrange(2, 10))
            full = f"{name}@{self.domain}"
        self.accounts.append(Account(full, form, patience=int(self.pick("habits", "patience"))))
        return len(self.accounts) - 1

    def add_actor(self, cause, account, **given):
        random, own = self.random, self.own
        place = draw(random, own.places(cause))
        actor = Actor(cause, account, place, self.addresses(place, cause.sort),
                      draw(random, own.clients(cause)),
                      draw(random, own.shapes(cause)), self._pace(), **given)
        actor.password = self.accounts[account].password
        self.actors.append(actor)
        return actor

    def _pace(self):
        low, high = self.table["pace"]["gap_seconds"]
        return Pace(int(self.pick("pace", "tries")), self.between(low, high),
                    self.chance("pace", "burst"),
                    self.pick("pace", "refused"))

    # ---- programs

    def _draw_programs(self):
        shares = self.own.product_shares()
        self.products = self._twins(shares) if self.table["habits"]["twins"] else []
        while len(self.products) < int(self.pick("habits", "products")):
            product = draw(self.random, shares)
            if product not in self.products:
                self.products.append(product)
        for product in self.products:
            cause = Cause("product", product)
            self.add_actor(cause, self._account_of(cause))

    def _twins(self, shares):
        """Two products with equal documentation, or none."""
        groups = {}
        for one in shares:
            cause, model = Cause("product", one), self.model
            looks = [sorted(table(cause).items()) for table in (model.places, model.shapes,
                                                                model.clients)]
            groups.setdefault(repr((looks, one.listed, one.own_login, one.human)), []).append(one)
        return self.random.sample(self.random.choice([row for row in groups.values()
                                                      if len(row) > 1]), 2)

    def _account_of(self, cause):
        form, owner = draw(self.random, self.own.accounts(cause))
        if form == "person":
            return self.random.choice(self.people).account
        if form == "named" and (word := username_word(self.model.catalog.by_id.get(owner))):
            return self.add_account(self.random.choice(("", "svc-", "api.")) + word, (form, owner))
        if form == "named" and not owner:
            return self.add_account(self.random.choice(UNLISTED), (form, owner))
        if form == "opaque":
            letters = "".join(self.random.choices("abcdefghijkmnpqrstuvwxyz23456789", k=15))
            return self.add_account(letters, (form, ""))
        return self.add_account(self.random.choice(("svc-psa", "api", "sync", "integration",
                                                    "svc.autotask")),
                                ("role", ""))

    # ---- what goes wrong

    def _draw_troubles(self):
        trouble = normal(self.table["trouble"])
        for _ in range(self.random.choices((1, 2, 3), (70, 22, 8))[0]):
            sort = draw(self.random, trouble)
            getattr(self, "_trouble_" + sort, self._trouble_stored)(sort)

    def _when(self):
        return self.begin + self.random.uniform(0.1, 0.7) * (self.end - self.begin)

    def _go_stale(self, *actors):
        """The password of the actors' account changes, but they keep the old one."""
        for actor in actors:
            actor.stale = True
        if self.chance("habits", "onset_before"):
            for actor in actors:
                actor.password -= 1
        else:
            self.cases.append(("change", self._when(), actors[0].account))

    def _programs(self):
        return [actor for actor in self.actors if actor.cause.sort == "product" and not actor.stale]

    def _trouble_product(self, sort):
        if free := self._programs():
            self._go_stale(self.random.choice(free))

    def _trouble_several(self, sort):
        if len(free := self._programs()) >= 2:
            one, other = self.random.sample(free, 2)
            other.account = one.account
            self._go_stale(one, other)

    def _trouble_stored(self, sort):
        """A script, an unlisted product, a device or a saved password."""
        cause = Cause(sort)
        people = sort in ("device", "saved")
        account = self.random.choice(self.people).account if people else self._account_of(cause)
        actor = self.add_actor(cause, account)
        if sort == "saved":  # it runs on its user's computer
            owner = next(one for one in self.people if one.account == account)
            actor.place, actor.addresses = owner.place, owner.addresses
        self._go_stale(actor)

    def _trouble_person(self, sort):
        self.cases.append(("forget", self._working_time(), self.random.choice(self.people)))

    def _working_time(self):
        time = self._when()
        while not self.is_working_time(time):
            time += HOUR * self.random.uniform(0.5, 1)
        return time

    def _trouble_setup(self, sort):
        cause = Cause(sort)
        actor = self.add_actor(cause, self._account_of(cause))
        actor.hours = self._working_time(), 0
        actor.password -= 1

    def _trouble_test(self, sort):
        actor = self.add_actor(Cause(sort), 0)
        actor.hours = self._working_time(), 0
        count = self.random.choice((1, 4, 9, 12))
        known = self._known_accounts()
        actor.targets = self.random.sample(known, min(count, len(known)))

    def _campaign(self, sort, targets, sources):
        cause = Cause(sort)
        actor = self.add_actor(cause, targets[0])
        actor.addresses = self.addresses(actor.place, sort, sources)
        while len(actor.addresses) < sources:  # botnets use many homes, or many hosts of one operator
            actor.addresses += self.addresses(actor.place, sort)
        actor.targets, actor.hours = targets, (self._when(),
                                               self.between(*self.table["attack"]["pace_minutes"]))

    def _known_accounts(self):
        """Accounts that outsiders can name: people and some roles; nobody guesses generated names."""
        chance = {"person": 1.0, "role": 0.5, "named": 0.08, "opaque": 0.0}
        return [index for index,
                account in enumerate(self.accounts)
                if self.random.random() < chance[account.form[0]]]

    def _victims(self, least):
        everyone = self._known_accounts()
        return self.random.sample(everyone,
                                  self.random.randrange(min(least, len(everyone)),
                                                        len(everyone) + 1))

    def _trouble_spray(self, sort):
        self._campaign(sort, self._victims(5), self.random.choice((1, 1, 2, 5)))

    def _trouble_stuffing(self, sort):
        self._campaign(sort, self._victims(3), int(self.pick("attack", "sources")) + 4)

    def _trouble_guessing(self, sort):
        self._campaign(sort, self._victims(1)[:1], self.random.choice((1, 1, 1, 3)))

    # ---- what the administrator declares

    def _draw_site(self):
        random, row = self.random, self.table["declared"]
        site = {}
        self.list = None
        if random.random() < row["installed_list"]:
            extra = random.choices(list(self.own.product_shares()),
                                   k=int(random.expovariate(1 / max(row["gone_products"], 1e-9))))
            self.list = {one.id for one in self.products
                         if random.random() < row["on_list"]} | {one.id for one in extra}
            unlisted = any(actor.cause.sort == "unlisted" for actor in self.actors)
            if random.random() < row["unlisted_on_list" if unlisted else "unlisted_besides"]:
                self.list.add("unlisted-integration")
            site["installed"] = sorted(self.list)
        self.owners = {}
        for actor in self.actors:
            if actor.cause.product and random.random() < row["owner"]:
                right = random.random() < row["owner_right"]
                other = random.choice(list(self.own.product_shares())).id
                self.owners[self.accounts[actor.account].name] = actor.cause.id if right else other
        if self.owners:
            site["accounts"] = self.owners
        self.office_declared = random.random() < row["office"]
        if self.office_declared:
            site["office"] = self.office
        if random.random() < row["threshold"]:
            site["lockout"] = {"threshold": self.threshold}
        self.zone_declared = random.random() < row["zone"]
        if self.zone_declared:
            site["time_zone"] = f"{'-' if self.zone < 0 else '+'}{abs(self.zone):02}:00"
        self.site = site


def username_word(product):
    """The product's name as part of a username; None if it is also an ordinary word."""
    if product is None:
        return None
    word = "".join(letter for letter in product.name.lower() if letter.isalnum())
    return word if 4 <= len(word) <= 20 and word not in OTHER_WORDS else None


def overridden(table, changes):
    """A copy of the table with other values at paths such as "place.person.home"."""
    out = copy.deepcopy(table)
    for path, value in changes.items():
        *path, last = path.split(".")
        row = out
        for key in path:
            row = row[key]
        row[last] = value
    return out

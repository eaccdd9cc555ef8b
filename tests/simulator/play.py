"""Runs a world: every actor makes its attempts, the lock policy counts, the administrator unlocks.

An actor's behaviour is a generator that yields (time, account, address, right) and receives the answer:
"in", "wrong" or "locked". The results are rows in time order, and locks with the actors whose failures
filled the counter.
"""
import dataclasses
import heapq
import itertools

from world import DAY, HOUR

MAX_ROWS = 2500  # cuts off the export, like those of busy tenants


@dataclasses.dataclass
class Row:
    time: float
    kind: str  # in, wrong, locked (an answer), lock, unlock, change
    account: int
    actor: object = None
    address: str = ""


@dataclasses.dataclass
class Lock:
    time: float
    account: int
    counted: list  # actors, one per failure


class Play:
    def __init__(self, world):
        self.world, self.random = world, world.random
        self.rows, self.locks = [], []
        self.queue, self.order = [], itertools.count()
        for actor in world.actors:
            self._start(BEHAVIOURS[actor.cause.sort](self, actor), actor)
        for what, time, subject in world.cases:
            if what == "change":
                self.at(time, lambda at, account=subject: self.change(at, account))
            else:
                self._start(forget(self, subject, time), subject)

    def run(self):
        while self.queue and len(self.rows) < MAX_ROWS:
            time, _, act = heapq.heappop(self.queue)
            if time > self.world.end:
                break
            act(time)
        self.rows.sort(key=lambda row: row.time)
        return self

    def at(self, time, act):
        heapq.heappush(self.queue, (time, next(self.order), act))

    # ---- actors

    def _start(self, behaviour, actor):
        self._next(behaviour, actor, None)

    def _next(self, behaviour, actor, answer):
        try:
            step = behaviour.send(answer)
        except StopIteration:
            return
        time, account, address, right = step
        self.at(time,
                lambda at: self._next(behaviour, actor,
                                      self.attempt(at, actor, account, address, right)))

    def attempt(self, time, actor, index, address, right):
        account = self.world.accounts[index]
        if account.locked:
            answer = "locked"
        elif right:
            answer = "in"
            account.counter.clear()
        else:
            answer = "wrong"
        self.rows.append(Row(time, answer, index, actor, address))
        if answer == "wrong":
            account.counter.append(actor)
            if len(account.counter) >= self.world.threshold:
                self.lock(time, index)
        return answer

    # ---- the policy and its administrator

    def lock(self, time, index):
        account = self.world.accounts[index]
        account.locked = True
        self.locks.append(Lock(time, index, list(account.counter)))
        self.rows.append(Row(time, "lock", index))
        account.counter.clear()
        low, high = self.world.table["habits"]["unlock_hours"]
        self.at(time + self.world.between(low, high) * HOUR, lambda at: self.unlock(at, index))

    def unlock(self, time, index):
        account = self.world.accounts[index]
        account.unlocks += 1
        account.locked = False
        self.rows.append(Row(time, "unlock", index))
        if account.unlocks > account.patience:
            for actor in self.world.actors:  # the cause is found
                if actor.account == index and not actor.targets:
                    actor.password = account.password
                    actor.stopped = actor.cause.sort == "device"

    def change(self, time, index):
        account = self.world.accounts[index]
        account.password += 1
        account.counter.clear()
        self.rows.append(Row(time, "change", index))
        for actor in self.world.actors:
            if actor.account == index and not actor.stale:
                actor.password = account.password

    def knows(self, actor):
        return actor.password == self.world.accounts[actor.account].password

    # ---- times

    def runs(self, actor):
        """Times of an actor's runs, until the end of the world."""
        world, random = self.world, self.random
        shape, minutes = actor.shape
        if shape in ("interval", "daily"):
            period, phase = minutes * 60, random.uniform(0, minutes * 60)
            if shape == "daily" and random.random() < 0.75:  # at night, like most jobs
                phase = (random.uniform(0, 6) - world.zone) % 24 * HOUR
            jitter = period * random.choice((0, 0.002, 0.01, 0.05)) if minutes < 720 else 60
            for n in itertools.count():
                time = world.begin + phase + n * period
                if time > world.end:
                    return
                yield time + random.uniform(0, jitter)
        time, mean = world.begin, world.between(0.4, 12) * HOUR
        while time < world.end:
            time += random.expovariate(1 / mean)
            if shape == "event" or world.is_working_time(time):
                yield time

    def workdays(self):
        first = (self.world.begin + self.world.zone * HOUR) // DAY
        for day in range(int((self.world.end - self.world.begin) / DAY) + 1):
            midnight = (first + day) * DAY - self.world.zone * HOUR
            if self.world.is_workday(midnight + 12 * HOUR) or self.random.random() < 0.03:
                yield midnight


# ---- behaviours


def program(play, actor):
    """A program or device with a stored password."""
    random, pace, world = play.random, actor.pace, play.world
    quiet, doubled = 0.0, 0.0
    busy = 0.0  # until the current run ends
    for time in play.runs(actor):
        missed = random.random() < world.table["pace"]["missed"]
        if missed or time < max(quiet, busy) or actor.stopped:
            continue
        for n in range(pace.tries):
            slip = random.random() < 1 / 400
            answer = yield time, actor.account, random.choice(actor.addresses), play.knows(actor) and not slip
            if answer == "in":
                doubled = 0.0
                break
            time += random.uniform(0, 0.4) if pace.burst else pace.gap * random.uniform(0.9, 1.1)
        busy = time
        if answer == "in" or slip:
            continue
        if pace.refused == "stops" and answer == "locked":
            actor.stopped = True
        elif pace.refused == "backs off":
            doubled = min(max(doubled * 2, 300), DAY)
            quiet = time + doubled
        elif pace.refused == "pauses":
            quiet = time + random.uniform(1, 12) * HOUR


def person(play, actor):
    """One to three sign-ins per working day, with an occasional slip."""
    random = play.random
    for midnight in play.workdays():
        time = midnight + random.uniform(7.6, 9.6) * HOUR
        for _ in range(random.choice((1, 2, 3))):
            wrong = random.choice((1, 1,
                                   2)) if random.random() < play.world.table["habits"]["slip"] else 0
            time = yield from typing(play, actor, time, wrong)
            time += random.uniform(0.7, 4) * HOUR


def typing(play, actor, time, wrong):
    random, address = play.random, play.random.choice(actor.addresses)
    while True:
        answer = yield time, actor.account, address, wrong <= 0 and play.knows(actor)
        if answer == "in" or (answer == "locked" and random.random() < 0.6):
            return time
        wrong -= 1
        time += play.world.between(4, 90)
        if wrong < -12:  # gives up
            return time


def forget(play, actor, time):
    """A person who has forgotten the password and tries what it might be."""
    threshold = play.world.threshold
    for _ in range(play.random.choice((1, 1, 1, 2))):
        time = yield from typing(play, actor, time,
                                 play.random.choice((2, threshold, threshold + 2)))
        time += play.world.between(0.1, 2) * HOUR


def saved(play, actor):
    """A browser or password manager that fills in the old password before its user types the new one."""
    random = play.random
    for midnight in play.workdays():
        time = midnight + random.uniform(7.6, 16) * HOUR
        address, answer = random.choice(actor.addresses), "wrong"
        for _ in range(1 if play.knows(actor) else random.choice((1, 2, 3, 6))):
            answer = yield time, actor.account, address, play.knows(actor)
            time += random.uniform(1.2, 15)
        if answer == "wrong" and random.random() < 0.6:
            yield time + random.uniform(4, 25), actor.account, address, True


def setup(play, actor):
    """An administrator who sets up an integration and enters a wrong password a few times."""
    random, time = play.random, actor.hours[0]
    for _ in range(random.choice((3, 5, 8, 14))):
        for _ in range(random.choice((1, 1, 2, 3))):
            yield time, actor.account, random.choice(actor.addresses), False
            time += random.uniform(0.2, 3)
        time += play.world.between(15, 600)
    for later in range(12):
        yield time + later * HOUR * random.uniform(0.5,
                                                   3), actor.account, random.choice(actor.addresses), True


def test(play, actor):
    """A test of sign-ins from the provider's own network: one account often, or several in a row."""
    random, time = play.random, actor.hours[0]
    for account in actor.targets:
        for _ in range(play.world.threshold + random.choice((-1, 0, 1))):
            yield time, account, actor.addresses[0], False
            time += play.world.between(0.3, 20)


def spray(play, actor):
    """A few passwords tried on every account in turn."""
    random, (time, pace) = play.random, actor.hours
    for _ in range(int(play.world.pick("attack", "tries"))):
        for account in actor.targets:
            yield time, account, random.choice(actor.addresses), False
            time += random.expovariate(1 / (pace * 60))


def guessing(play, actor):
    """Many passwords tried on one account."""
    random, (time, pace) = play.random, actor.hours
    for _ in range(int(play.world.pick("attack", "tries")) * 10):
        yield time, actor.targets[0], random.choice(actor.addresses), False
        time += random.expovariate(1 / (min(pace, 3) * 60))


def stuffing(play, actor):
    """Leaked passwords: a few per name, each from a random address."""
    random, (time, pace) = play.random, actor.hours
    tries = [account for account in actor.targets for _ in range(random.choice((1, 3, 6, 12)))]
    random.shuffle(tries)
    for account in tries:
        yield time, account, random.choice(actor.addresses), random.random() < 0.004
        time += random.expovariate(1 / (pace * 60))


BEHAVIOURS = {"product": program, "unlisted": program, "script": program, "device": program,
              "person": person,
              "saved": saved, "setup": setup, "test": test, "spray": spray, "guessing": guessing,
              "stuffing": stuffing}

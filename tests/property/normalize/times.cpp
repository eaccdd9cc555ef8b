// Times in every supported notation read back unchanged, and the fast reader agrees with the full
// grammar wherever it gives an answer, even on damaged text.
#include <array>
#include <cstdio>
#include <random>

#include "catch.hpp"
#include "normalize/time/date_order.hpp"
#include "normalize/time/known_hours.hpp"
#include "normalize/time/parser.hpp"

using namespace whylocked;
using namespace whylocked::normalize;

namespace {

struct Moment {
  int year;
  unsigned month, day, hour, minute, second, micros;
};

Moment random_moment(std::mt19937_64& random) {
  const auto pick = [&](unsigned from, unsigned to) {
    return std::uniform_int_distribution<unsigned>(from, to)(random);
  };
  return {static_cast<int>(pick(2000, 2068)),
          pick(1, 12),
          pick(1, 28),
          pick(0, 23),
          pick(0, 59),
          pick(0, 59),
          pick(0, 4) == 0 ? pick(0, 999'999) : 0};
}

// The time in microseconds since 1970, by counting; shares no code with the code under test.
Micros counted(const Moment& m) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const auto leap = [](int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); };
  std::int64_t days = m.day - 1;
  for (int year = 1970; year < m.year; ++year) days += leap(year) ? 366 : 365;
  for (unsigned month = 1; month < m.month; ++month)
    days += kDays[month - 1] + (month == 2 && leap(m.year) ? 1 : 0);
  return days * kDay + m.hour * kHour + m.minute * kMinute + m.second * kSecond + m.micros;
}

template <typename... Parts>
std::string print(const char* format, Parts... parts) {
  std::array<char, 128> buffer;
  const int length = std::snprintf(buffer.data(), buffer.size(), format, parts...);
  return {buffer.data(), static_cast<std::size_t>(length)};
}

constexpr const char* kEnglish[] = {"Jan", "February", "Mar", "April", "May",      "Jun",
                                    "Jul", "August",   "Sep", "Oct",   "November", "Dec"};
constexpr const char* kGerman[] = {"Januar", "Feb.",   "März",  "Apr.", "Mai",  "Juni",
                                   "Juli",   "August", "Sept.", "Okt.", "Nov.", "Dezember"};

enum class Holds { micros, seconds, minutes };

struct TimeForm {
  const char* name;
  std::string (*write)(const Moment&);
  Holds holds;
  DateOrder order = DateOrder::mdy;
};

unsigned twelve(const Moment& m) { return m.hour % 12 == 0 ? 12 : m.hour % 12; }
const char* half(const Moment& m) { return m.hour < 12 ? "AM" : "PM"; }

const TimeForm kTimeForms[] = {
    {"iso, fraction, Z",
     [](const Moment& m) {
       return print("%04d-%02u-%02uT%02u:%02u:%02u.%06uZ", m.year, m.month, m.day, m.hour, m.minute,
                    m.second, m.micros);
     },
     Holds::micros},
    {"iso, blank",
     [](const Moment& m) {
       return print("%04d-%02u-%02u %02u:%02u:%02u", m.year, m.month, m.day, m.hour, m.minute,
                    m.second);
     },
     Holds::seconds},
    {"iso, basic",
     [](const Moment& m) {
       return print("%04d%02u%02uT%02u%02u%02uZ", m.year, m.month, m.day, m.hour, m.minute,
                    m.second);
     },
     Holds::seconds},
    {"month first, 12 hours",
     [](const Moment& m) {
       return print("%u/%u/%d %u:%02u:%02u %s", m.month, m.day, m.year, twelve(m), m.minute,
                    m.second, half(m));
     },
     Holds::seconds},
    {"month first, no seconds",
     [](const Moment& m) {
       return print("%02u/%02u/%d %u:%02u %s", m.month, m.day, m.year, twelve(m), m.minute,
                    half(m));
     },
     Holds::minutes},
    {"day first, slashes",
     [](const Moment& m) {
       return print("%02u/%02u/%d %02u:%02u:%02u", m.day, m.month, m.year, m.hour, m.minute,
                    m.second);
     },
     Holds::seconds, DateOrder::dmy},
    {"day first, dashes, two digits of the year",
     [](const Moment& m) {
       return print("%u-%u-%02d %u:%02u", m.day, m.month, m.year % 100, m.hour, m.minute);
     },
     Holds::minutes, DateOrder::dmy},
    {"dots",
     [](const Moment& m) {
       return print("%02u.%02u.%d %02u:%02u:%02u Uhr", m.day, m.month, m.year, m.hour, m.minute,
                    m.second);
     },
     Holds::seconds},
    {"year first, slashes",
     [](const Moment& m) {
       return print("%d/%u/%u %u:%02u", m.year, m.month, m.day, m.hour, m.minute);
     },
     Holds::minutes},
    {"two digits of the year first",
     [](const Moment& m) {
       return print("%02d/%02u/%02u %02u:%02u", m.year % 100, m.month, m.day, m.hour, m.minute);
     },
     Holds::minutes, DateOrder::ymd},
    {"English, day first",
     [](const Moment& m) {
       return print("%u %s %d %02u:%02u:%02u", m.day, kEnglish[m.month - 1], m.year, m.hour,
                    m.minute, m.second);
     },
     Holds::seconds},
    {"English, month first",
     [](const Moment& m) {
       return print("%s %u, %d %u:%02u:%02u %s", kEnglish[m.month - 1], m.day, m.year, twelve(m),
                    m.minute, m.second, half(m));
     },
     Holds::seconds},
    {"mail",
     [](const Moment& m) {
       return print("Tue, %u %.3s %d %02u:%02u:%02u +0000", m.day, kEnglish[m.month - 1], m.year,
                    m.hour, m.minute, m.second);
     },
     Holds::seconds},
    {"date(1)",
     [](const Moment& m) {
       return print("Tue %.3s %2u %02u:%02u:%02u UTC %d", kEnglish[m.month - 1], m.day, m.hour,
                    m.minute, m.second, m.year);
     },
     Holds::seconds},
    {"German",
     [](const Moment& m) {
       return print("Dienstag, %u. %s %d um %02u:%02u Uhr", m.day, kGerman[m.month - 1], m.year,
                    m.hour, m.minute);
     },
     Holds::minutes},
    {"Unix seconds",
     [](const Moment& m) { return print("%lld", static_cast<long long>(counted(m) / kSecond)); },
     Holds::seconds},
    {"Unix seconds with a fraction",
     [](const Moment& m) {
       return print("%lld.%06u", static_cast<long long>(counted(m) / kSecond), m.micros);
     },
     Holds::micros},
    {"Unix milliseconds",
     [](const Moment& m) { return print("%lld000", static_cast<long long>(counted(m) / kSecond)); },
     Holds::seconds},
    {"Unix microseconds",
     [](const Moment& m) { return print("%lld", static_cast<long long>(counted(m))); },
     Holds::micros},
};

Micros expected(const Moment& m, Holds holds) {
  const Micros exact = counted(m);
  if (holds == Holds::micros) return exact;
  return exact - exact % (holds == Holds::seconds ? kSecond : kMinute);
}

// Checks that the full grammar reads the same time if the hour is known. Returns whether it is.
bool agree(KnownHours& hours, const std::string& text) {
  Micros since = 0;
  const KnownHour* const hour = hours.find(text, since);
  if (hour == nullptr) return false;
  ParsedTime quick = *hour->time, whole;
  quick.clock += since;
  quick.precision = hour->precision(since);
  TimeError fault;
  INFO(text);
  REQUIRE(parse_time(text, whole, fault));
  REQUIRE(quick == whole);
  return true;
}

}  // namespace

TEST_CASE("every notation reads back") {
  std::mt19937_64 random(20260519);
  KnownHours hours;
  for (int i = 0; i < 2000; ++i) {
    const Moment moment = random_moment(random);
    for (const TimeForm& form : kTimeForms) {
      const std::string text = form.write(moment);
      ParsedTime time;
      TimeError fault;
      INFO(form.name << ": " << text);
      REQUIRE(parse_time(text, time, fault));
      const auto day = time.year == 0 ? 0 : day_number(time, form.order);
      REQUIRE(day);
      REQUIRE(*day * kDay + time.clock == expected(moment, form.holds));
      agree(hours, text);
    }
  }
}

TEST_CASE("a time in a known hour agrees with the grammar, even on damaged text") {
  std::mt19937_64 random(7);
  KnownHours hours;
  constexpr std::string_view kMarks = "0123456789 ./:-+TZtzAPMapm,\t";
  const auto below = [&](std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
  };
  std::size_t answered = 0, asked = 0;
  const auto damaged = [&](std::string text) {
    for (std::size_t damage = below(3); damage > 0 && !text.empty(); --damage) {
      const std::size_t at = below(text.size());
      if (below(3) == 0)
        text.erase(at, 1);
      else if (below(2) == 0)
        text.insert(at, 1, kMarks[below(kMarks.size())]);
      else
        text[at] = kMarks[below(kMarks.size())];
    }
    return text;
  };
  // A different minute, second and fraction, in any shape.
  const auto at_another_time = [&](std::string text) {
    for (std::size_t at = std::min(text.find(':'), text.size()); at < text.size(); ++at)
      if (text[at] >= '0' && text[at] <= '9' && below(2) == 0) text[at] = kMarks[below(10)];
    return text;
  };
  for (int i = 0; i < 20'000; ++i) {
    const Moment moment = random_moment(random);
    std::string text = kTimeForms[below(std::size(kTimeForms))].write(moment);
    if (below(3) == 0) text += "+02:00";
    text = damaged(text);
    for (const std::string& one : {text, at_another_time(text), damaged(text)}) {
      answered += agree(hours, one);
      ++asked;
    }
  }
  // Both outcomes must have occurred.
  CHECK(answered > asked / 20);
  CHECK(answered < asked);
}

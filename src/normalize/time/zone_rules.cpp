#include "normalize/time/zone_rules.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "normalize/letters.hpp"
#include "normalize/time/calendar.hpp"

namespace whylocked::normalize {

namespace {

// Folders where systems keep the database.
constexpr std::string_view kFolders[] = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo",
                                         "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};
constexpr std::size_t kLargestFile = 256u << 10;  // the largest existing one has 4 KiB

// TZDIR names another folder, as for the C library: for systems without a
// database.
std::vector<std::string_view> folders() {
  const char* const declared = std::getenv("TZDIR");
  if (declared != nullptr && *declared != '\0') return {declared};
  return {std::begin(kFolders), std::end(kFolders)};
}

// Rejects paths out of the folder, and "right/" and "posix/", which repeat all
// zones.
bool is_name(std::string_view name) {
  if (name.empty() || name.starts_with("right/") || name.starts_with("posix/")) return false;
  char before = '/';
  for (const char c : name) {
    const bool is_word = is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '+';
    if (!is_word && (c != '/' || before == '/')) return false;
    before = c;
  }
  return before != '/';
}

std::string read_file(std::string_view name) {
  for (const std::string_view folder : folders()) {
    std::ifstream file(std::string(folder) + '/' + std::string(name), std::ios::binary);
    std::string bytes(kLargestFile, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    if (!bytes.empty()) return bytes;
  }
  return {};
}

std::int64_t number_at(const char* bytes, std::size_t size) {  // big-endian
  auto value = static_cast<std::int64_t>(static_cast<signed char>(bytes[0]));
  for (std::size_t i = 1; i < size; ++i) value = value * 256 + static_cast<unsigned char>(bytes[i]);
  return value;
}

constexpr std::int64_t kSecondsOfDay = 86400;

// A header and the data it counts. A file has two of these, the first with 4-byte times for older
// programs, and a line of text after the second.
struct Part {
  static constexpr std::string_view kMagic = "TZif";
  static constexpr std::size_t kHeader = 44, kType = 6;

  std::string_view bytes;  // from the header on
  std::size_t width;       // bytes per time
  std::size_t counts[6] = {};
  enum Count { in_utc, in_standard, leap_seconds, changes, types, letters };

  bool read_header() {
    if (bytes.size() < kHeader || !bytes.starts_with(kMagic)) return false;
    for (std::size_t i = 0; i < std::size(counts); ++i) {
      const std::int64_t count = number_at(bytes.data() + 20 + 4 * i, 4);
      if (count < 0 || count > static_cast<std::int64_t>(kLargestFile)) return false;
      counts[i] = static_cast<std::size_t>(count);
    }
    return bytes.size() >= size() && counts[types] > 0 && counts[leap_seconds] == 0;
  }
  std::size_t of_types() const { return kHeader + counts[changes] * (width + 1); }
  std::size_t size() const {
    return of_types() + counts[types] * kType + counts[letters] +
           counts[leap_seconds] * (width + 4) + counts[in_standard] + counts[in_utc];
  }
  std::int64_t change(std::size_t i) const {
    return number_at(bytes.data() + kHeader + i * width, width);
  }
  std::size_t type(std::size_t i) const {
    return static_cast<unsigned char>(bytes[kHeader + counts[changes] * width + i]);
  }
  std::int32_t offset(std::size_t type) const {
    return static_cast<std::int32_t>(number_at(bytes.data() + of_types() + type * kType, 4));
  }
  // Returns false if the changes are out of order or have an undefined type.
  bool read_spans(std::vector<ZoneSpan>& spans) const {
    spans.push_back({.offset = offset(0)});
    for (std::size_t i = 0; i < counts[changes]; ++i) {
      if (type(i) >= counts[types] || (i > 0 && change(i) <= change(i - 1))) return false;
      spans.back().to = change(i);
      spans.push_back({.from = change(i), .offset = offset(type(i))});
    }
    return true;
  }
};

// A day of the year and a time of that day, on the clock before the change.
struct Change {
  enum class Day : std::uint8_t { of_week, of_year, of_year_without_leap_day };
  Day kind = Day::of_week;
  std::int32_t month = 0, week = 0, day = 0;  // week 5: the last one
  std::int32_t seconds = 2 * 3600;

  // Seconds since 1970, on that clock.
  std::int64_t in(int year) const {
    std::int64_t days = days_from_date(year, 1, 1) + day;
    constexpr std::int32_t kMarch = 31 + 28;
    if (kind == Day::of_year_without_leap_day && std::chrono::year(year).is_leap() && day >= kMarch)
      ++days;
    if (kind == Day::of_week) {
      const std::chrono::year_month within{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month))};
      const std::chrono::weekday on(static_cast<unsigned>(day));
      const std::chrono::sys_days found =
          week == 5 ? std::chrono::sys_days(within / on[std::chrono::last])
                    : std::chrono::sys_days(within / on[static_cast<unsigned>(week)]);
      days = found.time_since_epoch().count();
    }
    return days * kSecondsOfDay + seconds;
  }
};

// The rest of a rule, and the steps through it.
struct RuleText {
  std::string_view rest;
  bool good = true;

  bool take(char c) {
    if (rest.empty() || rest[0] != c) return false;
    rest.remove_prefix(1);
    return true;
  }
  std::int32_t number(std::int32_t least, std::int32_t most) {
    std::int32_t value = 0;
    std::size_t digits = 0;
    while (digits < rest.size() && digits < 4 && is_digit(rest[digits]))
      value = value * 10 + (rest[digits++] - '0');
    good &= digits > 0 && value >= least && value <= most;
    rest.remove_prefix(digits);
    return value;
  }
  // Skips a name: "EST", "<-03>".
  void name() {
    const bool quoted = take('<');
    std::size_t length = 0;
    while (length < rest.size() && (quoted ? rest[length] != '>' : is_letter(rest[length])))
      ++length;
    rest.remove_prefix(length);
    good &= length >= 3 && (!quoted || take('>'));
  }
  // "5", "-9:30", "+167:59:59"; returns seconds.
  std::int32_t clock(std::int32_t most_hours) {
    const bool negative = take('-');
    if (!negative) take('+');
    std::int32_t seconds = number(0, most_hours) * 3600;
    if (take(':')) seconds += number(0, 59) * 60;
    if (take(':')) seconds += number(0, 59);
    return negative ? -seconds : seconds;
  }
  void point() { good &= take('.'); }
  // "M3.5.0/3", "J60", "59".
  Change change() {
    Change change;
    good &= take(',');
    if (take('M')) {
      change.month = number(1, 12);
      point();
      change.week = number(1, 5);
      point();
      change.day = number(0, 6);
    } else if (take('J')) {
      change.kind = Change::Day::of_year_without_leap_day;
      change.day = number(1, 365) - 1;
    } else {
      change.kind = Change::Day::of_year;
      change.day = number(0, 365);
    }
    if (take('/')) change.seconds = clock(167);
    return change;
  }
};

constexpr int kCycleYear = 2000;  // the calendar repeats every 400 years
constexpr std::int64_t kCycle = std::int64_t{146'097} * kSecondsOfDay;
constexpr std::int64_t kCycleStart = days_from_date(kCycleYear, 1, 1) * kSecondsOfDay;

// The spans of a rule for a cycle and the years around it; a single one if it has no summer time,
// none if the text is not a rule. If one year's last change coincides with the next one's first
// (summer time all year), the earlier stays first. The text counts offsets westward.
std::vector<ZoneSpan> parse_rule(std::string_view written) {
  RuleText text{written};
  text.name();
  const std::int32_t standard = -text.clock(24);
  std::vector<ZoneSpan> spans;
  if (text.rest.empty()) {
    spans.push_back({.offset = standard});
  } else {
    text.name();
    const bool declared = !text.rest.empty() && text.rest[0] != ',';
    const std::int32_t summer = declared ? -text.clock(24) : standard + 3600;
    const Change to_summer = text.change(), to_standard = text.change();
    if (!text.good) return {};
    for (int year = kCycleYear - 1; year <= kCycleYear + 400; ++year) {
      spans.push_back({.from = to_summer.in(year)-standard, .offset = summer});
      spans.push_back({.from = to_standard.in(year)-summer, .offset = standard});
    }
    std::ranges::stable_sort(spans, {}, &ZoneSpan::from);
    for (std::size_t i = 1; i < spans.size(); ++i) spans[i - 1].to = spans[i].from;
  }
  return text.good && text.rest.empty() ? spans : std::vector<ZoneSpan>();
}

// The last one that begins at `time` or before; else the first.
std::vector<ZoneSpan>::const_iterator find_span(const std::vector<ZoneSpan>& spans,
                                                std::int64_t time) {
  return std::ranges::upper_bound(spans.begin() + 1, spans.end(), time, {}, &ZoneSpan::from) - 1;
}

}  // namespace

std::optional<ZoneRules> ZoneRules::parse(std::string_view file) {
  constexpr std::int32_t kFarthest = 26 * 3600;  // RFC 9636, 3.2
  Part part{file, 4};
  if (!part.read_header()) return std::nullopt;
  ZoneRules rules;
  if (const bool has_second = file[Part::kMagic.size()] >= '2'; has_second) {
    part = {file.substr(part.size()), 8};
    if (!part.read_header()) return std::nullopt;
    std::string_view footer = part.bytes.substr(part.size());
    if (footer.size() < 2 || footer.front() != '\n' || footer.back() != '\n') return std::nullopt;
    footer = footer.substr(1, footer.size() - 2);
    if (!footer.empty() && (rules.yearly_ = parse_rule(footer)).empty()) return std::nullopt;
  }
  if (!part.read_spans(rules.spans_)) return std::nullopt;
  for (const ZoneSpan& span : rules.spans_)
    if (span.offset < -kFarthest || span.offset > kFarthest) return std::nullopt;
  return rules;
}

const ZoneRules* ZoneRules::named(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<const ZoneRules>, std::less<>> known;
  if (!is_name(name)) return nullptr;
  const std::lock_guard lock(mutex);
  if (const auto at = known.find(name); at != known.end()) return at->second.get();
  auto rules = parse(read_file(name));
  if (!rules) return nullptr;
  const auto kept = known.emplace(name, std::make_unique<const ZoneRules>(*std::move(rules)));
  return kept.first->second.get();
}

ZoneSpan ZoneRules::at(std::int64_t time) const {
  const auto span = find_span(spans_, time);
  if (span + 1 != spans_.end() || yearly_.empty()) return *span;
  if (yearly_.size() == 1) return {.from = span->from, .offset = yearly_[0].offset};
  const std::int64_t since = time - kCycleStart;
  const std::int64_t cycles = (since / kCycle - (since % kCycle < 0)) * kCycle;
  ZoneSpan later = *find_span(yearly_, time - cycles);
  later.from = std::max(later.from + cycles, span->from);
  later.to += cycles;
  return later;
}

}  // namespace whylocked::normalize

#include "normalize/zone_rules.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "normalize/letters.hpp"

namespace whylocked::normalizing {

namespace {

// Where systems keep the database.
constexpr std::string_view kFolders[] = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo",
                                         "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};
constexpr std::size_t kLargestFile = 256u << 10;  // the largest there is has 4 KiB

// TZDIR names another place, as it does for the C library: where a system has no database.
std::vector<std::string_view> folders() {
  const char* const told = std::getenv("TZDIR");
  if (told != nullptr && *told != '\0') return {told};
  return {std::begin(kFolders), std::end(kFolders)};
}

// The same zones with leap seconds, and once more; a name is never a path that leads elsewhere.
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

std::int64_t number_at(const char* bytes, std::size_t size) {  // the highest byte is first
  auto value = static_cast<std::int64_t>(static_cast<signed char>(bytes[0]));
  for (std::size_t i = 1; i < size; ++i) value = value * 256 + static_cast<unsigned char>(bytes[i]);
  return value;
}

}  // namespace

// A header and what it counts. A file has two, the first with times of four bytes for programs that
// know no other, and a line of text behind the second.
struct ZoneRules::Part {
  static constexpr std::string_view kMagic = "TZif";
  static constexpr std::size_t kHeader = 44, kType = 6;

  std::string_view bytes;  // from the header on
  std::size_t width;       // of a time
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
  // False: the changes are not in order, or have no such type.
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
    rules.yearly_ = YearlyRule::parse(footer);
    if (!footer.empty() && !rules.yearly_) return std::nullopt;
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
  const auto after =
      std::upper_bound(spans_.begin() + 1, spans_.end(), time,
                       [](std::int64_t t, const ZoneSpan& span) { return t < span.from; });
  const ZoneSpan& span = *(after - 1);
  if (after != spans_.end() || !yearly_) return span;
  ZoneSpan later = yearly_->at(time);
  later.from = std::max(later.from, span.from);
  return later;
}

}  // namespace whylocked::normalizing

#include "normalize/zone_text.hpp"

#include <cstdlib>

#include "normalize/letters.hpp"

namespace whylocked::normalizing {

namespace {

struct Abbreviation {
  std::string_view name;
  std::int16_t minutes;
};

constexpr Abbreviation kAbbreviations[] = {
    {"Z", 0},      {"UTC", 0},     {"GMT", 0},     {"UT", 0},     {"WET", 0},    {"EST", -300},
    {"EDT", -240}, {"CST", -360},  {"CDT", -300},  {"MST", -420}, {"MDT", -360}, {"PST", -480},
    {"PDT", -420}, {"AKST", -540}, {"AKDT", -480}, {"HST", -600}, {"WEST", 60},  {"CET", 60},
    {"CEST", 120}, {"MEZ", 60},    {"MESZ", 120},  {"EET", 120},  {"EEST", 180}, {"SAST", 120},
    {"AWST", 480}, {"JST", 540},   {"ACST", 570},  {"ACDT", 630}, {"AEST", 600}, {"AEDT", 660},
    {"NZST", 720}, {"NZDT", 780},
};

constexpr std::string_view kAmbiguous[] = {"BST", "IST", "AST", "ECT", "GST"};

// No zone in use lies farther from UTC (Line Islands, +14:00).
constexpr std::int32_t kFarthest = 14 * 60;

// "+10:00", "-0500", "+2", "+02".
std::optional<std::int32_t> parse_offset(std::string_view text) {
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const bool west = text[0] == '-';
  text.remove_prefix(1);
  std::int32_t parts[2] = {0, 0};
  const std::size_t colon = text.find(':');
  const std::size_t hours = colon != std::string_view::npos ? colon
                            : text.size() > 2               ? text.size() - 2
                                                            : text.size();
  const std::string_view minutes = text.substr(colon == std::string_view::npos ? hours : hours + 1);
  const bool has_minutes = hours != text.size();
  if (hours < 1 || hours > 2 || (has_minutes && minutes.size() != 2)) return std::nullopt;
  for (const char c : text.substr(0, hours)) {
    if (!is_digit(c)) return std::nullopt;
    parts[0] = parts[0] * 10 + (c - '0');
  }
  for (const char c : minutes) {
    if (!is_digit(c)) return std::nullopt;
    parts[1] = parts[1] * 10 + (c - '0');
  }
  const std::int32_t distance = parts[0] * 60 + parts[1];
  if (parts[1] > 59 || distance > kFarthest) return std::nullopt;
  return west ? -distance : distance;
}

}  // namespace

std::optional<std::int32_t> parse_fixed_zone(std::string_view text) {
  if (!text.empty() && !is_letter(text[0])) return parse_offset(text);
  for (const auto& [name, minutes] : kAbbreviations)
    if (equal_ignoring_case(text, name)) return minutes;
  if (text.size() > 3 && (equal_ignoring_case(text.substr(0, 3), "UTC") ||
                          equal_ignoring_case(text.substr(0, 3), "GMT")))
    text = trim_blanks(text.substr(3));
  return parse_offset(text);
}

bool is_ambiguous_abbreviation(std::string_view text) {
  for (const std::string_view name : kAmbiguous)
    if (equal_ignoring_case(text, name)) return true;
  return false;
}

std::string offset_text(std::int32_t minutes) {
  if (minutes == 0) return "UTC";
  const std::int32_t distance = std::abs(minutes);
  std::string text(1, minutes < 0 ? '-' : '+');
  const auto two = [&](std::int32_t n) {
    text += static_cast<char>('0' + n / 10);
    text += static_cast<char>('0' + n % 10);
  };
  two(distance / 60);
  text += ':';
  two(distance % 60);
  return text;
}

std::optional<std::int32_t> zone_in_header(std::string_view header) {
  for (std::size_t i = 0; i + 3 <= header.size(); ++i) {
    const std::string_view word = header.substr(i, 3);
    if (!equal_ignoring_case(word, "UTC") && !equal_ignoring_case(word, "GMT")) continue;
    const bool camel = is_upper(word[0]) && i > 0 && is_lower(header[i - 1]);  // "createdUtc"
    if (i > 0 && is_letter(header[i - 1]) && !camel) continue;
    const std::string_view rest = header.substr(i + 3);
    if (!rest.empty() && is_letter(rest[0])) continue;
    const std::string_view offset = rest.substr(0, rest.find_first_not_of(" +-:0123456789"));
    const auto zone = parse_fixed_zone(trim_blanks(header.substr(i, 3 + offset.size())));
    return zone ? zone : std::optional<std::int32_t>(0);
  }
  return std::nullopt;
}

}  // namespace whylocked::normalizing

#include "cli/values.hpp"

#include <charconv>

namespace whylocked {

namespace {

constexpr std::int64_t kYear = 366 * 86400;

struct Unit {
  char letter;
  std::int64_t seconds;
};
constexpr Unit kUnits[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};

}  // namespace

std::optional<std::int64_t> parse_whole(std::string_view text, std::int64_t least,
                                        std::int64_t most) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return value >= least && value <= most ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> parse_duration_s(std::string_view text) {
  std::int64_t seconds = 60;
  for (const Unit& unit : kUnits)
    if (text.ends_with(unit.letter)) {
      seconds = unit.seconds;
      text.remove_suffix(1);
      break;
    }
  const auto count = parse_whole(text, 1, kYear / seconds);
  return count ? std::optional(*count * seconds) : std::nullopt;
}

}  // namespace whylocked

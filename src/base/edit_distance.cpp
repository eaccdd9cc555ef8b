#include "base/edit_distance.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"

namespace whylocked {

using ascii::lower;

// Keeps three rows of the table: the current one, the last, and for swaps the one before that.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t wrong = lower(a[i - 1]) != lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + wrong});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1]))
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string_view nearest_name(std::string_view name, const std::vector<std::string_view>& known) {
  std::string_view nearest;
  std::pair least(static_cast<std::size_t>(-1), true);
  for (const std::string_view one : known) {
    const auto [shorter, longer] = std::minmax({name.size(), one.size()});
    const std::size_t limit = std::max<std::size_t>(1, longer / 3);
    // This also bounds the work: a hostile name of a megabyte is never compared.
    if (shorter == 0 || longer - shorter > limit) continue;
    const std::size_t far = edit_distance(name, one);
    // Names of one or two letters are within one edit of too many others.
    const std::pair rank(far, !ascii::equal_ignoring_case(one.substr(0, name.size()), name));
    if (far > limit || far >= shorter || rank >= least) continue;
    least = rank;
    nearest = one;
  }
  return nearest;
}

std::string did_you_mean(std::string_view nearest, std::string otherwise) {
  if (nearest.empty()) return otherwise;
  return "did you mean \"" + std::string(nearest) + "\"?";
}

}  // namespace whylocked

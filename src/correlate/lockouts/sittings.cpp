#include "correlate/lockouts/sittings.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "correlate/lockouts/traits.hpp"

namespace whylocked::lockouts {

namespace {

// Ours: somebody who types or looks for a password, with breaks.
constexpr Micros kSitting = 15 * kMinute;

// A clock's gaps differ by the time its work takes. People come back at about the same time of day
// too, but not to ten minutes three days running.
bool one_beat(Micros a, Micros b) {
  const Micros jitter = std::clamp(std::min(a, b) / 10, kMinute, 10 * kMinute);
  return std::max(a, b) - std::min(a, b) <= jitter;
}

// The counted failures of one address and program.
void mark_beats(std::span<const Event> rows, std::span<const std::uint32_t> own,
                std::vector<bool>& marks) {
  std::vector<std::uint32_t> starts;  // of bursts
  for (std::size_t i = 0; i < own.size(); ++i)
    if (i == 0 || rows[own[i]].time - rows[own[i - 1]].time > kSitting) starts.push_back(own[i]);
  const auto gap = [&](std::size_t i) -> std::optional<Micros> {
    if (i == 0 || i >= starts.size()) return std::nullopt;
    return rows[starts[i]].time - rows[starts[i - 1]].time;
  };
  for (std::size_t i = 1; i < starts.size(); ++i)
    for (const auto other : {gap(i - 1), gap(i + 1)})
      if (other && one_beat(*gap(i), *other)) marks[starts[i]] = true;
}

}  // namespace

std::vector<bool> going_on(std::span<const Event> rows) {
  std::vector<bool> marks(rows.size());
  std::vector<std::uint32_t> counted;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    if (!raises_counter(rows[i])) continue;
    if (!counted.empty() && rows[i].time - rows[counted.back()].time <= kSitting) marks[i] = true;
    counted.push_back(i);
  }
  const auto caller = [&](std::uint32_t i) { return std::tie(rows[i].address, rows[i].program); };
  std::stable_sort(counted.begin(), counted.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return caller(a) < caller(b); });
  const std::span<const std::uint32_t> all = counted;
  for (std::size_t from = 0, to = 0; from < all.size(); from = to) {
    while (to < all.size() && caller(all[to]) == caller(all[from])) ++to;
    mark_beats(rows, all.subspan(from, to - from), marks);
  }
  return marks;
}

}  // namespace whylocked::lockouts

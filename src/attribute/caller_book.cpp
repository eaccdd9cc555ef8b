#include "attribute/caller_book.hpp"

#include <algorithm>

#include "base/parallel.hpp"

namespace whylocked::old {

namespace {

constexpr std::size_t kOriginsWorthThread = 1024;

// The first position in [from, to) of which `holds` is true; it is so for all behind it.
template <class Holds>
std::size_t first_where(std::size_t from, std::size_t to, Holds holds) {
  while (from < to) {
    const std::size_t middle = from + (to - from) / 2;
    holds(middle) ? to = middle : from = middle + 1;
  }
  return from;
}

}  // namespace

AttemptIndex::AttemptIndex(const Events& events, const Correlation& correlation, unsigned threads) {
  constexpr std::size_t kUnasked = static_cast<std::size_t>(-1);
  starts_.assign(correlation.callers.size(), kUnasked);
  std::vector<std::uint32_t> asked;
  std::size_t size = 0;
  for (const Incident& incident : correlation.incidents)
    for (const Contribution& blame : incident.contributions) {
      if (starts_[blame.caller] != kUnasked) continue;
      starts_[blame.caller] = size;
      size += correlation.callers[blame.caller].attempts.size() + 1;
      asked.push_back(blame.caller);
    }
  failed_.resize(size);
  parallel_for(asked.size(), threads, kOriginsWorthThread,
               [&](std::size_t from, std::size_t to, unsigned) {
                 for (std::size_t i = from; i < to; ++i) {
                   std::uint32_t* out = &failed_[starts_[asked[i]]];
                   std::uint32_t failures = 0;
                   *out++ = 0;
                   for (const std::uint32_t index : correlation.callers[asked[i]].attempts)
                     *out++ = failures += events.rows[index].kind == EventKind::login_failed;
                 }
               });
}

std::size_t AttemptIndex::next_success(std::uint32_t origin, std::size_t from, std::size_t to) const {
  return first_where(from, to, [&](std::size_t position) {
    return failures(origin, from, position + 1) < position + 1 - from;
  });
}

std::size_t AttemptIndex::nth_failure(std::uint32_t origin, std::size_t from, std::size_t to,
                                    std::size_t n) const {
  return first_where(
      from, to, [&](std::size_t position) { return failures(origin, from, position + 1) >= n; });
}

}  // namespace whylocked::old

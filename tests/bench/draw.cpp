#include "draw.hpp"

#include <cmath>
#include <numeric>

namespace whylocked::bench {

namespace {

constexpr int kKeepBits = 28;

// Rounded to integers, because the last bit of pow() differs between platforms.
std::vector<std::uint64_t> weights(std::uint32_t count, double exponent) {
  std::vector<std::uint64_t> result(count);
  for (std::uint32_t i = 0; i < count; ++i)
    result[i] = 1 + static_cast<std::uint64_t>(std::pow(i + 1.0, -exponent) * (1 << 30));
  return result;
}

}  // namespace

// Slots below the mean are filled from slots above it.
Zipf::Zipf(std::uint32_t count, double exponent) : slots_(count) {
  std::vector<std::uint64_t> parts = weights(count, exponent);
  const std::uint64_t mean = std::accumulate(parts.begin(), parts.end(), std::uint64_t{0});
  for (std::uint64_t& part : parts) part *= count;
  std::vector<std::uint32_t> small, large;
  for (std::uint32_t i = 0; i < count; ++i) {
    slots_[i] = {1u << kKeepBits, i};
    (parts[i] < mean ? small : large).push_back(i);
  }
  while (!small.empty() && !large.empty()) {
    const std::uint32_t poor = small.back(), rich = large.back();
    small.pop_back();
    slots_[poor] = {static_cast<std::uint32_t>((parts[poor] << kKeepBits) / mean), rich};
    parts[rich] -= mean - parts[poor];
    if (parts[rich] >= mean) continue;
    large.pop_back();
    small.push_back(rich);
  }
}

std::uint32_t Zipf::draw(Draw& source) const {
  const std::uint32_t at = source.below(static_cast<std::uint32_t>(slots_.size()));
  return source.below(1u << kKeepBits) < slots_[at].keep ? at : slots_[at].other;
}

}  // namespace whylocked::bench

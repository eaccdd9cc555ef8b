#include "simulator/random.hpp"

#include <algorithm>
#include <bit>

namespace whylocked::sim {

Random::Random(std::uint64_t seed) {
  for (std::uint64_t& word : state_) {  // splitmix64
    seed += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    word = z ^ (z >> 31);
  }
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

// A falling run of uniforms has odd length with probability 1 - 1/e of an exponential's first unit;
// each failed round adds one whole mean.
Micros Random::exponential(Micros mean) {
  for (Micros whole = 0;; whole += mean) {
    const std::uint64_t first = next();
    std::uint64_t last = first;
    bool odd = true;
    for (std::uint64_t one = next(); one < last; one = next()) {
      last = one;
      odd = !odd;
    }
    if (odd) return whole + ((mean * static_cast<Micros>(first >> 40)) >> 24);
  }
}

// Steps of one sixteenth; within a step uniform.
std::int64_t Random::log_between(std::int64_t lo, std::int64_t hi) {
  const auto above = [](std::int64_t value) {
    return value + std::max<std::int64_t>(value / 16, 1);
  };
  std::int64_t steps = 1;
  for (std::int64_t value = above(lo); value < hi; value = above(value)) ++steps;
  std::int64_t from = lo;
  for (std::int64_t n = between(0, steps - 1); n > 0; --n) from = above(from);
  return between(from, std::min(hi, above(from) - 1));
}

}  // namespace whylocked::sim

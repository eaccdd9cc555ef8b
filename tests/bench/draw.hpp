// Random numbers that are the same on every machine.
//
// In:  a seed.  Out: xoshiro256** (Blackman and Vigna 2018), and draws by Zipf's law from an alias
// table (Walker 1977), one step per draw. <random> is not used, because its distributions differ
// between libraries.
// Threads: one per generator.  Failure: none.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

namespace whylocked::bench {

// The finalizer of splitmix64: a number that looks random but depends only on `value`.
constexpr std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ value >> 27) * 0x94d049bb133111ebULL;
  return value ^ value >> 31;
}

class Draw {
 public:
  explicit Draw(std::uint64_t seed) {
    for (std::uint64_t& part : state_) part = mixed(seed++);
  }

  std::uint64_t next() {
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

  // Less than `limit`, which must be at least 1.
  std::uint32_t below(std::uint32_t limit) {
    return static_cast<std::uint32_t>((next() >> 32) * limit >> 32);
  }

 private:
  std::array<std::uint64_t, 4> state_{};
};

// Draws n with a weight of 1 / (n + 1)^exponent, so 0 most often.
class Zipf {
 public:
  Zipf(std::uint32_t count, double exponent);
  std::uint32_t draw(Draw& source) const;

 private:
  struct Slot {
    std::uint32_t keep;  // of 2^28 draws of this slot, that many stay; the others go to `other`
    std::uint32_t other;
  };
  std::vector<Slot> slots_;
};

}  // namespace whylocked::bench

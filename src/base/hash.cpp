#include "base/hash.hpp"

#include <chrono>
#include <random>

namespace whylocked {

HashSeed draw_seed(std::uint32_t (*draw)()) noexcept {
  const auto word = [&] { return std::uint64_t{draw()} << 32 | draw() | 1; };
  try {
    return {word(), word()};
  } catch (...) {
    const auto ticks = std::chrono::steady_clock::now().time_since_epoch().count();
    const auto place = reinterpret_cast<std::uintptr_t>(&ticks);
    constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15;  // 2^64 divided by the golden ratio
    return {static_cast<std::uint64_t>(ticks) * kGolden | 1, place * kGolden | 1};
  }
}

const HashSeed kHashSeed = draw_seed([] {
  static std::random_device device;
  return std::uint32_t{device()};
});

}  // namespace whylocked

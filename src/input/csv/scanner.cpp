// The vector versions sort 64 bytes into five classes, one bit a byte. The exclusive or of all
// quote bits up to a byte is whether it is inside quotes: two quotes that mean one cancel out. That
// is right as long as each opening quote follows a separator or another quote. A block in which one
// does not is scanned byte by byte, so the answer is exact for any bytes, and ordinary files never
// take that path.
#include "input/csv/scanner.hpp"

#include <algorithm>
#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace whylocked::input::csv {

BlockMasks scan_scalar(const char* bytes, std::size_t count, char delimiter, ScanState& state) {
  using At = ScanState::At;
  BlockMasks masks;
  for (std::size_t i = 0; i < count; ++i) {
    const char c = bytes[i];
    const std::uint64_t bit = std::uint64_t{1} << i;
    const bool after_cr = state.after_cr;
    state.after_cr = false;
    if (static_cast<signed char>(c) <= 0) masks.non_ascii |= bit;
    if (c == '"' && state.at != At::plain) {
      state.at = state.at == At::quoted ? At::quote : At::quoted;
    } else if (state.at == At::quoted) {
      continue;
    } else if (c == delimiter) {
      masks.fields |= bit;
      state.at = At::field_start;
    } else if (c == '\r' || c == '\n') {
      if (c == '\r' || !after_cr) masks.records |= bit;
      state.after_cr = c == '\r';
      state.at = At::field_start;
    } else {
      state.at = At::plain;
    }
  }
  return masks;
}

BlockMasks scan_portable(const char* block, char delimiter, ScanState& state) {
  return scan_scalar(block, kBlock, delimiter, state);
}

namespace {

[[gnu::always_inline]] inline void add_offsets(const BlockMasks& masks, std::uint32_t at,
                                               std::size_t i, Offsets& offsets) {
  const std::uint64_t all = masks.fields | masks.records;
  for (std::uint64_t lines = masks.records; lines != 0; lines &= lines - 1) {
    const std::uint64_t before = all & ((lines & -lines) - 1);
    offsets.lines[offsets.line_count++] = static_cast<std::uint32_t>(
        offsets.end_count + static_cast<std::size_t>(std::popcount(before)));
  }
  std::uint32_t* end = offsets.ends + offsets.end_count;
  for (std::uint64_t bits = all; bits != 0; bits &= bits - 1)
    *end++ = at + static_cast<std::uint32_t>(std::countr_zero(bits));
  offsets.end_count = static_cast<std::size_t>(end - offsets.ends);
  offsets.non_ascii[i] = masks.non_ascii;
}

template <ScanBlock kScan>
void scan_each(const char* bytes, std::size_t blocks, std::uint32_t at, char delimiter,
               ScanState& state, Offsets& offsets) {
  for (std::size_t i = 0; i < blocks; ++i, at += kBlock)
    add_offsets(kScan(bytes + i * kBlock, delimiter, state), at, i, offsets);
}

}  // namespace

#if defined(__x86_64__)

namespace {

struct Classes {  // bit i is byte i
  std::uint64_t delimiter, quote, lf, cr, non_ascii;
};

// Bit i of the result: the exclusive or of bits 0 to i.
inline std::uint64_t parity_by_shifts(std::uint64_t bits) {
  for (int by = 1; by < 64; by *= 2) bits ^= bits << by;
  return bits;
}

// Shared by both vector versions. `inside`: bytes inside quotes, with the opening quote, without
// the closing one.
inline BlockMasks combine(const Classes& is, std::uint64_t inside, const char* block,
                          char delimiter, ScanState& state) {
  using At = ScanState::At;
  const std::uint64_t cr = is.cr & ~inside;
  const std::uint64_t separators = (is.delimiter | is.lf | is.cr) & ~inside;
  const std::uint64_t may_open =
      (separators | is.quote) << 1 | static_cast<std::uint64_t>(state.at != At::plain);
  if ((is.quote & inside & ~may_open) != 0) return scan_scalar(block, kBlock, delimiter, state);

  const std::uint64_t lf_of_crlf = cr << 1 | static_cast<std::uint64_t>(state.after_cr);
  constexpr std::uint64_t kLast = std::uint64_t{1} << (kBlock - 1);
  state.after_cr = (cr & kLast) != 0;
  state.at = (inside & kLast) != 0       ? At::quoted
             : (separators & kLast) != 0 ? At::field_start
             : (is.quote & kLast) != 0   ? At::quote
                                         : At::plain;
  return {is.delimiter & ~inside, cr | (is.lf & ~inside & ~lf_of_crlf), is.non_ascii};
}

inline std::uint64_t carry_of(const ScanState& state) {
  return state.at == ScanState::At::quoted ? ~std::uint64_t{0} : 0;
}

inline std::uint64_t mask_sse2(__m128i equal, int part) {
  return static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(equal)))
         << (16 * part);
}

__attribute__((target("avx2"))) inline std::uint64_t mask_avx2(__m256i low, __m256i high) {
  const auto bits = [](int mask) { return std::uint64_t{static_cast<std::uint32_t>(mask)}; };
  return bits(_mm256_movemask_epi8(low)) | bits(_mm256_movemask_epi8(high)) << 32;
}

}  // namespace

BlockMasks scan_sse2(const char* block, char delimiter, ScanState& state) {
  Classes is{};
  for (int part = 0; part < 4; ++part) {
    const __m128i bytes =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + std::ptrdiff_t{16} * part));
    const auto equal = [&](char c) {
      return mask_sse2(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)), part);
    };
    is.delimiter |= equal(delimiter);
    is.quote |= equal('"');
    is.lf |= equal('\n');
    is.cr |= equal('\r');
    is.non_ascii |= mask_sse2(_mm_cmplt_epi8(bytes, _mm_set1_epi8(1)), part);
  }
  const std::uint64_t inside = (is.quote != 0 ? parity_by_shifts(is.quote) : 0) ^ carry_of(state);
  return combine(is, inside, block, delimiter, state);
}

#define EQUAL_TO(c)                                      \
  mask_avx2(_mm256_cmpeq_epi8(low, _mm256_set1_epi8(c)), \
            _mm256_cmpeq_epi8(high, _mm256_set1_epi8(c)))

namespace {

__attribute__((target("avx2,pclmul"), always_inline)) inline BlockMasks scan_one_avx2(
    const char* block, char delimiter, ScanState& state) {
  const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block));
  const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block + 32));
  const __m256i one = _mm256_set1_epi8(1);
  const Classes is{EQUAL_TO(delimiter), EQUAL_TO('"'), EQUAL_TO('\n'), EQUAL_TO('\r'),
                   mask_avx2(_mm256_cmpgt_epi8(one, low), _mm256_cmpgt_epi8(one, high))};
  std::uint64_t inside = carry_of(state);
  if (is.quote != 0) {
    // A carry-less product with all ones is the running exclusive or.
    const __m128i quotes = _mm_set_epi64x(0, static_cast<std::int64_t>(is.quote));
    const __m128i product = _mm_clmulepi64_si128(quotes, _mm_set1_epi8(-1), 0);
    inside ^= static_cast<std::uint64_t>(_mm_cvtsi128_si64(product));
  }
  return combine(is, inside, block, delimiter, state);
}

#undef EQUAL_TO

// A loop of its own, so that the compiler keeps the constants in registers and counts bits in one
// step, as every processor with AVX2 can.
__attribute__((target("avx2,pclmul,bmi,popcnt"))) void scan_each_avx2(
    const char* bytes, std::size_t blocks, std::uint32_t at, char delimiter, ScanState& state,
    Offsets& offsets) {
  for (std::size_t i = 0; i < blocks; ++i, at += kBlock)
    add_offsets(scan_one_avx2(bytes + i * kBlock, delimiter, state), at, i, offsets);
}

}  // namespace

__attribute__((target("avx2,pclmul"))) BlockMasks scan_avx2(const char* block, char delimiter,
                                                            ScanState& state) {
  return scan_one_avx2(block, delimiter, state);
}

bool has_avx2() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}

ScanBlocks best_scan() {
  static const ScanBlocks best = has_avx2() ? scan_each_avx2 : scan_each<scan_sse2>;
  return best;
}

#else

ScanBlocks best_scan() { return scan_each<scan_portable>; }

#endif

void scan_rest(const char* bytes, std::size_t count, std::uint32_t at, char delimiter,
               ScanState& state, Offsets& offsets) {
  for (std::size_t i = 0; count > 0; ++i) {
    const std::size_t part = std::min(count, kBlock);
    add_offsets(scan_scalar(bytes, part, delimiter, state), at, i, offsets);
    bytes += part;
    count -= part;
    at += kBlock;
  }
}

}  // namespace whylocked::input::csv

// The vector version sorts 64 bytes into five classes, one bit per byte. The exclusive or of all
// quote bits up to a byte shows whether it is inside quotes: doubled quotes cancel out. That is
// right as long as each opening quote follows a separator or another quote. A block with any other
// opening quote is scanned byte by byte, so the result is exact for any bytes, and ordinary files
// never take that path.
#include "input/csv/scanner.hpp"

#include <bit>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace whylocked::input::csv {

BlockMasks scan_scalar(const char* bytes, std::size_t count, char delimiter, ScanState& state) {
  BlockMasks masks;
  for (std::size_t i = 0; i < count; ++i) {
    const char c = bytes[i];
    const std::uint64_t bit = std::uint64_t{1} << i;
    const bool after_cr = std::exchange(state.after_cr, c == '\r' && !state.quoted);
    const bool is_quote = c == '"' && (state.quoted || state.may_open);
    masks.non_ascii |= static_cast<signed char>(c) <= 0;
    state.may_open = is_quote;
    if (is_quote) state.quoted = !state.quoted;
    if (is_quote || state.quoted || (c != delimiter && c != '\r' && c != '\n')) continue;
    state.may_open = true;
    if (c == delimiter)
      masks.fields |= bit;
    else if (c == '\r' || !after_cr)
      masks.records |= bit;
  }
  return masks;
}

namespace {

[[gnu::always_inline]] inline void add_offsets(const BlockMasks& masks, std::uint32_t at,
                                               Offsets& offsets) {
  const std::uint64_t all = masks.fields | masks.records;
  for (std::uint64_t lines = masks.records; lines != 0; lines &= lines - 1) {
    const std::uint64_t before = all & ((lines & -lines) - 1);
    offsets.lines[offsets.line_count++] = static_cast<std::uint32_t>(
        offsets.end_count + static_cast<std::size_t>(std::popcount(before)));
  }
  for (std::uint64_t bits = all; bits != 0; bits &= bits - 1)
    offsets.ends[offsets.end_count++] = at + static_cast<std::uint32_t>(std::countr_zero(bits));
  offsets.non_ascii |= masks.non_ascii;
}

void scan_each_scalar(const char* bytes, std::size_t blocks, std::uint32_t at, char delimiter,
                      ScanState& state, Offsets& offsets) {
  for (const char* const end = bytes + blocks * kBlock; bytes != end; bytes += kBlock, at += kBlock)
    add_offsets(scan_scalar(bytes, kBlock, delimiter, state), at, offsets);
}

}  // namespace

#if defined(__x86_64__)

namespace {

struct Classes {  // bit i is byte i
  std::uint64_t delimiter, quote, lf, cr;
  bool non_ascii;
};

// `inside`: bytes inside quotes, including the opening quote but not the closing one.
[[gnu::always_inline]] inline BlockMasks combine(const Classes& is, std::uint64_t inside,
                                                 const char* block, char delimiter,
                                                 ScanState& state) {
  const std::uint64_t cr = is.cr & ~inside;
  const std::uint64_t ends = (is.delimiter | is.lf | is.cr) & ~inside;
  const std::uint64_t opens_next = ends | is.quote;
  const std::uint64_t may_open = opens_next << 1 | std::uint64_t{state.may_open};
  if ((is.quote & inside & ~may_open) != 0) {
    ScanState copy = state;
    const BlockMasks masks = scan_scalar(block, kBlock, delimiter, copy);
    state = copy;
    return masks;
  }
  const std::uint64_t lf_of_crlf = cr << 1 | std::uint64_t{state.after_cr};
  constexpr int kLast = kBlock - 1;
  state = {(inside >> kLast) != 0, (opens_next >> kLast) != 0, (cr >> kLast) != 0};
  return {is.delimiter & ~inside, cr | (is.lf & ~inside & ~lf_of_crlf), is.non_ascii};
}

__attribute__((target("avx2"))) inline std::uint64_t mask_avx2(__m256i low, __m256i high) {
  const auto bits = [](int mask) { return std::uint64_t{static_cast<std::uint32_t>(mask)}; };
  return bits(_mm256_movemask_epi8(low)) | bits(_mm256_movemask_epi8(high)) << 32;
}

#define EQUAL_TO(c)                                      \
  mask_avx2(_mm256_cmpeq_epi8(low, _mm256_set1_epi8(c)), \
            _mm256_cmpeq_epi8(high, _mm256_set1_epi8(c)))

__attribute__((target("avx2,pclmul"), always_inline)) inline BlockMasks scan_one_avx2(
    const char* block, char delimiter, ScanState& state) {
  const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block));
  const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block + 32));
  const __m256i non_ascii = _mm256_cmpgt_epi8(_mm256_set1_epi8(1), _mm256_min_epi8(low, high));
  const Classes is{EQUAL_TO(delimiter), EQUAL_TO('"'), EQUAL_TO('\n'), EQUAL_TO('\r'),
                   _mm256_movemask_epi8(non_ascii) != 0};
  std::uint64_t inside = state.quoted ? ~std::uint64_t{0} : 0;
  if (is.quote != 0) {
    // A carry-less product with all ones is the running exclusive or.
    const __m128i quotes = _mm_set_epi64x(0, static_cast<std::int64_t>(is.quote));
    const __m128i product = _mm_clmulepi64_si128(quotes, _mm_set1_epi8(-1), 0);
    inside ^= static_cast<std::uint64_t>(_mm_cvtsi128_si64(product));
  }
  return combine(is, inside, block, delimiter, state);
}

#undef EQUAL_TO

// A separate loop lets the compiler keep constants, state and offsets in registers, and count bits
// in one step, as every processor with AVX2 can.
__attribute__((target("avx2,pclmul,bmi,popcnt"))) void scan_each_avx2(
    const char* bytes, std::size_t blocks, std::uint32_t at, char delimiter, ScanState& state,
    Offsets& offsets) {
  ScanState state_here = state;
  Offsets offsets_here = offsets;
  for (const char* const end = bytes + blocks * kBlock; bytes != end; bytes += kBlock, at += kBlock)
    add_offsets(scan_one_avx2(bytes, delimiter, state_here), at, offsets_here);
  state = state_here;
  offsets = offsets_here;
}

bool has_avx2() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}

}  // namespace

ScanBlocks best_scan() {
  static const ScanBlocks best = has_avx2() ? scan_each_avx2 : scan_each_scalar;
  return best;
}

#else

ScanBlocks best_scan() { return scan_each_scalar; }

#endif

void scan_rest(const char* bytes, std::size_t count, std::uint32_t at, char delimiter,
               ScanState& state, Offsets& offsets) {
  add_offsets(scan_scalar(bytes, count, delimiter, state), at, offsets);
}

}  // namespace whylocked::input::csv

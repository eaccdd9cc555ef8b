// The fast scanner agrees with the slow one on any bytes, cut anywhere.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "input/csv/scanner.hpp"

using namespace whylocked::input::csv;

namespace {

// The alphabets of the bytes, from tidy to wild.
constexpr std::string_view kAlphabets[] = {
    "abcdefgh,\n",
    "ab,\"\"\n",
    "abcd,,\"\r\n",
    "\"",
    "\",",
    "\"\r\n",
    "",  // any bytes
};

std::string random_text(std::mt19937_64& random, std::string_view alphabet) {
  std::string text(kBlock * (1 + random() % 4), 'a');
  for (char& c : text)
    c = alphabet.empty() ? static_cast<char>(random()) : alphabet[random() % alphabet.size()];
  return text;
}

// Quoted fields as programs write them, which take the fast path.
std::string tidy_text(std::mt19937_64& random) {
  std::string text;
  while (text.size() < 4 * kBlock) {
    std::string cell(random() % 30, 'x');
    for (char& c : cell)
      if (random() % 8 == 0) c = ",\n\r;"[random() % 4];
    if (random() % 3 == 0) cell.insert(random() % (cell.size() + 1), "\"\"");
    const bool quoted = random() % 2 == 0 || cell.find_first_of(",\r\n\"") != cell.npos;
    text += quoted ? '"' + cell + '"' : cell;
    text += random() % 4 == 0 ? (random() % 2 == 0 ? "\r\n" : "\n") : ",";
  }
  text.resize(4 * kBlock);
  return text;
}

using Places = std::vector<std::uint32_t>;

// All blocks at once, compared with byte by byte.
void compare(const std::string& text, ScanState state) {
  ScanState slow_state = state;
  Places slow_ends, slow_lines;
  bool non_ascii = false;
  for (std::uint32_t at = 0; at < text.size(); ++at) {
    const BlockMasks masks = scan_scalar(text.data() + at, 1, ',', slow_state);
    non_ascii |= masks.non_ascii;
    if (masks.records != 0) slow_lines.push_back(static_cast<std::uint32_t>(slow_ends.size()));
    if ((masks.fields | masks.records) != 0) slow_ends.push_back(at);
  }
  Places ends(text.size()), lines(text.size());
  Offsets found{.ends = ends.data(), .lines = lines.data()};
  best_scan()(text.data(), text.size() / kBlock, 0, ',', state, found);
  ends.resize(found.end_count);
  lines.resize(found.line_count);
  REQUIRE(ends == slow_ends);
  REQUIRE(lines == slow_lines);
  REQUIRE(found.non_ascii == non_ascii);
  REQUIRE(state == slow_state);
}

ScanState random_state(std::mt19937_64& random) {
  ScanState state{.quoted = random() % 2 == 0, .may_open = random() % 2 == 0};
  state.after_cr = state.may_open && !state.quoted && random() % 2 == 0;
  return state;
}

}  // namespace

TEST_CASE("read: the fast scanner finds what the slow one finds") {
  std::mt19937_64 random(1);
  for (const std::string_view alphabet : kAlphabets)
    for (int i = 0; i < 2000; ++i) compare(random_text(random, alphabet), random_state(random));
  for (int i = 0; i < 5000; ++i) compare(tidy_text(random), {});
}

TEST_CASE("read: the slow scanner does not depend on where its input is cut") {
  std::mt19937_64 random(2);
  for (int i = 0; i < 2000; ++i) {
    const std::string text =
        random_text(random, kAlphabets[random() % std::size(kAlphabets)]).substr(0, kBlock);
    ScanState whole_state, state;
    const BlockMasks whole = scan_scalar(text.data(), kBlock, ',', whole_state);
    BlockMasks joined;
    for (std::size_t at = 0; at < kBlock;) {
      const std::size_t count = std::min<std::size_t>(random() % 9, kBlock - at);
      const BlockMasks part = scan_scalar(text.data() + at, count, ',', state);
      joined.fields |= part.fields << at;
      joined.records |= part.records << at;
      joined.non_ascii |= part.non_ascii;
      at += count;
    }
    REQUIRE(joined == whole);
    REQUIRE(state == whole_state);
  }
}

// Texts of any bytes: no crash, no duplicate answer, and known names are found in any form.
#include <random>
#include <set>
#include <string>

#include "catch.hpp"
#include "whylocked/catalog.hpp"

using namespace whylocked;

namespace {

std::string random_bytes(std::mt19937_64& random, std::size_t most) {
  std::string text(random() % most, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

// Letters and separators of real names, so parts of names occur often.
std::string random_pieces(std::mt19937_64& random) {
  std::string text;
  for (std::uint64_t n = random() % 6; n-- > 0;) {
    const Integration& one = integrations()[random() % integrations().size()];
    const std::size_t from = random() % 3 == 0 ? random() % one.id.size() : 0;
    text += std::string(one.id.substr(from, random() % 4 == 0 ? random() % 9 : 99));
    text += "-._ 1x"[random() % 6];
  }
  return text;
}

void look(const std::string& text) {
  match_name(text);
  match_client(text);
  std::set<const Integration*> seen;
  for (const NameMatch& match : names_inside(text)) {
    CHECK(match.integration != nullptr);
    CHECK(match.strength != NameStrength::tracking);
    CHECK(!match.matched.empty());
    CHECK(seen.insert(match.integration).second);
  }
}

}  // namespace

TEST_CASE("names: any bytes give an answer") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 3000; ++i) {
    look(random_bytes(random, 80));
    look(random_pieces(random));
  }
}

TEST_CASE("names: case, blanks and punctuation do not matter") {
  std::mt19937_64 random(2);
  for (const Integration& one : integrations()) {
    std::string text;
    for (const char c : one.name) {
      if (random() % 3 == 0) text += " -_./()"[random() % 7];
      text += random() % 2 == 0 && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    INFO(text);
    const auto plain = match_name(one.name), dressed = match_name(text);
    REQUIRE(!plain.empty());
    REQUIRE(dressed.size() == plain.size());
    CHECK(dressed[0].integration == plain[0].integration);
  }
}

TEST_CASE("names: the time for a username is linear in its length") {
  // Quadratic work would take minutes.
  std::string text;
  while (text.size() < 100'000) text += "datto-rmm.itglue";
  CHECK(names_inside(text).size() == 2);
  CHECK(names_inside(std::string(100'000, 'n')).empty());
}

// Names and addresses are looked up some rows late and by shorter ways; what comes out is what the
// plain functions say of each text alone, whatever stood in the rows before.
#include <random>

#include "catch.hpp"
#include "whylocked/normalize.hpp"
#include "whylocked/read.hpp"
#include "whylocked/secret.hpp"

using namespace whylocked;

namespace {

std::string draw_text(std::mt19937_64& draw, std::string_view letters, std::size_t longest) {
  std::string text;
  for (std::size_t left = 1 + draw() % longest; left > 0; --left)
    text += letters[draw() % letters.size()];
  return text;
}

std::string draw_name(std::mt19937_64& draw) {
  static const std::string_view kNames[] = {"n/a",
                                            "(null)",
                                            "Ann.Meyer@Example.com",
                                            "CORP\\Ann",
                                            "'Ann'",
                                            "Ann Meyer <ann@example.com>",
                                            "M\xc3\x9cller",
                                            "password=geheim123"};
  if (draw() % 4 == 0) return std::string(kNames[draw() % std::size(kNames)]);
  return draw_text(draw, "abXYZ09._-\\@ <>'\xc3\x9c", draw() % 8 == 0 ? 60 : 12);
}

std::string draw_address(std::mt19937_64& draw) {
  static const std::string_view kAddresses[] = {
      "0.0.0.0", "2001:db8::7", "198.51.100.7:443", "198.51.100.07", "10.0.0.1, 198.51.100.9",
      "::"};
  if (draw() % 4 == 0) return std::string(kAddresses[draw() % std::size(kAddresses)]);
  return draw_text(draw, "0125.", 16);
}

// The first public one, else the first; those that say nothing are none.
std::optional<Address> chosen(std::string_view text) {
  std::optional<Address> first;
  for (const Address& address : parse_address_field(text)) {
    const bool nowhere =
        address == Address{} || (address.is_v4() && (address.low & 0xffff'ffff) == 0);
    if (nowhere) continue;
    if (!address.is_private()) return address;
    if (!first) first = address;
  }
  return first;
}

}  // namespace

TEST_CASE("normalize: names and addresses are what they are without the rows around them") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    std::mt19937_64 draw(seed);
    NormalizeOptions options;
    options.rows_are = EventKind::login_failed;
    InputInfo info;
    Events events;
    Diagnostics diagnostics;
    Normalizer normalizer(options, 0, info, events, diagnostics);
    Columns columns;
    for (const Field field : {Field::time, Field::user, Field::address})
      columns.number[static_cast<std::size_t>(field)] = 1 + static_cast<std::uint32_t>(field);
    normalizer.begin(columns);
    std::vector<std::pair<std::string, std::string>> texts;
    for (std::uint64_t i = 0; i < 300; ++i) {
      texts.emplace_back(draw_name(draw), draw_address(draw));
      Row row;
      row.number = i + 1;
      row.fields[static_cast<std::size_t>(Field::time)] = "2026-05-19T08:07:19Z";
      row.fields[static_cast<std::size_t>(Field::user)] = texts.back().first;
      row.fields[static_cast<std::size_t>(Field::address)] = texts.back().second;
      normalizer.row(row);
    }
    REQUIRE(normalizer.finish());
    for (const Event& event : events.rows) {
      const auto& [name, address] = texts[event.row - 1];
      CAPTURE(seed, event.row, name, address);
      CHECK(events.users.text(event.user) == normalize_user(mask_secrets(name)));
      const auto expected = chosen(address);
      REQUIRE((event.address != kNone) == expected.has_value());
      if (expected) CHECK(events.addresses.at(event.address) == *expected);
    }
    std::size_t named = 0;
    for (const auto& [name, address] : texts) named += !normalize_user(mask_secrets(name)).empty();
    CHECK(events.rows.size() == named);
  }
}

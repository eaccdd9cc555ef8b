// Rows of known texts become events by look-ups of raw text; what comes out is what the long way
// says of each row, and what the plain functions say of each text alone.
#include <random>

#include "catch.hpp"
#include "whylocked/normalize.hpp"
#include "whylocked/read.hpp"
#include "event/secrets.hpp"

using namespace whylocked;

namespace {

using Random = std::mt19937_64;

template <std::size_t N>
std::string_view one_of(const std::string_view (&texts)[N], Random& draw) {
  return texts[draw() % N];
}

std::string draw_text(Random& draw, std::string_view letters, std::size_t longest) {
  std::string text;
  for (std::size_t left = 1 + draw() % longest; left > 0; --left)
    text += letters[draw() % letters.size()];
  return text;
}

std::string draw_name(Random& draw) {
  static const std::string_view kNames[] = {"n/a",
                                            "",
                                            "(null)",
                                            "Ann.Meyer@Example.com",
                                            "CORP\\Ann",
                                            "CORP\\Bob.Miller",
                                            "'Ann'",
                                            "a.name.longer.than.most.others@corp.example.com",
                                            "Ann Meyer <ann@example.com>",
                                            "M\xc3\x9cller",
                                            "password=geheim123"};
  if (draw() % 4 != 0) return std::string(one_of(kNames, draw));
  return draw_text(draw, "abXYZ09._-\\@ <>'", draw() % 8 == 0 ? 80 : 12);
}

std::string draw_address(Random& draw) {
  static const std::string_view kAddresses[] = {
      "0.0.0.0", "2001:db8::7", "198.51.100.7:443", "198.51.100.07", "10.0.0.1, 198.51.100.9",
      "::",      "-",           "198.51.100.7",     "203.0.113.255", ""};
  if (draw() % 4 != 0) return std::string(one_of(kAddresses, draw));
  return draw_text(draw, "0125.", 16);
}

std::string draw_time(Random& draw) {
  static const std::string_view kDates[] = {"2026-05-19T", "2026-05-19T", "2026-05-19T",
                                            "2026-05-20T", "5/19/2026 ",  "total "};
  static const std::string_view kClocks[] = {"08:07:19",   "08:07:20Z", "8:07:21 PM",
                                             "08:07:22.5", "23:59:59",  "08:67:19"};
  const bool usual = draw() % 4 != 0;
  return usual ? "2026-05-19T08:07:1" + std::to_string(draw() % 10)
               : std::string(one_of(kDates, draw)) + std::string(one_of(kClocks, draw));
}

struct Column {
  std::string_view name;
  std::string (*draw)(Random&);
};

template <typename... Texts>
std::string any_of(Random& draw, Texts... texts) {
  const std::string_view all[] = {texts...};
  return std::string(one_of(all, draw));
}

// The first two are in every table, of the others some.
const Column kColumns[] = {
    {"Time", draw_time},
    {"Username", draw_name},
    {"IP Address", draw_address},
    {"Event",
     [](Random& r) {
       return any_of(r, "Login", "Login", "Login", "Account locked", "Password reset", "nonsense");
     }},
    {"Result", [](Random& r) { return any_of(r, "Failure", "Success", "Failure ", "perhaps"); }},
    {"Reason",
     [](Random& r) {
       return any_of(r, "Wrong password", "wrong \"password\"", "", "?",
                     "a reason of many words, with a comma in it and more "
                     "than the sixty bytes of a slot");
     }},
    {"User Agent",
     [](Random& r) {
       return any_of(r, "curl/8",
                     "Mozilla/5.0 (X11; Linux x86_64) "
                     "AppleWebKit/537.36 (KHTML, like Gecko)",
                     "-", "");
     }},
    {"Application", [](Random& r) { return any_of(r, "API", "Web", " Web", ""); }},
    {"Integration Vendor", [](Random& r) { return any_of(r, "Datto - RMM", "N/A", "", ""); }},
    {"Tracking Identifier", [](Random& r) { return any_of(r, "ABC123", "n/a", "", ""); }},
    {"Count", [](Random& r) { return any_of(r, "1", "2", "2", "0", "many", ""); }},
    {"Event ID", [](Random& r) { return any_of(r, "17", "18", " 19 ", ""); }},
    {"Target User", [](Random& r) { return any_of(r, "bob@example.com", "", ""); }},
};

void append_cell(std::string_view text, Random& draw, std::string& csv) {
  const bool needs = text.find_first_of(",\"") != text.npos;
  if (!needs && draw() % 4 != 0) {
    csv += draw() % 16 == 0 ? " " + std::string(text) + " " : text;
    return;
  }
  csv += '"';
  for (const char c : text) csv += c == '"' ? std::string("\"\"") : std::string(1, c);
  csv += '"';
}

std::string draw_export(Random& draw) {
  std::vector<Column> columns(std::begin(kColumns), std::begin(kColumns) + 2);
  std::copy_if(std::begin(kColumns) + 2, std::end(kColumns), std::back_inserter(columns),
               [&](const Column&) { return draw() % 2 == 0; });
  const std::string end = draw() % 2 == 0 ? "\r\n" : "\n";
  std::string csv;
  for (const Column& column : columns)
    (csv += column.name) += &column == &columns.back() ? "" : ",";
  csv += end;
  for (int row = 0; row < 400; ++row) {
    for (const Column& column : columns) {
      append_cell(column.draw(draw), draw, csv);
      if (&column != &columns.back()) csv += ',';
    }
    if (draw() % 64 == 0) csv += end + "Total: 42" + std::string(columns.size() - 1, ',');
    if (draw() % 64 == 0) csv += ",extra";
    csv += draw() % 64 == 0 ? end + end : end;
  }
  return csv;
}

// Row after row, as of a reader or for a sink that knows no rows.
class LongWay : public RowSink {
 public:
  explicit LongWay(Normalizer& to) : to_(to) {}
  void begin(const Columns& columns) override { to_.begin(columns); }
  bool row(const Row& row) override { return to_.row(row); }

 private:
  Normalizer& to_;
};

struct Read {
  Events events;
  InputInfo info;
  Diagnostics diagnostics;
  bool ok = false;
};

void read(const std::string& csv, bool long_way, Read& read) {
  ReadOptions how;
  how.threads = 1;
  NormalizeOptions options;
  options.rows_are = EventKind::login_failed;
  Normalizer normalizer(options, 0, read.info, read.events, read.diagnostics);
  LongWay rows(normalizer);
  RowSink& sink = long_way ? static_cast<RowSink&>(rows) : normalizer;
  read.ok = read_text(csv, "export.csv", how, sink, read.diagnostics, read.info);
  read.ok &= normalizer.finish();
}

std::string in_words(const Event& event, const Events& events) {
  std::string text = std::to_string(event.row) + ' ' + to_rfc3339(event.time);
  const Program& program = events.programs.at(event.program);
  for (const TextId id :
       {event.user, event.address, program.client, program.application, program.vendor, event.count,
        events.row_ids.of(event), TextId{event.file}})
    text += ' ' + std::to_string(id);
  text += ' ' + std::string(to_text(event.kind)) + ' ' + std::string(to_text(event.reason)) + ' ' +
          std::to_string(static_cast<int>(event.precision)) + ' ';
  return text + std::string(events.users.text(event.user));
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

TEST_CASE("normalize: rows of known texts are what the long way makes of them") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random draw(seed);
    const std::string csv = draw_export(draw);
    Read fast, slow;
    read(csv, false, fast);
    read(csv, true, slow);
    CAPTURE(seed, csv.substr(0, 400));
    REQUIRE(fast.ok == slow.ok);
    REQUIRE(fast.events.rows.size() == slow.events.rows.size());
    for (std::size_t i = 0; i < fast.events.rows.size(); ++i)
      REQUIRE(in_words(fast.events.rows[i], fast.events) ==
              in_words(slow.events.rows[i], slow.events));
    CHECK(fast.info.rows == slow.info.rows);
    CHECK(fast.info.skipped == slow.info.skipped);
    REQUIRE(fast.diagnostics.list().size() == slow.diagnostics.list().size());
    for (std::size_t i = 0; i < fast.diagnostics.list().size(); ++i)
      CHECK(fast.diagnostics.list()[i].message == slow.diagnostics.list()[i].message);
  }
}

TEST_CASE("normalize: names and addresses are what they are without the rows around them") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random draw(seed);
    std::string csv = "Time,Username,IP Address\n";
    std::vector<std::pair<std::string, std::string>> texts;
    for (std::uint64_t i = 0; i < 300; ++i) {
      texts.emplace_back(draw_name(draw), draw_address(draw));
      csv +=
          "2026-05-19T08:07:19Z,\"" + texts.back().first + "\",\"" + texts.back().second + "\"\n";
    }
    Read told;
    read(csv, false, told);
    REQUIRE(told.ok);
    for (const Event& event : told.events.rows) {
      const auto& [name, address] = texts[event.row - 2];
      CAPTURE(seed, event.row, name, address);
      CHECK(told.events.users.text(event.user) == normalize_user(mask_secrets(name)));
      const auto expected = chosen(address);
      REQUIRE((event.address != kNone) == expected.has_value());
      if (expected) CHECK(told.events.addresses.at(event.address) == *expected);
    }
    std::size_t named = 0;
    for (const auto& [name, address] : texts) named += !normalize_user(mask_secrets(name)).empty();
    CHECK(told.events.rows.size() == named);
  }
}

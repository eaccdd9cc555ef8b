// Texts seen before are looked up instead of worked out again: a row still becomes the event that
// it becomes alone, and each of its texts has the result of the plain functions.
#include <map>
#include <random>

#include "catch.hpp"
#include "each_row.hpp"
#include "event/secrets.hpp"
#include "whylocked/normalize.hpp"
#include "whylocked/read.hpp"

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

// Every table has the first two, and some of the others.
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

std::string in_words(const Event& event, const Events& events) {
  std::string text = std::to_string(event.row) + ' ' + to_rfc3339(event.time);
  const Program& program = events.programs.at(event.program);
  for (const TextId id : {program.client, program.application, program.vendor, program.computer})
    text += '|' + std::string(events.texts.text(id));
  for (const std::uint32_t number :
       {event.count, events.row_ids.of(event), std::uint32_t{event.file}})
    text += ' ' + std::to_string(number);
  text += ' ' + std::string(to_text(event.kind)) + ' ' + std::string(to_text(event.reason)) + ' ' +
          std::to_string(static_cast<int>(event.precision)) + ' ';
  if (event.address != kNone) text += to_text(events.addresses.at(event.address)) + ' ';
  return text + std::string(events.users.text(event.user));
}

constexpr std::string_view kKinds[] = {"address-unreadable", "address-several", "count-unreadable",
                                       "count-zero",         "user-missing",    "time-missing",
                                       "time-unreadable",    "text-clipped",    "no-data"};

struct Read {
  Events events;
  InputInfo info;
  Diagnostics diagnostics;
  bool ok = false;
};

NormalizeOptions options_of_test() {
  NormalizeOptions options;
  options.rows_are = EventKind::login_failed;
  return options;
}

void read_into(RowSink& sink, const std::string& csv, Read& read) {
  ReadOptions how;
  how.threads = 1;
  read.ok = read_text(csv, "export.csv", how, sink, read.diagnostics, read.info);
}

void read(const std::string& csv, Read& read) {
  const NormalizeOptions options = options_of_test();
  Normalizer normalizer(options, 0, read.info, read.events, read.diagnostics);
  read_into(normalizer, csv, read);
  read.ok &= normalizer.finish();
}

// A separate Normalizer for each row.
class Alone : public EachRow {
 public:
  void begin(const Columns& columns) override { columns_ = columns; }
  bool row(const Row& row) override {
    const NormalizeOptions options = options_of_test();
    Read alone;
    Normalizer normalizer(options, 0, alone.info, alone.events, alone.diagnostics);
    normalizer.begin(columns_);
    normalizer.consume(RowTexts(row).batch());
    normalizer.finish();
    for (const Event& event : alone.events.rows) events.push_back(in_words(event, alone.events));
    for (const std::string_view kind : kKinds) counts[kind] += alone.diagnostics.count(kind);
    return true;
  }
  std::vector<std::string> events;
  std::map<std::string_view, std::uint64_t> counts;

 private:
  Columns columns_;
};

// The first public address, else the first; unspecified ones do not count.
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

TEST_CASE("normalize: a row means the same alone and among others") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Random draw(seed);
    const std::string csv = draw_export(draw);
    Read together, apart;
    Alone alone;
    read(csv, together);
    read_into(alone, csv, apart);
    CAPTURE(seed, csv.substr(0, 400));
    REQUIRE(together.events.rows.size() == alone.events.size());
    for (std::size_t i = 0; i < alone.events.size(); ++i)
      REQUIRE(in_words(together.events.rows[i], together.events) == alone.events[i]);
    for (const std::string_view kind : kKinds) {
      CAPTURE(kind);
      CHECK(together.diagnostics.count(kind) == alone.counts[kind]);
    }
    CHECK(together.info.rows == apart.info.rows);
  }
}

TEST_CASE("normalize: names and addresses do not depend on other rows") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random draw(seed);
    std::string csv = "Time,Username,IP Address\n";
    std::vector<std::pair<std::string, std::string>> texts;
    for (std::uint64_t i = 0; i < 300; ++i) {
      texts.emplace_back(draw_name(draw), draw_address(draw));
      csv +=
          "2026-05-19T08:07:19Z,\"" + texts.back().first + "\",\"" + texts.back().second + "\"\n";
    }
    Read got;
    read(csv, got);
    REQUIRE(got.ok);
    for (const Event& event : got.events.rows) {
      const auto& [name, address] = texts[event.row - 2];
      CAPTURE(seed, event.row, name, address);
      CHECK(got.events.users.text(event.user) == normalize_user(mask_secrets(name)));
      const auto expected = chosen(address);
      REQUIRE((event.address != kNone) == expected.has_value());
      if (expected) CHECK(got.events.addresses.at(event.address) == *expected);
    }
    std::size_t named = 0;
    for (const auto& [name, address] : texts) named += !normalize_user(mask_secrets(name)).empty();
    CHECK(got.events.rows.size() == named);
  }
}

TEST_CASE("normalize: more texts than the dictionary holds change nothing") {
  std::string csv = "Time,Username,Result,Reason\n";
  for (int i = 0; i < 150'000; ++i) {
    const std::string number = std::to_string(i);
    csv += "2026-05-19T08:07:19Z,user" + number + (i % 3 == 0 ? ",Success," : ",Failure,");
    csv += i % 3 == 0   ? "\n"
           : i % 2 == 0 ? "Unknown user\n"
                        : "wrong password " + std::to_string(i % 12'000) + '\n';
  }
  Read got;
  read(csv, got);
  REQUIRE(got.events.rows.size() == 150'000);
  for (const Event& event : got.events.rows) {
    const std::uint32_t i = event.row - 2;
    const Reason reason = i % 3 == 0   ? Reason::unknown
                          : i % 2 == 0 ? Reason::unknown_user
                                       : Reason::bad_password;
    if (got.events.users.text(event.user) == "user" + std::to_string(i) && event.reason == reason &&
        (event.kind == EventKind::login_succeeded) == (i % 3 == 0))
      continue;
    FAIL("row " << event.row);
  }
}

// Every example of every built-in format is recognized and gives the events listed with it.
#include <map>

#include "catch.hpp"
#include "normalize/accounts.hpp"
#include "whylocked/normalize.hpp"

using namespace whylocked;

namespace {

// Keeps the computer of each row on its way to the normalizer.
class Computers : public RowSink {
 public:
  explicit Computers(RowSink& next) : next_(next) {}
  void begin(const Columns& columns) override { next_.begin(columns); }
  bool consume(const RowBatch& rows) override {
    for (std::size_t i = 0; i < rows.size(); ++i)
      of_row[rows.numbers[i]] = rows.text(Field::computer, i);
    return next_.consume(rows);
  }
  std::map<std::uint64_t, std::string> of_row;

 private:
  RowSink& next_;
};

struct Read {
  InputInfo info;
  Events events;
  std::map<std::uint64_t, std::string> computers;
  bool ok = false;
};

Read read_example(const Profile::Example& example) {
  Read got;
  ReadOptions read;
  read.year = 2026;
  const NormalizeOptions how;
  Diagnostics diagnostics;
  Normalizer normalizer(how, 0, got.info, got.events, diagnostics);
  Computers computers(normalizer);
  got.ok = read_text(example.text, example.file, read, computers, diagnostics, got.info);
  got.ok = normalizer.finish() && got.ok;
  normalize::join_accounts(got.events, {got.info}, diagnostics);
  got.computers = computers.of_row;
  return got;
}

std::string or_dash(std::string_view text) { return text.empty() ? "-" : std::string(text); }

// "2026-05-19T08:07:19Z login_failed:bad_password ann 198.51.100.7 PC-7"; "-" marks absent fields.
std::string dump(const Event& event, const Read& got) {
  const Events& events = got.events;
  std::string line = to_rfc3339(event.time) + ' ' + std::string(to_text(event.kind));
  if (event.kind == EventKind::login_failed) line += ':' + std::string(to_text(event.reason));
  line += ' ' + or_dash(events.users.text(event.user));
  line += ' ' + (event.address == kNone ? "-" : to_text(events.addresses.at(event.address)));
  const auto computer = got.computers.find(event.row);
  return line + ' ' + or_dash(computer == got.computers.end() ? "" : computer->second);
}

void check_examples(bool (*wanted)(const Profile::Example&)) {
  for (const auto* profile : built_in_profiles())
    for (const Profile::Example& example : profile->examples) {
      if (!wanted(example)) continue;
      CAPTURE(profile->name, example.file);
      const Read got = read_example(example);
      CHECK(got.ok);
      CHECK(got.info.profile == profile->name);
      std::string expected, found;
      for (const std::string& line : example.events) expected += line + '\n';
      for (const Event& event : got.events.rows) found += dump(event, got) + '\n';
      CHECK(found == expected);
    }
}

bool is_xml(const Profile::Example& one) { return one.text.starts_with('<'); }
bool is_mail(const Profile::Example& one) {
  return one.file.ends_with(".mbox") || one.file.ends_with(".eml");
}

}  // namespace

TEST_CASE("the examples of the formats are recognized and read") {
  check_examples([](const Profile::Example& one) { return !is_xml(one) && !is_mail(one); });
}

TEST_CASE("the examples in XML", "[expat]") { check_examples(is_xml); }
TEST_CASE("the examples in mails", "[gmime]") { check_examples(is_mail); }

TEST_CASE("the formats are well-formed") {
  REQUIRE(built_in_profiles().size() == built_in_profile_names().size());
  REQUIRE(built_in_profiles().size() > 10);
  for (std::size_t i = 0; i < built_in_profiles().size(); ++i) {
    const Profile& profile = *built_in_profiles()[i];
    CAPTURE(built_in_profile_names()[i]);
    REQUIRE(profile.name == built_in_profile_names()[i]);  // otherwise it is not well-formed
    CHECK_FALSE(profile.title.empty());
    CHECK_FALSE(profile.source.empty());
    CHECK_FALSE(profile.examples.empty());
  }
}

// Every format with an example: the example is recognised, and is one sign-in that failed.
#include "catch.hpp"
#include "whylocked/normalize.hpp"

using namespace whylocked;

namespace {

struct Read {
  InputInfo info;
  Events events;
  Diagnostics diagnostics;
  bool ok = false;
};

Read read_example(const Profile& profile) {
  Read got;
  ReadOptions read;
  read.year = 2026;
  const NormalizeOptions how;
  Normalizer normalizer(how, 0, got.info, got.events, got.diagnostics);
  got.ok = read_text(profile.example, "example", read, normalizer, got.diagnostics, got.info);
  got.ok = normalizer.finish() && got.ok;
  return got;
}

}  // namespace

TEST_CASE("the example of a format is recognised and read") {
  REQUIRE(built_in_profiles().size() > 10);
  for (const Profile& profile : built_in_profiles()) {
    CAPTURE(profile.name);
    REQUIRE_FALSE(profile.title.empty());
    REQUIRE_FALSE(profile.source.empty());
    REQUIRE_FALSE(profile.example.empty());
    const Read got = read_example(profile);
    CHECK(got.ok);
    CHECK(got.info.profile == profile.name);
    REQUIRE_FALSE(got.events.rows.empty());
    const Event& event = got.events.rows[0];
    CHECK(to_rfc3339(event.time).starts_with("2026-05-19T"));
    CHECK((event.kind == EventKind::login_failed || event.kind == EventKind::account_locked));
    CHECK((event.address != kNone || !got.info.columns.has(Field::address)));
  }
}

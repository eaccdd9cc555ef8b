// The words and times of log and mail patterns are understood.
#include <algorithm>

#include "catch.hpp"
#include "unit/normalize/table.hpp"

using namespace whylocked;
using namespace whylocked::table;

namespace {

struct Said {
  std::string says;
  EventKind kind;
  Reason reason = Reason::unknown;
};
const Said kSaid[] = {
    {"login failed", EventKind::login_failed},
    {"login failed: wrong password", EventKind::login_failed, Reason::bad_password},
    {"login failed: unknown user", EventKind::login_failed, Reason::unknown_user},
    {"login failed: account is locked", EventKind::login_failed, Reason::locked},
    {"login failed: password expired", EventKind::login_failed, Reason::expired},
    {"login failed: disabled", EventKind::login_failed, Reason::disabled},
    {"login failed: blocked", EventKind::login_failed, Reason::blocked},
    {"113004", EventKind::login_succeeded},
    {"113005", EventKind::login_failed},
    {"113012", EventKind::login_succeeded},
    {"113015", EventKind::login_failed},
    {"4624", EventKind::login_succeeded},
    {"4625", EventKind::login_failed},
    {"4723", EventKind::password_changed},
    {"4724", EventKind::password_changed},
    {"4740", EventKind::account_locked},
    {"4767", EventKind::account_unlocked},
    {"4771", EventKind::login_failed},
    {"605004", EventKind::login_failed},
    {"605005", EventKind::login_succeeded},
    {"611101", EventKind::login_succeeded},
    {"611102", EventKind::login_failed},
    {"sshd: login failed: wrong password", EventKind::login_failed, Reason::bad_password},
    {"sshd: login failed: unknown user", EventKind::login_failed, Reason::unknown_user},
    {"PAM: login failed: wrong password", EventKind::login_failed, Reason::bad_password},
    {"PAM: login failed: unknown user", EventKind::login_failed, Reason::unknown_user},
    {"login succeeded", EventKind::login_succeeded},
    {"account locked", EventKind::account_locked},
    {"account unlocked", EventKind::account_unlocked},
    {"password changed", EventKind::password_changed},
    {"password expired", EventKind::password_expired},
    {"username changed", EventKind::username_changed},
    {"security level changed", EventKind::other},
};

}  // namespace

TEST_CASE("the words of the patterns are understood") {
  for (const Said& one : kSaid) {
    INFO(one.says);
    const Normalized got =
        normalized("time,user,event", {{"2026-05-19T08:07:19Z", "ann", one.says}});
    REQUIRE(got.events.rows.size() == 1);
    CHECK(got.events.rows[0].kind == one.kind);
    CHECK(got.events.rows[0].reason == one.reason);
    CHECK(got.messages().empty());
  }
}

TEST_CASE("every pattern uses one of these words, or none") {
  for (const Profile* const profile : built_in_profiles())
    for (const auto* const patterns : {&profile->lines, &profile->mails})
      for (const Pattern& pattern : *patterns) {
        INFO(profile->name << ": " << pattern.says << ": " << pattern.text);
        const bool by_code =
            (pattern.says == "login" && pattern.text.find("{reason_code}") != std::string::npos) ||
            pattern.says == "4768" || pattern.says == "4776";
        if (by_code) continue;  // the code gives the result
        CHECK((pattern.says.empty() ||
               std::any_of(std::begin(kSaid), std::end(kSaid),
                           [&](const Said& one) { return one.says == pattern.says; })));
      }
}

TEST_CASE("times of logs and mails") {
  struct WordCase {
    const char *text, *utc;
  };
  for (const WordCase& one : {
           WordCase{"2026-05-19T08:07:19", "2026-05-19T06:07:19Z"},
           WordCase{"2026-05-19T08:07:19.123", "2026-05-19T06:07:19.123Z"},
           WordCase{"2026-05-19T08:07:19.123456-04:00", "2026-05-19T12:07:19.123456Z"},
           WordCase{"2026-05-19T08:07:19-0400", "2026-05-19T12:07:19Z"},
           WordCase{"2026-05-19 08:07:19,123", "2026-05-19T06:07:19.123Z"},
           WordCase{"Tue, 19 May 2026 08:07:19 -0400", "2026-05-19T12:07:19Z"},
           WordCase{"19 May 2026 08:07 -0000", "2026-05-19T08:07:00Z"},
           WordCase{"Tue, 19 May 2026 08:07:19 GMT", "2026-05-19T08:07:19Z"},
           WordCase{"Tue, 19 May 2026 08:07:19 UT", "2026-05-19T08:07:19Z"},
           WordCase{"Tue, 19 May 26 08:07:19 EDT", "2026-05-19T12:07:19Z"},
           WordCase{"Tue,  9 May 2026 08:07:19 +0000", "2026-05-09T08:07:19Z"},
           WordCase{"Tuesday, May 19, 2026 8:07 AM", "2026-05-19T06:07:00Z"},
           WordCase{"Dienstag, 19. Mai 2026 08:07", "2026-05-19T06:07:00Z"},
           WordCase{"Tue, May 19, 2026 at 8:07 AM", "2026-05-19T06:07:00Z"},
       }) {
    INFO(one.text);
    const Normalized got =
        normalized("time,user,event", {{one.text, "ann", "account locked"}}, in_zone("+02:00"));
    REQUIRE(got.events.rows.size() == 1);
    CHECK(got.time(0) == one.utc);
  }
}

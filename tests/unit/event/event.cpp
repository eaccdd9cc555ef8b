// Names of kinds and reasons, interned texts, times as text.
#include "whylocked/event.hpp"
#include "catch.hpp"

using namespace whylocked;

TEST_CASE("kinds and reasons have names") {
  CHECK(to_text(EventKind::login_failed) == "login_failed");
  CHECK(to_text(EventKind::other) == "other");
  CHECK(to_text(Reason::unknown) == "unknown");
  CHECK(to_text(Reason::locked) == "locked");
  CHECK(to_text(Reason::bad_integration_code) == "bad_integration_code");
  CHECK(to_text(Reason::blocked) == "blocked");
}

TEST_CASE("a text has one id, and its view stays valid while the interner grows") {
  Interner interner;
  CHECK(interner.intern("") == kNone);
  const TextId ann = interner.intern("ann");
  const std::string_view view = interner.text(ann);
  for (int i = 0; i < 10'000; ++i) interner.intern("user" + std::to_string(i));
  CHECK(interner.intern("ann") == ann);
  CHECK(interner.text(ann).data() == view.data());
  CHECK(view == "ann");
  CHECK(interner.size() == 10'002);
}

TEST_CASE("an address has one id, and id 0 means no address") {
  AddressBook book;
  CHECK(book.size() == 1);
  const Address a = *parse_address("198.51.100.7"), b = *parse_address("2001:db8::7");
  const TextId id = book.intern(a);
  CHECK(id != kNone);
  CHECK(book.intern(b) != id);
  CHECK(book.intern(*parse_address("::ffff:198.51.100.7")) == id);
  CHECK(book.at(id) == a);
  CHECK(book.size() == 3);
}

TEST_CASE("times as text") {
  struct Case {
    Micros time;
    const char* text;
  };
  for (const Case& one : {
           Case{0, "1970-01-01T00:00:00Z"},
           Case{-1, "1969-12-31T23:59:59.999999Z"},
           Case{-kSecond, "1969-12-31T23:59:59Z"},
           Case{1'779'170'839 * kSecond, "2026-05-19T06:07:19Z"},
           Case{1'779'170'839 * kSecond + 250'000, "2026-05-19T06:07:19.25Z"},
           Case{951'782'400 * kSecond, "2000-02-29T00:00:00Z"},
           Case{4'107'542'400 * kSecond, "2100-03-01T00:00:00Z"},
           Case{253'402'300'799 * kSecond, "9999-12-31T23:59:59Z"},
       })
    CHECK(to_rfc3339(one.time) == one.text);
}

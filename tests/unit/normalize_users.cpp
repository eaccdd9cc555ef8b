// Usernames and addresses as exports write them.
#include "catch.hpp"
#include "normalize_table.hpp"

using namespace whylocked;
using namespace whylocked::table;

TEST_CASE("usernames") {
  struct Case {
    const char* text;
    const char* user;
    const char* local;
  };
  for (const Case& one : {
           Case{"ann", "ann", "ann"},
           Case{"  Ann ", "ann", "ann"},
           Case{"CORP\\Name", "corp\\name", "name"},
           Case{"Name@Example.com", "name@example.com", "name"},
           Case{"CORP\\Name@Example.com", "corp\\name@example.com", "name"},
           Case{"Ann Meyer", "ann meyer", "ann meyer"},
           Case{"Ann  Meyer", "ann  meyer", "ann  meyer"},
           Case{"Ann\xc2\xa0Meyer", "ann meyer", "ann meyer"},
           Case{"-\xc2\xad-", "", ""},
           Case{"\xc2\xa0"
                "ann\xe2\x80\x8b",
                "ann", "ann"},
           Case{"a\xe2\x80\x8bnn", "ann", "ann"},
           Case{"A.M\xc3\x9cLLER@systemhaus.example", "a.m\xc3\xbcller@systemhaus.example",
                "a.m\xc3\xbcller"},
           Case{"\"ann@example.com\"", "ann@example.com", "ann"},
           Case{"'ann'", "ann", "ann"},
           Case{"\xe2\x80\x9e"
                "ann\xe2\x80\x9c",
                "ann", "ann"},
           Case{"Ann Meyer <Ann.Meyer@example.com>", "ann.meyer@example.com", "ann.meyer"},
           Case{"\"Meyer, Ann\" <ann@example.com>", "ann@example.com", "ann"},
           Case{"<ann@example.com>", "ann@example.com", "ann"},
           Case{"Ann <admin>", "ann <admin>", "ann <admin>"},
           Case{"o'neil", "o'neil", "o'neil"},
           Case{"@example.com", "@example.com", "@example.com"},
           Case{"corp\\", "corp\\", "corp\\"},
           Case{"\xff\xfe", "\xff\xfe", "\xff\xfe"},
           Case{"", "", ""},
           Case{"-", "", ""},
           Case{"N/A", "", ""},
           Case{"(null)", "", ""},
           Case{"\"\"", "", ""},
           Case{" \xc2\xa0 ", "", ""},
           Case{"\"", "\"", "\""},
       }) {
    INFO("text: " << one.text);
    const std::string user = normalize_user(one.text);
    CHECK(user == one.user);
    CHECK(local_part(user) == one.local);
    CHECK(normalize_user(user) == user);
  }
}

TEST_CASE("addresses in a field") {
  struct Case {
    const char* text;
    const char* addresses;
  };
  for (const Case& one : {
           Case{"198.51.100.7", "198.51.100.7"},
           Case{" 198.51.100.7 ", "198.51.100.7"},
           Case{"198.51.100.7:443", "198.51.100.7"},
           Case{"2001:db8::7", "2001:db8::7"},
           Case{"2001:DB8:0:0:0:0:0:7", "2001:db8::7"},
           Case{"[2001:db8::7]:443", "2001:db8::7"},
           Case{"[2001:db8::7]", "2001:db8::7"},
           Case{"fe80::1%eth0", "fe80::1"},
           Case{"[fe80::1%25eth0]:80", "fe80::1"},
           Case{"::ffff:198.51.100.7", "198.51.100.7"},
           Case{"::ffff:198.51.100.7:443", "198.51.100.7"},
           Case{"198.51.100.7/32", "198.51.100.7"},
           Case{"2001:db8::7/128", "2001:db8::7"},
           Case{"198.51.100.0/24", ""},
           Case{"198.51.100.7, 203.0.113.9", "198.51.100.7 203.0.113.9"},
           Case{"198.51.100.7;203.0.113.9", "198.51.100.7 203.0.113.9"},
           Case{"198.51.100.7 203.0.113.9", "198.51.100.7 203.0.113.9"},
           Case{"10.0.0.4,198.51.100.7:55012", "10.0.0.4 198.51.100.7"},
           Case{"198.51.100.7 (Frankfurt, DE)", "198.51.100.7"},
           Case{"from 198.51.100.7.", "198.51.100.7"},
           Case{"\"198.51.100.7\"", "198.51.100.7"},
           Case{"(198.51.100.7)", "198.51.100.7"},
           Case{"IP=198.51.100.7", ""},
           Case{"for=198.51.100.7", ""},
           Case{"198.51.100", ""},
           Case{"198.51.100.256", ""},
           Case{"198.51.100.07", ""},
           Case{"1.2.3.4.5", ""},
           Case{"localhost", ""},
           Case{"Frankfurt", ""},
           Case{"", ""},
           Case{",;,", ""},
       }) {
    INFO("text: " << one.text);
    std::string text;
    for (const Address& address : parse_address_field(one.text)) {
      if (!text.empty()) text += ' ';
      text += to_text(address);
    }
    CHECK(text == one.addresses);
  }
}

TEST_CASE("the address of an event") {
  struct Case {
    const char* text;
    const char* address;  // empty: none
    const char* message;  // empty: nothing to say
  };
  for (const Case& one : {
           Case{"198.51.100.7", "198.51.100.7", ""},
           Case{"10.0.0.4", "10.0.0.4", ""},
           Case{"10.0.0.4, 198.51.100.7", "198.51.100.7", ""},
           Case{"198.51.100.7, 10.0.0.4", "198.51.100.7", ""},
           Case{"10.0.0.4, 10.0.0.5", "10.0.0.4", ""},
           Case{"198.51.100.7, 198.51.100.7", "198.51.100.7", ""},
           Case{"10.0.0.4, 198.51.100.7, 203.0.113.9", "198.51.100.7",
                "several public addresses; the first one counts"},
           Case{"", "", ""},
           Case{"-", "", ""},
           Case{"0.0.0.0", "", ""},
           Case{"::", "", ""},
           Case{"Frankfurt", "", "not an IP address; the row is kept without one"},
       }) {
    INFO("text: " << one.text);
    const Told told = normalized("time,user,event,address",
                                 {{"2026-05-19T08:00:00Z", "ann", "Lockout", one.text}});
    REQUIRE(told.events.rows.size() == 1);
    const TextId id = told.events.rows[0].address;
    CHECK((id == kNone ? "" : to_text(told.events.addresses.at(id))) == one.address);
    REQUIRE(told.diagnostics.size() == (*one.message ? 1 : 0));
    if (*one.message == 0) continue;
    CHECK(told.diagnostics[0].message == one.message);
    CHECK(told.diagnostics[0].column == 4);
    CHECK(told.diagnostics[0].excerpt == one.text);
  }
}

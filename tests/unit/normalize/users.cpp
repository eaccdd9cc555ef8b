// Usernames and addresses as exports write them.
#include "catch.hpp"
#include "unit/normalize/table.hpp"

using namespace whylocked;
using namespace whylocked::table;

TEST_CASE("usernames") {
  struct UserCase {
    const char* text;
    const char* user;
    const char* local;
  };
  for (const UserCase& one : {
           UserCase{"ann", "ann", "ann"},
           UserCase{"  Ann ", "ann", "ann"},
           UserCase{"CORP\\Name", "corp\\name", "name"},
           UserCase{"Name@Example.com", "name@example.com", "name"},
           UserCase{"CORP\\Name@Example.com", "corp\\name@example.com", "name"},
           UserCase{"Ann Meyer", "ann meyer", "ann meyer"},
           UserCase{"Ann  Meyer", "ann  meyer", "ann  meyer"},
           UserCase{"Ann\xc2\xa0Meyer", "ann meyer", "ann meyer"},
           UserCase{"-\xc2\xad-", "", ""},
           UserCase{"\xc2\xa0"
                    "ann\xe2\x80\x8b",
                    "ann", "ann"},
           UserCase{"a\xe2\x80\x8bnn", "ann", "ann"},
           UserCase{"A.M\xc3\x9cLLER@systemhaus.example", "a.m\xc3\xbcller@systemhaus.example",
                    "a.m\xc3\xbcller"},
           UserCase{"mu\u0308ller", "m\u00fcller", "m\u00fcller"},
           UserCase{"A\u030aSA", "\u00e5sa", "\u00e5sa"},
           UserCase{"Z\u0307o\u0301\u0142c\u0301", "\u017c\u00f3\u0142\u0107",
                    "\u017c\u00f3\u0142\u0107"},
           UserCase{"\u017b\u00d3\u0141\u0106", "\u017c\u00f3\u0142\u0107",
                    "\u017c\u00f3\u0142\u0107"},
           UserCase{"\u0418\u0412\u0410\u041d\u041e\u0412 \u0401\u042f",
                    "\u0438\u0432\u0430\u043d\u043e\u0432 \u0451\u044f",
                    "\u0438\u0432\u0430\u043d\u043e\u0432 \u0451\u044f"},
           UserCase{"\u0130\u0131\u0178", "\u0130\u0131\u0178", "\u0130\u0131\u0178"},
           UserCase{"\u0308x", "\u0308x", "\u0308x"},
           UserCase{"q\u0308\u00e4\u0308", "q\u0308\u00e4\u0308", "q\u0308\u00e4\u0308"},
           UserCase{"\"ann@example.com\"", "ann@example.com", "ann"},
           UserCase{"'ann'", "ann", "ann"},
           UserCase{"\xe2\x80\x9e"
                    "ann\xe2\x80\x9c",
                    "ann", "ann"},
           UserCase{"Ann Meyer <Ann.Meyer@example.com>", "ann.meyer@example.com", "ann.meyer"},
           UserCase{"\"Meyer, Ann\" <ann@example.com>", "ann@example.com", "ann"},
           UserCase{"Meyer, Ann (ann@example.com)", "ann@example.com", "ann"},
           UserCase{"Ann Meyer (Sales)", "ann meyer (sales)", "ann meyer (sales)"},
           UserCase{"=\"ann@example.com\"", "ann@example.com", "ann"},
           UserCase{"=HYPERLINK(\"mailto:ann@example.com\",\"ann@example.com\")", "ann@example.com",
                    "ann"},
           UserCase{"'ann", "ann", "ann"},
           UserCase{"' ann", "ann", "ann"},
           UserCase{"mailto: ann@example.com", "ann@example.com", "ann"},
           UserCase{"<ann@example.com>", "ann@example.com", "ann"},
           UserCase{"Ann <admin>", "ann <admin>", "ann <admin>"},
           UserCase{"o'neil", "o'neil", "o'neil"},
           UserCase{"example.com/Users/Jane Doe", "example.com/users/jane doe",
                    "example.com/users/jane doe"},
           UserCase{"jane@example.com/tenant/x", "jane@example.com/tenant/x", "jane"},
           UserCase{"j.doe/admin/2", "j.doe/admin/2", "j.doe/admin/2"},
           UserCase{"10.0.0.1/24/x", "10.0.0.1/24/x", "10.0.0.1/24/x"},
           UserCase{"../../etc/passwd", "../../etc/passwd", "../../etc/passwd"},
           UserCase{"corp.example.com/Sites/Berlin/ann", "corp.example.com\\ann", "ann"},
           UserCase{"exam\xc2\xadple.com/Users/ann", "example.com\\ann", "ann"},
           UserCase{"HTTP/web.example.com", "http/web.example.com", "http/web.example.com"},
           UserCase{"example.com/Users/", "example.com/users/", "example.com/users/"},
           UserCase{"@example.com", "@example.com", "@example.com"},
           UserCase{"corp\\", "corp\\", "corp\\"},
           UserCase{"\xff\xfe", "\xff\xfe", "\xff\xfe"},
           UserCase{"", "", ""},
           UserCase{"-", "", ""},
           UserCase{"N/A", "", ""},
           UserCase{"(null)", "", ""},
           UserCase{"\"\"", "", ""},
           UserCase{" \xc2\xa0 ", "", ""},
           UserCase{"\"", "\"", "\""},
       }) {
    INFO("text: " << one.text);
    const std::string user = normalize_user(one.text);
    CHECK(user == one.user);
    CHECK(local_part(user) == one.local);
    CHECK(normalize_user(user) == user);
    CHECK(normalize_user(' ' + std::string(one.text)) == user);
  }
}

TEST_CASE("addresses in a field") {
  struct UserCase {
    const char* text;
    const char* addresses;
  };
  for (const UserCase& one : {
           UserCase{"198.51.100.7", "198.51.100.7"},
           UserCase{" 198.51.100.7 ", "198.51.100.7"},
           UserCase{"198.51.100.7:443", "198.51.100.7"},
           UserCase{"2001:db8::7", "2001:db8::7"},
           UserCase{"2001:DB8:0:0:0:0:0:7", "2001:db8::7"},
           UserCase{"[2001:db8::7]:443", "2001:db8::7"},
           UserCase{"[2001:db8::7]", "2001:db8::7"},
           UserCase{"fe80::1%eth0", "fe80::1"},
           UserCase{"[fe80::1%25eth0]:80", "fe80::1"},
           UserCase{"::ffff:198.51.100.7", "198.51.100.7"},
           UserCase{"::ffff:198.51.100.7:443", "198.51.100.7"},
           UserCase{"198.51.100.7/32", "198.51.100.7"},
           UserCase{"2001:db8::7/128", "2001:db8::7"},
           UserCase{"198.51.100.0/24", ""},
           UserCase{"198.51.100.7, 203.0.113.9", "198.51.100.7 203.0.113.9"},
           UserCase{"198.51.100.7;203.0.113.9", "198.51.100.7 203.0.113.9"},
           UserCase{"198.51.100.7 203.0.113.9", "198.51.100.7 203.0.113.9"},
           UserCase{"10.0.0.4,198.51.100.7:55012", "10.0.0.4 198.51.100.7"},
           UserCase{"198.51.100.7 (Frankfurt, DE)", "198.51.100.7"},
           UserCase{"from 198.51.100.7.", "198.51.100.7"},
           UserCase{"\"198.51.100.7\"", "198.51.100.7"},
           UserCase{"(198.51.100.7)", "198.51.100.7"},
           UserCase{"IP=198.51.100.7", ""},
           UserCase{"for=198.51.100.7", ""},
           UserCase{"198.51.100", ""},
           UserCase{"198.51.100.256", ""},
           UserCase{"198.51.100.07", ""},
           UserCase{"1.2.3.4.5", ""},
           UserCase{"localhost", ""},
           UserCase{"Frankfurt", ""},
           UserCase{"", ""},
           UserCase{",;,", ""},
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
  struct UserCase {
    const char* text;
    const char* address;  // empty: no address
    const char* message;  // empty: no message
  };
  for (const UserCase& one : {
           UserCase{"198.51.100.7", "198.51.100.7", ""},
           UserCase{"10.0.0.4", "10.0.0.4", ""},
           UserCase{"10.0.0.4, 198.51.100.7", "198.51.100.7", ""},
           UserCase{"198.51.100.7, 10.0.0.4", "198.51.100.7", ""},
           UserCase{"10.0.0.4, 10.0.0.5", "10.0.0.4", ""},
           UserCase{"198.51.100.7, 198.51.100.7", "198.51.100.7", ""},
           UserCase{"10.0.0.4, 198.51.100.7, 203.0.113.9", "198.51.100.7",
                    "several public addresses; the first is used"},
           UserCase{"", "", ""},
           UserCase{"-", "", ""},
           UserCase{"0.0.0.0", "", ""},
           UserCase{"::", "", ""},
           UserCase{"Frankfurt", "", "not an IP address; the row is kept without one"},
       }) {
    INFO("text: " << one.text);
    const Normalized got = normalized("time,user,event,address",
                                      {{"2026-05-19T08:00:00Z", "ann", "Lockout", one.text}});
    REQUIRE(got.events.rows.size() == 1);
    const TextId id = got.events.rows[0].address;
    CHECK((id == kNone ? "" : to_text(got.events.addresses.at(id))) == one.address);
    REQUIRE(got.diagnostics.size() == (*one.message ? 1 : 0));
    if (*one.message == 0) continue;
    CHECK(got.diagnostics[0].message == one.message);
    CHECK(got.diagnostics[0].column == 4);
    CHECK(got.diagnostics[0].excerpt == one.text);
  }
}

// Site files, and the exact text of their errors.
#include <algorithm>

#include "catch.hpp"
#include "whylocked/site.hpp"

using namespace whylocked;

namespace {

// "row:column: message / excerpt @caret / hint", one line per diagnostic.
std::string faults(std::string_view json) {
  Diagnostics diagnostics;
  const auto site = parse_site(json, "site.json", diagnostics);
  std::string all;
  for (const Diagnostic& one : diagnostics.list()) {
    CHECK(one.severity == Severity::error);
    CHECK(one.file == "site.json");
    all += (all.empty() ? "" : "\n") + std::to_string(one.row) + ':' + std::to_string(one.column) +
           ": " + one.message + " / " + one.excerpt + " @" + std::to_string(one.caret) + " / " +
           one.hint;
  }
  CHECK(site.has_value() == all.empty());
  return all;
}

}  // namespace

TEST_CASE("every key of a site file") {
  Diagnostics diagnostics;
  const auto site = parse_site(R"({
    "time_zone": "America/New_York",
    "lockout": { "threshold": 7, "window_minutes": 30 },
    "office": ["198.51.100.7", "203.0.113.0/24"],
    "installed": ["it-glue", "unlisted-integration", "it-glue"],
    "accounts": { " Svc-Sync@Example.com": "hudu", "boss": "person" },
    "roster": [ { "username": "API@example.com", "vendor": "ITG - Documentation Management" },
                { "username": "ann", "kind": "person" } ],
    "known_sources": [ { "cidr": "192.0.2.0/28", "cause": "custom-soap" } ] })",
                               "site.json", diagnostics);
  REQUIRE(site);
  CHECK(diagnostics.list().empty());
  CHECK(site->time_zone == "America/New_York");
  CHECK(site->threshold == 7u);
  CHECK(site->window_minutes == 30);
  REQUIRE(site->office.size() == 2);
  CHECK(to_text(site->office[0]) == to_text(*parse_prefix("198.51.100.7")));
  CHECK(site->office[1] == *parse_prefix("203.0.113.0/24"));
  CHECK(site->installed == std::vector<std::string>{"it-glue", "unlisted-integration"});
  REQUIRE(site->accounts.size() == 2);
  CHECK(site->accounts[0] == std::pair<std::string, std::string>("svc-sync@example.com", "hudu"));
  CHECK(site->accounts[1] == std::pair<std::string, std::string>("boss", "person"));
  REQUIRE(site->roster.size() == 2);
  CHECK(site->roster[0].username == "api@example.com");
  CHECK(site->roster[0].vendor == "ITG - Documentation Management");
  CHECK(site->roster[0].kind.empty());
  CHECK(site->roster[1].vendor.empty());
  CHECK(site->roster[1].kind == "person");
  REQUIRE(site->known_sources.size() == 1);
  CHECK(site->known_sources[0].prefix == *parse_prefix("192.0.2.0/28"));
  CHECK(site->known_sources[0].cause == "custom-rest");
}

TEST_CASE("every key is optional") {
  for (const char* json :
       {"{}", "\xef\xbb\xbf{ }\r\n", R"({"lockout":{}})", R"({"lockout":{"window_minutes":null}})",
        R"({"office":[],"installed":[],"accounts":{},"roster":[],"known_sources":[]})"}) {
    CAPTURE(json);
    Diagnostics diagnostics;
    const auto site = parse_site(json, "site.json", diagnostics);
    REQUIRE(site);
    CHECK(site->time_zone.empty());
    CHECK_FALSE(site->threshold);
    CHECK_FALSE(site->window_minutes);
  }
}

TEST_CASE("errors of a site file") {
  struct Row {
    const char* json;
    const char* says;
  };
  for (const Row& row : {
           // Keys.
           Row{R"({"instaled": []})",
               R"(1:2: unknown key "instaled" / {"instaled": []} @1 / did you mean "installed"?)"},
           Row{R"({"vpn": []})",
               R"(1:2: unknown key "vpn" / {"vpn": []} @1 / the keys are time_zone, lockout, )"
               R"(office, installed, accounts, roster, known_sources)"},
           Row{R"({"lockout":{"treshold":5}})",
               R"(1:13: lockout: unknown key "treshold" / {"lockout":{"treshold":5}} @12 / )"
               R"(did you mean "threshold"?)"},
           Row{"{\n \"office\": [],\n \"office\": []}",
               "3:2: duplicate key \"office\" /  \"office\": []} @1 / keep one of them"},
           Row{R"({"accounts":{"A":"hudu", "a":"hudu"}})",
               R"(1:26: accounts.a: the account is named twice / {"accounts":{"A":"hudu", )"
               R"("a":"hudu"}} @25 / keep one of the spellings)"},
           // Types.
           Row{"[]", "1:1: expected an object { } / [] @0 / "},
           Row{R"({"time_zone": 5})",
               R"(1:15: time_zone: expected text in quotes / {"time_zone": 5} @14 / )"},
           Row{R"({"lockout": 5})",
               R"(1:13: lockout: expected an object { } / {"lockout": 5} @12 / )"},
           Row{R"({"office": "198.51.100.7"})",
               R"(1:12: office: expected a list [ ] / {"office": "198.51.100.7"} @11 / )"},
           Row{R"({"accounts": []})",
               R"(1:14: accounts: expected an object { } / {"accounts": []} @13 / )"},
           // Values.
           Row{R"({"time_zone": "America/NewYork"})",
               R"(1:15: time_zone: not a time zone / {"time_zone": "America/NewYork"} @14 / )"
               R"(did you mean "America/New_York"?)"},
           Row{R"({"time_zone": "Mars/Olympus"})",
               R"(1:15: time_zone: not a time zone / {"time_zone": "Mars/Olympus"} @14 / )"
               R"(use an IANA name such as "Europe/Berlin", or "+10:00")"},
           Row{R"({"lockout":{"threshold": 0}})",
               "1:26: lockout.threshold: expected a whole number from 1 to 1000 / "
               R"({"lockout":{"threshold": 0}} @25 / )"},
           Row{R"({"lockout":{"threshold":2.5}})",
               "1:25: lockout.threshold: expected a whole number from 1 to 1000 / "
               R"({"lockout":{"threshold":2.5}} @24 / )"},
           Row{R"({"lockout":{"threshold":1001}})",
               "1:25: lockout.threshold: expected a whole number from 1 to 1000 / "
               R"({"lockout":{"threshold":1001}} @24 / )"},
           Row{R"({"lockout":{"threshold":"5"}})",
               "1:25: lockout.threshold: expected a whole number from 1 to 1000 / "
               R"({"lockout":{"threshold":"5"}} @24 / )"},
           Row{R"({"lockout":{"window_minutes":-1}})",
               "1:30: lockout.window_minutes: expected a whole number from 1 to 527040 / "
               R"({"lockout":{"window_minutes":-1}} @29 / )"},
           Row{R"({"office": ["198.51.100.7", "198.51.100.256"]})",
               "1:29: office[1]: not an address or prefix / "
               R"({"office": ["198.51.100.7", "198.51.100.256"]} @28 / )"
               R"(write "198.51.100.7", "198.51.100.0/24" or "2001:db8::/32")"},
           Row{R"({"installed": ["it-glu"]})",
               R"(1:16: installed[0]: not an id of the catalog / {"installed": ["it-glu"]} @15 / )"
               R"(did you mean "it-glue"?)"},
           Row{R"({"installed": ["person"]})",
               R"(1:16: installed[0]: not an id of the catalog / {"installed": ["person"]} @15 / )"
               R"(only integrations can be installed)"},
           Row{R"({"accounts":{"svc@example.com":"hud"}})",
               "1:32: accounts.svc@example.com: not a cause id / "
               R"({"accounts":{"svc@example.com":"hud"}} @31 / did you mean "hudu"?)"},
           Row{R"({"accounts":{" ":"hudu"}})",
               "1:14: accounts. : the username is empty / "
               R"({"accounts":{" ":"hudu"}} @13 / )"},
           Row{R"({"roster":[{"vendor":"X"}]})",
               R"(1:12: roster[0]: "username" is missing / {"roster":[{"vendor":"X"}]} @11 / )"},
           Row{R"({"roster":[{"username":"a","kind":"robot"}]})",
               "1:35: roster[0].kind: not a kind of account / "
               R"({"roster":[{"username":"a","kind":"robot"}]} @34 / use "api" or "person")"},
           Row{R"({"known_sources":[{"cidr":"10.0.0.0/8"}]})",
               "1:19: known_sources[0]: \"cause\" is missing / "
               R"({"known_sources":[{"cidr":"10.0.0.0/8"}]} @18 / )"},
           Row{R"({"known_sources":[{"cidr":"x","cause":"qqqqqqqqqq"}]})",
               "1:27: known_sources[0].cidr: not an address or prefix / "
               R"({"known_sources":[{"cidr":"x","cause":"qqqqqqqqqq"}]} @26 / )"
               "write \"198.51.100.7\", \"198.51.100.0/24\" or \"2001:db8::/32\"\n"
               "1:39: known_sources[0].cause: not a cause id / "
               R"({"known_sources":[{"cidr":"x","cause":"qqqqqqqqqq"}]} @38 / )"
               "`whylocked catalog` lists the ids"},
       }) {
    CAPTURE(row.json);
    CHECK(faults(row.json) == row.says);
  }
}

TEST_CASE("text that is not JSON") {
  struct Row {
    std::string json;
    const char* says;
  };
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  for (
      const Row& row : {
          Row{"",
              "1:1: not valid JSON: unexpected end of input; expected '[', '{', or a literal /  "
              "@0 / a closing bracket or quote is missing"},
          Row{"{\n  \"office\": [],\n}",
              "3:1: not valid JSON: unexpected '}'; expected string literal / } @0 / "
              "JSON allows no comma before a closing bracket"},
          Row{"{ // own\n}", ""},
          Row{"{ # own\n}",
              "1:3: not valid JSON: invalid literal; expected string literal / { # own @2 / "
              "begin a comment with //"},
          Row{R"({"office" ["a"]})",
              R"(1:11: not valid JSON: unexpected '['; expected ':' / {"office" ["a"]} @10 / )"},
          Row{R"({"accounts": {} "office": []})",
              "1:17: not valid JSON: unexpected string literal; expected '}' / "
              R"({"accounts": {} "office": []} @16 / )"
              "a comma, a colon or a quote is missing before it"},
          Row{R"({"time_zone": "UTC)",
              R"(1:19: not valid JSON: invalid string: missing closing quote / {"time_zone": "UTC )"
              R"(@18 / a closing bracket or quote is missing)"},
          Row{"{\"time_zone\": \"\xff\"}",
              "1:15: not valid JSON: invalid string: ill-formed UTF-8 byte / {\"time_zone\": "
              "\"\xff\"} @14 / a comma, a colon or a quote is missing before it"},
          Row{"{} {}", "1:4: not valid JSON: unexpected '{'; expected end of input / {} {} @3 / "},
          Row{deep,
              "1:17: nested too deeply / [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
              "[[[[[[[[[[[[[[[[[[[[[ @16 / a site file has three levels at most"},
          Row{std::string("{\0}", 3), "0:0: not UTF-8 text /  @0 / save it as UTF-8"},
          Row{"\xff\xfe{", "0:0: not UTF-8 text /  @0 / save it as UTF-8"},
          Row{std::string((1 << 20) + 1, ' '), "0:0: larger than 1 MiB /  @0 / is it a site file?"},
      }) {
    CAPTURE(row.json.substr(0, 80));
    CHECK(faults(row.json) == row.says);
  }
}

TEST_CASE("a long line is shown around the error, and a column counts characters") {
  const std::string blanks(100, ' ');
  CHECK(faults("{" + blanks + "\"\xc3\xa4\xc3\xa4\": 1, \"lockuot\": {}" + blanks + "}") ==
        "1:102: unknown key \"\xc3\xa4\xc3\xa4\" / " + std::string(40, ' ') +
            "\"\xc3\xa4\xc3\xa4\": 1, \"lockuot\": {}" + std::string(8, ' ') +
            " @40 / the keys are time_zone, lockout, office, installed, accounts, roster, "
            "known_sources\n"
            "1:111: unknown key \"lockuot\" / " +
            std::string(29, ' ') + "\"\xc3\xa4\xc3\xa4\": 1, \"lockuot\": {}" +
            std::string(19, ' ') + " @40 / did you mean \"lockout\"?");
}

TEST_CASE("many errors are counted") {
  std::string json = "{\"installed\":[0";
  for (int i = 1; i < 200'000; ++i) json += ",\n0";
  const std::string all = faults(json + "]}");
  CHECK(std::count(all.begin(), all.end(), '\n') == 5);
  CHECK(all.ends_with("and 199995 more: installed[4]: expected text in quotes /  @0 / "));
}

// Patterns and texts, and the fields found.
#include <random>

#include "catch.hpp"
#include "input/formats/pattern.hpp"

using namespace whylocked;
using input::CompiledPattern;
using input::Match;
using input::NormalizedText;

namespace {

struct Case {
  std::string_view pattern, text;
  std::string_view found;  // "user=ann address=192.0.2.7"; "-": not found
};

std::string fields_of(const std::optional<Match>& match) {
  if (!match) return "-";
  std::string text;
  for (std::size_t i = 0; i < kFieldCount; ++i)
    if (!match->fields[i].empty())
      text += (text.empty() ? "" : " ") + std::string(to_text(static_cast<Field>(i))) + '=' +
              std::string(match->fields[i]);
  return text;
}

const Case kCases[] = {
    // Words
    {"Failed password for {user} from {address} port {}",
     "sshd[12]: Failed password for ann from 192.0.2.7 port 22 ssh2", "user=ann address=192.0.2.7"},
    {"Failed password for {user} from {address} port {}",
     "Failed password for invalid user ann from 192.0.2.7 port 22 ssh2", "-"},
    {"Failed password for {user} from {address} port {}",
     "Failed password for ann from 192.0.2.7 port", "-"},
    {"for {user} from {}", "for ann bob from x", "-"},
    {"for {user} from {}", "for a for b from x", "user=b"},
    {"{user} is locked", "the account ann is locked", "user=ann"},
    {"{user} is locked", "is locked", "-"},
    {"user {user}", "user ann@example.com", "user=ann@example.com"},
    {"user {user}", "user", "-"},
    {"user {user}", "user ", "-"},
    {"user {user}", "user \xc3\xa4nne x", "user=\xc3\xa4nne"},
    {"user={user}", "ruser= user=ann x", "user=ann"},
    {"user={user}", "ruser=bob", "-"},
    // The text after a field ends it
    {"user {user}, from", "user ann, from", "user=ann"},
    {"user {user}, from", "user a,b, from", "user=a,b"},
    {"user '{user}'", "user 'ann's'", "user=ann's"},
    {"login [{user}]", "login [ann] y", "user=ann"},
    {"login {user}@{address}:", "login root@192.0.2.7: no", "user=root address=192.0.2.7"},
    {"account ({user})", "Account (ann) of", "user=ann"},
    {"user {user}. IP", "User ann.lee. IP", "user=ann.lee"},
    {"password for {user}.", "Failed password for jane.doe.", "user=jane.doe"},
    {"password for {user}.", "Failed password for jane.doe. Try again.", "user=jane.doe"},
    {"password for {user}.", "Failed \"password for jane.m.doe.\"", "user=jane.m.doe"},
    {"password for {user}.", "Failed password for jane.doe", "-"},
    {"from {}. as {user}.", "from a.b. as c.d. e.", "user=c.d"},
    {"user '{user}'", "user 'ann o'neil'", "-"},
    // Several words
    {"user {user...} from {address}", "user ann from 192.0.2.7", "user=ann address=192.0.2.7"},
    {"user {user...} from {address}", "user ann b. lee from 192.0.2.7",
     "user=ann b. lee address=192.0.2.7"},
    {"user {user...} from {address}", "user from from from 192.0.2.7", "user=from address=from"},
    {"user {user...} from", "user 1 2 3 4 5 6 7 8 from", "user=1 2 3 4 5 6 7 8"},
    {"user {user...} from", "user 1 2 3 4 5 6 7 8 9 from", "-"},
    {"a {...} b {user}", "a 1 2 b ann", "user=ann"},
    {"reason: {reason...}, user {user}", "Reason: wrong password, user ann",
     "user=ann reason=wrong password"},
    {"{user...} was locked", "Ann Lee was locked", "user=Ann Lee"},
    {"{user...} was locked", "0 1 2 3 4 5 6 7 8 was locked", "user=1 2 3 4 5 6 7 8"},
    {"for {user...} from {address} port {}", "for a from b from 192.0.2.7 port 5",
     "user=a from b address=192.0.2.7"},
    // Blanks, case, edges
    {"has  been\tlocked", "HAS\r\n  been Locked", ""},
    {"has been locked",
     "has\xc2\xa0"
     "been locked.",
     ""},
    {"Gesperrt", "wurde GESPERRT!", ""},
    {"locked", "unlocked", "-"},
    {"locked", "lockedness", "-"},
    {"locked", "un-locked", ""},
    {"gesperrt", "gesperrt\xc3\xa4", "-"},
    {"locked", "", "-"},
    {"aab", "aaab", "-"},
    {"(aab", "(a(aab", ""},
    {"is locked", "this is locked", ""},
    {"is locked", "this is lock", "-"},
    // Fields other than user and address
    {"{count} failed attempts", "after 5 failed attempts", "count=5"},
    {"{time...} LOGIN {user}", "2026-05-19 08:07:19 LOGIN ann",
     "time=2026-05-19 08:07:19 user=ann"},
};

}  // namespace

TEST_CASE("read pattern: the fields found") {
  for (const Case& one : kCases) {
    INFO(one.pattern << " in " << one.text);
    const CompiledPattern pattern(one.pattern);
    REQUIRE_FALSE(pattern.fault());
    CHECK(fields_of(pattern.find(NormalizedText(one.text))) == one.found);
  }
}

TEST_CASE("read pattern: a search continues after a match") {
  const CompiledPattern matcher("user {user}");
  const NormalizedText passage("user ann user bob, user");
  const auto first = matcher.find(passage);
  REQUIRE(first);
  CHECK(first->from == 0);
  CHECK(first->to == 8);
  CHECK(fields_of(matcher.find(passage, first->to)) == "user=bob,");
  CHECK_FALSE(matcher.find(passage, 10));
  CHECK_FALSE(matcher.find(passage, 1000));
}

TEST_CASE("read pattern: faults") {
  struct Row {
    std::string pattern, fault;
  };
  for (const Row& row : {
           Row{"", "it has no words besides the fields"},
           Row{"   ", "it has no words besides the fields"},
           Row{"{user}", "it has no words besides the fields"},
           Row{"{user}: {address}", "it has no words besides the fields"},
           Row{"for {usr} from", "no field is named \"usr\""},
           Row{"for {user ...} from", "no field is named \"user \""},
           Row{"for {user} from {user}", "{user} comes twice"},
           Row{"for {user}{address} from", "two fields need text or a blank between them"},
           Row{"for {user...}", "{user...} needs text after it"},
           Row{"for {user...} {address} x", "{user...} needs text after it"},
           Row{"for {...} {}", "{...} needs text after it"},
           Row{"for {user", "a brace has no partner"},
           Row{"for user}", "a brace has no partner"},
           Row{"for {a{user}", "no field is named \"a{user\""},
           Row{"a {} b {} c {} d {} e {} f {} g {} h {} i {}", "more than 8 fields"},
           Row{std::string(501, 'x'), "longer than 500 bytes"},
       }) {
    INFO(row.pattern);
    CHECK(CompiledPattern(row.pattern).fault().value_or("-") == row.fault);
  }
}

namespace {

// The obvious algorithm, which tries everything: the fields of the first match, as in fields_of.
class Backtracking {
 public:
  Backtracking(std::string_view pattern, std::string_view text) : pattern_(pattern), text_(text) {}

  std::string run() {
    for (std::size_t at = 0; at <= text_.size(); ++at)
      if (begins_well(at) && match(0, at)) return shown();
    return "-";
  }

 private:
  static bool in_word(char c) { return c >= 'a' && c <= 'z'; }
  bool inside(std::size_t at, auto test) const {
    return at > 0 && at < text_.size() && test(text_[at - 1]) && test(text_[at]);
  }
  bool begins_well(std::size_t at) const { return is_edge(pattern_.front(), at); }
  bool is_edge(char mark, std::size_t at) const {
    if (mark == '{' || mark == '}') return !inside(at, [](char c) { return c != ' '; });
    return !in_word(mark) || !inside(at, in_word);
  }

  bool match(std::size_t pattern, std::size_t at) {
    if (pattern == pattern_.size())
      return pattern_.ends_with("}.") ? at == text_.size() || !in_word(text_[at])
                                      : is_edge(pattern_.back(), at);
    if (pattern_[pattern] != '{')
      return at < text_.size() && text_[at] == pattern_[pattern] && match(pattern + 1, at + 1);
    const std::size_t close = pattern_.find('}', pattern);
    const std::string_view name = pattern_.substr(pattern + 1, close - pattern - 1);
    const std::size_t most = name.ends_with("...") ? CompiledPattern::kMaxWords : 1;
    std::size_t words = 1;
    for (std::size_t end = at + 1; end <= text_.size(); ++end) {
      const char last = text_[end - 1];
      if (last == ' ' && (end == at + 1 || text_[end - 2] == ' ' || ++words > most)) return false;
      if (last == ' ') continue;
      places_.emplace_back(at, end);
      if (match(close + 1, end)) return true;
      places_.pop_back();
    }
    return false;
  }

  std::string shown() const {
    std::string text;
    for (const auto& [from, to] : places_)
      text += '[' + std::string(text_.substr(from, to - from)) + ']';
    return text;
  }

  std::string_view pattern_, text_;
  std::vector<std::pair<std::size_t, std::size_t>> places_;
};

std::string places_of(const std::optional<Match>& match, const CompiledPattern& matcher) {
  if (!match) return "-";
  std::string text;
  for (const Field field : matcher.fields()) text += '[' + std::string((*match)[field]) + ']';
  return text;
}

}  // namespace

TEST_CASE("read pattern: agrees with trying everything") {
  std::mt19937_64 random(1);
  const auto one_of = [&](const auto& choices) { return choices[random() % std::size(choices)]; };
  constexpr std::string_view kNames[] = {"user", "address", "id"};
  constexpr std::string_view kLetters[] = {"a", "a", "b", " ", " ", ",", "."};
  std::size_t found = 0, tried = 0;
  for (int i = 0; i < 40'000; ++i) {
    std::string raw, text;
    std::size_t fields = 0;
    for (std::uint64_t n = 1 + random() % 8; n > 0; --n)
      if (random() % 3 == 0 && fields < std::size(kNames))
        raw += '{' + std::string(kNames[fields++]) + (random() % 2 == 0 ? "..." : "") + '}';
      else
        raw += one_of(kLetters);
    for (std::uint64_t n = random() % 24; n > 0; --n) text += one_of(kLetters);
    const CompiledPattern matcher(raw);
    if (matcher.fault()) continue;
    const NormalizedText pattern(raw), passage(text);
    INFO('"' << raw << "\" in \"" << text << '"');
    const std::string expected = Backtracking(pattern.text(), passage.text()).run();
    CHECK(places_of(matcher.find(passage), matcher) == expected);
    ++tried;
    found += expected != "-";
  }
  CHECK(tried > 5000);
  CHECK(found > 500);
}

// With backtracking, each of these would take too long to finish.
TEST_CASE("read pattern: hostile texts") {
  constexpr std::size_t kSize = 1u << 18;
  std::string words, as;
  while (words.size() < kSize) words += "a from ";
  while (as.size() < kSize) as += "a ";
  const std::string joined(kSize, 'a');

  const CompiledPattern several(
      "{...} from {user...} from {address...} from {...} from {...} from x y");
  CHECK_FALSE(several.find(NormalizedText(words + "x z from x")));
  CHECK(several.find(NormalizedText(words + "from x y")));

  const CompiledPattern close("a{user}a{address}a{id}a{reason}a{event}a{count}a,");
  CHECK_FALSE(close.find(NormalizedText(joined + " a,")));
  CHECK(close.find(NormalizedText(joined + ",")));

  const CompiledPattern broad("a a a a a a a a a a a a a a a a a a a a a a {...} b");
  CHECK_FALSE(broad.find(NormalizedText(as)));
  CHECK(broad.find(NormalizedText(as + "b")));
}

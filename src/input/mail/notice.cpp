#include "input/mail/notice.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "input/encoding.hpp"
#include "input/formats/profile.hpp"
#include "whylocked/address.hpp"

namespace whylocked::input {

namespace {

using namespace std::string_view_literals;

using ascii::lower;

constexpr std::string_view kHints[] = {"ip",       "ips",  "address", "addresses", "adresse",
                                       "from",     "von",  "host",    "source",    "quelle",
                                       "location", "ipv4", "ipv6",    "client",    "origin"};
constexpr std::string_view kVersions[] = {"version", "versions", "release", "build",
                                          "v",       "ver",      "firmware"};
constexpr std::size_t kWordsBefore = 3;  // "IP address used: 192.0.2.7"

using ascii::is_digit;
bool is_hexadecimal(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }
bool of_word(char c) { return ascii::is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }

// No address is next to these: "build-1.2.3.4", "1.2.3.4/24", "//192.0.2.7/". A colon may be before
// an IPv4 address, as in "IP:192.0.2.7".
bool clings_before(char c) { return of_word(c) || is_digit(c) || "._-/@"sv.find(c) != ""sv.npos; }
bool clings_behind(char c) { return of_word(c) || is_digit(c) || "_-/@"sv.find(c) != ""sv.npos; }

bool names_one(std::string_view word, const auto& names) {
  std::string folded(word);
  std::transform(folded.begin(), folded.end(), folded.begin(), lower);
  return std::find(std::begin(names), std::end(names), folded) != std::end(names);
}

// Removes and returns the last word; empty once the sentence before it has ended.
std::string_view last_word(std::string_view& text) {
  while (!text.empty() && !of_word(text.back()) && !is_digit(text.back())) {
    if (text.back() == '.' || text.back() == '!' || text.back() == '?') return {};
    text.remove_suffix(1);
  }
  std::size_t from = text.size();
  while (from > 0 && (of_word(text[from - 1]) || is_digit(text[from - 1]))) --from;
  const std::string_view word = text.substr(from);
  text.remove_suffix(word.size());
  constexpr std::size_t kMaxLength = 16;
  return word.substr(0, kMaxLength);
}

int rank_of(const Address& address, std::string_view before) {
  bool hinted = false;
  for (std::size_t i = 0; i < kWordsBefore; ++i) {
    const std::string_view word = last_word(before);
    if (word.empty()) break;
    if (names_one(word, kVersions)) return 0;
    hinted |= names_one(word, kHints);
  }
  return (address.is_private() ? 1 : 3) + hinted;
}

// 0.0.0.0, net masks, "::" and "a::b" of a program's text.
bool is_no_host(const Address& address, std::string_view text) {
  if (address.is_v4()) {
    const std::uint64_t first = address.low >> 24 & 0xff;
    return first == 0 || first == 255;
  }
  return address == Address{} || std::none_of(text.begin(), text.end(), is_digit);
}

// The leading bytes that may form an address, without those that end a sentence.
template <typename Test>
std::string_view run_of(std::string_view text, Test is_part) {
  constexpr std::size_t kMaxLength = 46;  // of an IPv6 address with an IPv4 tail, and one
  std::size_t end = 0;
  while (end < std::min(text.size(), kMaxLength) && is_part(text[end])) ++end;
  if (end < text.size() && clings_behind(text[end])) return {};
  std::string_view run = text.substr(0, end);
  while (run.ends_with('.') || (run.ends_with(':') && !run.ends_with("::"))) run.remove_suffix(1);
  return run;
}

// The address that begins at `at`, as written; empty: no address.
std::string_view literal_at(std::string_view text, std::size_t at, Address& address) {
  const char before = at > 0 ? text[at - 1] : ' ';
  if (clings_before(before)) return {};
  const auto in_v4 = [](char c) { return is_digit(c) || c == '.'; };
  const auto in_v6 = [](char c) { return is_hexadecimal(c) || c == '.' || c == ':'; };
  const std::string_view rest = text.substr(at);
  for (const std::string_view run :
       {before == ':' ? std::string_view() : run_of(rest, in_v6), run_of(rest, in_v4)}) {
    const auto found = parse_address(run);
    if (!found || is_no_host(*found, run)) continue;
    address = *found;
    return run;
  }
  return {};
}

// Words in the place of a name: "the user account has been locked".
constexpr std::string_view kNoNames[] = {
    "account", "accounts", "user", "username", "login", "name",    "your", "the",
    "this",    "password", "it",   "he",       "she",   "has",     "is",   "was",
    "konto",   "benutzer", "ihr",  "das",      "wurde", "ist",     "mit",  "with",
    "and",     "und",      "in",   "api",      "psa",   "autotask"};

constexpr std::string_view kConditions[] = {"if",   "when",   "whenever", "unless",
                                            "once", "before", "until",    "falls",
                                            "wenn", "sobald", "bevor"};

template <std::size_t N>
bool is_word_of(std::string_view word, const std::string_view (&words)[N]) {
  std::string folded(word.substr(0, 16));
  std::transform(folded.begin(), folded.end(), folded.begin(), lower);
  return std::find(std::begin(words), std::end(words), folded) != std::end(words);
}

// Without the quotes, brackets and full stops that text puts around a name.
std::string_view bare_word(std::string_view word) {
  constexpr std::string_view kAround = "\"'`()[]<>{}.,;:!?*";
  const std::size_t from = word.find_first_not_of(kAround);
  if (from == word.npos) return {};
  return word.substr(from, word.find_last_not_of(kAround) - from + 1);
}

bool is_name(std::string_view word) {
  return !word.empty() && word.find("://") == word.npos && !is_word_of(word, kNoNames);
}

bool is_number(std::string_view word) { return word.find_first_not_of("0123456789") == word.npos; }

// "If your account has been locked, ..."
bool is_condition(const NormalizedText& text, std::size_t at) {
  constexpr int kWordsBack = 8;
  std::string_view before = text.text().substr(0, at);
  for (int i = 0; i < kWordsBack && !before.empty(); ++i) {
    if (before.ends_with(' ')) before.remove_suffix(1);
    if (before.empty() || ".!?:;"sv.find(before.back()) != ""sv.npos) return false;
    const std::size_t blank = before.rfind(' ');
    const std::size_t from = blank == before.npos ? 0 : blank + 1;
    if (is_word_of(bare_word(before.substr(from)), kConditions)) return true;
    before = before.substr(0, from);
  }
  return false;
}

std::optional<Match> find_statement(const CompiledPattern& matcher, const NormalizedText& text) {
  auto match = matcher.find(text);
  while (match && is_condition(text, match->from)) match = matcher.find(text, match->to);
  return match;
}

void take_fields(const Match& match, Notice& notice) {
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    std::string_view value = match.fields[i];
    const auto field = static_cast<Field>(i);
    if (value.empty() || !notice.fields[i].empty()) continue;
    value = field == Field::address ? address_of(value) : bare_word(value);
    if (field == Field::user && !is_name(value)) continue;
    if (field == Field::count && !is_number(value)) continue;
    notice.user_is_named |= field == Field::user;
    notice.fields[i] = value;
  }
}

void put_in_plain_words(Notice& notice) {
  for (const Profile::Word& word : notice.profile->words) {
    std::string& value = notice[word.field];
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    if (std::equal(value.begin(), value.end(), word.from.begin(), word.from.end(), same))
      value = word.to;
  }
}

}  // namespace

std::string_view address_of(std::string_view text) {
  std::string_view best;
  int most = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_hexadecimal(text[at]) && text[at] != ':') continue;
    Address address;
    const std::string_view literal = literal_at(text, at, address);
    if (literal.empty()) continue;
    if (const int rank = rank_of(address, text.substr(0, at)); rank > most) {
      best = literal;
      most = rank;
    }
    at += literal.size();
  }
  return best;
}

NoticeReader::NoticeReader(const ReadOptions& options) {
  const auto add = [&](const Profile& profile) {
    for (const Pattern& pattern : profile.mails)
      if (!validate(pattern.text))
        patterns_.push_back({&profile, &pattern.says, CompiledPattern(pattern.text)});
  };
  for (const Profile* const profile : profiles_with(Words::mails, options)) add(*profile);
  for (const Known& known : patterns_) sieve_.add(known.matcher.needle());
}

std::vector<Field> NoticeReader::fields() const {
  std::vector<Field> all = {Field::time, Field::user, Field::address, Field::event, Field::id};
  for (const Known& known : patterns_)
    for (const Field field : known.matcher.fields())
      if (std::find(all.begin(), all.end(), field) == all.end()) all.push_back(field);
  return all;
}

NoticeReader::Looked NoticeReader::look_at(const std::string& text) const {
  Looked looked{NormalizedText(text), {}};
  sieve_.look(looked.text.lower(), looked.candidates);
  return looked;
}

bool NoticeReader::decide(const Looked& looked, Notice& notice) const {
  for (const std::uint16_t candidate : looked.candidates) {
    const Known& known = patterns_[candidate];
    if (known.says->empty()) continue;
    const auto match = find_statement(known.matcher, looked.text);
    if (!match) continue;
    notice.profile = known.profile;
    notice[Field::event] = *known.says;
    take_fields(*match, notice);
    return true;
  }
  return false;
}

// Adds the fields that other patterns of the same profile find for the same event.
void NoticeReader::complete(const Looked& looked, Notice& notice) const {
  for (const bool silent : {false, true})
    for (const std::uint16_t candidate : looked.candidates) {
      const Known& known = patterns_[candidate];
      if (known.matcher.fields().empty() || known.profile != notice.profile) continue;
      if (known.says->empty() != silent) continue;
      if (!silent && *known.says != notice[Field::event]) continue;
      if (const auto match = find_statement(known.matcher, looked.text))
        take_fields(*match, notice);
    }
}

std::optional<Notice> NoticeReader::read(const Mail& mail) const {
  const Looked subject = look_at(mail.subject), body = look_at(mail.body);
  Notice notice;
  if (!decide(subject, notice) && !decide(body, notice)) return std::nullopt;
  complete(subject, notice);
  complete(body, notice);
  for (const std::string* const text : {&mail.body, &mail.subject})
    if (notice[Field::address].empty()) notice[Field::address] = address_of(*text);
  if (notice[Field::user].empty()) notice[Field::user] = mail.recipient;
  if (notice[Field::time].empty()) notice[Field::time] = mail.time;
  if (notice[Field::id].empty()) notice[Field::id] = mail.id;
  put_in_plain_words(notice);
  return notice;
}

}  // namespace whylocked::input

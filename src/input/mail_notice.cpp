#include "input/mail_notice.hpp"

#include <algorithm>

#include "input/mail_address.hpp"
#include "input/mail_patterns.hpp"
#include "input/encoding.hpp"
#include "base/ascii.hpp"

namespace whylocked::input {

namespace {

using namespace std::string_view_literals;

// Words that stand where a name could: "the user account has been locked".
constexpr std::string_view kNoNames[] = {
    "account", "accounts", "user", "username", "login", "name",    "your", "the",
    "this",    "password", "it",   "he",       "she",   "has",     "is",   "was",
    "konto",   "benutzer", "ihr",  "das",      "wurde", "ist",     "mit",  "with",
    "and",     "und",      "in",   "api",      "psa",   "autotask"};

constexpr std::string_view kConditions[] = {"if",   "when",   "whenever", "unless",
                                            "once", "before", "until",    "falls",
                                            "wenn", "sobald", "bevor"};

using ascii::lower;

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

NoticeReader::NoticeReader(const ReadOptions& options) {
  const auto add = [&](const Profile& profile) {
    for (const Pattern& pattern : profile.mails)
      if (!validate(pattern.text))
        patterns_.push_back({&profile, &pattern.says, CompiledPattern(pattern.text)});
  };
  for (const Profile& profile : options.profiles) add(profile);
  for (const Profile& profile : built_in_profiles())
    if (profile.name != notice_profile().name) add(profile);
  add(notice_profile());
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

// What other patterns of the same profile say of the same event.
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

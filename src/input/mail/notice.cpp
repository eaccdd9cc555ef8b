#include "input/mail/notice.hpp"

#include <algorithm>

#include "base/split.hpp"
#include "input/encoding.hpp"
#include "input/mail/split.hpp"
#include "input/table/aliases.hpp"
#include "whylocked/address.hpp"

namespace whylocked::input {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kWordsBefore = 3;  // "IP address used: 192.0.2.7"
constexpr int kWordsBack = 8;            // in the sentence before a statement

using ascii::is_digit;

// Removes and returns the last word; empty at the beginning of the sentence.
std::string_view last_word(std::string_view& text) {
  while (!text.empty() && !ascii::in_word(text.back())) {
    if (text.back() == '.' || text.back() == '!' || text.back() == '?') return {};
    text.remove_suffix(1);
  }
  std::size_t from = text.size();
  while (from > 0 && ascii::in_word(text[from - 1])) --from;
  const std::string_view word = text.substr(from);
  text.remove_suffix(word.size());
  return word;
}

int rank_of(const Address& address, std::string_view before) {
  bool hinted = false;
  for (std::size_t i = 0; i < kWordsBefore; ++i) {
    const std::uint32_t kinds = mail_word(last_word(before));
    if ((kinds & kVersion) != 0) return 0;
    hinted |= (kinds & kAddressHint) != 0;
  }
  return (address.is_private() ? 1 : 3) + hinted;
}

// 0.0.0.0, netmasks, "::", and "a::b" in a program's text.
bool is_no_host(const Address& address, std::string_view text) {
  if (address.is_v4()) {
    const std::uint64_t first = address.low >> 24 & 0xff;
    return first == 0 || first == 255;
  }
  return address == Address{} || std::none_of(text.begin(), text.end(), is_digit);
}

// The address in a run of characters that may be part of one or adjoin one, so there is none in
// "build-1.2.3.4", "1.2.3.4/24" and "//192.0.2.7/". A colon may be at either end of an IPv4
// address: "IP:192.0.2.7:443".
std::string_view literal_in(std::string_view run, Address& address) {
  while (run.ends_with('.') || (run.ends_with(':') && !run.ends_with("::"))) run.remove_suffix(1);
  const auto is_address = [&](std::string_view text) {
    const auto found = parse_address(text);
    if (!found || is_no_host(*found, text)) return false;
    address = *found;
    return true;
  };
  if (is_address(run)) return run;
  while (!run.empty())
    if (const std::string_view piece = take_until(run, ':'); is_address(piece)) return piece;
  return {};
}

// Removes the quotes, brackets and punctuation around a name.
std::string_view bare_word(std::string_view word) {
  constexpr std::string_view kAround = "\"'`()[]<>{}.,;:!?*";
  const std::size_t from = word.find_first_not_of(kAround);
  if (from == word.npos) return {};
  return word.substr(from, word.find_last_not_of(kAround) - from + 1);
}

bool is_name(std::string_view word) {
  return !word.empty() && word.find("://") == word.npos && (mail_word(word) & kNoName) == 0;
}

bool is_number(std::string_view word) { return word.find_first_not_of("0123456789") == word.npos; }

// Removes and returns the last word of a normalized text, with its punctuation.
std::string_view cut_last_word(std::string_view& text) {
  if (text.ends_with(' ')) text.remove_suffix(1);
  const std::size_t from = text.rfind(' ') + 1;  // npos + 1 is 0
  const std::string_view word = text.substr(from);
  text = text.substr(0, from);
  return word;
}

bool ends_with_one_of(std::string_view word, std::string_view marks) {
  return word.empty() || marks.find(word.back()) != marks.npos;
}

// "If your account has been locked, ..."
bool is_condition(const NormalizedText& text, std::size_t at) {
  std::string_view before = text.text().substr(0, at);
  for (int i = 0; i < kWordsBack; ++i) {
    const std::string_view word = cut_last_word(before);
    if (ends_with_one_of(word, ".!?:;")) return false;
    if ((mail_word(bare_word(word)) & kCondition) != 0) return true;
  }
  return false;
}

std::optional<Match> find_statement(const LinePattern& pattern, const NormalizedText& text) {
  auto match = pattern.find(text);
  while (match && is_condition(text, match->from)) match = pattern.find(text, match->to);
  return match;
}

bool is_mail_address(std::string_view word) {
  const std::size_t at = word.find('@');
  return at != 0 && at != word.npos && word.find('.', at) != word.npos &&
         word.find('@', at + 1) == word.npos;
}

// The mail address before a statement in its sentence, or after its colon: "The account of API
// Backup (api@msp.example.com) has been locked". Empty if there is none.
std::string_view account_beside(std::string_view text, const Match& match) {
  if (text.substr(match.to).starts_with(": ")) {
    std::string_view after = text.substr(match.to + 2);
    if (const auto word = bare_word(take_until(after, ' ')); is_mail_address(word)) return word;
  }
  std::string_view before = text.substr(0, match.from);
  for (int i = 0; i < kWordsBack; ++i) {
    const std::string_view word = cut_last_word(before);
    if (ends_with_one_of(word, ".!?")) break;
    if (is_mail_address(bare_word(word))) return bare_word(word);
    if (word.ends_with(':')) break;
  }
  return {};
}

void set_fields(const Match& match, Notice& notice) {
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    std::string_view value = match.fields[i];
    const auto field = static_cast<Field>(i);
    if (value.empty() || !notice.fields[i].empty()) continue;
    value = field == Field::address ? address_of(value) : bare_word(value);
    if (field == Field::user && !is_name(value)) continue;
    if (field == Field::count && !is_number(value)) continue;
    notice.fields[i] = value;
  }
}

// A text and the patterns that may match in it.
struct Candidates {
  Candidates(const LinePatterns& all, const std::string& of)
      : text(of), patterns(all.candidates(text)) {}

  NormalizedText text;
  std::vector<const LinePattern*> patterns;
};

// If no pattern names the account, the sentence may.
void set_account(const Candidates& from, const Match& match, Notice& notice) {
  if (notice[Field::user].empty()) notice[Field::user] = account_beside(from.text.text(), match);
}

bool decide(const Candidates& from, Notice& notice) {
  for (const LinePattern* const known : from.patterns) {
    const auto match = known->event.empty() ? std::nullopt : find_statement(*known, from.text);
    if (!match) continue;
    notice.profile = &known->profile;
    notice[Field::event] = known->event;
    set_fields(*match, notice);
    set_account(from, *match, notice);
    return true;
  }
  return false;
}

// Adds the fields that other patterns of the same profile find for the same event.
void complete(const Candidates& from, Notice& notice) {
  for (const bool silent : {false, true})
    for (const LinePattern* const known : from.patterns) {
      if (&known->profile != notice.profile) continue;
      if (known->event != (silent ? std::string() : notice[Field::event])) continue;
      const auto match = find_statement(*known, from.text);
      if (!match) continue;
      set_fields(*match, notice);
      if (!silent) set_account(from, *match, notice);
    }
}

}  // namespace

std::string_view address_of(std::string_view text) {
  const auto in_run = [](char c) { return ascii::in_word(c) || "._-/@:"sv.find(c) != ""sv.npos; };
  std::string_view best;
  int most = 0;
  for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
    for (end = at; end < text.size() && in_run(text[end]);) ++end;
    Address address;
    const std::string_view literal = literal_in(text.substr(at, end - at), address);
    if (literal.empty()) continue;
    const auto from = static_cast<std::size_t>(literal.data() - text.data());
    if (const int rank = rank_of(address, text.substr(0, from)); rank > most) {
      best = literal;
      most = rank;
    }
  }
  return best;
}

std::string_view account_of(std::string_view value) {
  constexpr std::string_view kDesks[] = {"support@", "help@",    "helpdesk@",
                                         "info@",    "noreply@", "no-reply@"};
  const std::string_view whole = trim(bare_word(value));
  std::string_view account = whole.find(' ') == whole.npos ? whole : std::string_view();
  while (!value.empty())
    if (const auto word = bare_word(take_until(value, ' ')); is_mail_address(word)) account = word;
  const bool desk = std::any_of(std::begin(kDesks), std::end(kDesks),
                                [&](std::string_view one) { return account.starts_with(one); });
  return desk || !is_name(account) ? std::string_view() : account;
}

std::string_view labelled_account(std::string_view text) {
  constexpr int kUsual = 6;  // below, only a mail address counts
  std::string_view account;
  int most = 2;  // "Name" is mostly a person's
  while (!text.empty()) {
    std::string_view line = take_until(text, '\n');
    const char mark = line.find(':') < line.find('=') ? ':' : '=';
    const std::string label = fold(bare_word(take_until(line, mark)));
    const std::string_view value = account_of(line);
    if (value.empty() || label.ends_with(" by")) continue;
    for (const Alias& alias : aliases_of(label)) {
      if (alias.field != Field::user || alias.priority <= most) continue;
      if (alias.priority < kUsual && !is_mail_address(value)) continue;
      most = alias.priority;
      account = value;
    }
  }
  return account;
}

// True if the last word after the clock, perhaps before remarks in brackets, is a zone: "+02:00",
// "EDT" or "(UTC)". Other words in capitals may be a date's: "10:15 AM, TUE 19 MAY 2026".
bool names_a_zone(std::string_view time) {
  time.remove_prefix(std::min(time.find(':'), time.size()));
  while (!time.empty()) {
    const std::string_view word = bare_word(time.substr(time.rfind(' ') + 1));  // npos + 1 is 0
    const std::size_t sign = word.find_first_of("+-");
    const bool is_date = sign != word.find_last_of("+-");  // "2026-05-19"
    if (!is_date && sign < word.size() && is_number(word.substr(sign + 1, 2))) return true;
    if (word.size() >= 2 && word != "AM" && word != "PM" &&
        std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; }))
      return true;
    const std::size_t remark = time.rfind(" (");
    time = time.substr(0, remark == time.npos ? 0 : remark);
  }
  return false;
}

std::string_view labelled_time(std::string_view line) {
  const std::string label = fold(bare_word(take_until(line, ':')));
  const bool is_time = std::ranges::count(aliases_of(label), Field::time, &Alias::field) > 0;
  return is_time ? trim(line) : std::string_view();
}

// Without a zone, a time in the text is no better than the mail's.
std::string_view zoned_time(std::string_view text) {
  while (!text.empty())
    if (const auto time = labelled_time(take_until(text, '\n')); names_a_zone(time)) return time;
  return {};
}

std::vector<Field> NoticeReader::fields() const {
  std::vector<Field> all = {Field::time, Field::user, Field::address, Field::event, Field::id};
  for (const LinePattern& known : patterns_.all())
    for (const Field field : known.whole.fields())
      if (std::find(all.begin(), all.end(), field) == all.end()) all.push_back(field);
  return all;
}

std::optional<Notice> NoticeReader::read(const Mail& mail, const Notice* otherwise) const {
  const Candidates subject(patterns_, mail.subject), body(patterns_, mail.body);
  Notice notice;
  if (!decide(subject, notice) && !decide(body, notice)) {
    if (otherwise == nullptr) return std::nullopt;
    notice = *otherwise;
  }
  complete(subject, notice);
  complete(body, notice);
  if (notice[Field::user].empty()) notice[Field::user] = labelled_account(mail.body);
  for (const std::string* const text : {&mail.body, &mail.subject})
    if (notice[Field::address].empty()) notice[Field::address] = address_of(*text);
  if (notice[Field::user].empty()) notice[Field::user] = mail.recipient;
  // A mail program that quotes a notice writes its local time without the zone.
  if (notice[Field::time].empty() && !names_a_zone(trim(mail.time)))
    notice[Field::time] = zoned_time(mail.body);
  if (notice[Field::time].empty()) notice[Field::time] = mail.time;
  if (notice[Field::id].empty()) notice[Field::id] = mail.id;
  return notice;
}

}  // namespace whylocked::input

#include "normalize/event/words.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "normalize/event/phrases.hpp"
#include "normalize/letters.hpp"

namespace whylocked::normalize {

namespace {

constexpr std::size_t kFront = 512;  // bytes; what happened is said early

// "createdUtc" and "MFARequired" hide a blank: before a capital behind a small letter, and before
// the last of several capitals if a small letter follows.
bool begins_word(std::string_view text, std::size_t i) {
  if (i == 0 || !is_upper(text[i])) return false;
  if (is_lower(text[i - 1])) return true;
  return is_upper(text[i - 1]) && i + 1 < text.size() && is_lower(text[i + 1]);
}

struct Phrase {
  std::vector<std::string_view> words;
  Statement statement = Statement::nothing;
  Reason reason = Reason::unknown;

  auto weight() const { return words.size() - std::count(words.begin(), words.end(), "*"); }
};

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    if (blank != 0) words.push_back(text.substr(0, blank));
    text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
  }
  return words;
}

std::vector<Phrase> phrases_of(const PhraseRow& row) {
  std::vector<Phrase> phrases;
  for (std::string_view rest = row.phrases; !rest.empty();) {
    const std::size_t comma = rest.find(", ");
    phrases.push_back({split(rest.substr(0, comma)), row.statement, row.reason});
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 2);
  }
  return phrases;
}

// By first word; of one first word the longest phrase first, one without "*" before its like.
const std::vector<Phrase>& phrase_index() {
  static const std::vector<Phrase> index = [] {
    std::vector<Phrase> all;
    for (const PhraseRow& row : phrase_rows())
      for (Phrase& phrase : phrases_of(row)) all.push_back(std::move(phrase));
    std::stable_sort(all.begin(), all.end(), [](const Phrase& a, const Phrase& b) {
      if (a.words[0] != b.words[0]) return a.words[0] < b.words[0];
      if (a.weight() != b.weight()) return a.weight() > b.weight();
      return a.words.size() < b.words.size();
    });
    return all;
  }();
  return index;
}

using Words = std::vector<std::string_view>;
constexpr std::size_t kMaxSkipped = 3;  // words that "*" stands for

bool turns_meaning(std::string_view word) {
  for (const std::string_view one :
       {"not", "never", "isnt", "nicht", "nie", "no", "non", "pas", "nao", "niet"})
    if (word == one) return true;
  return false;
}

// End of the phrase in the text if it is at `at`; 0 if it is not.
std::size_t end_of_match(const Words& text, std::size_t at, const Words& phrase) {
  for (std::size_t i = 0; i < phrase.size(); ++i, ++at) {
    if (phrase[i] == "*") {
      ++i;
      const std::size_t last = std::min(text.size(), at + kMaxSkipped + 1);
      while (at < last && text[at] != phrase[i]) {
        if (turns_meaning(text[at])) return 0;
        ++at;
      }
      if (at == last) return 0;
    } else if (phrase[i] == "$") {
      return at == text.size() ? at : 0;
    } else if (at == text.size() || text[at] != phrase[i]) {
      return 0;
    }
  }
  return at;
}

const Phrase* longest_at(const Words& text, std::size_t at, std::size_t& end) {
  const auto& index = phrase_index();
  auto phrase = std::lower_bound(
      index.begin(), index.end(), text[at],
      [](const Phrase& one, std::string_view word) { return one.words[0] < word; });
  for (; phrase != index.end() && phrase->words[0] == text[at]; ++phrase)
    if ((end = end_of_match(text, at, phrase->words)) != 0) return &*phrase;
  return nullptr;
}

// A lock or an expiry after an attempt or a failure is its reason.
void note_change(EventKind kind, PhraseParse& parse) {
  if (!parse.attempt && !parse.speaks_of_failure() && !parse.change) parse.change = kind;
}

void note_outcome(bool success, PhraseParse& parse) {
  if (!parse.success) parse.success = success;
  parse.both |= parse.success != success;
}

}  // namespace

std::string plain_words(std::string_view text) {
  text = utf8_prefix(text, kFront);
  std::string folded(text);
  fold_case(folded);
  std::string words = " ";
  const auto divide = [&] {
    if (words.back() != ' ') words += ' ';
  };
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const std::string_view here = std::string_view(folded).substr(i);
    if (begins_word(text, i)) divide();
    if (const std::string_view letters = base_letters(here); !letters.empty()) {
      words += letters;
      ++i;
    } else if (const std::size_t blank = blank_length(here)) {
      if (is_wide_blank(here.substr(0, blank))) divide();
      i += blank - 1;
    } else if (here.starts_with("\xe2\x80\x99")) {  // the other apostrophe
      i += 2;
    } else if (is_letter(here[0]) || is_digit(here[0]) || !is_ascii(here[0])) {
      words += here[0];
    } else if (here[0] != '\'') {
      divide();
    }
  }
  divide();
  return words.size() > 1 ? words : std::string();
}

void PhraseParse::note(Statement statement, Reason with) {
  known = true;
  switch (statement) {
    case Statement::nothing:
      break;
    case Statement::channel:
      channel = true;
      break;
    case Statement::attempt:
      attempt = true;
      break;
    case Statement::success:
      note_outcome(true, *this);
      break;
    case Statement::failure:
      note_outcome(false, *this);
      break;
    case Statement::failures:
      failures = true;
      break;
    case Statement::challenge:
      challenge = true;
      break;
    case Statement::fault:
      fault = true;
      break;
    case Statement::state:
      state = true;
      break;
    case Statement::lock:
      note_change(EventKind::account_locked, *this);
      break;
    case Statement::unlock:
      note_change(EventKind::account_unlocked, *this);
      break;
    case Statement::reset:
      note_change(EventKind::password_changed, *this);
      break;
    case Statement::expiry:
      note_change(EventKind::password_expired, *this);
      break;
    case Statement::rename:
      note_change(EventKind::username_changed, *this);
      break;
    case Statement::other:
      other = true;
      break;
  }
  // "Blocked: the account is locked", "disabled after too many attempts".
  const bool vague = reason == Reason::blocked || reason == Reason::disabled;
  if (reason == Reason::unknown || (vague && with == Reason::locked)) reason = with;
}

PhraseParse parse_phrases(std::string_view text) {
  PhraseParse parse;
  const std::string plain = plain_words(text);
  const Words words = split(plain);
  for (std::size_t at = 0; at < words.size();) {
    std::size_t end = 0;
    if (const Phrase* phrase = longest_at(words, at, end)) {
      parse.note(phrase->statement, phrase->reason);
      at = end;
    } else {
      ++at;
    }
  }
  return parse;
}

}  // namespace whylocked::normalize

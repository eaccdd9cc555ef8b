#include "normalize/event/words.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "base/split.hpp"
#include "base/utf8.hpp"
#include "normalize/letters.hpp"

namespace whylocked::data {
extern const std::string_view cell_words;
}

namespace whylocked::normalize {

namespace {

constexpr std::size_t kFront = 512;  // bytes; messages say early what happened

// True where a word begins without a blank: a capital after a small letter ("createdUtc"), and the
// last of several capitals before a small letter ("MFARequired").
bool begins_word(std::string_view text, std::size_t i) {
  if (i == 0 || !is_upper(text[i])) return false;
  if (is_lower(text[i - 1])) return true;
  return is_upper(text[i - 1]) && i + 1 < text.size() && is_lower(text[i + 1]);
}

using Words = std::vector<std::string_view>;

struct Phrase {
  Words words;
  Statement statement = Statement::nothing;
  Reason reason = Reason::unknown;

  auto weight() const { return std::ssize(words) - std::ranges::count(words, "*"); }
};

Words split(std::string_view text) {
  Words words;
  while (!text.empty())
    if (const auto word = take_until(text, ' '); !word.empty()) words.push_back(word);
  return words;
}

// By first word, then longest phrase first, with a phrase before its variant with "*".
const std::vector<Phrase>& phrase_index() {
  static const std::vector<Phrase> index = [] {
    std::vector<Phrase> all;
    for (const PhraseRow& row : phrase_rows())
      for (std::string_view rest = row.phrases; !rest.empty();)
        all.push_back({split(take_until(rest, ',')), row.statement, row.reason});
    std::ranges::stable_sort(all, {}, [](const Phrase& one) {
      return std::tuple(one.words[0], -one.weight(), one.words.size());
    });
    return all;
  }();
  return index;
}

constexpr std::size_t kMaxSkipped = 3;  // words that "*" may match

// End of the phrase if the text has it at `at`; else 0.
std::size_t end_of_match(const Words& text, std::size_t at, const Words& phrase) {
  for (std::size_t i = 0; i < phrase.size(); ++i, ++at) {
    if (phrase[i] == "*") {
      ++i;
      const std::size_t last = std::min(text.size(), at + kMaxSkipped + 1);
      while (at < last && text[at] != phrase[i]) {
        if ((cell_word(text[at]) & kNegation) != 0) return 0;
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
  auto phrase =
      std::ranges::lower_bound(index, text[at], {}, [](const Phrase& one) { return one.words[0]; });
  for (; phrase != index.end() && phrase->words[0] == text[at]; ++phrase)
    if ((end = end_of_match(text, at, phrase->words)) != 0) return &*phrase;
  return nullptr;
}

constexpr std::pair<Statement, bool PhraseParse::*> kFlags[] = {
    {Statement::attempt, &PhraseParse::attempt}, {Statement::failures, &PhraseParse::failures},
    {Statement::fault, &PhraseParse::fault},     {Statement::challenge, &PhraseParse::challenge},
    {Statement::state, &PhraseParse::state},     {Statement::outage, &PhraseParse::outage},
    {Statement::topic, &PhraseParse::topic},     {Statement::other, &PhraseParse::other}};

constexpr std::pair<Statement, EventKind> kChanges[] = {
    {Statement::lock, EventKind::account_locked},
    {Statement::unlock, EventKind::account_unlocked},
    {Statement::reset, EventKind::password_changed},
    {Statement::expiry, EventKind::password_expired},
    {Statement::rename, EventKind::username_changed}};

}  // namespace

std::string plain_words(std::string_view text) {
  const std::string composed = compose(utf8_prefix(text, kFront));
  text = composed;
  std::string folded = composed;
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
    } else if (here.starts_with("\xe2\x80\x99")) {  // the typographic apostrophe
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

std::uint32_t cell_word(std::string_view text) {
  static const WordKinds words(data::cell_words);
  constexpr std::size_t kMaxWord = 16;
  return text.size() > kMaxWord ? 0 : words.of(fold_accents(text));
}

bool has_word(std::string_view text, CellWord kind) {
  const std::string plain = plain_words(text);
  const Words words = split(plain);
  return std::ranges::any_of(words,
                             [&](std::string_view word) { return (cell_word(word) & kind) != 0; });
}

bool is_single_sign_on(std::string_view text) {
  if (!has_word(text, kSingleSignOn)) return false;
  const std::string plain = plain_words(text);
  return std::ranges::all_of(split(plain), [](std::string_view word) {
    return (cell_word(word) & (kSingleSignOn | kSigningIn)) != 0;
  });
}

void PhraseParse::note(Statement statement, Reason with) {
  known = true;
  for (const auto& [of, flag] : kFlags)
    if (of == statement) this->*flag = true;
  // After an attempt or a failure, a lock or an expiry is its reason.
  const bool may_change = !attempt && !speaks_of_failure() && !change;
  for (const auto& [of, kind] : kChanges)
    if (of == statement && may_change) change = kind;
  if (statement == Statement::success || statement == Statement::failure) {
    const bool worked = statement == Statement::success;
    both |= success.value_or(worked) != worked;
    success = success.value_or(worked);
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

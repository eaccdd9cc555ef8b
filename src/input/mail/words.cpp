#include "input/mail/words.hpp"

#include <algorithm>
#include <string>

#include "base/ascii.hpp"
#include "base/word_kinds.hpp"

namespace whylocked::data {
extern const std::string_view mail_words;
}

namespace whylocked::input {

std::uint32_t mail_word(std::string_view word) {
  static const WordKinds words(data::mail_words);
  constexpr std::size_t kMaxWord = 32;
  std::string folded(word.substr(0, kMaxWord));
  std::transform(folded.begin(), folded.end(), folded.begin(), ascii::lower);
  return words.of(folded);
}

}  // namespace whylocked::input

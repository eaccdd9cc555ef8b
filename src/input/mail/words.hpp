// Kinds of words in a mail, from mail_words.txt.
//
// Lifetime: values.  Threads: safe.  Failure: none; 0 for any other word.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ascii.hpp"
#include "base/word_kinds.hpp"

namespace whylocked::data {
extern const std::string_view mail_words;
}

namespace whylocked::input {

enum MailWord : std::uint32_t {
  kSender = 1,
  kTime = 1 << 1,
  kRecipient = 1 << 2,
  kSubject = 1 << 3,
  kCopies = 1 << 4,
  kOtherLine = 1 << 5,
  kInternetLine = 1 << 6,
  kHeaderLine = (1 << 7) - 1,  // any of them
  kTrace = 1 << 7,
  kAddressHint = 1 << 8,
  kVersion = 1 << 9,
  kNoName = 1 << 10,
  kCondition = 1 << 11,
};

// In any case of ASCII letters.
inline std::uint32_t mail_word(std::string_view word) {
  static const WordKinds words(data::mail_words);
  constexpr std::size_t kMaxWord = 32;
  std::string folded(word.substr(0, kMaxWord));
  std::transform(folded.begin(), folded.end(), folded.begin(), ascii::lower);
  return words.of(folded);
}

}  // namespace whylocked::input

// What rows did not say, counted by word.
//
// In:  a lack and the row it is of.  Out: one diagnostic a distinct word, with the number of rows.
// A file of a million rows with one unknown word gives one line.
// Lifetime: plain values.  Threads: one.  Memory: the first kMaxWords distinct words; the rest are
// counted together.  Failure: none.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "normalize/meaning.hpp"
#include "normalize/messages.hpp"

namespace whylocked::normalizing {

class UnknownWords {
 public:
  void count(const Classification& meaning, const Row& row);
  // Takes in those of a later part. False: there are too many to tell which came first.
  bool join(const UnknownWords& part, std::uint64_t rows_before);
  void tell(bool file_can_tell, Messages& messages) const;

 private:
  static constexpr std::size_t kMaxWords = 1000;
  static constexpr std::size_t kMaxWord = 120;

  struct Rows {
    std::uint64_t count = 0, first = 0;
  };
  std::map<std::tuple<Unclassified, Field, std::string>, Rows> rows_;
};

}  // namespace whylocked::normalizing

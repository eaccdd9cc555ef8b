// A line on the terminal that tells how far a long reading has come.
//
// In:  the progress of a reading.  Out: "  42 %, 510 MB of 1.2 GB, 890 MB/s, 1 s left" on standard
//      error, ten times a second, and nothing of it afterwards. Only on a terminal, and only of
//      what takes longer than a tenth of a second.
// Lifetime: draws from construction to destruction; sets `to` for that time.  Threads: one of its
// own, and none where standard error is no terminal.  Failure: none; where no thread can be started
// nothing is drawn.
#pragma once

#include <memory>
#include <string>

#include "whylocked/read.hpp"

namespace whylocked {

class Meter {
 public:
  Meter(bool wanted, ReadProgress*& to);
  Meter(const Meter&) = delete;
  Meter& operator=(const Meter&) = delete;
  ~Meter();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The line without its control characters. `size` 0: not known.
std::string progress_words(std::uint64_t read, std::uint64_t size, double seconds);

}  // namespace whylocked

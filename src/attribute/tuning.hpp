// The few numbers that are fitted on labelled lockouts, and what a measurement may switch off.
//
// In:  nothing; the defaults are what the program uses.  Out: read by score.cpp and history.cpp.
// How they were fitted, and how to fit them again: tests/accuracy/fit.cpp (`accuracy --fit`), on
// the fitting seeds of the simulator alone. The weights of evidence themselves are not fitted.
// Lifetime: plain value.  Threads: pure.  Failure: none.
#pragma once

#include <string_view>
#include <vector>

#include "whylocked/attribute_old.hpp"

namespace whylocked::old {

struct Tuning {
  // Probabilities are the softmax of prior + evidence / temperature: over 1 trusts evidence less.
  double temperature = 0.5;  // fitted: the weights are more modest than simulated callers deserve
  // One diagnosis in two hundred rests on something that is not so: a fact of the catalog that is
  // out of date, a list of products that is not complete. So much is spread over all rivals, and
  // nothing is ever said to be surer than 99.5 %. A judgement: simulated exports have no such
  // errors.
  double lapse = 0.005;
  // Address, operator and client are one observation of one place; rhythm, pace and persistence are
  // another of its timing. The sum of each is held between these.
  Decibans10 place_cap = 320, place_floor = -240;
  Decibans10 timing_cap = 200, timing_floor = -240;
  Decibans10 onset_cap = 100;
  // The name of a signal that sees nothing. For ablations.
  std::string_view without;
};

std::vector<Diagnosis> attribute(const Events& events, const Correlation& correlation,
                                 const Site& site, const Tuning& tuning,
                                 const NetworkBook& networks = {}, unsigned threads = 0);

}  // namespace whylocked::old

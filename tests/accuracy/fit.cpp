#include "accuracy/fit.hpp"

#include <cstdio>
#include <vector>

#include "accuracy/suite.hpp"

namespace whylocked::accuracy {

namespace {

constexpr double kGain = 1e-4;  // nats that make a change worth it

struct Knob {
  const char* name;
  std::vector<double> grid;
  void (*set)(Tuning&, double);
};

const Knob kKnobs[] = {
    {"temperature",
     {0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5, 2.0},
     [](Tuning& t, double v) { t.temperature = v; }},
    {"place_cap",
     {160, 240, 320, 400},
     [](Tuning& t, double v) { t.place_cap = static_cast<Decibans10>(v); }},
    {"place_floor",
     {-320, -240, -160, -120},
     [](Tuning& t, double v) { t.place_floor = static_cast<Decibans10>(v); }},
    {"timing_cap",
     {100, 150, 200, 250},
     [](Tuning& t, double v) { t.timing_cap = static_cast<Decibans10>(v); }},
    {"timing_floor",
     {-320, -240, -160, -120},
     [](Tuning& t, double v) { t.timing_floor = static_cast<Decibans10>(v); }},
    {"onset_cap",
     {50, 100, 150, 200},
     [](Tuning& t, double v) { t.onset_cap = static_cast<Decibans10>(v); }},
};

}  // namespace

Fitted fit(std::span<const Game> games) {
  Fitted best;
  double least = measure(games, best.tuning).macro.log_loss;
  const auto note = [&](const char* name, double value, double loss) {
    char line[96];
    std::snprintf(line, sizeof line, "%-14s %8.2f  log loss %.5f\n", name, value, loss);
    best.log += line;
  };
  note("(start)", 0, least);
  for (bool gained = true; gained;) {
    gained = false;
    for (const Knob& knob : kKnobs)
      for (const double value : knob.grid) {
        Tuning tuning = best.tuning;
        knob.set(tuning, value);
        const double loss = measure(games, tuning).macro.log_loss;
        note(knob.name, value, loss);
        if (loss > least - kGain) continue;
        least = loss;
        best.tuning = tuning;
        gained = true;
      }
  }
  return best;
}

}  // namespace whylocked::accuracy

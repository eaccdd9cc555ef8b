// The tables of signals and of weights as what `explain` shows.
#include <array>

#include "attribute/signals.hpp"
#include "attribute/weights.hpp"

namespace whylocked::old {

namespace {

// By RivalClass.
constexpr std::array<std::string_view, kRivalClasses> kRivals = {
    "product in its vendor's cloud",
    "product on a server of the office",
    "product on a person's computer",
    "product that runs in either place",
    "product of which the place is not known",
    "own script or add-on",
    "unlisted integration",
    "person",
    "password manager",
    "password spray",
    "brute force",
    "credential stuffing",
};

SignalInfo::Observation observation(const Weight& weight) {
  SignalInfo::Observation seen{weight.reason, "dB", {}};
  if (weight.seen == Seen::onset_change) seen.unit = "tenths of the factor";
  for (std::size_t i = 0; i < kRivalClasses; ++i) seen.worth.push_back({kRivals[i], weight.db[i]});
  return seen;
}

}  // namespace

std::vector<SignalInfo> explain_signals() {
  std::vector<SignalInfo> list;
  for (const Signal& signal : signals()) {
    SignalInfo info{signal.name, signal.looks_at, signal.separates, {}, {}};
    for (const Signal& other : signals())
      if (signal.group != SignalGroup::alone && other.group == signal.group &&
          other.name != signal.name)
        info.capped_with.push_back(other.name);
    for (const Weight& weight : weights())
      if (weight.seen >= signal.from && weight.seen < signal.to)
        info.observations.push_back(observation(weight));
    list.push_back(std::move(info));
  }
  return list;
}

}  // namespace whylocked::old

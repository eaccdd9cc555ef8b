// Diagnoses a story (tests/unit/correlate/story.hpp) with a site.
//
// In:  events as text, site.json as text.  Out: the diagnoses of attribute().
// Lifetime: a Diagnosed owns its input.  Failure: throws if the site is rejected.
#pragma once

#include <stdexcept>
#include <string_view>
#include <vector>

#include "../correlate/story.hpp"
#include "whylocked/attribute.hpp"

namespace whylocked::story {

struct Diagnosed {
  Story story;
  Site site;
  NetworkBook networks;
  Correlation correlation;
  std::vector<Diagnosis> diagnoses;

  AttributeInput input() const { return {story.events, correlation, site, networks, {}, 1}; }
  // The diagnosis of the first lockout, or of the first case.
  const Diagnosis& first() const {
    return diagnoses.at(correlation.incidents.empty() ? 0
                                                      : correlation.incidents.front().case_index);
  }
  double probability(std::string_view id) const {
    for (const RankedCause& cause : first().causes)
      if (id_of(cause) == id) return cause.probability;
    return 0;
  }
  double kind(CauseCategory category) const {
    for (const auto& [kind, p] : first().kinds)
      if (kind == category) return p;
    return 0;
  }
};

inline Diagnosed diagnose(std::string_view text, std::string_view site_json = "{}") {
  Diagnosed made;
  made.story = parse(text);
  Diagnostics diagnostics;
  auto site = parse_site(site_json, "site.json", diagnostics);
  if (!site) throw std::invalid_argument("site");
  made.site = std::move(*site);
  for (TextId id = 1; id < made.story.events.addresses.size(); ++id)
    made.story.networks[id] = made.networks.number_of(made.story.events.addresses.at(id), nullptr);
  made.correlation = made.story.correlate();
  made.diagnoses = attribute(made.input());
  return made;
}

// Date and time from seconds since the beginning of 2026-05-18.
inline std::string at(int seconds) {
  char text[48];
  std::snprintf(text, sizeof text, "2026-05-%02d %02d:%02d:%02d", 18 + seconds / 86400,
                seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
  return text;
}

// A caller that tries `n` times, every `period` seconds.
inline std::string beat(int from, int period, int n, std::string_view what) {
  std::string text;
  for (int i = 0; i < n; ++i)
    text += at(from + i * period + i * 7 % 5) + ' ' + std::string(what) + '\n';
  return text;
}

}  // namespace whylocked::story

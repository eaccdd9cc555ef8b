// Stage 4: incidents to diagnoses: what most likely caused each lockout, why, and what to do.
//
// In:  events, correlation, site, networks.  Out: one Diagnosis an incident, in the same order.
// Every integration of the catalog, an unlisted integration, a person, a password manager and
// three kinds of attack are rivals. The score of a rival is the sum of its evidence lines: a prior
// and capped log-likelihood ratios, all from one table (src/attribute/weights.cpp) that gives the
// reason for each number. Numbers are whole tenths of a deciban, so lines add up exactly and ties
// are exact. Probabilities are the softmax of prior + evidence / temperature (tuning.hpp), for
// several origins the mean of theirs weighed by their share. A column that the export lacks is no
// evidence; it is named in `missing`. Lifetime: a Diagnosis owns its text; event indexes refer to
// Events.  Threads: pure. Failure: none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/catalog.hpp"
#include "whylocked/correlate.hpp"
#include "whylocked/event.hpp"
#include "whylocked/site.hpp"

namespace whylocked {

using Decibans10 = std::int32_t;  // tenths of a deciban: 10 x 10 log10(likelihood ratio)

struct EvidenceLine {
  std::string_view signal;  // "prior", "account-link", "schedule", ... (a row of the signal table)
  Decibans10 db10 = 0;
  std::string says;
  std::vector<std::uint32_t> events;         // indexes of at most kRowsShown events to look at
  std::vector<std::uint32_t> activity = {};  // the same of Events::activity
};
inline constexpr std::size_t kRowsShown = 5;

struct Fix {
  std::string where;
  std::vector<std::string> steps;
  std::string source;
};

enum class CauseKind : std::uint8_t { integration, unlisted, person, attack };

enum class KindOfCause : std::uint8_t {
  cloud_integration,
  office_integration,
  desktop_integration,
  password_manager,
  custom,
  unlisted,
  person,
  attack,
};

struct Cause {
  std::uint32_t rank = 1;  // equal causes share a rank
  std::string id, name;
  CauseKind kind = CauseKind::integration;
  KindOfCause group = KindOfCause::cloud_integration;
  double probability = 0;
  Decibans10 score_db10 = 0;           // sum of `evidence`
  std::vector<EvidenceLine> evidence;  // of the origin that speaks most for it; prior first
  Fix fix;
};

enum class Status : std::uint8_t { diagnosed, tied, insufficient_evidence };

struct Outcome {
  std::string id;                 // "stops": stable, for programs
  std::string if_;                // in words
  std::vector<std::string> then;  // ids of causes that remain, or plain words
};

struct NextTest {
  std::string id;  // "rename-account": stable, for programs
  std::string says;
  std::vector<std::string> steps;
  double bits = 0;  // expected information about the cause
  std::vector<Outcome> outcomes;
};

struct Diagnosis {
  std::size_t incident = 0;  // index in Correlation::incidents
  std::string account_kind;  // "api_user", "person", "unknown"
  Status status = Status::insufficient_evidence;
  std::string verdict;                                // id of the cause, or empty
  std::vector<std::pair<KindOfCause, double>> kinds;  // by falling probability, then order above
  std::vector<Cause> causes;                          // probability of at least 0.001, best first
  std::optional<NextTest> next_test;
  std::vector<std::string> missing;  // columns that would have helped: "user agent", ...
  std::vector<std::string> caveats;  // sentences on what was seen but speaks for no cause
};

// `networks` is the book in which the numbers of Origin::network stand.
std::vector<Diagnosis> attribute(const Events& events, const Correlation& correlation,
                                 const Site& site, const NetworkBook& networks = {});

std::string_view to_text(CauseKind kind);
std::string_view to_text(KindOfCause kind);
std::string_view to_text(Status status);

}  // namespace whylocked

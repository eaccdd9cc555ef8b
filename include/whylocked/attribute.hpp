// Stage 4: cases to diagnoses. What most likely caused each case, why, and how to fix it.
//
// In:  events, correlation, site, networks.  Out: one Diagnosis per case, in the
//      order of the cases.
// The hypotheses are the products of the catalog and other causes: people, devices, in-house
// services and scripts, attacks, and unlisted products. For every hypothesis h each signal gives
// P(observation | h), computed by one function (src/attribute/scoring/likelihood.hpp):
//     P(o | h) = c P(o | fact) + (1 - c) P(o | base of its class)
// where c is the confidence in the fact. A line of evidence is 10 log10 P(o | h) / P(o), rounded to
// tenths of a deciban (weight of evidence, Good 1985); the first line is the prior. A score is the
// sum of its printed lines, and the probabilities are the softmax of the scores, without
// sharpening. Hypotheses with equal scores share a rank. Data missing from the export is not
// evidence; the columns that would have helped are in `missing`.
// Lifetime: a Diagnosis is a plain value of ids and scores; an Explainer refers to the input it was
// made from, which must outlive it.  Threads: calls are independent; attribute() uses several
// threads for many cases, and the result is the same for any number.  Failure: none.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/catalog.hpp"
#include "whylocked/correlate.hpp"
#include "whylocked/event.hpp"
#include "whylocked/read.hpp"
#include "whylocked/site.hpp"
#include "whylocked/text.hpp"

namespace whylocked {

namespace attribution {
struct Scene;
}

using Decibans10 = std::int32_t;  // tenths of a deciban: 10 x 10 log10(likelihood ratio)

enum class CauseCategory : std::uint8_t {
  cloud_integration,
  office_integration,
  desktop_integration,
  password_manager,  // or a browser that saved a password
  custom,            // an in-house script or add-on
  unlisted,          // a product the catalog does not list
  person,
  attack,
  device,      // a phone, mail app or mapped drive that keeps an old password
  service,     // a service or scheduled task on an in-house computer
  automation,  // tests in a build, monitoring of a sign-in page
  setup,       // an administrator setting something up
  several,     // several of these share the account
};

enum class Status : std::uint8_t {
  diagnosed,  // probability of the first cause is at least 0.90
  likely,     // at least 0.60, and three times that of the next
  tied,       // two to four causes share 0.85 and lie within a factor of 3 of each other
  insufficient_evidence,  // anything else; `kinds` may still be clear
};

// A probability used to compute a line.
struct NamedProbability {
  std::string_view name;  // "P(seen | cause)", "P(seen | base)", "P(seen)", "confidence"
  double value = 0;
};

struct EvidenceLine {
  std::string_view signal;  // "prior", "account-link", "schedule", ...: see explain_signals()
  Decibans10 db10 = 0;
  Text words;             // the observation, the same for every cause of the case
  std::string fact = {};  // what a fact about this cause adds: "; it is hosted in this cloud"
  std::string says() const { return words.str() + fact; }
  std::uint32_t place = 0;                   // index among the lines of the case; the prior is 0
  std::vector<NamedProbability> from;        // db10 = 100 log10 of "P(seen | cause)" / "P(seen)"
  std::vector<std::uint32_t> events = {};    // indexes of up to kRowsShown events that show it
  std::vector<std::uint32_t> activity = {};  // the same for Events::activity
  bool declared = false;                     // based on the site file or a roster
};
inline constexpr std::size_t kRowsShown = 5;

struct Fix {
  std::string where;  // where the credential is stored
  std::vector<std::string> steps;
  std::string source;
  std::size_t shared = 0;  // number of steps at the end that many fixes have in common

  auto shared_steps() const { return std::span(steps).last(shared); }
};

// A cause in a diagnosis, identified by its index in the list of all hypotheses, which is fixed for
// a version of the program.
struct RankedCause {
  std::uint16_t hypothesis = 0;
  CauseCategory category = CauseCategory::cloud_integration;
  std::uint32_t rank = 1;  // equal scores share a rank, and so do tied causes
  double probability = 0;
  Decibans10 score_db10 = 0;  // sum of the lines
};
std::string_view id_of(const RankedCause& cause);
std::string_view name_of(const RankedCause& cause);
inline bool is_attack(CauseCategory category) { return category == CauseCategory::attack; }

// The site file or a roster contradicts the export. Shown before any cause.
struct Conflict {
  Text declared;     // "site.json: svc-sync belongs to Hudu"
  std::string seen;  // "what the export shows is about 40 times more likely with Zomentum"
  double odds = 1;   // likelihood of what is seen over that of what is declared
  std::vector<std::uint32_t> rows;  // indexes of events
};

struct Outcome {
  std::string id;                      // "stops": stable, for programs
  std::string if_;                     // in words
  std::vector<std::string> then = {};  // ids of the remaining causes, or plain words
};

struct NextTest {
  std::string id;  // "rename-account": stable, for programs
  std::string says;
  std::vector<std::string> steps;
  std::vector<Outcome> outcomes;
  double bits = 0;  // expected information about the cause, in bits
  double cost = 0;  // 1: a lookup; 3: an export or a declaration; 10: a change; 30: an outage
};

struct Diagnosis {
  std::uint32_t case_index = 0;  // in Correlation::cases
  Status status = Status::insufficient_evidence;
  std::string account_kind;                             // "api_user", "person", "unknown"
  std::vector<std::pair<CauseCategory, double>> kinds;  // most probable first
  std::vector<RankedCause> causes;                      // at least 0.001 probable, best first
  std::vector<Conflict> conflicts;                      // worst first
  std::optional<NextTest> next_test;
  // Columns that would have helped, most informative first, and the bits expected from the first.
  std::vector<std::string> missing;
  double missing_bits = 0;
  std::vector<Text> caveats;  // sentences on observations that are evidence for no cause

  double probability() const { return causes.empty() ? 0 : causes.front().probability; }
  // Id of the first cause if it is diagnosed or likely; otherwise empty.
  std::string_view verdict() const;
  // True if the first cause's fix is what to do: there is a verdict, or only attacks are tied.
  bool has_fix() const;
};

struct AttributeInput {
  const Events& events;
  const Correlation& correlation;
  const Site& site;
  const NetworkBook& networks;             // that Caller::network numbers refer to
  std::span<const InputInfo> inputs = {};  // by Event::file; empty: all events are Autotask's
  unsigned threads = 0;                    // 0: one per processor, at most 8
};
std::vector<Diagnosis> attribute(const AttributeInput& input);

// A cause with its words, for reports: the evidence behind its score, prior first, and its fix.
struct Cause {
  std::string id, name;
  CauseCategory category = CauseCategory::cloud_integration;
  std::uint32_t rank = 1;
  double probability = 0;
  Decibans10 score_db10 = 0;
  std::vector<EvidenceLine> evidence;
  Fix fix;
};
class Explainer {
 public:
  explicit Explainer(const AttributeInput& input);
  ~Explainer();
  // The first causes of a diagnosis with their words, up to `most`.
  std::vector<Cause> explain(const Diagnosis& diagnosis, std::size_t most = SIZE_MAX) const;

 private:
  std::unique_ptr<const attribution::Scene> scene_;
};
// What the export shows about an attack. Without it, a fix lists the steps for all cases.
struct AttackFacts {
  bool may_have_entered = false;  // a caller got in, or the export has no successes
  bool from_office = false;
};
Fix fix_of(const RankedCause& cause, const AttackFacts* facts = nullptr);

// "almost certain" from 0.99, "very likely" from 0.95, "likely" from 0.80,
// "probably" from 0.60, otherwise "possibly".
std::string_view words_of(double probability);

// A signal: what it looks at, and the probability of each observation it can make.
struct SignalInfo {
  struct Outcome {
    std::string_view seen;                                   // "an address of a cloud"
    std::vector<std::pair<std::string_view, double>> given;  // behaviour, P(seen | behaviour)
  };
  std::string_view name, looks_at, separates;
  std::string_view reason;        // where the probabilities come from
  std::vector<Outcome> outcomes;  // empty: rests on declarations or documentation alone
};
std::vector<SignalInfo> explain_signals();

std::string_view to_text(CauseCategory category);  // "cloud_integration", ...
std::string_view to_text(Status status);           // "diagnosed", "likely", ...

}  // namespace whylocked

// Stage 4: cases to diagnoses: what most likely caused each, why, and what to do about it.
//
// In:  events, correlation, site, networks.  Out: one Diagnosis a case, in the order of the cases.
// Hypotheses are the products of the catalog and the causes beside them (people, devices, services
// and scripts of one's own, attacks, what no catalog lists). Each signal gives P(observation | h)
// for every hypothesis h from one function (src/attribute/scoring/likelihood.hpp):
//     P(o | h) = c P(o | fact) + (1 - c) P(o | base of its class)
// with c the confidence in the fact. A line of evidence is 10 log10 P(o | h) / P(o), rounded to
// tenths of a deciban (weight of evidence, Good 1985); the first line is the prior. A score is the
// sum of its printed lines, and probabilities are the softmax of the scores: nothing sharpens.
// Hypotheses with equal scores share a rank. What the export cannot show is no evidence; the
// columns that would have helped are in `missing`.
// Lifetime: a Diagnosis is a plain value that holds ids and scores; an Explainer refers to the
// input it was made from.  Threads: calls are independent; attribute() starts threads for many
// cases, and the result is the same for any number.  Failure: none.
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
  password_manager,  // or a password saved in a browser
  custom,            // a script or add-on of one's own
  unlisted,          // a product the catalog does not list
  person,
  attack,
  device,      // a phone, mail app or drive that keeps an old password
  service,     // a service or scheduled task on a computer of one's own
  automation,  // tests of a build, monitors of a sign-in page
  setup,       // an administrator setting something up
  several,     // several causes share the account
};

enum class Status : std::uint8_t {
  diagnosed,              // the first cause has 0.90 or more
  likely,                 // it has 0.60 or more, and three times the next
  tied,                   // two to four share 0.85 and lie within a factor of 3 of each other
  insufficient_evidence,  // else; `kinds` may still be clear
};

// A probability that a line was computed from.
struct NamedProbability {
  std::string_view name;  // "P(seen | cause)", "P(seen | base)", "P(seen)", "confidence"
  double value = 0;
};

struct EvidenceLine {
  std::string_view signal;  // "prior", "account-link", "schedule", ...: see explain_signals()
  Decibans10 db10 = 0;
  Text words;             // what was seen: the same for every cause of the case
  std::string fact = {};  // what a fact about this cause adds: "; it is hosted in this cloud"
  std::string says() const { return words.str() + fact; }
  std::uint32_t place = 0;                   // of the line among those of the case; the prior is 0
  std::vector<NamedProbability> from;        // db10 = 100 log10 of "P(seen | cause)" / "P(seen)"
  std::vector<std::uint32_t> events = {};    // indexes of at most kRowsShown events that show it
  std::vector<std::uint32_t> activity = {};  // the same for Events::activity
  bool declared = false;                     // it rests on the site file or a roster
};
inline constexpr std::size_t kRowsShown = 5;

struct Fix {
  std::string where;  // where the credential is kept
  std::vector<std::string> steps;
  std::string source;
  std::size_t shared = 0;  // the last so many of the steps: many remedies end with the same

  auto own_steps() const { return std::span(steps).first(steps.size() - shared); }
  auto shared_steps() const { return std::span(steps).last(shared); }
};

// A cause in a diagnosis. Causes are identified by their place in the list of all hypotheses,
// which depends on nothing but the program's version.
struct RankedCause {
  std::uint16_t hypothesis = 0;
  CauseCategory category = CauseCategory::cloud_integration;
  std::uint32_t rank = 1;  // equal scores share a rank, and so do causes that are tied
  double probability = 0;
  Decibans10 score_db10 = 0;  // sum of its lines
};
std::string_view id_of(const RankedCause& cause);
std::string_view name_of(const RankedCause& cause);
inline bool is_attack(CauseCategory category) { return category == CauseCategory::attack; }

// site.json or a roster says one thing, the export another. Shown before any cause.
struct Conflict {
  Text declared;                    // "site.json: svc-sync belongs to Hudu"
  std::string seen;                 // "the export speaks for Zomentum, 40 times as likely"
  double odds = 1;                  // how much likelier what is seen is than what is declared
  std::vector<std::uint32_t> rows;  // events
};

struct Outcome {
  std::string id;                      // "stops": stable, for programs
  std::string if_;                     // in words
  std::vector<std::string> then = {};  // ids of causes that remain, or plain words
};

struct NextTest {
  std::string id;  // "rename-account": stable, for programs
  std::string says;
  std::vector<std::string> steps;
  std::vector<Outcome> outcomes;
  double bits = 0;  // expected information about the cause
  double cost = 0;  // 1: a look-up; 3: an export or a declaration; 10: a change; 30: an outage
};

struct Diagnosis {
  std::uint32_t case_index = 0;  // in Correlation::cases
  Status status = Status::insufficient_evidence;
  std::string account_kind;                             // "api_user", "person", "unknown"
  std::vector<std::pair<CauseCategory, double>> kinds;  // by falling probability
  std::vector<RankedCause> causes;                      // probability of at least 0.001, best first
  std::vector<Conflict> conflicts;                      // the worst first
  std::optional<NextTest> next_test;
  // Columns that would have helped, the most informative first, and the bits expected of that one.
  std::vector<std::string> missing;
  double missing_bits = 0;
  std::vector<Text> caveats;  // sentences on what was seen but speaks for no cause

  double probability() const { return causes.empty() ? 0 : causes.front().probability; }
  // Id of the cause, where one is diagnosed or likely; else empty.
  std::string_view verdict() const;
  // Whether the first cause's fix is the thing to do: it is named, or tied with other attacks.
  bool has_fix() const;
};

struct AttributeInput {
  const Events& events;
  const Correlation& correlation;
  const Site& site;
  const NetworkBook& networks;             // in which Caller::network are numbers
  std::span<const InputInfo> inputs = {};  // by Event::file; empty: Autotask
  unsigned threads = 0;                    // 0: as parallel_for does
};
std::vector<Diagnosis> attribute(const AttributeInput& input);

// A cause with its words, for reports: the lines behind its score, the prior first, and its fix.
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
  // The first of its causes, at most so many.
  std::vector<Cause> explain(const Diagnosis& diagnosis, std::size_t most = SIZE_MAX) const;

 private:
  std::unique_ptr<const attribution::Scene> scene_;
};
// An attack as a case shows it. Without that a fix has the steps for every case.
struct AttackFacts {
  bool may_have_entered = false;  // a caller got in, or the export does not show successes
  bool from_office = false;
};
Fix fix_of(const RankedCause& cause, const AttackFacts* facts = nullptr);

// "almost certain" from 0.99, "very likely" from 0.95, "likely" from 0.80, "probably" from 0.60,
// else "possibly".
std::string_view words_of(double probability);

// A signal in general: what it looks at, and the probability of each thing that it may see.
struct SignalInfo {
  struct Outcome {
    std::string_view seen;                                   // "an address of a cloud"
    std::vector<std::pair<std::string_view, double>> given;  // behaviour, P(seen | behaviour)
  };
  std::string_view name, looks_at, separates;
  std::string_view reason;        // where the probabilities come from
  std::vector<Outcome> outcomes;  // empty: judged by what is declared or documented alone
};
std::vector<SignalInfo> explain_signals();

std::string_view to_text(CauseCategory category);  // "cloud_integration", ...
std::string_view to_text(Status status);           // "diagnosed", "likely", ...

}  // namespace whylocked

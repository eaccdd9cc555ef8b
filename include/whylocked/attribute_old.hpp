// TRANSITION: the diagnosis by lockout, until every report speaks of cases (attribute.hpp); then
// this file and src/attribute/*.cpp that include it go.
//
// Stage 4: incidents to diagnoses: what most likely caused each lockout, why, and what to do.
//
// In:  events, correlation, site, networks.  Out: one Diagnosis an incident, in the same order.
// Every integration of the catalog, an unlisted integration, a person, a password manager and
// three kinds of attack are rivals. The score of a rival is the sum of its evidence lines: a prior
// and capped log-likelihood ratios, all from one table (src/attribute/weights.cpp) that gives the
// reason for each number. Numbers are whole tenths of a deciban, so lines add up exactly and ties
// are exact. Probabilities are the softmax of prior + evidence / temperature (tuning.hpp), for
// several origins the mean of theirs weighed by their share. A column that the export lacks is no
// evidence; it is named in `missing`.
// What many lockouts have in common is kept once (see Causes). Lifetime: a Diagnosis owns or shares
// its text; event indexes refer to Events.  Threads: calls are independent; of its own it starts
// some for many lockouts, and the result is the same.  Failure: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/catalog.hpp"
#include "whylocked/correlate.hpp"
#include "whylocked/event.hpp"
#include "whylocked/site.hpp"

namespace whylocked {
namespace old {

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

enum class CauseCategory : std::uint8_t {
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
  CauseCategory group = CauseCategory::cloud_integration;
  double probability = 0;
  Decibans10 score_db10 = 0;           // sum of `evidence`
  std::vector<EvidenceLine> evidence;  // of the origin that speaks most for it; prior first
  Fix fix;
};

// A Cause without its words.
struct CauseInBrief {
  std::uint32_t rank = 1;
  std::string_view id, name;
  CauseKind kind = CauseKind::integration;
  CauseCategory group = CauseCategory::cloud_integration;
  double probability = 0;
  Decibans10 score_db10 = 0;
};

// Where causes come from that are put together when they are asked for.
class CauseSource {
 public:
  virtual ~CauseSource() = default;
  virtual std::size_t size() const = 0;
  virtual CauseInBrief brief(std::size_t index) const = 0;
  virtual Cause cause(std::size_t index) const = 0;
  // Sources with the same likeness have the same causes in brief. For what is worked out of them.
  virtual const void* likeness() const = 0;
};

// The causes of a lockout: a list of values. A hundred causes with their words take tens of
// kilobytes, so attribute() does not write them out: reading gives a Cause made for the reader, and
// brief() one without words, which costs nothing. To change the list writes it out.
class Causes {
 public:
  Causes() = default;
  Causes(std::vector<Cause> own) : own_(std::move(own)) {}  // NOLINT: a list is a list
  explicit Causes(std::shared_ptr<const CauseSource> source) : source_(std::move(source)) {}

  std::size_t size() const { return source_ ? source_->size() : own_.size(); }
  bool empty() const { return size() == 0; }
  CauseInBrief brief(std::size_t index) const;
  const void* likeness() const { return source_ ? source_->likeness() : nullptr; }  // null: unknown
  Cause operator[](std::size_t index) const {
    return source_ ? source_->cause(index) : own_[index];
  }
  Cause at(std::size_t index) const { return index < size() ? (*this)[index] : own_.at(index); }
  Cause front() const { return (*this)[0]; }

  class Iterator {
   public:
    using value_type = Cause;
    using difference_type = std::ptrdiff_t;
    using reference = Cause;
    using pointer = std::unique_ptr<const Cause>;
    using iterator_category = std::input_iterator_tag;

    Iterator(const Causes& causes, std::size_t index) : causes_(&causes), index_(index) {}
    Cause operator*() const { return (*causes_)[index_]; }
    pointer operator->() const { return std::make_unique<const Cause>(**this); }
    Iterator& operator++() { return ++index_, *this; }
    Iterator operator++(int) { return {*causes_, index_++}; }
    bool operator==(const Iterator&) const = default;

   private:
    const Causes* causes_;
    std::size_t index_;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

  Cause& operator[](std::size_t index) { return own()[index]; }
  Cause& at(std::size_t index) { return own().at(index); }
  Cause& front() { return own().front(); }
  void push_back(Cause cause) { own().push_back(std::move(cause)); }
  std::vector<Cause>::iterator begin() { return own().begin(); }
  std::vector<Cause>::iterator end() { return own().end(); }

 private:
  std::vector<Cause>& own();

  std::vector<Cause> own_;
  std::shared_ptr<const CauseSource> source_;  // if there is one, own_ is empty
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

// A test or none, as std::optional; lockouts with the same answer share it.
class SharedTest {
 public:
  SharedTest() = default;
  SharedTest(NextTest test)  // NOLINT: as std::optional
      : test_(std::make_shared<const NextTest>(std::move(test))) {}
  explicit SharedTest(std::shared_ptr<const NextTest> test) : test_(std::move(test)) {}

  explicit operator bool() const { return test_ != nullptr; }
  const NextTest& operator*() const { return *test_; }
  const NextTest* operator->() const { return test_.get(); }

 private:
  std::shared_ptr<const NextTest> test_;
};

// Texts that many lockouts have in common.
class SharedTexts {
 public:
  SharedTexts() = default;
  SharedTexts(std::vector<std::string> texts)  // NOLINT: a list is a list
      : texts_(std::make_shared<const std::vector<std::string>>(std::move(texts))) {}
  SharedTexts(std::initializer_list<std::string> texts)
      : SharedTexts(std::vector<std::string>(texts)) {}

  auto begin() const { return list().begin(); }
  auto end() const { return list().end(); }
  std::size_t size() const { return list().size(); }
  bool empty() const { return list().empty(); }
  bool is(const SharedTexts& other) const { return texts_ == other.texts_; }  // the same, not equal

 private:
  const std::vector<std::string>& list() const {
    static const std::vector<std::string> none;
    return texts_ ? *texts_ : none;
  }
  std::shared_ptr<const std::vector<std::string>> texts_;
};

struct Diagnosis {
  std::size_t incident = 0;  // index in Correlation::incidents
  std::string account_kind;  // "api_user", "person", "unknown"
  Status status = Status::insufficient_evidence;
  std::string verdict;                                // id of the cause, or empty
  std::vector<std::pair<CauseCategory, double>> kinds;  // by falling probability, then order above
  Causes causes;                                      // probability of at least 0.001, best first
  SharedTest next_test;
  SharedTexts missing;               // columns that would have helped: "user agent", ...
  std::vector<std::string> caveats;  // sentences on what was seen but speaks for no cause
};

// `networks` is the book in which the numbers of Caller::network stand; `threads` as in
// CorrelateOptions.
std::vector<Diagnosis> attribute(const Events& events, const Correlation& correlation,
                                 const Site& site, const NetworkBook& networks = {},
                                 unsigned threads = 0);

// A signal in general: what it looks at, and what each thing that it may see is worth.
struct SignalInfo {
  struct Worth {
    std::string_view rival;  // "person", "product in its vendor's cloud"
    int value;
  };
  struct Observation {
    std::string_view reason;
    std::string_view unit;  // "dB", or of what the values are a share
    std::vector<Worth> worth;
  };
  std::string_view name, looks_at, separates;
  std::vector<std::string_view> capped_with;  // signals that see the same from another side
  std::vector<Observation> observations;      // empty: judged by what a product documents alone
};
std::vector<SignalInfo> explain_signals();

std::string_view to_text(CauseKind kind);
std::string_view to_text(CauseCategory kind);
std::string_view to_text(Status status);

}  // namespace old
using namespace old;
}  // namespace whylocked

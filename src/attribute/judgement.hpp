// What an observation is worth for each rival, worked out once for all lockouts that show it.
//
// In:  a signal and the few values that its decibans depend on.  Out: a EvidenceWeights with a number.
// Equal keys give the same EvidenceWeights, so a row of numbers tells what was seen of a caller, and all
// that follows from it (scores, ranks) can be looked up by it.
// Lifetime: judgements live as long as anybody refers to them.  Threads: one book a thread.
// Failure: none.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "attribute/rivals.hpp"

namespace whylocked::old {

struct EvidenceWeights {
  std::uint32_t number = 0;
  std::vector<Decibans10> db10 = std::vector<Decibans10>(rivals().size(), 0);  // by rival
  // By rival: what it adds to the words; none: nothing for any.
  std::shared_ptr<std::vector<std::string>> more;

  // Adds a row of the table to every rival.
  EvidenceWeights& add(Seen seen);
  void say(std::size_t rival, std::string words);
  bool any() const;  // worth something for somebody
};

// What a key begins with: the question that was asked.
enum class Asked : std::uint8_t { row, account_kind, published, place, onset };

class JudgementBook {
 public:
  struct Key {
    Asked asked = Asked::row;
    std::uint64_t a = 0, b = 0;
    bool operator==(const Key&) const = default;
  };
  using Shared = std::shared_ptr<const EvidenceWeights>;

  // `fill` is called for the first of a key.
  template <class Fill>
  const Shared& judge(const Key& key, Fill fill) {
    Shared& known = by_key_[key];
    if (!known) {
      EvidenceWeights made;
      fill(made);
      known = keep(std::move(made));
    }
    return known;
  }
  // The row of the table alone.
  const Shared& judge(Seen seen);
  // For what has no small key: judgements with equal numbers and the same words are one.
  Shared same_as(EvidenceWeights made);

 private:
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  Shared keep(EvidenceWeights made);

  std::unordered_map<Key, Shared, Hash> by_key_;
  std::map<std::pair<const void*, std::vector<Decibans10>>, Shared> by_value_;
  std::uint32_t numbers_ = 0;
};

}  // namespace whylocked::old

// What the findings of a lockout say and show, put away until somebody asks.
//
// In:  the findings of one origin after the other.  Out: of each its words and rows.
// An export has a million findings and a report shows a few of them, so they take little room: the
// texts of all lie one behind the other, and so do the rows. What findings with one judgement have
// in common stays with that (see OriginScore).
// Lifetime: owns what it holds.  Threads: const access is safe.  Failure: std::bad_alloc; texts of
// one lockout are below 4 GiB.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attribute/signals.hpp"

namespace whylocked::old {

class PutAway {
 public:
  void add(const std::vector<Finding>& of_origin);
  void shrink();  // after the last

  // Of finding `index` of the origin added as number `origin`.
  std::string words(std::size_t origin, std::size_t index, std::size_t rival,
                    const EvidenceWeights& judged) const;
  std::vector<std::uint32_t> events(std::size_t origin, std::size_t index) const;
  std::vector<std::uint32_t> activity(std::size_t origin, std::size_t index) const;

 private:
  struct Item {                      // begins where the one before ends
    std::uint32_t says, tail;        // ends in texts_
    std::uint32_t events, activity;  // ends in rows_
  };
  struct Own {
    std::uint32_t item = 0, rival = 0;
    std::string text;
  };
  std::size_t item(std::size_t origin, std::size_t index) const {
    return index + (origin == 0 ? 0 : origins_[origin - 1]);
  }
  std::string_view text(std::uint32_t from, std::uint32_t to) const {
    return std::string_view(texts_).substr(from, to - from);
  }

  std::vector<std::uint32_t> origins_;  // of each, the end of its items
  std::vector<Item> items_;
  std::vector<std::uint32_t> rows_;
  std::string texts_;
  std::vector<Own> own_;  // whole words for single rivals, by item
};

}  // namespace whylocked::old

// Lockouts put together as people think of them: one block a story.
//
// In:  a View.  Out: blocks: the lockouts of one account with one verdict; or of several accounts
//      that one caller attacked.
// Blocks are ordered by the number of lockouts of their account, then by time; a spray over fifty
// accounts is one block and not fifty.
// Lifetime: blocks refer to the Report.  Threads: pure.  Failure: none.  Cost: linear in lockouts
// and in addresses of attackers, but for sorting the blocks.
#pragma once

#include <vector>

#include "report/view.hpp"

namespace whylocked {

struct Block {
  std::vector<TextId> users;               // by first lockout
  std::vector<const Diagnosis*> lockouts;  // by time
  const Diagnosis* lead = nullptr;  // the one whose evidence is shown: the most certain, the first
};

std::vector<Block> make_blocks(const View& view);

// The causes of rank 1, which come first: one, or those of a tie.
std::vector<CauseInBrief> leaders(const Diagnosis& diagnosis);

}  // namespace whylocked

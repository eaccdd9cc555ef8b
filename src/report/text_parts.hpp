// The parts of the report for people, top to bottom.
//
// In:  a View, a Block, the options.  Out: lines on a Page.
// The answer comes first, then why, then what to do; what is only of interest to some is one line.
// Lifetime: none.  Threads: pure.  Failure: none.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "report/page.hpp"
#include "report/story.hpp"

namespace whylocked {

// What was written before, by what it depends on: most lockouts of an export are alike.
struct TextMemo {
  using Key = std::pair<const void*, const NextTest*>;  // Causes::likeness, Diagnosis::next_test
  std::map<Key, std::string> tails;                     // of blocks: advice and other causes
  std::unordered_map<const void*, std::string> verdicts;
};

// Columns: of a block's lines and their labels ("Trigger" and two blanks), of what explains them.
inline constexpr std::size_t kBlockIndent = 2, kBlockLabel = 9, kInnerIndent = 4;

struct TextContext {
  const View& view;
  Page& page;
  TextMemo& memo;
  bool all_causes = false;
};

// text_summary.cpp
void show_summary(const TextContext& context);
void show_overview(const TextContext& context, const std::vector<Block>& blocks);
void show_no_lockout(const TextContext& context);
void show_missing(const TextContext& context);

// text_block.cpp: who was locked, by what, when, from where.
// `first`: of the report; it alone explains the unit of its numbers.
void show_block(const TextContext& context, const Block& block, bool first);
std::string shown_verdict(const TextContext& context, const Diagnosis& diagnosis);

// text_evidence.cpp
void show_evidence(const TextContext& context, const Block& block, bool legend);
void show_others(const TextContext& context, const Diagnosis& diagnosis);
void show_all_causes(const TextContext& context, const Diagnosis& diagnosis);

// text_callers.cpp
void show_callers(const TextContext& context, const Incident& incident);

// text_timeline.cpp
void show_timeline(const TextContext& context, const Block& block);

// text_advice.cpp
void show_advice(const TextContext& context, const Diagnosis& diagnosis);

}  // namespace whylocked

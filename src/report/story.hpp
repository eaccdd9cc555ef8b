// What a report for people says, in words and without a layout.
//
// In:  a View, a Block or Diagnosis.  Out: escaped words as in words.hpp, and the few lists that
//      every such report shows in the same order.
// Text, HTML and Markdown differ in layout and not in what they say: the words stand here.
// Lifetime: lists refer to what they were made of.  Threads: pure.  Failure: none.
#pragma once

#include <string>
#include <vector>

#include "report/blocks.hpp"
#include "report/words.hpp"

namespace whylocked {

inline constexpr std::size_t kTiedNamed = 6;     // of a tie; a crowd shows fewer names
inline constexpr std::size_t kUsersListed = 12;  // of an attack on many

struct Wording {
  bool color = false;
  bool all = false;  // name every member of a crowd
};

// story.cpp: who was locked, by what, when.
// "8 accounts", or the name of the one.
std::string accounts_words(const View& view, const Block& block);
// "LogicMonitor: almost certain, 99.8 %", "Tied between A and B, 45 % each"
std::string verdict_words(const Diagnosis& diagnosis, const Wording& how = {});
std::string locked_words(const View& view, const Block& block, bool all = false);
std::string trigger_words(const View& view, const Incident& incident);  // empty: not known
std::uint64_t attempts_after(const View& view, const Block& block);     // while locked

// story_callers.cpp: an empty text is what is not known.
std::string place_words(const View& view, const Caller& origin);
std::string client_words(const View& view, const Caller& origin);
std::string part_words(const View& view, const Incident& incident, const Contribution& blame);
std::string beat_words(const Periodicity& rhythm);
std::string caller_words(const View& view, const Caller& origin);

// story_causes.cpp
// "a.csv:3,5,8 b.csv:1": where to look.
std::string places_words(const View& view, const std::vector<std::uint32_t>& events);
std::string places_words(const View& view, const EvidenceLine& line);
// Lines often rest on the same rows; they are named at the first of them.
struct ToldLine {
  const EvidenceLine* line = nullptr;  // of the Cause
  std::string places;                  // empty: none, or named before
};
std::vector<ToldLine> told_lines(const View& view, const Cause& cause);
std::string why_words(const View& view, const Block& block);
// Causes that nothing tells apart, as one line.
struct Crowd {
  std::vector<CauseInBrief> causes;
  std::size_t first = 0;  // index of the first of them in Diagnosis::causes
};
bool worth_a_line(const Crowd& crowd);
std::vector<Crowd> crowds_behind(const Diagnosis& diagnosis);  // those of a verdict left out
std::string cause_name(const Diagnosis& diagnosis, std::string_view id);
std::string worth_words(double bits);
// Where each of a tie's products keeps the password, as far as looking at all is quick.
struct PlaceOfTie {
  std::string name, where;  // `where` does not repeat the name
};
std::vector<PlaceOfTie> places_of_tie(const Diagnosis& diagnosis);

// story_summary.cpp
std::string counts_words(const View& view);      // "export.csv: 3 lockouts, 18 failed logins, ..."
std::string period_words(const Report& report);  // from when to when; empty: no event
// The failures of one account from one address, over all windows.
struct Failures {
  TextId user = kNone, address = kNone;
  std::uint64_t count = 0;
  Micros first = 0, last = 0;
};
std::vector<Failures> largest_failures(const std::vector<Group>& groups, std::size_t most);
std::string failures_words(const View& view, const Failures& failures);
std::vector<std::string> missing_columns(const Report& report);  // that would have helped

}  // namespace whylocked

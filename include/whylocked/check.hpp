// Shows how files would be understood, before anybody trusts a diagnosis of them.
//
// In:  paths and the options of a diagnosis.  Out: for each input, every column (the field it is
//      used as and why, how many rows fill it, a few values), what the rows become, doubts, and the
//      options that would settle them.
// A column looks like a field if normalize can read most of its values as that field. An option is
// suggested only after it has worked on the first rows.
// Lifetime: plain values.  Threads: calls are independent.  Memory: samples of the first
// rows. Failure: the diagnostics of read and normalize; a file that is not understood is
// still checked as far as its columns are found. Standard input can be read only once, so
// there only the columns in use have values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/normalize.hpp"
#include "whylocked/read.hpp"
#include "whylocked/text.hpp"

namespace whylocked {

struct ColumnCheck {
  std::string name;
  std::uint32_t number = 0;         // from 1
  std::optional<Field> field;       // what it is used as; nullopt: unused
  std::string_view because;         // "option", "profile", "name"; empty if unused
  std::uint64_t rows = 0;           // sampled
  std::uint64_t filled = 0;         // of the sampled rows
  std::uint64_t distinct = 0;       // values, up to kMaxDistinct
  std::vector<std::string> values;  // first distinct values, secrets masked
  std::optional<Field> looks_like;  // by its values: time, user, address, event, reason, user_agent
};

struct FileCheck {
  InputInfo info;
  bool understood = false;
  std::vector<ColumnCheck> columns;  // a column used as several fields is listed once for each
  std::vector<std::pair<EventKind, std::uint64_t>> kinds;  // of events, those that occur
  std::vector<std::pair<Reason, std::uint64_t>> reasons;   // of failures
  std::vector<Text> doubts;
  std::vector<Text> options;  // command-line words to settle the doubts: "--map", "user=Login"
};

inline constexpr std::size_t kMaxDistinct = 1000;

std::vector<FileCheck> check_files(const std::vector<std::string>& paths, const ReadOptions& read,
                                   const NormalizeOptions& normalize, Diagnostics& diagnostics);

}  // namespace whylocked

// How a file would be understood, checked before a diagnosis is trusted.
//
// In:  paths and the options of a diagnosis.  Out: for each input every column: the field it is
//      used as, why, how many rows fill it, a few values; what the rows become; doubts, and the
//      options that would settle them.
// A column looks like a field if normalize reads most of its values as that field. Advice is tried
// on the first rows before it is given.
// Lifetime: plain values.  Threads: calls are independent.  Memory: samples of the first rows.
// Failure: the diagnostics of read and normalize; a file that is not understood is checked all the
// same as far as its columns are found. Standard input is read once, so that only the columns that
// are understood have values.
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
  std::optional<Field> field;       // used as; none: not used
  std::string_view because;         // "option", "profile", "name"; empty if not used
  std::uint64_t rows = 0;           // sampled
  std::uint64_t filled = 0;         // of those
  std::uint64_t distinct = 0;       // of the filled, up to kMaxDistinct
  std::vector<std::string> values;  // the first distinct ones, secrets masked
  std::optional<Field> looks_like;  // by its values: time, user, address, event, reason, user_agent
};

struct FileCheck {
  InputInfo info;
  bool understood = false;
  std::vector<ColumnCheck> columns;                        // once for each field that it is used as
  std::vector<std::pair<EventKind, std::uint64_t>> kinds;  // that occur
  std::vector<std::pair<Reason, std::uint64_t>> reasons;   // of failures
  std::vector<Text> doubts;
  std::vector<Text> options;  // that would settle them: "--map", "user=Login"
};

inline constexpr std::size_t kMaxDistinct = 1000;

std::vector<FileCheck> check_files(const std::vector<std::string>& paths, const ReadOptions& read,
                                   const NormalizeOptions& normalize, Diagnostics& diagnostics);

}  // namespace whylocked

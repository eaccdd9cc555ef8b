#include "input/table/ambiguous_columns.hpp"

#include <map>

#include "input/table/aliases.hpp"

namespace whylocked::input {

namespace {

void note_twice(const std::vector<std::string>& names, std::uint64_t row, InputContext& job) {
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = fold(names[i]);
    if (name.empty()) continue;
    const auto [found, is_new] = first.emplace(name, i);
    if (is_new) continue;
    job.tell(Severity::note, "column-twice",
             "two columns have this name, " + std::to_string(found->second + 1) + " and " +
                 std::to_string(i + 1) + "; the name means the first",
             {row, static_cast<std::uint32_t>(i + 1), names[i], 0,
              "--map FIELD=" + std::to_string(i + 1) + " means the other one"});
  }
}

void note_rivals(const ColumnMapping& meaning, const std::vector<std::string>& names,
                 std::uint64_t row, InputContext& job) {
  for (const auto& [field, column] : meaning.rivals) {
    const std::string& taken = meaning.columns.header[static_cast<std::size_t>(field)];
    if (fold(taken) == fold(names[column])) continue;  // told as a name that stands twice
    job.tell(
        Severity::note, "column-rival",
        "could be the " + std::string(to_text(field)) + " too; \"" + taken + "\" is taken for it",
        {row, static_cast<std::uint32_t>(column + 1), names[column], 0,
         "--map " + std::string(to_text(field)) + '=' + names[column] + " if this one is meant"});
  }
}

}  // namespace

void note_doubts(const ColumnMapping& meaning, const std::vector<std::string>& names,
                 std::uint64_t row, InputContext& job) {
  if (row != 0) note_twice(names, row, job);  // keys of JSON differ
  note_rivals(meaning, names, row, job);
}

}  // namespace whylocked::input

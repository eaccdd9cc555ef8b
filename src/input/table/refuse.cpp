#include "input/table/refuse.hpp"

namespace whylocked::input {

namespace {

std::string hint_for(const std::string& option, const std::vector<std::string>& names) {
  const std::string columns = list_columns(names);
  return "name the columns with " + option + (columns.empty() ? "" : "; " + columns);
}

// "--map time=COLUMN --map user=COLUMN"
std::string map_options(const std::vector<Field>& fields) {
  std::string text;
  for (const Field field : fields)
    text += (text.empty() ? "--map " : " --map ") + std::string(to_text(field)) + "=COLUMN";
  return text;
}

}  // namespace

bool refuse_columns(const ColumnMapping& meaning, const std::vector<std::string>& names,
                    std::uint64_t row, InputContext& job) {
  for (const std::string& column : meaning.unknown)
    job.tell(Severity::error, "map-column", "--map: no column \"" + column + '"',
             {row, 0, {}, 0, list_columns(names)});
  if (meaning.missing.empty() || !meaning.unknown.empty()) return false;
  const std::string missing = join_fields(meaning.missing);
  const bool some = meaning.named >= 2;  // one known word is found in any text
  const std::string message = row == 0 ? "no key names the " + missing
                              : some
                                  ? "the header names no column of " + missing
                                  : "no header row found: no row names the columns of " + missing;
  job.tell(Severity::error, "header", message,
           {some ? row : 0, 0, {}, 0, hint_for(map_options(meaning.missing), names)});
  return false;
}

}  // namespace whylocked::input

#include "input/table/column_diagnostics.hpp"

#include <map>

#include "input/table/aliases.hpp"

namespace whylocked::input {

namespace {

// "--map time=COLUMN --map user=COLUMN"
std::string map_options(const std::vector<Field>& fields) {
  std::string text;
  for (const Field field : fields)
    text += (text.empty() ? "--map " : " --map ") + std::string(to_text(field)) + "=COLUMN";
  return text;
}

void note_duplicates(const std::vector<std::string>& names, std::uint64_t row,
                     InputContext& context) {
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = fold(names[i]);
    if (name.empty()) continue;
    const auto [found, is_new] = first.emplace(name, i);
    if (is_new) continue;
    context.add_diagnostic(
        Severity::note, "column-twice",
        "two columns have this name, " + std::to_string(found->second + 1) + " and " +
            std::to_string(i + 1) + "; the name means the first",
        {.row = row,
         .column = static_cast<std::uint32_t>(i + 1),
         .excerpt = names[i],
         .hint = "--map FIELD=" + std::to_string(i + 1) + " means the other one"});
  }
}

void note_ambiguous(const ColumnMapping& mapping, const std::vector<std::string>& names,
                    std::uint64_t row, InputContext& context) {
  for (const auto& [field, column] : mapping.ambiguous) {
    const std::string& used = mapping.columns.header[static_cast<std::size_t>(field)];
    if (fold(used) == fold(names[column])) continue;  // noted as a duplicate
    const std::string name(to_text(field));
    context.add_diagnostic(
        Severity::note, "column-rival",
        "could be the " + name + " too; " + Text::quoted(NameKind::column, used) +
            " is taken for it",
        {.row = row,
         .column = static_cast<std::uint32_t>(column + 1),
         .excerpt = names[column],
         .hint = "--map " + name + '=' + Text::name(NameKind::column, names[column]) +
                 " if this one is meant"});
  }
}

}  // namespace

bool fail_columns(const ColumnMapping& mapping, const std::vector<std::string>& names,
                  std::uint64_t row, InputContext& context) {
  const Text columns = list_columns(names);
  for (const std::string& column : mapping.unknown)
    context.add_diagnostic(Severity::error, "map-column",
                           "--map: no column " + Text::quoted(NameKind::column, column),
                           {.row = row, .hint = columns});
  if (mapping.missing.empty() || !mapping.unknown.empty()) return false;
  const std::string missing = join_fields(mapping.missing);
  const bool has_header = mapping.named >= 2;  // one known word is found in any text
  const std::string message = row == 0 ? "no key names the " + missing
                              : has_header
                                  ? "the header names no column of " + missing
                                  : "no header row found: no row names the columns of " + missing;
  const bool lines = row != 0 && context.info.sheet.empty() && names.size() == 1;
  const Text hint = "name the columns with " + map_options(mapping.missing) +
                    (columns.empty() ? columns : "; " + columns);
  context.add_diagnostic(
      Severity::error, "header", message,
      {.row = has_header ? row : 0,
       .hint = lines ? "if these are lines of a log, describe them in a file for --profile; "
                       "`whylocked formats vaultwarden --json` shows one"
                     : hint});
  return false;
}

void note_ambiguous_columns(const ColumnMapping& mapping, const std::vector<std::string>& names,
                            std::uint64_t row, InputContext& context) {
  if (row != 0) note_duplicates(names, row, context);  // keys of JSON differ
  note_ambiguous(mapping, names, row, context);
}

}  // namespace whylocked::input

#include "check/advice.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/split.hpp"
#include "whylocked/profile.hpp"

namespace whylocked::data {
extern const std::string_view name_words;
}

namespace whylocked::check {

namespace {

constexpr std::uint64_t kRowsTried = 1000;

constexpr Field kFields[] = {Field::time, Field::user, Field::address};  // as in name_words.txt

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// Splits "data.win.eventdata.targetUserName" into data, win, eventdata, target, user, name.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  char before = 0;
  for (const char c : name) {
    const bool begins = !ascii::is_letter(before) || (!is_lower(c) && is_lower(before));
    if (ascii::is_letter(c)) (begins ? words.emplace_back() : words.back()) += ascii::lower(c);
    before = c;
  }
  return words;
}

// True if values may be account names: one word each, with a letter, not a machine's ("DC01$").
bool are_names(const std::vector<std::string>& values) {
  return !values.empty() && std::ranges::all_of(values, [](const std::string& value) {
    return value.find_first_of(" \t,;/") == value.npos && !value.ends_with('$') &&
           std::ranges::any_of(value, ascii::is_letter);
  });
}

bool could_be(const ColumnCheck& column, Field field) {
  if (column.field || column.filled == 0 || name_fitness(column.name, field) < 0) return false;
  if (column.looks_like == field) return true;
  return field == Field::user && name_fitness(column.name, field) > 0 && !column.looks_like &&
         are_names(column.values);
}

// The best unused column for a field; nullptr: none.
const ColumnCheck* best_column(const FileCheck& file, Field field) {
  const ColumnCheck* best = nullptr;
  const auto rank = [&](const ColumnCheck& column) {
    return std::pair(name_fitness(column.name, field), column.distinct > 1);
  };
  for (const ColumnCheck& column : file.columns)
    if (could_be(column, field) && (best == nullptr || rank(column) > rank(*best))) best = &column;
  return best;
}

using Suggestion = std::pair<Field, const ColumnCheck*>;

// Columns for the fields the file lacks.
std::vector<Suggestion> suggest_columns(const FileCheck& file) {
  const Columns& columns = file.info.columns;
  std::vector<Suggestion> suggestions;
  for (const Field field :
       {Field::time, Field::user, Field::address, Field::event, Field::reason}) {
    if (columns.has(field)) continue;
    if (field == Field::event && (columns.has(Field::outcome) || columns.has(Field::reason)))
      continue;
    const ColumnCheck* const column = best_column(file, field);
    if (column != nullptr) suggestions.emplace_back(field, column);
  }
  return suggestions;
}

// True if the suggestions turn the first rows into events.
bool would_work(const std::string& path, ReadOptions read, NormalizeOptions normalize,
                const std::vector<Suggestion>& suggestions) {
  for (const auto& [field, column] : suggestions) read.map.emplace_back(field, column->name);
  read.max_rows = kRowsTried;
  normalize.date_order = DateOrder::mdy;  // either order will do here
  InputInfo info;
  Events events;
  Diagnostics ignored;
  Normalizer normalizer(normalize, 0, info, events, ignored);
  read_input(path, read, normalizer, ignored, info);
  return info.rows > 0 && normalizer.finish() && !events.rows.empty();
}

// Doubts the header if no column is used.
void doubt_header(FileCheck& file) {
  std::size_t known = 0;  // one known word may occur in any text
  bool time = false, user = false;
  for (const ColumnCheck& column : file.columns) {
    if (column.field) return;
    const auto field = guess_field(column.name);
    known += field.has_value();
    time |= field == Field::time;
    user |= field == Field::user;
  }
  if (known < 2 || (time && user)) {
    file.doubts.push_back(
        "neither a header row nor a known format; `whylocked formats` lists the known ones, "
        "--profile FILE adds one");
    return;
  }
  for (const auto& [named, field] : {std::pair(time, "time"), {user, "user"}})
    if (!named)
      file.doubts.push_back("no column is named as the " + std::string(field) + "; --map " + field +
                            "=COLUMN names it");
}

void doubt_missing(const std::string& path, const ReadOptions& read,
                   const NormalizeOptions& normalize, FileCheck& file) {
  const std::vector<Suggestion> suggestions = suggest_columns(file);
  const bool tried = !path.empty() && !suggestions.empty();
  if (tried && would_work(path, read, normalize, suggestions)) {
    for (const auto& [field, column] : suggestions) {
      const std::string name(to_text(field));
      file.doubts.push_back("no column is used as the " + name + ", but " +
                            Text::quoted(NameKind::column, column->name) + " looks like it");
      file.options.insert(file.options.end(),
                          {"--map", name + '=' + Text::name(NameKind::column, column->name)});
    }
    return;
  }
  if (!file.understood && !file.columns.empty()) doubt_header(file);
}

// Doubts a column whose values do not fit the field it is used as.
void doubt_used(FileCheck& file) {
  for (const ColumnCheck& column : file.columns) {
    const bool shaped = column.field == Field::time || column.field == Field::address;
    const auto looks = column.looks_like;
    if (shaped && column.filled > 1 && looks != column.field)
      file.doubts.push_back(Text::quoted(NameKind::column, column.name) + " is used as the " +
                            std::string(to_text(*column.field)) +
                            ", but many of its values are not one");
    else if (column.field == Field::user && (looks == Field::time || looks == Field::address))
      file.doubts.push_back(Text::quoted(NameKind::column, column.name) +
                            " is used as the user, but looks like the " +
                            std::string(to_text(*looks)));
  }
}

void doubt_meaning(FileCheck& file) {
  std::uint64_t all = 0, other = 0;
  for (const auto& [kind, count] : file.kinds) {
    all += count;
    if (kind == EventKind::other) other = count;
  }
  if (all == 0 || other * 2 <= all) return;
  file.doubts.push_back(std::to_string(other) + " of " + std::to_string(all) +
                        " rows are neither a sign-in nor a lock nor a change; they have no effect");
  if (other == all && !file.info.columns.has(Field::event)) {
    file.doubts.push_back("no column names the kind of event");
    file.options.insert(file.options.end(), {"--rows-are", "login_failed"});
  }
}

void doubt_zone(FileCheck& file) {
  if (file.info.time_zone_source != "assumed" || file.info.events == 0) return;
  file.doubts.push_back("the times have no zone; UTC is assumed");
  file.options.insert(file.options.end(), {"--time-zone", "NAME"});
}

}  // namespace

int name_fitness(std::string_view name, Field field) {
  static const WordKinds words(data::name_words);
  const auto place = std::ranges::find(kFields, field);
  if (place == std::end(kFields)) return 0;
  int fitness = 0;
  for (const std::string& word : words_of(name)) {
    const std::uint32_t kinds = words.of(word) >> 2 * (place - kFields);
    if ((kinds & 2) != 0) return -1;
    fitness += static_cast<int>(kinds & 1);
  }
  return fitness;
}

void add_doubts(const std::string& path, const ReadOptions& read, const NormalizeOptions& normalize,
                FileCheck& file) {
  doubt_missing(path, read, normalize, file);
  doubt_used(file);
  doubt_meaning(file);
  doubt_zone(file);
}

}  // namespace whylocked::check

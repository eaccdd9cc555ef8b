#include "input/table/columns.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/edit_distance.hpp"
#include "base/number.hpp"
#include "base/split.hpp"
#include "base/utf8.hpp"
#include "input/formats/profile.hpp"
#include "input/table/aliases.hpp"

namespace whylocked::data {
extern const std::string_view column_words;
}

namespace whylocked::input {

namespace {

// The time at which a column's hour begins, "08:00", from a folded header such as "8", "08 00", "8
// am", "8:00 pm", "hour 8"; nullopt if it names no hour.
std::optional<std::string> hour_in_header(std::string_view folded) {
  if (folded.starts_with("hour ")) folded.remove_prefix(5);
  const std::size_t digits = std::min(folded.find_first_not_of("0123456789"), folded.size());
  if (digits < 1 || digits > 2) return std::nullopt;
  int hour = parse_whole<int>(folded.substr(0, digits)).value_or(0);
  std::string_view rest = folded.substr(digits);
  if (rest.starts_with(":00") || rest.starts_with(" 00")) rest.remove_prefix(3);
  if (rest.starts_with(' ')) rest.remove_prefix(1);
  const bool half_day = rest == "am" || rest == "pm";
  if (half_day && (hour < 1 || hour > 12)) return std::nullopt;
  if ((!half_day && !rest.empty()) || hour > 23) return std::nullopt;
  if (half_day) hour = hour % 12 + (rest == "pm" ? 12 : 0);
  return fmt::format("{:02}:00", hour);
}

// Whether a header names a day without a time of day, which is then in another column.
bool names_only_a_day(std::string_view folded) {
  const auto has = [&](std::string_view word) { return folded.find(word) != folded.npos; };
  constexpr std::string_view kDays[] = {"date", "datum", "fecha", "data"};
  constexpr std::string_view kClocks[] = {"time", "zeit", "heure",  "tijd",
                                          "hora", "ora",  "godzina"};
  return std::ranges::any_of(kDays, has) && std::ranges::none_of(kClocks, has);
}

// A table of calls per hour has at least this many columns of hours.
constexpr std::size_t kMinHours = 20;

struct Candidate {
  std::size_t column;  // from 0
  const Alias* alias;
  int priority;
};

// Index of a name; names.size() if it is not among them.
std::size_t index_of(const std::vector<std::string>& names, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
}

bool is_weak(const Candidate& one) {
  constexpr int kWeak = 4, kWeakComputer = 7;
  const Field field = one.alias->field;
  if (field == Field::computer) return one.priority <= kWeakComputer;
  return (field == Field::address || field == Field::application) && one.priority <= kWeak;
}

// Kinds of names, from column_words.txt.
enum ColumnWord : std::uint32_t {
  kWriter = 1,
  kTitle = 1 << 1,
  kLogger = 1 << 2,
  kWinEventTime = 1 << 3,
  kEventId = 1 << 4,
  kNetwork = 1 << 5,
  kNoPerson = 1 << 6,
  kFailed = 1 << 7,
  kSucceeded = 1 << 8,
  kQualifier = 1 << 9,
  kForwarded = 1 << 10,
  kMessage = 1 << 11,  // by an alias
};

std::uint32_t word_of(std::string_view folded) {
  static const WordKinds words(data::column_words);
  return words.of(folded);
}

// Names that do not mean the field if a name of kind `beside` is in the header too.
struct Exclusion {
  Field field;
  std::string_view name;  // or its beginning
  std::uint32_t beside;
};
constexpr Exclusion kExclusions[] = {{Field::user, "name", kLogger},
                                     {Field::user, "agent", kNoPerson | kMessage},
                                     {Field::user, "author", kNoPerson | kMessage},
                                     {Field::id, "id", kWinEventTime},
                                     {Field::computer, "computer", kEventId},
                                     {Field::realm, "organi", kNetwork}};

// "user.name" of "event.user.name", then "name"; none for a name without dots or below a writer.
std::vector<std::string_view> leaves_of(std::string_view name) {
  const std::size_t last = name.rfind('.');
  if (last == name.npos || last == 0 || name.find(' ') != name.npos) return {};
  const std::size_t parent = name.rfind('.', last - 1) + 1;  // 0: the whole name begins with it
  if ((word_of(fold(name.substr(parent, last - parent))) & kWriter) != 0) return {};
  if (parent == 0) return {name.substr(last + 1)};
  return {name.substr(parent), name.substr(last + 1)};
}

class Resolver {
 public:
  Resolver(const std::vector<std::string>& header, const ReadOptions& options)
      : header_(header), options_(options), assigned_(header.size(), false) {}

  ColumnMapping run() {
    for (const std::string& name : header_) {
      folded_.push_back(fold(name));
      words_.push_back(word_of(folded_.back()));
    }
    for (std::size_t i = 0; i < options_.map.size(); ++i) map(i);
    if (!found_.is_data) {
      const ProfileMatch match = profile_of(folded_, options_);
      if ((found_.profile = match.profile) != nullptr) use(*match.profile, match.prefix);
      const std::vector<Candidate> all = candidates();
      for (const Candidate& candidate : all) consider(candidate);
      pair_counts();
      find_forwarded();
      if (found_.profile == nullptr) find_text(all);
    }
    for (const Field field : options_.required)
      if (!found_.columns.has(field) && !is_in_text(field)) found_.missing.push_back(field);
    if (!found_.missing.empty()) try_activity();
    return std::move(found_);
  }

 private:
  void assign(Field field, std::size_t column) {
    found_.columns.number[field] = static_cast<std::uint32_t>(column + 1);
    found_.columns.header[field] = header_[column];
    assigned_[column] = true;
  }

  void map(std::size_t i) {
    const auto& [field, column] = options_.map[i];
    std::size_t found = index_of(header_, column);
    if (i < options_.map_numbers.size())
      if (const std::size_t at = options_.map_numbers[i] - 1;
          at < header_.size() && header_[at] == column)
        found = at;
    if (const std::string name = fold(column); found == header_.size() && !name.empty())
      found = index_of(folded_, name);
    if (found < header_.size()) {
      ++found_.named;
    } else if (found = number_of(column); found >= header_.size()) {
      found_.unknown.push_back(column);
      return;
    } else {
      found_.is_data |= header_[found].find_first_of("0123456789") == 0;
    }
    assign(field, found);
    found_.columns.mapped[field] = true;
  }

  // "3" is the third column, counted from 0; SIZE_MAX if it is not a number.
  static std::size_t number_of(std::string_view column) {
    return parse_whole<std::size_t>(column).value_or(0) - 1;
  }

  void use(const Profile& profile, const std::string& prefix) {
    found_.columns.time_zone = profile.time_zone;
    found_.columns.month_first = profile.month_first;
    for (const auto& [field, names] : profile.columns) {
      const bool mapped = found_.columns.has(field);
      for (const std::string& name : names)
        if (!mapped && !use_number(field, name) && !use(field, prefix + fold(name)))
          use(field, fold(name));
      // Another "Computer" or "Source" is the machine or component that wrote the log.
      decided_[field] = names.empty() || found_.columns.has(field) || field == Field::computer ||
                        field == Field::application;
    }
  }

  // False if the header has no such column.
  bool use(Field field, const std::string& name) {
    const std::size_t column = index_of(folded_, name);
    if (column == folded_.size()) return false;
    if (assigned_[column]) return true;
    if (found_.columns.has(field)) {
      found_.fallbacks.emplace_back(field, column);
      found_.columns.others.emplace_back(field, static_cast<std::uint32_t>(column + 1));
      assigned_[column] = true;
      return true;
    }
    assign(field, column);
    ++found_.named;
    return true;
  }

  // "#6" in a profile is the sixth column, even if the header names only five; "#+1" is the first
  // after all that the header names.
  bool use_number(Field field, const std::string& name) {
    const std::size_t column = name == "#+1"           ? named_width()
                               : name.starts_with('#') ? number_of(name.substr(1))
                                                       : SIZE_MAX;
    if (column == SIZE_MAX) return false;
    found_.columns.number[field] = static_cast<std::uint32_t>(column + 1);
    found_.columns.header[field] = name;
    if (column < assigned_.size()) assigned_[column] = true;
    return true;
  }

  std::size_t named_width() const {
    std::size_t width = folded_.size();
    while (width > 0 && folded_[width - 1].empty()) --width;
    return width;
  }

  // "Failed" next to "Succeeded": both are counts.
  void pair_counts() {
    const std::size_t failed = column_of(kFailed), succeeded = column_of(kSucceeded);
    if (std::max(failed, succeeded) >= folded_.size() || found_.profile != nullptr) return;
    if (found_.columns.mapped[Field::outcome] || found_.columns.mapped[Field::count]) return;
    // If there is a "Count" as well, they are flags.
    for (const Field field : {Field::outcome, Field::count})
      if (const std::uint32_t number = found_.columns.number[field];
          number != 0 && number != failed + 1 && number != succeeded + 1)
        return;
    drop(Field::outcome);
    assign(Field::count, failed);
    assign(Field::successes, succeeded);
  }

  // If a column names the caller of a proxy, another address is the proxy's.
  void find_forwarded() {
    const std::uint32_t address = found_.columns.number[Field::address];
    if (address == 0 || found_.profile != nullptr || found_.columns.mapped[Field::address]) return;
    for (std::size_t column = 0; column < folded_.size(); ++column)
      if ((words_[column] & kForwarded) != 0 && (!assigned_[column] || column + 1 == address))
        found_.forwarded.push_back(column);
    if (found_.forwarded == std::vector<std::size_t>{address - std::size_t{1}})
      found_.forwarded.clear();
    for (const std::size_t column : found_.forwarded) {
      found_.columns.others.emplace_back(Field::address, static_cast<std::uint32_t>(column + 1));
      assigned_[column] = true;
    }
  }

  // If no column names the user, a message in words may.
  void find_text(const std::vector<Candidate>& all) {
    if (found_.columns.has(Field::text) || !lacks_user()) return;
    const auto text =
        std::ranges::find(all, Field::text, [](const Candidate& one) { return one.alias->field; });
    if (text == all.end()) return;
    for (const Field field : {Field::reason, Field::event})
      if (found_.columns.number[field] == text->column + 1) drop(field);
    drop(Field::display_name);
    // Next to a message, "Source host", "Source" and "Service" name its writer, not the caller.
    for (const Candidate& one : all) {
      const Field field = one.alias->field;
      if (!is_weak(one) || found_.columns.number[field] != one.column + 1) continue;
      drop(field);
      if (field == Field::computer && !found_.columns.has(Field::recorder))
        assign(Field::recorder, one.column);
    }
    assign(Field::text, text->column);
    const std::size_t title = column_of(kTitle);
    if (title < folded_.size() && !found_.columns.has(Field::event)) assign(Field::event, title);
  }

  // The first column of that kind; the number of columns if there is none.
  std::size_t column_of(ColumnWord kind) const {
    const auto found =
        std::ranges::find_if(words_, [&](std::uint32_t kinds) { return (kinds & kind) != 0; });
    return static_cast<std::size_t>(found - words_.begin());
  }

  void drop(Field field) {
    found_.columns.number[field] = 0;
    found_.columns.header[field].clear();
  }

  // A message may name the user; a whole log line, which Splunk has in _raw, the time too.
  bool is_in_text(Field field) const {
    const std::uint32_t text = found_.columns.number[Field::text];
    if (text == 0 || field == Field::user) return text != 0;
    // A single column is not a table: its lines are read as a log.
    return field == Field::time && folded_.size() > 1 && text <= folded_.size() &&
           folded_[text - 1].ends_with("raw");
  }

  // By descending priority, then in column order.
  std::vector<Candidate> candidates() {
    std::vector<Candidate> all;
    for (std::size_t column = 0; column < folded_.size(); ++column) {
      if (folded_[column].empty()) continue;
      const auto names = aliases_of(folded_[column]);
      for (const Alias& alias : names) {
        all.push_back({column, &alias, alias.priority});
        if (alias.field == Field::text) words_[column] |= kMessage;
      }
      if (names.empty() && !add_by_leaf(column, all)) add_by_rest(column, all);
    }
    std::ranges::stable_sort(all, std::greater(), &Candidate::priority);
    return all;
  }

  // The end of an unrecognized name may be recognized, with less priority.
  bool add_by_leaf(std::size_t column, std::vector<Candidate>& all) const {
    constexpr int kLess = 3;
    for (const std::string_view leaf : leaves_of(header_[column])) {
      const auto names = aliases_of(fold(leaf));
      for (const Alias& alias : names)
        if (alias.priority > kLess || alias.field == Field::text)
          all.push_back({column, &alias, std::max(0, alias.priority - kLess)});
      if (!names.empty()) return true;
    }
    return false;
  }

  // "Login status" and "Attempt date" are a status and a date. Only if the rest is a usual word,
  // and not the name of something else, such as the type of a login.
  void add_by_rest(std::size_t column, std::vector<Candidate>& all) const {
    constexpr int kLess = 2, kUsual = 3;
    std::string_view name = folded_[column];
    if (name.starts_with("sign in ")) name.remove_prefix(5);
    const std::size_t blank = name.find(' ');
    if (blank == name.npos) return;
    if ((word_of(name.substr(0, blank)) & kQualifier) == 0) return;
    for (const Alias& alias : aliases_of(name.substr(blank + 1))) {
      const bool plain = alias.field == Field::time || alias.field == Field::user ||
                         alias.field == Field::address || alias.field == Field::outcome ||
                         alias.field == Field::reason;
      if (plain && alias.priority >= kUsual)
        all.push_back({column, &alias, std::max(1, alias.priority - kLess)});
    }
  }

  void consider(const Candidate& candidate) {
    const Field field = candidate.alias->field;
    if (field == Field::text || decided_[field]) return;
    if (assigned_[candidate.column]) return;
    if (found_.columns.has(field)) return note_ambiguous(candidate);
    if (field == Field::clock && !has_day()) return;
    if (is_excluded(*candidate.alias)) {
      // In Get-WinEvent, "Id" is the event.
      if (field == Field::id && !found_.columns.has(Field::event))
        assign(Field::event, candidate.column);
      return;
    }
    assign(field, candidate.column);
    ++found_.named;
  }

  bool is_excluded(const Alias& alias) const {
    return std::ranges::any_of(kExclusions, [&](const Exclusion& one) {
      return alias.field == one.field && alias.name.starts_with(one.name) &&
             std::ranges::any_of(words_, [&](auto kinds) { return (kinds & one.beside) != 0; });
    });
  }

  void note_ambiguous(const Candidate& candidate) {
    constexpr int kUsualWord = 6;
    const Field field = candidate.alias->field;
    const bool decides = field == Field::time || field == Field::user || field == Field::address;
    if (decides && candidate.priority >= kUsualWord)
      found_.ambiguous.emplace_back(field, candidate.column);
  }

  // A table of calls per hour and integration vendor has no column of users. If there is no header,
  // no column can be an hour, because its cells are data.
  void try_activity() {
    if (!lacks_user()) return;
    if (!found_.is_data) find_hours();
    const bool counts = found_.columns.has(Field::count) || !found_.hours.empty();
    if (!counts || !found_.columns.has(Field::vendor) || !found_.columns.has(Field::time)) return;
    found_.columns.is_activity = true;
    for (const auto& [column, clock] : found_.hours)
      found_.columns.hours.push_back(static_cast<std::uint32_t>(column + 1));
    found_.missing.clear();
  }

  bool lacks_user() const {
    return !found_.columns.has(Field::user) &&
           std::ranges::find(options_.required, Field::user) != options_.required.end();
  }

  void find_hours() {
    for (std::size_t column = 0; column < folded_.size(); ++column)
      if (const auto clock = hour_in_header(folded_[column]); clock && !assigned_[column])
        found_.hours.emplace_back(column, *clock);
    if (found_.hours.size() < kMinHours) found_.hours.clear();
  }

  bool has_day() const { return names_only_a_day(fold(found_.columns.header[Field::time])); }

  const std::vector<std::string>& header_;
  const ReadOptions& options_;
  std::vector<bool> assigned_;
  ByField<bool> decided_{};  // by the profile
  std::vector<std::string> folded_;
  std::vector<std::uint32_t> words_;  // see ColumnWord
  ColumnMapping found_;
};

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
        fmt::format("two columns have this name, {} and {}; the first is used", found->second + 1,
                    i + 1),
        {.row = row,
         .column = static_cast<std::uint32_t>(i + 1),
         .excerpt = names[i],
         .hint = "--map FIELD=" + std::to_string(i + 1) + " means the other one"});
  }
}

void note_ambiguous(const ColumnMapping& mapping, const std::vector<std::string>& names,
                    std::uint64_t row, InputContext& context) {
  for (const auto& [field, column] : mapping.ambiguous) {
    const std::string& used = mapping.columns.header[field];
    if (fold(used) == fold(names[column])) continue;  // noted as a duplicate
    const std::string name(to_text(field));
    context.add_diagnostic(
        Severity::note, "column-rival",
        "could also be the " + name + "; " + Text::quoted(NameKind::column, used) + " is used",
        {.row = row,
         .column = static_cast<std::uint32_t>(column + 1),
         .excerpt = names[column],
         .hint = "--map " + name + '=' + Text::name(NameKind::column, names[column]) +
                 " if this one is meant"});
  }
}

// The option for a file that describes the site and holds no events; empty for other files.
std::string_view option_for(const std::vector<std::string>& names) {
  constexpr std::string_view kSiteKeys[] = {"time_zone", "lockout", "installed", "accounts"};
  const auto is_of_site = [&](std::string_view name) {
    return std::ranges::count(kSiteKeys, name.substr(0, name.find('.'))) > 0;
  };
  if (std::ranges::any_of(names, is_of_site)) return "--site";
  const auto is_vendor = [](const std::string& name) {
    const auto aliases = aliases_of(fold(name));
    return !aliases.empty() && aliases.front().field == Field::vendor;
  };
  return std::ranges::any_of(names, is_vendor) ? "--api-users" : std::string_view();
}

// A hint on lines where a table was expected, by the program that may have written them.
std::string_view single_column_hint(std::string_view line) {
  if (line.find("   ") != line.npos || line.find(" : ") != line.npos)
    return "if PowerShell printed this to the screen, export it with | Export-Csv FILE";
  const bool is_header = line.find_first_of("0123456789") == line.npos;
  if (is_header && line.find_first_of(",;") != line.find_last_of(",;"))
    return "if a spreadsheet has put each line into one cell, export again and do not save the "
           "file from it";
  return "if these are lines of a log, describe them in a file for --profile; `whylocked formats "
         "vaultwarden --json` shows one";
}

}  // namespace

std::size_t ColumnMapping::score(std::size_t required) const {
  if (named == 0 && !missing.empty()) return 0;
  constexpr std::size_t kMaxNamed = 2 * kFieldCount;  // every field, by alias and by --map
  return named + kMaxNamed * (required - missing.size());
}

ColumnMapping resolve_columns(const std::vector<std::string>& header, const ReadOptions& options) {
  return Resolver(header, options).run();
}

std::string join_fields(const std::vector<Field>& fields) {
  std::string text;
  for (std::size_t i = 0; i < fields.size(); ++i)
    (text += i == 0 ? "" : i + 1 == fields.size() ? " and " : ", ") += to_text(fields[i]);
  return text;
}

Text list_columns(const std::vector<std::string>& header) {
  constexpr std::size_t kMaxNames = 12, kMaxLength = 40;
  std::vector<std::string> names;
  for (const std::string& name : header) {
    if (name.empty() || names.size() > kMaxNames) continue;
    if (names.size() == kMaxNames)
      names.emplace_back("…");
    else if (name.size() > kMaxLength)
      names.push_back(std::string(utf8_prefix(name, kMaxLength)) + "…");
    else
      names.push_back(name.find_first_of(",\n\r") == name.npos ? name : '"' + name + '"');
  }
  if (names.empty()) return {};
  return "the columns are: " +
         Text::name(NameKind::cells, fmt::format("{}", fmt::join(names, ", ")));
}

// The columns that a table of calls per hour and vendor lacks; empty if it is not one.
std::vector<Field> missing_of_activity(const ColumnMapping& mapping,
                                       const std::vector<std::string>& names) {
  const auto of_calls = [](const std::string& name) {
    const std::string words = ' ' + fold(name) + ' ';  // "caller" does not match
    return words.find(" call ") != words.npos || words.find("calls ") != words.npos;
  };
  std::vector<Field> missing;
  if (mapping.hours.empty() && std::ranges::none_of(names, of_calls)) return missing;
  for (const Field field : {Field::time, Field::vendor, Field::count})
    if (!mapping.columns.has(field) && (field != Field::count || mapping.hours.empty()))
      missing.push_back(field);
  return missing;
}

// The nearest column, then all of them.
Text hint_of(std::string_view column, const std::vector<std::string>& names) {
  const std::string_view nearest = nearest_name(column, {names.begin(), names.end()});
  const Text columns = list_columns(names);
  return nearest.empty()
             ? columns
             : "did you mean " + Text::quoted(NameKind::column, nearest) + "?; " + columns;
}

bool fail_columns(const ColumnMapping& mapping, const std::vector<std::string>& names,
                  std::uint64_t row, InputContext& context) {
  const Text columns = list_columns(names);
  for (const std::string& column : mapping.unknown)
    context.add_diagnostic(Severity::error, "map-column",
                           "--map: no column " + Text::quoted(NameKind::column, column),
                           {.row = row, .hint = hint_of(column, names)});
  if (mapping.missing.empty() || !mapping.unknown.empty()) return false;
  if (const auto missing = missing_of_activity(mapping, names); !missing.empty()) {
    context.add_diagnostic(
        Severity::error, "header",
        "the header of a table of calls per hour names no column of " + join_fields(missing),
        {.row = row,
         .hint = "export API Activity by Hour (in Autotask: Admin > Extensions & Integrations > "
                 "Other Extensions & Tools), or name them with " +
                 map_options(missing) + "; " + columns});
    return false;
  }
  const std::string missing = join_fields(mapping.missing);
  const bool has_header = mapping.named >= 2;  // any text has one known word
  const std::string message = row == 0 ? "no key names the " + missing
                              : has_header
                                  ? "the header names no column of " + missing
                                  : "no header row found: no row names the columns of " + missing;
  const std::string_view option =
      mapping.columns.has(Field::time) ? std::string_view() : option_for(names);
  const bool lines = row != 0 && context.info.sheet.empty() && names.size() == 1;
  const Text hint = "name the columns with " + map_options(mapping.missing) +
                    (columns.empty() ? columns : "; " + columns);
  context.add_diagnostic(Severity::error, "header", message,
                         {.row = has_header ? row : 0,
                          .hint = lines            ? Text(single_column_hint(names.front()))
                                  : option.empty() ? hint
                                                   : "if this describes your site, give it with " +
                                                         std::string(option) + "; else " + hint});
  return false;
}

void note_ambiguous_columns(const ColumnMapping& mapping, const std::vector<std::string>& names,
                            std::uint64_t row, InputContext& context) {
  if (row != 0) note_duplicates(names, row, context);  // JSON keys are distinct
  note_ambiguous(mapping, names, row, context);
}

}  // namespace whylocked::input

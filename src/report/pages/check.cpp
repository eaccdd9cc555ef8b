// `check`: how each column of a file is read, what its rows become, and what is doubtful.
// `formats`: the systems recognized by columns or words, each with an example.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/split.hpp"
#include "report/json/json.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

using namespace report;

namespace {

void show_form(const FileCheck& file, TextLayout& page) {
  const InputInfo& info = file.info;
  if (info.format.empty()) return page.row("format", "not understood");
  std::string words = form_words(info);
  const bool lacks_column = !file.understood && info.rows == 0 && !info.names.empty();
  if (!lacks_column) words += ", " + count_words(info.rows, "row");
  page.row("format", words);
  if (!info.profile.empty())
    page.row("known as", info.profile_title + " (" + shown_name(info.profile) + ')');
}

void show_column(const ColumnCheck& column, TextLayout& page) {
  const std::string label = column.field ? std::string(to_text(*column.field)) : "not used";
  std::string words = '"' + shown_name(column.name) + '"';
  if (column.because == "option") words += ", by --map";
  if (column.because == "profile") words += ", by the format";
  if (column.rows > 0)
    words += ": " + number_words(column.filled) + " of " + number_words(column.rows) + " filled";
  if (column.distinct > 1) words += ", " + number_words(column.distinct) + " different";
  for (const std::string& value : column.values)
    words += (&value == &column.values.front() ? ": " : ", ") + shown_name(value);
  if (column.distinct > column.values.size() && !column.values.empty()) words += ", …";
  if (!column.field && column.looks_like)
    words += " (looks like the " + std::string(to_text(*column.looks_like)) + ')';
  page.row(label, words);
}

template <class Counted>
std::string counts_words(const Counted& counts) {
  std::string words;
  for (const auto& [what, count] : counts)
    words += (words.empty() ? "" : ", ") + number_words(count) + ' ' + std::string(to_text(what));
  return words;
}

void show_meaning(const FileCheck& file, TextLayout& page) {
  const InputInfo& info = file.info;
  if (info.columns.is_activity)
    return page.row("rows are", "calls an hour and integration vendor, never attempts");
  if (file.kinds.empty()) return;
  page.row("rows are", counts_words(file.kinds));
  if (!file.reasons.empty()) page.row("failures", counts_words(file.reasons));
  if (info.skipped > 0) page.row("left out", count_words(info.skipped, "row"));
  page.row("times", to_rfc3339(info.first) + " to " + to_rfc3339(info.last) + ", read as " +
                        info.time_zone + " (" + info.time_zone_source + ')');
}

std::string options_words(const FileCheck& file) {
  std::string words;
  for (const Text& option : file.options)
    words += (words.empty() ? "" : " ") + quote_for_shell(option);
  return words;
}

void show_file(const FileCheck& file, TextLayout& page) {
  page.text(0, shown_name(file.info.file));
  show_form(file, page);
  const std::vector<std::uint32_t>& hours = file.info.columns.hours;
  for (const ColumnCheck& column : file.columns)
    if (column.field && std::ranges::find(hours, column.number) == hours.end())
      show_column(column, page);
  if (!hours.empty()) page.row("count", number_words(hours.size()) + " columns, one an hour");
  for (const ColumnCheck& column : file.columns)
    if (!column.field && !column.name.empty()) show_column(column, page);
  show_meaning(file, page);
  for (const Text& doubt : file.doubts) page.row("doubt", shown_name(doubt));
  if (!file.options.empty()) page.row("try", no_break(escape_terminal(options_words(file))));
}

Json column_json(const ColumnCheck& column) {
  const auto name = [](std::optional<Field> field) {
    return or_null(field ? to_text(*field) : std::string_view());
  };
  return {{"column", column.number},
          {"name", column.name},
          {"field", name(column.field)},
          {"because", or_null(column.because)},
          {"rows", column.rows},
          {"filled", column.filled},
          {"distinct", column.distinct},
          {"values", column.values},
          {"looks_like", name(column.looks_like)}};
}

template <class Counted>
Json counts_json(const Counted& counts) {
  Json json = Json::object();
  for (const auto& [what, count] : counts) json[std::string(to_text(what))] = count;
  return json;
}

Json file_json(const FileCheck& file) {
  return {{"file", file.info.file},
          {"understood", file.understood},
          {"format", or_null(file.info.format)},
          {"compression", or_null(file.info.compression)},
          {"encoding", or_null(file.info.encoding)},
          {"profile", or_null(file.info.profile)},
          {"sheet", or_null(file.info.sheet)},
          {"rows", file.info.rows},
          {"skipped", file.info.skipped},
          {"columns", json_list(file.columns, column_json)},
          {"kinds", counts_json(file.kinds)},
          {"reasons", counts_json(file.reasons)},
          {"doubts", file.doubts},
          {"options", or_null(options_words(file))}};
}

// Tables, which need no profile.
constexpr std::string_view kForms =
    "Any table is read whose header names at least a time and a user, in English, German, French, "
    "Dutch, Spanish, Italian, Portuguese or Polish: CSV (divided by comma, semicolon, tab or bar), "
    "JSON Lines, a JSON array, an xlsx workbook; plain or compressed (gzip, zstd, xz, bzip2), in a "
    "zip archive or a folder. The systems below are also known, by their columns or words:";

void show_patterns(std::string_view label, const std::vector<Pattern>& patterns, TextLayout& page) {
  for (const Pattern& pattern : patterns) {
    page.row(label, shown_name(pattern.text) + " (" + shown_name(pattern.says) + ')');
    label = "";
  }
}

// Products of the catalog lock Autotask accounts; other systems have other causes.
bool has_catalog_causes(LogSystem system) {
  return system == LogSystem::autotask || system == LogSystem::mail_notice;
}

void show_profile(const Profile& profile, std::uint32_t width, std::string& out) {
  TextLayout page(width, false, out);
  page.text(0, shown_name(profile.name) + ": " + shown_name(profile.title));
  if (!profile.source.empty()) page.row("source", escape_terminal(profile.source));
  page.row("system", to_text(profile.system));
  page.row("causes", has_catalog_causes(profile.system)
                         ? "the products of the catalog, people, devices, services and attacks"
                         : "people, devices, services and attacks; a product of the catalog only "
                           "if the log or the site file names it");
  if (!profile.time_zone.empty()) page.row("times", shown_name(profile.time_zone));
  for (const auto& [field, names] : profile.columns)
    page.row(to_text(field), names.empty()
                                 ? "no column"
                                 : shown_name(fmt::format("{}", fmt::join(names, ", else "))));
  for (const auto& [field, paths] : profile.labels)
    page.row(to_text(field),
             "in the text: " + shown_name(fmt::format("{}", fmt::join(paths, ", else "))));
  std::string_view label = "words";
  for (const Profile::Word& word : profile.words) {
    page.row(label, std::string(to_text(word.field)) + ' ' + shown_name(word.from) + ": " +
                        (word.to.empty() ? "nothing" : shown_name(word.to)));
    label = "";
  }
  show_patterns("lines", profile.lines, page);
  show_patterns("mails", profile.mails, page);
  if (!profile.limits.empty()) page.row("not read", escape_terminal(profile.limits));
  for (const Profile::Example& example : profile.examples) {
    page.row("example", shown_name(example.file));
    for (std::string_view rest = example.text; !rest.empty();)
      out += "    " + escape_terminal(take_until(rest, '\n')) + '\n';
  }
}

}  // namespace

void write_check(const std::vector<FileCheck>& files, bool json, std::uint32_t width,
                 std::string& out) {
  if (json) return append_json_page(json_list(files, file_json), out);
  TextLayout page(width, false, out);
  for (const FileCheck& file : files) {
    if (&file != &files.front()) page.blank();
    show_file(file, page);
  }
}

void write_formats(std::string_view name, const std::vector<Profile>& own, bool json,
                   std::uint32_t width, std::string& out) {
  std::vector<const Profile*> list = built_in_profiles();
  for (std::size_t i = own.size(); i-- > 0;) list.insert(list.begin(), &own[i]);
  if (!name.empty()) std::erase_if(list, [&](const Profile* one) { return one->name != name; });
  if (json) {
    // The files themselves, to be copied, changed and used with --profile.
    std::string all;
    for (const Profile* profile : list) all += (all.empty() ? "" : ",\n") + profile->json;
    out += name.empty() ? "[\n" + all + "]\n" : all;
    return;
  }
  if (!name.empty()) {
    for (const Profile* profile : list) show_profile(*profile, width, out);
    return;
  }
  TextLayout page(width, false, out);
  page.text(0, kForms);
  page.blank();
  std::size_t label = 0;
  for (const Profile* profile : list) label = std::max(label, profile->name.size());
  for (const bool of_catalog : {true, false}) {
    page.text(0, of_catalog ? "Logs of Autotask and notices, for which the products of the catalog "
                              "are candidates:"
                            : "Logs of other systems, for which they are only if the log or the "
                              "site file names them:");
    for (const Profile* profile : list)
      if (has_catalog_causes(profile->system) == of_catalog)
        page.row(2, shown_name(profile->name), label + 2, shown_name(profile->title));
    page.blank();
  }
  page.text(0, "`whylocked formats NAME` shows one with an example; --profile FILE adds your own.");
}

}  // namespace whylocked

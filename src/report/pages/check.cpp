// `check`: how each column of a file is understood, what its rows become, and what is doubtful.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/json/json.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

using namespace report;

namespace {

constexpr std::size_t kCheckLabel = 14;

void show_form(const FileCheck& file, TextLayout& page) {
  const InputInfo& info = file.info;
  if (info.format.empty()) return page.row(2, "format", kCheckLabel, "not understood");
  std::string words = form_words(info);
  const bool lacks_column = !file.understood && info.rows == 0 && !info.names.empty();
  if (!lacks_column) words += ", " + number_words(info.rows) + " rows";
  page.row(2, "format", kCheckLabel, words);
  if (!info.profile.empty())
    page.row(2, "known as", kCheckLabel,
             file.profile_title + " (" + shown_name(info.profile) + ')');
}

std::string because_words(const ColumnCheck& column) {
  if (column.because == "option") return ", by --map";
  return column.because == "profile" ? ", by the format" : "";
}

std::string values_words(const ColumnCheck& column) {
  std::string words;
  for (const std::string& value : column.values)
    words += (words.empty() ? "" : ", ") + shown_name(value);
  if (column.distinct > column.values.size()) words += ", …";
  return words;
}

void show_column(const ColumnCheck& column, TextLayout& page) {
  const std::string label = column.field ? std::string(to_text(*column.field)) : "not used";
  std::string words = '"' + shown_name(column.name) + '"' + because_words(column);
  if (column.rows > 0)
    words += ": " + number_words(column.filled) + " of " + number_words(column.rows) + " filled";
  if (column.distinct > 1) words += ", " + number_words(column.distinct) + " different";
  if (!column.values.empty()) words += ": " + values_words(column);
  if (!column.field && column.looks_like)
    words += " (looks like the " + std::string(to_text(*column.looks_like)) + ')';
  page.row(2, label, kCheckLabel, words);
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
    return page.row(2, "rows are", kCheckLabel,
                    "calls an hour and integration vendor, never attempts");
  if (file.kinds.empty()) return;
  page.row(2, "rows are", kCheckLabel, counts_words(file.kinds));
  if (!file.reasons.empty()) page.row(2, "failures", kCheckLabel, counts_words(file.reasons));
  if (info.skipped > 0) page.row(2, "left out", kCheckLabel, number_words(info.skipped) + " rows");
  page.row(2, "times", kCheckLabel,
           to_rfc3339(info.first) + " to " + to_rfc3339(info.last) + ", read as " + info.time_zone +
               " (" + info.time_zone_source + ')');
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
    if (column.field && std::find(hours.begin(), hours.end(), column.number) == hours.end())
      show_column(column, page);
  if (!hours.empty())
    page.row(2, "count", kCheckLabel, number_words(hours.size()) + " columns, one an hour");
  for (const ColumnCheck& column : file.columns)
    if (!column.field && !column.name.empty()) show_column(column, page);
  show_meaning(file, page);
  for (const Text& doubt : file.doubts) page.row(2, "doubt", kCheckLabel, shown_name(doubt));
  if (!file.options.empty()) page.row(2, "try", kCheckLabel, escape_terminal(options_words(file)));
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

}  // namespace

void write_check(const std::vector<FileCheck>& files, bool json, std::uint32_t width,
                 std::string& out) {
  if (json) {
    append_json(json_list(files, file_json), out);
    out += '\n';
    return;
  }
  TextLayout page(width, false, out);
  for (const FileCheck& file : files) {
    if (&file != &files.front()) page.blank();
    show_file(file, page);
  }
}

}  // namespace whylocked

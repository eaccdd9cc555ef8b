// `check`: how each column of a file is understood, what its rows become, and what is doubtful.
#include <algorithm>

#include "report/json/writer.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kCheckLabel = 14;

std::string delimiter_words(char delimiter) {
  if (delimiter == '\t') return "tabs";
  return std::string("\"") + delimiter + '"';
}

void show_form(const FileCheck& file, TextLayout& page) {
  const InputInfo& info = file.info;
  if (info.format.empty()) return page.row(2, "format", kCheckLabel, "not understood");
  std::string words = info.format;
  if (!info.compression.empty()) words += ", " + info.compression;
  if (!info.sheet.empty()) words += ", sheet " + shown_name(info.sheet);
  if (!info.encoding.empty()) words += ", " + info.encoding;
  if (info.delimiter != 0) words += ", divided by " + delimiter_words(info.delimiter);
  page.row(2, "format", kCheckLabel, words + ", " + number_words(info.rows) + " rows");
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
  for (const std::string& option : file.options)
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
  for (const std::string& doubt : file.doubts) page.row(2, "doubt", kCheckLabel, shown_name(doubt));
  if (!file.options.empty()) page.row(2, "try", kCheckLabel, escape_terminal(options_words(file)));
}

void add_column(const ColumnCheck& column, JsonWriter& json) {
  json.open_object();
  json.member("column", column.number);
  json.member("name", column.name);
  json.member("field", or_null(column.field ? to_text(*column.field) : std::string_view()));
  json.member("because", or_null(column.because));
  json.member("rows", column.rows);
  json.member("filled", column.filled);
  json.member("distinct", column.distinct);
  json.strings("values", column.values);
  json.member("looks_like",
              or_null(column.looks_like ? to_text(*column.looks_like) : std::string_view()));
  json.close_object();
}

template <class Counted>
void add_counts(std::string_view name, const Counted& counts, JsonWriter& json) {
  json.open_object(name);
  for (const auto& [what, count] : counts) json.member(to_text(what), count);
  json.close_object();
}

void add_file(const FileCheck& file, JsonWriter& json) {
  json.open_object();
  json.member("file", file.info.file);
  json.member("understood", file.understood);
  json.member("format", or_null(file.info.format));
  json.member("compression", or_null(file.info.compression));
  json.member("encoding", or_null(file.info.encoding));
  json.member("profile", or_null(file.info.profile));
  json.member("sheet", or_null(file.info.sheet));
  json.member("rows", file.info.rows);
  json.member("skipped", file.info.skipped);
  json.open_array("columns");
  for (const ColumnCheck& column : file.columns) add_column(column, json);
  json.close_array();
  add_counts("kinds", file.kinds, json);
  add_counts("reasons", file.reasons, json);
  json.strings("doubts", file.doubts);
  json.member("options", or_null(options_words(file)));
  json.close_object();
}

}  // namespace

void write_check(const std::vector<FileCheck>& files, bool json, std::uint32_t width,
                 std::string& out) {
  if (json) {
    JsonWriter writer(out, JsonWriter::Layout::indented);
    writer.open_array();
    for (const FileCheck& file : files) add_file(file, writer);
    writer.close_array();
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

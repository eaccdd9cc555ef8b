// Tokens and outlines for what `check` shows of a file. Values are shown in outline, which tells
// how they are written and not what they say. So are the names of columns where none is taken for
// anything: without a header the first row is data.
#include <algorithm>
#include <utility>

#include "report/redaction.hpp"

namespace whylocked {

namespace {

std::string outlined(std::string_view text) {
  std::size_t no_caret = 0;
  return outline(text, no_caret);
}

void replace_first(std::string& text, const std::string& from, const std::string& to) {
  if (const std::size_t at = text.find(from); at != text.npos) text.replace(at, from.size(), to);
}

// In the doubts, where it stands quoted, and in the options for --map.
void rename(const std::string& from, const std::string& to, FileCheck& file) {
  for (std::string& doubt : file.doubts) replace_first(doubt, '"' + from + '"', '"' + to + '"');
  for (std::string& option : file.options)
    if (option.ends_with('=' + from)) option.replace(option.size() - from.size(), from.size(), to);
}

// Different values may have one outline.
void outline_values(std::vector<std::string>& values) {
  std::vector<std::string> outlines;
  for (const std::string& value : values) {
    std::string one = outlined(value);
    if (std::find(outlines.begin(), outlines.end(), one) == outlines.end())
      outlines.push_back(std::move(one));
  }
  values = std::move(outlines);
}

void hide(const Redaction& redaction, FileCheck& file) {
  const bool has_header = std::any_of(file.columns.begin(), file.columns.end(),
                                      [](const ColumnCheck& column) { return column.field; });
  for (ColumnCheck& column : file.columns) {
    const std::string name = std::exchange(
        column.name, has_header ? redaction.header(column.name) : outlined(column.name));
    if (name != column.name) rename(name, column.name, file);
    outline_values(column.values);
  }
}

}  // namespace

void redact(std::vector<FileCheck>& files, std::vector<Diagnostic>& diagnostics) {
  Report report;
  for (FileCheck& file : files) report.inputs.push_back(std::move(file.info));
  const Redaction redaction(report);
  for (std::size_t i = 0; i < files.size(); ++i) {
    files[i].info = std::move(report.inputs[i]);
    if (files[i].info.profile == "profile") files[i].profile_title = "profile";
    hide(redaction, files[i]);
  }
  for (Diagnostic& diagnostic : diagnostics) redaction.diagnostic(diagnostic);
}

}  // namespace whylocked

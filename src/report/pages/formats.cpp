// `formats`: the systems whose logs are known by their columns or words, each with an example.
#include <algorithm>

#include "report/json/writer.hpp"
#include "report/layout.hpp"
#include "report/wording.hpp"

namespace whylocked {

namespace {

// What needs no profile, because it is a way to write a table rather than a system.
constexpr std::string_view kForms =
    "Any table is read whose header names at least a time and a user, in English or German: CSV "
    "(divided by comma, semicolon, tab or bar), JSON Lines, a JSON array, an xlsx workbook; plain "
    "or "
    "compressed (gzip, zstd, xz, bzip2), in a zip archive or a folder. Beyond these the systems "
    "below are known, by their columns or their words:";

constexpr std::size_t kFormatsLabel = 14;

std::string joined(const std::vector<std::string>& names, std::string_view between) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : std::string(between)) + name;
  return text;
}

void show_example(std::string_view example, std::string& out) {
  while (!example.empty()) {
    const std::size_t end = std::min(example.find('\n'), example.size());
    out += "    " + escape_terminal(example.substr(0, end)) + '\n';
    example.remove_prefix(std::min(end + 1, example.size()));
  }
}

void show_patterns(std::string_view label, const std::vector<Pattern>& patterns, TextLayout& page) {
  for (const Pattern& pattern : patterns) {
    page.row(2, label, kFormatsLabel,
             shown_name(pattern.text) + " (" + shown_name(pattern.says) + ')');
    label = "";
  }
}

void show_profile(const Profile& profile, std::uint32_t width, std::string& out) {
  TextLayout page(width, false, out);
  page.text(0, shown_name(profile.name) + ": " + shown_name(profile.title));
  if (!profile.source.empty())
    page.row(2, "source", kFormatsLabel, escape_terminal(profile.source));
  if (!profile.time_zone.empty())
    page.row(2, "times", kFormatsLabel, shown_name(profile.time_zone));
  for (const auto& [field, names] : profile.columns)
    page.row(2, to_text(field), kFormatsLabel,
             names.empty() ? "no column" : shown_name(joined(names, ", else ")));
  std::string_view label = "words";
  for (const Profile::Word& word : profile.words) {
    page.row(2, label, kFormatsLabel,
             std::string(to_text(word.field)) + ' ' + shown_name(word.from) + ": " +
                 (word.to.empty() ? "nothing" : shown_name(word.to)));
    label = "";
  }
  show_patterns("lines", profile.lines, page);
  show_patterns("mails", profile.mails, page);
  if (profile.example.empty()) return;
  page.row(2, "example", kFormatsLabel, "");
  show_example(profile.example, out);
}

void add_patterns(std::string_view name, const std::vector<Pattern>& patterns, JsonWriter& json) {
  json.open_array(name);
  for (const Pattern& pattern : patterns) {
    json.open_object();
    json.member("says", pattern.says);
    json.member("text", pattern.text);
    json.close_object();
  }
  json.close_array();
}

void add_profile(const Profile& profile, JsonWriter& json) {
  json.open_object();
  json.member("name", profile.name);
  json.member("title", profile.title);
  json.member("source", or_null(profile.source));
  json.member("time_zone", or_null(profile.time_zone));
  json.strings("recognize", profile.recognize);
  json.open_object("columns");
  for (const auto& [field, names] : profile.columns) {
    json.strings(to_text(field), names);
  }
  json.close_object();
  add_patterns("lines", profile.lines, json);
  add_patterns("mails", profile.mails, json);
  json.member("example", or_null(profile.example));
  json.close_object();
}

std::vector<const Profile*> known(std::string_view name, const std::vector<Profile>& own) {
  std::vector<const Profile*> list;
  for (const std::vector<Profile>* profiles : {&own, &built_in_profiles()})
    for (const Profile& profile : *profiles)
      if (name.empty() || profile.name == name) list.push_back(&profile);
  return list;
}

}  // namespace

void write_formats(std::string_view name, const std::vector<Profile>& own, bool json,
                   std::uint32_t width, std::string& out) {
  const std::vector<const Profile*> list = known(name, own);
  if (json) {
    JsonWriter writer(out, JsonWriter::Layout::indented);
    writer.open_array();
    for (const Profile* profile : list) add_profile(*profile, writer);
    writer.close_array();
    out += '\n';
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
  for (const Profile* profile : list)
    page.row(2, shown_name(profile->name), label + 2, shown_name(profile->title));
  page.blank();
  page.text(0, "`whylocked formats NAME` shows one with an example; --profile FILE adds your own.");
}

}  // namespace whylocked

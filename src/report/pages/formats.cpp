// `formats`: the systems whose logs are known by their columns or words, each with an example.
#include <fmt/format.h>

#include <algorithm>

#include "base/split.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

using namespace report;

namespace {

// Forms of tables; they need no profile.
constexpr std::string_view kForms =
    "Any table is read whose header names at least a time and a user, in English or German: CSV "
    "(divided by comma, semicolon, tab or bar), JSON Lines, a JSON array, an xlsx workbook; plain "
    "or compressed (gzip, zstd, xz, bzip2), in a zip archive or a folder. The systems below are "
    "also known, by their columns or words:";

constexpr std::size_t kFormatsLabel = 14;

void show_example(std::string_view example, std::string& out) {
  while (!example.empty()) out += "    " + escape_terminal(take_until(example, '\n')) + '\n';
}

void show_patterns(std::string_view label, const std::vector<Pattern>& patterns, TextLayout& page) {
  for (const Pattern& pattern : patterns) {
    page.row(2, label, kFormatsLabel,
             shown_name(pattern.text) + " (" + shown_name(pattern.says) + ')');
    label = "";
  }
}

// The products of the catalog lock accounts of Autotask; elsewhere others are to blame.
bool has_catalog_causes(LogSystem system) {
  return system == LogSystem::autotask || system == LogSystem::mail_notice;
}

std::string_view causes_of(LogSystem system) {
  return has_catalog_causes(system)
             ? "the products of the catalog, people, devices, services and attacks"
             : "people, devices, services and attacks; a product of the catalog only if the log or "
               "the site file names it";
}

void show_profile(const Profile& profile, std::uint32_t width, std::string& out) {
  TextLayout page(width, false, out);
  page.text(0, shown_name(profile.name) + ": " + shown_name(profile.title));
  if (!profile.source.empty())
    page.row(2, "source", kFormatsLabel, escape_terminal(profile.source));
  page.row(2, "system", kFormatsLabel, to_text(profile.system));
  page.row(2, "causes", kFormatsLabel, causes_of(profile.system));
  if (!profile.time_zone.empty())
    page.row(2, "times", kFormatsLabel, shown_name(profile.time_zone));
  for (const auto& [field, names] : profile.columns)
    page.row(
        2, to_text(field), kFormatsLabel,
        names.empty() ? "no column" : shown_name(fmt::format("{}", fmt::join(names, ", else "))));
  for (const auto& [field, paths] : profile.labels)
    page.row(2, to_text(field), kFormatsLabel,
             "in the text: " + shown_name(fmt::format("{}", fmt::join(paths, ", else "))));
  std::string_view label = "words";
  for (const Profile::Word& word : profile.words) {
    page.row(2, label, kFormatsLabel,
             std::string(to_text(word.field)) + ' ' + shown_name(word.from) + ": " +
                 (word.to.empty() ? "nothing" : shown_name(word.to)));
    label = "";
  }
  show_patterns("lines", profile.lines, page);
  show_patterns("mails", profile.mails, page);
  if (!profile.limits.empty())
    page.row(2, "not read", kFormatsLabel, escape_terminal(profile.limits));
  for (const Profile::Example& example : profile.examples) {
    page.row(2, "example", kFormatsLabel, shown_name(example.file));
    show_example(example.text, out);
  }
}

std::vector<const Profile*> known(std::string_view name, const std::vector<Profile>& own) {
  std::vector<const Profile*> list;
  const auto add = [&](const Profile& profile) {
    if (name.empty() || profile.name == name) list.push_back(&profile);
  };
  for (const Profile& profile : own) add(profile);
  for (const Profile* const profile : built_in_profiles()) add(*profile);
  return list;
}

}  // namespace

void write_formats(std::string_view name, const std::vector<Profile>& own, bool json,
                   std::uint32_t width, std::string& out) {
  const std::vector<const Profile*> list = known(name, own);
  if (json) {
    // The files themselves, so that one can be copied, changed and used with --profile.
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

// Two readings of a file: the one that a diagnosis would make, with everything counted; and, of its
// first rows, one that asks for each column that is not used, so that it can be seen whether one of
// them should have been.
#include "whylocked/check.hpp"

#include <algorithm>
#include <map>

#include "check/samples.hpp"

namespace whylocked {

namespace {

using checking::Samples;

constexpr std::uint64_t kRowsLookedAt = 1000;
constexpr std::size_t kColumnsLookedAt = 200;

// Passes rows on and keeps samples of their fields.
class Watcher : public RowSink {
 public:
  explicit Watcher(RowSink& next) : next_(next) {}
  void begin(const Columns& columns) override { next_.begin(columns); }
  bool row(const Row& row) override {
    if (++rows_ <= kRowsLookedAt)
      for (std::size_t i = 0; i < kFieldCount; ++i) fields[i].see(row.fields[i]);
    return next_.row(row);
  }
  std::array<Samples, kFieldCount> fields;

 private:
  RowSink& next_;
  std::uint64_t rows_ = 0;
};

// Takes the first rows and no more.
class FirstRows : public RowSink {
 public:
  void begin(const Columns&) override {}
  bool row(const Row& row) override {
    for (std::size_t i = 0; i < kFieldCount; ++i) fields[i].see(row.fields[i]);
    return ++rows_ < kRowsLookedAt;
  }
  std::array<Samples, kFieldCount> fields;

 private:
  std::uint64_t rows_ = 0;
};

std::string_view reason_of(Field field, const ReadOptions& read, const InputInfo& info) {
  const bool mapped = std::any_of(read.map.begin(), read.map.end(),
                                  [&](const auto& one) { return one.first == field; });
  if (mapped) return "option";
  return info.profile.empty() ? "name" : "profile";
}

class Checker : public InputSink {
 public:
  Checker(const ReadOptions& read, const NormalizeOptions& normalize, Diagnostics& diagnostics)
      : read_(read), normalize_(normalize), diagnostics_(diagnostics) {}

  std::optional<Target> open(const std::string& name) override {
    FileCheck& file = files.emplace_back();
    file.info.file = name;
    events_.emplace();
    normalizer_.emplace(normalize_, std::uint16_t{0}, file.info, *events_, diagnostics_);
    watcher_.emplace(*normalizer_);
    return Target{*watcher_, file.info};
  }

  void close(bool read) override {
    FileCheck& file = files.back();
    const bool usable = read || file.info.rows > 0;
    file.understood = (!usable || normalizer_->finish()) && read;
    count_meanings(file);
    list_columns(file);
    watcher_.reset();
    normalizer_.reset();
  }

  std::vector<FileCheck> files;

 private:
  void count_meanings(FileCheck& file) const {
    std::map<EventKind, std::uint64_t> kinds;
    std::map<Reason, std::uint64_t> reasons;
    for (const Event& event : events_->rows) {
      ++kinds[event.kind];
      if (event.kind == EventKind::login_failed) ++reasons[event.reason];
    }
    file.kinds.assign(kinds.begin(), kinds.end());
    file.reasons.assign(reasons.begin(), reasons.end());
  }

  void list_columns(FileCheck& file) const {
    const InputInfo& info = file.info;
    for (std::size_t i = 0; i < info.names.size(); ++i) {
      ColumnCheck& column = file.columns.emplace_back();
      column.name = info.names[i];
      column.number = static_cast<std::uint32_t>(i + 1);
    }
    for (const std::uint32_t hour : info.columns.hours) {
      file.columns[hour - 1].field = Field::count;
      file.columns[hour - 1].because = "name";
    }
    for (std::size_t i = 0; i < kFieldCount; ++i) {
      const std::uint32_t number = info.columns.number[i];
      if (number == 0) continue;
      auto at = std::find_if(file.columns.begin(), file.columns.end(),
                             [&](const ColumnCheck& one) { return one.number == number; });
      if (at == file.columns.end()) {  // mails, lines and tables without a header
        at = file.columns.emplace(at);
        at->name = info.columns.header[i];
        at->number = number;
      }
      ColumnCheck& column = *at;
      column.field = static_cast<Field>(i);
      column.because = reason_of(*column.field, read_, info);
      watcher_->fields[i].describe(normalize_, column);
    }
  }

  const ReadOptions& read_;
  const NormalizeOptions& normalize_;
  Diagnostics& diagnostics_;
  std::optional<Events> events_;
  std::optional<Normalizer> normalizer_;
  std::optional<Watcher> watcher_;
};

// The columns that are not used, so many at a time as there are fields to ask for them.
void look_at_rest(const std::string& path, const ReadOptions& read,
                  const NormalizeOptions& normalize, FileCheck& file) {
  std::vector<ColumnCheck*> rest;
  for (ColumnCheck& column : file.columns)
    if (!column.field && !column.name.empty() && rest.size() < kColumnsLookedAt)
      rest.push_back(&column);
  for (std::size_t from = 0; from < rest.size(); from += kFieldCount) {
    const std::size_t to = std::min(from + kFieldCount, rest.size());
    ReadOptions options = read;
    options.required.clear();
    options.map.clear();
    for (std::size_t i = from; i < to; ++i)
      options.map.emplace_back(static_cast<Field>(i - from), rest[i]->name);
    FirstRows rows;
    Diagnostics ignored;
    InputInfo info;
    read_input(path, options, rows, ignored, info);
    for (std::size_t i = from; i < to; ++i) rows.fields[i - from].describe(normalize, *rest[i]);
  }
}

void suggest(Field field, const ColumnCheck& column, FileCheck& file) {
  file.options.insert(file.options.end(),
                      {"--map", std::string(to_text(field)) + '=' + column.name});
}

// A field that no column is, and a column that looks like it.
void doubt_missing(FileCheck& file) {
  for (const Field field : {Field::time, Field::user, Field::address, Field::event}) {
    if (file.info.columns.has(field)) continue;
    if (field == Field::event &&
        (file.info.columns.has(Field::outcome) || file.info.columns.has(Field::reason)))
      continue;
    const auto found = std::find_if(
        file.columns.begin(), file.columns.end(),
        [&](const ColumnCheck& column) { return !column.field && column.looks_like == field; });
    if (found == file.columns.end()) continue;
    file.doubts.push_back("no column is taken for the " + std::string(to_text(field)) + ", but \"" +
                          found->name + "\" looks like it");
    suggest(field, *found, file);
  }
}

// A column that is taken for what its values are not.
void doubt_taken(FileCheck& file) {
  for (const ColumnCheck& column : file.columns) {
    const bool shaped = column.field == Field::time || column.field == Field::address;
    const bool named = column.field == Field::user;
    const auto looks = column.looks_like;
    if (shaped && column.filled > 1 && looks != column.field)
      file.doubts.push_back('"' + column.name + "\" is taken for the " +
                            std::string(to_text(*column.field)) +
                            ", but many of its values are none");
    else if (named && (looks == Field::time || looks == Field::address))
      file.doubts.push_back('"' + column.name + "\" is taken for the user, but looks like the " +
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
                        " rows are nothing that matters here: neither a sign-in nor a lock nor a "
                        "change");
  if (other == all && !file.info.columns.has(Field::event)) {
    file.doubts.push_back("the file does not say what happened");
    file.options.insert(file.options.end(), {"--rows-are", "login_failed"});
  }
}

void doubt_zone(FileCheck& file) {
  if (file.info.time_zone_source != "assumed" || file.info.events == 0) return;
  file.doubts.push_back("the times have no zone, and none was told: UTC is assumed");
  file.options.insert(file.options.end(), {"--time-zone", "NAME"});
}

}  // namespace

std::vector<FileCheck> check_files(const std::vector<std::string>& paths, const ReadOptions& read,
                                   const NormalizeOptions& normalize, Diagnostics& diagnostics) {
  Checker checker(read, normalize, diagnostics);
  for (const std::string& path : paths) {
    const std::size_t before = checker.files.size();
    read_path(path, read, checker, diagnostics);
    if (checker.files.size() == before + 1 && path != "-")
      look_at_rest(path, read, normalize, checker.files.back());
  }
  for (FileCheck& file : checker.files) {
    for (const Profile& profile : built_in_profiles())
      if (profile.name == file.info.profile) file.profile_title = profile.title;
    for (const Profile& profile : read.profiles)
      if (profile.name == file.info.profile) file.profile_title = profile.title;
    doubt_missing(file);
    doubt_taken(file);
    doubt_meaning(file);
    doubt_zone(file);
  }
  return std::move(checker.files);
}

}  // namespace whylocked

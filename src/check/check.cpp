// Two readings of a file: the one that a diagnosis would make, with everything counted; and one of
// its first rows that requests each unused column, to see whether it should have been used.
#include "whylocked/check.hpp"

#include <algorithm>
#include <map>

#include "check/advice.hpp"
#include "check/samples.hpp"

namespace whylocked {

namespace {

using check::Samples;

constexpr std::uint64_t kRowsSampled = 1000;
constexpr std::size_t kColumnsSampled = 200;

// Samples the fields of the first rows. Passes all rows on if there is a next sink, else stops.
class Sampler : public RowSink {
 public:
  explicit Sampler(RowSink* next = nullptr) : next_(next) {}
  void begin(const Columns& columns) override {
    if (next_ != nullptr) next_->begin(columns);
  }
  bool consume(const RowBatch& rows) override {
    for (std::size_t i = 0; i < rows.size() && rows_ < kRowsSampled; ++i, ++rows_)
      for (std::size_t field = 0; field < kFieldCount; ++field)
        fields[field].add(rows.columns[field][i]);
    return next_ != nullptr ? next_->consume(rows) : rows_ < kRowsSampled;
  }
  std::array<Samples, kFieldCount> fields;

 private:
  RowSink* next_;
  std::uint64_t rows_ = 0;
};

std::string_view reason_of(Field field, const ReadOptions& read, const InputInfo& info) {
  const bool mapped = std::any_of(read.map.begin(), read.map.end(),
                                  [&](const auto& one) { return one.first == field; });
  if (mapped) return "option";
  return info.profile.empty() ? "name" : "profile";
}

// The column of that number, added in its place if the input has no name for it: mails, lines of a
// log and tables without a header have numbers alone.
ColumnCheck& column_at(std::uint32_t number, FileCheck& file) {
  const auto at = std::find_if(file.columns.begin(), file.columns.end(),
                               [&](const ColumnCheck& column) { return column.number >= number; });
  if (at != file.columns.end() && at->number == number) return *at;
  ColumnCheck& added = *file.columns.emplace(at);
  added.number = number;
  return added;
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
    sampler_.emplace(&*normalizer_);
    return Target{*sampler_, file.info};
  }

  void close(bool read) override {
    FileCheck& file = files.back();
    const bool usable = read || file.info.rows > 0;
    file.understood = (!usable || normalizer_->finish()) && read;
    count_meanings(file);
    list_columns(file);
    sampler_.reset();
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
    for (const std::string& name : info.names) {
      ColumnCheck& column = file.columns.emplace_back();
      column.name = name;
      column.number = static_cast<std::uint32_t>(file.columns.size());
    }
    for (const std::uint32_t hour : info.columns.hours) {
      ColumnCheck& column = column_at(hour, file);
      column.field = Field::count;
      column.because = "name";
    }
    for (std::size_t i = 0; i < kFieldCount; ++i) {
      if (info.columns.number[i] == 0) continue;
      ColumnCheck& column = column_at(info.columns.number[i], file);
      if (column.name.empty()) column.name = info.columns.header[i];
      column.field = static_cast<Field>(i);
      column.because = reason_of(*column.field, read_, info);
      sampler_->fields[i].describe(normalize_, column);
    }
  }

  const ReadOptions& read_;
  const NormalizeOptions& normalize_;
  Diagnostics& diagnostics_;
  std::optional<Events> events_;
  std::optional<Normalizer> normalizer_;
  std::optional<Sampler> sampler_;
};

// Samples the unused columns, as many at a time as there are fields to request them by.
void sample_rest(const std::string& path, const ReadOptions& read,
                 const NormalizeOptions& normalize, FileCheck& file) {
  std::vector<ColumnCheck*> rest;
  for (ColumnCheck& column : file.columns)
    if (!column.field && !column.name.empty() && rest.size() < kColumnsSampled)
      rest.push_back(&column);
  for (std::size_t from = 0; from < rest.size(); from += kFieldCount) {
    const std::size_t to = std::min(from + kFieldCount, rest.size());
    ReadOptions options = read;
    options.required.clear();
    options.map.clear();
    for (std::size_t i = from; i < to; ++i)
      options.map.emplace_back(static_cast<Field>(i - from), rest[i]->name);
    Sampler rows;
    Diagnostics ignored;
    InputInfo info;
    read_input(path, options, rows, ignored, info);
    for (std::size_t i = from; i < to; ++i) rows.fields[i - from].describe(normalize, *rest[i]);
  }
}

void name_profile(const std::vector<Profile>& own, FileCheck& file) {
  if (file.info.profile.empty()) return;
  for (const Profile* const profile : built_in_profiles())
    if (profile->name == file.info.profile) file.profile_title = profile->title;
  for (const Profile& profile : own)
    if (profile.name == file.info.profile) file.profile_title = profile.title;
}

}  // namespace

std::vector<FileCheck> check_files(const std::vector<std::string>& paths, const ReadOptions& read,
                                   const NormalizeOptions& normalize, Diagnostics& diagnostics) {
  Checker checker(read, normalize, diagnostics);
  for (const std::string& path : paths) {
    const std::size_t before = checker.files.size();
    read_path(path, read, checker, diagnostics);
    for (std::size_t i = before; i < checker.files.size(); ++i) {
      FileCheck& file = checker.files[i];
      const bool rereadable = checker.files.size() == before + 1 && path != "-";
      if (rereadable) sample_rest(path, read, normalize, file);
      name_profile(read.profiles, file);
      check::add_doubts(rereadable ? path : std::string(), read, normalize, file);
    }
  }
  return std::move(checker.files);
}

}  // namespace whylocked

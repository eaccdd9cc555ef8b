// Reads a file twice: as a diagnosis would, counting everything; then its first rows with each
// unused column requested, to see whether it should have been used.
#include "whylocked/check.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "check/advice.hpp"
#include "event/secrets.hpp"

namespace whylocked {

namespace {

constexpr std::uint64_t kRowsSampled = 1000;
constexpr std::size_t kColumnsSampled = 200;

constexpr std::size_t kShown = 3, kMaxShown = 60;
constexpr std::uint64_t kMinValues = 2;  // a single value may look like anything

using Values = std::set<std::string, std::less<>>;

// How many values become an event for which `holds` is true, in a table that has
// all other fields a row needs.
std::uint64_t try_field(const Values& values, Field field, NormalizeOptions options,
                        bool (*holds)(const Event&)) {
  options.date_order = DateOrder::mdy;  // either order will do here
  Events events;
  Diagnostics ignored;
  InputInfo info;
  Columns columns;
  for (const Field one : {Field::time, Field::user, field}) {
    columns.number[one] = 1;
    columns.header[one] = to_text(one);
  }
  Normalizer normalizer(options, 0, info, events, ignored);
  normalizer.begin(columns);
  Row row;
  for (const std::string& value : values) {
    ++row.number;
    row[Field::time] = "2026-05-19T08:07:19Z";
    row[Field::user] = "somebody";
    row[field] = value;
    normalizer.consume(RowTexts(row).batch());
  }
  normalizer.finish();
  return static_cast<std::uint64_t>(std::ranges::count_if(events.rows, holds));
}

bool is_name(std::string_view text) {
  const bool blank = text.find_first_of(" \t,;") != text.npos;
  const auto at = text.find('@'), back = text.find('\\');
  return !blank && ((at != text.npos && at > 0 && text.find('.', at) != text.npos) ||
                    (back != text.npos && back > 0 && back + 1 < text.size()));
}

// True for a name, a slash and a version: "Mozilla/5.0 (...)", "python-requests/2.31".
bool is_agent(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == text.npos || slash == 0 || slash + 1 == text.size()) return false;
  return ascii::is_digit(text[slash + 1]) &&
         std::ranges::any_of(text.substr(0, slash), ascii::is_letter);
}

// The first distinct values of a column, at most kMaxDistinct, and what they look like.
class Samples {
 public:
  void add(std::string_view value) {
    ++rows_;
    if (value.empty()) return;
    ++filled_;
    if (distinct_.size() == kMaxDistinct || distinct_.find(value) != distinct_.end()) return;
    distinct_.emplace(value);
    if (shown_.size() == kShown) return;
    std::string shown = mask_secrets(value);
    if (shown.size() > kMaxShown) shown = std::string(utf8_prefix(shown, kMaxShown)) + "…";
    shown_.push_back(std::move(shown));
  }

  bool empty() const { return filled_ == 0; }

  // Fills rows, filled, distinct, values and looks_like. A reason names a kind of event too ("wrong
  // password"), so it looks like a reason only if the input lacks one.
  void describe(const NormalizeOptions& options, bool lacks_reason, ColumnCheck& column) const {
    column.rows = rows_;
    column.filled = filled_;
    column.distinct = distinct_.size();
    column.values = shown_;
    if (filled_ < kMinValues) return;
    const auto share = [&](std::uint64_t count) {
      return static_cast<double>(count) / static_cast<double>(distinct_.size());
    };
    const auto tried = [&](Field field, bool (*holds)(const Event&)) {
      return share(try_field(distinct_, field, options, holds));
    };
    const auto are = [&](bool (*is)(std::string_view)) {
      return share(static_cast<std::uint64_t>(std::ranges::count_if(distinct_, is)));
    };
    if (tried(Field::time, [](const Event&) { return true; }) >= .9)
      column.looks_like = Field::time;
    else if (tried(Field::address, [](const Event& e) { return e.address != kNone; }) >= .9)
      column.looks_like = Field::address;
    else if (are(is_name) >= .9)
      column.looks_like = Field::user;
    else if (are(is_agent) >= .9)
      column.looks_like = Field::user_agent;
    else if (lacks_reason &&
             tried(Field::reason, [](const Event& e) { return e.reason != Reason::unknown; }) >= .5)
      column.looks_like = Field::reason;
    else if (tried(Field::event, [](const Event& e) { return e.kind != EventKind::other; }) >= .5)
      column.looks_like = Field::event;
  }

 private:
  std::vector<std::string> shown_;
  Values distinct_;
  std::uint64_t rows_ = 0, filled_ = 0;
};

// Samples the fields of the first rows. Passes all rows to the next sink, if there is one.
class Sampler : public RowSink {
 public:
  explicit Sampler(RowSink* next = nullptr) : next_(next) {}
  void begin(const Columns& columns) override {
    if (next_ != nullptr) next_->begin(columns);
  }
  bool consume(const RowBatch& rows) override {
    for (std::size_t i = 0; i < rows.size() && rows_ < kRowsSampled; ++i, ++rows_)
      for (std::size_t field = 0; field < kFieldCount; ++field)
        fields[field].add(rows.text(static_cast<Field>(field), i));
    return next_ == nullptr || next_->consume(rows);
  }
  std::unique_ptr<RowLookup> lookup() override {
    return next_ == nullptr ? nullptr : next_->lookup();
  }
  std::array<Samples, kFieldCount> fields;

 private:
  RowSink* next_;
  std::uint64_t rows_ = 0;
};

ColumnCheck& add_column(std::uint32_t number, std::optional<Field> field, FileCheck& file) {
  const InputInfo& info = file.info;
  ColumnCheck& column = file.columns.emplace_back();
  if (number <= info.names.size()) column.name = info.names[number - 1];
  column.number = number;
  column.field = field;
  if (!field) return column;
  if (column.name.empty()) column.name = info.columns.header[*field];
  const bool mapped = info.columns.mapped[*field] && info.columns.number[*field] == number;
  column.because = mapped ? "option" : info.profile.empty() ? "name" : "profile";
  return column;
}

class Checker : public InputSink {
 public:
  Checker(const NormalizeOptions& normalize, Diagnostics& diagnostics)
      : normalize_(normalize), diagnostics_(diagnostics) {}

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

  // Mails, lines of a log and tables without a header have columns without names.
  void list_columns(FileCheck& file) const {
    const InputInfo& info = file.info;
    std::set<std::uint32_t> used;
    for (std::size_t i = 0; i < kFieldCount; ++i) {
      const auto field = static_cast<Field>(i);
      const std::uint32_t number = info.columns.number[field];
      // A text column is listed with the fields that occur in it.
      const bool is_shared = std::ranges::count(info.columns.number, number) > 1;
      if (number == 0 || (is_shared && field != Field::text && sampler_->fields[i].empty()))
        continue;
      used.insert(number);
      sampler_->fields[i].describe(normalize_, false, add_column(number, field, file));
    }
    for (const auto& [field, number] : info.columns.others)
      if (used.insert(number).second) add_column(number, field, file);
    for (const std::uint32_t hour : info.columns.hours)
      if (used.insert(hour).second) add_column(hour, Field::count, file);
    for (std::uint32_t number = 1; number <= info.names.size(); ++number)
      if (!used.contains(number)) add_column(number, std::nullopt, file);
    std::ranges::stable_sort(file.columns, {}, &ColumnCheck::number);
  }

  const NormalizeOptions& normalize_;
  Diagnostics& diagnostics_;
  std::optional<Events> events_;
  std::optional<Normalizer> normalizer_;
  std::optional<Sampler> sampler_;
};

// True if a column marks failures but none gives a reason.
bool lacks_reason(const FileCheck& file) {
  const Columns& columns = file.info.columns;
  return columns.has(Field::event) && !columns.has(Field::reason) &&
         std::ranges::any_of(file.reasons,
                             [](const auto& one) { return one.first == Reason::unknown; });
}

// Samples the unused columns, as many per pass as there are fields to request them by. Their names
// find the same header row and sheet again; a number alone would fit any row that is wide enough.
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
    options.max_rows = kRowsSampled;
    for (std::size_t i = from; i < to; ++i) {
      options.map.emplace_back(static_cast<Field>(i - from), rest[i]->name);
      options.map_numbers.push_back(rest[i]->number);
    }
    Sampler rows;
    Diagnostics ignored;
    InputInfo info;
    read_input(path, options, rows, ignored, info);
    for (std::size_t i = from; i < to; ++i)
      rows.fields[i - from].describe(normalize, lacks_reason(file), *rest[i]);
  }
}

}  // namespace

std::vector<FileCheck> check_files(const std::vector<std::string>& paths, const ReadOptions& read,
                                   const NormalizeOptions& normalize, Diagnostics& diagnostics) {
  Checker checker(normalize, diagnostics);
  for (const std::string& path : paths) {
    const std::size_t before = checker.files.size();
    read_path(path, read, checker, diagnostics);
    for (std::size_t i = before; i < checker.files.size(); ++i) {
      FileCheck& file = checker.files[i];
      const bool rereadable = checker.files.size() == before + 1 && path != "-";
      if (rereadable) sample_rest(path, read, normalize, file);
      check::add_doubts(rereadable ? path : std::string(), read, normalize, file);
    }
  }
  return std::move(checker.files);
}

}  // namespace whylocked

#include "check/samples.hpp"

#include <algorithm>

#include "event/secrets.hpp"

namespace whylocked::check {

namespace {

constexpr std::size_t kShown = 3, kMaxShown = 60;
constexpr std::uint64_t kMinValues = 2;  // one value looks like anything

// A table of one column, as normalize sees it, with what else a row must have.
struct Trial {
  Events events;
  Diagnostics diagnostics;  // thrown away: it is only a trial
  InputInfo info;

  Trial(const std::set<std::string, std::less<>>& values, Field field, NormalizeOptions options) {
    options.date_order = DateOrder::mdy;  // which of both orders is not the question here
    Columns columns;
    const auto name = [&](Field one, const char* header) {
      columns.number[static_cast<std::size_t>(one)] = 1;
      columns.header[static_cast<std::size_t>(one)] = header;
    };
    name(Field::time, "time");
    name(Field::user, "user");
    name(field, "values");
    Normalizer normalizer(options, 0, info, events, diagnostics);
    normalizer.begin(columns);
    Row row;
    for (const std::string& value : values) {
      ++row.number;
      row.fields[static_cast<std::size_t>(Field::time)] = "2026-05-19T08:07:19Z";
      row.fields[static_cast<std::size_t>(Field::user)] = "somebody";
      row.fields[static_cast<std::size_t>(field)] = value;
      normalizer.consume(RowBatch::of(row));
    }
    normalizer.finish();
  }

  template <class Holds>
  std::uint64_t count(Holds holds) const {
    return static_cast<std::uint64_t>(std::count_if(events.rows.begin(), events.rows.end(), holds));
  }
};

bool is_name(std::string_view text) {
  const bool blank = text.find_first_of(" \t,;") != text.npos;
  const auto at = text.find('@'), back = text.find('\\');
  return !blank && ((at != text.npos && at > 0 && text.find('.', at) != text.npos) ||
                    (back != text.npos && back > 0 && back + 1 < text.size()));
}

// "Mozilla/5.0 (...)", "python-requests/2.31": a name, a slash, a version.
bool is_agent(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == text.npos || slash == 0 || slash + 1 == text.size()) return false;
  const std::string_view name = text.substr(0, slash);
  const char version = text[slash + 1];
  const bool letter = std::any_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  return letter && version >= '0' && version <= '9';
}

}  // namespace

void Samples::add(std::string_view value) {
  ++rows_;
  if (value.empty()) return;
  ++filled_;
  if (distinct_.size() == kMaxDistinct || distinct_.find(value) != distinct_.end()) return;
  distinct_.emplace(value);
  if (shown_.size() == kShown) return;
  std::string shown = mask_secrets(value);
  if (shown.size() > kMaxShown) {
    std::size_t cut = kMaxShown;
    while (cut > 0 && (static_cast<unsigned char>(shown[cut]) & 0xc0) == 0x80) --cut;
    shown = shown.substr(0, cut) + "…";
  }
  shown_.push_back(std::move(shown));
}

void Samples::describe(const NormalizeOptions& options, ColumnCheck& column) const {
  column.rows = rows_;
  column.filled = filled_;
  column.distinct = distinct_.size();
  column.values = shown_;
  if (filled_ < kMinValues) return;
  const std::uint64_t all = distinct_.size();
  const auto mostly = [&](std::uint64_t count) { return count * 10 >= all * 9; };
  const auto count = [&](bool (*is)(std::string_view)) {
    return static_cast<std::uint64_t>(std::count_if(distinct_.begin(), distinct_.end(),
                                                    [&](const std::string& v) { return is(v); }));
  };
  const Trial time(distinct_, Field::time, options), address(distinct_, Field::address, options),
      event(distinct_, Field::event, options);
  if (mostly(time.count([](const Event&) { return true; })))
    column.looks_like = Field::time;
  else if (mostly(address.count([](const Event& e) { return e.address != kNone; })))
    column.looks_like = Field::address;
  else if (mostly(count(is_name)))
    column.looks_like = Field::user;
  else if (mostly(count(is_agent)))
    column.looks_like = Field::user_agent;
  else if (event.count([](const Event& e) { return e.kind != EventKind::other; }) * 2 >= all)
    column.looks_like = Field::event;
}

}  // namespace whylocked::check

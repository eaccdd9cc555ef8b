#include "input/log/reader.hpp"

#include <algorithm>
#include <optional>

#include "base/split.hpp"
#include "input/bytes/lines.hpp"
#include "input/encoding.hpp"
#include "input/formats/profile.hpp"
#include "input/log/pairs.hpp"
#include "input/log/patterns.hpp"
#include "input/log/syslog_prefix.hpp"

namespace whylocked::input {

namespace {

// How well a profile knows some lines.
struct Known {
  std::size_t lines = 0, timed = 0, matched = 0;

  // A quiet log has few events among its lines, but then nearly all begin as a log's do.
  bool is_enough() const {
    return matched > 0 &&
           (timed * 3 >= lines * 2 || matched == lines || (matched > 1 && matched * 3 >= lines));
  }
};

Known known_lines(std::string_view head, const Profile& profile) {
  constexpr std::size_t kMaxLines = 200;  // each is tried on every pattern
  LinePatterns patterns({&profile});
  Known known;
  NormalizedText passage;
  Pairs pairs;
  while (!head.empty() && known.lines < kMaxLines) {
    const std::string_view line = trim(take_until(head, '\n'));
    if (line.empty()) continue;
    ++known.lines;
    const LogLine parts = take_apart(line);
    known.timed += !parts.time.empty();
    if (profile.pairs) {
      pairs.parse(line);
      known.matched += has_keys(pairs, profile);
      continue;
    }
    passage.set(parts.message);
    std::optional<Match> match;
    known.matched += patterns.find(passage, match) != nullptr;
  }
  return known;
}

class LogReader {
 public:
  LogReader(ReadBuffer& buffer, Encoding encoding, const Profile& profile, InputContext& context)
      : lines_(buffer, context.options.max_record_bytes),
        encoding_(encoding),
        profile_(profile),
        context_(context),
        patterns_({&profile}),
        calendar_(context.options.year) {
    begin();
  }

  bool run() {
    while (!context_.stopped() && lines_.next()) {
      if (lines_.is_too_long()) {
        context_.skip_row();
        report(Severity::error, "record-too-long",
               "longer than " + in_bytes(context_.options.max_record_bytes) + "; skipped");
      } else if (!add(trim(lines_.text()))) {
        return false;
      }
    }
    return !context_.failed();
  }

 private:
  void begin() {
    Columns columns;
    columns.time_zone = profile_.time_zone;
    std::uint32_t number = 0;
    const auto add = [&](Field field) {
      const auto i = static_cast<std::size_t>(field);
      if (columns.number[i] == 0) columns.number[i] = ++number;
      columns.header[i] = "line";
    };
    for (const Field field : {Field::time, Field::user, Field::event, Field::count}) add(field);
    for (const auto& [field, names] : profile_.columns)
      if (!names.empty()) add(field);
    for (const LinePattern& pattern : patterns_.all())
      for (const Field field : pattern.fields()) add(field);
    context_.begin(columns, &profile_);
  }

  void report(Severity severity, std::string_view kind, std::string_view message,
              std::string hint = {}) {
    context_.add_diagnostic(severity, kind, message,
                            {.row = lines_.number(), .hint = std::move(hint)});
  }

  // False: the rest of the file cannot be read.
  bool add(std::string_view line) {
    if (line.empty()) return true;
    Repairs repairs;
    const std::string_view text = repair(line, encoding_, repaired_, repairs);
    const LogLine parts = take_apart(text);
    row_ = {};
    const Found found = profile_.pairs ? read_pairs(text) : read_words(parts);
    if (found == Found::nothing) {
      context_.skip_no_event();
      return true;
    }
    note_repairs(repairs);
    if (found == Found::ambiguous) {
      report(Severity::warning, "log-name",
             "the name holds the words of a log line, so it is uncertain who came from where; "
             "skipped");
      context_.skip_row();
      return true;
    }
    return emit(parts);
  }

  enum class Found { event, nothing, ambiguous };

  Found read_words(const LogLine& parts) {
    std::string_view message = parts.message;
    const unsigned times = take_repetition(message);
    const bool again = times > 0 && message.empty();  // the line before once more
    if (!again) {
      passage_.set(message);
      pattern_ = patterns_.find(passage_, match_);
    }
    if (pattern_ == nullptr || pattern_->event().empty()) return Found::nothing;
    if (pattern_->is_ambiguous(passage_, *match_)) return Found::ambiguous;
    row_.fields = match_->fields;
    set(Field::event, pattern_->event());
    if (times > 0) set(Field::count, count_ = std::to_string(times));
    return Found::event;
  }

  Found read_pairs(std::string_view line) {
    pairs_.parse(line);
    const bool wanted = has_keys(pairs_, profile_) && fill_row(pairs_, profile_, row_);
    return wanted ? Found::event : Found::nothing;
  }

  bool emit(const LogLine& line) {
    row_.number = lines_.number();
    if (row_[Field::time].empty() && line.month != 0 && !calendar_.knows_year())
      return context_.fail("log-year", {"the times have no year",
                                        "name the year of the first line with --year YEAR"});
    if (row_[Field::time].empty())
      set(Field::time, line.month == 0 ? line.time : calendar_.whole_time(line));
    if (row_[Field::time].empty()) {
      report(Severity::warning, "log-time", "no time at the beginning of the line; skipped");
      context_.skip_row();
      return true;
    }
    context_.emit(row_);
    return true;
  }

  void set(Field field, std::string_view text) {
    row_.fields[static_cast<std::size_t>(field)] = text;
  }

  void note_repairs(const Repairs& repairs) {
    if (repairs.nul) report(Severity::warning, "nul", "NUL bytes, left out");
    if (repairs.guessed)
      report(Severity::note, "encoding", "not valid UTF-8, taken as Windows-1252");
  }

  Lines lines_;
  const Encoding encoding_;
  const Profile& profile_;
  InputContext& context_;
  LinePatterns patterns_;
  LogCalendar calendar_;
  std::string repaired_, count_;
  Row row_;
  Pairs pairs_;
  NormalizedText passage_;
  std::optional<Match> match_;            // of the last line, in passage_
  const LinePattern* pattern_ = nullptr;  // that found it
};

}  // namespace

const Profile* log_profile(std::string_view head, const ReadOptions& options) {
  const Profile* best = nullptr;
  std::size_t most = 0;
  for (const Profile* const profile : profiles_with(Words::lines, options)) {
    const Known known = known_lines(head, *profile);
    if (known.matched <= most || !known.is_enough()) continue;
    best = profile;
    most = known.matched;
  }
  return best;
}

bool read_log(ReadBuffer& buffer, Encoding encoding, InputContext& context) {
  buffer.fill_up_to(kHeadBytes);
  context.info.format = "log";
  context.info.delimiter = 0;  // of the table that it was taken for
  const std::size_t head = std::min(buffer.size(), kHeadBytes);
  const Profile* const profile = log_profile(buffer.text(0, head), context.options);
  if (profile == nullptr)
    return context.fail("log", {"the lines are of no log that is known",
                                "describe them in a profile with patterns: --profile FILE"});
  return LogReader(buffer, encoding, *profile, context).run();
}

}  // namespace whylocked::input

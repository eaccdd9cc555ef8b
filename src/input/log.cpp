#include "input/log.hpp"

#include <algorithm>
#include <optional>

#include "input/log_line.hpp"
#include "input/log_lines.hpp"
#include "input/log_patterns.hpp"
#include "input/pattern.hpp"
#include "input/pattern_sieve.hpp"
#include "input/encoding.hpp"

namespace whylocked::input {

namespace {

// One line pattern at work.
class LinePattern {
 public:
  explicit LinePattern(const Pattern& pattern) : says_(pattern.says), whole_(pattern.text) {
    if (const std::string tail = tail_of(pattern.text); !validate(tail)) tail_.emplace(tail);
  }

  const std::string& says() const { return says_; }
  const std::vector<Field>& fields() const { return whole_.fields(); }
  const std::string& needle() const { return whole_.needle(); }
  std::optional<Match> find(const NormalizedText& line) const { return whole_.find(line); }
  // Whether the line says a second time from where somebody came, as it does for the name
  // "root from 192.0.2.7 port 22".
  bool says_again(const NormalizedText& line, const Match& match) const {
    return tail_ && tail_->find(line, match.to);
  }

 private:
  // From the words in front of the address on: "from {address} port {}".
  static std::string tail_of(std::string_view text) {
    const std::size_t address = text.find("{address}");
    if (address == text.npos) return {};
    const std::size_t before = text.substr(0, address).rfind('}');
    return std::string(trim(text.substr(before == text.npos ? 0 : before + 1)));
  }

  std::string says_;
  CompiledPattern whole_;
  std::optional<CompiledPattern> tail_;
};

class LinePatterns {
 public:
  explicit LinePatterns(const Profile& profile) {
    for (const Pattern& pattern : profile.lines)
      if (!validate(pattern.text)) patterns_.emplace_back(pattern);
    for (const LinePattern& pattern : patterns_) sieve_.add(pattern.needle());
  }

  const std::vector<LinePattern>& all() const { return patterns_; }
  // The first that fits; null if none does.
  const LinePattern* find(const NormalizedText& line, std::optional<Match>& match) {
    sieve_.look(line.lower(), candidates_);
    for (const std::uint16_t candidate : candidates_)
      if ((match = patterns_[candidate].find(line))) return &patterns_[candidate];
    return nullptr;
  }

 private:
  std::vector<LinePattern> patterns_;
  LiteralPrefilter sieve_;
  std::vector<std::uint16_t> candidates_;  // of the last line
};

// How well a profile knows some lines.
struct Known {
  std::size_t lines = 0, timed = 0, matched = 0;

  // A quiet log has few events among its lines, but then they all begin as a log's do.
  bool is_enough() const {
    if (lines < 3) return lines > 0 && matched == lines;
    return matched >= 2 && (matched * 3 >= lines || timed * 3 >= lines * 2);
  }
};

Known known_lines(std::string_view head, const Profile& profile) {
  constexpr std::size_t kMaxLines = 200;  // each is tried on every pattern
  LinePatterns patterns(profile);
  Known known;
  NormalizedText passage;
  while (!head.empty() && known.lines < kMaxLines) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    const std::string_view line = trim(head.substr(0, end));
    head.remove_prefix(std::min(end + 1, head.size()));
    if (line.empty()) continue;
    ++known.lines;
    const LogLine parts = take_apart(line);
    known.timed += !parts.time.empty();
    passage.set(parts.message);
    std::optional<Match> match;
    known.matched += patterns.find(passage, match) != nullptr;
  }
  return known;
}

class LogReader {
 public:
  LogReader(ReadBuffer& window, Encoding encoding, const Profile& profile, InputContext& job)
      : lines_(window, job.options.max_record_bytes),
        encoding_(encoding),
        job_(job),
        patterns_(profile),
        calendar_(job.options.year) {
    begin(profile);
  }

  bool run() {
    while (!job_.stopped() && lines_.next()) {
      if (lines_.is_too_long()) {
        job_.skip_row();
        tell(Severity::error, "record-too-long",
             "longer than " + in_bytes(job_.options.max_record_bytes) + ", left out");
      } else if (!see(trim(lines_.text()))) {
        return false;
      }
    }
    return end();
  }

 private:
  void begin(const Profile& profile) {
    Columns columns;
    columns.time_zone = profile.time_zone;
    std::uint32_t number = 0;
    const auto add = [&](Field field) {
      const auto i = static_cast<std::size_t>(field);
      if (columns.number[i] == 0) columns.number[i] = ++number;
      columns.header[i] = "line";
    };
    for (const Field field : {Field::time, Field::user, Field::event, Field::count}) add(field);
    for (const LinePattern& pattern : patterns_.all())
      for (const Field field : pattern.fields()) add(field);
    job_.begin(columns, &profile);
  }

  void tell(Severity severity, std::string_view kind, std::string_view message,
            std::string hint = {}) {
    job_.add_diagnostic(severity, kind, message, {.row = lines_.number(), .hint = std::move(hint)});
  }

  // False: the file cannot be read on.
  bool see(std::string_view line) {
    if (line.empty()) return true;
    Repairs repairs;
    const LogLine parts = take_apart(repair(line, encoding_, repaired_, repairs));
    std::string_view message = parts.message;
    const unsigned times = take_repetition(message);
    const bool again = times > 0 && message.empty();  // the line before once more
    if (!again) {
      passage_.set(message);
      pattern_ = patterns_.find(passage_, match_);
    }
    if (pattern_ == nullptr || pattern_->says().empty()) {
      ++of_no_interest_;
      return true;
    }
    note_repairs(repairs);
    return give(parts, times);
  }

  bool give(const LogLine& line, unsigned times) {
    if (pattern_->says_again(passage_, *match_)) {
      tell(Severity::warning, "log-name",
           "the name holds the words of a log line, so that who came from where is not certain; "
           "the line is left out");
      job_.skip_row();
      return true;
    }
    Row row;
    row.number = lines_.number();
    row.fields = match_->fields;
    const auto set = [&](Field field, std::string_view text) {
      row.fields[static_cast<std::size_t>(field)] = text;
    };
    set(Field::event, pattern_->says());
    if (times > 0) set(Field::count, count_ = std::to_string(times));
    if (row[Field::time].empty() && line.month != 0 && !calendar_.knows_year())
      return job_.fail("log-year", {"the times have no year",
                                     "--year YEAR names the year of the first line"});
    if (row[Field::time].empty())
      set(Field::time, line.month == 0 ? line.time : calendar_.whole_time(line));
    if (row[Field::time].empty()) {
      tell(Severity::warning, "log-time", "no time in front of the line, the row is left out");
      job_.skip_row();
      return true;
    }
    job_.emit(row);
    return true;
  }

  void note_repairs(const Repairs& repairs) {
    if (repairs.nul) tell(Severity::warning, "nul", "NUL bytes, left out");
    if (repairs.guessed) tell(Severity::note, "encoding", "not valid UTF-8, taken as Windows-1252");
  }

  bool end() {
    const std::string lines =
        std::to_string(of_no_interest_) +
        (of_no_interest_ == 1 ? " line is no sign-in event" : " lines are no sign-in events");
    if (job_.info.rows == 0)
      job_.add_diagnostic(Severity::warning, "no-rows", "no sign-in event: " + lines,
                {.hint = "check the period of the log"});
    else if (of_no_interest_ > 0)
      job_.add_diagnostic(Severity::note, "log-lines", lines);
    return !job_.failed();
  }

  LogLines lines_;
  const Encoding encoding_;
  InputContext& job_;
  LinePatterns patterns_;
  LogCalendar calendar_;
  std::string repaired_, count_;
  NormalizedText passage_;
  std::optional<Match> match_;            // of the last line, in passage_
  const LinePattern* pattern_ = nullptr;  // that found it
  std::uint64_t of_no_interest_ = 0;
};

}  // namespace

const Profile* log_profile(std::string_view head, const ReadOptions& options) {
  std::vector<const Profile*> all;
  for (const Profile& profile : options.profiles) all.push_back(&profile);
  for (const Profile& profile : built_in_profiles()) all.push_back(&profile);
  const Profile* best = nullptr;
  std::size_t most = 0;
  for (const Profile* const profile : all) {
    if (profile->lines.empty()) continue;
    const Known known = known_lines(head, *profile);
    if (known.matched <= most || !known.is_enough()) continue;
    best = profile;
    most = known.matched;
  }
  return best;
}

bool read_log(ReadBuffer& window, Encoding encoding, InputContext& job) {
  window.fill_up_to(kHeadBytes);
  job.info.format = "log";
  const std::size_t head = std::min(window.size(), kHeadBytes);
  const Profile* const profile = log_profile(window.text(0, head), job.options);
  if (profile == nullptr)
    return job.fail("log", {"no lines of a log that is known",
                            "a profile with patterns of its lines makes them known"});
  return LogReader(window, encoding, *profile, job).run();
}

}  // namespace whylocked::input

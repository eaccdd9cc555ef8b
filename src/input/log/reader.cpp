#include "input/log/reader.hpp"

#include <algorithm>
#include <optional>

#include "base/split.hpp"
#include "input/bytes/read_buffer.hpp"
#include "input/encoding.hpp"
#include "input/formats/profile.hpp"
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

// Each line is the text of a row, which the context's MessageReader takes apart.
bool read_lines(ReadBuffer& buffer, Encoding encoding, const Profile& profile,
                InputContext& context) {
  Columns columns;
  columns.time_zone = profile.time_zone;
  columns.number[Field::text] = 1;
  columns.header[Field::text] = "line";
  context.begin(columns, &profile);
  Lines lines(buffer, context.options.max_record_bytes);
  std::string room;
  while (!context.stopped() && lines.next()) {
    if (lines.is_too_long()) {
      context.skip_row();
      context.add_diagnostic(
          Severity::error, "record-too-long",
          "longer than " + in_bytes(context.options.max_record_bytes) + "; skipped",
          {.row = lines.number()});
      continue;
    }
    Repairs repairs;
    Row row{.number = lines.number(), .fields = {}};
    row[Field::text] = repair(trim(lines.text()), encoding, room, repairs);
    if (row[Field::text].empty()) continue;
    const std::uint64_t rows = context.info.rows;
    context.emit(row);
    if (context.info.rows != rows) context.note_repairs(row.number, repairs);
  }
  return !context.failed();
}

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
  return read_lines(buffer, encoding, *profile, context);
}

}  // namespace whylocked::input

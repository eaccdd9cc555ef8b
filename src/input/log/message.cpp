#include "input/log/message.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/number.hpp"
#include "base/split.hpp"
#include "input/encoding.hpp"
#include "input/formats/pattern.hpp"
#include "input/formats/profile.hpp"
#include "input/log/event_text.hpp"
#include "input/log/syslog_prefix.hpp"
#include "input/mail/message.hpp"
#include "input/mail/notice.hpp"
#include "input/table/columns.hpp"
#include "whylocked/address.hpp"

namespace whylocked::input {

namespace {

bool is_nothing(std::string_view text) { return text.empty() || text == "-"; }

void fill(Row& row, Field field, std::string_view value) {
  if (is_nothing(row[field]) || (gives_way(row[field]) && !value.empty())) row[field] = value;
}

// Fills in the fields that have a value.
template <class Text>
void fill(Row& row, const ByField<Text>& fields) {
  for (std::size_t i = 0; i < kFieldCount; ++i)
    if (!fields[i].empty()) fill(row, static_cast<Field>(i), fields[i]);
}

// Fills in the fields that the profile's columns name.
void fill(Row& row, const json::Members& members, const Profile& profile) {
  for (const auto& [field, names] : profile.columns)
    for (const std::string& name : names) fill(row, field, members[name]);
}

bool has_word_for(const Profile& profile, std::string_view event) {
  return std::ranges::any_of(profile.words, [&](const Profile::Word& word) {
    return word.field == Field::event && ascii::equal_ignoring_case(word.from, event);
  });
}

bool is_of_hosts(const Profile& profile) { return profile.system == LogSystem::ssh; }

bool has_words(const Profile* profile) {
  return profile != nullptr && (!profile->labels.empty() || !profile->lines.empty() ||
                                !profile->mails.empty() || profile->pairs);
}

std::vector<const Profile*> with_lines(const Profile* profile, const ReadOptions& options) {
  if (profile != nullptr) return {profile};
  return profiles_with(Words::lines, options);
}

// A line at the beginning of a file, and the profiles of logs that have it, in their order, each
// with whether the line is an event there.
struct HeadLine {
  bool is_timed;
  std::vector<std::pair<const Profile*, bool>> known = {};
};

std::vector<HeadLine> first_lines(std::string_view head, const ReadOptions& options) {
  const std::vector<const Profile*> profiles = profiles_with(Words::lines, options);
  const LinePatterns patterns(profiles);
  json::Members pairs;
  std::vector<HeadLine> lines;
  while (!head.empty()) {
    const std::string_view text = trim(take_until(head, '\n'));
    if (text.empty()) continue;
    const LogLine parts = parse_log_line(text);
    auto& known = lines.emplace_back(HeadLine{!parts.time.empty()}).known;
    parse_pairs(text, pairs);
    for (const Profile* const profile : profiles)
      if (profile->pairs && has_keys(pairs, *profile)) known.emplace_back(profile, false);
    const NormalizedText message(parts.message);
    for (const LinePattern* const pattern : patterns.candidates(message)) {
      const Profile* const profile = &pattern->profile;
      const bool is_new = !profile->pairs && (known.empty() || known.back().first != profile);
      if (is_new && pattern->find(message)) known.emplace_back(profile, !pattern->event.empty());
    }
  }
  return lines;
}

const Profile* log_of(const std::vector<HeadLine>& lines, const ReadOptions& options) {
  std::map<const Profile*, std::pair<std::size_t, std::size_t>> counts;  // lines, events in them
  for (const HeadLine& line : lines)
    for (const auto& [profile, is_event] : line.known) {
      ++counts[profile].first;
      counts[profile].second += is_event;
    }
  const auto timed = static_cast<std::size_t>(std::ranges::count_if(lines, &HeadLine::is_timed));
  // A quiet log has few events among its lines, but most of them begin with a time.
  const auto is_enough = [&](std::size_t known) {
    return known > 0 && (timed * 3 >= lines.size() * 2 || known == lines.size() ||
                         (known > 1 && known * 3 >= lines.size()));
  };
  const Profile* best = nullptr;
  for (const Profile* const profile : profiles_with(Words::lines, options))
    if (counts[profile] > counts[best] && is_enough(counts[profile].first)) best = profile;
  return best;
}

// The other log with the most events among lines that `profile` does not match, or null.
const Profile* other_log(const std::vector<HeadLine>& lines, const Profile& profile) {
  if (profile.pairs) return nullptr;
  std::map<const Profile*, std::size_t> events;
  const Profile* best = nullptr;
  for (const HeadLine& line : lines) {
    const auto is_own = [&](const auto& one) { return one.first == &profile; };
    const auto is_other = [](const auto& one) {
      return !one.first->pairs && one.first->name != "application-log";
    };
    const auto other = std::ranges::find_if(line.known, is_other);
    if (std::ranges::any_of(line.known, is_own) || other == line.known.end() || !other->second)
      continue;
    const std::size_t count = ++events[other->first];
    if (count > events[best]) best = other->first;
  }
  return best;
}

// Each line is the text of a row, which the context's MessageReader parses.
bool read_lines(ReadBuffer& buffer, Encoding encoding, const Profile& profile,
                InputContext& context) {
  Columns columns;
  columns.time_zone = profile.time_zone;
  columns.month_first = profile.month_first;
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
  context.flush();
  return !context.failed();
}

}  // namespace

void LabelledText::set(std::string_view text) {
  text_ = text;
  entries_.clear();
  section_ = pending_ = {};
  is_new_paragraph_ = true;
  while (!text.empty()) {
    std::string_view line = take_until(text, '\n');
    is_new_paragraph_ |= trim(line).empty();
    while (!line.empty()) {  // pieces between tabs or runs of blanks
      const std::size_t from = line.find_first_not_of(" \t\r");
      if (from == line.npos) break;
      line.remove_prefix(from);
      const std::size_t stop = std::min({line.find('\t'), line.find("  "), line.size()});
      add(trim(line.substr(0, stop)));
      line.remove_prefix(stop);
    }
    if (!pending_.empty()) {
      section_ = pending_;
      if (!is_new_paragraph_) add(pending_, {});
    }
    pending_ = {};
  }
}

void LabelledText::add(std::string_view piece) {
  if (piece.ends_with(':')) {
    if (!pending_.empty()) section_ = pending_;  // it had no value on its line
    while (piece.ends_with(':')) piece.remove_suffix(1);
    pending_ = trim(piece);
  } else if (!pending_.empty()) {
    add(pending_, piece);
    pending_ = {};
  } else if (const std::size_t colon = piece.find(": "); colon != piece.npos) {
    add(piece.substr(0, colon), trim(piece.substr(colon + 2)));
  }
}

void LabelledText::add(std::string_view label, std::string_view value) {
  const unsigned last = entries_.empty() ? 0 : entries_.back().paragraph;
  entries_.push_back({section_, label, value, last + (is_new_paragraph_ ? 1 : 0)});
  is_new_paragraph_ = false;
}

std::string_view LabelledText::value_at(std::string_view place) const {
  const auto number = [](std::string_view text) { return parse_whole<unsigned>(text).value_or(0); };
  const unsigned paragraph = number(take_until(place, '.'));
  const unsigned wanted = number(take_until(place, '/')), least = number(place);
  std::string_view found;
  unsigned count = 0;
  for (const Entry& entry : entries_) {
    if (entry.paragraph != paragraph) continue;
    if (++count == wanted && !is_nothing(entry.value)) found = entry.value;
  }
  return count >= least ? found : std::string_view();
}

std::string_view LabelledText::value(std::string_view path) const {
  constexpr std::string_view kBelow = " > ";
  const std::size_t below = path.find(kBelow);
  const std::string_view section = below == path.npos ? std::string_view() : path.substr(0, below);
  const std::string_view label = below == path.npos ? path : path.substr(below + kBelow.size());
  for (const Entry& entry : entries_)
    if (!is_nothing(entry.value) && ascii::equal_ignoring_case(entry.label, label) &&
        (section.empty() || ascii::equal_ignoring_case(entry.section, section)))
      return entry.value;
  return text_.find('\n') == text_.npos ? in_one_line(section, label) : std::string_view();
}

// In one line, runs of blanks have become one each: the value is the word after the label.
std::string_view LabelledText::in_one_line(std::string_view section, std::string_view label) const {
  const auto after = [this](std::string_view name, std::size_t from) {
    const std::string with_colon = std::string(name) + ':';
    const std::size_t found = text_.find(with_colon, from);
    return found == text_.npos ? found : found + with_colon.size();
  };
  const std::size_t from = section.empty() ? 0 : after(section, 0);
  const std::size_t begin = from == text_.npos ? from : after(label, from);
  if (begin == text_.npos) return {};
  const std::string_view rest = trim(text_.substr(begin));
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t"));
  return is_nothing(word) || word.ends_with(':') ? std::string_view() : word;
}

namespace {

class WordsReader : public MessageReader {
 public:
  WordsReader(const Profile* profile, bool is_log, InputContext& context)
      : context_(context),
        profile_(has_words(profile) ? profile : nullptr),
        is_log_(is_log),
        patterns_(with_lines(profile_, context.options)),
        year_(context.options.year) {
    const ReadOptions& options = context.options;
    std::ranges::copy_if(with_lines(profile_, options), std::back_inserter(with_pairs_),
                         &Profile::pairs);
    if (!is_log && (is_generic() || !profile_->mails.empty()))
      notices_ = std::make_unique<NoticeReader>(options);
    if (is_generic())
      windows_ =
          std::make_unique<WordsReader>(find_built_in_profile("windows-security"), false, context);
  }

  ByField<bool> fields() const override {
    ByField<bool> all{};
    const auto add_named = [&](const auto& columns) {
      for (const auto& [field, names] : columns) all[field] |= !names.empty();
    };
    all[Field::event] = all[Field::time] = true;
    all[Field::user] = is_log_ || notices_;
    all[Field::count] = is_log_;
    all[Field::address] = notices_ != nullptr;
    if (profile_ != nullptr) add_named(profile_->labels);
    for (const LinePattern& pattern : patterns_.all()) {
      all[Field::realm] |= is_of_hosts(pattern.profile);
      for (const Field field : pattern.whole.fields()) all[field] = true;
    }
    for (const Profile* const one : with_pairs_) add_named(one->columns);
    if (!windows_) return all;
    add_named(windows_->profile_->columns);
    const ByField<bool> more = windows_->fields();
    std::ranges::transform(all, more, all.begin(), std::logical_or());
    return all;
  }

  const Profile* found_by() const override { return found_by_; }

  Result read(Row& row) override {
    found_by_ = nullptr;
    if (windows_ && read_event_xml(row)) return Result::found;
    const Result windows = windows_ ? read_windows_event(row) : Result::no_event;
    if (windows != Result::no_event) return windows;
    if (read_pairs(row)) return fill_time(row, parse_log_line(row[Field::text]));
    if (profile_ != nullptr && !profile_->labels.empty()) read_labels(row);
    const Result line = read_line(row);
    if (line != Result::no_event) return line;
    if (notices_ && read_notice(row)) return Result::found;
    const bool is_notice = notices_ && !is_generic();  // or a mail about something else
    return is_notice || is_nothing(row[Field::user]) ? Result::no_event : Result::found;
  }

 private:
  bool is_generic() const { return profile_ == nullptr; }

  // False if no label names the user.
  bool read_labels(Row& row) {
    labelled_.set(row[Field::text]);
    for (const auto& [field, paths] : profile_->labels)
      for (const std::string& path : paths)
        if (gives_way(row[field])) fill(row, field, value_of(path, row[Field::event]));
    return !is_nothing(row[Field::user]);
  }

  // `path` is a label, or a place in the messages of one event: "4625#3.2".
  std::string_view value_of(std::string_view path, std::string_view event) const {
    const std::size_t mark = path.find('#');
    if (mark == path.npos) return labelled_.value(path);
    return path.substr(0, mark) == event ? labelled_.value_at(path.substr(mark + 1))
                                         : std::string_view();
  }

  // Reads the message of a Windows event, "An account failed to log on.", and its labels.
  Result read_windows_event(Row& row) {
    Row event = row;
    event[Field::event] = {};
    const Result result = windows_->read_line(event);
    if (result != Result::found) return result;
    if (!windows_->read_labels(event)) return Result::no_event;
    row = event;
    found_by_ = windows_->profile_;
    return result;
  }

  // Reads the XML of a Windows event, whose time is UTC even if the table's is not.
  bool read_event_xml(Row& row) {
    if (!looks_like_event_xml(row[Field::text])) return false;
    event_ = event_of_xml(row[Field::text]);
    if (event_.size() == 0) return false;
    Row found;
    fill(found, event_, *windows_->profile_);
    for (const Field field : {Field::time, Field::event})
      if (!found[field].empty()) row[field] = {};
    fill(row, found.fields);
    found_by_ = windows_->profile_;
    return true;
  }

  // Reads the pairs of a known system; their time counts only if the row has none.
  bool read_pairs(Row& row) {
    if (with_pairs_.empty() || row[Field::text].find('=') == std::string_view::npos) return false;
    parse_pairs(row[Field::text], pairs_);
    const bool timed = !row[Field::time].empty();
    for (const Profile* const profile : with_pairs_) {
      if (!has_keys(pairs_, *profile)) continue;
      Row found;
      fill(found, pairs_, *profile);
      if (!has_word_for(*profile, found[Field::event])) continue;
      if (timed) found[Field::clock] = found[Field::time_zone] = {};
      fill(row, found.fields);
      row[Field::event] = found[Field::event];
      found_by_ = profile;
      return true;
    }
    return false;
  }

  Result read_line(Row& row) {
    if (patterns_.all().empty()) return Result::no_event;
    const LogLine line = parse_log_line(row[Field::text]);
    std::string_view message = line.message;
    const unsigned times = parse_repetition(message);
    const bool again = times > 0 && message.empty();  // repeats the line before
    if (!again) {
      text_.set(message);
      pattern_ = patterns_.find(text_, match_);
    }
    if (pattern_ == nullptr) return Result::no_event;
    if (pattern_->event.empty()) {
      row[Field::user] = {};  // ignored, whatever else the row has
      return Result::no_event;
    }
    if (pattern_->is_ambiguous(text_, *match_))
      return reject(
          row, "log-name",
          "the name contains words of a log line, so user and address are uncertain; skipped");
    fill(row, match_->fields);
    if (!again) host_ = host_of(line.message);
    if (is_of_hosts(pattern_->profile)) fill_host(row);
    if (is_generic() || is_nothing(row[Field::event])) row[Field::event] = pattern_->event;
    if (times > 0) row[Field::count] = count_ = std::to_string(times);
    if (is_generic()) found_by_ = &pattern_->profile;
    return fill_time(row, line);
  }

  // Each host has its own accounts, and so its own lock counters.
  void fill_host(Row& row) const {
    std::string_view host = host_;
    if (host.empty()) host = row[Field::recorder];
    if (!parse_address(host)) host = host.substr(0, host.find('.'));
    if (!host.empty()) row[Field::realm] = host;
  }

  // Sets the time that precedes the message, if the row has no other.
  Result fill_time(Row& row, const LogLine& line) {
    if (!is_nothing(row[Field::time])) return Result::found;
    const bool lacks_year = line.month != 0 && year_ == 0;
    if (lacks_year && is_log_) {
      context_.fail("log-year",
                    {"the times have no year", "name the year of the first line with --year YEAR"});
      context_.stop();
      return Result::skipped;
    }
    row[Field::time] = line.month == 0 || lacks_year ? line.time : whole_time(line);
    return is_log_ && row[Field::time].empty()
               ? reject(row, "log-time", "no time at the beginning of the line; skipped")
               : Result::found;
  }

  Result reject(const Row& row, std::string_view kind, std::string_view why) {
    context_.add_diagnostic(Severity::warning, kind, why, {.row = row.number});
    context_.skip_row();
    return Result::skipped;
  }

  bool read_notice(Row& row) {
    Mail mail;
    mail.subject = row[Field::event];  // the title of a ticket
    mail.body = row[Field::text];
    mail.recipient = row[Field::user];
    if (mail.body.find("</") != std::string::npos) mail.body = text_of_html(mail.body);
    auto notice = notices_->read(mail);
    if (!notice || is_nothing((*notice)[Field::user])) return false;
    notice_ = *std::move(notice);
    row[Field::user] = {};
    fill(row, notice_.fields);
    row[Field::event] = notice_[Field::event];
    found_by_ = notice_.profile;
    return true;
  }

  // The year changes when the month jumps by more than half a year, in either direction (joined
  // logs step back a little).
  std::string_view whole_time(const LogLine& line) {
    constexpr unsigned kHalfAYear = 6;
    if (month_ > line.month + kHalfAYear) ++year_;
    if (month_ != 0 && line.month > month_ + kHalfAYear) --year_;
    month_ = line.month;
    return time_ = fmt::format("{}-{:02}-{:02}T{}", year_, line.month, line.day, line.clock);
  }

  InputContext& context_;
  const Profile* profile_;  // null: any format's words count
  const bool is_log_;
  LinePatterns patterns_;
  int year_;            // of the last line; 0: unknown
  unsigned month_ = 0;  // of the last line
  std::string time_;
  std::unique_ptr<NoticeReader> notices_;
  std::unique_ptr<WordsReader> windows_;
  std::vector<const Profile*> with_pairs_;
  json::Members pairs_;
  const Profile* found_by_ = nullptr;
  LabelledText labelled_;
  NormalizedText text_;
  std::optional<Match> match_;            // of the last line, in text_
  const LinePattern* pattern_ = nullptr;  // that found it
  Notice notice_;
  json::Members event_;
  std::string count_;
  std::string host_;  // of the last line
};

}  // namespace

std::unique_ptr<MessageReader> message_reader(const Profile* profile, bool is_log,
                                              InputContext& context) {
  return std::make_unique<WordsReader>(profile, is_log, context);
}

std::optional<bool> read_log(ReadBuffer& buffer, Encoding encoding, InputContext& context) {
  buffer.fill_up_to(kHeadBytes);
  const std::string_view head = buffer.text(0, std::min(buffer.size(), kHeadBytes));
  const std::vector<HeadLine> lines = first_lines(head, context.options);
  const Profile* const profile = log_of(lines, context.options);
  if (profile == nullptr) return std::nullopt;
  context.info.format = "log";
  context.info.delimiter = 0;  // it is not a table
  if (const Profile* const other = other_log(lines, *profile))
    context.add_diagnostic(Severity::warning, "log-other",
                           "lines of another log (" + other->name + ") are skipped",
                           {.hint = "put each log in a separate file"});
  return read_lines(buffer, encoding, *profile, context);
}

}  // namespace whylocked::input

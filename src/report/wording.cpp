// Who was locked, by what, when, and what came before it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <unordered_map>

#include "base/ascii.hpp"
#include "report/wording.hpp"
#include "report/escape.hpp"
#include "report/layout.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kTimesListed = 6;  // of the lockouts of a block

bool same_kind(const std::vector<CauseInBrief>& causes) {
  for (const CauseInBrief& cause : causes)
    if (cause.group != causes.front().group) return false;
  return true;
}

std::string tie_words(const Wording& how, const std::vector<CauseInBrief>& tied) {
  const double each = tied.front().probability;
  std::vector<std::string> names;
  for (const CauseInBrief& cause : tied) names.push_back(shown_name(cause.name));
  const std::string status = painted(how.color, Style::yellow, "Tied");
  if (tied.size() <= kTiedNamed)
    return status + " between " + painted(how.color, Style::bold, list_words(names, kTiedNamed)) +
           ", " + percent_words(each) + " each";
  const std::string_view crowd = same_kind(tied) ? kind_words_plural(tied.front().group) : "causes";
  return status + ": one of " + number_words(tied.size()) + ' ' + std::string(crowd) +
         " that look the same from here, " +
         percent_words(each * static_cast<double>(tied.size())) + " together: " +
         painted(how.color, Style::bold, list_words(names, how.all ? tied.size() : kTiedNamed));
}

std::string unknown_words(const Wording& how, const Diagnosis& diagnosis) {
  std::string words = painted(how.color, Style::yellow, "Not enough evidence");
  if (diagnosis.causes.empty() || diagnosis.kinds.empty()) return words;
  const auto& [kind, probability] = diagnosis.kinds.front();
  words += "; most likely " + painted(how.color, Style::bold, kind_words(kind)) + ", " +
           percent_words(probability);
  if (diagnosis.kinds.size() > 1 && diagnosis.kinds[1].second >= 0.1)
    words += ", or " + std::string(kind_words(diagnosis.kinds[1].first)) + ", " +
             percent_words(diagnosis.kinds[1].second);
  return words;
}

std::string times_listed(const ReportView& view, const CaseGroup& block) {
  std::vector<std::string> times;
  for (std::size_t i = 0; i < block.lockouts.size(); ++i) {
    const Micros at = view.incident(*block.lockouts[i]).locked_at;
    times.push_back(i == 0 ? time_words(at)
                           : time_words_after(at, view.incident(*block.lockouts[i - 1]).locked_at));
  }
  return list_words(times, times.size());
}

std::string once_words(const ReportView& view, const Incident& incident) {
  std::string words = time_words(incident.locked_at);
  const std::uint64_t counted = view.attempts(incident.counted);
  if (counted > 0) {
    const Micros lasted =
        view.event(incident.counted.back()).time - view.event(incident.counted.front()).time;
    words += " by " + count_words(counted, "failed login");
    if (counted > 1 && lasted >= kSecond) words += " within " + duration_words(lasted);
  } else {
    words += "; the failed logins before it are not in the export";
  }
  if (incident.unlocked_at)
    words += "; unlocked " + duration_words(*incident.unlocked_at - incident.locked_at) + " later";
  return words;
}

// Which lockouts the baseline lacks; empty without one.
std::string new_words(const ReportView& view, const CaseGroup& block) {
  if (!view.report().known) return {};
  const auto fresh = static_cast<std::size_t>(
      std::count_if(block.lockouts.begin(), block.lockouts.end(),
                    [&](const Diagnosis* one) { return !was_known(view.report(), *one); }));
  if (fresh == 0) return "; in the baseline";
  if (fresh < block.lockouts.size()) return "; " + number_words(fresh) + kNoBreak + "new";
  return fresh == 1 ? "; new" : std::string("; all") + kNoBreak + "new";
}

}  // namespace

std::string accounts_words(const ReportView& view, const CaseGroup& block) {
  if (block.users.size() > 1) return count_words(block.users.size(), "account");
  return shown_name(view.user(block.users.front()));
}

std::string verdict_words(const Diagnosis& diagnosis, const Wording& how) {
  const auto first = leaders(diagnosis);
  if (diagnosis.status == Status::insufficient_evidence || first.empty())
    return unknown_words(how, diagnosis);
  if (diagnosis.status == Status::tied) return tie_words(how, first);
  const double probability = first.front().probability;
  return painted(how.color, Style::bold, shown_name(first.front().name)) + ": " +
         painted(how.color, Style::green,
                 std::string(sure_words(probability)) + ", " + percent_words(probability));
}

std::string locked_words(const ReportView& view, const CaseGroup& block, bool all) {
  const Incident& first = view.incident(*block.lockouts.front());
  const Incident& last = view.incident(*block.lockouts.back());
  const std::size_t n = block.lockouts.size();
  std::string words;
  if (n == 1) {
    words = once_words(view, first);
  } else {
    words = n == 2 ? std::string("twice") : number_words(n) + kNoBreak + "times";
    if (n <= kTimesListed || all)
      words += ": " + times_listed(view, block);
    else
      words += " between " + time_words(first.locked_at) + " and " +
               time_words_after(last.locked_at, first.locked_at);
  }
  words += new_words(view, block);
  if (first.basis != LockBasis::recorded) words += " (worked out from the failures: the export has no lockout rows)";
  return words;
}

std::string trigger_words(const ReportView& view, const Incident& incident) {
  const Trigger& trigger = incident.trigger;
  std::string words;
  switch (trigger.kind) {
    case TriggerKind::password_changed:
      words = "password changed ";
      break;
    case TriggerKind::password_expired:
      words = "password expired ";
      break;
    case TriggerKind::username_changed:
      words = "username changed ";
      break;
    case TriggerKind::none_seen:
      return "no change of password or username before it";
    case TriggerKind::unknown:
      return {};
  }
  words += time_words(trigger.at);
  if (!incident.counted.empty()) {
    const Micros delay = view.event(incident.counted.front()).time - trigger.at;
    if (delay >= kSecond) words += ", " + duration_words(delay) + " before the first failure";
  }
  return words;
}

std::uint64_t attempts_after(const ReportView& view, const CaseGroup& block) {
  std::uint64_t sum = 0;
  for (const Diagnosis* lockout : block.lockouts)
    sum += view.attempts(view.incident(*lockout).after_lock);
  return sum;
}

namespace {

constexpr std::size_t kMaxName = 120, kMaxText = 400;  // columns, then "…"
constexpr std::size_t kNamedOfCrowd = 3;

struct Sure {
  double least;
  std::string_view words;
};
constexpr Sure kSure[] = {{0.99, "almost certain"},
                          {0.9, "very likely"},
                          {0.75, "likely"},
                          {0.5, "more likely than not"}};

struct KindWords {
  std::string_view one, many;
};
constexpr KindWords kKinds[] = {
    {"a cloud-hosted integration", "cloud-hosted integrations"},
    {"an integration in the office", "integrations in the office"},
    {"an integration on a person's computer", "integrations on a person's computer"},
    {"a password manager", "password managers"},
    {"a script or add-on of your own", "scripts of your own"},
    {"an integration the catalog does not list", "unlisted integrations"},
    {"a person", "people"},
    {"an attack", "attacks"},
};

// A unit is used up to the length at which the next one is easier to grasp.
struct Unit {
  Micros length, until;
  std::string_view name;
};
constexpr Unit kUnits[] = {{kSecond, 2 * kMinute, "s"},
                           {kMinute, 2 * kHour, "min"},
                           {kHour, 2 * kDay, "h"},
                           {kDay, std::numeric_limits<Micros>::max(), "days"}};

using ascii::is_digit;

// The T of "2026-05-19T08:07:19Z".
bool stands_in_time(std::string_view text, std::size_t at) {
  constexpr std::string_view kForm = "0000-00-00T00:00:00";
  if (at < 10 || text.size() - at < 9) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const char c = text[at - 10 + i];
    if (kForm[i] == '0' ? !is_digit(c) : c != kForm[i]) return false;
  }
  return true;
}

}  // namespace

std::string number_words(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

std::string count_words(std::uint64_t number, std::string_view noun, std::string_view plural) {
  std::string text = number_words(number) + kNoBreak;
  if (number == 1) return text.append(noun);
  return plural.empty() ? text.append(noun) + 's' : text.append(plural);
}

std::string percent_words(double probability) {
  if (probability < 0.01) return no_break("<1 %");
  if (probability >= 0.9995) return no_break(">99.9 %");
  return fmt::format("{:.{}f}{}%", 100 * probability, probability >= 0.99 ? 1 : 0, kNoBreak);
}

std::string_view sure_words(double probability) {
  for (const Sure& sure : kSure)
    if (probability >= sure.least) return sure.words;
  return "possible";
}

std::string decibel_words(Decibans10 db10) {
  const auto size = std::abs(static_cast<std::int64_t>(db10));
  return fmt::format("{}{}.{}", db10 < 0 ? '-' : '+', size / 10, size % 10);
}

std::string time_words(Micros time) {
  std::string text = to_rfc3339(time);
  std::replace(text.begin(), text.end(), 'T', kNoBreak);
  return text;
}

std::string time_words_after(Micros time, Micros before) {
  std::string text = time_words(time);
  const std::size_t date = text.find(kNoBreak) + 1;
  return time_words(before).starts_with(std::string_view(text).substr(0, date)) ? text.substr(date)
                                                                                : text;
}

std::string duration_words(Micros duration) {
  for (const Unit& unit : kUnits) {
    if (duration >= unit.until) continue;
    const double number = static_cast<double>(duration) / static_cast<double>(unit.length);
    const double tenths = std::round(10 * number) / 10;
    const bool whole = tenths >= 10 || unit.length < kHour || tenths == std::round(tenths);
    return fmt::format("{:.{}f}{}{}", tenths, whole ? 0 : 1, kNoBreak, unit.name);
  }
  return {};
}

std::string_view kind_words(CauseCategory kind) { return kKinds[static_cast<std::size_t>(kind)].one; }

std::string_view kind_words_plural(CauseCategory kind) {
  return kKinds[static_cast<std::size_t>(kind)].many;
}

std::string list_words(const std::vector<std::string>& names, std::size_t most) {
  const std::size_t shown =
      names.size() <= most ? names.size() : std::min(names.size(), kNamedOfCrowd);
  const bool commas_inside =
      std::any_of(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown),
                  [](const std::string& name) { return name.find(',') != name.npos; });
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0 && commas_inside) text += i + 1 == names.size() ? "; and " : "; ";
    if (i > 0 && !commas_inside) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  if (shown == names.size()) return text;
  return text + " and " + number_words(names.size() - shown) + kNoBreak + "more";
}

std::string shown_text(std::string_view text) {
  std::string out = escape_clipped(text, kMaxText);
  for (std::size_t at = out.find('T'); at != out.npos; at = out.find('T', at + 1))
    if (stands_in_time(out, at)) out[at] = kNoBreak;
  return out;
}

std::string shown_name(std::string_view name) { return escape_clipped(name, kMaxName); }

// Who called: address, place, client, its part in the lockout, its beat.

namespace {

constexpr std::size_t kAddressesShown = 2;

}  // namespace

std::string place_words(const ReportView& view, const Caller& origin) {
  if (const Network* place = view.network(origin); place != nullptr)
    return (place->kind == OperatorKind::none ? shown_name(place->name)
                                              : std::string(place->name)) +
           (place->region.empty() ? std::string() : ' ' + std::string(place->region));
  if (origin.addresses.empty()) return {};
  const bool inside = view.report().events.addresses.at(origin.addresses.front()).is_private();
  return inside ? "your own network" : "access network";
}

std::string client_words(const ReportView& view, const Caller& origin) {
  const std::string_view text = view.client(origin);
  if (text.empty()) return {};
  const ClientSignature* signature = match_client(text);
  return signature != nullptr ? std::string(signature->name) : shown_name(text);
}

std::string part_words(const ReportView& view, const Incident& incident, const Contribution& blame) {
  const std::uint64_t all = view.attempts(incident.counted);
  if (blame.counted == 0) return {};
  if (incident.contributions.size() == 1)
    return blame.counted == 1 ? std::string("the one failure")
                              : "all " + count_words(all, "failure");
  std::string words = number_words(blame.counted) + " of " + count_words(all, "failure") + ", " +
                      percent_words(blame.share) + " of the lockout";
  if (blame.sufficient) words += ", enough alone";
  return words;
}

std::string beat_words(const Periodicity& rhythm) {
  switch (rhythm.shape) {
    case RhythmShape::fixed_period:
      return "every " + duration_words(static_cast<Micros>(rhythm.period_s * kSecond + 0.5));
    case RhythmShape::nightly:
      return "once a day";
    default:
      return {};
  }
}

std::string caller_words(const ReportView& view, const Caller& origin) {
  std::vector<std::string> addresses;
  for (const TextId id : origin.addresses) {
    if (addresses.size() == kAddressesShown) break;
    addresses.push_back(view.address(id));
  }
  std::string words;
  for (const std::string& address : addresses) words += (words.empty() ? "" : ", ") + address;
  if (origin.addresses.size() > addresses.size())
    words += " and " + number_words(origin.addresses.size() - addresses.size()) + kNoBreak + "more";
  if (words.empty()) words = "no address in the export";
  if (const std::string place = place_words(view, origin); !place.empty())
    words += " (" + place + ')';
  if (const std::string client = client_words(view, origin); !client.empty())
    words += ", " + client;
  return words;
}

// Why: the lines of a cause, the rows they rest on, the causes that nothing tells apart.

namespace {

constexpr double kWorthALine = 0.01;  // probability of another cause
constexpr double kWorthACrowd = 0.1;  // of equals that have less each, together
constexpr std::size_t kMaxPlaces = 4;

std::string file_and_rows(const ReportView& view, const std::vector<Event>& rows) {
  std::string words;
  std::uint16_t file = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0 && rows[i].file == file) {
      words += ',';
    } else {
      if (i > 0) words += ' ';
      words += shown_name(view.short_file(rows[i])) + ':';
      file = rows[i].file;
    }
    words += std::to_string(rows[i].row);
  }
  return words;
}

std::vector<Event> first_events(const ReportView& view, const std::vector<std::uint32_t>& events) {
  std::vector<Event> rows;
  for (std::size_t i = 0; i < events.size() && i < kRowsShown; ++i)
    rows.push_back(view.event(events[i]));
  return rows;
}

}  // namespace

std::string places_words(const ReportView& view, const std::vector<std::uint32_t>& events) {
  return file_and_rows(view, first_events(view, events));
}

// A row of calls an hour has a place like any other.
std::string places_words(const ReportView& view, const EvidenceLine& line) {
  std::vector<Event> rows = first_events(view, line.events);
  for (std::size_t i = 0; i < line.activity.size() && i < kRowsShown; ++i) {
    const ActivityHour& hour = view.report().events.activity[line.activity[i]];
    rows.emplace_back().row = hour.row;
    rows.back().file = hour.file;
  }
  return file_and_rows(view, rows);
}

// Strongest first: the order in which a person would tell it. The sum does not mind.
std::vector<EvidenceRow> evidence_rows(const ReportView& view, const Cause& cause) {
  std::vector<EvidenceRow> lines;
  for (const EvidenceLine& line : cause.evidence) lines.push_back({&line, {}});
  std::stable_sort(lines.begin(), lines.end(), [](const EvidenceRow& a, const EvidenceRow& b) {
    return a.line->db10 > b.line->db10;
  });
  for (auto line = lines.begin(); line != lines.end(); ++line) {
    std::string places = places_words(view, *line->line);
    const bool again = std::any_of(lines.begin(), line,
                                   [&](const EvidenceRow& before) { return before.places == places; });
    if (!again) line->places = std::move(places);
  }
  return lines;
}

std::string why_words(const ReportView& view, const CaseGroup& block) {
  const Diagnosis& lead = *block.lead;
  const auto first = leaders(lead);
  const std::string name = shown_name(first.front().name);
  std::string words;
  if (lead.status == Status::diagnosed) {
    words = "Why";
  } else if (lead.status == Status::tied) {
    words = "Why " + name + "; the others add up to the same";
  } else {
    words = "Why " + name + ", which leads with " + percent_words(first.front().probability);
    if (first.size() > 1) words += " beside " + count_words(first.size() - 1, "other cause");
  }
  if (block.lockouts.size() == 1) return words;
  const Incident& incident = view.incident(lead);
  words += " (lockout of " + time_words(incident.locked_at);
  if (block.users.size() > 1) words += ", " + shown_name(view.user(incident.user));
  return words + ')';
}

bool worth_a_line(const TieGroup& crowd) {
  const double each = crowd.causes.front().probability;
  return each >= kWorthALine || each * static_cast<double>(crowd.causes.size()) >= kWorthACrowd;
}

std::vector<TieGroup> other_ties(const Diagnosis& diagnosis) {
  const bool leader_told = diagnosis.status != Status::insufficient_evidence;
  std::vector<TieGroup> crowds;
  std::uint32_t rank = 0;
  for (std::size_t i = 0; i < diagnosis.causes.size(); ++i) {
    const CauseInBrief cause = diagnosis.causes.brief(i);
    if (leader_told && cause.rank == 1) continue;
    if (cause.rank != rank) crowds.emplace_back().first = i;
    rank = cause.rank;
    crowds.back().causes.push_back(cause);
  }
  return crowds;
}

std::string cause_name(const Diagnosis& diagnosis, std::string_view id) {
  for (std::size_t i = 0; i < diagnosis.causes.size(); ++i)
    if (const CauseInBrief cause = diagnosis.causes.brief(i); cause.id == id)
      return shown_name(cause.name);
  const Integration* product = find_integration(id);
  return product != nullptr ? std::string(product->name) : shown_text(id);
}

// Bits are for those who know them; how many causes an answer leaves is for everybody.
std::string worth_words(double bits) {
  const double factor = std::exp2(bits);
  std::string words = fmt::format("worth {:.1f}{}bits", bits, kNoBreak);
  if (factor >= 1.5)
    words += ": about one cause in " + number_words(static_cast<std::uint64_t>(factor + 0.5)) +
             " is left";
  return words;
}

// Any of them may hold the old password; looking at each is often quicker than a test.
std::vector<PlaceOfTie> places_of_tie(const Diagnosis& diagnosis) {
  std::vector<PlaceOfTie> places;
  const std::size_t tied = leaders(diagnosis).size();
  for (std::size_t i = 0; i < tied && tied <= kMaxPlaces; ++i) {
    if (diagnosis.causes.brief(i).kind != CauseKind::integration) continue;
    Cause cause = diagnosis.causes[i];
    std::string& where = cause.fix.where;
    if (where.starts_with(cause.name + ": ")) where.erase(0, cause.name.size() + 2);
    places.push_back({cause.name, where});
  }
  return places;
}

// What was read, what failed most where nothing locked, what a fuller export would tell.

namespace {

std::string file_words(const ReportView& view) {
  const auto& inputs = view.report().inputs;
  if (inputs.size() != 1) return count_words(inputs.size(), "file");
  return inputs.front().file == "-" ? "standard input" : shown_name(inputs.front().file);
}

struct Span {
  Micros first = std::numeric_limits<Micros>::max(), last = std::numeric_limits<Micros>::min();
  bool any() const { return first <= last; }
};

Span span_of(const std::vector<InputInfo>& inputs) {
  Span span;
  for (const InputInfo& input : inputs)
    if (input.events > 0) {
      span.first = std::min(span.first, input.first);
      span.last = std::max(span.last, input.last);
    }
  return span;
}

std::string threshold_words(const Policy& policy) {
  constexpr std::string_view kSources[] = {"--threshold", "site file", "estimated", "assumed"};
  return "an account locks after " + count_words(policy.threshold, "failed login") + " (" +
         std::string(kSources[static_cast<std::size_t>(policy.threshold_source)]) + ')';
}

}  // namespace

std::string counts_words(const ReportView& view) {
  const Report& report = view.report();
  const Summary& summary = report.summary;
  std::string words = file_words(view) + ": ";
  if (summary.lockouts > 0) words += count_words(summary.lockouts, "lockout") + ", ";
  words += count_words(summary.failures, "failed login") + ", " +
           count_words(summary.events, "event") + " of " + count_words(summary.users, "user");
  std::uint64_t skipped = 0;
  for (const InputInfo& input : report.inputs) skipped += input.skipped;
  if (skipped > 0) words += "; " + count_words(skipped, "row") + " skipped";
  return words;
}

std::string period_words(const Report& report) {
  const Span span = span_of(report.inputs);
  if (!span.any()) return {};
  std::string words = time_words(span.first) + " to " + time_words_after(span.last, span.first);
  if (report.summary.lockouts > 0) words += "; " + threshold_words(report.correlation.policy);
  return words;
}

// The largest `most`.
std::vector<Failures> largest_failures(const std::vector<Group>& groups, std::size_t most) {
  std::unordered_map<std::uint64_t, Failures> sums;
  for (const Group& group : groups) {
    Failures& sum = sums[std::uint64_t{group.user} << 32 | group.address];
    if (sum.count == 0) sum = {group.user, group.address, 0, group.first, group.last};
    sum.count += group.failures;
    sum.first = std::min(sum.first, group.first);
    sum.last = std::max(sum.last, group.last);
  }
  std::vector<Failures> all;
  for (const auto& [key, sum] : sums) all.push_back(sum);
  most = std::min(most, all.size());
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(most), all.end(),
                    [](const Failures& a, const Failures& b) {
                      return a.count != b.count ? a.count > b.count
                                                : std::tie(a.first, a.user, a.address) <
                                                      std::tie(b.first, b.user, b.address);
                    });
  all.resize(most);
  return all;
}

std::string failures_words(const ReportView& view, const Failures& failures) {
  std::string words = shown_name(view.user(failures.user));
  if (failures.address != kNone) words += " from " + view.address(failures.address);
  words += ", " + time_words(failures.first);
  if (failures.last > failures.first)
    words += " to " + time_words_after(failures.last, failures.first);
  return words;
}

std::vector<std::string> missing_columns(const Report& report) {
  std::vector<std::string> columns;
  const SharedTexts* before = nullptr;  // mostly all miss the same
  for (const Diagnosis& diagnosis : report.lockouts) {
    if (before != nullptr && before->is(diagnosis.missing)) continue;
    before = &diagnosis.missing;
    for (const std::string& column : diagnosis.missing)
      if (std::find(columns.begin(), columns.end(), column) == columns.end())
        columns.push_back(column);
  }
  return columns;
}

std::string finding_title(const ReportView& view, const Diagnosis& diagnosis) {
  const Incident& incident = view.incident(diagnosis);
  return "The account " + std::string(view.user(incident.user)) + " was locked at " +
         to_rfc3339(incident.locked_at);
}

std::string finding_verdict(const Diagnosis& diagnosis) {
  std::string words = verdict_words(diagnosis);
  std::replace(words.begin(), words.end(), kNoBreak, ' ');
  return words;
}

const Event* finding_row(const ReportView& view, const Incident& incident) {
  if (incident.lock_event) return &view.event(*incident.lock_event);
  return incident.counted.empty() ? nullptr : &view.event(incident.counted.back());
}

bool was_known(const Report& report, const Diagnosis& diagnosis) {
  const auto index = static_cast<std::size_t>(&diagnosis - report.lockouts.data());
  return report.known && (*report.known)[index];
}

Fix fix_of_finding(const Diagnosis& diagnosis) {
  if (!diagnosis.verdict.empty()) return diagnosis.causes.front().fix;
  if (!diagnosis.next_test) return {};
  return {diagnosis.next_test->says, diagnosis.next_test->steps, {}};
}

double leading_probability(const Diagnosis& diagnosis) {
  return diagnosis.causes.empty() ? 0 : diagnosis.causes.brief(0).probability;
}

}  // namespace whylocked

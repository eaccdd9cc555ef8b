// Runs the five stages: reads and normalizes each file, then correlates and attributes all events
// together. Evidence may come from the whole export, so the filters of the command line come last.
#include "whylocked/diagnose.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <set>
#include <utility>

#include "base/edit_distance.hpp"
#include "base/number.hpp"
#include "whylocked/catalog.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kMaxInputs = std::numeric_limits<decltype(Event::file)>::max() + 1u;

// Sorts, so that the order of arguments does not matter, and removes duplicates.
void tidy_paths(std::vector<std::string>& paths, Diagnostics& diagnostics) {
  std::ranges::sort(paths);
  std::set<std::string> seen;
  std::erase_if(paths, [&](const std::string& path) {
    if (seen.insert(std::filesystem::path(path).lexically_normal().string()).second) return false;
    diagnostics.add(
        "file-twice",
        {.severity = Severity::note, .file = path, .message = "named twice; read once"});
    return true;
  });
}

// Runs one Normalizer per input; all append to the report's events.
class Inputs : public InputSink {
 public:
  Inputs(const DiagnoseOptions& options, const std::vector<std::string>& paths, Report& report,
         Diagnostics& diagnostics)
      : options_(options), paths_(paths), report_(report), diagnostics_(diagnostics) {}

  std::optional<Target> open(const std::string& name) override {
    if (report_.inputs.size() == kMaxInputs) return too_many_inputs();
    InputInfo& info = report_.inputs.emplace_back();
    info.file = name;
    how_ = options_.normalize;
    if (const std::string zone = zone_of(name); !zone.empty()) {
      how_.time_zone = zone;
      how_.time_zone_source = "option";
    }
    normalizer_.emplace(how_, static_cast<std::uint16_t>(report_.inputs.size() - 1), info,
                        report_.events, diagnostics_);
    const bool is_only_input = paths_.size() == 1 && name == paths_.front();
    if (options_.groups != nullptr && is_only_input)
      normalizer_->stream_to([this](auto events) { options_.groups->add(events); });
    return Target{*normalizer_, info};
  }
  // If a file is truncated, the rows before the break still count.
  void close(bool read) override {
    const bool usable = read || report_.inputs.back().rows > 0;
    const bool finished = !usable || normalizer_->finish();
    if (!finished && options_.groups != nullptr) options_.groups->clear();
    ok_ &= read && finished;
    normalizer_.reset();
  }
  bool ok() const { return ok_; }
  // Counts events that were streamed and not kept.
  void count(Summary& summary) const {
    if (options_.groups == nullptr || !report_.events.rows.empty()) return;
    for (const InputInfo& input : report_.inputs) summary.events += input.events;
    summary.failures = options_.groups->failures();
    summary.users = options_.groups->users();
  }

 private:
  std::optional<Target> too_many_inputs() {
    diagnostics_.add("input-count", {.severity = Severity::error,
                                     .message = "more than 65536 files; the rest are not read",
                                     .hint = "put the exports of a day or a month into one file"});
    ok_ = false;
    return std::nullopt;
  }

  // A zone given for an archive applies to its members.
  std::string zone_of(const std::string& name) const {
    for (const auto& [file, zone] : options_.zone_of_file)
      if (name == file || name.starts_with(file + '/')) return zone;
    return {};
  }

  const DiagnoseOptions& options_;
  const std::vector<std::string>& paths_;
  NormalizeOptions how_;  // for the open input
  Report& report_;
  Diagnostics& diagnostics_;
  std::optional<Normalizer> normalizer_;
  bool ok_ = true;
};

// Separates addresses declared in the site file from their provider's network.
void find_networks(const AsnDatabase* asn, const Site& site, Report& report) {
  const AddressBook& addresses = report.events.addresses;
  report.network_of_address.assign(addresses.size(), 0);
  for (TextId id = kNone + 1; id < addresses.size(); ++id)
    report.network_of_address[id] = report.networks.number_of(
        addresses.at(id), asn != nullptr && !is_declared(site, addresses.at(id)) ? asn : nullptr);
}

// Drops cases that locked no account and are probably neither an attack nor a test.
void drop_harmless(Report& report) {
  std::erase_if(report.cases, [&](const Diagnosis& one) {
    if (!report.correlation.cases[one.case_index].incidents.empty() || one.kinds.empty())
      return false;
    const CauseCategory kind = one.kinds.front().first;
    return kind != CauseCategory::attack && kind != CauseCategory::automation;
  });
}

// Only Autotask has a default for the number of failures that lock an account.
bool any_of_autotask(const std::vector<InputInfo>& inputs) {
  return std::ranges::any_of(inputs, [](const InputInfo& input) {
    return input.events > 0 &&
           (input.system == LogSystem::autotask || input.system == LogSystem::mail_notice);
  });
}

void run_stages(const DiagnoseOptions& options, const Site& site, Report& report) {
  const auto ended = [&](std::string_view stage) {
    if (options.on_stage) options.on_stage(stage);
  };
  if (options.depth == Depth::events) return;
  if (options.depth == Depth::groups) {
    report.correlation.policy.group_window_s = options.correlate.group_window_s;
    if (options.groups != nullptr)
      options.groups->add(report.events.rows);
    else
      report.correlation.groups = group_failures(report.events, options.correlate.group_window_s);
    return ended("correlate");
  }
  find_networks(options.asn, site, report);
  CorrelateOptions how = options.correlate;
  how.every_caller = false;  // reports show only those with a part
  how.assume_threshold = any_of_autotask(report.inputs);
  report.correlation = correlate(report.events, report.network_of_address, how);
  ended("correlate");
  report.site = site;
  report.cases = attribute({.events = report.events,
                            .correlation = report.correlation,
                            .site = report.site,
                            .networks = report.networks,
                            .inputs = report.inputs,
                            .threads = options.correlate.threads});
  drop_harmless(report);
  ended("attribute");
}

// By user id: the accounts selected by --user.
std::vector<bool> find_users(const std::string& wanted, const Events& events) {
  std::vector<bool> found(events.users.size(), wanted.empty());
  if (wanted.empty()) return found;
  for (const TextId account : find_accounts(events, wanted).accounts) found[account] = true;
  return found;
}

void count_cases(Report& report) {
  Summary& summary = report.summary;
  summary.cases = report.cases.size();
  summary.lockouts = summary.accounts = 0;
  summary.diagnosed = summary.likely = summary.tied = summary.insufficient_evidence = 0;
  std::set<TextId> accounts;
  for (const Diagnosis& diagnosis : report.cases) {
    const Case& one = report.correlation.cases[diagnosis.case_index];
    summary.lockouts += one.incidents.size();
    for (const std::uint32_t index : one.incidents)
      accounts.insert(report.correlation.incidents[index].user);
    summary.diagnosed += diagnosis.status == Status::diagnosed;
    summary.likely += diagnosis.status == Status::likely;
    summary.tied += diagnosis.status == Status::tied;
    summary.insufficient_evidence += diagnosis.status == Status::insufficient_evidence;
  }
  summary.accounts = accounts.size();
}

// The selection of --user, --since and --until.
class Filter {
 public:
  Filter(const DiagnoseOptions& options, const Events& events)
      : options_(options), wanted_(find_users(options.user, events)) {}
  bool wants(TextId user) const { return wanted_[user]; }
  bool in_period(Micros time) const {
    return (!options_.since || time >= *options_.since) &&
           (!options_.until || time < *options_.until);
  }
  bool wants(TextId user, Micros time) const { return wanted_[user] && in_period(time); }
  // True if any of the case's accounts and any part of its time are selected.
  bool wants(const Case& one) const {
    return std::ranges::any_of(one.users, [&](TextId user) { return wanted_[user]; }) &&
           (!options_.since || one.last >= *options_.since) &&
           (!options_.until || one.first < *options_.until);
  }
  void apply(std::vector<Group>& groups) const {
    std::erase_if(groups, [&](const Group& group) { return !wants(group.user, group.first); });
  }
  bool knows_user() const { return std::ranges::find(wanted_, true) != wanted_.end(); }

 private:
  const DiagnoseOptions& options_;
  std::vector<bool> wanted_;  // by user id
};

// Reports which accounts were selected, unless --user named one exactly.
void report_selection(const DiagnoseOptions& options, const Filter& filter, Report& report,
                      Diagnostics& diagnostics) {
  constexpr std::size_t kMaxNamed = 5;
  const Interner& users = report.events.users;
  if (!filter.knows_user()) {
    report.unknown_user = options.user;
    report.nothing_selected = true;
    Text near;
    for (const std::string& name : find_accounts(report.events, options.user).near)
      near += (near.empty() ? "did you mean " : ", ") + Text::name(NameKind::user, name);
    diagnostics.add("user-unknown",
                    {.severity = options.selection_required ? Severity::error : Severity::warning,
                     .message = "no account " + Text::quoted(NameKind::user, options.user) +
                                " in the input; nothing is shown",
                     .hint = near.empty() ? near : near + '?'});
    return;
  }
  Text names;
  std::size_t count = 0;
  for (TextId id = kNone + 1; id < users.size(); ++id) {
    if (!filter.wants(id)) continue;
    if (users.text(id) == options.user || local_part(users.text(id)) == local_part(options.user))
      return;
    if (++count <= kMaxNamed)
      names += (names.empty() ? "" : ", ") + Text::name(NameKind::user, users.text(id));
  }
  if (count > kMaxNamed) names += " and " + std::to_string(count - kMaxNamed) + " more";
  diagnostics.add("user-part",
                  {.severity = Severity::note,
                   .message = "no account is named " + Text::quoted(NameKind::user, options.user) +
                              "; showing what contains it: " + names});
}

// Reports a period that the export does not cover, because "no lockout" would mean nothing there.
// Quiet days within the export are fine.
void check_period(const DiagnoseOptions& options, const Filter& filter, Report& report,
                  Diagnostics& diagnostics) {
  const std::vector<Event>& rows = report.events.rows;
  if (rows.empty() ||
      std::ranges::any_of(rows, [&](const Event& event) { return filter.in_period(event.time); }))
    return;
  report.nothing_selected = (options.since && rows.back().time < *options.since) ||
                            (options.until && rows.front().time >= *options.until);
  diagnostics.add(
      "period-empty",
      {.severity = options.selection_required && report.nothing_selected ? Severity::error
                                                                         : Severity::warning,
       .message = "no event between --since and --until; nothing is shown",
       .hint = "the input covers " + to_rfc3339(rows.front().time) + " to " +
               to_rfc3339(rows.back().time)});
}

void apply_filter(const DiagnoseOptions& options, Report& report, Diagnostics& diagnostics) {
  if (options.user.empty() && !options.since && !options.until) return;
  const Filter filter(options, report.events);
  check_period(options, filter, report, diagnostics);
  if (!options.user.empty()) report_selection(options, filter, report, diagnostics);
  for (TextId id = kNone + 1; id < report.events.users.size() && !options.user.empty(); ++id)
    if (filter.wants(id)) report.selected_users.push_back(id);
  filter.apply(report.correlation.groups);
  keep_cases(
      report, [&](const Incident& one) { return filter.wants(one.user, one.locked_at); },
      [&](const Case& one) { return filter.wants(one); });
  // Deeper stages refer to rows by index and need all of them.
  if (options.depth == Depth::events)
    std::erase_if(report.events.rows,
                  [&](const Event& event) { return !filter.wants(event.user, event.time); });
}

// Counts events, failures and users of the whole export, and lockouts of the cases shown.
void count_events(Report& report) {
  Summary& summary = report.summary;
  summary.events = report.events.rows.size();
  std::vector<bool> seen(report.events.users.size());  // by user; skipped rows have none
  for (const Event& event : report.events.rows) {
    if (event.kind == EventKind::login_failed) summary.failures += event.count;
    seen[event.user] = true;
  }
  summary.users += static_cast<std::uint64_t>(std::ranges::count(seen, true));
}

// Returns false if rows were read but none is a sign-in or an account change,
// because "no lockout" would then mean nothing.
bool check_events(const DiagnoseOptions& options, Report& report, Diagnostics& diagnostics) {
  std::vector<Event>& rows = report.events.rows;
  if (options.depth != Depth::diagnosis || rows.empty() ||
      std::ranges::any_of(rows, [](const Event& event) { return event.kind != EventKind::other; }))
    return true;
  for (InputInfo& input : report.inputs) {
    if (input.events == 0 || input.columns.is_activity) continue;
    std::string seen;
    for (const std::string& event : input.other_events) seen += (seen.empty() ? "" : ", ") + event;
    diagnostics.add(
        "no-sign-in",
        {.severity = Severity::error,
         .file = input.file,
         .message = "no sign-in, lock or change of an account was recognized in " +
                    counted(input.events, "row"),
         .excerpt = std::move(seen),
         .hint = "check the period, name another column with --map event=COLUMN, or say what such "
                 "rows are with --rows-are"});
    input.skipped += std::exchange(input.events, 0);
  }
  rows.clear();
  return false;
}

// Reports a declared threshold that several lock rows agree to contradict. Single rows may have
// failures before the export begins.
void check_threshold(const Report& report, Diagnostics& diagnostics) {
  constexpr std::size_t kMinAgreeing = 3;
  const Policy& policy = report.correlation.policy;
  const bool of_site = policy.threshold_source == ThresholdSource::site;
  if (!of_site && policy.threshold_source != ThresholdSource::option) return;
  std::map<std::uint64_t, std::size_t> rows;  // lock rows, by failures before them
  std::size_t all = 0;
  for (const Incident& incident : report.correlation.incidents) {
    if (!incident.lock_event || incident.counted.empty()) continue;
    std::uint64_t failures = 0;
    for (const std::uint32_t index : incident.counted) failures += report.events.rows[index].count;
    ++rows[failures];
    ++all;
  }
  for (const auto& [failures, agreeing] : rows)
    if (failures != policy.threshold && agreeing >= kMinAgreeing && 3 * agreeing > 2 * all)
      diagnostics.add(
          "threshold",
          {.severity = Severity::warning,
           .message = std::to_string(policy.threshold) + " failed logins lock an account, as " +
                      (of_site ? "the site file" : "--threshold") + " says, but " +
                      std::to_string(agreeing) + " of " + std::to_string(all) +
                      " lock rows come after " + std::to_string(failures),
           .hint = of_site
                       ? "write \"threshold\": " + std::to_string(failures) + " into the site file"
                       : "omit --threshold to have it estimated"});
}

// Runs the stages after reading. Returns false if there is nothing to diagnose.
bool finish(const DiagnoseOptions& options, const Site& site, const Inputs& inputs, Report& report,
            Diagnostics& diagnostics) {
  sort_events(report.events);
  merge_events(report.events, report.inputs, diagnostics);
  const bool usable = check_events(options, report, diagnostics);
  if (options.on_stage) options.on_stage("read");
  count_events(report);
  inputs.count(report.summary);
  run_stages(options, site, report);
  check_threshold(report, diagnostics);
  apply_filter(options, report, diagnostics);
  count_cases(report);
  report.diagnostics = diagnostics.list();
  return usable;
}

}  // namespace

void keep_cases(Report& report, const std::function<bool(const Incident&)>& wants_lockout,
                const std::function<bool(const Case&)>& wants_case) {
  Correlation& correlation = report.correlation;
  std::vector<bool> shown(correlation.cases.size());
  for (std::size_t i = 0; i < correlation.cases.size(); ++i) {
    Case& one = correlation.cases[i];
    const bool locked_nobody = one.incidents.empty();
    std::erase_if(one.incidents, [&](std::uint32_t index) {
      return !wants_lockout(correlation.incidents[index]);
    });
    shown[i] = locked_nobody ? wants_case(one) : !one.incidents.empty();
  }
  std::erase_if(report.cases, [&](const Diagnosis& one) { return !shown[one.case_index]; });
  count_cases(report);
}

void apply_site(const Site& site, DiagnoseOptions& options) {
  if (options.normalize.time_zone.empty() && !site.time_zone.empty()) {
    options.normalize.time_zone = site.time_zone;
    options.normalize.time_zone_source = "site";
  }
  if (!options.normalize.time_zone.empty())
    options.correlate.time_zone = options.normalize.time_zone;
  if (!options.correlate.threshold && site.threshold) {
    options.correlate.threshold = site.threshold;
    options.correlate.threshold_source = ThresholdSource::site;
  }
  if (options.correlate.observation_window_s == 0)
    options.correlate.observation_window_s = 60 * site.window_minutes.value_or(0);
}

std::function<void(std::vector<Group>&)> group_filter(const DiagnoseOptions& options,
                                                      const Report& report) {
  if (options.user.empty() && !options.since && !options.until) return [](auto&) {};
  return [filter = Filter(options, report.events)](std::vector<Group>& groups) {
    filter.apply(groups);
  };
}

DiagnoseResult diagnose(std::vector<std::string> paths, const DiagnoseOptions& options,
                        const Site& site) {
  DiagnoseResult result;
  Diagnostics diagnostics;
  tidy_paths(paths, diagnostics);
  Inputs inputs(options, paths, result.report, diagnostics);
  for (const std::string& path : paths)
    result.ok &= read_path(path, options.read, inputs, diagnostics);
  result.ok &= inputs.ok();
  result.ok &= finish(options, site, inputs, result.report, diagnostics);
  return result;
}

}  // namespace whylocked

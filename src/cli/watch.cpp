// watch: rereads a log whenever it grows, and reports each new lockout once.
//
// The whole file is read each time, as the counter, the callers' habits and the threshold depend on
// everything before, and reading is fast. The next read waits four times as long as the last one
// took, so that a large log takes less than a fifth of a processor.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <thread>

#include "cli/commands.hpp"

namespace whylocked::cli {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// Size and time of each file, unless it is missing.
using FileSnapshot = std::vector<std::pair<std::uintmax_t, fs::file_time_type>>;

FileSnapshot snapshot_of(const std::vector<std::string>& files) {
  FileSnapshot stamp;
  for (const std::string& file : files) {
    std::error_code no_size, no_time;
    const auto size = fs::file_size(file, no_size);
    const auto time = fs::last_write_time(file, no_time);
    stamp.push_back(no_size || no_time ? FileSnapshot::value_type{}
                                       : FileSnapshot::value_type{size, time});
  }
  return stamp;
}

bool ends_with_line(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  char last = '\n';
  if (file.seekg(-1, std::ios::end)) file.get(last);
  return last == '\n';
}

// Reported lockouts, by account and time, and ids of reported cases without lockouts. A log may
// have the failure that fills the counter before the lock row, so a lockout worked out from the
// failure and one recorded a moment later are the same.
class ReportedLockouts {
 public:
  // Returns whether it is new, and marks it as reported.
  bool add(const std::string& user, Micros at) {
    std::set<Micros>& times = times_[user];
    const auto next = times.lower_bound(at - kSameLock);
    const bool known = next != times.end() && *next <= at + kSameLock;
    times.insert(at);
    return !known;
  }
  // The same for a case without lockouts, stored like an account at time 0.
  bool add(const std::string& case_id) { return times_["case " + case_id].insert(0).second; }
  // One per line: microseconds since 1970, a space, the name. False: the file cannot be read.
  bool load(const std::string& path) {
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return true;
    std::ifstream file(path);
    Micros at = 0;
    for (std::string user; file >> at && file.get() == ' ' && std::getline(file, user);)
      times_[user].insert(at);
    return file.eof();
  }
  std::string text() const {
    std::string text;
    for (const auto& [user, times] : times_)
      for (const Micros at : times) text += std::to_string(at) + ' ' + user + '\n';
    return text;
  }

 private:
  static constexpr Micros kSameLock = kMinute;
  std::map<std::string, std::set<Micros>> times_;  // by name, escaped
};

class Watch {
 public:
  Watch(const Arguments& arguments, const Site& site, const AsnDatabase* asn)
      : arguments_(arguments), site_(site) {
    arguments_.diagnose.asn = asn;
    arguments_.diagnose.correlate.every_group = false;
  }

  ExitStatus run() {
    const bool remembers = !arguments_.state.empty();
    if (remembers && !reported_.load(arguments_.state))
      throw UsageError{"--state: \"" + arguments_.state + "\" was not written by watch",
                       "name a new file to start over"};
    // Without a state file, lockouts already in the log are not new.
    if (const auto end = poll(remembers || arguments_.once)) return *end;
    if (!understood_) return ExitStatus::input;
    if (arguments_.once) return finish(output_);
    for (FileSnapshot seen = seen_;;) {
      std::this_thread::sleep_for(std::max<Clock::duration>(interval(), 4 * cost_));
      const FileSnapshot now = snapshot_of(arguments_.operands);
      const bool still = now == std::exchange(seen, now);
      if (now == seen_ || !is_whole(now, still)) continue;
      if (const auto end = poll(true)) return *end;
    }
  }

 private:
  std::chrono::seconds interval() const { return std::chrono::seconds(arguments_.interval_s); }

  // A line may be half written, so waits for its end unless nothing more comes.
  bool is_whole(const FileSnapshot& now, bool still) const {
    const auto& files = arguments_.operands;
    return std::ranges::find(now, FileSnapshot::value_type{}) == now.end() &&
           (still || std::ranges::all_of(files, ends_with_line));
  }

  // The status to exit with; nullopt: continue. An unreadable file may be readable later.
  std::optional<ExitStatus> poll(bool report_new) {
    const auto begin = Clock::now();
    seen_ = snapshot_of(arguments_.operands);
    DiagnoseResult result = diagnose(arguments_.operands, arguments_.diagnose, site_);
    show(result.report.diagnostics, arguments_, arguments_.quiet || polled_);
    polled_ = true;
    understood_ = result.ok;
    cost_ = Clock::now() - begin;
    if (!result.ok) return std::nullopt;
    keep_new(result.report);
    if (arguments_.redact) redact(result.report);
    if (report_new && !result.report.cases.empty()) {
      write_answer(result.report, arguments_, output_);
      if (!output_.flush()) return finish(output_);
    }
    const ExitStatus saved = save_state();
    return saved == ExitStatus::ok ? std::nullopt : std::optional(saved);
  }

  void keep_new(Report& report) {
    const auto is_new = [&](const Incident& one) {
      return reported_.add(escape_terminal(report.events.users.text(one.user)), one.locked_at);
    };
    keep_cases(report, is_new, [&](const Case& one) { return reported_.add(one.id); });
  }

  ExitStatus save_state() const {
    return arguments_.state.empty() ? ExitStatus::ok : print(reported_.text(), arguments_.state);
  }

  Arguments arguments_;
  const Site& site_;
  ReportedLockouts reported_;
  FileSnapshot seen_;
  Clock::duration cost_{};
  bool polled_ = false, understood_ = false;
  Output output_{"-"};
};

}  // namespace

ExitStatus run_watch(Arguments arguments) {
  for (const std::string& file : arguments.operands)
    if (std::error_code error; file == "-" || fs::is_directory(file, error))
      throw UsageError{"watch: \"" + file + "\" is not a file", "name the log to watch"};
  Diagnostics declared;
  const Site site = prepare(arguments, declared);
  show(declared.list(), arguments, arguments.quiet);
  const auto asn = open_asn(arguments);
  return Watch(arguments, site, asn.get()).run();
}

}  // namespace whylocked::cli

// Who was locked, by what, when, and what came before it.
#include "report/story.hpp"

#include <algorithm>

#include "report/finding.hpp"
#include "report/page.hpp"

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
  const std::string status = painted(how.color, Ink::yellow, "Tied");
  if (tied.size() <= kTiedNamed)
    return status + " between " + painted(how.color, Ink::bold, list_words(names, kTiedNamed)) +
           ", " + percent_words(each) + " each";
  const std::string_view crowd = same_kind(tied) ? kind_words_plural(tied.front().group) : "causes";
  return status + ": one of " + number_words(tied.size()) + ' ' + std::string(crowd) +
         " that look the same from here, " +
         percent_words(each * static_cast<double>(tied.size())) + " together: " +
         painted(how.color, Ink::bold, list_words(names, how.all ? tied.size() : kTiedNamed));
}

std::string unknown_words(const Wording& how, const Diagnosis& diagnosis) {
  std::string words = painted(how.color, Ink::yellow, "Not enough evidence");
  if (diagnosis.causes.empty() || diagnosis.kinds.empty()) return words;
  const auto& [kind, probability] = diagnosis.kinds.front();
  words += "; most likely " + painted(how.color, Ink::bold, kind_words(kind)) + ", " +
           percent_words(probability);
  if (diagnosis.kinds.size() > 1 && diagnosis.kinds[1].second >= 0.1)
    words += ", or " + std::string(kind_words(diagnosis.kinds[1].first)) + ", " +
             percent_words(diagnosis.kinds[1].second);
  return words;
}

std::string times_listed(const View& view, const Block& block) {
  std::vector<std::string> times;
  for (std::size_t i = 0; i < block.lockouts.size(); ++i) {
    const Micros at = view.incident(*block.lockouts[i]).locked_at;
    times.push_back(i == 0 ? time_words(at)
                           : time_words_after(at, view.incident(*block.lockouts[i - 1]).locked_at));
  }
  return list_words(times, times.size());
}

std::string once_words(const View& view, const Incident& incident) {
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
std::string new_words(const View& view, const Block& block) {
  if (!view.report().known) return {};
  const auto fresh = static_cast<std::size_t>(
      std::count_if(block.lockouts.begin(), block.lockouts.end(),
                    [&](const Diagnosis* one) { return !was_known(view.report(), *one); }));
  if (fresh == 0) return "; in the baseline";
  if (fresh < block.lockouts.size()) return "; " + number_words(fresh) + kGlue + "new";
  return fresh == 1 ? "; new" : std::string("; all") + kGlue + "new";
}

}  // namespace

std::string accounts_words(const View& view, const Block& block) {
  if (block.users.size() > 1) return count_words(block.users.size(), "account");
  return shown_name(view.user(block.users.front()));
}

std::string verdict_words(const Diagnosis& diagnosis, const Wording& how) {
  const auto first = leaders(diagnosis);
  if (diagnosis.status == Status::insufficient_evidence || first.empty())
    return unknown_words(how, diagnosis);
  if (diagnosis.status == Status::tied) return tie_words(how, first);
  const double probability = first.front().probability;
  return painted(how.color, Ink::bold, shown_name(first.front().name)) + ": " +
         painted(how.color, Ink::green,
                 std::string(sure_words(probability)) + ", " + percent_words(probability));
}

std::string locked_words(const View& view, const Block& block, bool all) {
  const Incident& first = view.incident(*block.lockouts.front());
  const Incident& last = view.incident(*block.lockouts.back());
  const std::size_t n = block.lockouts.size();
  std::string words;
  if (n == 1) {
    words = once_words(view, first);
  } else {
    words = n == 2 ? std::string("twice") : number_words(n) + kGlue + "times";
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

std::string trigger_words(const View& view, const Incident& incident) {
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

std::uint64_t attempts_after(const View& view, const Block& block) {
  std::uint64_t sum = 0;
  for (const Diagnosis* lockout : block.lockouts)
    sum += view.attempts(view.incident(*lockout).after_lock);
  return sum;
}

}  // namespace whylocked

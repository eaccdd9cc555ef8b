// One block: the account, the verdict, and the facts beside their labels.
#include "report/text_parts.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kLabel = 9;         // "Trigger" and two blanks
constexpr std::size_t kTimesListed = 6;   // of the lockouts of a block
constexpr std::size_t kUsersListed = 12;  // of an attack on many

bool same_kind(const std::vector<CauseInBrief>& causes) {
  for (const CauseInBrief& cause : causes)
    if (cause.group != causes.front().group) return false;
  return true;
}

std::string tie_words(const TextContext& context, const std::vector<CauseInBrief>& tied) {
  const double each = tied.front().probability;
  std::vector<std::string> names;
  for (const CauseInBrief& cause : tied) names.push_back(shown_name(cause.name));
  const std::string status = context.page.paint(Ink::yellow, "Tied");
  if (tied.size() <= kTiedNamed)
    return status + " between " + context.page.paint(Ink::bold, list_words(names, kTiedNamed)) +
           ", " + percent_words(each) + " each";
  const std::string_view crowd = same_kind(tied) ? kind_words_plural(tied.front().group) : "causes";
  return status + ": one of " + number_words(tied.size()) + ' ' + std::string(crowd) +
         " that look the same from here, " +
         percent_words(each * static_cast<double>(tied.size())) + " together: " +
         context.page.paint(Ink::bold,
                            list_words(names, context.all_causes ? tied.size() : kTiedNamed));
}

std::string unknown_words(const TextContext& context, const Diagnosis& diagnosis) {
  std::string words = context.page.paint(Ink::yellow, "Not enough evidence");
  if (diagnosis.causes.empty() || diagnosis.kinds.empty()) return words;
  const auto& [kind, probability] = diagnosis.kinds.front();
  words += "; most likely " + context.page.paint(Ink::bold, kind_words(kind)) + ", " +
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

std::string locked_words(const TextContext& context, const Block& block) {
  const View& view = context.view;
  const Incident& first = view.incident(*block.lockouts.front());
  const Incident& last = view.incident(*block.lockouts.back());
  const std::size_t n = block.lockouts.size();
  std::string words;
  if (n == 1) {
    words = once_words(view, first);
  } else {
    words = n == 2 ? std::string("twice") : number_words(n) + kGlue + "times";
    if (n <= kTimesListed || context.all_causes)
      words += ": " + times_listed(view, block);
    else
      words += " between " + time_words(first.locked_at) + " and " +
               time_words_after(last.locked_at, first.locked_at);
  }
  if (!first.recorded) words += " (worked out from the failures: the export has no lockout rows)";
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

std::string make_verdict(const TextContext& context, const Diagnosis& diagnosis) {
  const auto first = leaders(diagnosis);
  if (diagnosis.status == Status::insufficient_evidence || first.empty())
    return unknown_words(context, diagnosis);
  if (diagnosis.status == Status::tied) return tie_words(context, first);
  const double probability = first.front().probability;
  return context.page.paint(Ink::bold, shown_name(first.front().name)) + ": " +
         context.page.paint(
             Ink::green, std::string(sure_words(probability)) + ", " + percent_words(probability));
}

// Advice and other causes: nothing in them is of this lockout alone.
void show_tail(const TextContext& context, const Diagnosis& lead) {
  const auto show = [&] {
    show_advice(context, lead);
    show_others(context, lead);
  };
  const void* const like = lead.causes.likeness();
  if (like == nullptr) return show();
  std::string& known = context.memo.tails[{like, lead.next_test ? &*lead.next_test : nullptr}];
  if (!known.empty()) return context.page.lines(known);
  const std::size_t from = context.page.size();
  show();
  known = context.page.since(from);
}

void show_head(const TextContext& context, const Block& block) {
  std::string head = context.page.paint(Ink::bold, accounts_words(context, block));
  if (block.lead->account_kind == "api_user" && block.users.size() == 1) head += " (API user)";
  context.page.text(0, head);
  if (block.users.size() == 1) return;
  std::vector<std::string> names;
  for (const TextId user : block.users) names.push_back(shown_name(context.view.user(user)));
  context.page.text(kIndent, list_words(names, context.all_causes ? names.size() : kUsersListed));
}

}  // namespace

std::string verdict_words(const TextContext& context, const Diagnosis& diagnosis) {
  const void* const like = diagnosis.causes.likeness();
  if (like == nullptr) return make_verdict(context, diagnosis);
  std::string& known = context.memo.verdicts[like];
  if (known.empty()) known = make_verdict(context, diagnosis);
  return known;
}

std::string accounts_words(const TextContext& context, const Block& block) {
  if (block.users.size() > 1) return count_words(block.users.size(), "account");
  return shown_name(context.view.user(block.users.front()));
}

void show_block(const TextContext& context, const Block& block, bool first) {
  Page& page = context.page;
  const Incident& incident = context.view.incident(*block.lead);
  show_head(context, block);
  page.row(kIndent, "Cause", kLabel, verdict_words(context, *block.lead));
  page.row(kIndent, "Locked", kLabel, locked_words(context, block));
  show_callers(context, incident);
  if (const std::string trigger = trigger_words(context.view, incident); !trigger.empty())
    page.row(kIndent, "Trigger", kLabel, trigger);
  for (const std::string& caveat : block.lead->caveats)
    page.row(kIndent, "Note", kLabel, shown_text(caveat));
  if (const std::uint64_t after = attempts_after(context.view, block); after > 0)
    page.row(kIndent, "After", kLabel,
             count_words(after, "more attempt") + " while locked: " +
                 (after == 1 ? "an effect, not a cause" : "effects, not causes"));
  show_evidence(context, block, first);
  show_tail(context, *block.lead);
  if (context.all_causes) show_all_causes(context, *block.lead);
}

}  // namespace whylocked

#include "report/finding.hpp"

#include <algorithm>

#include "report/page.hpp"
#include "report/story.hpp"

namespace whylocked {

std::string finding_title(const View& view, const Diagnosis& diagnosis) {
  const Incident& incident = view.incident(diagnosis);
  return "The account " + std::string(view.user(incident.user)) + " was locked at " +
         to_rfc3339(incident.locked_at);
}

std::string finding_verdict(const Diagnosis& diagnosis) {
  std::string words = verdict_words(diagnosis);
  std::replace(words.begin(), words.end(), kGlue, ' ');
  return words;
}

const Event* finding_row(const View& view, const Incident& incident) {
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

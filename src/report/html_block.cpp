// One story: the verdict, the facts, when, who called, why, what to do.
#include <algorithm>

#include "report/html_parts.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kCallersInTable = 10;

void add_fact_row(std::string_view label, std::string_view words, std::string& out) {
  if (words.empty()) return;
  add_element("dt", label, out);
  add_element("dd", words, out);
}

// A verdict that is a product is a name; others are words and begin a sentence.
std::string_view verdict_class(const Diagnosis& diagnosis) {
  if (diagnosis.status != Status::diagnosed || diagnosis.causes.empty())
    return to_text(diagnosis.status);
  const CauseKind kind = diagnosis.causes.brief(0).kind;
  if (kind == CauseKind::attack) return "attack words";
  return kind == CauseKind::integration ? "diagnosed" : "diagnosed words";
}

void add_head(const View& view, const Block& block, std::string& out) {
  out += "<h2><bdi>";
  append_html(accounts_words(view, block), out);
  out += "</bdi>";
  if (block.lead->account_kind == "api_user" && block.users.size() == 1)
    out += " <small>API user</small>";
  out += "</h2>\n<p class=\"verdict ";
  out += verdict_class(*block.lead);
  out += "\">";
  append_html(verdict_words(*block.lead), out);
  out += "</p>\n";
}

void add_fact_rows(const View& view, const Block& block, std::string& out) {
  out += "<dl>";
  if (block.users.size() > 1) {
    std::vector<std::string> names;
    for (const TextId user : block.users) names.push_back(shown_name(view.user(user)));
    add_fact_row("Accounts", list_words(names, kUsersListed), out);
  }
  add_fact_row("Locked", locked_words(view, block), out);
  add_fact_row("Trigger", trigger_words(view, view.incident(*block.lead)), out);
  for (const std::string& caveat : block.lead->caveats)
    add_fact_row("Note", shown_text(caveat), out);
  if (const std::uint64_t after = attempts_after(view, block); after > 0)
    add_fact_row("After",
                 count_words(after, "more attempt") + " while locked: " +
                     (after == 1 ? "an effect, not a cause" : "effects, not causes"),
                 out);
  out += "</dl>\n";
}

std::string habits_words(const View& view, const Contribution& blame) {
  std::vector<std::string> words;
  if (const std::string beat = beat_words(view.origin(blame).rhythm); !beat.empty())
    words.push_back(beat);
  if (view.succeeded_before(blame)) words.emplace_back("got in before");
  if (blame.failed_after_lock > 0)
    words.push_back(count_words(blame.failed_after_lock, "try", "tries") + " while locked");
  if (const std::uint32_t users = view.origin(blame).users_failed; users > 1)
    words.push_back("failed on " + count_words(users, "account"));
  std::string list;
  for (const std::string& one : words) list += (list.empty() ? "" : "; ") + one;
  return list;
}

void add_cell(std::string_view label, std::string_view words, std::string& out) {
  out += "<td data-label=\"";
  append_attribute(label, out);
  out += "\"><bdi>";
  append_html(words, out);
  out += "</bdi></td>";
}

void add_caller(const View& view, const Incident& incident, const Contribution& blame, std::string& out) {
  out += "<tr>";
  add_cell("Caller", caller_words(view, view.origin(blame)), out);
  const std::string part = part_words(view, incident, blame);
  add_cell("Part", part.empty() ? "none that counted" : part, out);
  const std::string habits = habits_words(view, blame);
  add_cell("Seen", habits.empty() ? "-" : habits, out);
  out += "</tr>\n";
}

void add_callers(const View& view, const Incident& incident, std::string& out) {
  if (incident.contributions.empty()) return;
  out +=
      "<h3>Who called</h3>\n<table class=callers><thead><tr><th scope=col>Caller</th>"
      "<th scope=col>Part in the lockout</th><th scope=col>Seen</th></tr></thead><tbody>\n";
  const std::size_t shown = std::min(incident.contributions.size(), kCallersInTable);
  for (std::size_t i = 0; i < shown; ++i) add_caller(view, incident, incident.contributions[i], out);
  out += "</tbody></table>\n";
  if (incident.contributions.size() > shown)
    add_element("p class=soft", "and " + number_words(incident.contributions.size() - shown) + " more",
                out);
}

}  // namespace

void add_story(const View& view, const Block& block, std::size_t number, std::string& out) {
  out += "<section class=story id=s" + std::to_string(number) + ">\n";
  add_head(view, block, out);
  add_fact_rows(view, block, out);
  add_advice(*block.lead, out);
  add_why(view, block, out);
  add_timeline(view, block, out);
  add_callers(view, view.incident(*block.lead), out);
  add_others(view, *block.lead, out);
  out += "</section>\n";
}

}  // namespace whylocked

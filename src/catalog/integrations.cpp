// Integrations by order and by id; signatures of user agents (starts, contains, equals, in any
// case; first match wins); enumerations in words.
#include <algorithm>
#include <string>

#include "base/ascii.hpp"
#include "catalog/tables.hpp"

namespace whylocked {

namespace {

// The longest real agents have about 130 bytes; a megabyte of agent is an attack.
constexpr std::size_t kMaxAgent = 1024;

template <class Test>
bool any_or_none(std::span<const std::string_view> texts, Test test) {
  return texts.empty() || std::ranges::any_of(texts, test);
}

bool fits(const tables::ClientPattern& pattern, std::string_view agent) {
  return any_or_none(pattern.starts, [&](auto text) { return agent.starts_with(text); }) &&
         any_or_none(pattern.contains, [&](auto text) { return agent.find(text) != agent.npos; }) &&
         any_or_none(pattern.equals, [&](auto text) { return agent == text; });
}

std::string trimmed_lower(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  text = text.substr(first, text.find_last_not_of(blanks) - first + 1);
  std::string out(text.substr(0, kMaxAgent));
  std::ranges::transform(out, out.begin(), ascii::lower);
  return out;
}

}  // namespace

std::span<const Integration> integrations() { return tables::integrations; }

const Integration* find_integration(std::string_view id) {
  const auto found = std::ranges::find_if(tables::integrations, [&](const Integration& one) {
    return one.id == id || std::ranges::find(one.former_ids, id) != one.former_ids.end();
  });
  return found == tables::integrations.end() ? nullptr : &*found;
}

std::string_view find_cause(std::string_view id) {
  if (const Integration* const one = find_integration(id)) return one->id;
  const auto* const found = std::ranges::find(kCauseIds, id);
  return found == std::end(kCauseIds) ? std::string_view() : *found;
}

const ClientSignature* match_client(std::string_view user_agent) {
  const std::string agent = trimmed_lower(user_agent);
  if (agent.empty()) return nullptr;
  for (std::size_t i = 0; i < tables::clients.size(); ++i)
    if (fits(tables::client_patterns[i], agent)) return &tables::clients[i];
  return nullptr;
}

std::string_view article_source() { return tables::article; }
std::string_view catalog_date() { return tables::date; }

std::string_view to_text(Basis basis) {
  constexpr std::string_view names[] = {"not found", "documented", "seen in the wild", "inferred"};
  return names[static_cast<std::size_t>(basis)];
}

std::string_view to_text(ScheduleKind kind) {
  constexpr std::string_view names[] = {"unknown",     "interval", "daily",  "monthly", "event",
                                        "interactive", "manual",   "custom", "variable"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view to_text(OperatorKind kind) {
  constexpr std::string_view names[] = {"none",   "cloud",   "hoster",
                                        "vendor", "gateway", "published"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace whylocked

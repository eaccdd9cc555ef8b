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

bool fits(const tables::Client& client, std::string_view agent) {
  return any_or_none(client.starts, [&](auto text) { return agent.starts_with(text); }) &&
         any_or_none(client.contains, [&](auto text) { return agent.find(text) != agent.npos; }) &&
         any_or_none(client.equals, [&](auto text) { return agent == text; });
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
  std::string agent(user_agent.substr(0, kMaxAgent));
  std::ranges::transform(agent, agent.begin(), ascii::lower);
  for (const tables::Client& client : tables::clients)
    if (fits(client, agent)) return &client.signature;
  return nullptr;
}

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

// User agents to signatures: starts, contains and equals, whatever the case, first row wins.
#include <algorithm>
#include <string>

#include "base/ascii.hpp"
#include "catalog/tables.hpp"

namespace whylocked {

namespace {

// The longest agent of a row has about 130 bytes; a megabyte of agent is an attack on the reader.
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

const ClientSignature* match_client(std::string_view user_agent) {
  const std::string agent = trimmed_lower(user_agent);
  if (agent.empty()) return nullptr;
  for (std::size_t i = 0; i < tables::clients.size(); ++i)
    if (fits(tables::client_patterns[i], agent)) return &tables::clients[i];
  return nullptr;
}

}  // namespace whylocked

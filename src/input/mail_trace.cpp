#include "input/mail_trace.hpp"

#include <algorithm>

#include "input/encoding.hpp"
#include "base/ascii.hpp"

namespace whylocked::input {

std::string without_trace(std::string_view text) {
  constexpr std::string_view kTrace[] = {"received:",
                                         "x-received:",
                                         "received-spf:",
                                         "authentication-results:",
                                         "arc-authentication-results:",
                                         "arc-message-signature:",
                                         "arc-seal:"};
  std::string kept;
  bool in_trace = false;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, length);
    text.remove_prefix(length);
    std::size_t quoted = 0;  // "> Received: ..."
    while (quoted < line.size() && line[quoted] == '>')
      quoted += line.substr(quoted).starts_with("> ") ? 2 : 1;
    const std::string_view bare = line.substr(quoted);
    const bool continues = in_trace && (bare.starts_with(' ') || bare.starts_with('\t'));
    bool begins = false;
    for (const std::string_view name : kTrace)
      begins |= ascii::equal_ignoring_case(bare.substr(0, name.size()), name);
    in_trace = begins || (continues && !trim(bare).empty());
    if (!in_trace) kept += line;
  }
  return kept;
}

}  // namespace whylocked::input

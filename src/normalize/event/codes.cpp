#include "normalize/event/codes.hpp"

#include <algorithm>

#include "base/number.hpp"
#include "normalize/letters.hpp"

namespace whylocked::normalize {

namespace {

std::optional<PhraseParse> look_up(CodeTable table, std::uint32_t number) {
  const auto all = codes();
  const auto found = std::ranges::find_if(
      all, [&](const Code& one) { return one.table == table && one.code == number; });
  if (found == all.end()) return std::nullopt;
  PhraseParse parse;
  parse.note(found->statement, found->reason);
  return parse;
}

std::optional<PhraseParse> parse_hexadecimal(std::string_view digits) {
  const auto code = parse_whole<std::uint32_t>(digits, 16);
  if (!code) return std::nullopt;
  if (*code == 0) return look_up(CodeTable::http, 0);
  return look_up(*code >= 0x8000'0000 ? CodeTable::nt_status : CodeTable::kerberos, *code);
}

}  // namespace

std::optional<PhraseParse> parse_code(std::string_view text) {
  text = trim_blanks(text);
  if (text.size() > 2 && text[0] == '0' && lower(text[1]) == 'x')
    return parse_hexadecimal(text.substr(2));
  if (text.size() == 8 && lower(text[0]) == 'c' && text[1] == '0') return parse_hexadecimal(text);
  if (text.starts_with("%%")) {
    const auto number = parse_whole<std::int64_t>(text.substr(2));
    return number ? look_up(CodeTable::windows_message, static_cast<std::uint32_t>(*number))
                  : std::nullopt;
  }
  constexpr std::string_view kEntraPrefix = "AADSTS";
  if (const std::size_t at = text.find(kEntraPrefix); at != text.npos) {
    text.remove_prefix(at + kEntraPrefix.size());
    text = text.substr(0, text.find_first_not_of("0123456789"));
  }
  const auto number = parse_whole<std::int64_t>(text);
  if (!number || *number < INT32_MIN || *number > UINT32_MAX) return std::nullopt;
  const auto code = static_cast<std::uint32_t>(*number);  // some logs write it signed
  if (code >= 0x8000'0000) return look_up(CodeTable::nt_status, code);
  const auto http = look_up(CodeTable::http, code);
  return http ? http : look_up(CodeTable::entra, code);
}

Reporter reporter_of(std::string_view text) {
  if (text.starts_with("sshd: ")) return Reporter::ssh_daemon;
  return text.starts_with("PAM: ") ? Reporter::ssh_modules : Reporter::unknown;
}

std::optional<PhraseParse> parse_event_id(std::string_view text) {
  const bool is_id = text.size() == 4 || text.size() == 6;
  const auto number = is_id ? parse_whole<std::uint32_t>(text) : std::nullopt;
  const auto event = std::ranges::find(event_ids(), number, &EventId::id);
  if (event == event_ids().end()) return std::nullopt;
  PhraseParse parse;
  parse.note(event->statement, Reason::unknown);
  parse.success = event->success;
  parse.reporter = event->reporter;
  return parse;
}

}  // namespace whylocked::normalize

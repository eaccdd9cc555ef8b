#include "normalize/event/codes.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <span>

#include "normalize/event/phrases.hpp"
#include "normalize/letters.hpp"

namespace whylocked::normalize {

namespace {

enum class Outcome : std::uint8_t { success, failure, other };

struct Code {
  std::uint32_t code;
  Outcome outcome = Outcome::failure;
  Reason reason = Reason::unknown;
};

// HTTP status of the Autotask REST API: 401 is a refused login, 403 a login that was good but lacks
// a right, 500 gives no reason. 0 is success everywhere.
constexpr Code kHttp[] = {
    {0, Outcome::success},
    {200, Outcome::success},
    {401, Outcome::failure, Reason::bad_password},
    {403, Outcome::other},
    {429, Outcome::failure, Reason::quota},
    {500, Outcome::failure},
};

// Microsoft Learn, "Microsoft Entra authentication and authorization error codes". Numbers that
// interrupt a sign-in without judging a password are `other`.
constexpr Code kEntra[] = {
    {16000, Outcome::other},  // an account has to be chosen
    {50011, Outcome::other},  // the application's reply address
    {50020, Outcome::failure, Reason::unknown_user},
    {50034, Outcome::failure, Reason::unknown_user},
    {50053, Outcome::failure, Reason::locked},  // also malicious addresses; the text distinguishes
    {50055, Outcome::failure, Reason::expired},
    {50056, Outcome::failure, Reason::bad_password},
    {50057, Outcome::failure, Reason::disabled},
    {50058, Outcome::other},  // no session for silent sign-in
    {50064, Outcome::failure, Reason::bad_password},
    {50072, Outcome::failure, Reason::mfa},
    {50073, Outcome::failure, Reason::mfa},
    {50074, Outcome::failure, Reason::mfa},
    {50075, Outcome::failure, Reason::mfa},
    {50076, Outcome::failure, Reason::mfa},
    {50077, Outcome::failure, Reason::mfa},
    {50078, Outcome::failure, Reason::mfa},
    {50079, Outcome::failure, Reason::mfa},
    {50097, Outcome::failure, Reason::blocked},  // the device has to authenticate
    {50105, Outcome::failure, Reason::blocked},  // right password, not assigned to the application
    {50125, Outcome::other},                     // password reset or registration interrupted
    {50126, Outcome::failure, Reason::bad_password},
    {50129, Outcome::failure, Reason::blocked},  // the device is not joined
    {50131, Outcome::failure, Reason::blocked},
    {50132, Outcome::failure, Reason::expired},  // session void after a password change
    {50133, Outcome::failure, Reason::expired},
    {50140, Outcome::other},  // "keep me signed in"
    {50142, Outcome::failure, Reason::expired},
    {50144, Outcome::failure, Reason::expired},
    {50158, Outcome::failure, Reason::mfa},
    {50173, Outcome::failure, Reason::expired},
    {51004, Outcome::failure, Reason::unknown_user},
    {53000, Outcome::failure, Reason::blocked},
    {53001, Outcome::failure, Reason::blocked},
    {53002, Outcome::failure, Reason::blocked},
    {53003, Outcome::failure, Reason::blocked},
    {53004, Outcome::failure, Reason::mfa},
    {65001, Outcome::other},  // consent
    {65004, Outcome::other},
    {70043, Outcome::failure, Reason::expired},
    {70044, Outcome::failure, Reason::expired},
    {81010, Outcome::other},  // seamless single sign-on, before the password
    {81012, Outcome::other},
    {90094, Outcome::other},
    {90095, Outcome::other},
    {500121, Outcome::failure, Reason::mfa},
    {530032, Outcome::failure, Reason::blocked},
    {700016, Outcome::failure, Reason::unknown_user},
    {700082, Outcome::failure, Reason::expired},
    {7000215, Outcome::failure, Reason::bad_password},
    {7000222, Outcome::failure, Reason::expired},
};

// Microsoft Open Specifications, [MS-ERREF] 2.3.1, and "4625: An account failed to log on".
constexpr Code kNtStatus[] = {
    {0xc000005e, Outcome::failure},
    {0xc0000064, Outcome::failure, Reason::unknown_user},
    {0xc000006a, Outcome::failure, Reason::bad_password},
    {0xc000006d, Outcome::failure, Reason::bad_password},
    {0xc000006e, Outcome::failure, Reason::blocked},
    {0xc000006f, Outcome::failure, Reason::blocked},  // outside the permitted hours
    {0xc0000070, Outcome::failure, Reason::blocked},  // not from this workstation
    {0xc0000071, Outcome::failure, Reason::expired},
    {0xc0000072, Outcome::failure, Reason::disabled},
    {0xc0000133, Outcome::failure},  // clocks differ
    {0xc000015b, Outcome::failure, Reason::blocked},
    {0xc000018c, Outcome::failure},
    {0xc000018d, Outcome::failure},
    {0xc0000192, Outcome::failure},
    {0xc0000193, Outcome::failure, Reason::expired},
    {0xc0000224, Outcome::failure, Reason::expired},
    {0xc0000234, Outcome::failure, Reason::locked},
    {0xc00002ee, Outcome::failure},
    {0xc0000413, Outcome::failure, Reason::blocked},
};

// RFC 4120, 7.5.9; Microsoft Learn, "4768" and "4771: Kerberos pre-authentication failed".
constexpr Code kKerberos[] = {
    {0x1, Outcome::failure, Reason::expired},
    {0x6, Outcome::failure, Reason::unknown_user},
    {0x7, Outcome::failure},  // the server's name, not the client's
    {0xc, Outcome::failure, Reason::blocked},
    {0xe, Outcome::failure},
    {0x10, Outcome::failure},
    {0x12, Outcome::failure, Reason::revoked},
    {0x17, Outcome::failure, Reason::expired},
    {0x18, Outcome::failure, Reason::bad_password},
    {0x19, Outcome::other},  // asks for pre-authentication, as every first request
    {0x1f, Outcome::failure, Reason::bad_password},
    {0x25, Outcome::failure},  // clocks differ
};

// Messages that Windows writes as a reference: msobjs.dll, as "FailureReason" of 4625.
constexpr Code kWindowsMessages[] = {
    {2304, Outcome::failure},
    {2305, Outcome::failure, Reason::expired},
    {2307, Outcome::failure, Reason::locked},
    {2308, Outcome::failure, Reason::blocked},
    {2309, Outcome::failure, Reason::expired},
    {2310, Outcome::failure, Reason::disabled},
    {2311, Outcome::failure, Reason::blocked},
    {2312, Outcome::failure, Reason::blocked},
    {2313, Outcome::failure, Reason::bad_password},
    {2315, Outcome::failure, Reason::blocked},
};

struct EventId {
  std::uint32_t id;
  Statement statement;
  std::optional<bool> success = std::nullopt;
  Reporter reporter = Reporter::unknown;
};

// Microsoft Learn, "Advanced security audit policy settings", a page an event; the network policy
// server's are 6272 to 6280. The six digits are of "Cisco Secure Firewall ASA Series Syslog
// Messages".
constexpr EventId kEventIds[] = {
    {4624, Statement::attempt, true, Reporter::windows_logon},
    {4625, Statement::attempt, false, Reporter::windows_logon},
    {4634, Statement::other},
    {4647, Statement::other},
    {4648, Statement::other},  // somebody uses other credentials; the result is another event
    {4672, Statement::other},
    {4720, Statement::other},
    {4722, Statement::other},
    {4723, Statement::reset},
    {4724, Statement::reset},
    {4725, Statement::other},
    {4726, Statement::other},
    {4738, Statement::other},
    {4740, Statement::lock},
    {4767, Statement::unlock},
    {4768, Statement::attempt, std::nullopt, Reporter::windows_kerberos},
    {4769, Statement::other},
    {4770, Statement::other},
    {4771, Statement::attempt, false, Reporter::windows_kerberos},
    {4772, Statement::attempt, false, Reporter::windows_kerberos},
    {4776, Statement::attempt, std::nullopt, Reporter::windows_ntlm},
    {4777, Statement::attempt, false, Reporter::windows_ntlm},
    {4778, Statement::other},
    {4779, Statement::other},
    {4781, Statement::rename},
    {6272, Statement::attempt, true, Reporter::network_policy},
    {6273, Statement::attempt, false, Reporter::network_policy},
    {6274, Statement::other},
    {6279, Statement::lock},
    {6280, Statement::unlock},
    {113004, Statement::attempt, true, Reporter::cisco_aaa},
    {113005, Statement::attempt, false, Reporter::cisco_aaa},
    {113012, Statement::attempt, true, Reporter::cisco_aaa},
    {113015, Statement::attempt, false, Reporter::cisco_aaa},
    {605004, Statement::attempt, false, Reporter::cisco_login},
    {605005, Statement::attempt, true, Reporter::cisco_login},
    {611101, Statement::attempt, true, Reporter::cisco_user},
    {611102, Statement::attempt, false, Reporter::cisco_user},
};

std::optional<PhraseParse> look_up(std::span<const Code> codes, std::uint32_t number) {
  const auto found =
      std::find_if(codes.begin(), codes.end(), [&](const Code& one) { return one.code == number; });
  if (found == codes.end()) return std::nullopt;
  PhraseParse parse;
  parse.known = true;
  if (found->outcome == Outcome::other)
    parse.other = true;
  else
    parse.success = found->outcome == Outcome::success;
  parse.reason = found->reason;
  return parse;
}

// The whole text as a number; nullopt for anything else.
std::optional<std::int64_t> number_of(std::string_view text, int base) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, base);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::optional<PhraseParse> parse_hexadecimal(std::string_view digits) {
  const auto number = number_of(digits, 16);
  if (!number || *number < 0 || *number > UINT32_MAX) return std::nullopt;
  const auto code = static_cast<std::uint32_t>(*number);
  if (code == 0) return look_up(kHttp, 0);
  return look_up(code >= 0x8000'0000 ? std::span<const Code>(kNtStatus) : kKerberos, code);
}

}  // namespace

std::optional<PhraseParse> parse_code(std::string_view text) {
  text = trim_blanks(text);
  if (text.size() > 2 && text[0] == '0' && lower(text[1]) == 'x')
    return parse_hexadecimal(text.substr(2));
  if (text.size() == 8 && lower(text[0]) == 'c' && text[1] == '0') return parse_hexadecimal(text);
  if (text.starts_with("%%")) {
    const auto number = number_of(text.substr(2), 10);
    return number ? look_up(kWindowsMessages, static_cast<std::uint32_t>(*number)) : std::nullopt;
  }
  constexpr std::string_view kEntraPrefix = "AADSTS";
  if (const std::size_t at = text.find(kEntraPrefix); at != text.npos) {
    text.remove_prefix(at + kEntraPrefix.size());
    text = text.substr(0, text.find_first_not_of("0123456789"));
  }
  const auto number = number_of(text, 10);
  if (!number || *number < INT32_MIN || *number > UINT32_MAX) return std::nullopt;
  const auto code = static_cast<std::uint32_t>(*number);  // a status is written signed, too
  if (code >= 0x8000'0000) return look_up(kNtStatus, code);
  const auto http = look_up(kHttp, code);
  return http ? http : look_up(kEntra, code);
}

std::optional<PhraseParse> parse_event_id(std::string_view text) {
  const bool is_id = text.size() == 4 || text.size() == 6;
  const auto number = is_id ? number_of(text, 10) : std::nullopt;
  if (!number) return std::nullopt;
  for (const EventId& event : kEventIds) {
    if (event.id != *number) continue;
    PhraseParse parse;
    parse.note(event.statement, Reason::unknown);
    parse.success = event.success;
    parse.reporter = event.reporter;
    return parse;
  }
  return std::nullopt;
}

}  // namespace whylocked::normalize

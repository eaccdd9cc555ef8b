#include "normalize/event/codes.hpp"

#include "normalize/letters.hpp"

namespace whylocked::normalize {

namespace {

enum class Outcome : std::uint8_t { success, failure, other };

struct Code {
  std::string_view code;
  Outcome outcome = Outcome::failure;
  Reason reason = Reason::unknown;
};

constexpr Code kCodes[] = {
    {"0", Outcome::success},
    {"200", Outcome::success},
    {"401", Outcome::failure, Reason::bad_password},
    {"403", Outcome::other},
    {"429", Outcome::failure, Reason::quota},
    {"500", Outcome::failure},

    {"50034", Outcome::failure, Reason::unknown_user},
    {"50053", Outcome::failure, Reason::locked},  // also for malicious addresses; the text tells
    {"50055", Outcome::failure, Reason::expired},
    {"50056", Outcome::failure, Reason::bad_password},
    {"50057", Outcome::failure, Reason::disabled},
    {"50064", Outcome::failure, Reason::bad_password},
    {"50072", Outcome::failure, Reason::mfa},
    {"50073", Outcome::failure, Reason::mfa},
    {"50074", Outcome::failure, Reason::mfa},
    {"50075", Outcome::failure, Reason::mfa},
    {"50076", Outcome::failure, Reason::mfa},
    {"50077", Outcome::failure, Reason::mfa},
    {"50078", Outcome::failure, Reason::mfa},
    {"50079", Outcome::failure, Reason::mfa},
    {"50105", Outcome::failure,
     Reason::blocked},  // right password, not assigned to the application
    {"50126", Outcome::failure, Reason::bad_password},
    {"50132", Outcome::failure, Reason::expired},  // session void after a password change
    {"50133", Outcome::failure, Reason::expired},
    {"50144", Outcome::failure, Reason::expired},
    {"50173", Outcome::failure, Reason::expired},
    {"53003", Outcome::failure, Reason::blocked},
    {"500121", Outcome::failure, Reason::mfa},

    {"0xc000006a", Outcome::failure, Reason::bad_password},
    {"0xc000006d", Outcome::failure, Reason::bad_password},
    {"0xc0000064", Outcome::failure, Reason::unknown_user},
    {"0xc0000071", Outcome::failure, Reason::expired},
    {"0xc0000072", Outcome::failure, Reason::disabled},
    {"0xc0000193", Outcome::failure, Reason::expired},
    {"0xc0000234", Outcome::failure, Reason::locked},
};

}  // namespace

std::optional<PhraseParse> parse_code(std::string_view text) {
  for (const Code& one : kCodes) {
    if (!equal_ignoring_case(one.code, text)) continue;
    PhraseParse said;
    said.known = true;
    if (one.outcome == Outcome::other)
      said.other = true;
    else
      said.success = one.outcome == Outcome::success;
    said.reason = one.reason;
    return said;
  }
  return std::nullopt;
}

}  // namespace whylocked::normalize

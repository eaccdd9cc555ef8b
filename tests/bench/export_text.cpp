#include "export_text.hpp"

#include <charconv>
#include <cstring>
#include <string_view>

namespace whylocked::bench {

namespace {

using What = SignIn::What;

constexpr std::string_view kColumns[] = {"Timestamp", "Username", "IP Address", "Event",
                                         "Result",    "Client",   "Details"};
constexpr std::string_view kSurnames[] = {"meyer", "smith", "ortiz", "jones",  "garcia", "nowak",
                                          "chen",  "patel", "rossi", "muller", "dubois", "larsen",
                                          "silva", "kim",   "novak", "haddad"};
// A quarter have a browser's long text, most are short, and one in eight is empty.
constexpr std::string_view kClients[] = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36",
    "Outlook 16.0",
    "Microsoft Office/16.0 (Windows NT 10.0; Outlook 16.0, Pro)",
    "Apple-iPhone14C3/2007.71",
    "",
    "PowerShell/7.4",
    "okhttp/4.12.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X, de)",
};
constexpr std::string_view kFailureDetails[] = {"", "Wrong password", "",
                                                "Wrong password for realm \"corp\""};
constexpr std::string_view kRefusalDetails = "Account is locked";
constexpr std::string_view kSuccessDetails[] = {"", "", "", "session \"web\", method \"form\""};

char* put(std::string_view text, char* at) {
  std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

char* put(char byte, char* at) {
  *at = byte;
  return at + 1;
}

char* put_number(std::uint32_t number, char* at, int base = 10) {
  return std::to_chars(at, at + 10, number, base).ptr;
}

char* put_two(std::uint32_t number, char* at) {
  at[0] = static_cast<char>('0' + number / 10);
  at[1] = static_cast<char>('0' + number % 10);
  return at + 2;
}

char* put_user(std::uint32_t user, bool json, char* at) {
  const std::uint64_t hash = mixed(user);
  const bool old = hash & 1;
  if (old) at = put(json ? "CORP\\\\" : "CORP\\", at);
  at = put(static_cast<char>('a' + (hash >> 8) % 26), at);
  at = put('.', at);
  at = put(kSurnames[(hash >> 16) % std::size(kSurnames)], at);
  at = put_number(user, at);  // makes the name unique
  return old ? at : put("@corp.example.com", at);
}

// An odd factor is a permutation, so all addresses differ. The only consecutive zero groups of an
// address are those of its "::", so each is written as RFC 5952 requires.
char* put_address(std::uint32_t address, char* at) {
  constexpr std::uint32_t kFirst[] = {45, 52, 81, 93, 104, 185, 188, 203};
  if (address % 16 == 15) {
    const std::uint32_t rest = (address / 16 + 1) * 2'654'435'761u;
    at = put("2001:db8:", at);
    at = put_number(rest >> 16, at, 16);
    at = put(':', at);
    at = put_number(rest & 0xffff, at, 16);
    return put(":a::15", at);
  }
  const std::uint32_t low = (address / 8 * 2'654'435'761u) & 0xffffff;
  at = put_number(kFirst[address % 8], at);
  for (int shift = 16; shift >= 0; shift -= 8) {
    at = put('.', at);
    at = put_number(low >> shift & 0xff, at);
  }
  return at;
}

std::string_view result_of(What what) {
  return what == What::success ? "Success" : what == What::lock ? "" : "Failure";
}

std::string_view event_of(What what) { return what == What::lock ? "Account Locked" : "Login"; }

std::string_view client_of(const SignIn& row) {
  return row.what == What::lock ? "" : kClients[row.client % std::size(kClients)];
}

std::string_view details_of(const SignIn& row) {
  if (row.what == What::lock) return "";
  if (row.what == What::refusal) return kRefusalDetails;
  if (row.what == What::failure) return kFailureDetails[row.details % std::size(kFailureDetails)];
  return kSuccessDetails[row.details % std::size(kSuccessDetails)];
}

char* put_escaped(std::string_view text, char escape, char* at) {
  for (const char c : text) {
    if (c == '"') at = put(escape, at);
    at = put(c, at);
  }
  return at;
}

char* put_field(std::string_view text, char* at) {
  if (text.find_first_of("\",;") == std::string_view::npos) return put(text, at);
  return put('"', put_escaped(text, '"', put('"', at)));
}

std::string date_text(std::uint32_t day, TimeForm form) {
  const bool is_may = day < 13;  // 19 to 31 May, then June
  const std::uint32_t month = is_may ? 5 : 6, of_month = is_may ? day + 19 : day - 12;
  char text[16];
  char* at = form == TimeForm::iso ? put("2026-", text) : text;
  at = put_two(month, at);
  at = put(form == TimeForm::iso ? '-' : '/', at);
  at = put_two(of_month, at);
  at = put(form == TimeForm::iso ? "T" : "/2026 ", at);
  return {text, at};
}

}  // namespace

char* ExportText::write_header(char* at) const {
  if (form_.json) return at;
  for (const std::string_view column : kColumns) {
    if (column != kColumns[0]) at = put(form_.delimiter, at);
    at = put(column, at);
  }
  return put(form_.line_end, at);
}

char* ExportText::write_time(std::uint32_t second, char* at) {
  if (const std::uint32_t day = second / kSecondsADay; day != day_)
    date_ = date_text(day_ = day, form_.time);
  at = put(date_, at);
  const std::uint32_t hour = second / 3600 % 24;
  const bool iso = form_.time == TimeForm::iso;
  at = put_two(iso ? hour : (hour + 11) % 12 + 1, at);
  at = put_two(second / 60 % 60, put(':', at));
  at = put_two(second % 60, put(':', at));
  return iso ? at : put(hour < 12 ? " AM" : " PM", at);
}

char* ExportText::write_fields(const SignIn& row, char* at) {
  at = put(form_.delimiter, write_time(row.second, at));
  at = put(form_.delimiter, put_user(row.user, false, at));
  at = put(form_.delimiter, put_address(row.address, at));
  at = put(form_.delimiter, put(event_of(row.what), at));
  at = put(form_.delimiter, put(result_of(row.what), at));
  at = put(form_.delimiter, put_field(client_of(row), at));
  return put_field(details_of(row), at);
}

char* ExportText::write_object(const SignIn& row, char* at) {
  at = write_time(row.second, put(R"({"Timestamp":")", at));
  at = put_user(row.user, true, put(R"(","Username":")", at));
  at = put_address(row.address, put(R"(","IP Address":")", at));
  at = put(event_of(row.what), put(R"(","Event":")", at));
  at = put(result_of(row.what), put(R"(","Result":")", at));
  at = put(client_of(row), put(R"(","Client":")", at));
  at = put_escaped(details_of(row), '\\', put(R"(","Details":")", at));
  return put(R"("})", at);
}

char* ExportText::write(const SignIn& row, char* at) {
  at = form_.json ? write_object(row, at) : write_fields(row, at);
  return put(form_.line_end, at);
}

}  // namespace whylocked::bench

#include "normalize/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hpp"
#include "base/number.hpp"
#include "base/split.hpp"
#include "base/utf8.hpp"
#include "event/secrets.hpp"
#include "normalize/accounts.hpp"
#include "normalize/event/words.hpp"
#include "normalize/letters.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::data {
extern const std::string_view hoster_names;
}

namespace whylocked::normalize {

namespace {

// Longer than any name a directory allows (the protocol's limit for a UPN would be 113 + 1 + 256).
constexpr std::size_t kMaxUser = 384;
constexpr std::size_t kMaxText = 512;  // user agents rarely exceed 300 bytes

std::string hashed(std::string_view identifier) {
  return fmt::format("id:{:016x}", fnv1a(identifier));
}

bool is_vendor_name(std::string_view text) {
  return text.find(' ') != std::string_view::npos && std::ranges::any_of(text, is_letter);
}

bool is_nowhere(const Address& address) {  // 0.0.0.0 and ::, written for "unknown"
  return address == Address{} || (address.is_v4() && (address.low & 0xffff'ffff) == 0);
}

// Beginnings of a footer's first text.
constexpr std::string_view kFooters[] = {
    " total ",        " totals ",   " grand total ", " sum ",       " count ",
    " record count ", " records ",  " number of ",   " generated ", " created on ",
    " created by ",   " exported ", " report ",      " page ",      " end of ",
    " summe ",        " gesamt ",   " gesamtsumme ", " anzahl ",    " erstellt ",
    " exportiert ",   " bericht ",  " seite ",       " ende ",      " stand "};

// Turns "1,200", "1.200" and "1 200" into 1200; keeps any other text.
std::string without_thousands(std::string_view text) {
  const std::size_t first = text.find_first_of(",.' ");
  if (first == text.npos || first == 0 || first > 3 || (text.size() - first) % 4 != 0)
    return std::string(text);
  std::string digits(text.substr(0, first));
  for (std::size_t i = first; i < text.size(); i += 4) {
    if (text[i] != text[first]) return std::string(text);
    digits += text.substr(i + 1, 3);
  }
  return std::ranges::all_of(digits, is_digit) ? digits : std::string(text);
}

// Splunk writes all values of a field, one per line, often the same one twice. Returns that one
// line if all non-empty lines are equal, else the text.
std::string_view only_line(std::string_view text) {
  std::string_view only;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = trim_blanks(take_until(rest, '\n'));
    if (is_absent(line) || line == only) continue;
    if (!only.empty()) return text;
    only = line;
  }
  return only;
}

constexpr std::ptrdiff_t kMinColumns = 3;  // in a narrower table a single filled cell is normal

bool repeats_header(const Row& row, const Columns& columns) {
  const auto repeats = [&](Field field) {
    return equal_ignoring_case(row[field], columns.header[field]);
  };
  return !row[Field::time].empty() && repeats(Field::time) && repeats(Field::user);
}

// The text of the leftmost filled column.
std::string_view first_text(const Row& row, const Columns& columns) {
  std::size_t first = kFieldCount;
  for (std::size_t i = 0; i < kFieldCount; ++i)
    if (!row.fields[i].empty() &&
        (first == kFieldCount || columns.number[i] < columns.number[first]))
      first = i;
  return first == kFieldCount ? std::string_view() : row.fields[first];
}

// True for a row of a second table, such as "2026-05-19;ann;failed" in a table with commas.
bool has_other_delimiter(std::string_view text, std::ptrdiff_t cells) {
  return !text.empty() && is_digit(text.front()) &&
         std::ranges::any_of(std::string_view(",;\t|"),
                             [&](char c) { return std::ranges::count(text, c) + 1 >= cells; });
}

}  // namespace

std::uint32_t id_of(std::string_view text) {
  if (is_absent(text)) return 0;
  const std::uint64_t hash = fnv1a(text);
  const auto folded = static_cast<std::uint32_t>(hash ^ hash >> 32);
  return folded == 0 ? 1 : folded;
}

FieldReader::FieldReader(const Columns& columns, bool programs, Messages& messages, Events& out)
    : messages_(messages),
      out_(out),
      has_addresses_(columns.has(Field::address)),
      has_realms_(columns.has(Field::realm)),
      has_counts_(columns.has(Field::count) || columns.is_activity) {
  const auto add = [&](Field field, Work work) {
    if (columns.has(field) || (field == Field::count && has_counts_))
      columns_[field] = {work, CellMemo<Found>({field})};
  };
  add(Field::user, &FieldReader::find_user);
  add(Field::target, &FieldReader::find_target);
  add(Field::address, &FieldReader::find_address);
  add(Field::successes, &FieldReader::find_count);
  add(Field::count, &FieldReader::find_count);
  if (!programs) return;
  add(Field::login_method, &FieldReader::find_login_method);
  add(Field::user_agent, &FieldReader::find_text);
  add(Field::application, &FieldReader::find_text);
  add(Field::vendor, &FieldReader::find_text);
  add(Field::tracking_id, &FieldReader::find_tracking);
  add(Field::computer, &FieldReader::find_computer);
}

void FieldReader::read(const RowBatch& rows) {
  rows_ = &rows;
  for (Column& column : columns_)
    if (column.work != nullptr) column.cells.read(rows);
}

void FieldReader::report_clipped(std::size_t i, Field field) {
  messages_.about_text(
      rows_->numbers[i], field, rows_->text(field, i),
      {"text-clipped", Severity::note, "very long text; only its beginning is kept"});
}

// Accepts "\\PC-7" too, as Windows writes it.
FieldReader::Found FieldReader::find_computer(std::string_view text) {
  while (text.starts_with('\\')) text.remove_prefix(1);
  return find_text(text);
}

FieldReader::Found FieldReader::find_user(std::string_view text) {
  if (is_spreadsheet_error(trim_blanks(text))) return {};
  text = only_line(text);
  auto plain = plain_user(text);
  const std::string user = plain ? *std::move(plain) : normalize_user(mask_secrets(text));
  return {out_.users.intern(utf8_prefix(user, kMaxUser)), user.size() > kMaxUser};
}

TextId FieldReader::uncommon_user(std::size_t i, Found found) {
  if (found.odd) report_clipped(i, Field::user);
  if (found.id == kNone || !has_realms_) return found.id;
  const std::string_view realm = trim_blanks(rows_->text(Field::realm, i));
  // In a Windows lockout "TargetDomainName" is the caller's computer (Microsoft Learn, "4740").
  if (is_absent(realm) || rows_->text(Field::event, i).starts_with("4740")) return found.id;
  return with_realm(found.id, realm);
}

TextId FieldReader::with_realm(TextId user, std::string_view realm) {
  const std::string_view name = out_.users.text(user);
  if (name.find_first_of("\\@") != name.npos) return user;
  const std::string account = normalize_user(realm) + '\\' + std::string(name);
  return out_.users.intern(utf8_prefix(account, kMaxUser));
}

FieldReader::Found FieldReader::find_target(std::string_view text) {
  const std::size_t at = text.find('@');
  const std::size_t from = at == text.npos ? 0 : text.rfind(',', at) + 1;  // npos + 1 is 0
  return find_user(text.substr(from, text.find(',', from) - from));
}

FieldReader::Found FieldReader::find_address(std::string_view text) {
  const auto plain = parse_address(text);  // the usual case
  if (plain && !is_nowhere(*plain)) return {out_.addresses.intern(*plain)};
  if (is_absent(trim_blanks(text))) return {};
  std::vector<Address> addresses = parse_address_field(text);
  if (addresses.empty()) return {kNone, true};
  std::erase_if(addresses, is_nowhere);
  if (addresses.empty()) return {};
  const auto is_public = [](const Address& address) { return !address.is_private(); };
  auto chosen = std::ranges::find_if(addresses, is_public);
  if (chosen == addresses.end()) chosen = addresses.begin();
  const bool others = std::any_of(chosen, addresses.end(), [&](const Address& address) {
    return is_public(address) && address != *chosen;
  });
  return {out_.addresses.intern(*chosen), others};
}

// Without an address column, "Source" may hold addresses.
TextId FieldReader::uncommon_address(std::size_t i, Found found) {
  if (!has_addresses_) {
    const std::string_view source = rows_->text(Field::application, i);
    if (source.empty() || !is_digit(source.back())) return kNone;
    const auto address = parse_address(source);
    return address ? out_.addresses.intern(*address) : kNone;
  }
  Message message = {"address-several", Severity::note,
                     "several public addresses; the first is used"};
  if (found.id == kNone)
    message = {"address-unreadable", Severity::warning,
               "not an IP address; the row is kept without one",
               is_spreadsheet_error(trim_blanks(rows_->text(Field::address, i)))
                   ? std::string(kSpoiltHint)
                   : "name another column with --map address=COLUMN"};
  messages_.about_text(rows_->numbers[i], Field::address, rows_->text(Field::address, i),
                       std::move(message));
  return found.id;
}

FieldReader::Found FieldReader::find_text(std::string_view text) {
  text = trim_blanks(text);
  if (is_absent(text)) return {};
  return {out_.texts.intern(utf8_prefix(mask_secrets(text), kMaxText)), text.size() > kMaxText};
}

FieldReader::Found FieldReader::find_login_method(std::string_view text) {
  return {normalize::is_single_sign_on(text)};
}

FieldReader::Found FieldReader::find_tracking(std::string_view text) {
  text = trim_blanks(text);
  if (is_absent(text)) return {};
  return is_vendor_name(text) ? find_text(text) : Found{out_.texts.intern(hashed(text))};
}

TextId FieldReader::text(std::size_t i, Field field) {
  const Found found = find(field, i);
  if (found.odd) report_clipped(i, field);
  return found.id;
}

TextId FieldReader::vendor(std::size_t i) {
  const TextId vendor = text(i, Field::vendor);
  return vendor == kNone ? find(Field::tracking_id, i).id : vendor;
}

TextId FieldReader::program(std::size_t i) {
  return out_.programs.intern({.client = text(i, Field::user_agent),
                               .application = text(i, Field::application),
                               .vendor = vendor(i),
                               .computer = text(i, Field::computer)});
}

FieldReader::Found FieldReader::find_count(std::string_view text) {
  if (is_absent(text)) return {count_without_number()};
  const std::string plain = without_thousands(text);
  std::string_view digits = plain;
  // A whole number of a spreadsheet
  if (digits.ends_with(".0") || digits.ends_with(",0")) digits.remove_suffix(2);
  if (const std::uint32_t truth = cell_word(digits) & (kYes | kNo)) return {truth == kYes};
  const auto count = parse_whole<std::uint32_t>(digits);
  return count ? Found{*count} : Found{count_without_number(), true};
}

void FieldReader::report_number(std::size_t i, Field field) {
  messages_.about_text(
      rows_->numbers[i], field, rows_->text(field, i),
      {"count-unreadable", Severity::warning,
       count_without_number() == 0 ? "not a whole number; counted as none"
                                   : "not a whole number; the row counts as one attempt"});
}

bool is_no_data(const Row& row, const Columns& columns) {
  if (repeats_header(row, columns)) return true;
  const auto filled = std::ssize(row.fields) - std::ranges::count(row.fields, std::string_view());
  const auto known = std::ssize(columns.number) - std::ranges::count(columns.number, 0u);
  if (filled == 0) return true;
  if (filled == 1 && known >= kMinColumns && row[Field::user].empty())
    return !has_other_delimiter(first_text(row, columns), known);
  if (filled * 2 > known) return false;
  const std::string words = plain_words(first_text(row, columns));
  return std::ranges::any_of(kFooters,
                             [&](std::string_view front) { return words.starts_with(front); });
}

}  // namespace whylocked::normalize

namespace whylocked {

using namespace normalize;

namespace {

constexpr std::string_view kAround = "()[]{}<>\"'.:=\\";  // what text puts around an address

bool divides(char c) { return c == ',' || c == ';' || c == '|'; }

std::string_view next_word(std::string_view& text) {
  std::size_t length = 0, gap = 0;
  while (length < text.size() && !divides(text[length]) &&
         (gap = blank_length(text.substr(length))) == 0)
    ++length;
  const std::string_view word = text.substr(0, length);
  text.remove_prefix(std::min(text.size(), length + std::max<std::size_t>(gap, 1)));
  return word;
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && std::ranges::all_of(text, is_digit);
}

// The address in front: of "2001:db8::7%eth0", "198.51.100.7/32".
std::string_view without_tail(std::string_view word) {
  word = word.substr(0, word.find('%'));
  if (word.ends_with("/32") || word.ends_with("/128")) word = word.substr(0, word.find('/'));
  return word;
}

// Strips the port: "[2001:db8::7]:443", "198.51.100.7:443", "::ffff:198.51.100.7:443"; and what
// firewalls add, "198.51.100.7:500:X1".
std::string_view without_port(std::string_view word) {
  constexpr auto npos = std::string_view::npos;
  if (word.starts_with('[')) {
    const std::size_t close = word.find(']');
    return close == npos ? word : word.substr(1, close - 1);
  }
  const std::size_t point = word.find('.');
  const std::size_t colon = word.find(':') > point ? word.find(':') : word.rfind(':');
  if (point == npos || colon == npos || colon < point) return word;
  const std::string_view after = word.substr(colon + 1);
  return is_port(after.substr(0, after.find(':'))) ? word.substr(0, colon) : word;
}

// The address in a hoster's name, as four consecutive numbers separated by '-' or '.'.
std::optional<Address> address_in_name(std::string_view word) {
  constexpr std::uint32_t kReversed = 2;                // the second line of hoster_names.txt
  std::string folded(word.substr(0, word.rfind(':')));  // without a port
  normalize::fold_case(folded);
  std::string_view name = folded;
  while (name.ends_with('.')) name.remove_suffix(1);
  static const WordKinds hosters(data::hoster_names);
  std::size_t end_of_host = name.find('.', 1);
  while (end_of_host != name.npos && hosters.of(name.substr(end_of_host)) == 0)
    end_of_host = name.find('.', end_of_host + 1);
  if (end_of_host == name.npos) return std::nullopt;
  const bool reversed = hosters.of(name.substr(end_of_host)) == kReversed;
  name = name.substr(0, end_of_host);
  std::vector<std::string_view> bytes;
  bool dots = false;
  for (std::size_t at = 0; at < name.size() && bytes.size() < 4;) {
    const std::size_t end = std::min(name.find_first_of("-.", at), name.size());
    const std::string_view piece = name.substr(at, end - at);
    const bool number = !piece.empty() && piece.size() <= 3 && std::ranges::all_of(piece, is_digit);
    if (number)
      bytes.push_back(piece);
    else
      bytes.clear();
    if (bytes.size() == 1) dots = end < name.size() && name[end] == '.';
    at = end + 1;
  }
  if (bytes.size() != 4) return std::nullopt;
  if (reversed && dots) std::ranges::reverse(bytes);
  std::string text;
  for (const std::string_view byte : bytes) text += (text.empty() ? "" : ".") + std::string(byte);
  return parse_address(text);
}

std::optional<Address> address_in(std::string_view word) {
  const auto address = parse_address(without_tail(without_port(word)));
  if (address) return address;
  if (const auto named = address_in_name(word)) return named;
  const std::size_t from = word.find_first_not_of(kAround);
  if (from == std::string_view::npos) return std::nullopt;
  const std::string_view bare = word.substr(from, word.find_last_not_of(kAround) - from + 1);
  return parse_address(without_tail(without_port(bare)));
}

}  // namespace

std::vector<Address> parse_address_field(std::string_view text) {
  std::vector<Address> addresses;
  while (!text.empty())
    if (const auto address = address_in(next_word(text))) addresses.push_back(*address);
  return addresses;
}

}  // namespace whylocked

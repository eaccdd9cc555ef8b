#include "normalize/fields.hpp"

#include <algorithm>
#include <charconv>

#include "event/secrets.hpp"
#include "normalize/event/words.hpp"
#include "normalize/letters.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::normalize {

namespace {

// Longer than any name a directory allows (UPN: 113 + 1 + 256 would be the limit of the protocol).
constexpr std::size_t kMaxUser = 384;
constexpr std::size_t kMaxText = 512;  // user agents are seldom over 300 bytes

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

std::string hashed(std::string_view identifier) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, fnv1a(identifier), 16).ptr;
  const auto length = static_cast<std::size_t>(end - digits);
  return "id:" + std::string(sizeof digits - length, '0') + std::string(digits, length);
}

bool is_vendor_name(std::string_view text) {
  return text.find(' ') != std::string_view::npos &&
         std::any_of(text.begin(), text.end(), is_letter);
}

bool is_nowhere(const Address& address) {  // 0.0.0.0 and ::, written for "unknown"
  return address == Address{} || (address.is_v4() && (address.low & 0xffff'ffff) == 0);
}

// 0.0.0.0 and its like are as good as nothing.
void drop_nowhere(std::vector<Address>& addresses) { std::erase_if(addresses, is_nowhere); }

// At the front of a row's first text.
constexpr std::string_view kFooters[] = {
    " total ",        " totals ",   " grand total ", " sum ",       " count ",
    " record count ", " records ",  " number of ",   " generated ", " created on ",
    " created by ",   " exported ", " report ",      " page ",      " end of ",
    " summe ",        " gesamt ",   " gesamtsumme ", " anzahl ",    " erstellt ",
    " exportiert ",   " bericht ",  " seite ",       " ende ",      " stand "};

// "1,200", "1.200" and "1 200" are 1200; any other text stays as it is.
std::string without_thousands(std::string_view text) {
  constexpr std::string_view kMarks = ",.' ";
  const std::size_t first = text.find_first_of(kMarks);
  if (first == text.npos || first == 0 || first > 3 || (text.size() - first) % 4 != 0)
    return std::string(text);
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_mark = i >= first && (i - first) % 4 == 0;
    if (is_mark ? text[i] != text[first] : !is_digit(text[i])) return std::string(text);
    if (!is_mark) digits += text[i];
  }
  return digits;
}

constexpr std::size_t kColumnsToTell = 3;  // in a narrower table one filled cell is not odd

bool repeats_header(const Row& row, const Columns& columns) {
  const auto time = static_cast<std::size_t>(Field::time);
  const auto user = static_cast<std::size_t>(Field::user);
  return !row.fields[time].empty() && equal_ignoring_case(row.fields[time], columns.header[time]) &&
         equal_ignoring_case(row.fields[user], columns.header[user]);
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

}  // namespace

std::uint32_t id_of(std::string_view text) {
  if (text.empty() || is_absent(text)) return 0;
  std::uint32_t hash = 0x811c9dc5;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193;
  return hash == 0 ? 1 : hash;
}

template <typename Work>
FieldReader::Found FieldReader::remember(BoundedCache<Found>& known, std::string_view text, Work work) {
  if (const Found* const found = known.find(text)) return *found;
  const Found found = work(text);
  known.put(text, found);
  return found;
}

// Faulty values are not cached: each is parsed, and reported, every time.
template <typename Work>
FieldReader::Found FieldReader::remember(RawNames& known, std::string_view text, Work work) {
  if (text.find('\0') != text.npos) return work(text);
  const PaddedCopy copy(text);
  RawNames::Numbers numbers;
  const std::string_view padded = copy.text();
  known.find(&padded, 1, numbers);
  if (numbers[0] != kUnknown) return {numbers[0], false};
  const Found found = work(text);
  if (!found.odd) known.put(padded, found.id);
  return found;
}

void FieldReader::report_clipped(const Row& row, Field field) {
  messages_.about_text(row.number, field, row[field], 0,
                       {"text-clipped", Severity::note, "very long text; only its front is kept"});
}

FieldReader::Found FieldReader::find_user(std::string_view text) {
  const std::string user = normalize_user(mask_secrets(text));
  return {out_.users.intern(clip(user, kMaxUser)), user.size() > kMaxUser};
}

TextId FieldReader::user(const Row& row) {
  const Found found =
      remember(users_, row[Field::user], [this](std::string_view text) { return find_user(text); });
  if (found.odd) report_clipped(row, Field::user);
  const std::string_view realm = trim_blanks(row[Field::realm]);
  // In a Windows lockout "TargetDomainName" is the caller's computer (Microsoft Learn, "4740").
  if (found.id == kNone || is_absent(realm) || row[Field::event].starts_with("4740"))
    return found.id;
  return with_realm(found.id, realm);
}

TextId FieldReader::with_realm(TextId user, std::string_view realm) {
  const std::string_view name = out_.users.text(user);
  if (name.find_first_of("\\@") != name.npos) return user;
  std::string account = normalize_user(realm);
  account += '\\';
  account += name;
  return remember(realms_, account, [this](std::string_view text) {
           return Found{out_.users.intern(clip(text, kMaxUser)), false};
         }).id;
}

TextId FieldReader::target(const Row& row) {
  const std::string_view text = row[Field::target];
  if (text.empty()) return kNone;
  const auto first = [this](std::string_view all) {
    const std::size_t at = all.find('@');
    const std::size_t from = at == all.npos ? 0 : all.rfind(',', at) + 1;  // npos + 1 is 0
    return find_user(all.substr(from, all.find(',', from) - from));
  };
  return remember(targets_, text, first).id;
}

FieldReader::Found FieldReader::find_address(std::string_view text) {
  if (is_absent(trim_blanks(text))) return {};
  std::vector<Address> addresses = parse_address_field(text);
  if (addresses.empty()) return {kNone, true};
  drop_nowhere(addresses);
  if (addresses.empty()) return {};
  const auto is_public = [](const Address& address) { return !address.is_private(); };
  auto chosen = std::find_if(addresses.begin(), addresses.end(), is_public);
  if (chosen == addresses.end()) chosen = addresses.begin();
  const bool others = std::any_of(chosen, addresses.end(), [&](const Address& address) {
    return is_public(address) && address != *chosen;
  });
  return {out_.addresses.intern(*chosen), others};
}

TextId FieldReader::address(const Row& row) {
  const std::string_view text = row[Field::address];
  if (text.empty()) return address_of_source(row[Field::application]);
  const Found found =
      remember(addresses_, text, [this](std::string_view one) { return find_address(one); });
  if (!found.odd) return found.id;
  if (found.id == kNone)
    messages_.about_text(
        row.number, Field::address, text, 0,
        {"address-unreadable", Severity::warning, "not an IP address; the row is kept without one",
         "--map address=COLUMN names another column"});
  else
    messages_.about_text(
        row.number, Field::address, text, 0,
        {"address-several", Severity::note, "several public addresses; the first one counts"});
  return found.id;
}

// Without a column of addresses, "Source" may be one.
TextId FieldReader::address_of_source(std::string_view text) {
  if (has_addresses_ || text.empty() || !is_digit(text.back())) return kNone;
  const auto address = parse_address(text);
  return address ? out_.addresses.intern(*address) : kNone;
}

FieldReader::Found FieldReader::find_text(std::string_view text) {
  text = trim_blanks(text);
  if (is_absent(text)) return {};
  return {out_.texts.intern(clip(mask_secrets(text), kMaxText)), text.size() > kMaxText};
}

TextId FieldReader::text(const Row& row, Field field) {
  const std::string_view text = row[field];
  if (text.empty()) return kNone;
  BoundedCache<Found>& known = field == Field::user_agent    ? clients_
                       : field == Field::application ? applications_
                       : field == Field::computer    ? computers_
                                                     : vendors_;
  const Found found =
      remember(known, text, [this](std::string_view one) { return find_text(one); });
  if (found.odd) report_clipped(row, field);
  return found.id;
}

FieldReader::Found FieldReader::find_tracking(std::string_view text) {
  text = trim_blanks(text);
  if (is_absent(text)) return {};
  return is_vendor_name(text) ? find_text(text) : Found{out_.texts.intern(hashed(text)), false};
}

TextId FieldReader::vendor(const Row& row) {
  if (!row[Field::vendor].empty() && !is_absent(row[Field::vendor]))
    return text(row, Field::vendor);
  const std::string_view tracking = row[Field::tracking_id];
  if (tracking.empty()) return kNone;
  return remember(trackings_, tracking, [this](std::string_view one) { return find_tracking(one); })
      .id;
}

std::optional<std::uint32_t> FieldReader::count(const Row& row) {
  const std::string_view text = row[Field::count];
  if (text.empty() || is_absent(text)) return 1;
  const std::string plain = without_thousands(text);
  std::string_view digits = plain;
  if (digits.ends_with(".0")) digits.remove_suffix(2);  // a whole number of a spreadsheet
  std::uint32_t count = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, count);
  if (error == std::errc() && stop == end) return count == 0 ? std::nullopt : std::optional(count);
  messages_.about_text(
      row.number, Field::count, text, 0,
      {"count-unreadable", Severity::warning, "not a whole number; the row counts as one attempt"});
  return 1;
}

bool is_no_data(const Row& row, const Columns& columns) {
  if (repeats_header(row, columns)) return true;
  const auto filled = static_cast<std::size_t>(std::count_if(
      row.fields.begin(), row.fields.end(), [](std::string_view field) { return !field.empty(); }));
  const auto known = static_cast<std::size_t>(
      std::count_if(columns.number.begin(), columns.number.end(), [](auto n) { return n != 0; }));
  if (filled == 0) return true;
  if (filled == 1 && known >= kColumnsToTell && row[Field::user].empty()) return true;
  if (filled * 2 > known) return false;
  const std::string words = plain_words(first_text(row, columns));
  return std::any_of(std::begin(kFooters), std::end(kFooters),
                     [&](std::string_view front) { return words.starts_with(front); });
}

}  // namespace whylocked::normalize

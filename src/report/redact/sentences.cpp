// Names inside sentences: quoted ones are looked up whole, the others by how they look.
#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "report/escape.hpp"
#include "report/redact/redaction.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::report {

namespace {

constexpr std::string_view kUnknownUser = "user-0", kUnknownDomain = "domain-0",
                           kUnknownName = "name-0", kColumnList = "the columns are: ";
// Words of ours that messages quote: of events, and the keys of the site file.
constexpr std::array<std::string_view, 14> kOwnWords = {
    "other",     "accounts", "time_zone", "lockout", "threshold",     "window_minutes", "office",
    "installed", "roster",   "username",  "vendor",  "known_sources", "cidr",           "cause"};

bool ends_word(char c) {
  return std::string_view(" \t\r\n\"'`()[]{}<>,;=|").find(c) != std::string_view::npos;
}

using ascii::is_letter;

template <class Pairs>
auto find_in(const Pairs& pairs, const auto& key) {
  const auto at = std::lower_bound(pairs.begin(), pairs.end(), key,
                                   [](const auto& pair, const auto& k) { return pair.first < k; });
  return at != pairs.end() && at->first == key ? &at->second : nullptr;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) {
    const std::size_t end = at + from.size();
    const bool whole = (at == 0 || ends_word(text[at - 1])) &&
                       (end == text.size() || ends_word(text[end]) || text[end] == ':');
    if (whole)
      text.replace(at, from.size(), to);
    else
      at = end - to.size();  // continues after it
  }
}

Address unknown_address(const Address& address) {
  return address.is_v4() ? Address{0, 0xffff'f000'0000} : Address{0x0100'0000'0000'0000, 0};
}

}  // namespace

std::string outline(std::string_view text, std::size_t& caret) {
  std::string out;
  const std::size_t old = caret;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint code_point = first_code_point(text.substr(at));
    if (at <= old) caret = out.size();
    const char c = text[at];
    const bool digit = c >= '0' && c <= '9';
    const bool letter = code_point.bytes > 1 || !code_point.valid || is_letter(c);
    out += digit ? '0' : letter ? 'x' : c;
    at += std::max<std::size_t>(code_point.bytes, 1);
  }
  if (old >= text.size()) caret = out.size();
  return out;
}

std::string_view Redaction::domain(std::string_view name) const {
  for (;;) {  // a host is of the domain whose name it ends with
    if (const std::string* token = find_in(domains_, name)) return *token;
    const std::size_t dot = name.find('.');
    if (dot == name.npos) return {};
    name.remove_prefix(dot + 1);
  }
}

std::string Redaction::user(std::string_view name) const {
  const std::string folded = normalize_user(name);
  if (const auto id = users_.find(folded); id && *id != kNone) return user_tokens_[*id];
  const bool windows = folded.find('@') == folded.npos;
  const std::size_t cut = windows ? folded.rfind('\\') : folded.rfind('@');
  const std::string_view whole = folded;
  const std::string_view known = domain(windows ? whole.substr(0, cut) : whole.substr(cut + 1));
  const std::string place(known.empty() ? kUnknownDomain : known);
  return windows ? place + '\\' + std::string(kUnknownUser)
                 : std::string(kUnknownUser) + '@' + place;
}

const std::string* Redaction::known_name(std::string_view text) const {
  if (const auto id = texts_.find(text); id && *id != kNone) return &text_tokens_[*id];
  if (const auto id = users_.find(normalize_user(text)); id && *id != kNone)
    return &user_tokens_[*id];
  return find_in(files_, text);
}

std::string Redaction::word(std::string_view word) const {
  std::size_t size = word.size();
  while (size > 0 && std::string_view(".:!?").find(word[size - 1]) != std::string_view::npos)
    --size;
  const std::string_view core = word.substr(0, size);
  const std::string tail(word.substr(size));
  if (const auto prefix = parse_prefix(core)) {
    const Address* known = find_in(addresses_, prefix->base);
    const std::size_t slash = core.find('/');
    return to_text(known != nullptr ? *known : unknown_address(prefix->base)) +
           (slash == core.npos ? std::string() : std::string(core.substr(slash))) + tail;
  }
  const std::size_t at = core.find('@'), back = core.find('\\');
  if ((at != core.npos && at > 0 && at + 1 < core.size()) || (back != core.npos && back > 0))
    return user(core) + tail;
  std::string folded(core);
  for (char& c : folded) c = ascii::lower(c);
  const std::string_view place = domain(folded);
  return place.empty() ? std::string(word) : std::string(place) + tail;
}

std::string Redaction::loose(std::string_view text) const {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && !ends_word(text[end])) ++end;
    if (end > at) out += word(text.substr(at, end - at));
    if (end < text.size()) out += text[end];
    at = end + 1;
  }
  return out;
}

std::string Redaction::quoted(std::string_view text) const {
  if (const std::string* token = known_name(text)) return *token;
  if (std::binary_search(headers_.begin(), headers_.end(), text)) return header(text);
  const bool ours = std::find(kOwnWords.begin(), kOwnWords.end(), text) != kOwnWords.end();
  if (ours || is_cause_id(text) || !match_name(text).empty()) return std::string(text);
  std::string words = loose(text);  // an address or an account has a token of its own
  return words != text ? words : std::string(kUnknownName);
}

std::string Redaction::sentence(std::string_view text) const {
  std::string rest(text);
  if (const std::size_t list = rest.find(kColumnList); list != rest.npos) {
    std::size_t none = 0;  // where no header was found these are cells of the data
    rest = rest.substr(0, list) + std::string(kColumnList) +
           outline(std::string_view(rest).substr(list + kColumnList.size()), none);
  }
  for (const auto& [name, token] : vendors_) replace_all(rest, name, token);
  std::string out;
  for (std::size_t at = 0;;) {
    const std::size_t open = rest.find('"', at);
    if (open == rest.npos) return out + loose(std::string_view(rest).substr(at));
    out += loose(std::string_view(rest).substr(at, open - at));
    std::size_t close = rest.rfind('"');  // a name may hold quotes itself: the longest known one
    const auto inside = [&] { return std::string_view(rest).substr(open + 1, close - open - 1); };
    while (close > open && known_name(inside()) == nullptr) close = rest.rfind('"', close - 1);
    if (close <= open) close = rest.find('"', open + 1);
    if (close == rest.npos) return out + '"' + std::string(kUnknownName);
    out += '"' + quoted(inside()) + '"';
    at = close + 1;
  }
}

std::string Redaction::message(std::string_view text) const {
  std::string rest(text);
  for (const auto& [name, token] : files_)
    if (name != "-") replace_all(rest, name, token);
  return sentence(rest);
}

std::string Redaction::header(std::string_view name) const { return loose(name); }

void Redaction::diagnostic(Diagnostic& diagnostic) const {
  if (!diagnostic.file.empty()) diagnostic.file = file(diagnostic.file);
  diagnostic.message = message(diagnostic.message);
  diagnostic.hint = message(diagnostic.hint);
  std::size_t caret = diagnostic.caret;
  diagnostic.excerpt = outline(diagnostic.excerpt, caret);
  diagnostic.caret = static_cast<std::uint32_t>(caret);
}

}  // namespace whylocked::report

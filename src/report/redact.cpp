// Tokens for names.
//
// In:  the names of a Report.  Out: tokens, and texts in which tokens replace the marked names.
// Tokens are numbered by first appearance, so the same file always gives the same tokens:
// user-1@domain-1, file-1.csv, client-1. Known clients and vendors keep their product name beside
// the token. Addresses become ones of a range that no host has (RFC 1112: 240.0.0.0/4, RFC 6666:
// 100::/64); private ones stay private (127.240.0.0/16, fdff:ffff::/32). Number 0 is a name that
// the export does not contain. Excerpts keep only their outline: letters as x, digits as 0. Ids of
// cases and lockouts are hashes of names, so they are recomputed from tokens. A name that no Text
// marks stays (include/whylocked/text.hpp).
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "base/ascii.hpp"
#include "report/escape.hpp"
#include "report/view.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/normalize.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

using namespace report;

namespace {

constexpr std::string_view kUnknownDomain = "domain-0", kUnknownName = "name-0";

template <class Map>
auto find_in(const Map& map, const auto& key) {
  const auto at = map.find(key);
  return at != map.end() ? &at->second : nullptr;
}

// Replaces names by tokens, numbered in the order in which their ids were `seen`. Names of no event
// follow in their own order, as their ids depend on how reading was divided among threads.
template <class Book, class TokenOf>
void replace(const std::vector<TextId>& seen, TokenOf token_of, Book& book) {
  std::vector<TextId> order(book.size());
  std::iota(order.begin(), order.end(), kNone);
  std::ranges::sort(order, {}, [&](TextId id) { return book.at(id); });
  order.insert(order.begin(), seen.begin(), seen.end());
  std::map<TextId, decltype(token_of(book.at(0), 0, 0))> tokens;
  for (const TextId id : order)
    if (id != kNone && !tokens.contains(id))
      tokens.emplace(id, token_of(book.at(id), tokens.size() + 1, id));
  Book fresh;
  for (const auto& [id, token] : tokens) fresh.intern(token);
  book = std::move(fresh);
}

Address token_of(const Address& address, std::uint64_t number) {
  if (address.is_v4())
    return {0, (address.is_private() ? 0xffff'7ff0'0000 : 0xffff'f000'0000) | number};
  return {address.is_private() ? 0xfdff'ffff'0000'0000u : 0x0100'0000'0000'0000u, number};
}

// Known names stay, as vendors are products and clients are programs.
std::string text_token(std::string_view text, bool vendor, std::size_t number) {
  if (vendor && !match_name(text).empty()) return std::string(text);
  const ClientSignature* known = vendor ? nullptr : match_client(text);
  return (vendor ? "vendor-" : "client-") + std::to_string(number) +
         (known == nullptr ? std::string() : " (" + std::string(known->name) + ')');
}

// "user-1", and with a domain "user-1@domain-1" or "domain-1\user-1".
template <class DomainOf>
std::string user_token(std::size_t number, std::string_view name, DomainOf domain_of) {
  const std::string token = "user-" + std::to_string(number);
  const std::size_t at = name.rfind('@'), back = name.rfind('\\');
  if (at != name.npos && at > 0 && at + 1 < name.size())
    return token + '@' + std::string(domain_of(name.substr(at + 1)));
  if (back != name.npos && back > 0)
    return std::string(domain_of(name.substr(0, back))) + '\\' + token;
  return token;
}

std::string_view suffix_of(std::string_view name) {
  constexpr std::string_view kKnown[] = {".csv",    ".tsv",  ".txt", ".json", ".jsonl",
                                         ".ndjson", ".xlsx", ".eml", ".log",  ".mbox",
                                         ".gz",     ".zst",  ".xz",  ".bz2",  ".zip"};
  for (const std::string_view suffix : kKnown)
    if (name.ends_with(suffix)) return suffix;
  return {};
}

// Letters as x, digits as 0.
std::string outline(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const CodePoint code_point = first_code_point(text);
    const char c = text.front();
    const bool letter = code_point.bytes > 1 || !code_point.valid || ascii::is_letter(c);
    out += ascii::is_digit(c) ? '0' : letter ? 'x' : c;
    text.remove_prefix(code_point.bytes);
  }
  return out;
}

// A column may be named after a person, so only words that name a field stay: "Device of Ann"
// becomes "Device xx xxxx".
std::string outlined_name(std::string_view name) {
  if (guess_field(name)) return std::string(name);
  std::string out;
  while (!name.empty()) {
    const std::size_t end = std::min(name.find_first_of(" _-./:"), name.size());
    const std::string_view word = name.substr(0, end);
    out += guess_field(word) ? std::string(word) : outline(word);
    out += name.substr(end, 1);
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return out;
}

class Redaction {
 public:
  Redaction() = default;
  // Replaces the report's names by tokens, id by id.
  explicit Redaction(Report& report) {
    number_names(report.events);
    number_files(report.inputs);
  }

  std::string token(NameKind kind, std::string_view name) const {
    if (kind == NameKind::user) return user(name);
    if (kind == NameKind::address) return address(name);
    if (kind == NameKind::program) return program(name);
    if (kind == NameKind::file) return file(name);
    if (kind == NameKind::column) return column(std::string(name));
    if (kind == NameKind::cells) return outline(name);
    return std::string(kUnknownName);
  }

  Text text(const Text& text) const {
    std::string out;
    std::size_t from = 0;
    for (const Text::Name& name : text.names()) {
      out.append(text.str(), from, name.at - from);
      out += token(name.kind, text.str().substr(name.at, name.size));
      from = name.at + name.size;
    }
    return out.append(text.str(), from);
  }

  void diagnostic(Diagnostic& diagnostic) const {
    if (!diagnostic.file.empty()) diagnostic.file = file(diagnostic.file);
    diagnostic.message = text(diagnostic.message);
    diagnostic.hint = text(diagnostic.hint);
    const std::size_t caret = std::min<std::size_t>(diagnostic.caret, diagnostic.excerpt.size());
    const std::string before = outline(std::string_view(diagnostic.excerpt).substr(0, caret));
    diagnostic.excerpt = before + outline(std::string_view(diagnostic.excerpt).substr(caret));
    diagnostic.caret = static_cast<std::uint32_t>(before.size());
  }

 private:
  using Tokens = std::map<std::string, std::string, std::less<>>;

  void number_names(Events& events) {
    std::vector<TextId> users, addresses, texts;
    std::vector<bool> is_vendor(events.texts.size(), false);
    for (const Event& event : events.rows) {
      const Program& program = events.programs.at(event.program);
      users.push_back(event.user);
      addresses.push_back(event.address);
      texts.insert(texts.end(), {program.client, program.application, program.vendor});
      is_vendor[program.vendor] = true;
    }
    for (const ActivityHour& hour : events.activity) is_vendor[hour.vendor] = true;
    const auto domain = [&](std::string_view name) {
      return domains_
          .try_emplace(std::string(name), "domain-" + std::to_string(domains_.size() + 1))
          .first->second;
    };
    const auto user = [&](std::string_view name, std::size_t number, TextId) {
      return users_[std::string(name)] = user_token(number, name, domain);
    };
    const auto address = [&](const Address& one, std::size_t number, TextId) {
      return addresses_[one] = token_of(one, number);
    };
    const auto text = [&](std::string_view name, std::size_t number, TextId id) {
      return texts_[std::string(name)] = text_token(name, is_vendor[id], number);
    };
    replace(users, user, events.users);
    replace(addresses, address, events.addresses);
    replace(texts, text, events.texts);
  }

  void number_files(std::vector<InputInfo>& inputs) {
    const auto& known = built_in_profile_names();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const InputInfo& input = inputs[i];
      if (input.file != "-")
        files_.emplace(input.file, fmt::format("file-{}{}", i + 1, suffix_of(input.file)));
      const auto& used = input.columns.header;
      if (std::ranges::all_of(used, &std::string::empty)) continue;  // the first row may be data
      other_headers_.insert(used.begin(), used.end());
      other_headers_.insert(input.names.begin(), input.names.end());
      for (std::size_t field = 0; field < kFieldCount; ++field)
        if (!input.columns.mapped[field]) headers_.insert(used[field]);
    }
    for (InputInfo& input : inputs) {
      input.file = file(input.file);
      if (!input.sheet.empty()) input.sheet = "sheet";
      if (!input.profile.empty() && std::ranges::count(known, input.profile) == 0)
        input.profile = "profile";
      for (std::string& name : input.columns.header) name = column(name);
      for (std::string& name : input.names) name = column(name);
    }
  }

  std::string user(std::string_view name) const {
    const std::string folded = normalize_user(name);
    if (const std::string* token = find_in(users_, folded)) return *token;
    return user_token(0, folded, [&](std::string_view place) { return domain(place); });
  }

  std::string address(std::string_view text) const {
    const auto prefix = parse_prefix(text);
    if (!prefix) return std::string(kUnknownName);
    const Address* known = find_in(addresses_, prefix->base);
    const std::string_view length = text.substr(std::min(text.find('/'), text.size()));
    return to_text(known != nullptr ? *known : token_of(prefix->base, 0)) + std::string(length);
  }

  // Products stay. A roster may have vendors that no event has.
  std::string program(std::string_view name) const {
    if (const std::string* token = find_in(texts_, name)) return *token;
    return std::string(match_name(name).empty() ? kUnknownName : name);
  }

  std::string file(std::string_view name) const {
    if (const std::string* token = find_in(files_, name)) return *token;
    return name == "-" ? "-" : "file-0" + std::string(suffix_of(name));
  }

  // A column used because of its name stays, unless the name is an account or address. Other names
  // of a header keep the words that name a field; without a header, the first row is data.
  std::string column(const std::string& name) const {
    if (!other_headers_.contains(name)) return outline(name);
    const bool known = headers_.contains(name) && name.find_first_of("@\\") == name.npos;
    return known && !parse_prefix(name) ? name : outlined_name(name);
  }

  // A host belongs to the domain that its name ends with.
  std::string_view domain(std::string_view name) const {
    for (;;) {
      if (const std::string* token = find_in(domains_, name)) return *token;
      const std::size_t dot = name.find('.');
      if (dot == name.npos) return kUnknownDomain;
      name.remove_prefix(dot + 1);
    }
  }

  Tokens users_, texts_, domains_, files_;
  std::map<Address, Address> addresses_;
  std::set<std::string> headers_, other_headers_;  // used because of their names; all
};

// Values shown by `check`; different ones may share an outline.
std::vector<std::string> outlines(const std::vector<std::string>& values) {
  std::vector<std::string> list;
  for (const std::string& value : values)
    if (std::string one = outline(value); std::ranges::find(list, one) == list.end())
      list.push_back(std::move(one));
  return list;
}

}  // namespace

void redact(Report& report) {
  report.redacted = true;
  const ReportView view(report);  // words all causes before the names in them are replaced
  for (const Diagnosis& diagnosis : report.cases) report.causes.push_back(view.explain(diagnosis));
  const Redaction redaction(report);
  const Interner& users = report.events.users;
  for (Incident& incident : report.correlation.incidents)
    incident.id = incident_id(users.text(incident.user), incident.locked_at);
  for (Case& one : report.correlation.cases) {
    one.id = one.incidents.empty()
                 ? incident_id(users.text(one.users.empty() ? kNone : one.users.front()), one.first)
                 : report.correlation.incidents[one.incidents.front()].id;
    one.id.front() = 'C';
  }
  for (auto& list : report.causes)
    for (Cause& cause : list)
      for (EvidenceLine& line : cause.evidence) line.words = redaction.text(line.words);
  for (Diagnosis& diagnosis : report.cases) {
    for (Text& caveat : diagnosis.caveats) caveat = redaction.text(caveat);
    for (Conflict& one : diagnosis.conflicts) one.declared = redaction.text(one.declared);
  }
  for (Diagnostic& diagnostic : report.diagnostics) redaction.diagnostic(diagnostic);
  if (!report.unknown_user.empty()) report.unknown_user = "user-0";
}

void redact(std::vector<Diagnostic>& diagnostics) {
  const Redaction nothing_known;
  for (Diagnostic& diagnostic : diagnostics) nothing_known.diagnostic(diagnostic);
}

void redact(std::vector<FileCheck>& files, std::vector<Diagnostic>& diagnostics) {
  Report report;
  for (FileCheck& file : files) report.inputs.push_back(std::move(file.info));
  const Redaction redaction(report);
  for (std::size_t i = 0; i < files.size(); ++i) {
    FileCheck& file = files[i];
    file.info = std::move(report.inputs[i]);
    if (file.info.profile == "profile") file.info.profile_title = "profile";
    for (ColumnCheck& column : file.columns) {
      column.name = redaction.token(NameKind::column, column.name);
      column.values = outlines(column.values);
    }
    for (Text& doubt : file.doubts) doubt = redaction.text(doubt);
    for (Text& option : file.options) option = redaction.text(option);
  }
  for (Diagnostic& diagnostic : diagnostics) redaction.diagnostic(diagnostic);
}

}  // namespace whylocked

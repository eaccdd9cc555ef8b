#include "report/redact.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.hpp"
#include "report/escape.hpp"
#include "report/view.hpp"
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

template <class Map>
auto find_in(const Map& map, const auto& key) {
  const auto at = map.find(key);
  return at != map.end() ? &at->second : nullptr;
}

// Ids in the order in which they appear; those that no event kept follow by their names, as ids
// depend on how the reading was shared out. `see_all` calls its argument for each that appears.
template <class SeeAll, class Name>
std::vector<TextId> by_appearance(std::size_t size, SeeAll see_all, Name name) {
  std::vector<TextId> ids, others;
  std::vector<bool> seen(size, false);
  see_all([&](TextId id) {
    if (id != kNone && !seen[id]) ids.push_back(id);
    seen[id] = true;
  });
  for (TextId id = kNone + 1; id < size; ++id)
    if (!seen[id]) others.push_back(id);
  std::sort(others.begin(), others.end(), [&](TextId a, TextId b) { return name(a) < name(b); });
  ids.insert(ids.end(), others.begin(), others.end());
  return ids;
}

// Puts the tokens, by id, in the place of texts; returns which token each text had.
std::map<std::string, std::string, std::less<>> replace(const std::vector<std::string>& tokens,
                                                        Interner& texts) {
  std::map<std::string, std::string, std::less<>> replaced;
  Interner fresh;
  for (TextId id = kNone + 1; id < texts.size(); ++id) {
    replaced.emplace(texts.text(id), tokens[id]);
    fresh.intern(tokens[id]);
  }
  texts = std::move(fresh);
  return replaced;
}

Address token_of(const Address& address, std::uint64_t number) {
  if (address.is_v4())
    return {0, (address.is_private() ? 0xffff'7ff0'0000 : 0xffff'f000'0000) | number};
  return {address.is_private() ? 0xfdff'ffff'0000'0000u : 0x0100'0000'0000'0000u, number};
}

// Known names stay: vendors are products, clients are programs.
std::string text_token(std::string_view text, bool vendor, std::size_t number) {
  if (vendor && !match_name(text).empty()) return std::string(text);
  const ClientSignature* known = vendor ? nullptr : match_client(text);
  return (vendor ? "vendor-" : "client-") + std::to_string(number) +
         (known == nullptr ? std::string() : " (" + std::string(known->name) + ')');
}

std::string_view suffix_of(std::string_view name) {
  constexpr std::string_view kKnown[] = {".csv",    ".tsv",  ".txt", ".json", ".jsonl",
                                         ".ndjson", ".xlsx", ".eml", ".log",  ".mbox",
                                         ".gz",     ".zst",  ".xz",  ".bz2",  ".zip"};
  for (const std::string_view suffix : kKnown)
    if (name.ends_with(suffix)) return suffix;
  return {};
}

bool is_built_in(std::string_view name) {
  const auto& names = built_in_profile_names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool ends_word(char c) {
  return std::string_view(" \t\r\n\"'`()[]{}<>,;=|").find(c) != std::string_view::npos;
}

}  // namespace

Redaction::Redaction(Report& report) {
  number_users(report.events);
  number_addresses(report.events);
  number_texts(report.events);
  number_files(report.inputs);
}

std::string Redaction::domain_token(std::string_view name) {
  const auto [at, fresh] = domains_.try_emplace(std::string(name));
  if (fresh) at->second = "domain-" + std::to_string(domains_.size());
  return at->second;
}

void Redaction::number_users(Events& events) {
  std::vector<std::string> tokens(events.users.size());
  std::size_t number = 0;
  const auto name = [&](TextId id) { return events.users.text(id); };
  for (const TextId id : by_appearance(
           tokens.size(),
           [&](auto see) {
             for (const Event& event : events.rows) see(event.user);
           },
           name)) {
    std::string& token = tokens[id] = "user-" + std::to_string(++number);
    const std::size_t at = name(id).rfind('@'), back = name(id).rfind('\\');
    if (at != std::string_view::npos && at > 0 && at + 1 < name(id).size())
      token += '@' + domain_token(name(id).substr(at + 1));
    else if (back != std::string_view::npos && back > 0)
      token.insert(0, domain_token(name(id).substr(0, back)) + '\\');
  }
  users_ = replace(tokens, events.users);
}

void Redaction::number_addresses(Events& events) {
  const AddressBook& book = events.addresses;
  std::vector<Address> tokens(book.size());
  std::uint64_t number = 0;
  for (const TextId id : by_appearance(
           book.size(),
           [&](auto see) {
             for (const Event& event : events.rows) see(event.address);
           },
           [&](TextId one) { return book.at(one); }))
    addresses_[book.at(id)] = tokens[id] = token_of(book.at(id), ++number);
  AddressBook fresh;
  for (std::size_t id = kNone + 1; id < tokens.size(); ++id) fresh.intern(tokens[id]);
  events.addresses = std::move(fresh);
}

void Redaction::number_texts(Events& events) {
  const Interner& texts = events.texts;
  std::vector<bool> is_vendor(texts.size(), false);
  const auto program_of = [&](const Event& event) { return events.programs.at(event.program); };
  for (const Event& event : events.rows) is_vendor[program_of(event).vendor] = true;
  for (const ActivityHour& hour : events.activity) is_vendor[hour.vendor] = true;
  std::vector<std::string> tokens(texts.size());
  std::size_t number = 0;
  for (const TextId id : by_appearance(
           texts.size(),
           [&](auto see) {
             for (const Event& event : events.rows)
               for (const Program& program = program_of(event);
                    const TextId text : {program.client, program.application, program.vendor})
                 see(text);
           },
           [&](TextId one) { return texts.text(one); }))
    tokens[id] = text_token(texts.text(id), is_vendor[id], ++number);
  texts_ = replace(tokens, events.texts);
}

void Redaction::number_files(std::vector<InputInfo>& inputs) {
  std::size_t number = 0;
  for (const InputInfo& input : inputs) {
    ++number;
    if (input.file != "-")
      files_.emplace(input.file,
                     "file-" + std::to_string(number) + std::string(suffix_of(input.file)));
    headers_.insert(input.columns.header.begin(), input.columns.header.end());
  }
  headers_.erase("");
  for (InputInfo& input : inputs) {
    input.file = file(input.file);
    if (!input.sheet.empty()) input.sheet = "sheet";
    if (!input.profile.empty() && !is_built_in(input.profile)) input.profile = "profile";
    for (std::string& column : input.columns.header) column = header(column);
    for (std::string& column : input.names) column = header(column);
  }
}

std::string Redaction::file(std::string_view name) const {
  if (const std::string* token = find_in(files_, name)) return *token;
  return name == "-" ? "-" : "file-0" + std::string(suffix_of(name));
}

// Names inside sentences: quoted ones are looked up whole. Outside quotes sentences have words of
// ours, addresses, accounts with a domain and hosts; these are known by how they look.

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
  if (const std::string* token = find_in(users_, folded)) return *token;
  const bool windows = folded.find('@') == folded.npos;
  const std::size_t cut = windows ? folded.rfind('\\') : folded.rfind('@');
  const std::string_view whole = folded;
  const std::string_view known = domain(windows ? whole.substr(0, cut) : whole.substr(cut + 1));
  const std::string place(known.empty() ? kUnknownDomain : known);
  return windows ? place + '\\' + std::string(kUnknownUser)
                 : std::string(kUnknownUser) + '@' + place;
}

const std::string* Redaction::known_name(std::string_view text) const {
  if (const std::string* token = find_in(texts_, text)) return token;
  if (const std::string* token = find_in(users_, normalize_user(text))) return token;
  return find_in(files_, text);
}

std::string Redaction::word(std::string_view word) const {
  const std::size_t size = word.find_last_not_of(".:!?") + 1;  // npos + 1 is 0
  const std::string_view core = word.substr(0, size);
  const std::string tail(word.substr(size));
  if (const auto prefix = parse_prefix(core)) {
    const Address* known = find_in(addresses_, prefix->base);
    const std::size_t slash = std::min(core.find('/'), core.size());
    return to_text(known != nullptr       ? *known
                   : prefix->base.is_v4() ? Address{0, 0xffff'f000'0000}
                                          : Address{0x0100'0000'0000'0000, 0}) +
           std::string(core.substr(slash)) + tail;
  }
  const std::size_t at = core.find('@'), back = core.find('\\');
  if ((at != core.npos && at > 0 && at + 1 < core.size()) || (back != core.npos && back > 0))
    return user(core) + tail;
  if (core.find('.') == core.npos) return std::string(word);  // a domain may be called "the"
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
  if (headers_.contains(text)) return header(text);
  const bool ours = std::find(kOwnWords.begin(), kOwnWords.end(), text) != kOwnWords.end();
  if (ours || is_cause_id(text) || !match_name(text).empty()) return std::string(text);
  std::string words = loose(text);  // an address or an account has a token of its own
  return words != text ? words : std::string(kUnknownName);
}

std::string Redaction::sentence(std::string_view text) const {
  std::string rest(text);
  if (const std::size_t list = rest.find(kColumnList); list != rest.npos) {
    std::size_t none = 0;  // where no header was found these are cells of the data
    const std::size_t cells = list + kColumnList.size();
    rest.replace(cells, rest.npos, outline(std::string_view(rest).substr(cells), none));
  }
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

void Redaction::diagnostic(Diagnostic& diagnostic) const {
  if (!diagnostic.file.empty()) diagnostic.file = file(diagnostic.file);
  diagnostic.message = sentence(diagnostic.message);
  diagnostic.hint = sentence(diagnostic.hint);
  std::size_t caret = diagnostic.caret;
  diagnostic.excerpt = outline(diagnostic.excerpt, caret);
  diagnostic.caret = static_cast<std::uint32_t>(caret);
}

std::string outline(std::string_view text, std::size_t& caret) {
  std::string out;
  const std::size_t old = caret;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint code_point = first_code_point(text.substr(at));
    if (at <= old) caret = out.size();
    const char c = text[at];
    const bool letter = code_point.bytes > 1 || !code_point.valid || ascii::is_letter(c);
    out += ascii::is_digit(c) ? '0' : letter ? 'x' : c;
    at += code_point.bytes;
  }
  if (old >= text.size()) caret = out.size();
  return out;
}

namespace {

// A case's id from the tokens, as a lockout's.
std::string case_token(const Report& report, const Case& one) {
  const std::string_view user =
      one.users.empty() ? std::string_view() : report.events.users.text(one.users.front());
  std::string id = one.incidents.empty() ? incident_id(user, one.first)
                                         : report.correlation.incidents[one.incidents.front()].id;
  id.front() = 'C';
  return id;
}

void redact_diagnosis(const Redaction& redaction, Diagnosis& diagnosis) {
  const auto redact = [&](std::string& text) { text = redaction.sentence(text); };
  for (std::string& caveat : diagnosis.caveats) redact(caveat);
  for (Conflict& conflict : diagnosis.conflicts) redact(conflict.declared), redact(conflict.seen);
  if (!diagnosis.next_test) return;
  redact(diagnosis.next_test->says);
  for (std::string& step : diagnosis.next_test->steps) redact(step);
}

// For `check`, where values are shown in outline: how they are written, not what they are. So are
// the names of columns if none is used: without a header the first row is data.

std::string outlined(std::string_view text) {
  std::size_t no_caret = 0;
  return outline(text, no_caret);
}

// Renames a column in the doubts, which quote it, and in the options for --map.
void rename(const std::string& from, const std::string& to, FileCheck& file) {
  for (std::string& doubt : file.doubts)
    if (const std::size_t at = doubt.find('"' + from + '"'); at != doubt.npos)
      doubt.replace(at + 1, from.size(), to);
  for (std::string& option : file.options)
    if (option.ends_with('=' + from)) option.replace(option.size() - from.size(), from.size(), to);
}

// Different values may have one outline.
std::vector<std::string> outlines(const std::vector<std::string>& values) {
  std::vector<std::string> list;
  for (const std::string& value : values)
    if (std::string one = outlined(value); std::find(list.begin(), list.end(), one) == list.end())
      list.push_back(std::move(one));
  return list;
}

void hide(const Redaction& redaction, FileCheck& file) {
  const bool has_header = std::any_of(file.columns.begin(), file.columns.end(),
                                      [](const ColumnCheck& column) { return column.field; });
  for (ColumnCheck& column : file.columns) {
    const std::string name = std::exchange(
        column.name, has_header ? redaction.header(column.name) : outlined(column.name));
    if (name != column.name) rename(name, column.name, file);
    column.values = outlines(column.values);
  }
}

}  // namespace

}  // namespace whylocked::report

namespace whylocked {

using namespace report;

void redact(Report& report) {
  const ReportView view(report);  // the words of all causes, before the names in them are replaced
  for (const Diagnosis& diagnosis : report.cases) report.causes.push_back(view.explain(diagnosis));
  const Redaction redaction(report);
  for (Incident& incident : report.correlation.incidents)
    incident.id = incident_id(report.events.users.text(incident.user), incident.locked_at);
  for (Case& one : report.correlation.cases) one.id = case_token(report, one);
  for (auto& list : report.causes)
    for (Cause& cause : list)
      for (EvidenceLine& line : cause.evidence) line.words = redaction.sentence(line.words);
  for (Diagnosis& diagnosis : report.cases) redact_diagnosis(redaction, diagnosis);
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
    files[i].info = std::move(report.inputs[i]);
    if (files[i].info.profile == "profile") files[i].profile_title = "profile";
    hide(redaction, files[i]);
  }
  for (Diagnostic& diagnostic : diagnostics) redaction.diagnostic(diagnostic);
}

}  // namespace whylocked

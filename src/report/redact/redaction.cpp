// Tokens for all names of a report.
#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "report/redact/redaction.hpp"
#include "report/view.hpp"
#include "whylocked/catalog.hpp"

namespace whylocked::report {

// Names get their numbers here: by first appearance in the order of time, then, for those that no
// event kept, by text, because ids depend on how the reading was shared out.
class Numbering {
 public:
  Numbering(Report& report, Redaction& out) : events_(report.events), out_(out) {}

  void run() {
    number_users();
    number_addresses();
    number_texts();
  }

 private:
  // `see_all` calls its argument for the ids in the order of their appearance.
  template <class SeeAll, class Less>
  static std::vector<TextId> order(std::size_t size, SeeAll see_all, Less less) {
    std::vector<TextId> ids;
    std::vector<bool> seen(size, false);
    const auto see = [&](TextId id) {
      if (id != kNone && !seen[id]) ids.push_back(id);
      seen[id] = true;
    };
    see_all(see);
    std::vector<TextId> others;
    for (TextId id = kNone + 1; id < size; ++id)
      if (!seen[id]) others.push_back(id);
    std::sort(others.begin(), others.end(), less);
    ids.insert(ids.end(), others.begin(), others.end());
    return ids;
  }
  std::string domain_token(std::string_view name) {
    const auto [at, fresh] = domains_.try_emplace(std::string(name));
    if (fresh) at->second = "domain-" + std::to_string(domains_.size());
    return at->second;
  }
  std::string user_token(std::string_view name, std::size_t number) {
    const std::string token = "user-" + std::to_string(number);
    if (const std::size_t at = name.rfind('@'); at != name.npos && at > 0 && at + 1 < name.size())
      return token + '@' + domain_token(name.substr(at + 1));
    if (const std::size_t at = name.rfind('\\'); at != name.npos && at > 0)
      return domain_token(name.substr(0, at)) + '\\' + token;
    return token;
  }
  const Program& program_of(const Event& event) const { return events_.programs.at(event.program); }
  void number_users();
  void number_addresses();
  void number_texts();

  Events& events_;
  Redaction& out_;
  std::map<std::string, std::string> domains_;
};

namespace {

// The tokens as interned texts with the ids of the names they replace.
Interner interned(const std::vector<std::string>& tokens) {
  Interner out;
  for (std::size_t id = kNone + 1; id < tokens.size(); ++id) out.intern(tokens[id]);
  return out;
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

}  // namespace

void Numbering::number_users() {
  const Interner& users = events_.users;
  out_.user_tokens_.resize(users.size());
  std::size_t number = 0;
  const auto see_all = [&](auto see) {
    for (const Event& event : events_.rows) see(event.user);
  };
  for (const TextId id : order(users.size(), see_all,
                               [&](TextId a, TextId b) { return users.text(a) < users.text(b); }))
    out_.user_tokens_[id] = user_token(users.text(id), ++number);
  out_.domains_.assign(domains_.begin(), domains_.end());
  out_.users_ = std::exchange(events_.users, interned(out_.user_tokens_));
}

void Numbering::number_addresses() {
  const AddressBook& book = events_.addresses;
  std::vector<Address> tokens(book.size());
  std::uint64_t number = 0;
  const auto see_all = [&](auto see) {
    for (const Event& event : events_.rows) see(event.address);
  };
  for (const TextId id :
       order(book.size(), see_all, [&](TextId a, TextId b) { return book.at(a) < book.at(b); })) {
    tokens[id] = token_of(book.at(id), ++number);
    out_.addresses_.emplace_back(book.at(id), tokens[id]);
  }
  std::sort(out_.addresses_.begin(), out_.addresses_.end());
  AddressBook fresh;
  for (std::size_t id = kNone + 1; id < tokens.size(); ++id) fresh.intern(tokens[id]);
  events_.addresses = std::move(fresh);
}

void Numbering::number_texts() {
  const Interner& texts = events_.texts;
  std::vector<bool> is_vendor(texts.size(), false);
  for (const Event& event : events_.rows) is_vendor[program_of(event).vendor] = true;
  for (const ActivityHour& hour : events_.activity) is_vendor[hour.vendor] = true;
  out_.text_tokens_.resize(texts.size());
  std::size_t number = 0;
  const auto see_all = [&](auto see) {
    for (const Event& event : events_.rows) {
      const Program& program = program_of(event);
      see(program.client), see(program.application), see(program.vendor);
    }
  };
  for (const TextId id : order(texts.size(), see_all,
                               [&](TextId a, TextId b) { return texts.text(a) < texts.text(b); }))
    out_.text_tokens_[id] = text_token(texts.text(id), is_vendor[id], ++number);
  for (const ActivityHour& hour : events_.activity)
    if (out_.text_tokens_[hour.vendor] != texts.text(hour.vendor))
      out_.vendors_.emplace_back(texts.text(hour.vendor), out_.text_tokens_[hour.vendor]);
  std::sort(out_.vendors_.begin(), out_.vendors_.end());
  out_.vendors_.erase(std::unique(out_.vendors_.begin(), out_.vendors_.end()), out_.vendors_.end());
  out_.texts_ = std::exchange(events_.texts, interned(out_.text_tokens_));
}

Redaction::Redaction(Report& report) {
  Numbering(report, *this).run();
  take_files(report.inputs);
}

void Redaction::take_files(std::vector<InputInfo>& inputs) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::string& name = inputs[i].file;
    files_.emplace_back(
        name, name == "-" ? name : "file-" + std::to_string(i + 1) + std::string(suffix_of(name)));
    for (const std::string& column : inputs[i].columns.header)
      if (!column.empty()) headers_.push_back(column);
  }
  std::sort(files_.begin(), files_.end());
  std::sort(headers_.begin(), headers_.end());
  for (InputInfo& input : inputs) {
    input.file = file(input.file);
    if (!input.sheet.empty()) input.sheet = "sheet";
    if (!input.profile.empty() && !is_built_in(input.profile)) input.profile = "profile";
    for (std::string& column : input.columns.header) column = header(column);
    for (std::string& column : input.names) column = header(column);
  }
}

std::string Redaction::file(std::string_view name) const {
  if (name == "-") return "-";
  for (const auto& [known, token] : files_)
    if (known == name) return token;
  return "file-0" + std::string(suffix_of(name));
}

namespace {

// The words of all causes, written before the names they contain are replaced.
std::vector<std::vector<Cause>> explain_all(const Report& report) {
  const ReportView view(report);
  std::vector<std::vector<Cause>> causes;
  for (const Diagnosis& diagnosis : report.cases) {
    causes.push_back(view.explain(diagnosis));
  }
  return causes;
}

// A case's id from the tokens, as a lockout's.
std::string case_token(const Report& report, const Case& one) {
  std::string id = one.incidents.empty()
                       ? incident_id(one.users.empty() ? std::string_view()
                                                       : report.events.users.text(one.users.front()),
                                     one.first)
                       : report.correlation.incidents[one.incidents.front()].id;
  id.front() = 'C';
  return id;
}

}  // namespace

}  // namespace whylocked::report

namespace whylocked {

using namespace report;

void redact(Report& report) {
  report.causes = explain_all(report);
  const Redaction redaction(report);
  for (Incident& incident : report.correlation.incidents)
    incident.id = incident_id(report.events.users.text(incident.user), incident.locked_at);
  for (Case& one : report.correlation.cases) one.id = case_token(report, one);
  for (auto& list : report.causes)
    for (Cause& cause : list)
      for (EvidenceLine& line : cause.evidence) line.words = redaction.sentence(line.words);
  for (Diagnosis& diagnosis : report.cases) {
    for (std::string& caveat : diagnosis.caveats) caveat = redaction.sentence(caveat);
    for (Conflict& conflict : diagnosis.conflicts) {
      conflict.declared = redaction.sentence(conflict.declared);
      conflict.seen = redaction.sentence(conflict.seen);
    }
    if (diagnosis.next_test) {
      diagnosis.next_test->says = redaction.sentence(diagnosis.next_test->says);
      for (std::string& step : diagnosis.next_test->steps) step = redaction.sentence(step);
    }
  }
  for (Diagnostic& diagnostic : report.diagnostics) redaction.diagnostic(diagnostic);
  if (!report.unknown_user.empty()) report.unknown_user = "user-0";
}

void redact(std::vector<Diagnostic>& diagnostics) {
  const Redaction nothing_known;
  for (Diagnostic& diagnostic : diagnostics) nothing_known.diagnostic(diagnostic);
}

}  // namespace whylocked

namespace whylocked::report {

// Tokens and outlines for the output of `check`. Values are shown in outline: how they are written,
// not what they are. So are the names of columns if none is used: without a header the first row is
// data.

namespace {

std::string outlined(std::string_view text) {
  std::size_t no_caret = 0;
  return outline(text, no_caret);
}

void replace_first(std::string& text, const std::string& from, const std::string& to) {
  if (const std::size_t at = text.find(from); at != text.npos) text.replace(at, from.size(), to);
}

// Renames a column in the doubts, which quote it, and in the options for --map.
void rename(const std::string& from, const std::string& to, FileCheck& file) {
  for (std::string& doubt : file.doubts) replace_first(doubt, '"' + from + '"', '"' + to + '"');
  for (std::string& option : file.options)
    if (option.ends_with('=' + from)) option.replace(option.size() - from.size(), from.size(), to);
}

// Different values may have one outline.
void outline_values(std::vector<std::string>& values) {
  std::vector<std::string> outlines;
  for (const std::string& value : values) {
    std::string one = outlined(value);
    if (std::find(outlines.begin(), outlines.end(), one) == outlines.end())
      outlines.push_back(std::move(one));
  }
  values = std::move(outlines);
}

void hide(const Redaction& redaction, FileCheck& file) {
  const bool has_header = std::any_of(file.columns.begin(), file.columns.end(),
                                      [](const ColumnCheck& column) { return column.field; });
  for (ColumnCheck& column : file.columns) {
    const std::string name = std::exchange(
        column.name, has_header ? redaction.header(column.name) : outlined(column.name));
    if (name != column.name) rename(name, column.name, file);
    outline_values(column.values);
  }
}

}  // namespace

}  // namespace whylocked::report

namespace whylocked {

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

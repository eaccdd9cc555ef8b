#include "input/mail/pasted.hpp"

#include <algorithm>
#include <bitset>
#include <utility>

#include "base/ascii.hpp"
#include "input/encoding.hpp"

namespace whylocked::input {

namespace {

enum class Line : std::uint8_t { sender, time, recipient, subject, copies, other, internet };
constexpr std::size_t kLineKinds = 7;

struct Name {
  std::string_view text;  // lower case
  Line line;
};
constexpr Name kNames[] = {
    {"from", Line::sender},
    {"sent", Line::time},
    {"date", Line::time},
    {"to", Line::recipient},
    {"subject", Line::subject},
    {"cc", Line::copies},
    {"bcc", Line::copies},
    {"reply-to", Line::other},
    {"importance", Line::other},
    {"attachments", Line::other},
    {"von", Line::sender},
    {"gesendet", Line::time},
    {"datum", Line::time},
    {"an", Line::recipient},
    {"betreff", Line::subject},
    {"antwort an", Line::other},
    {"priorit\xc3\xa4t", Line::other},
    {"wichtigkeit", Line::other},
    {"anlagen", Line::other},
    {"message-id", Line::internet},
    {"mime-version", Line::internet},
    {"content-type", Line::internet},
    {"received", Line::internet},
    {"return-path", Line::internet},
    {"delivered-to", Line::internet},
    {"x-original-to", Line::internet},
    {"dkim-signature", Line::internet},
};

using ascii::lower;

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string_view without_stars(std::string_view text) {
  text = trim(text);
  while (text.starts_with('*')) text.remove_prefix(1);
  while (text.ends_with('*')) text.remove_suffix(1);
  return trim(text);
}

// Without the marks of a reply: "> > ".
std::string_view without_quotes(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && (line[at] == '>' || (line[at] == ' ' && at > 0))) ++at;
  return line.substr(at);
}

// "-----Original Message-----", "________________________________".
bool is_rule(std::string_view line) { return line.starts_with("--") || line.starts_with("__"); }

struct NamedLine {
  const Name* name = nullptr;  // null: a name that is not known
  std::string_view as_written, value;
};

// "Sent: Tuesday, May 19, 2026 8:07 AM". nullopt: the line has no name.
std::optional<NamedLine> split_line(std::string_view line) {
  constexpr std::size_t kMaxField = 60;  // X-MS-Exchange-... are longer than one thinks
  line = without_quotes(line);
  const std::size_t colon = line.substr(0, kMaxField).find(':');
  if (colon == line.npos || colon == 0) return std::nullopt;
  NamedLine named;
  named.as_written = without_stars(line.substr(0, colon));
  named.value = without_stars(line.substr(colon + 1));
  std::string folded(named.as_written);
  std::transform(folded.begin(), folded.end(), folded.begin(), lower);
  for (const Name& name : kNames)
    if (name.text == folded) named.name = &name;
  const bool is_name = named.name != nullptr ||
                       (!folded.empty() && folded.find_first_of(" \t\",;{[") == folded.npos);
  return is_name ? std::optional(named) : std::nullopt;
}

// "Ann Meyer <ann@example.com>; ...", "ann@example.com, ...", "Ann Meyer": the first, as an address
// if it has one.
std::string first_recipient(std::string_view text) {
  const std::size_t end = text.find_first_of(";>");
  std::string_view first = text.substr(0, end);
  const std::size_t open = first.find('<');
  if (open != first.npos) {
    first.remove_prefix(open + 1);
  } else {
    first = first.substr(0, first.find(','));
    if (const std::size_t at = first.find('@'); at != first.npos) {
      const std::size_t from = first.find_last_of(" \t([", at);
      first.remove_prefix(from == first.npos ? 0 : from + 1);
      first = first.substr(0, first.find_first_of(" \t)]"));
    }
  }
  if (first.starts_with("mailto:")) first.remove_prefix(7);
  return std::string(trim(first));
}

bool is_core(Line line) {
  return line == Line::sender || line == Line::time || line == Line::recipient ||
         line == Line::subject;
}

void keep(const NamedLine& line, Mail& mail) {
  if (line.name->line == Line::recipient) mail.recipient = first_recipient(line.value);
  if (line.name->line == Line::subject) mail.subject = line.value;
  if (line.name->line != Line::time) return;
  mail.time = line.value;
  for (const std::string_view name : {"Sent:", "Gesendet:", "Datum:"})
    if (name.substr(1, name.size() - 2) == line.name->text.substr(1)) mail.time_is = name;
}

// Removes the named lines at the beginning of `text`. nullopt: they name fewer than
// `least` of what a mail has, and nothing was taken.
std::optional<Mail> take_header(std::string_view& text, int least) {
  constexpr int kMaxLines = 40;
  Mail mail;
  std::bitset<kLineKinds> seen;
  int core = 0;
  std::string_view rest = text;
  for (int i = 0; i < kMaxLines && !rest.empty(); ++i) {
    std::string_view behind = rest;
    const std::string_view line = take_line(behind);
    const bool continues = line.starts_with(' ') || line.starts_with('\t');
    const auto named = continues ? std::nullopt : split_line(line);
    if (continues ? seen.none() : !named || named->name == nullptr) break;
    if (named) {
      const auto what = static_cast<std::size_t>(named->name->line);
      if (seen.test(what) && is_core(named->name->line)) break;  // it is the next mail's
      if (!seen.test(what)) keep(*named, mail);
      core += !seen.test(what) && is_core(named->name->line);
      seen.set(what);
    }
    rest = behind;
  }
  if (core < least) return std::nullopt;
  text = rest;
  return mail;
}

}  // namespace

std::string without_trace(std::string_view text) {
  constexpr std::string_view kTrace[] = {"received:",
                                         "x-received:",
                                         "received-spf:",
                                         "authentication-results:",
                                         "arc-authentication-results:",
                                         "arc-message-signature:",
                                         "arc-seal:"};
  std::string kept;
  bool in_trace = false;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, length);
    text.remove_prefix(length);
    std::size_t quoted = 0;  // "> Received: ..."
    while (quoted < line.size() && line[quoted] == '>')
      quoted += line.substr(quoted).starts_with("> ") ? 2 : 1;
    const std::string_view bare = line.substr(quoted);
    const bool continues = in_trace && (bare.starts_with(' ') || bare.starts_with('\t'));
    bool begins = false;
    for (const std::string_view name : kTrace)
      begins |= ascii::equal_ignoring_case(bare.substr(0, name.size()), name);
    in_trace = begins || (continues && !trim(bare).empty());
    if (!in_trace) kept += line;
  }
  return kept;
}

NamedLines parse_named_lines(std::string_view text) {
  constexpr std::size_t kMaxLines = 200;  // of a header with all that filters add
  NamedLines found;
  std::bitset<std::size(kNames)> seen;
  text = trim(text);
  while (is_rule(text)) text = trim(text.substr(std::min(text.find('\n'), text.size())));
  for (std::size_t i = 0; i < kMaxLines && !text.empty(); ++i) {
    const std::string_view line = take_line(text);
    if (trim(line).empty()) break;
    found.is_internet |= line.find("=?") != line.npos;
    if (i > 0 && (line.starts_with(' ') || line.starts_with('\t'))) continue;
    const auto named = split_line(line);
    if (!named) break;
    if (named->name == nullptr) continue;
    found.is_internet |= named->name->line == Line::internet;
    const auto at = static_cast<std::size_t>(named->name - kNames);
    found.known += !seen.test(at);
    seen.set(at);
  }
  return found;
}

std::optional<Mail> PastedMails::next() {
  std::string body;
  while (!rest_.empty()) {
    if (auto mail = take_header(rest_, least_)) {
      least_ = 3;
      std::swap(begun_, mail);
      if (!mail) continue;  // the text before the first mail
      mail->body = without_trace(body);
      return mail;
    }
    const std::string_view line = take_line(rest_);
    if (begun_) (body += line) += '\n';
  }
  if (begun_) begun_->body = without_trace(body);
  return std::exchange(begun_, std::nullopt);
}

}  // namespace whylocked::input

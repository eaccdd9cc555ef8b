#include "input/mail/split.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <set>
#include <utility>

#include "base/ascii.hpp"
#include "base/split.hpp"
#include "input/encoding.hpp"
#include "input/log/syslog_prefix.hpp"

namespace whylocked::data {
extern const std::string_view mail_words;
}

namespace whylocked::input {

namespace {

constexpr std::uint32_t kCore = kSender | kTime | kRecipient | kSubject;

std::string_view without_stars(std::string_view text) {
  text = trim(text);
  while (text.starts_with('*')) text.remove_prefix(1);
  while (text.ends_with('*')) text.remove_suffix(1);
  return trim(text);
}

// Removes the marks of a reply: "> > ".
std::string_view without_quotes(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && (line[at] == '>' || (line[at] == ' ' && at > 0))) ++at;
  return line.substr(at);
}

// "-----Original Message-----", "________________________________".
bool is_rule(std::string_view line) { return line.starts_with("--") || line.starts_with("__"); }

struct NamedLine {
  std::uint32_t kind = 0;  // of kHeaderLine; 0: unknown
  std::string_view name, value;
};

// "Sent: Tuesday, May 19, 2026 8:07 AM". nullopt if the line has no name.
std::optional<NamedLine> split_line(std::string_view line) {
  constexpr std::size_t kMaxField = 60;  // X-MS-Exchange-... names are long
  line = without_quotes(line);
  const std::size_t colon = line.substr(0, kMaxField).find(':');
  if (colon == line.npos || colon == 0) return std::nullopt;
  NamedLine named{.name = without_stars(line.substr(0, colon)),
                  .value = without_stars(line.substr(colon + 1))};
  named.kind = mail_word(named.name) & kHeaderLine;
  const bool is_name = !named.name.empty() && named.name.find_first_of(" \t\",;{[") == line.npos;
  return named.kind != 0 || is_name ? std::optional(named) : std::nullopt;
}

void keep(const NamedLine& line, Mail& mail) {
  if (line.kind == kRecipient) mail.recipient = first_recipient(line.value);
  if (line.kind == kSubject) mail.subject = line.value;
  if (line.kind != kTime) return;
  mail.time = line.value;
  (mail.time_is = line.name) += ':';
}

// Removes the header lines at the beginning of `text`. If they name fewer than `least` of sender,
// time, recipient and subject, returns nullopt and leaves `text` unchanged.
std::optional<Mail> parse_header(std::string_view& text, int least) {
  constexpr int kMaxLines = 40;
  Mail mail;
  std::uint32_t seen = 0;
  std::string_view rest = text;
  for (int i = 0; i < kMaxLines && !rest.empty(); ++i) {
    std::string_view after = rest;
    const std::string_view line = take_until(after, '\n');
    const bool continues = line.starts_with(' ') || line.starts_with('\t');
    const auto named = continues ? std::nullopt : split_line(line);
    if (continues ? seen == 0 : !named || named->kind == 0) break;
    if (named) {
      if ((seen & named->kind & kCore) != 0) break;  // it is the next mail's
      if ((seen & named->kind) == 0) keep(*named, mail);
      seen |= named->kind;
    }
    rest = after;
  }
  if (std::popcount(seen & kCore) < least) return std::nullopt;
  text = rest;
  return mail;
}

constexpr std::size_t kMaxFromLine = 1000;  // about the limit of RFC 5322 for a line

// "From ann@example.com Tue May 19 08:07:19 2026", "From - 2026-05-19 08:07:19"; without a sender,
// the date as asctime writes it: "From MAILER-DAEMON Tue May 19 08:07:19 2026".
bool is_from_line(std::string_view line) {
  constexpr std::string_view kClock[] = {"00:00"};
  constexpr std::string_view kDates[] = {" AAA AAA _0 00:00", " AAA AAA 9 00:00"};
  if (!line.starts_with("From ")) return false;
  line.remove_prefix(5);
  const std::string_view sender = line.substr(0, line.find(' '));
  const bool is_sender = sender == "-" || sender.find('@') != sender.npos;
  for (std::size_t at = 0; at < line.size(); ++at)
    if (skip_one_of(line, at, kDates) != at || (is_sender && skip_one_of(line, at, kClock) != at))
      return true;
  return false;
}

}  // namespace

std::uint32_t mail_word(std::string_view word) {
  static const WordKinds words(data::mail_words);
  constexpr std::size_t kMaxWord = 32;
  std::string folded(word.substr(0, kMaxWord));
  std::transform(folded.begin(), folded.end(), folded.begin(), ascii::lower);
  return words.of(folded);
}

std::string first_recipient(std::string_view text) {
  std::string bare;  // without "quoted; names"
  for (bool quoted = false; const char c : text) {
    quoted ^= c == '"';
    if (!quoted && c != '"') bare += c;
  }
  std::string_view first = std::string_view(bare).substr(0, bare.find_first_of(";>"));
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

std::string without_trace(std::string_view text) {
  std::string kept;
  bool in_trace = false;
  while (!text.empty()) {
    const std::string_view line = take_until(text, '\n');
    std::size_t quoted = 0;  // "> Received: ..."
    while (quoted < line.size() && line[quoted] == '>')
      quoted += line.substr(quoted).starts_with("> ") ? 2 : 1;
    const std::string_view bare = line.substr(quoted);
    const bool continues = in_trace && (bare.starts_with(' ') || bare.starts_with('\t'));
    const std::size_t colon = bare.find(':');
    const bool begins = colon != bare.npos && (mail_word(bare.substr(0, colon)) & kTrace) != 0;
    in_trace = begins || (continues && !trim(bare).empty());
    if (!in_trace) (kept += line) += '\n';
  }
  return kept;
}

NamedLines parse_named_lines(std::string_view text) {
  constexpr std::size_t kMaxLines = 200;  // enough for a header with all that filters add
  NamedLines found;
  std::set<std::string> seen;
  text = trim(text);
  while (is_rule(text)) text = trim(text.substr(std::min(text.find('\n'), text.size())));
  for (std::size_t i = 0; i < kMaxLines && !text.empty(); ++i) {
    const std::string_view line = take_until(text, '\n');
    if (trim(line).empty()) break;
    found.is_internet |= line.find("=?") != line.npos;
    if (i > 0 && (line.starts_with(' ') || line.starts_with('\t'))) continue;
    const auto named = split_line(line);
    if (!named) break;
    found.is_internet |= named->kind == kInternetLine;
    if (named->kind != 0) seen.emplace(named->name);
  }
  found.known = seen.size();
  return found;
}

std::vector<Mail> split_pasted(std::string_view text, int least) {
  std::vector<Mail> mails;
  while (!text.empty()) {
    if (auto mail = parse_header(text, least)) {
      least = 3;
      mails.push_back(*std::move(mail));
      continue;
    }
    const std::string_view line = take_until(text, '\n');
    if (!mails.empty()) (mails.back().body += line) += '\n';
  }
  for (Mail& mail : mails) mail.body = without_trace(mail.body);
  return mails;
}

bool begins_like_mbox(std::string_view text) {
  text = trim(text);
  return is_from_line(text.substr(0, std::min(text.find('\n'), kMaxFromLine)));
}

std::vector<Attachment> files_attached_to(std::string_view bytes) {
  std::vector<Attachment> found;
  const auto add_files = [&](std::string_view message) {
    for (Mail& mail : read_message(message))
      std::ranges::move(mail.files, std::back_inserter(found));
  };
  if (!begins_like_mbox(bytes)) return add_files(bytes), found;
  MemorySource source(bytes);
  ReadBuffer buffer(source, kBufferBytes);
  MailSplitter messages(buffer, true, bytes.size());
  MailSplitter::Piece piece;
  while (messages.next(piece) && found.size() < kMaxParts) add_files(piece.bytes);
  return found;
}

bool MailSplitter::next(Piece& piece) {
  text_.clear();
  piece.whole = true;
  bool any = std::exchange(begun_, false);
  for (bool after_blank = true; lines_.next();) {
    const std::string_view line = lines_.text();
    if (is_mbox_ && after_blank && is_from_line(line.substr(0, kMaxFromLine))) {
      begun_ = any;
      any = true;
      if (begun_) break;
      continue;
    }
    any = true;
    after_blank = trim(line).empty() && !lines_.is_too_long();
    if (!piece.whole) continue;
    piece.whole = !lines_.is_too_long() && text_.size() + line.size() < most_;
    (text_ += line.substr(0, most_ - text_.size())) += '\n';
  }
  piece.bytes = text_;
  return any;
}

}  // namespace whylocked::input

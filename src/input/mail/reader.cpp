#include "input/mail/reader.hpp"

#include <algorithm>
#include <span>

#include "base/split.hpp"
#include "input/encoding.hpp"
#include "input/mail/split.hpp"

namespace whylocked::input {

namespace {

constexpr std::size_t kBuffer = 64u << 10;  // mails are small

bool begins_with_one_of(std::string_view text, std::span<const std::string_view> fronts) {
  return std::any_of(fronts.begin(), fronts.end(),
                     [&](std::string_view front) { return begins_with(text, front); });
}

// Prefixes of subjects, in lower case.
constexpr std::string_view kForwarded[] = {"fw:", "fwd:", "wg:"};
constexpr std::string_view kAnswered[] = {"re:", "aw:", "antw:"};
constexpr std::string_view kReported[] = {"automatic reply",     "automatische antwort",
                                          "auto-reply",          "autoreply",
                                          "out of office",       "abwesenheit",
                                          "undeliverable",       "undelivered mail",
                                          "unzustellbar",        "delivery status notification",
                                          "mail delivery failed"};

bool is_answer_or_report(const Mail& mail) {
  return mail.is_automatic || begins_with_one_of(mail.subject, kAnswered) ||
         begins_with_one_of(mail.subject, kReported);
}

constexpr const char* kHint =
    "a profile with a pattern of its wording makes a mail known: --profile FILE";

}  // namespace

MailReader::MailReader(InputContext& context) : context_(context), notices_(context.options) {
  context.info.format = "mail";
}

void MailReader::message_file(const std::string& name, ByteSource& source) {
  file_ = name;
  ReadBuffer buffer(source, kBuffer);
  buffer.fill_up_to(kHeadBytes);
  const std::string_view head = buffer.text(0, std::min(buffer.size(), kHeadBytes));
  const bool is_mbox = begins_like_mbox(head);
  if (!is_mbox && !parse_named_lines(head).is_internet)
    read_pasted(buffer);
  else if (can_read_messages())
    read_messages(buffer, is_mbox);
}

bool MailReader::end() {
  context_.flush();
  if (messages_ == 0) return !unreadable_ && context_.fail("mail", {"no message was found", {}});
  if (context_.info.rows > 0) return !context_.failed();
  return context_.fail("mail", {messages_ == 1 ? "the message is not a recognized notice"
                                               : "none of the " + std::to_string(messages_) +
                                                     " messages is a recognized notice",
                                kHint});
}

// Reported once, however many files of messages there are.
bool MailReader::can_read_messages() {
  if (unreadable_) return false;
  const std::optional<Error> why = why_unreadable();
  unreadable_ = why.has_value();
  if (why) context_.fail("mail", {"cannot read messages: " + why->message, why->hint});
  return !unreadable_;
}

void MailReader::read_messages(ReadBuffer& buffer, bool is_mbox) {
  MailSplitter messages(buffer, is_mbox,
                        std::min(kMaxMailBytes, context_.options.max_record_bytes));
  MailSplitter::Piece piece;
  while (!context_.stopped() && messages.next(piece)) {
    if (trim(piece.bytes).empty()) continue;
    piece.bytes.remove_prefix(piece.bytes.find_first_not_of("\r\n"));
    add_message(read_message(piece.bytes), piece.whole);
  }
}

void MailReader::read_pasted(ReadBuffer& buffer) {
  const std::size_t max = context_.options.max_record_bytes;
  buffer.fill_up_to(max + 1);
  if (buffer.size() > max)
    report(Severity::error, "record-too-long",
           "pasted text longer than " + in_bytes(max) + "; the rest is left out", {});
  std::string room;
  Repairs repairs;
  PastedMails mails(
      repair(buffer.text(0, std::min(buffer.size(), max)), Encoding::utf8, room, repairs), 2);
  while (!context_.stopped())
    if (const auto mail = mails.next())
      add_message({*mail}, true);
    else
      return;
}

// One message, and those attached to it.
void MailReader::add_message(const std::vector<Mail>& mails, bool whole) {
  ++messages_;
  ++number_;
  const Mail& outer = mails.front();
  if (is_answer_or_report(outer))
    return report(Severity::note, "mail-answer", "a reply or a delivery report; skipped",
                  outer.subject);
  std::size_t found = 0;
  for (std::size_t i = 1; i < mails.size() && !context_.stopped(); ++i)
    found += emit_notice(mails[i], found);
  if (found == 0 && begins_with_one_of(outer.subject, kForwarded)) found = emit_quoted(outer);
  if (found > 0 || emit_notice(outer, 0)) return;
  const std::size_t max = std::min(kMaxMailBytes, context_.options.max_record_bytes);
  report(Severity::note, "mail-unknown",
         whole ? "not a recognized notice; skipped"
               : "not a recognized notice in its first " + in_bytes(max) + "; skipped",
         outer.subject, kHint);
}

// Emits the notices in the text of a mail that was forwarded; returns how many.
std::size_t MailReader::emit_quoted(const Mail& outer) {
  std::size_t found = 0;
  PastedMails mails(outer.body, 3);
  while (!context_.stopped()) {
    auto mail = mails.next();
    if (!mail) break;
    mail->id = outer.id;
    found += emit_notice(*mail, found);
  }
  return found;
}

// True: the mail is a notice. The second one of the same message gets a number of its own.
bool MailReader::emit_notice(const Mail& mail, std::size_t before) {
  auto notice = notices_.read(mail);
  if (!notice) return false;
  if (before > 0) ++number_;
  if (!context_.begun()) begin(mail, *notice);
  const bool has_time = !(*notice)[Field::time].empty();
  if (!has_time || (*notice)[Field::user].empty()) {
    context_.skip_row();
    report(Severity::warning, has_time ? "mail-recipient" : "mail-date",
           has_time ? "no recipient and no username; skipped" : "no date; skipped", mail.subject);
    return true;
  }
  Row row;
  row.number = number_;
  std::copy(notice->fields.begin(), notice->fields.end(), row.fields.begin());
  context_.emit(row);
  return true;
}

void MailReader::begin(const Mail& mail, const Notice& notice) {
  context_.info.profile = notice.profile->name;
  context_.info.system = notice.profile->system;
  Columns columns;
  std::uint32_t number = 0;
  for (const Field field : notices_.fields()) {
    columns.number[field] = ++number;
    columns.header[field] = field == Field::time                            ? mail.time_is
                            : field == Field::event                         ? "subject and body"
                            : field == Field::id                            ? "Message-ID:"
                            : field == Field::user && !notice.user_is_named ? "To:"
                                                                            : "body";
  }
  context_.begin(columns);
}

// Nothing of a body ever goes into a message.
void MailReader::report(Severity severity, std::string_view kind, std::string_view what,
                        std::string_view subject, std::string hint) {
  const std::string message = file_.empty() ? std::string(what) : file_ + ": " + std::string(what);
  context_.add_diagnostic(severity, kind, message,
                          {.row = number_, .excerpt = subject, .hint = std::move(hint)});
}

bool read_mail(ByteSource& source, InputContext& context) {
  MailReader reader(context);
  reader.message_file({}, source);
  return reader.end();
}

bool looks_like_mail(std::string_view head) {
  const std::size_t first = head.find_first_not_of("\r\n");
  if (first == head.npos) return false;
  head.remove_prefix(first);
  if (begins_like_mbox(head)) {
    const std::size_t end = head.find('\n');
    return end != head.npos && parse_named_lines(head.substr(end + 1)).known >= 1;
  }
  return parse_named_lines(head).known >= 2;
}

}  // namespace whylocked::input

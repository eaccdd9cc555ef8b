#include "input/mail/reader.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "input/encoding.hpp"
#include "input/mail/mbox.hpp"
#include "input/mail/notice.hpp"
#include "input/mail/pasted.hpp"

namespace whylocked::input {

namespace {

constexpr std::size_t kBuffer = 64u << 10;  // mails are small

using ascii::lower;

template <std::size_t N>
bool begins_with_one_of(std::string_view text, const std::string_view (&fronts)[N]) {
  return std::any_of(std::begin(fronts), std::end(fronts), [&](std::string_view front) {
    return text.size() >= front.size() && std::equal(front.begin(), front.end(), text.begin(),
                                                     [](char a, char b) { return a == lower(b); });
  });
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

}  // namespace

class MailReader::Reading {
 public:
  explicit Reading(InputContext& context) : context_(context), notices_(context.options) {
    context.info.format = "mail";
  }

  void read(const std::string& name, ByteSource& source) {
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

  bool end() {
    if (messages_ == 0) return !unreadable_ && context_.fail("mail", {"no message was found", {}});
    if (context_.info.rows == 0)
      return context_.fail("mail", {messages_ == 1 ? "the message is not a recognized notice"
                                                   : "none of the " + std::to_string(messages_) +
                                                         " messages is a recognized notice",
                                    kHint});
    return !context_.failed();
  }

 private:
  static constexpr const char* kHint =
      "a profile with a pattern of its wording makes a mail known: --profile FILE";

  // Reported once, however many files of messages there are.
  bool can_read_messages() {
    if (unreadable_) return false;
    const std::optional<Error> why = why_unreadable();
    unreadable_ = why.has_value();
    if (why) context_.fail("mail", {"cannot read messages: " + why->message, why->hint});
    return !unreadable_;
  }

  void read_messages(ReadBuffer& buffer, bool is_mbox) {
    MailSplitter messages(buffer, is_mbox,
                          std::min(kMaxMailBytes, context_.options.max_record_bytes));
    MailSplitter::Piece piece;
    while (!context_.stopped() && messages.next(piece)) {
      if (trim(piece.bytes).empty()) continue;
      std::vector<Mail> mails = read_message(trim_front(piece.bytes));
      add_message(mails, piece.whole);
    }
  }

  void read_pasted(ReadBuffer& buffer) {
    const std::size_t max = context_.options.max_record_bytes;
    buffer.fill_up_to(max + 1);
    if (buffer.size() > max)
      report(Severity::error, "record-too-long",
             "pasted text longer than " + in_bytes(max) + "; the rest is left out", {});
    std::string room;
    Repairs repairs;
    const std::string_view text =
        repair(buffer.text(0, std::min(buffer.size(), max)), Encoding::utf8, room, repairs);
    PastedMails mails(text, 2);
    while (!context_.stopped()) {
      auto mail = mails.next();
      if (!mail) return;
      std::vector<Mail> one;
      one.push_back(std::move(*mail));
      add_message(one, true);
    }
  }

  static std::string_view trim_front(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
    return text;
  }

  // One message, and those attached to it.
  void add_message(std::vector<Mail>& mails, bool whole) {
    ++messages_;
    ++number_;
    Mail& outer = mails.front();
    if (is_answer_or_report(outer))
      return report(Severity::note, "mail-answer", "a reply or a delivery report; skipped",
                    outer.subject);
    std::size_t found = 0;
    for (std::size_t i = 1; i < mails.size() && !context_.stopped(); ++i)
      found += emit_notice(mails[i], found);
    if (found == 0 && begins_with_one_of(outer.subject, kForwarded)) found = emit_quoted(outer);
    if (found == 0 && !emit_notice(outer, 0)) report_unknown(outer, whole);
  }

  // Emits the notices in the text of a mail that was forwarded; returns how many.
  std::size_t emit_quoted(const Mail& outer) {
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
  bool emit_notice(const Mail& mail, std::size_t before) {
    auto notice = notices_.read(mail);
    if (!notice) return false;
    if (before > 0) ++number_;
    if (!context_.begun()) begin(mail, *notice);
    if ((*notice)[Field::time].empty())
      skip("mail-date", "no date; skipped", mail);
    else if ((*notice)[Field::user].empty())
      skip("mail-recipient", "no recipient and no username; skipped", mail);
    else
      emit_row(*notice);
    return true;
  }

  void emit_row(const Notice& notice) {
    Row row;
    row.number = number_;
    for (std::size_t i = 0; i < kFieldCount; ++i) row.fields[i] = notice.fields[i];
    context_.emit(row);
  }

  void begin(const Mail& mail, const Notice& notice) {
    context_.info.profile = notice.profile->name;
    context_.info.system = notice.profile->system;
    Columns columns;
    std::uint32_t number = 0;
    for (const Field field : notices_.fields()) {
      const auto i = static_cast<std::size_t>(field);
      columns.number[i] = ++number;
      columns.header[i] = field == Field::time                            ? mail.time_is
                          : field == Field::event                         ? "subject and body"
                          : field == Field::id                            ? "Message-ID:"
                          : field == Field::user && !notice.user_is_named ? "To:"
                                                                          : "body";
    }
    context_.begin(columns);
  }

  void skip(std::string_view kind, std::string_view what, const Mail& mail) {
    context_.skip_row();
    report(Severity::warning, kind, what, mail.subject);
  }

  void report_unknown(const Mail& mail, bool whole) {
    report(Severity::note, "mail-unknown",
           whole ? "not a recognized notice; skipped"
                 : "not a recognized notice in its first " +
                       in_bytes(std::min(kMaxMailBytes, context_.options.max_record_bytes)) +
                       "; skipped",
           mail.subject, kHint);
  }

  // Nothing of a body ever goes into a message.
  void report(Severity severity, std::string_view kind, std::string_view what,
              std::string_view subject, std::string hint = {}) {
    const std::string message =
        file_.empty() ? std::string(what) : file_ + ": " + std::string(what);
    context_.add_diagnostic(severity, kind, message,
                            {.row = number_, .excerpt = subject, .hint = std::move(hint)});
  }

  InputContext& context_;
  const NoticeReader notices_;
  std::string file_;
  std::uint64_t messages_ = 0;
  bool unreadable_ = false;   // on this system
  std::uint64_t number_ = 0;  // of the message; each further notice in it counts as one more
};

MailReader::MailReader(InputContext& context) : reading_(std::make_unique<Reading>(context)) {}
MailReader::~MailReader() = default;
void MailReader::message_file(const std::string& name, ByteSource& source) {
  reading_->read(name, source);
}
bool MailReader::end() { return reading_->end(); }

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

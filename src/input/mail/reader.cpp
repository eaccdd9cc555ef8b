#include "input/readers.hpp"

#include <algorithm>
#include <span>

#include "base/split.hpp"
#include "input/mail/notice.hpp"
#include "input/mail/split.hpp"

namespace whylocked::input {

namespace {

constexpr std::size_t kBuffer = 64u << 10;  // mails are small

// Prefixes of subjects, in lower case.
constexpr std::string_view kForwarded[] = {"fw:", "fwd:", "wg:", "tr:", "rv:", "enc:", "doorst:"};
constexpr std::string_view kAnswered[] = {"re:", "aw:", "antw:", "sv:", "odp:"};
constexpr std::string_view kReported[] = {"automatic reply",     "automatische antwort",
                                          "auto-reply",          "autoreply",
                                          "out of office",       "abwesenheit",
                                          "undeliverable",       "undelivered mail",
                                          "unzustellbar",        "delivery status notification",
                                          "mail delivery failed"};

bool begins_with_one_of(std::string_view text, std::span<const std::string_view> fronts) {
  return std::ranges::any_of(fronts, [&](auto front) { return begins_with(text, front); });
}

bool is_answer_or_report(const Mail& mail) {
  return mail.is_automatic || begins_with_one_of(mail.subject, kAnswered) ||
         begins_with_one_of(mail.subject, kReported);
}

constexpr const char* kHint =
    "a profile with a pattern of its wording makes a mail known: --profile FILE";

class MailReader {
 public:
  explicit MailReader(InputContext& context) : context_(context), notices_(context.options) {
    context.info.format = "mail";
  }

  void read_file(const std::string& name, ByteSource& source) {
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

  // Whether it was a usable input.
  bool end() {
    context_.flush();
    if (messages_ == 0) return !unreadable_ && context_.fail("mail", {"no message was found", {}});
    if (context_.info.rows > 0) return !context_.failed();
    return context_.fail("mail", {messages_ == 1 ? "the message is not a recognized notice"
                                                 : "none of the " + std::to_string(messages_) +
                                                       " messages is a recognized notice",
                                  kHint});
  }

 private:
  std::size_t max_bytes() const {
    return std::min(kMaxMailBytes, context_.options.max_record_bytes);
  }

  // Reports a failure once, however many files of messages there are.
  bool can_read_messages() {
    if (unreadable_) return false;
    const std::optional<Error> why = why_unreadable();
    unreadable_ = why.has_value();
    if (why) context_.fail("mail", {"cannot read messages: " + why->message, why->hint});
    return !unreadable_;
  }

  void read_messages(ReadBuffer& buffer, bool is_mbox) {
    MailSplitter messages(buffer, is_mbox, max_bytes());
    MailSplitter::Piece piece;
    while (!context_.stopped() && messages.next(piece)) {
      if (trim(piece.bytes).empty()) continue;
      piece.bytes.remove_prefix(piece.bytes.find_first_not_of("\r\n"));
      add_message(read_message(piece.bytes), piece.whole);
    }
  }

  void read_pasted(ReadBuffer& buffer) {
    const std::size_t max = context_.options.max_record_bytes;
    buffer.fill_up_to(max + 1);
    if (buffer.size() > max)
      report(Severity::error, "record-too-long",
             "pasted text longer than " + in_bytes(max) + "; the rest is dropped", {});
    std::string room;
    Repairs repairs;
    const std::string_view text = buffer.text(0, std::min(buffer.size(), max));
    const std::vector<Mail> mails = split_pasted(repair(text, Encoding::utf8, room, repairs), 2);
    for (const Mail& mail : mails) {
      // A forwarded mail only quotes the notice.
      const bool quotes = &mail != &mails.back() && begins_with_one_of(mail.subject, kForwarded);
      if (!quotes && !context_.stopped()) add_message({mail}, true);
    }
  }

  // One message, and those attached to it.
  void add_message(const std::vector<Mail>& mails, bool whole) {
    ++messages_;
    ++number_;
    const Mail& outer = mails.front();
    if (is_answer_or_report(outer))
      return report(Severity::note, "mail-answer", "a reply or a delivery report; skipped",
                    outer.subject);
    std::size_t found = 0;  // notices
    for (const Mail& mail : std::span(mails).subspan(1)) found += emit_notice(mail, found);
    if (found == 0 && begins_with_one_of(outer.subject, kForwarded))
      for (Mail& mail : split_pasted(outer.body, 3)) {
        mail.id = outer.id;
        found += emit_notice(mail, found);
      }
    if (found == 0) found = emit_digest(outer);
    if (found > 0 || emit_notice(outer, 0)) return;
    report(Severity::note, "mail-unknown",
           whole ? "not a recognized notice; skipped"
                 : "not a recognized notice in its first " + in_bytes(max_bytes()) + "; skipped",
           outer.subject, kHint);
  }

  std::size_t emit_digest(const Mail& mail) {
    Digest digest = read_digest(mail);
    if (digest.entries.empty()) return 0;
    const std::optional<Notice> heading = read_heading(mail.subject, std::move(digest.heading));
    std::size_t found = 0;
    for (const Mail& entry : digest.entries) {
      if (context_.stopped()) break;
      auto notice = notices_.read(entry, heading ? &*heading : nullptr);
      if (!notice) continue;
      (*notice)[Field::user] = entry.recipient;
      (*notice)[Field::address] = address_of(entry.body);
      emit(mail, *notice, found++);
    }
    return found;
  }

  // The statement about all entries of a digest, in its subject or else in the text around them. A
  // statement in an entry is about its account alone.
  std::optional<Notice> read_heading(const std::string& subject, std::string text) const {
    Mail heading;
    heading.subject = subject;
    auto notice = notices_.read(heading);
    heading.subject = std::move(text);
    if (!notice) notice = notices_.read(heading);
    if (notice)
      for (const Field field : {Field::time, Field::user, Field::address, Field::id})
        (*notice)[field].clear();
    return notice;
  }

  // True if the mail is a notice. Each further one in a message gets its own number.
  bool emit_notice(const Mail& mail, std::size_t before) {
    const auto notice = context_.stopped() ? std::nullopt : notices_.read(mail);
    if (!notice) return context_.stopped();
    emit(mail, *notice, before);
    return true;
  }

  void emit(const Mail& mail, const Notice& notice, std::size_t before) {
    if (before > 0) ++number_;
    if (!context_.begun()) begin(mail, notice);
    const bool has_time = !notice.fields[Field::time].empty();
    if (!has_time || notice.fields[Field::user].empty()) {
      context_.skip_row();
      report(Severity::warning, has_time ? "mail-recipient" : "mail-date",
             has_time ? "no recipient and no username; skipped" : "no event date; skipped",
             mail.subject);
      return;
    }
    Row row{.number = number_, .fields = {}};
    std::ranges::copy(notice.fields, row.fields.begin());
    context_.emit(row, notice.profile);
  }

  void begin(const Mail& mail, const Notice& notice) {
    context_.set_profile(*notice.profile);
    Columns columns;
    std::uint32_t number = 0;
    for (const Field field : notices_.fields()) {
      columns.number[field] = ++number;
      const bool to_user = notice.fields[Field::user] == mail.recipient;
      columns.header[field] = field == Field::time              ? mail.time_is
                              : field == Field::event           ? "subject and body"
                              : field == Field::id              ? "Message-ID:"
                              : field == Field::user && to_user ? "To:"
                                                                : "body";
    }
    context_.begin(columns);
  }

  // Diagnostics never quote a body.
  void report(Severity severity, std::string_view kind, const std::string& what,
              std::string_view subject, std::string hint = {}) {
    context_.add_diagnostic(severity, kind, file_.empty() ? what : file_ + ": " + what,
                            {.row = number_, .excerpt = subject, .hint = std::move(hint)});
  }

  InputContext& context_;
  const NoticeReader notices_;
  std::string file_;  // its name in diagnostics; empty: the input's
  std::uint64_t messages_ = 0;
  bool unreadable_ = false;   // on this system
  std::uint64_t number_ = 0;  // of the message; each further notice in it counts as one more
};

}  // namespace

bool read_mail(ByteSource& source, InputContext& context) {
  MailReader reader(context);
  reader.read_file({}, source);
  return reader.end();
}

bool read_mails(std::size_t count, const std::function<NamedSource(std::size_t)>& open,
                InputContext& context) {
  MailReader reader(context);
  bool ok = true;
  for (std::size_t i = 0; i < count; ++i) {
    const auto [file, source] = open(i);
    reader.read_file(file, *source);
    if (const auto failure = source->failure())
      ok = context.fail(
          "open", {Text::name(NameKind::file, file) + ": " + failure->message, failure->hint});
  }
  return reader.end() && ok;
}

bool looks_like_mail(std::string_view head) {
  head.remove_prefix(std::min(head.find_first_not_of("\r\n"), head.size()));
  if (!begins_like_mbox(head)) return parse_named_lines(head).known >= 2;
  const std::size_t end = head.find('\n');
  return end != head.npos && parse_named_lines(head.substr(end + 1)).known >= 1;
}

}  // namespace whylocked::input

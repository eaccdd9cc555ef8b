#include "input/mail.hpp"

#include <algorithm>

#include "input/mail_notice.hpp"
#include "input/mail_pasted.hpp"
#include "input/mail_split.hpp"
#include "input/encoding.hpp"
#include "base/ascii.hpp"

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

// What mail programs put in front of a subject, in lower case.
constexpr std::string_view kForwarded[] = {"fw:", "fwd:", "wg:"};
constexpr std::string_view kAnswered[] = {"re:", "aw:", "antw:"};
constexpr std::string_view kReported[] = {"automatic reply",     "automatische antwort",
                                          "auto-reply",          "autoreply",
                                          "out of office",       "abwesenheit",
                                          "undeliverable",       "undelivered mail",
                                          "unzustellbar",        "delivery status notification",
                                          "mail delivery failed"};

bool is_of_a_person_or_server(const Mail& mail) {
  return mail.is_automatic || begins_with_one_of(mail.subject, kAnswered) ||
         begins_with_one_of(mail.subject, kReported);
}

}  // namespace

class MailReader::Reading {
 public:
  explicit Reading(InputContext& job) : job_(job), notices_(job.options) { job.info.format = "mail"; }

  void read(const std::string& name, ByteSource& source) {
    file_ = name;
    ReadBuffer window(source, kBuffer);
    window.fill_up_to(kHeadBytes);
    const std::string_view head = window.text(0, std::min(window.size(), kHeadBytes));
    const bool is_mbox = begins_like_mbox(head);
    if (!is_mbox && !look_at_named_lines(head).is_internet)
      read_pasted(window);
    else if (can_read_messages())
      read_messages(window, is_mbox);
  }

  bool end() {
    if (messages_ == 0) return !unreadable_ && job_.fail("mail", {"no message was found", {}});
    if (job_.info.rows == 0)
      return job_.fail("mail", {messages_ == 1 ? "the message is no notice that is known"
                                               : "none of the " + std::to_string(messages_) +
                                                     " messages is a notice that is known",
                                kHint});
    return !job_.failed();
  }

 private:
  static constexpr const char* kHint =
      "a profile with a pattern of its wording makes a mail known: --profile FILE";

  // Told once, however many files of messages there are.
  bool can_read_messages() {
    if (unreadable_) return false;
    const std::optional<Error> why = why_unreadable();
    unreadable_ = why.has_value();
    if (why) job_.fail("mail", {"cannot read messages: " + why->message, why->hint});
    return !unreadable_;
  }

  void read_messages(ReadBuffer& window, bool is_mbox) {
    MailSplitter messages(window, is_mbox, std::min(kMaxMailBytes, job_.options.max_record_bytes));
    MailSplitter::Piece piece;
    while (!job_.stopped() && messages.next(piece)) {
      if (trim(piece.bytes).empty()) continue;
      std::vector<Mail> mails = read_message(trim_front(piece.bytes));
      see(mails, piece.whole);
    }
  }

  void read_pasted(ReadBuffer& window) {
    const std::size_t most = job_.options.max_record_bytes;
    window.fill_up_to(most + 1);
    if (window.size() > most)
      tell(Severity::error, "record-too-long",
           "pasted text longer than " + in_bytes(most) + "; the rest is left out", {});
    std::string room;
    Repairs repairs;
    const std::string_view text =
        repair(window.text(0, std::min(window.size(), most)), Encoding::utf8, room, repairs);
    PastedMails mails(text, 2);
    while (!job_.stopped()) {
      auto mail = mails.next();
      if (!mail) return;
      std::vector<Mail> one;
      one.push_back(std::move(*mail));
      see(one, true);
    }
  }

  static std::string_view trim_front(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
    return text;
  }

  // One message, and those attached to it.
  void see(std::vector<Mail>& mails, bool whole) {
    ++messages_;
    ++number_;
    Mail& outer = mails.front();
    if (is_of_a_person_or_server(outer))
      return tell(Severity::note, "mail-answer", "a reply or a delivery report, left out",
                  outer.subject);
    std::size_t found = 0;
    for (std::size_t i = 1; i < mails.size() && !job_.stopped(); ++i)
      found += give(mails[i], found);
    if (found == 0 && begins_with_one_of(outer.subject, kForwarded)) found = give_quoted(outer);
    if (found == 0 && !give(outer, 0)) tell_unknown(outer, whole);
  }

  // Gives the notices in the text of a mail that was forwarded; returns how many.
  std::size_t give_quoted(const Mail& outer) {
    std::size_t found = 0;
    PastedMails mails(outer.body, 3);
    while (!job_.stopped()) {
      auto mail = mails.next();
      if (!mail) break;
      mail->id = outer.id;
      found += give(*mail, found);
    }
    return found;
  }

  // True: the mail is a notice. The second one of the same message gets a number of its own.
  bool give(const Mail& mail, std::size_t before) {
    auto notice = notices_.read(mail);
    if (!notice) return false;
    if (before > 0) ++number_;
    if (!job_.begun()) begin(mail, *notice);
    if ((*notice)[Field::time].empty())
      skip("mail-date", "no date, the notice is left out", mail);
    else if ((*notice)[Field::user].empty())
      skip("mail-recipient", "no recipient and no user name, the notice is left out", mail);
    else
      give(*notice);
    return true;
  }

  void give(const Notice& notice) {
    Row row;
    row.number = number_;
    for (std::size_t i = 0; i < kFieldCount; ++i) row.fields[i] = notice.fields[i];
    job_.emit(row);
  }

  void begin(const Mail& mail, const Notice& notice) {
    job_.info.profile = notice.profile->name;
    job_.info.system = notice.profile->system;
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
    job_.begin(columns);
  }

  void skip(std::string_view kind, std::string_view what, const Mail& mail) {
    job_.skip_row();
    tell(Severity::warning, kind, what, mail.subject);
  }

  void tell_unknown(const Mail& mail, bool whole) {
    tell(Severity::note, "mail-unknown",
         whole
             ? "no notice that is known, left out"
             : "no notice that is known in the first " +
                   in_bytes(std::min(kMaxMailBytes, job_.options.max_record_bytes)) + ", left out",
         mail.subject, kHint);
  }

  // Nothing of a body ever goes into a message.
  void tell(Severity severity, std::string_view kind, std::string_view what,
            std::string_view subject, std::string hint = {}) {
    const std::string message =
        file_.empty() ? std::string(what) : file_ + ": " + std::string(what);
    job_.add_diagnostic(severity, kind, message, {.row = number_, .excerpt = subject, .hint = std::move(hint)});
  }

  InputContext& job_;
  const NoticeReader notices_;
  std::string file_;
  std::uint64_t messages_ = 0;
  bool unreadable_ = false;   // on this system
  std::uint64_t number_ = 0;  // of the message; each further notice in it counts as one more
};

MailReader::MailReader(InputContext& job) : reading_(std::make_unique<Reading>(job)) {}
MailReader::~MailReader() = default;
void MailReader::message_file(const std::string& name, ByteSource& source) {
  reading_->read(name, source);
}
bool MailReader::end() { return reading_->end(); }

bool read_mail(ByteSource& source, InputContext& job) {
  MailReader reader(job);
  reader.message_file({}, source);
  return reader.end();
}

bool looks_like_mail(std::string_view head) {
  const std::size_t first = head.find_first_not_of("\r\n");
  if (first == head.npos) return false;
  head.remove_prefix(first);
  if (begins_like_mbox(head)) {
    const std::size_t end = head.find('\n');
    return end != head.npos && look_at_named_lines(head.substr(end + 1)).known >= 1;
  }
  return look_at_named_lines(head).known >= 2;
}

}  // namespace whylocked::input

// Mailboxes, forwarded and pasted mails, folders, and their limits.
#include "catch.hpp"
#include "unit/input/mail_dump.hpp"

using namespace whylocked;

TEST_CASE("read mail: a mailbox, in buffers of every size") {
  const std::string box =
      kFrom +
      mail("Account locked", "From here on: IP 203.0.113.5\n\nFrom 08:00 to 09:30 no one.") + '\n' +
      kFrom + mail("Lunch", "At noon, the password is secret7.") + '\n' + kFrom +
      mail("Re: Account locked", "Again?") + '\n' + kFrom +
      mail("Account locked", "Out", "Auto-Submitted: auto-replied\n") + '\n' +
      "From - Tue May 19 08:07:19 2026\n" + mail("User name changed", ">From x\nIP 203.0.113.7");
  const Dump whole = read_mails(box);
  CHECK(whole.ok);
  CHECK(whole.rows ==
        "1 time=Tue, 19 May 2026 08:07:19 -0400 (EDT) user=api@msp.example.com address=203.0.113.5 "
        "event=account locked count= id=1@psa.example.com\n"
        "5 time=Tue, 19 May 2026 08:07:19 -0400 (EDT) user=api@msp.example.com address=203.0.113.7 "
        "event=username changed count= id=1@psa.example.com\n");
  CHECK(whole.messages ==
        "note 2:0 not a recognized notice; skipped [^Lunch] / a profile with a pattern of its "
        "wording makes a mail known: --profile FILE\n"
        "note 3:0 a reply or a delivery report; skipped [^Re: Account locked]\n"
        "note 4:0 a reply or a delivery report; skipped [^Account locked]\n");
  for (const std::size_t piece : kSmallPieces) {
    INFO("in pieces of " << piece);
    CHECK(read_mails(box, {}, piece) == whole);
  }
}

TEST_CASE("read mail: separator lines that mail programs write") {
  for (const std::string from :
       {"From ann@example.com Tue May 19 08:07:19 2026", "From MAILER-DAEMON Tue May 19 08:07 2026",
        "From ann@example.com 2026-05-19 08:07:19",
        "From ann@example.com Tue, 19 May 2026 08:07:19", "From - 2026-05-19T08:07:19"}) {
    INFO(from);
    CHECK(read_mails(from + '\n' + mail("Account locked", "x") + '\n' + from + '\n' +
                     mail("Account locked", "From 08:00 to 09:30 no one.\n\nFrom ann 08:07"))
              .info.rows == 2);
  }
}

TEST_CASE("read mail: forwarded notices") {
  const std::string notice = mail("Your account has been locked", "IP 203.0.113.5");
  std::string second = notice;
  second.replace(second.find("203.0.113.5"), 11, "203.0.113.6");
  second.replace(second.find("<1@psa"), 6, "<2@psa");
  const auto attached = [](const std::string& part) {
    return "--b\nContent-Type: message/rfc822\n\n" + part;
  };
  const std::string outer =
      "Date: Wed, 20 May 2026 10:00:00 +0000\nTo: desk@msp.example.com\nMIME-Version: 1.0\n"
      "Content-Type: multipart/mixed; boundary=b\nSubject: FW: Your account has been locked\n\n"
      "--b\nContent-Type: text/plain\n\nSee below.\n";
  const std::string row =
      "1 time=Tue, 19 May 2026 08:07:19 -0400 (EDT) user=api@msp.example.com address=203.0.113.5 "
      "event=account locked count= id=1@psa.example.com\n";
  CHECK(read_mails(outer + attached(notice) + "--b--\n").rows == row);
  CHECK(read_mails(outer + attached(notice) + attached(second) + "--b--\n").rows ==
        row +
            "2 time=Tue, 19 May 2026 08:07:19 -0400 (EDT) user=api@msp.example.com "
            "address=203.0.113.6 "
            "event=account locked count= id=2@psa.example.com\n");
  CHECK(read_mails(outer + "--b--\n").rows.find("user=desk@msp.example.com") != std::string::npos);

  const std::string quoted =
      mail("WG: Konto gesperrt",
           "Bitte pr\xc3\xbc"
           "fen.\n\n-----Urspr\xc3\xbcngliche Nachricht-----\nVon: PSA <notify@psa.example.com>\n"
           "Gesendet: Montag, 18. Mai 2026 07:00\nAn: API <api2@msp.example.com>\nBetreff: Konto "
           "gesperrt\n\nIP-Adresse: 203.0.113.8\n");
  CHECK(read_mails(quoted).rows ==
        "1 time=Montag, 18. Mai 2026 07:00 user=api2@msp.example.com address=203.0.113.8 "
        "event=account locked count= id=1@psa.example.com\n");
}

TEST_CASE("read mail: pasted text") {
  const std::string english =
      "From: PSA <notify@psa.example.com>\nSent: Tuesday, May 19, 2026 8:07 AM\nTo: Ann Meyer "
      "<ann@msp.example.com>; bob@msp.example.com\nSubject: Your account has been locked\n\nIP "
      "203.0.113.5\n\n";
  const std::string german =
      "> *Von:* PSA\n> *Gesendet:* Dienstag, 19. Mai 2026 08:07\n> *An:* ann@msp.example.com, x\n> "
      "*Betreff:* Konto gesperrt\n>\n> IP 203.0.113.6\n";
  const Dump got = read_mails(english + german);
  CHECK(got.ok);
  CHECK(got.info.columns.header[Field::time] == "Sent:");
  CHECK(got.rows ==
        "1 time=Tuesday, May 19, 2026 8:07 AM user=ann@msp.example.com address=203.0.113.5 "
        "event=account locked count= id=\n"
        "2 time=Dienstag, 19. Mai 2026 08:07 user=ann@msp.example.com address=203.0.113.6 "
        "event=account locked count= id=\n");
  for (const std::size_t piece : kSmallPieces)
    CHECK(read_mails(english + german, {}, piece) == got);

  CHECK(row_of(read_mails("Date: 19.05.2026\nTo: Ann Meyer\nSubject: Account locked\n")) ==
        "user=Ann Meyer address= event=account locked");
  CHECK(row_of(read_mails("Date: 19.05.2026\nTo: mailto:ann@x.example (Ann)\nSubject: Konto "
                          "gesperrt\n")) == "user=ann@x.example address= event=account locked");

  ReadOptions options;
  options.max_record_bytes = english.size();
  const Dump cut = read_mails(english + german, options);
  CHECK_FALSE(cut.ok);
  CHECK(cut.messages == "error 0:0 pasted text longer than " + std::to_string(english.size()) +
                            " bytes; the rest is dropped\n");
}

TEST_CASE("read mail: a time with a zone in the text replaces one without") {
  struct Row {
    std::string sent;
    bool has_zone;
  };
  const Row rows[] = {{"Tuesday, May 19, 2026 10:07 AM", false},
                      {"10:07 AM, TUE 19 MAY 2026", false},
                      {"10:07, 2026-05-19", false},
                      {"19 May 2026 10:07 AM (your time)", false},
                      {"19 May 2026 10:07 +0200", true},
                      {"2026-05-19 10:07:19+02:00", true},
                      {"19 May 2026 10:07 AM EDT", true},
                      {"19 May 2026 10:07 (UTC)", true},
                      {"19 May 2026 10:07 -0400 (EDT)", true},
                      {"19 May 2026 10:07 UTC (your time)", true}};
  for (const Row& row : rows) {
    CAPTURE(row.sent);
    const Dump got = read_mails(
        "From: PSA <notify@psa.example.com>\nSent: " + row.sent +
        "\nTo: ann@msp.example.com\nSubject: Account locked\n\nTime: 2026-05-19 08:07:19 UTC\n");
    CHECK(got.rows.find("time=" + (row.has_zone ? row.sent : "2026-05-19 08:07:19 UTC") +
                        " user=ann@msp.example.com") != std::string::npos);
  }
}

TEST_CASE("read mail: limits") {
  // Only the beginning of a long message is read; the next message is read in full.
  const std::string attachment(3u << 20, 'A');
  const Dump box = read_mails(kFrom + mail("Account locked", "IP 203.0.113.5\n" + attachment) +
                              "\n" + kFrom + mail("Files", attachment + "\nAccount locked") + '\n' +
                              kFrom + mail("Account locked", "IP 203.0.113.6"));
  CHECK(box.ok);
  CHECK(box.info.rows == 2);
  CHECK(box.rows.find("3 time=") != std::string::npos);
  CHECK(box.messages ==
        "note 2:0 not a recognized notice in its first 1 MiB; skipped [^Files] / a profile with a "
        "pattern of its wording makes a mail known: --profile FILE\n");

  std::string nested = "Date: Tue, 19 May 2026 08:07:19 GMT\nTo: a@x\nSubject: x\n";
  for (int i = 0; i < 5000; ++i)
    nested += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n--b" +
              std::to_string(i) + '\n';
  CHECK_FALSE(read_mails(nested + "\nAccount locked\n").ok);
  std::string messages = "Date: Tue, 19 May 2026 08:07:19 GMT\nTo: a@x\nSubject: x\n";
  for (int i = 0; i < 5000; ++i) messages += "Content-Type: message/rfc822\n\nSubject: y\n";
  CHECK_FALSE(read_mails(messages + "\nAccount locked\n").ok);
  std::string groups =
      "MIME-Version: 1.0\nDate: Tue, 19 May 2026 08:07:19 GMT\nSubject: Account "
      "locked\nTo: ann@example.com,";
  for (int i = 0; i < 200'000; ++i) groups += "a:";
  CHECK(row_of(read_mails(groups + "\n a:" + groups.substr(100) + "\n\nx\n")) ==
        "user=ann@example.com address= event=account locked");
  std::string remarks = "Date: Tue, 19 May 2026 08:07:19";
  for (int i = 0; i < 1'000'000; ++i) remarks += " (";
  CHECK(row_of(read_mails(remarks + "\nTo: ann@example.com\nSubject: Account locked\n\nx\n")) ==
        "user=ann@example.com address= event=account locked");
  std::string parts =
      "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n";
  for (int i = 0; i < 100'000; ++i) parts += "--b\n\nx\n";
  CHECK_FALSE(read_mails(parts).ok);
}

TEST_CASE("read mail: a digest of many entries takes the memory of one") {
  constexpr int kEntries = 20000;
  std::string text =
      "From: psa@example.com\nTo: ann@example.com\nSubject: Daily report\n"
      "Sent: Tuesday, May 19, 2026 8:07 AM\n\nThe following accounts were locked out:\n";
  for (int i = 0; i < kEntries; ++i)
    text += "\nUser: user" + std::to_string(i) + "@example.com\nTime: 2026-05-19 08:00:00\n";
  const Dump got = read_mails(text);  // a copy of the text per entry would take 20 GB
  CHECK(got.info.rows == kEntries);
  CHECK(got.rows.find("user=user7@example.com address= event=account locked") != got.rows.npos);
}

TEST_CASE("read mail: several files as one input") {
  Diagnostics diagnostics;
  DumpSink sink;
  InputInfo info;
  const std::string name = "mails";
  const ReadOptions options;
  input::InputContext job(name, options, sink, diagnostics, info);
  const std::string first = mail("Account locked", "IP 203.0.113.5"), other = mail("Lunch", "");
  const std::pair<std::string, std::string> files[] = {
      {"a.eml", first}, {"b.eml", other}, {"c.eml", first}};
  CHECK(input::read_mails(
      std::size(files),
      [&](std::size_t i) {
        return input::NamedSource{files[i].first,
                                  std::make_unique<input::MemorySource>(files[i].second)};
      },
      job));
  CHECK(sink.begun == 1);
  CHECK(sink.rows == 2);
  CHECK(sink.text.find("\n3 time=") != std::string::npos);
  CHECK(dump_diagnostics(diagnostics)
            .starts_with("note 2:0 b.eml: not a recognized notice; skipped [^Lunch]"));
}

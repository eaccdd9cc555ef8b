// Words of mails, in all encodings.
#include "catch.hpp"
#include "input/formats/pattern.hpp"
#include "unit/input/mail_dump.hpp"

using namespace whylocked;

TEST_CASE("read mail: one message") {
  const Dump got = read_mails(
      mail("Your account has been locked", "Too many attempts from IP address 203.0.113.5."));
  CHECK(got.ok);
  CHECK(got.messages.empty());
  CHECK(got.info.format == "mail");
  CHECK(got.info.profile == "notice-mail");
  CHECK(got.info.rows == 1);
  CHECK(got.rows ==
        "1 time=Tue, 19 May 2026 08:07:19 -0400 (EDT) user=api@msp.example.com address=203.0.113.5 "
        "event=account locked count= id=1@psa.example.com\n");
  const auto header = [&](Field field) { return got.info.columns.header[field]; };
  CHECK(header(Field::time) == "Date:");
  CHECK(header(Field::user) == "To:");
  CHECK(header(Field::address) == "body");
  CHECK(header(Field::event) == "subject and body");
}

TEST_CASE("read mail: the event and account of a notice") {
  struct Case {
    std::string subject, body, row;
  };
  const std::string me = "user=api@msp.example.com address=";
  for (const Case& one : {
           // Events
           Case{"Account lockout", "x", me + " event=account locked"},
           Case{"Security alert", "Your PSA account has been locked for 30 minutes.",
                me + " event=account locked"},
           Case{"Security alert", "Your account has been temporarily locked",
                me + " event=account locked"},
           Case{"Security alert", "the account\nhas been\nlocked out",
                me + " event=account locked"},
           Case{"Too many failed login attempts", "", me + " event=account locked"},
           Case{"User name changed", "", me + " event=username changed"},
           Case{"Security event", "The security level was changed by an administrator.",
                me + " event=security level changed"},
           Case{"Your password has been reset", "If you are locked out, your account is locked.",
                me + " event=password changed"},
           Case{"Your password has expired", "", me + " event=password expired"},
           Case{"Your account has been unlocked", "", me + " event=account unlocked"},
           Case{"Alert", "3 failed login attempts", me + " event=login failed"},
           Case{"Konto gesperrt", "", me + " event=account locked"},
           Case{"Hinweis",
                "Ihr Benutzerkonto wurde vor\xc3\xbc"
                "bergehend gesperrt.",
                me + " event=account locked"},
           Case{"Hinweis", "Ihr Kennwort wurde ge\xc3\xa4ndert.", me + " event=password changed"},
           // Texts without a statement
           Case{"News", "If your account has been locked, call us.", "-"},
           Case{"News", "Call us when your account is locked.", "-"},
           Case{"News", "If it rains, stay in. Your account is locked.",
                me + " event=account locked"},
           Case{"News", "If your account is locked call. Your account is locked.",
                me + " event=account locked"},
           Case{"Hallo", "Falls Ihr Konto gesperrt ist: Konto gesperrt? Nein",
                me + " event=account locked"},
           Case{"Invoice 7", "Your account is unlocked", "-"},
           Case{"Password reset requested", "Follow the link", "-"},
           // The account it is about
           Case{"Alert", "The account bob@msp.example.com has been locked.",
                "user=bob@msp.example.com address= event=account locked"},
           Case{"Alert", "The user account has been locked.", me + " event=account locked"},
           Case{"Alert", "The user \"bob\" has been locked.",
                "user=bob address= event=account locked"},
           Case{"Account locked", "Details\nUsername: bob@msp.example.com\nIP: 203.0.113.5",
                "user=bob@msp.example.com address=203.0.113.5 event=account locked"},
           Case{"Account locked", "User name: https://psa.example.com",
                me + " event=account locked"},
           Case{"Account locked", "The user bob has been locked by the user ann.",
                "user=bob address= event=account locked"},
           Case{"Konto gesperrt", "Benutzername: bob", "user=bob address= event=account locked"},
       }) {
    INFO(one.subject << " / " << one.body);
    CHECK(row_of(read_mails(mail(one.subject, one.body))) == one.row);
  }
}

TEST_CASE("read mail: encodings") {
  struct Case {
    const char* name;
    std::string message;
  };
  const std::string plain = "Content-Type: text/plain; charset=";
  const std::string html =
      "<html><head><title>1.2.3.4</title><style>p{}</style></head><body><p>Your "
      "account&nbsp;has been<br>locked</p>IP: 203.0.113.5</body></html>\n";
  const std::string alternative = "Content-Type: multipart/alternative; boundary=b\n";
  for (const Case& one : {
           Case{"quoted-printable",
                mail("x", "Your acc=\nount has been=20locked, IP=3A 203.0.113.5",
                     plain + "utf-8\nContent-Transfer-Encoding: quoted-printable\n")},
           Case{"base64", mail("x", "WW91ciBhY2NvdW50IGhhcyBiZWVuIGxvY2tlZCwgSVA6IDIwMy4wLjExMy41",
                               plain + "utf-8\nContent-Transfer-Encoding: base64\n")},
           Case{"utf-16",
                mail("x",
                     "WQBvAHUAcgAgAGEAYwBjAG8AdQBuAHQAIABoAGEAcwAgAGIAZQBlAG4AIABsAG8AYwBrAGUAZAAs"
                     "ACAASQBQADoAIAAyADAAMwAuADAALgAxADEAMwAuADUA",
                     plain + "utf-16le\nContent-Transfer-Encoding: base64\n")},
           Case{"unknown charset",
                mail("x", "Your account has been locked, IP: 203.0.113.5", plain + "x-unknown\n")},
           Case{"encoded subject",
                mail("=?utf-8?B?QWNjb3VudCBs?= =?utf-8?Q?ocked?=", "IP: 203.0.113.5")},
           Case{"html", mail("x", html, "Content-Type: text/html; charset=utf-8\n")},
           Case{"plain before html",
                mail("x",
                     "--b\nContent-Type: text/plain\n\nYour account has been locked, IP: "
                     "203.0.113.5\n--b\nContent-Type: text/html\n\n<p>IP: 203.0.113.6\n--b--\n",
                     alternative)},
           Case{"html if the plain part is empty",
                mail("x",
                     "--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n" + html +
                         "--b--\n",
                     alternative)},
           Case{"nested, with an attached file",
                mail("x",
                     "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: "
                     "text/html\n\n" +
                         html +
                         "--c--\n--b\nContent-Type: text/plain\n"
                         "Content-Disposition: attachment\n\nfrom IP 203.0.113.77\n--b--\n",
                     "Content-Type: multipart/mixed; boundary=b\n")},
           Case{"html, with a part that a scanner added",
                mail("x",
                     "--b\nContent-Type: text/html\n\n" + html +
                         "--b\nContent-Type: text/plain\n\nThis message was scanned.\n--b--\n",
                     "Content-Type: multipart/mixed; boundary=b\n")},
           Case{"CRLF",
                [] {
                  std::string lines;
                  for (const char c :
                       mail("Account locked", "Your account has been\nlocked, IP: 203.0.113.5"))
                    lines += c == '\n' ? "\r\n" : std::string(1, c);
                  return lines;
                }()},
       }) {
    INFO(one.name);
    CHECK(row_of(read_mails(one.message)) ==
          "user=api@msp.example.com address=203.0.113.5 event=account locked");
  }
}

TEST_CASE("read mail: headers that are missing or odd") {
  struct Case {
    const char* name;
    std::string message, row;
  };
  const std::string locked = "Subject: Account locked\nMessage-ID: <2@x>\n";
  const std::string row = " address= event=account locked count= id=2@x\n";
  for (const Case& one : {
           Case{"delivered to",
                "Date: Tue, 19 May 2026 08:07:19 GMT\nTo: undisclosed-recipients:;\nDelivered-To: "
                "ann@example.com\n",
                "1 time=Tue, 19 May 2026 08:07:19 GMT user=ann@example.com"},
           Case{"original recipient",
                "Date: Tue, 19 May 2026 08:07:19 GMT\nX-Original-To: <ann@example.com>\n",
                "1 time=Tue, 19 May 2026 08:07:19 GMT user=ann@example.com"},
           Case{"a group",
                "Date: Tue, 19 May 2026\n\t08:07:19 +0000\nTo: staff: ann@example.com, "
                "bob@example.com;\n",
                "1 time=Tue, 19 May 2026\t08:07:19 +0000 user=ann@example.com"},
           Case{"an invalid date", "Date: soon\nTo: a@x\n", "1 time=soon user=a@x"},
       }) {
    INFO(one.name);
    const Dump got = read_mails(one.message + locked + "\nx\n");
    CHECK(got.rows == one.row + row);
    CHECK(got.messages.empty());
  }
  CHECK(read_mails("To: ann@example.com\n" + locked + "\nx\n").messages ==
        "warning 1:0 no event date; skipped [^Account locked]\n");
  CHECK(read_mails("Date: Tue, 19 May 2026 08:07:19 GMT\n" + locked + "\nx\n").messages ==
        "warning 1:0 no recipient and no username; skipped [^Account locked]\n");
}

TEST_CASE("read mail: mails that are not recognized") {
  const Dump one = read_mails(mail("Lunch", "At noon."));
  CHECK_FALSE(one.ok);
  CHECK(
      one.messages ==
      "error 0:0 the message is not a recognized notice / a profile with a pattern of its wording "
      "makes a mail known: --profile FILE\n"
      "note 1:0 not a recognized notice; skipped [^Lunch] / a profile with a pattern of its "
      "wording makes a mail known: --profile FILE\n");
  CHECK(read_mails(kFrom + mail("A", "") + '\n' + kFrom + mail("B", ""))
            .messages.starts_with("error 0:0 none of the 2 messages is a recognized notice / "));
  CHECK(read_mails("").messages == "error 0:0 no message was found\n");
}

TEST_CASE("read mail: a user's profile") {
  Profile profile;
  profile.name = "gate";
  profile.mails = {{"login failed", "Gate refused {user} at {address}, reason {reason}"},
                   {"", "tries: {count}"}};
  profile.words = {{Field::reason, "pw", "wrong password"}};
  ReadOptions options;
  options.profiles = {profile};
  const Dump got = read_mails(
      mail("Gate refused ann at 203.0.113.5, reason PW.", "Your account is locked. Tries: 4"),
      options);
  CHECK(got.info.profile == "gate");
  CHECK(got.rows ==
        "1 time=Tue, 19 May 2026 08:07:19 -0400 (EDT) user=ann address=203.0.113.5 reason=wrong "
        "password "
        "event=login failed count=4 id=1@psa.example.com\n");
}

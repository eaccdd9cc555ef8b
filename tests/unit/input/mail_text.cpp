// Texts of mails: addresses, HTML, lines added by servers, named lines.
#include "catch.hpp"
#include "input/mail/message.hpp"
#include "input/mail/notice.hpp"
#include "input/mail/split.hpp"
#include "unit/input/mail_dump.hpp"

using namespace whylocked;

TEST_CASE("read mail: the address in a text") {
  struct Case {
    std::string_view text, address;
  };
  for (const Case& one : {
           Case{"from 203.0.113.5.", "203.0.113.5"},
           Case{"IP:203.0.113.5", "203.0.113.5"},
           Case{"IP-Adresse:203.0.113.5,", "203.0.113.5"},
           Case{"(203.0.113.5)", "203.0.113.5"},
           Case{"203.0.113.5:443", "203.0.113.5"},
           Case{"from [2001:db8::7]:443", "2001:db8::7"},
           Case{"from 2001:db8::7.", "2001:db8::7"},
           Case{"from 2001:db8:0:0:0:0:0:7: locked", "2001:db8:0:0:0:0:0:7"},
           Case{"from ::ffff:203.0.113.5 now", "::ffff:203.0.113.5"},
           Case{"Version 1.2.3.4", ""},
           Case{"version: 1.2.3.4 from 203.0.113.5", "203.0.113.5"},
           Case{"v1.2.3.4 build-1.2.3.5 1.2.3.6-beta 1.2.3.7/24", ""},
           Case{"5.6.7.8 was the number. Attempt from IP 203.0.113.5", "203.0.113.5"},
           Case{"5.6.7.8 and 203.0.113.5", "5.6.7.8"},
           Case{"from IP 192.168.1.7, outside 203.0.113.5", "203.0.113.5"},
           Case{"from IP 192.168.1.7", "192.168.1.7"},
           Case{"https://203.0.113.5/unlock from 203.0.113.6", "203.0.113.6"},
           Case{"name@203.0.113.5", ""},
           Case{"0.0.0.0 255.255.255.0 256.1.1.1 1.2.3 1.2.3.4.5 01.2.3.4", ""},
           Case{"at 08:07:19 on 2026-05-19", ""},
           Case{"std::string a::b ::", ""},
           Case{"we saw it from these: 203.0.113.5", "203.0.113.5"},
           Case{"", ""},
       }) {
    INFO(one.text);
    CHECK(input::address_of(one.text) == one.address);
  }
}

TEST_CASE("read mail: lines added by mail servers are ignored") {
  const std::string trace = "Received: from x ([203.0.113.99])\n\tby y ([203.0.113.98]);\n date\n";
  CHECK(row_of(read_mails(mail("Account locked", trace))).find("203.") == std::string::npos);
  CHECK(input::without_trace(trace + "text\n " + "more\n") == "text\n more\n");
  CHECK(input::without_trace("> > Received: a\n> >  b\n> > c\n") == "> > c\n");
  CHECK(input::without_trace("received it\nreceived: x") == "received it\n");
}

TEST_CASE("read mail: html") {
  struct Case {
    std::string_view html, text;
  };
  for (const Case& one : {
           Case{"a<br>b<BR/>c", "a\nb\nc"},
           Case{"<p class='x>y'>a</p>b", "\na\nb"},
           Case{"<td>a</td><td>b</td>", " a  b "},
           Case{"a<b>b</b>c", "abc"},
           Case{"a<!-- <p> -->b", "ab"},
           Case{"a<!-- b", "a"},
           Case{"<style>a</style>b<script>c</p></SCRIPT>d<title>e</title>", "bd"},
           Case{"<style>a", ""},
           Case{"&lt;&amp;&gt;&nbsp;&auml;&#65;&#x42;&#xa0;",
                "<&> \xc3\xa4"
                "AB "},
           Case{"&nosuch; & &;&#; &#x; &#xd800;&#1114112;&#99999999999;",
                "&nosuch; & &;&#; &#x; \xef\xbf\xbd\xef\xbf\xbd&#99999999999;"},
           Case{"a&zwnj;b&shy;c", "abc"},
           Case{"1 < 2 and <3> or <", "1 < 2 and <3> or <"},
           Case{"a<p title=\"never closed>b", "a\nb"},
           Case{"a<p", "a\n"},
           Case{"</", "</"},
           Case{"", ""},
       }) {
    INFO(one.html);
    CHECK(input::text_of_html(one.html) == one.text);
  }
}

TEST_CASE("read mail: texts that look like mails") {
  struct Case {
    std::string head;
    bool is_mail;
  };
  for (const Case& one : {
           Case{mail("x", "y"), true},
           Case{"\r\n" + mail("x", "y"), true},
           Case{kFrom + mail("x", "y"), true},
           Case{"Subject: x\nTo: y\n\nz", true},
           Case{"X-Mailer: q\nX-Other: r\nFrom: a\nDate: b\n", true},
           Case{"Von: a\r\nGesendet: b\r\nAn: c\r\nBetreff: d\r\n\r\ne", true},
           Case{"-----Original Message-----\nFrom: a\nSent: b\n", true},
           Case{"> From: a\n> Sent: b\n", true},
           Case{"", false},
           Case{"\n\n", false},
           Case{"Subject: x\n\nTo: y\n", false},
           Case{"Hello,\nFrom: a\nTo: b\n", false},
           Case{"From the first day:\nTo: all\n", false},
           Case{kFrom, false},
           Case{kFrom + "Time,User\n", false},
           Case{"Time,User\n2026-05-19,ann\n", false},
           Case{"From,To,Subject\na,b,c\n", false},
           Case{"{\"From\": \"a\",\n\"To\": \"b\"}", false},
           Case{"From;To\nFrom: a;b\n", false},
           Case{"May 19 08:07:19 h sshd[1]: Failed password for ann from 192.0.2.7 port 1\n",
                false},
           Case{"2026-05-19T08:07:19Z h sshd[1]: x\n", false},
           Case{"time: 08:00\nuser: ann\n", false},
       }) {
    INFO(one.head);
    CHECK(input::looks_like_mail(one.head) == one.is_mail);
  }
}

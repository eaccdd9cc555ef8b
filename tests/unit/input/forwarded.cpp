// Callers that a proxy names.
#include "input/table/forwarded.hpp"
#include "base/split.hpp"
#include "catch.hpp"
#include "unit/input/dump.hpp"

using namespace whylocked;

TEST_CASE("read: the caller that a proxy names") {
  struct Row {
    std::string_view forwarded, peer, caller;
  };
  for (const Row row : {
           Row{"203.0.113.9", "10.0.0.1", "203.0.113.9"},
           Row{"203.0.113.9", "198.51.100.7", "203.0.113.9"},
           Row{"203.0.113.9", "", "203.0.113.9"},
           Row{"203.0.113.9, 10.0.0.4", "10.0.0.1", "203.0.113.9"},
           Row{"10.1.2.3, 203.0.113.5:5555, 198.51.100.7", "10.0.0.1", "203.0.113.5"},
           Row{"unknown, 203.0.113.5", "10.0.0.1", "203.0.113.5"},
           Row{"2001:db8::7", "10.0.0.1", "2001:db8::7"},
           Row{"[2001:db8::7]:443", "10.0.0.1", "2001:db8::7"},
           Row{"[2001:db8::7", "10.0.0.1", "2001:db8::7"},
           Row{"for=203.0.113.9;proto=https;by=198.51.100.7", "10.0.0.1", "203.0.113.9"},
           Row{"by=198.51.100.7;For=\"[2001:db8::7]:4711\"", "10.0.0.1", "2001:db8::7"},
           Row{"for=_hidden, for=203.0.113.9", "10.0.0.1", "203.0.113.9"},
           // Behind an inner proxy a caller is private; behind a public one that address says
           // nothing.
           Row{"10.1.2.3", "10.0.0.1", "10.1.2.3"},
           Row{"10.1.2.3", "", "10.1.2.3"},
           Row{"10.1.2.3", "198.51.100.7:443", ""},
           Row{"fc00::7", "2001:db8::7", ""},
           Row{"", "10.0.0.1", ""},
       }) {
    CAPTURE(row.forwarded, row.peer);
    CHECK(input::caller_of(row.forwarded, row.peer) == row.caller);
  }
  std::string_view words =
      "- unknown null N/A None (null) 0.0.0.0 :: ::1 127.0.0.1 127.8.9.1 ::ffff:127.0.0.1 "
      "for=unknown for= for=\"\" [ [] \" ,; 203.0.113 203.0.113.9.1 by=203.0.113.9";
  while (!words.empty()) {
    const std::string_view nobody = take_until(words, ' ');
    CAPTURE(nobody);
    CHECK(input::caller_of(nobody, "10.0.0.1").empty());
    CHECK(input::caller_of(nobody, "").empty());
  }
}

TEST_CASE("read: a column of callers beside the proxy's") {
  struct Table {
    std::string_view name, text, rows;
  };
  for (const Table& table : {
           Table{"placeholders",
                 "Time,User,X-Forwarded-For,IP\n1,ann,unknown,10.0.0.1\n"
                 "2,ann,203.0.113.9,10.0.0.1\n3,ann,,10.0.0.1\n4,ann\n",
                 "2 time=1 user=ann address=10.0.0.1\n3 time=2 user=ann address=203.0.113.9\n"
                 "4 time=3 user=ann address=10.0.0.1\n5 time=4 user=ann address=\n"},
           Table{"the first that names a caller",
                 "Time,User,IP,True-Client-IP,XFF\n"
                 "1,ann,10.0.0.1,203.0.113.5,203.0.113.6\n2,ann,10.0.0.1,::,203.0.113.6\n",
                 "2 time=1 user=ann address=203.0.113.5\n3 time=2 user=ann address=203.0.113.6\n"},
           Table{"no other column",
                 "Time,User,XFF\n1,ann,unknown\n2,ann,\"203.0.113.6, 10.0.0.1\"\n",
                 "2 time=1 user=ann address=unknown\n"
                 "3 time=2 user=ann address=203.0.113.6, 10.0.0.1\n"},
           Table{"json",
                 R"({"time":"1","user":"ann","x-forwarded-for":"N/A","ip":"10.0.0.1"})"
                 "\n"
                 R"({"time":"2","user":"ann","x-forwarded-for":["203.0.113.9","10.0.0.4"],)"
                 R"("ip":"10.0.0.1"})"
                 "\n"
                 R"({"time":"3","user":"ann","ip":"10.0.0.2"})",
                 "1 time=1 user=ann address=10.0.0.1\n2 time=2 user=ann address=203.0.113.9\n"
                 "3 time=3 user=ann address=10.0.0.2\n"},
       }) {
    INFO(table.name);
    CHECK(dump(table.text).rows == table.rows);
  }
}

TEST_CASE("read csv: numbers below Failed") {
  struct Table {
    std::string_view text, row;  // the first
  };
  for (const Table& table : {
           Table{"Time,User,Failed\n1,ann,3\n2,bob,0\n3,cid,\n", "2 time=1 user=ann count=3\n"},
           Table{"Time,User,Failed\n1,ann,1\n2,bob,0\n", "2 time=1 user=ann outcome=1\n"},
           Table{"Time,User,Failed\n1,ann,3\n2,bob,yes\n", "2 time=1 user=ann outcome=3\n"},
           Table{"Time,User,Failed\n1,ann,3\n2,bob,50126\n", "2 time=1 user=ann outcome=3\n"},
           Table{"Time,User,Event,Failed\n1,ann,Login,3\n",
                 "2 time=1 user=ann outcome=3 event=Login\n"},
           Table{"Time,User,Status,Failed\n1,ann,Failure,2\n", "2 time=1 user=ann outcome=2\n"},
           Table{"Time,User,Failed,Reason\n1,ann,12,x\n",
                 "2 time=1 user=ann outcome=12 reason=x\n"},
       }) {
    INFO(table.text);
    CHECK(dump(table.text).rows.starts_with(table.row));
  }
}

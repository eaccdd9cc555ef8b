// Addresses and prefixes: parsed strictly, written canonically.
#include "whylocked/address.hpp"
#include "catch.hpp"

using namespace whylocked;

TEST_CASE("addresses") {
  struct Case {
    const char* text;
    const char* canonical;  // empty: refused
  };
  for (const Case& one : {
           Case{"198.51.100.7", "198.51.100.7"},
           Case{"0.0.0.0", "0.0.0.0"},
           Case{"255.255.255.255", "255.255.255.255"},
           Case{"::ffff:198.51.100.7", "198.51.100.7"},
           Case{"::FFFF:c633:6407", "198.51.100.7"},
           Case{"2001:db8::7", "2001:db8::7"},
           Case{"2001:0DB8:0000:0000:0000:0000:0000:0007", "2001:db8::7"},
           Case{"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
           Case{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
           Case{"::", "::"},
           Case{"::1", "::1"},
           Case{"1::", "1::"},
           Case{"64:ff9b::198.51.100.7", "64:ff9b::c633:6407"},
           Case{"", ""},
           Case{"198.51.100", ""},
           Case{"198.51.100.7.1", ""},
           Case{"198.51.100.256", ""},
           Case{"198.51.100.07", ""},
           Case{"198.51.100.-7", ""},
           Case{" 198.51.100.7", ""},
           Case{"198.51.100.7:80", ""},
           Case{"2001:db8::7::1", ""},
           Case{"2001:db8", ""},
           Case{"1:2:3:4:5:6:7:8:9", ""},
           Case{"1:2:3:4:5:6:7:", ""},
           Case{":1:2:3:4:5:6:7", ""},
           Case{"12345::", ""},
           Case{"fe80::1%eth0", ""},
           Case{"g::1", ""},
       }) {
    INFO("text: " << one.text);
    const auto address = parse_address(one.text);
    CHECK((address ? to_text(*address) : "") == one.canonical);
    if (address) CHECK(parse_address(to_text(*address)) == address);
  }
}

TEST_CASE("addresses that are not routed on the internet") {
  for (const char* const text : {"10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
                                 "127.0.0.1", "169.254.1.1", "100.64.0.1", "100.127.255.255",
                                 "fc00::1", "fdff::1", "fe80::1", "::1", "::ffff:10.1.2.3"}) {
    INFO(text);
    CHECK(parse_address(text)->is_private());
  }
  for (const char* const text :
       {"9.255.255.255", "11.0.0.0", "172.15.0.1", "172.32.0.1", "192.169.0.1", "100.63.255.255",
        "100.128.0.0", "198.51.100.7", "2001:db8::7", "fbff::1", "::2"}) {
    INFO(text);
    CHECK_FALSE(parse_address(text)->is_private());
  }
}

TEST_CASE("prefixes") {
  struct Case {
    const char* text;
    const char* canonical;  // empty: refused
    const char* inside;
    const char* outside;
  };
  for (const Case& one : {
           Case{"198.51.100.0/24", "198.51.100.0/24", "198.51.100.255", "198.51.101.0"},
           Case{"198.51.100.77/24", "198.51.100.0/24", "198.51.100.0", "198.51.99.255"},
           Case{"198.51.100.7", "198.51.100.7/32", "198.51.100.7", "198.51.100.8"},
           Case{"0.0.0.0/0", "0.0.0.0/0", "255.255.255.255", "2001:db8::7"},
           Case{"2001:db8::/32", "2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"},
           Case{"2001:db8::7/64", "2001:db8::/64", "2001:db8::ffff:1", "2001:db8:0:1::"},
           Case{"2001:db8::7", "2001:db8::7/128", "2001:db8::7", "2001:db8::8"},
           Case{"::/0", "::/0", "198.51.100.7", ""},
           Case{"198.51.100.0/33", "", "", ""},
           Case{"2001:db8::/129", "", "", ""},
           Case{"198.51.100.0/", "", "", ""},
           Case{"198.51.100.0/-1", "", "", ""},
           Case{"198.51.100.0/2x", "", "", ""},
           Case{"/24", "", "", ""},
       }) {
    INFO("text: " << one.text);
    const auto prefix = parse_prefix(one.text);
    CHECK((prefix ? to_text(*prefix) : "") == one.canonical);
    if (!prefix) continue;
    CHECK(prefix->contains(*parse_address(one.inside)));
    if (*one.outside) CHECK_FALSE(prefix->contains(*parse_address(one.outside)));
  }
}

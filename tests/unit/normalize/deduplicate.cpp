// Rows of one or several files that are one event.
#include <string>
#include <vector>

#include "catch.hpp"
#include "whylocked/normalize.hpp"

using namespace whylocked;

namespace {

constexpr std::string_view kHead = "Time,User,IP,Result,Request ID\n";

std::string row(int minute, std::string_view user, std::string_view id = "",
                std::string_view result = "Failure") {
  return "2026-05-19T08:0" + std::to_string(minute) + ":00Z," + std::string(user) +
         ",198.51.100.7," + std::string(result) + ',' + std::string(id) + '\n';
}

std::string exact(int minute) {
  return "2026-05-19T08:0" + std::to_string(minute) + ":30Z,ann,198.51.100.7,Failure,\n";
}

std::string rounded(int minute) {
  return "2026-05-19T08:0" + std::to_string(minute) + "Z,ann,198.51.100.7,Failure,\n";
}

struct Merged {
  Events events;
  std::vector<InputInfo> inputs;
  Diagnostics diagnostics;

  std::string describe() const {
    std::string text;
    for (const Diagnostic& one : diagnostics.list()) text += one.file + ": " + one.message + '\n';
    return text;
  }
};

Merged merge(const std::vector<std::string>& files) {
  Merged merged;
  merged.inputs.resize(files.size());
  const NormalizeOptions how;
  for (std::size_t i = 0; i < files.size(); ++i) {
    InputInfo& info = merged.inputs[i];
    const std::string name(1, static_cast<char>('a' + i));
    Normalizer normalizer(how, static_cast<std::uint16_t>(i), info, merged.events,
                          merged.diagnostics);
    REQUIRE(read_text(files[i], name, {}, normalizer, merged.diagnostics, info));
    REQUIRE(normalizer.finish());
  }
  sort_events(merged.events);
  merge_events(merged.events, merged.inputs, merged.diagnostics);
  return merged;
}

struct MergeCase {
  const char* what;
  std::vector<std::string> files;  // rows below the header
  std::size_t events;
  std::string expected;
};

const MergeCase kMergeCases[] = {
    {"one file without ids: equal rows are equal attempts", {row(1, "ann") + row(1, "ann")}, 2, ""},
    {"one file with ids: a duplicate record",
     {row(1, "ann", "r1") + row(1, "ann", "r1") + row(1, "ann", "r2")},
     2,
     "a: 1 duplicate row, counted once\n"},
    {"two exports overlap",
     {row(1, "ann") + row(2, "ann"), row(2, "ann") + row(3, "ann")},
     3,
     "b: 1 row is in \"a\" too, counted once\n"},
    {"two equal attempts stay two",
     {row(1, "ann") + row(1, "ann"), row(1, "ann") + row(1, "ann")},
     2,
     "b: 2 rows are in \"a\" too, counted once\n"},
    {"of equal rows, as many as in the file with the most",
     {row(1, "ann"), row(1, "ann") + row(1, "ann") + row(1, "ann")},
     3,
     "a: 1 row is in \"b\" too, counted once\n"},
    {"ids separate equal rows", {row(1, "ann", "r1"), row(1, "ann", "r2")}, 2, ""},
    {"an id outranks a difference",
     {row(1, "ann", "r1"), "2026-05-19T08:01:00Z,ann,,Failure,r1\n"},
     1,
     "b: 1 row is in \"a\" too, counted once\n"},
    {"one id, two users: two events", {row(1, "ann", "r1"), row(1, "bob", "r1")}, 2, ""},
    {"one id, two kinds: two events", {row(1, "ann", "r1"), row(1, "ann", "r1", "Success")}, 2, ""},
    {"three files of one event",
     {row(1, "ann"), row(1, "ann"), row(1, "ann")},
     1,
     "b: 1 row is in \"a\" too, counted once\nc: 1 row is in \"a\" too, counted once\n"},
    {"two copies of one export without seconds",
     {exact(1) + exact(2) + exact(3), rounded(1) + rounded(2) + rounded(3),
      rounded(1) + rounded(2) + rounded(3)},
     3,
     "b: 3 rows are in \"a\" too, counted once\nc: 3 rows are in \"a\" too, counted once\n"},
    {"a copy of two exports without seconds",
     {exact(1) + exact(2), exact(3) + exact(4), rounded(1) + rounded(2) + rounded(3) + rounded(4)},
     4,
     "c: 2 rows are in \"a\" too, counted once\nc: 2 rows are in \"b\" too, counted once\n"},
};

}  // namespace

TEST_CASE("an event that several rows report counts once") {
  for (const MergeCase& one : kMergeCases) {
    CAPTURE(one.what);
    std::vector<std::string> files;
    for (const std::string& rows : one.files) files.push_back(std::string(kHead) + rows);
    const Merged merged = merge(files);
    CHECK(merged.events.rows.size() == one.events);
    CHECK(merged.describe() == one.expected);
  }
}

TEST_CASE("a period that no file covers is reported, a pause within a file is not") {
  const std::string day19 =
      "2026-05-19T08:00:00Z,ann,,Failure,\n2026-05-19T09:00:00Z,ann,,Failure,\n";
  const std::string day25 = "2026-05-25T08:00:00Z,ann,,Failure,\n";
  const std::string both = day19 + day25;
  const std::string head(kHead);
  CHECK(merge({head + day19, head + day25}).describe() ==
        "b: no input covers the 5 days between \"a\" and this file\n");
  CHECK(merge({head + both}).describe().empty());
  CHECK(merge({head + both, head + "2026-05-30T08:00:00Z,ann,,Failure,\n"}).describe().empty());
}

namespace {

struct TwinCase {
  const char* what;
  std::vector<std::string> files;
  std::size_t events;
  std::uint64_t twins;
};

const char* const kWindowsHead = "Time,User,Event,IP,Reason Code,Workstation Name,Computer\n";

std::string windows_row(const std::string& second, const std::string& id, const std::string& rest,
                        const std::string& user = "ann", const std::string& recorder = "") {
  return "2026-05-19T08:00:" + second + "Z," + user + ',' + id + ',' + rest + ',' + recorder + '\n';
}

const TwinCase kTwinCases[] = {
    {"the domain controller and the member report one attempt",
     {windows_row("00.101", "4776", ",0xC000006A,PC-1") +
      windows_row("00.103", "4625", "10.0.0.9,0xC000006A,PC-1")},
     1,
     1},
    {"in either order, from two files",
     {windows_row("00", "4625", "10.0.0.9,0xC000006A,PC-1"),
      windows_row("01", "4771", "10.0.0.9,0x18,")},
     1,
     1},
    {"three systems, one attempt",
     {windows_row("00", "6273", ",,") + windows_row("00", "4776", ",0xC000006A,") +
      windows_row("01", "4625", "10.0.0.9,0xC000006A,")},
     1,
     2},
    {"an administrator's attempt on a Cisco ASA, written three times",
     {windows_row("00", "113015", "10.0.0.9,,") + windows_row("00", "611102", "10.0.0.9,,") +
      windows_row("01", "605004", "10.0.0.9,,")},
     1,
     2},
    {"two controllers, of which one passes the password on to the other",
     {windows_row("00.101", "4776", ",0xC000006A,PC-1"),
      windows_row("00.250", "4776", ",0xC000006A,PC-1")},
     1,
     1},
    {"and the member too",
     {windows_row("00.101", "4771", "10.0.0.9,0x18,") +
          windows_row("00.300", "4625", "10.0.0.9,0xC000006A,PC-1"),
      windows_row("00.250", "4771", "10.0.0.9,0x18,")},
     1,
     2},
    {"a third row of the second controller is another attempt",
     {windows_row("00.101", "4776", ",0xC000006A,PC-1"),
      windows_row("00.250", "4776", ",0xC000006A,PC-1") +
          windows_row("01.500", "4776", ",0xC000006A,PC-1")},
     2,
     1},
    {"two controllers in one file, which names them",
     {windows_row("00.101", "4776", ",0xC000006A,PC-1", "ann", "DC01") +
      windows_row("00.250", "4776", ",0xC000006A,PC-1", "ann", "DC02")},
     1,
     1},
    {"two tries of one second, by Kerberos",
     {windows_row("00", "4771", "10.0.0.9,0x18,", "ann", "DC01") +
      windows_row("00", "4771", "10.0.0.9,0x18,", "ann", "DC01") +
      windows_row("00", "4771", "10.0.0.9,0x18,", "ann", "DC02") +
      windows_row("00", "4771", "10.0.0.9,0x18,", "ann", "DC02")},
     2,
     2},
    {"one controller in one file",
     {windows_row("00.101", "4776", ",0xC000006A,PC-1", "ann", "DC01") +
      windows_row("00.250", "4776", ",0xC000006A,PC-1", "ann", "DC01")},
     2,
     0},
    {"one controller in two files",
     {windows_row("00.101", "4776", ",0xC000006A,PC-1", "ann", "DC01"),
      windows_row("00.250", "4776", ",0xC000006A,PC-1", "ann", "DC01")},
     2,
     0},
    {"two members in one file",
     {windows_row("00.101", "4625", ",0xC000006A,PC-1", "ann", "SRV01") +
      windows_row("00.250", "4625", ",0xC000006A,PC-1", "ann", "SRV02")},
     2,
     0},
    {"members do not pass attempts on",
     {windows_row("00.101", "4625", ",0xC000006A,PC-1"),
      windows_row("00.250", "4625", ",0xC000006A,PC-1")},
     2,
     0},
    {"the refused ticket and its reason",
     {windows_row("00.101", "4768", "10.0.0.9,0x18,") +
      windows_row("00.102", "4771", "10.0.0.9,0x18,")},
     1,
     1},
    {"a success and a failure are two",
     {windows_row("00", "4776", ",0x0,") + windows_row("01", "4625", ",0xC000006A,")},
     2,
     0},
    {"rows of one system are separate attempts",
     {windows_row("00", "4625", ",0xC000006A,") + windows_row("01", "4625", ",0xC000006A,")},
     2,
     0},
    {"each row has at most one twin",
     {windows_row("00.0", "4776", ",0xC000006A,") + windows_row("00.1", "4625", ",0xC000006A,") +
      windows_row("00.5", "4776", ",0xC000006A,") + windows_row("00.6", "4625", ",0xC000006A,")},
     2,
     2},
    {"three seconds are too long",
     {windows_row("00", "4776", ",0xC000006A,") + windows_row("03", "4625", ",0xC000006A,")},
     2,
     0},
    {"two accounts",
     {windows_row("00", "4776", ",0xC000006A,") + windows_row("00", "4625", ",0xC000006A,", "bob")},
     2,
     0},
    {"two addresses",
     {windows_row("00", "4771", "10.0.0.8,0x18,") +
      windows_row("00", "4625", "10.0.0.9,0xC000006A,")},
     2,
     0},
};

}  // namespace

TEST_CASE("an attempt that two systems report counts once") {
  for (const TwinCase& one : kTwinCases) {
    CAPTURE(one.what);
    std::vector<std::string> files;
    for (const std::string& rows : one.files) files.push_back(kWindowsHead + rows);
    const Merged merged = merge(files);
    CHECK(merged.events.rows.size() == one.events);
    std::uint64_t twins = 0;
    for (const InputInfo& input : merged.inputs) twins += input.twins;
    CHECK(twins == one.twins);
    CHECK((merged.diagnostics.count("twins") > 0) == (one.twins > 0));
  }
  const Merged first = merge({kWindowsHead + kTwinCases[0].files[0]});
  const Event& kept = first.events.rows.at(0);
  CHECK(to_text(first.events.addresses.at(kept.address)) == "10.0.0.9");
  CHECK(first.events.texts.text(first.events.programs.at(kept.program).computer) == "PC-1");
}

// Compressed files, zip archives and folders: the inputs they hold, and those that are rejected.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "catch.hpp"
#include "folder.hpp"
#include "input/archive/archive.hpp"
#include "input/limits.hpp"
#include "unit/input/dump.hpp"
#include "unit/input/pack.hpp"

using namespace whylocked;
namespace fs = std::filesystem;

namespace {

const std::string kTable = "Time,User\n1,ann\n";

// "name[compression format] rows" for each input, and the messages; "DIR" is the folder.
struct GotAll {
  bool ok = false;
  std::string inputs, messages;
};

class AllInputs : public InputSink {
 public:
  explicit AllInputs(std::size_t most) : most_(most) {}
  std::optional<Target> open(const std::string& name) override {
    if (opened_++ == most_) return std::nullopt;
    name_ = name;
    sink_ = DumpSink();
    info_ = InputInfo();
    return Target{sink_, info_};
  }
  void close(bool read) override {
    text += name_ + '[' + info_.compression + ' ' + info_.format + "] " + (read ? "" : "! ") +
            sink_.text + (sink_.text.empty() ? "\n" : "");
  }
  std::string text;

 private:
  std::size_t most_, opened_ = 0;
  std::string name_;
  DumpSink sink_;
  InputInfo info_;
};

std::string without(std::string text, const std::string& folder) {
  for (std::size_t at; (at = text.find(folder)) != text.npos;)
    text.replace(at, folder.size(), "DIR");
  return text;
}

GotAll read_all(const std::string& path, const std::string& folder, std::size_t most = SIZE_MAX) {
  Diagnostics diagnostics;
  AllInputs inputs(most);
  GotAll got;
  got.ok = read_path(path, {}, inputs, diagnostics);
  got.inputs = without(inputs.text, folder);
  for (const Diagnostic& one : diagnostics.list())
    got.messages += without(one.file, folder) + ": " + one.message +
                    (one.hint.empty() ? "" : " / " + one.hint) + '\n';
  return got;
}

GotAll read_all(const std::string& content) {
  const Folder folder;
  return read_all(folder.put("file", content), folder.path);
}

// Standard input is a file here, but is read like a pipe.
GotAll read_standard_input(const std::string& content) {
  const Folder folder;
  const std::string path = folder.put("file", content);
  const int before = dup(STDIN_FILENO);
  REQUIRE(freopen(path.c_str(), "rb", stdin) != nullptr);
  const GotAll got = read_all("-", folder.path);
  dup2(before, STDIN_FILENO);
  close(before);
  return got;
}

}  // namespace

TEST_CASE("read: mails of one path are one input, and a mail that is not a notice is skipped") {
  const auto mail = [](const char* subject) {
    return "Date: Tue, 19 May 2026 08:07:19 +0000\nTo: ann@msp.example.com\nSubject: " +
           std::string(subject) + "\n\nHello.\n";
  };
  const std::string notice = mail("Your account has been locked"), other = mail("Lunch?");
  const Folder folder;
  const std::string path = folder.put(
      "mails",
      pack_zip({{"c.eml", notice}, {"a.eml", notice}, {"b.eml", other}, {"table.csv", kTable}}));
  const GotAll got = read_all(path, folder.path);
  CHECK(got.ok);
  CHECK(
      got.inputs.starts_with("DIR/mails/table.csv[zip csv] 2 time=1 user=ann\n"
                             "DIR/mails[zip mail] 1 time="));
  CHECK(got.messages.starts_with("DIR/mails: b.eml: not a recognized notice; skipped / "));
  const GotAll none = read_all(folder.put("none", pack_zip({{"b.eml", other}})), folder.path);
  CHECK_FALSE(none.ok);
}

TEST_CASE("read: one compressed stream") {
  for (const char* const filter : {"gzip", "zstd", "xz", "bzip2"}) {
    CAPTURE(filter);
    const std::string rows = "[" + std::string(filter) + " csv] 2 time=1 user=ann\n";
    const std::string packed = pack_stream(filter, kTable);
    CHECK(read_all(packed).inputs == "DIR/file" + rows);
    CHECK(read_all(packed).messages == "");
    CHECK(read_standard_input(packed).inputs == "-" + rows);
    CHECK(read_all(pack_stream(filter, "")).messages.starts_with("DIR/file: the file is empty / "));
    CHECK(read_all(pack_stream(filter, packed)).messages ==
          "DIR/file: an archive within an archive / unpack the outer one first\n");
    for (const std::size_t piece : kSmallPieces) CHECK(dump(packed, {}, piece).ok);
  }
}

// Makes the first block of an xz stream require a dictionary of 96 MiB. The size code follows the
// stream's header, the block's size and flags, and the filter's id and size.
void enlarge_dictionary(std::string& bytes, std::size_t stream) {
  constexpr std::size_t kHeader = 12, kCode = 16, kChecksum = 4;
  const std::size_t from = stream + kHeader;
  const std::size_t end = from + (static_cast<unsigned char>(bytes[from]) + 1) * 4 - kChecksum;
  bytes[stream + kCode] = 29;
  std::uint32_t sum = 0xffffffff;  // CRC-32 of everything before it
  for (std::size_t i = from; i < end; ++i) {
    sum ^= static_cast<unsigned char>(bytes[i]);
    for (int bit = 0; bit < 8; ++bit) sum = sum >> 1 ^ (sum % 2 != 0 ? 0xedb88320 : 0);
  }
  for (std::size_t i = 0; i < kChecksum; ++i) bytes[end + i] = static_cast<char>(~sum >> 8 * i);
}

TEST_CASE("read: xz streams and the memory they require") {
  std::string text = kTable;  // compresses to more than one piece
  for (unsigned i = 0; i < 40'000; ++i) text += std::to_string(i * 2654435761u) + ",ann\n";
  const std::string packed = pack_stream("xz", text);
  const std::string both = packed + std::string(8, '\0') + pack_stream("xz", "2,bob\n");
  CHECK(read_all(both).inputs.ends_with("40003 time=2 user=bob\n"));
  for (const std::size_t stream : {std::size_t{0}, packed.size() + 8}) {
    std::string larger = both;
    enlarge_dictionary(larger, stream);
    CHECK(read_all(larger).messages.find(
              "needs more than 64 MiB of memory to unpack / unpack it first\n") !=
          std::string::npos);
  }
  CHECK(read_all(packed.substr(0, 24) + '\3').messages ==
        "DIR/file: cannot unpack: the xz stream is damaged / is the file complete?\n");
}

TEST_CASE("read: two gzip members are one stream, as in gzip") {
  CHECK(read_all(pack_stream("gzip", kTable) + pack_stream("gzip", "2,bob\n")).inputs ==
        "DIR/file[gzip csv] 2 time=1 user=ann\n3 time=2 user=bob\n");
}

TEST_CASE("read: rows before the break in a truncated stream count") {
  std::string rows = "Time,User\n";
  for (int i = 0; i < 100'000; ++i) rows += std::to_string(i * 7919 % 100'003) + ",ann\n";
  for (const char* const filter : {"gzip", "zstd", "xz", "bzip2"}) {
    CAPTURE(filter);
    std::string packed = pack_stream(filter, rows);
    packed.resize(packed.size() * 9 / 10);
    const GotAll got = read_all(packed);
    CHECK_FALSE(got.ok);
    CHECK(got.inputs.find("] ! 2 time=0 user=ann\n") != got.inputs.npos);
    CHECK(got.messages.find("DIR/file: cannot unpack: ") != got.messages.npos);
  }
}

TEST_CASE("read: the members of a zip archive") {
  const Files files = {{"b.csv", kTable},
                       {"logs/", ""},
                       {"logs/a.csv", "Time;User\n3;eva\n"},
                       {"__MACOSX/._b.csv", "x"},
                       {".DS_Store", "x"},
                       {"a.json", "[{\"Time\":\"2\",\"User\":\"bob\"}]"}};
  const std::string inputs =
      "/b.csv[zip csv] 2 time=1 user=ann\n"
      "NAME/logs/a.csv[zip csv] 2 time=3 user=eva\n"
      "NAME/a.json[zip json] 1 time=2 user=bob\n";
  const auto named = [&](const std::string& name) {
    std::string text = name + inputs;
    for (std::size_t at; (at = text.find("NAME")) != text.npos;) text.replace(at, 4, name);
    return text;
  };
  const GotAll got = read_all(pack_zip(files));
  CHECK(got.ok);
  CHECK(got.inputs == named("DIR/file"));
  CHECK(got.messages ==
        "DIR/file: left out \"__MACOSX/._b.csv\", a hidden file\n"
        "DIR/file: left out \".DS_Store\", a hidden file\n");
  CHECK(read_standard_input(pack_zip(files)).inputs == named("-"));
}

TEST_CASE("read: members that cannot be read do not stop the others") {
  const std::string book =
      pack_book({{{"Log", text_row({"Time", "User"}) + text_row({"1", "ann"})}}});
  const GotAll got = read_all(pack_zip({{"a.gz", pack_stream("gzip", kTable)},
                                        {"b.zip", pack_zip({{"x.csv", kTable}})},
                                        {"c.xlsx", book},
                                        {"d.pdf", "%PDF-1.7"},
                                        {"m\xc3\xa4rz.csv", kTable}}));
  CHECK_FALSE(got.ok);
  CHECK(got.inputs ==
        "DIR/file/a.gz[zip ] ! \n"
        "DIR/file/b.zip[zip ] ! \n"
        "DIR/file/c.xlsx[zip xlsx] 2 time=1 user=ann\n"
        "DIR/file/d.pdf[zip ] ! \n"
        "DIR/file/m\xc3\xa4rz.csv[zip csv] 2 time=1 user=ann\n");
  CHECK(got.messages ==
        "DIR/file/a.gz: an archive within an archive / unpack the outer one first\n"
        "DIR/file/b.zip: an archive within an archive / unpack the outer one first\n"
        "DIR/file/d.pdf: this is a PDF, not a table / export as CSV instead\n");
  CHECK(read_all(pack_stream("gzip", book)).inputs == "DIR/file[gzip xlsx] 2 time=1 user=ann\n");
  CHECK(read_standard_input(book).inputs == "-[ xlsx] 2 time=1 user=ann\n");
}

TEST_CASE("read: zip archives that are rejected") {
  struct Row {
    std::string bytes;
    std::string expected;
  };
  Files many;
  for (std::size_t i = 0; i <= input::kMaxMembers; ++i) many.push_back({std::to_string(i), ""});
  const Row cases[] = {
      {pack_zip({}), "DIR/file: this is an empty zip archive / export again as CSV\n"},
      {pack_zip({{"a/", ""}}),
       "DIR/file: the archive holds no files to read / put the exports directly into it\n"},
      {pack_zip({{"a.csv", kTable}}, "secret"),
       "DIR/file/a.csv: is encrypted / unpack it with its password first\n"},
      {pack_zip(many),
       "DIR/file: cannot read the zip archive: it holds more than 10000 members / unpack it "
       "first\n"},
      {pack_zip({{"mimetype", "x"}, {"META-INF/manifest.xml", ""}, {"content.xml", ""}}),
       "DIR/file: this is an OpenDocument file (ods), not text / open it and save the table as CSV "
       "or xlsx\n"},
      {pack_stream("gzip", kTable).substr(0, 12),
       "DIR/file: cannot unpack: truncated gzip input / is the file complete?\n"},
      {"PK\x03\x04" + std::string(200, '\0'),
       "DIR/file: cannot read the zip archive: it is truncated or damaged ("},
  };
  for (const Row& row : cases) {
    const GotAll got = read_all(row.bytes);
    CHECK_FALSE(got.ok);
    CHECK(got.messages.substr(0, row.expected.size()) == row.expected);
  }
}

TEST_CASE("read: a zip archive with a long comment") {
  std::string zip = pack_zip({{"a.csv", kTable}, {"b.csv", kTable}});
  const std::string damaged = zip + std::string(20'000, 'x');
  zip.replace(zip.size() - 2, 2, "\x20\x4e");  // 20,000
  zip.append(20'000, 'x');
  for (const GotAll& got : {read_all(zip), read_standard_input(zip)}) {
    CHECK(got.ok);
    CHECK(got.messages.empty());
    CHECK(got.inputs.find("b.csv[zip csv] 2 time=1 user=ann\n") != got.inputs.npos);
  }
  CHECK_FALSE(read_all(damaged).ok);
  CHECK_FALSE(read_all(zip.substr(0, zip.size() - 1)).ok);
  zip.replace(zip.find("b.csv") - 30, 4, "none");
  CHECK_FALSE(read_all(zip).ok);
}

TEST_CASE("read: members before the damage in a zip archive count") {
  const std::string whole =
      pack_zip({{"b.csv", kTable}, {"a.csv", kTable + std::string(200, 'x')}});
  std::string cut_off = whole, bad_header = whole, bad_directory = whole;
  const std::string far_from_end = whole + std::string(20'000, 'x');
  cut_off.resize(whole.find("a.csv") + 30);
  bad_header.replace(whole.find("a.csv") - 30, 4, "none");
  bad_directory.replace(whole.find("PK\x01\x02"), 4, "none");
  for (const std::string& bytes : {cut_off, bad_header, bad_directory, far_from_end}) {
    const GotAll got = read_all(bytes);
    CHECK_FALSE(got.ok);
    CHECK(got.inputs.starts_with("DIR/file/b.csv[zip csv] 2 time=1 user=ann\n"));
    CHECK(
        got.messages.find("DIR/file: cannot read the zip archive: it is truncated or damaged (") !=
        got.messages.npos);
    CHECK(
        got.messages.find(" / copy or download it again; the directory of a zip is at its end\n") !=
        got.messages.npos);
  }
}

TEST_CASE("read: the limit on unpacked bytes") {
  const std::string packed = pack_stream("gzip", std::string(1000, 'x'));
  for (const std::size_t max : {999, 1000}) {
    input::MemorySource source(packed);
    const auto unpacked = input::unpack(source, input::Compression::gzip, max);
    CHECK((input::read_head(*unpacked, 5000).size() == 1000) == (max == 1000));
    const auto failure = unpacked->failure();
    CHECK((failure ? failure->message : "") ==
          (max == 1000 ? "" : "unpacks to more than 999 bytes"));
    CHECK((!failure || !failure->hint.empty()));
  }
  const std::string two = pack_zip({{"a", std::string(600, 'x')}, {"b", std::string(600, 'x')}});
  input::Zip zip({{}, two}, 1000);
  for (const input::Zip::Member& member : zip.members()) {
    const auto source = zip.open(member, 700);
    const bool fits = member.name == "a";
    CHECK((input::read_head(*source).size() == 600) == fits);
    const auto failure = source->failure();
    CHECK((failure ? failure->message : "") ==
          (fits ? "" : "the members of the archive unpack to more than 8 GiB"));
  }
}

TEST_CASE("read: members in any order") {
  const std::string bytes = pack_zip({{"c", "3"}, {"a", "1"}, {"b", "2"}});
  input::Zip zip({{}, bytes}, UINT64_MAX);
  std::string text;
  for (const input::Zip::Member& member : zip.members())
    text += member.name + input::read_head(*zip.open(member, 10));
  for (const char* const name : {"B", "b", "C", "a"})
    text += input::read_head(*zip.open(*zip.find(name), 10));
  CHECK(text == "c3a1b22231");
  CHECK(zip.find("d") == nullptr);
}

TEST_CASE("read: a folder") {
  const Folder folder;
  folder.put("b.csv", kTable);
  folder.put("a.zip", pack_zip({{"x.csv", kTable}}));
  folder.put(".hidden", kTable);
  folder.put("c.txt", "Dear all");
  fs::create_directory(folder.path / "sub");
  const GotAll got = read_all(folder.path, folder.path);
  CHECK_FALSE(got.ok);
  CHECK(got.inputs ==
        "DIR/a.zip/x.csv[zip csv] 2 time=1 user=ann\n"
        "DIR/b.csv[ csv] 2 time=1 user=ann\n"
        "DIR/c.txt[ csv] ! \n");
  CHECK(got.messages.find("DIR: left out \".hidden\", a hidden file\n") != got.messages.npos);
  CHECK(got.messages.find("DIR: left out \"sub\", a folder within\n") != got.messages.npos);
  CHECK(read_all(folder.path / "sub", folder.path).messages ==
        "DIR/sub: the directory holds no files to read / put the exports directly into it\n");
  CHECK(read_all(folder.path.string() + "/", folder.path).inputs == got.inputs);
  CHECK(read_all(folder.path, folder.path, 1).inputs ==
        "DIR/a.zip/x.csv[zip csv] 2 time=1 user=ann\n");
}

TEST_CASE("read: one input is expected") {
  const auto read = [](const Files& files) {
    Diagnostics diagnostics;
    DumpSink sink;
    InputInfo info;
    read_text(pack_zip(files), "x.zip", {}, sink, diagnostics, info);
    return info.file + ' ' + sink.text + dump_diagnostics(diagnostics);
  };
  CHECK(read({{"a.csv", kTable}}) == "x.zip/a.csv 2 time=1 user=ann\n");
  CHECK(read({{"a.csv", kTable}, {"b.csv", kTable}}) ==
        "x.zip error 0:0 the archive holds 2 files where one is expected / unpack it and name one "
        "of them\n");
}

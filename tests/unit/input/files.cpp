// Files, and paths that are something else.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "catch.hpp"
#include "folder.hpp"
#include "unit/input/dump.hpp"

using namespace whylocked;
namespace fs = std::filesystem;

namespace {

struct GotFile {
  bool ok;
  std::string rows, messages;
  InputInfo info;
};

GotFile read_file(const std::string& path) {
  GotFile got{};
  Diagnostics diagnostics;
  DumpSink sink;
  got.ok = read_input(path, {}, sink, diagnostics, got.info);
  got.rows = sink.text;
  got.messages = dump_diagnostics(diagnostics);
  for (const Diagnostic& one : diagnostics.list()) CHECK(one.file == path);
  return got;
}

}  // namespace

TEST_CASE("read: a file") {
  const Folder folder;
  const std::string path = folder.path / "export.csv";
  std::ofstream(path) << "Time,User\n1,ann\n";
  const GotFile got = read_file(path);
  CHECK(got.ok);
  CHECK(got.info.file == path);
  CHECK(got.rows == "2 time=1 user=ann\n");
  CHECK(got.messages.empty());
}

TEST_CASE("read: files that cannot be read") {
  const Folder folder;
  const std::string missing = folder.path / "missing.csv";
  const std::string locked = folder.path / "locked.csv";
  std::ofstream(locked) << "Time,User\n";
  fs::permissions(locked, fs::perms::none);
  CHECK(read_file(missing).messages == "error 0:0 cannot open: no such file or directory\n");
  fs::create_directory(folder.path / "within");
  CHECK(read_file(folder.path / "within")
            .messages.starts_with("error 0:0 the directory holds no files to read / "));
  CHECK_FALSE(read_file(folder.path / "within").ok);
  if (geteuid() != 0)
    CHECK(read_file(locked).messages == "error 0:0 cannot open: permission denied\n");
}

TEST_CASE("read: standard input") {
  const Folder folder;
  const std::string path = folder.path / "export.csv";
  std::ofstream(path) << "Time,User\n1,ann\n";
  const int before = dup(STDIN_FILENO);
  REQUIRE(freopen(path.c_str(), "rb", stdin) != nullptr);
  const GotFile got = read_file("-");
  dup2(before, STDIN_FILENO);
  close(before);
  CHECK(got.ok);
  CHECK(got.info.file == "-");
  CHECK(got.rows == "2 time=1 user=ann\n");
}

TEST_CASE("read: a file larger than the buffer") {
  const Folder folder;
  const std::string path = folder.path / "export.csv";
  constexpr int kRows = 100'000;
  {
    std::ofstream file(path);
    file << "Time,User\n";
    for (int i = 0; i < kRows; ++i) file << i << ",\"user " << i % 7 << "\"\n";
  }
  const GotFile got = read_file(path);
  CHECK(got.info.rows == kRows);
  CHECK(got.rows.starts_with("2 time=0 user=user 0\n3 time=1 user=user 1\n"));
  CHECK(got.rows.ends_with("100001 time=99999 user=user 4\n"));
}

TEST_CASE("read: a failure in the middle of a file") {
  class Failing : public input::ByteSource {
   public:
    std::size_t read(char* to, std::size_t max) override {
      constexpr std::string_view kText = "Time,User\n1,ann\n";
      if (emitted_) return 0;
      emitted_ = true;
      return kText.copy(to, max);
    }
    std::optional<input::Error> failure() const override {
      if (!emitted_) return std::nullopt;
      return input::Error{"cannot read: " + error_in_words(EIO), {}};
    }

   private:
    bool emitted_ = false;
  } source;
  const std::string name = "x";
  const ReadOptions options;
  Diagnostics diagnostics;
  DumpSink sink;
  InputInfo info;
  input::InputContext context(name, options, sink, diagnostics, info);
  CHECK_FALSE(input::read_source(source, context));
  CHECK(dump_diagnostics(diagnostics) == "error 0:0 cannot read: input/output error\n");
}

TEST_CASE("read: a sink that returns false is not called again") {
  class OneBatch : public RowSink {
   public:
    void begin(const Columns&) override {}
    bool consume(const RowBatch&) override {
      ++batches;
      return false;
    }
    int batches = 0;
  };
  std::string table = "Time,User\n", objects, log;
  for (int i = 0; i < 100'000; ++i) {
    table += "1,ann\n";
    objects += "{\"Time\":\"1\",\"User\":\"ann\"}\n";
    log +=
        "2026-05-19T08:07:19Z web1 sshd[7]: Failed password for ann from 192.0.2.7 port 22 ssh2\n";
  }
  const std::string name = "x";
  const ReadOptions options;
  for (const std::string& bytes : {table, objects, log})
    for (const std::size_t piece : {1000, 4096, 65536}) {
      INFO(bytes.substr(0, 20) << " in pieces of " << piece);
      Diagnostics diagnostics;
      OneBatch sink;
      InputInfo info;
      input::InputContext context(name, options, sink, diagnostics, info);
      input::MemorySource source(bytes, piece);
      context.buffer_bytes = piece;
      context.finish(input::read_source(source, context));
      CHECK(dump_diagnostics(diagnostics) == "");
      CHECK(sink.batches == 1);
    }
}

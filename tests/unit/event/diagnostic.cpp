// Messages: the first few of a kind are kept, the rest are counted, in a stable order.
#include "whylocked/diagnostic.hpp"
#include "catch.hpp"

using namespace whylocked;

namespace {

Diagnostic at(const char* file, std::uint64_t row, std::uint32_t column, const char* message,
              Severity severity = Severity::warning) {
  return {severity, file, row, column, message, "excerpt", 3, "hint"};
}

std::string text_of(const std::vector<Diagnostic>& list) {
  std::string text;
  for (const Diagnostic& one : list) {
    text += one.file;
    text += ':' + std::to_string(one.row) + ':' + std::to_string(one.column) + ' ';
    text += one.message;
    text += '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("diagnostics are sorted by file, row and column") {
  Diagnostics diagnostics;
  diagnostics.add("b", at("b.csv", 1, 1, "four"));
  diagnostics.add("z", at("a.csv", 2, 2, "three"));
  diagnostics.add("y", at("a.csv", 2, 1, "two"));
  diagnostics.add("x", at("", 9, 9, "one"));
  CHECK(text_of(diagnostics.list()) ==
        ":9:9 one\na.csv:2:1 two\na.csv:2:2 three\nb.csv:1:1 four\n");
}

TEST_CASE("five per kind and file are kept, the rest counted") {
  Diagnostics diagnostics;
  for (std::uint64_t row = 1; row <= 8; ++row) diagnostics.add("bad", at("a.csv", row, 1, "bad"));
  diagnostics.add("bad", at("b.csv", 1, 1, "bad"));
  CHECK(diagnostics.count("bad") == 9);
  CHECK(diagnostics.count("good") == 0);
  const auto list = diagnostics.list();
  CHECK(text_of(list) ==
        "a.csv:1:1 bad\na.csv:2:1 bad\na.csv:3:1 bad\na.csv:4:1 bad\na.csv:5:1 bad\n"
        "a.csv:5:1 and 3 more: bad\nb.csv:1:1 bad\n");
  CHECK(list[4].excerpt == "excerpt");
  CHECK(list[5].excerpt.empty());
  CHECK(list[5].hint.empty());
}

TEST_CASE("errors that are not kept are counted too") {
  Diagnostics diagnostics;
  diagnostics.add("a", at("a.csv", 1, 1, "note", Severity::note));
  diagnostics.add("a", at("a.csv", 1, 1, "warning"));
  CHECK_FALSE(diagnostics.has_errors());
  for (std::uint64_t row = 2; row < 9; ++row) diagnostics.add("a", at("a.csv", row, 1, "warning"));
  diagnostics.add("a", at("a.csv", 9, 1, "error", Severity::error));
  CHECK(diagnostics.has_errors());
  CHECK(to_text(Severity::error) == "error");
}

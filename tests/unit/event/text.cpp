// Texts with marked names, joined and masked.
#include "catch.hpp"
#include "whylocked/diagnostic.hpp"

using namespace whylocked;

namespace {

// The marked names, each as the number of its kind and its text.
std::string names_in(const Text& text) {
  std::string found;
  for (const Text::Name& name : text.names())
    found +=
        std::to_string(static_cast<int>(name.kind)) + text.str().substr(name.at, name.size) + ' ';
  return found;
}

}  // namespace

TEST_CASE("joined texts keep their names in place") {
  const Text user = Text::name(NameKind::user, "ann"), file = Text::quoted(NameKind::file, "a.csv");
  CHECK(names_in("no name") == "");
  CHECK(names_in(user) == "0ann ");
  CHECK(names_in("of " + user + ": " + file + '!') == "0ann 3a.csv ");
  CHECK(names_in(std::string("x") + (user + user)) == "0ann 0ann ");
  Text sum = "in ";
  sum += file;
  sum += user;
  CHECK(sum == "in \"a.csv\"ann");
  CHECK(names_in(sum) == "3a.csv 0ann ");
}

TEST_CASE("a masked message keeps its names in place") {
  Diagnostics diagnostics;
  for (int i = 0; i < 7; ++i)
    diagnostics.add("kind", {.message = "token=s3cr3t of " + Text::name(NameKind::user, "ann")});
  for (const Diagnostic& one : diagnostics.list()) {
    CHECK(one.message.str().find("token=****** of ann") != std::string::npos);
    CHECK(names_in(one.message) == "0ann ");
  }
}

// bench_generate: writes a made-up export to standard output. See kUsage.
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "generate.hpp"

namespace {

using namespace whylocked::bench;

constexpr const char* kUsage =
    "usage: bench_generate [--rows N] [--users N] [--addresses N] [--failures PERCENT]\n"
    "                      [--seed N] [--form FORM] > FILE\n"
    "  Sign-ins of 30 days in time order; the same arguments give the same bytes.\n"
    "  FORM is one of csv, semicolon, crlf, month-first, newest-first, jsonl.\n"
    "  Without options: 1000000 rows, 20000 users, 5000 addresses, 44 percent, seed 1, csv.\n";

[[noreturn]] void refuse(const std::string& message, const std::string& hint) {
  std::fprintf(stderr, "bench_generate: %s\nhint: %s\n", message.c_str(), hint.c_str());
  std::exit(2);
}

template <typename Number>
void read_number(std::string_view option, std::string_view text, std::uint64_t least,
                 std::uint64_t most, Number& into) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < least || number > most)
    refuse(std::string(option) + " cannot be '" + std::string(text) + "'",
           "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  into = static_cast<Number>(number);
}

void read_option(std::string_view name, std::string_view value, TrafficOptions& options,
                 Form& form) {
  if (name == "--rows")
    read_number(name, value, 0, 1'000'000'000, options.rows);
  else if (name == "--users")
    read_number(name, value, 1, 1u << 27, options.users);
  else if (name == "--addresses")
    read_number(name, value, 1, 1u << 27, options.addresses);
  else if (name == "--failures")
    read_number(name, value, 0, 100, options.failures);
  else if (name == "--seed")
    read_number(name, value, 0, UINT32_MAX, options.seed);
  else if (name != "--form")
    refuse("no option is named '" + std::string(name) + "'", "bench_generate --help lists them");
  else if (const auto known = form_named(value))
    form = *known;
  else
    refuse("no form is named '" + std::string(value) + "'", "one of " + form_names());
}

void write_out(std::string_view piece) {
  if (std::fwrite(piece.data(), 1, piece.size(), stdout) == piece.size()) return;
  std::perror("bench_generate: cannot write");
  std::exit(1);
}

}  // namespace

int main(int count, char** arguments) {
  TrafficOptions options;
  Form form = Form::csv;
  for (int i = 1; i < count; i += 2) {
    if (arguments[i] == std::string_view("--help")) return std::fputs(kUsage, stdout) < 0;
    if (i + 1 == count)
      refuse(std::string(arguments[i]) + " needs a value", "bench_generate --help shows examples");
    read_option(arguments[i], arguments[i + 1], options, form);
  }
  std::setvbuf(stdout, nullptr, _IONBF, 0);  // the pieces are large
  generate(options, form, write_out);
  return 0;
}

#include "whylocked/diagnostic.hpp"

#include <algorithm>
#include <system_error>
#include <tuple>

#include "base/ascii.hpp"
#include "event/secrets.hpp"

namespace whylocked {

namespace {

// Names keep their positions, because masks keep lengths.
Text masked(const Text& text) { return {mask_secrets(text), text.names()}; }

}  // namespace

void Diagnostics::add(std::string_view kind, Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::error) ++errors_;
  Kind& of = kinds_[{diagnostic.file, std::string(kind)}];
  if (++of.count > kKeptOfAKind) return;
  diagnostic.message = masked(diagnostic.message);
  diagnostic.excerpt = mask_secrets(diagnostic.excerpt);
  diagnostic.hint = masked(diagnostic.hint);
  of.kept.push_back(std::move(diagnostic));
}

std::uint64_t Diagnostics::count(std::string_view kind) const {
  std::uint64_t sum = 0;
  for (const auto& [key, value] : kinds_)
    if (key.second == kind) sum += value.count;
  return sum;
}

std::vector<Diagnostic> Diagnostics::list() const {
  std::vector<Diagnostic> all;
  for (const auto& [key, value] : kinds_) {
    all.insert(all.end(), value.kept.begin(), value.kept.end());
    if (value.count <= value.kept.size()) continue;
    const Diagnostic& last = value.kept.back();
    Diagnostic more = last;
    more.excerpt.clear();
    more.hint = {};
    more.caret = 0;
    more.message =
        "and " + std::to_string(value.count - value.kept.size()) + " more: " + last.message;
    all.push_back(std::move(more));
  }
  std::ranges::stable_sort(
      all, {}, [](const Diagnostic& one) { return std::tie(one.file, one.row, one.column); });
  return all;
}

std::string error_in_words(int error_number) {
  std::string words = std::generic_category().message(error_number);
  if (!words.empty()) words[0] = ascii::lower(words[0]);
  return words;
}

std::string_view to_text(Severity severity) {
  constexpr std::string_view names[] = {"note", "warning", "error"};
  return names[static_cast<std::size_t>(severity)];
}

}  // namespace whylocked

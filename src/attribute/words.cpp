// Names of enumerators, and words for probabilities.
#include "whylocked/attribute.hpp"

namespace whylocked {

std::string_view to_text(CauseCategory category) {
  constexpr std::string_view names[] = {
      "cloud_integration", "office_integration", "desktop_integration", "password_manager",
      "custom",            "unlisted",           "person",              "attack",
      "device",            "service",            "automation",          "setup",
      "several"};
  return names[static_cast<std::size_t>(category)];
}

std::string_view to_text(Status status) {
  constexpr std::string_view names[] = {"diagnosed", "likely", "tied", "insufficient_evidence"};
  return names[static_cast<std::size_t>(status)];
}

std::string_view words_of(double probability) {
  if (probability >= .99) return "almost certain";
  if (probability >= .95) return "very likely";
  if (probability >= .80) return "likely";
  if (probability >= .60) return "probably";
  return "possibly";
}

}  // namespace whylocked

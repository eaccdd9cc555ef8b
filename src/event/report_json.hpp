// A report's JSON, read back. Each key is read with its type, so that a damaged or foreign file is
// a message or a shorter answer, and never a crash.
//
// In:  text, or a part of it.  Out: its values; unknown keys are ignored, as the schema promises.
// Lifetime: a Document owns its values.  Threads: const access is safe.
// Failure: what is absent or of another type is empty; of the report as a whole an error
// diagnostic.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/diagnostic.hpp"

namespace whylocked::report_json {

// Members in the order of the file. nlohmann::ordered_map looks at all members before it adds one,
// which takes seconds for a damaged file with 60,000 in an object; of equal names the first is
// found here.
template <class Key, class T, class Less, class Allocator>
struct Members : nlohmann::ordered_map<Key, T, Less, Allocator> {
  using nlohmann::ordered_map<Key, T, Less, Allocator>::ordered_map;
  T& operator[](const Key& key) {
    return std::vector<std::pair<const Key, T>, Allocator>::emplace_back(key, T()).second;
  }
};
using Document = nlohmann::basic_json<Members>;

std::string text_at(const Document& object, const char* key);
double number_at(const Document& object, const char* key);
const Document& list_at(const Document& object, const char* key);
const Document& object_at(const Document& object, const char* key);
std::vector<std::string> texts_at(const Document& object, const char* key);  // of a list

// `file` is the report's name in messages.
std::optional<Document> parse_report(std::string_view json, const std::string& file,
                                     Diagnostics& diagnostics);
// By its id or that of one of its lockouts, or the front of one that no other case has. nullptr:
// none, and an error diagnostic.
const Document* find_case(const Document& report, const std::string& file, std::string_view id,
                          Diagnostics& diagnostics);

}  // namespace whylocked::report_json

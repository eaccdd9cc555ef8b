// Reads a report's JSON back. Every key is read with its type, so a damaged or foreign file leads
// to a message or a shorter answer, never a crash.
//
// In:  text, or a part of it.  Out: its values; unknown keys are ignored, as the schema promises.
// Lifetime: a Document owns its values.  Threads: const access is safe.
// Failure: absent values and those of another type are empty; an unreadable report
// adds an error diagnostic.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/diagnostic.hpp"

namespace whylocked::report_json {

// Members in file order. nlohmann::ordered_map searches all members before it adds
// one, which takes seconds for a damaged object with 60,000. This one just
// appends; the first of equal names is found.
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

// `file`: the report's name in messages.
std::optional<Document> parse_report(std::string_view json, const std::string& file,
                                     Diagnostics& diagnostics);
// Finds a case by its id, the id of one of its lockouts, or an unambiguous prefix of either.
// nullptr: none, and an error diagnostic.
const Document* find_case(const Document& report, const std::string& file, std::string_view id,
                          Diagnostics& diagnostics);

}  // namespace whylocked::report_json

// JSON, built as a tree with nlohmann's library and written here.
//
// Text may hold any bytes. Invalid UTF-8 becomes U+FFFD, and hidden characters (escape.hpp) are
// written as \uNNNN, so that a report is safe to view. Keys keep the order in which they were
// added.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "report/view.hpp"

namespace whylocked::report {

using Json = nlohmann::ordered_json;

// Indented by two spaces per level; a value of at most `line` bytes stays on one line.
inline constexpr std::size_t kJsonMember = 320, kJsonItem = 500, kOneLine = SIZE_MAX / 2;
void append_json(const Json& value, std::string& out, std::size_t indent = 0,
                 std::size_t line = kJsonMember);
void append_json_page(const Json& value, std::string& out);  // a whole document
void append_json_line(const Json& value, std::string& out);  // compact, with a line break
void append_json_string(std::string_view text, std::string& out);

// The results of `make` for all items. (A template parameter, as the library is included in .cpp
// files only.)
template <class List, class Make, class Tree = Json>
Tree json_list(const List& items, Make make) {
  Tree list = Tree::array();
  for (const auto& item : items) list.push_back(Tree(make(item)));
  return list;
}

Json or_null(std::string_view text);         // null if empty
Json rounded(double value, int places = 6);  // rounded to that many decimals
Json decibans(Decibans10 db10);              // -125 is -12.5
// "2026-05-19T08:07:19Z", or null.
Json time_if(bool known, Micros time);
Json lockout_ids(const ReportView& view, const Case& one);

}  // namespace whylocked::report

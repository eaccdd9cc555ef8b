// The text of a message or of evidence, with the names in it marked.
//
// In:  words of this program, and names from inputs or options.  Out: the text,
//      and where its names are.
// A name is anything an input or user wrote: an account, an address, a client, a file, a column.
// Names joined to words with + stay marked, so that a report can replace them by tokens
// (src/report/redact.cpp) without searching finished sentences. A Text made from a plain string
// holds no names, so mark names from outside where the sentence is built.
// Lifetime: a plain value.  Threads: no shared state.  Failure: none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace whylocked {

enum class NameKind : std::uint8_t {
  user,
  address,  // or a prefix
  program,  // a client, an application or a vendor
  file,
  column,
  cells,  // several cells, as in an excerpt of a row
  other,
};

class Text {
 public:
  struct Name {
    NameKind kind = NameKind::other;
    std::size_t at = 0, size = 0;
  };

  Text() = default;
  Text(std::string words) : words_(std::move(words)) {}
  Text(std::string_view words) : words_(words) {}
  Text(const char* words) : words_(words) {}
  Text(std::string words, std::vector<Name> names)
      : words_(std::move(words)), names_(std::move(names)) {}
  static Text name(NameKind kind, std::string_view name) {
    return {std::string(name), {{kind, 0, name.size()}}};
  }
  static Text quoted(NameKind kind, std::string_view name) {
    return '"' + Text::name(kind, name) + '"';
  }

  const std::string& str() const { return words_; }
  operator std::string_view() const { return words_; }
  const std::vector<Name>& names() const { return names_; }
  bool empty() const { return words_.empty(); }

  Text& operator+=(const Text& more) {
    for (Name name : more.names_) {
      name.at += words_.size();
      names_.push_back(name);
    }
    words_ += more.words_;
    return *this;
  }
  Text& operator+=(char c) { return words_ += c, *this; }
  friend Text operator+(Text a, const Text& b) { return std::move(a += b); }
  friend Text operator+(Text a, char b) { return std::move(a += b); }
  friend Text operator+(char a, const Text& b) { return Text(std::string(1, a)) + b; }
  friend bool operator==(const Text& a, std::string_view b) { return a.words_ == b; }

 private:
  std::string words_;
  std::vector<Name> names_;  // in order of position
};

}  // namespace whylocked

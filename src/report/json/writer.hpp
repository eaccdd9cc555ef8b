// JSON, written straight into a string.
//
// In:  open, member, close, in the order of the document.  Out: one JSON value, indented by two
//      spaces a level or on one line.
// Text may hold any bytes: what is not UTF-8 becomes U+FFFD, and hidden characters (code_point.hpp) are
// written as \uNNNN, so that a report is safe to look at as well. No document tree is built: the
// order of keys is the order of calls, and a report of a million groups needs no second copy.
// Lifetime: `out` must outlive the writer.  Threads: one a writer.  Failure: none; that every open
// has its close is the caller's duty.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace whylocked {

// Numbers that are written with so many decimals, trailing zeros left out but for one.
struct Decimal {
  double value = 0;
  int places = 6;
};
struct Tenths {
  std::int64_t value = 0;  // -125 is -12.5
};

class JsonWriter {
 public:
  enum class Layout : std::uint8_t { indented, one_line };
  JsonWriter(std::string& out, Layout layout) : out_(out), layout_(layout) {}

  void key(std::string_view name);
  void open_object() { open('{'); }
  void open_array() { open('['); }
  void open_object(std::string_view name) { key(name), open_object(); }
  void open_array(std::string_view name) { key(name), open_array(); }
  // The same on one line, for the many small values of a report.
  void open_inline_object() { open_inline('{'); }
  void open_inline_object(std::string_view name) { key(name), open_inline('{'); }
  void open_inline_array(std::string_view name) { key(name), open_inline('['); }
  void close_object() { close('}'); }
  void close_array() { close(']'); }

  void value(std::string_view text);
  void value(Decimal number);
  void value(Tenths number);
  void null() { literal("null"); }
  template <class T>
  void value(const T& one) {
    if constexpr (std::same_as<T, bool>) {
      literal(one ? "true" : "false");
    } else if constexpr (std::integral<T>) {
      literal(std::to_string(one));
    } else {
      value(std::string_view(one));
    }
  }
  template <class T>
  void value(const std::optional<T>& one) {
    one ? value(*one) : null();
  }

  template <class T>
  void member(std::string_view name, const T& one) {
    key(name);
    value(one);
  }
  template <class List>
  void strings(std::string_view name, const List& list) {
    open_array(name);
    for (const auto& one : list) value(std::string_view(one));
    close_array();
  }

 private:
  void open(char bracket);
  void open_inline(char bracket);
  void close(char bracket);
  void separate();  // comma and line break before a value or key
  void new_line();
  void literal(std::string_view text);

  std::string& out_;
  Layout layout_;
  std::size_t depth_ = 0;
  std::size_t inline_depth_ = 0;  // of the outermost value on one line; 0: none is open
  bool first_ = true;  // nothing yet on this level
  bool after_key_ = false;
};

// Text that is null where it is empty.
inline std::optional<std::string_view> or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void append_json_string(std::string_view text, std::string& out);

}  // namespace whylocked

// Writes address databases for tests: the smallest valid MaxMind DB files.
//
// In:  rows of prefix and columns.  Out: the bytes: a search tree of 24-bit records, 16 zero bytes,
//      the data, a marker, the metadata. Format: https://maxmind.github.io/MaxMind-DB/
// A text that begins with '#' is written as a number. IPv4 is at ::/96 of the IPv6 tree.
// Failure: an invalid prefix throws (value()).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/address.hpp"

namespace whylocked::mmdb {

struct Row {
  std::string prefix;
  std::vector<std::pair<std::string, std::string>> columns;
};

struct Shape {
  int ip_version = 6;
  std::uint64_t build_epoch = 1'781'654'400;  // 2026-06-17
};

inline std::string big_endian(std::uint64_t number, int bytes) {
  std::string out(static_cast<std::size_t>(bytes), '\0');
  for (int i = bytes; i-- > 0; number >>= 8)
    out[static_cast<std::size_t>(i)] = static_cast<char>(number & 0xff);
  return out;
}

// The control byte, followed by the size if it does not fit.
inline std::string control(int type, std::size_t size) {
  const int small = size < 29 ? static_cast<int>(size) : 29;
  std::string out(1, static_cast<char>((type > 7 ? 0 : type << 5) | small));
  if (type > 7) out += static_cast<char>(type - 7);
  if (size >= 29) out += static_cast<char>(size - 29);  // up to 284
  return out;
}

inline std::string text(std::string_view value) {
  return control(2, value.size()) + std::string(value);
}
inline std::string uint16(std::uint64_t value) { return control(5, 2) + big_endian(value, 2); }
inline std::string uint32(std::uint64_t value) { return control(6, 4) + big_endian(value, 4); }
inline std::string uint64(std::uint64_t value) { return control(9, 8) + big_endian(value, 8); }

class Tree {
 public:
  explicit Tree(int ip_version) : ip_version_(ip_version) {}

  void add(const Prefix& prefix, std::size_t data_offset) {
    const bool v4 = prefix.base.is_v4();
    // The file stores IPv4 without the ::ffff prefix.
    const Address base{v4 ? 0 : prefix.base.high,
                       v4 ? prefix.base.low & 0xffffffff : prefix.base.low};
    const int skip = ip_version_ == 4 ? 96 : 0;
    std::size_t node = 0;
    for (int bit = skip; bit < prefix.bits; ++bit) {
      const std::uint64_t word = bit < 64 ? base.high : base.low;
      const std::size_t side = word >> (63 - bit % 64) & 1;
      if (bit + 1 == prefix.bits) {
        nodes_[node][side] = {.data = true, .value = data_offset};
      } else {
        if (nodes_[node][side].value == 0) {
          nodes_[node][side].value = nodes_.size();
          nodes_.emplace_back();
        }
        node = nodes_[node][side].value;
      }
    }
  }

  std::size_t size() const { return nodes_.size(); }
  std::string bytes() const {
    std::string out;
    for (const auto& node : nodes_)
      for (const Record& record : node)
        out += big_endian(record.data         ? size() + 16 + record.value
                          : record.value == 0 ? size()
                                              : record.value,
                          3);
    return out;
  }

 private:
  struct Record {
    bool data = false;
    std::size_t value = 0;
  };
  int ip_version_;
  std::vector<std::array<Record, 2>> nodes_ = std::vector<std::array<Record, 2>>(1);
};

inline std::string build(const std::vector<Row>& rows, const Shape& shape = {}) {
  Tree tree(shape.ip_version);
  std::string data;
  for (const Row& row : rows) {
    tree.add(parse_prefix(row.prefix).value(), data.size());
    data += control(7, row.columns.size());
    for (const auto& [name, value] : row.columns)
      data += text(name) +
              (value.starts_with('#') ? uint32(std::stoull(value.substr(1))) : text(value));
  }
  return tree.bytes() + std::string(16, '\0') + data + "\xab\xcd\xefMaxMind.com" + control(7, 9) +
         text("binary_format_major_version") + uint16(2) + text("binary_format_minor_version") +
         uint16(0) + text("build_epoch") + uint64(shape.build_epoch) + text("database_type") +
         text("Test-ASN") + text("description") + control(7, 0) + text("languages") +
         control(11, 0) + text("ip_version") +
         uint16(static_cast<std::uint64_t>(shape.ip_version)) + text("node_count") +
         uint32(tree.size()) + text("record_size") + uint16(24);
}

inline Row geolite(std::string prefix, std::uint32_t number, std::string name) {
  return {std::move(prefix),
          {{"autonomous_system_number", '#' + std::to_string(number)},
           {"autonomous_system_organization", std::move(name)}}};
}

}  // namespace whylocked::mmdb

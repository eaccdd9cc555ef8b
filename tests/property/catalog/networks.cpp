// Compares the binary search over flattened ranges with a scan of every source row, in which a
// published range wins, then the longest prefix.
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "whylocked/catalog.hpp"

using namespace whylocked;

namespace {

struct Row {
  Prefix prefix;
  std::string network;  // operator and region
  int published = 0;
};

std::vector<Row> source_rows() {
  std::vector<Row> rows;
  std::ifstream file(WHYLOCKED_SOURCE_DIR "/src/catalog/data/networks.csv");
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::size_t comma = line.find(','), second = line.find(',', comma + 1);
    rows.push_back({*parse_prefix(line.substr(0, comma)),
                    line.substr(comma + 1, second - comma - 1) + ' ' + line.substr(second + 1)});
  }
  for (const Integration& one : integrations())
    for (const Prefix& prefix : one.published)
      rows.push_back({prefix, "integration:" + std::string(one.id) + ' ', 1});
  return rows;
}

const std::vector<Row>& rows() {
  static const std::vector<Row> all = source_rows();
  return all;
}

std::string slowly(const Address& address) {
  const Row* best = nullptr;
  for (const Row& row : rows())
    if (row.prefix.contains(address) && row.prefix.base.is_v4() == address.is_v4() &&
        (best == nullptr ||
         std::pair(row.published, row.prefix.bits) > std::pair(best->published, best->prefix.bits)))
      best = &row;
  return best != nullptr ? best->network : " ";
}

std::string quickly(const Address& address) {
  const Network& found = network(network_of(address));
  return std::string(found.operator_id) + ' ' + std::string(found.region);
}

Address moved(Address address, std::uint64_t by) {  // by 1 or -1 as unsigned
  const std::uint64_t low = address.low;
  address.low += by;
  if (by == 1 && address.low < low) ++address.high;
  if (by != 1 && address.low > low) --address.high;
  return address;
}

Address last_of(const Prefix& prefix) {
  const int host = 128 - prefix.bits;
  Address last = prefix.base;
  if (host >= 64)
    last.low = ~std::uint64_t{0};
  else
    last.low |= (std::uint64_t{1} << host) - 1;
  if (host > 64) last.high |= (std::uint64_t{1} << (host - 64)) - 1;
  return last;
}

void same(const Address& address) {
  const std::string slow = slowly(address), quick = quickly(address);
  if (slow != quick) {
    CAPTURE(to_text(address));
    CHECK(quick == slow);
  }
}

}  // namespace

TEST_CASE("network_of agrees with a scan of the source at random addresses") {
  REQUIRE(rows().size() > 20'000);
  std::mt19937_64 random(20261124);
  for (int i = 0; i < 200; ++i) {
    same({0, 0xffff'0000'0000 | (random() & 0xffff'ffff)});
    const Row& row = rows()[random() % rows().size()];  // IPv6 is too wide to hit by chance
    Address address = row.prefix.base;
    address.low ^= random() >> (random() % 64) & (row.prefix.base.is_v4() ? 0xffff'ffff : ~0ULL);
    if (!row.prefix.base.is_v4()) address.high ^= random() & 0xffff'ffff;
    same(address);
  }
}

TEST_CASE("network_of agrees with a scan of the source at the edges of prefixes") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 100; ++i) {
    const Prefix& prefix = rows()[random() % rows().size()].prefix;
    const bool v4 = prefix.base.is_v4();
    const auto both = [&](const Address& edge, std::uint64_t by) {
      same(edge);
      if (const Address outside = moved(edge, by); outside.is_v4() == v4) same(outside);
    };
    both(prefix.base, ~std::uint64_t{0});
    both(last_of(prefix), 1);
  }
}

TEST_CASE("the edges of every prefix are in its own network or in one that outranks it") {
  for (const Row& row : rows())
    for (const Address& edge : {row.prefix.base, last_of(row.prefix)}) {
      const Network& found = network(network_of(edge));
      if (found.kind == OperatorKind::published) continue;
      const std::string quick = quickly(edge);
      if (quick != row.network) {
        CAPTURE(to_text(row.prefix));
        CHECK(quick == slowly(edge));
      }
    }
}

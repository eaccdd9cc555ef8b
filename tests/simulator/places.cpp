#include "simulator/places.hpp"

#include <algorithm>

namespace whylocked::sim {

namespace {

Address v4(std::uint32_t bits) { return {0, 0xffff00000000ULL | bits}; }

// A single range may be a whole /8: an address of it is as good as any other.
Address draw_in(Random& random, const AddressRange& range) {
  if (range.first.high == range.last.high) {
    const std::uint64_t width = range.last.low - range.first.low;
    return {range.first.high,
            range.first.low + (width == ~0ULL ? random.next() : random.below(width + 1))};
  }
  const std::uint64_t step = random.below(range.last.high - range.first.high);
  return {range.first.high + step,
          step == 0 ? range.first.low : 1 + random.below(0xfffe)};  // servers have short numbers
}

std::vector<Cloud> clouds_of(bool hosters_only) {
  std::vector<Cloud> all;
  for (std::uint32_t i = 1; network(i).kind != OperatorKind::none; ++i) {
    const Network& one = network(i);
    if (one.kind == OperatorKind::hoster || (one.kind == OperatorKind::cloud && !hosters_only))
      all.push_back({one.operator_id, one.region, one.kind});
  }
  return all;
}

// The operator first, so that one with a hundred regions does not win for that.
const Cloud& draw_from(Random& random, const std::vector<Cloud>& all) {
  std::vector<std::string_view> operators;
  for (const Cloud& cloud : all)
    if (std::find(operators.begin(), operators.end(), cloud.operator_id) == operators.end())
      operators.push_back(cloud.operator_id);
  const std::string_view wanted = random.pick(operators);
  std::vector<const Cloud*> regions;
  for (const Cloud& cloud : all)
    if (cloud.operator_id == wanted) regions.push_back(&cloud);
  return *random.pick(regions);
}

}  // namespace

const Cloud& draw_cloud(Random& random) {
  static const std::vector<Cloud> clouds = clouds_of(false), hosters = clouds_of(true);
  return draw_from(random, random.chance(65) ? clouds : hosters);
}

const Cloud& draw_hoster(Random& random) {
  static const std::vector<Cloud> hosters = clouds_of(true);
  return random.chance(20) ? draw_cloud(random) : draw_from(random, hosters);
}

std::vector<Address> draw_addresses(Random& random, std::string_view operator_id,
                                    std::string_view region, bool ipv6, std::size_t count) {
  std::vector<AddressRange> ranges = ranges_of(operator_id, region);
  std::erase_if(ranges, [&](const AddressRange& one) { return one.first.is_v4() == ipv6; });
  std::vector<Address> addresses;
  while (!ranges.empty() && addresses.size() < count)
    addresses.push_back(draw_in(random, random.pick(ranges)));
  return addresses;
}

std::vector<Address> draw_published(Random& random, const Integration& one, std::size_t count) {
  std::vector<Address> addresses;
  while (addresses.size() < count) {
    const Prefix& prefix = random.pick(one.published);
    Address address = prefix.base;
    if (prefix.bits < 128) address.low += random.below(1ULL << std::min(128 - prefix.bits, 16));
    addresses.push_back(address);
  }
  return addresses;
}

Address draw_office(Random& random, bool ipv6) {
  if (ipv6) return {0x20010db800100000ULL, 1 + random.below(0xfffe)};
  return v4(0xc6336400u + static_cast<std::uint32_t>(random.between(1, 254)));  // 198.51.100.0/24
}

Address draw_home(Random& random, bool ipv6) {
  if (ipv6) return {0x20010db840000000ULL + random.below(1 << 24), random.next()};
  const std::uint32_t net = random.chance(50) ? 0xcb007100u : 0xc0000200u;  // 203.0.113, 192.0.2
  return v4(net + static_cast<std::uint32_t>(random.between(1, 254)));
}

}  // namespace whylocked::sim

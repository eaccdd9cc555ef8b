// networks.csv to rows, and rows to ranges.
//
// Prefixes nest or are disjoint, so one walk in order of address with a stack of the open ones
// meets every point where the answer can change. Left out: that a published range lies in a longer
// prefix or the other way round makes no difference to the walk, only to who wins on the stack.
#include "catalog/generate/networks.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace whylocked::embed {

namespace {

constexpr Address kFirstV4{0, 0xffff'0000'0000};
constexpr Address kLastV4{0, 0xffff'ffff'ffff};

struct Claim {
  Prefix prefix;
  bool published = false;
  std::size_t network = 0;
};

Address last_of(const Prefix& prefix) {
  const auto ones = [](int bits) {  // of the low end of 64
    return bits <= 0 ? 0 : bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
  };
  const int host = 128 - prefix.bits;
  return {prefix.base.high | ones(host - 64), prefix.base.low | ones(host)};
}

std::optional<Address> after(const Address& address) {
  if (address.low != ~std::uint64_t{0}) return Address{address.high, address.low + 1};
  if (address.high != ~std::uint64_t{0}) return Address{address.high + 1, 0};
  return std::nullopt;
}

class Walk {
 public:
  explicit Walk(Address first) : ranges_{{first, 0}} {}

  void open(const Claim& claim) {
    close_before(claim.prefix.base);
    open_.push_back(claim);
    change(claim.prefix.base);
  }

  std::vector<Range> finish(const Address& last) {
    while (!open_.empty()) close(last);
    return std::move(ranges_);
  }

 private:
  void close_before(const Address& address) {
    while (!open_.empty() && last_of(open_.back().prefix) < address) close(address);
  }

  // Ends the innermost prefix, unless nothing up to `limit` follows it.
  void close(const Address& limit) {
    const auto next = after(last_of(open_.back().prefix));
    open_.pop_back();
    if (next && *next <= limit) change(*next);
  }

  void change(const Address& at) {
    const auto best =
        std::max_element(open_.begin(), open_.end(), [](const Claim& a, const Claim& b) {
          return std::tuple(a.published, a.prefix.bits) < std::tuple(b.published, b.prefix.bits);
        });
    const std::size_t network = best == open_.end() ? 0 : best->network;
    if (ranges_.back().start == at)
      ranges_.back().network = network;
    else if (ranges_.back().network != network)
      ranges_.push_back({at, network});
    const std::size_t n = ranges_.size();
    if (n > 1 && ranges_[n - 2].network == ranges_[n - 1].network) ranges_.pop_back();
  }

  std::vector<Claim> open_;  // outermost first
  std::vector<Range> ranges_;
};

class Numbers {
 public:
  explicit Numbers(std::vector<NetworkRow>& rows) : rows_(rows) { rows_.push_back({}); }

  std::size_t of(const NetworkRow& row) {
    const auto [found, fresh] = index_.emplace(row.operator_id + ' ' + row.region, rows_.size());
    if (fresh) rows_.push_back(row);
    return found->second;
  }

 private:
  std::vector<NetworkRow>& rows_;
  std::map<std::string, std::size_t> index_;
};

std::vector<Claim> collect(const Data& data, std::vector<NetworkRow>& networks) {
  std::map<std::string_view, const Operator*> operators;
  for (const Operator& one : data.operators) operators.emplace(one.id, &one);
  Numbers numbers(networks);
  std::vector<Claim> claims;
  for (const Row& row : data.rows) {
    const auto found = operators.find(row.operator_id);
    if (found == operators.end()) continue;  // check_references reports it
    const Operator& by = *found->second;
    claims.push_back({row.prefix, false, numbers.of({by.id, by.name, by.kind, row.region, ""})});
  }
  for (const Integration& one : data.integrations)
    for (const Prefix& prefix : one.published_list)
      claims.push_back(
          {prefix, true, numbers.of({"integration:" + one.id, one.name, "published", "", one.id})});
  return claims;
}

void check_twice(const std::vector<Claim>& sorted, const std::vector<NetworkRow>& networks,
                 Errors& errors) {
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const Claim &a = sorted[i - 1], &b = sorted[i];
    if (a.prefix == b.prefix && a.published == b.published)
      errors.push_back((a.published ? "integrations.json: " : "networks.csv: ") +
                       to_text(a.prefix) + ": stands twice, for " +
                       networks[a.network].operator_id + " and " + networks[b.network].operator_id);
  }
}

}  // namespace

Networks flatten(const Data& data, Errors& errors) {
  Networks out;
  std::vector<Claim> claims = collect(data, out.networks);
  std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return std::tuple(a.prefix, a.published) < std::tuple(b.prefix, b.published);
  });
  check_twice(claims, out.networks, errors);
  Walk v4(kFirstV4), v6(Address{});
  for (const Claim& claim : claims)
    (claim.prefix.base.is_v4() && claim.prefix.bits >= 96 ? v4 : v6).open(claim);
  out.v4 = v4.finish(kLastV4);
  out.v6 = v6.finish({~std::uint64_t{0}, ~std::uint64_t{0}});
  return out;
}

void read_networks(std::string_view csv, Data& data, Errors& errors) {
  std::size_t line = 0;
  while (!csv.empty()) {
    const std::size_t end = std::min(csv.find('\n'), csv.size());
    const std::string_view text = csv.substr(0, end);
    csv.remove_prefix(std::min(end + 1, csv.size()));
    const std::string where = "networks.csv: line " + std::to_string(++line) + ": ";
    if (line == 1) {
      if (text != "cidr,operator,region")
        errors.push_back(where + "the header is not cidr,operator,region");
      continue;
    }
    const std::size_t first = text.find(','), second = text.find(',', first + 1);
    if (first == text.npos || second == text.npos || text.find(',', second + 1) != text.npos) {
      errors.push_back(where + "not three columns");
      continue;
    }
    const auto prefix = parse_prefix(text.substr(0, first));
    if (!prefix || to_text(*prefix) != text.substr(0, first))
      errors.push_back(where + "bad prefix \"" + std::string(text.substr(0, first)) + '"');
    else
      data.rows.push_back({*prefix, std::string(text.substr(first + 1, second - first - 1)),
                           std::string(text.substr(second + 1))});
  }
}

}  // namespace whylocked::embed

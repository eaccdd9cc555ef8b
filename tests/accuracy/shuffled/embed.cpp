// embed_shuffled DIRECTORY OUTPUT: the catalog's tables with other ids and other addresses.
//
// Every integration gets a meaningless id, and every known network moves to another place of the
// address space (a fixed pattern is XORed into the bits behind the first octet or the first sixteen
// bits, which keeps prefixes whole and nested). All facts stay. A diagnosis that rests on facts
// alone measures the same with these tables; one that knows an id or an address does not.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <set>

#include "catalog/generate/writer.hpp"

namespace {

using namespace whylocked;
using namespace whylocked::embed;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Blocks with private, shared or documentation ranges stay, so that nothing moves onto those.
bool may_move(const Address& address) {
  static const std::set<unsigned> kStay = {0, 10, 100, 127, 169, 172, 192, 198, 203};
  const auto octet = static_cast<unsigned>(address.low >> 24 & 0xff);
  return address.is_v4() ? kStay.count(octet) == 0 : address.high >> 48 != 0x2001;
}

void move(Prefix& prefix) {
  if (!may_move(prefix.base)) return;
  Address pattern;
  if (prefix.base.is_v4())
    pattern.low = 0x00a55a3c;
  else
    pattern.high = 0x0000'2b5d'0c36'0000;
  const int cut = 128 - prefix.bits;  // host bits stay clear
  const auto keep = [](int bits) {
    return bits <= 0 ? ~std::uint64_t{0} : bits >= 64 ? 0 : ~std::uint64_t{0} << bits;
  };
  prefix.base.high ^= pattern.high & keep(cut - 64);
  prefix.base.low ^= pattern.low & keep(cut);
}

void shuffle(Data& data) {
  std::size_t n = 0;
  for (Integration& one : data.integrations) {
    // 37 and the number of integrations have no common divisor, so each id is given once.
    const std::size_t number = ++n * 37 % (data.integrations.size() + 1);
    one.aliases.push_back(one.id);  // people write ids as names, too
    one.id = "zz-" + std::to_string(1000 + number);
    for (Prefix& prefix : one.published_list) move(prefix);
  }
  for (Row& row : data.rows) move(row.prefix);
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return 2;
  const std::string directory = std::string(words[1]) + '/';
  Data data;
  Errors errors;
  read_integrations(read_file(directory + "integrations.json"), data, errors);
  read_operators(read_file(directory + "operators.json"), data, errors);
  read_clients(read_file(directory + "clients.json"), data, errors);
  read_networks(read_file(directory + "networks.csv"), data, errors);
  shuffle(data);
  const auto names = name_rows(data, errors);
  const Networks networks = flatten(data, errors);
  for (const std::string& error : errors) std::fprintf(stderr, "%s\n", error.c_str());
  std::ofstream(words[2]) << write_tables(data, names, networks);
  return errors.empty() ? 0 : 1;
}

// embed_catalog DIRECTORY OUTPUT: turns the catalog's data files into a source file of tables.
//
// Exit status 0: written. 1: faults in the data, one a line on standard error, nothing written.
// 2: wrong usage, or a file cannot be read or written.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "catalog/generate/writer.hpp"

namespace {

using namespace whylocked::embed;

bool read_file(const std::string& path, std::string& out) {
  std::ifstream file(path, std::ios::binary);
  out.assign(std::istreambuf_iterator<char>(file), {});
  if (file.good() || file.eof()) return true;
  std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
  return false;
}

bool write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (file.flush()) return true;
  std::fprintf(stderr, "%s: cannot be written\n", path.c_str());
  return false;
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::fputs("usage: embed_catalog DIRECTORY OUTPUT\n", stderr);
    return 2;
  }
  const std::string directory = std::string(words[1]) + '/';
  std::string integrations, operators, clients, rows;
  if (!read_file(directory + "integrations.json", integrations) ||
      !read_file(directory + "operators.json", operators) ||
      !read_file(directory + "clients.json", clients) ||
      !read_file(directory + "networks.csv", rows))
    return 2;

  Data data;
  Errors errors;
  read_integrations(integrations, data, errors);
  read_operators(operators, data, errors);
  read_clients(clients, data, errors);
  read_networks(rows, data, errors);
  check_references(data, errors);
  const auto names = name_rows(data, errors);
  const Networks networks = flatten(data, errors);
  for (const std::string& error : errors) std::fprintf(stderr, "%s\n", error.c_str());
  if (!errors.empty()) return 1;
  return write_file(words[2], write_tables(data, names, networks)) ? 0 : 2;
}

// simulate: lists the scenarios, or plays one into a folder with its truth.
//
// usage: simulate [NAME --output FOLDER [--seed N]]
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/simulate.hpp"

namespace {

namespace fs = std::filesystem;
using namespace whylocked;

int usage() {
  std::fputs("usage: simulate [NAME --output FOLDER [--seed N]]\n", stderr);
  return 2;
}

int list_scenarios() {
  for (const ScenarioInfo& one : scenarios())
    std::printf("%-30s %s\n", std::string(one.name).c_str(), std::string(one.story).c_str());
  return 0;
}

bool write(const fs::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  return static_cast<bool>(file.flush());
}

int play(std::string_view name, std::uint64_t seed, const fs::path& folder) {
  const Simulation simulation = simulate(name, seed);
  fs::create_directories(folder);
  std::string command = "whylocked";
  const auto save = [&](const char* file, const char* option, const std::string& bytes) {
    if (bytes.empty()) return !fs::remove(folder / file) || true;  // left by an earlier run
    command += std::string(option) + " " + (folder / file).string();
    return write(folder / file, bytes);
  };
  const bool saved = write(folder / "truth.json", truth_json(name, seed, simulation)) &&
                     save("site.json", " --site", simulation.site_json) &&
                     save("api-users.csv", " --api-users", simulation.api_users_csv) &&
                     save("export.csv", "", simulation.export_csv);
  if (!saved) std::fprintf(stderr, "simulate: cannot write to %s\n", folder.string().c_str());
  else std::fprintf(stderr, "diagnose it: %s\n", command.c_str());
  return saved ? 0 : 3;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  if (words.empty()) return list_scenarios();
  std::string_view folder;
  std::uint64_t seed = 1;
  for (std::size_t i = 1; i + 1 < words.size(); i += 2) {
    const std::string_view value = words[i + 1];
    if (words[i] == "--output" || words[i] == "-o") folder = value;
    else if (words[i] == "--seed")
      std::from_chars(value.data(), value.data() + value.size(), seed);
    else return usage();
  }
  bool known = false;
  for (const ScenarioInfo& one : scenarios()) known |= one.name == words.front();
  return known && !folder.empty() ? play(words.front(), seed, folder) : usage();
}

#include "accuracy/play.hpp"

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>

namespace whylocked::accuracy {

namespace {

Site declared(const Simulation& simulation) {
  Diagnostics diagnostics;
  auto site = parse_site(simulation.site_json, "site.json", diagnostics);
  if (!site) throw std::runtime_error("the simulator's site file is refused");
  if (!simulation.api_users_csv.empty() &&
      !parse_api_users(simulation.api_users_csv, "api-users.csv", *site, diagnostics))
    throw std::runtime_error("the simulator's table of API users is refused");
  return *std::move(site);
}

}  // namespace

std::uint64_t seed_of(Purpose purpose, std::size_t number) {
  return 2 * number + (purpose == Purpose::judge ? 1'000'001 : 2);
}

Game play(std::size_t scenario, std::uint64_t seed) {
  Simulation simulation = simulate(scenarios()[scenario].name, seed);
  Game game{scenario, seed, std::move(simulation.truth), declared(simulation), {}};
  DiagnoseOptions options;
  apply_site(game.site, options);
  game.result = diagnose_text(simulation.export_csv, "export.csv", options, game.site);
  return game;
}

std::vector<Game> play_all(Purpose purpose, std::size_t exports) {
  std::vector<Game> games(scenarios().size() * exports);
  in_parallel(games.size(),
              [&](std::size_t i) { games[i] = play(i / exports, seed_of(purpose, i % exports)); });
  return games;
}

void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> threads;
  for (unsigned t = 1; t < std::max(1u, std::thread::hardware_concurrency()); ++t)
    threads.emplace_back(run);
  run();
}

}  // namespace whylocked::accuracy

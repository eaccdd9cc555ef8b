// Cast a world, play it, find the truth; if the play does not tell the scenario's story (nobody was
// locked, the table is too long, the evidence is muddled), draw again. The seed decides all draws,
// so the one that is taken is the same everywhere.
#include "simulator/simulate.hpp"

#include <algorithm>

#include "simulator/draft.hpp"
#include "simulator/export.hpp"
#include "simulator/truth.hpp"

namespace whylocked {

namespace sim {

namespace {

const Scenario& row_named(std::string_view name) {
  const auto rows = scenario_rows();
  return *std::find_if(rows.begin(), rows.end(),
                       [&](const Scenario& row) { return row.name == name; });
}

// FNV-1a: the same seed gives each scenario its own numbers.
std::uint64_t mix(std::string_view name, std::uint64_t seed) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash ^ (seed * 0x9e3779b97f4a7c15ULL);
}

bool is_of_the_story(const Scenario& row, const World& world, const TrueLockout& lockout) {
  const std::string& first = lockout.callers.front().cause;
  return lockout.answerable == row.answer &&
         std::any_of(world.leads.begin(), world.leads.end(),
                     [&](std::size_t lead) { return world.actors[lead].cause == first; });
}

bool tells_the_story(const Scenario& row, const World& world,
                     const std::vector<TrueLockout>& truth) {
  if (row.plot == Plot::quiet) return truth.empty();
  if (row.plot == Plot::spray && truth.size() < 2) return false;
  const auto of_the_story = std::count_if(truth.begin(), truth.end(), [&](const auto& one) {
    return is_of_the_story(row, world, one);
  });
  const bool again = row.unlocks != Unlocks::by_day;
  if (of_the_story < (again ? 2 : 1)) return false;
  if (!row.sprayed) return true;
  return std::any_of(truth.begin(), truth.end(), [](const TrueLockout& one) {
    return one.callers.front().cause == "password-spray";
  });
}

std::optional<Simulation> try_once(const Scenario& row, Random& random) {
  const auto world = cast(row, random);
  if (!world) return std::nullopt;
  const Played played = play(*world, random);
  const std::size_t rows = rows_shown(*world, played);
  if (played.too_long || rows < kMinRows || rows > kMaxRows) return std::nullopt;
  auto truth = find_truth(*world, played);
  if (!truth || !tells_the_story(row, *world, *truth)) return std::nullopt;
  return Simulation{write_export(*world, played, random), write_site(*world),
                    write_api_users(*world), std::move(*truth)};
}

}  // namespace

}  // namespace sim

Simulation simulate(std::string_view name, std::uint64_t seed) {
  const sim::Scenario& row = sim::row_named(name);
  sim::Random random(sim::mix(name, seed));
  for (;;)  // ends: every row is told by some draw, a test plays them all
    if (auto simulation = sim::try_once(row, random)) return std::move(*simulation);
}

}  // namespace whylocked

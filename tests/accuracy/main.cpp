// accuracy: measures the diagnosis on exports whose truth is known.
//
//   accuracy [--exports N] [--ablation]   judging seeds: tables as Markdown; exit status 1 if a
//                                         demand on a release is missed
//   accuracy --trial [--exports N]        the same tables on fitting seeds, for work on the method
//   accuracy --fit [--exports N]          fitting seeds: fits tuning.hpp and prints it
//   accuracy --wrong [--exports N]        fitting seeds: what was wrong, missed or invented, to
//                                         reproduce with `whylocked simulate`
// N exports are played of each scenario (30).
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "accuracy/fit.hpp"
#include "accuracy/suite.hpp"

using namespace whylocked;
using namespace whylocked::accuracy;

namespace {

struct Options {
  std::size_t exports = 30;
  bool ablation = false, fitting = false, wrong = false;
  Purpose purpose = Purpose::judge;
};

bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(argv[i], "--ablation"))
      options.ablation = true;
    else if (!std::strcmp(argv[i], "--fit"))
      options.fitting = true;
    else if (!std::strcmp(argv[i], "--wrong"))
      options.wrong = true;
    else if (!std::strcmp(argv[i], "--trial"))
      options.purpose = Purpose::fit;
    else if (!std::strcmp(argv[i], "--exports") && i + 1 < argc)
      options.exports = std::strtoul(argv[++i], nullptr, 10);
    else
      return false;
  }
  return options.exports > 0;
}

int run_fit(std::size_t exports) {
  const Fitted fitted = fit(play_all(Purpose::fit, exports));
  const Tuning& t = fitted.tuning;
  std::printf(
      "%s\ntemperature %.2f, place_cap %d, place_floor %d, timing_cap %d, timing_floor %d, "
      "onset_cap %d\n",
      fitted.log.c_str(), t.temperature, t.place_cap, t.place_floor, t.timing_cap, t.timing_floor,
      t.onset_cap);
  return 0;
}

// On fitting seeds, so that looking at failures does not spoil the judging seeds.
int list_wrong(std::size_t exports) {
  for (const Game& game : play_all(Purpose::fit, exports)) {
    const EvidenceWeights judgement = judge(game, 0, game.result.report.lockouts);
    for (std::size_t i = 0; i < judgement.lockouts.size(); ++i) {
      const Judged& one = judgement.lockouts[i];
      const bool fine = one.answerable == Answerable::cause ? one.credit > 0.99
                        : one.answerable == Answerable::tie ? one.tie_exact
                                                            : one.kind_first;
      if (one.found && fine && !one.wrong) continue;
      std::printf("%s --seed %llu  %s at %s: %s%s, truth %s\n",
                  scenarios()[game.scenario].name.data(),
                  static_cast<unsigned long long>(game.seed), game.truth[i].user.c_str(),
                  to_rfc3339(game.truth[i].at).c_str(), one.found ? "" : "not found ",
                  one.wrong ? "WRONG" : "missed", game.truth[i].callers.front().cause.c_str());
    }
    if (judgement.invented > 0)
      std::printf("%s --seed %llu  invented %zu\n", scenarios()[game.scenario].name.data(),
                  static_cast<unsigned long long>(game.seed), judgement.invented);
  }
  return 0;
}

int run_judge(const Options& options) {
  const auto games = play_all(options.purpose, options.exports);
  const Measured measured = measure(games);
  std::printf("%zu exports of %zu scenarios, %zu lockouts.\n\n%s", games.size(), scenarios().size(),
              measured.all.lockouts, pages(games, measured, options.ablation).c_str());
  const auto missed = missed_demands(measured);
  for (const std::string& one : missed) std::fprintf(stderr, "missed: %s\n", one.c_str());
  return missed.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    std::fputs("usage: accuracy [--exports N] [--trial] [--ablation | --fit | --wrong]\n", stderr);
    return 2;
  }
  if (options.fitting) return run_fit(options.exports);
  return options.wrong ? list_wrong(options.exports) : run_judge(options);
}

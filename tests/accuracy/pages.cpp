// The pages of the measurement, as they stand in the README.
#include <cmath>

#include "accuracy/baselines.hpp"
#include "accuracy/suite.hpp"
#include "accuracy/table.hpp"
#include "attribute/signals.hpp"

namespace whylocked::accuracy {

namespace {

std::vector<std::string> row_of(std::string name, const Figures& f) {
  return {std::move(name),         std::to_string(f.lockouts),
          std::to_string(f.found), std::to_string(f.invented),
          percent(f.top1),         percent(f.top3),
          decimal(f.mrr),          percent(f.ties_exact),
          percent(f.kinds),        decimal(f.brier),
          percent(f.diagnosed),    percent(f.wrong)};
}

void write_scenarios(const Measured& measured, std::string& out) {
  const auto rules = baselines();
  Rows rows{{"scenario", "lockouts", "found", "invented", "top-1 %", "top-3 %", "MRR",
             "ties exact %", "kind %", "Brier", "verdicts %", "wrong %"}};
  for (const Baseline& rule : rules) rows[0].push_back(std::string(rule.name) + " %");
  for (std::size_t s = 0; s < scenarios().size(); ++s) {
    rows.push_back(row_of(std::string(scenarios()[s].name), measured.by_scenario[s]));
    for (std::size_t b = 0; b < rules.size(); ++b)
      rows.back().push_back(percent(measured.baselines[s][b]));
  }
  rows.push_back(row_of("**mean of scenarios**", measured.macro));
  for (std::size_t b = 0; b < rules.size(); ++b) {
    double sum = 0, count = 0;
    for (const auto& row : measured.baselines)
      if (!std::isnan(row[b])) sum += row[b], ++count;
    rows.back().push_back(percent(count == 0 ? kNothing : sum / count));
  }
  write_table(rows, out);
}

// Where a rule of thumb does as well, it is because the address alone says it all.
void write_unbeaten(const Measured& measured, std::string& out) {
  std::string names;
  for (std::size_t s = 0; s < scenarios().size(); ++s)
    for (const double rule : measured.baselines[s])
      if (rule >= measured.own_worth[s]) {
        names += (names.empty() ? "" : ", ") + std::string(scenarios()[s].name);
        break;
      }
  out += "\nA rule of thumb does as well in: " + (names.empty() ? "none" : names) +
         ". There the address alone names the caller.\n";
}

void write_calibration(const Measured& measured, std::size_t games, std::string& out) {
  const Interval interval = ece_interval(measured.lockouts, games);
  out += "\nExpected calibration error " + decimal(measured.all.ece) + " (95 % interval " +
         decimal(interval.low) + " to " + decimal(interval.high) + "), log loss " +
         decimal(measured.all.log_loss) +
         ", Brier score over kinds where only the kind can be "
         "told " +
         decimal(measured.all.brier_kinds) + ".\n\n";
  write_reliability(reliability(measured.lockouts, 10), out);
  Rows rows{{"kept if confidence is at least", "of all %", "right %"}};
  for (const Kept& kept : abstention(measured.lockouts))
    rows.push_back({decimal(kept.limit), percent(kept.coverage), percent(kept.accuracy)});
  out += '\n';
  write_table(rows, out);
}

void write_ablation(std::span<const Game> games, const Measured& measured, std::string& out) {
  Rows rows{{"without the signal", "top-1 %", "ties exact %", "kind %", "Brier", "ECE",
             "verdicts %", "wrong %"}};
  const auto add = [&](std::string name, const Figures& f) {
    rows.push_back({std::move(name), percent(f.top1), percent(f.ties_exact), percent(f.kinds),
                    decimal(f.brier), decimal(f.ece), percent(f.diagnosed), percent(f.wrong)});
  };
  add("(none left out)", measured.macro);
  for (const Signal& signal : signals()) {
    Tuning tuning;
    tuning.without = signal.name;
    add(std::string(signal.name), measure(games, tuning).macro);
  }
  out += '\n';
  write_table(rows, out);
}

}  // namespace

std::string pages(std::span<const Game> games, const Measured& measured, bool with_ablation) {
  std::string out;
  write_scenarios(measured, out);
  write_unbeaten(measured, out);
  write_calibration(measured, games.size(), out);
  if (with_ablation) write_ablation(games, measured, out);
  return out;
}

}  // namespace whylocked::accuracy

// Stories: a folder holds an export, the site's declarations, and the expected result.
//
// tests/scenarios/<group>/<case>/
//   export*        the input files, read in one run
//   site.json      optional
//   api-users.csv  optional roster
//   expect         one statement per line; "#" begins a comment. See kStatements for the words.
// The whole library runs, from bytes to diagnosis, with only the files as input.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "whylocked/diagnose.hpp"

using namespace whylocked;
namespace fs = std::filesystem;

namespace {

struct Diagnosed {
  DiagnoseResult result;
  const Report& report() const { return result.report; }
  // The lockout that a statement is about: chosen by `lockout N`, else the first by time.
  std::size_t chosen = 0;
  const Incident& incident() const { return report().correlation.incidents.at(chosen); }
  const Diagnosis& diagnosis() const {
    const std::uint32_t index = report().correlation.incidents.empty() ? 0 : incident().case_index;
    for (const Diagnosis& one : report().cases)
      if (one.case_index == index) return one;
    throw std::out_of_range("no case");
  }
  Cause first_cause() const {
    const Report& all = report();
    return Explainer({.events = all.events,
                      .correlation = all.correlation,
                      .site = all.site,
                      .networks = all.networks})
        .explain(diagnosis(), 1)
        .front();
  }
};

using Words = std::vector<std::string>;

std::set<std::string> rank_one(const Diagnosis& diagnosis) {
  std::set<std::string> ids;
  for (const RankedCause& cause : diagnosis.causes)
    if (cause.rank == 1) ids.emplace(id_of(cause));
  return ids;
}

double kind_probability(const Diagnosis& diagnosis, const std::string& name) {
  for (const auto& [kind, probability] : diagnosis.kinds)
    if (to_text(kind) == name) return probability;
  return -1;
}

bool any_diagnostic(const Report& report, const std::string& text) {
  return std::any_of(
      report.diagnostics.begin(), report.diagnostics.end(),
      [&](const Diagnostic& d) { return d.message.str().find(text) != std::string::npos; });
}

std::string rest(const Words& words, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < words.size(); ++i) text += (i > from ? " " : "") + words[i];
  return text;
}

bool says(const Diagnosed& got, const std::string& signal, const std::string& text) {
  if (got.diagnosis().causes.empty()) return false;
  for (const EvidenceLine& line : got.first_cause().evidence)
    if (line.signal == signal && line.says().find(text) != std::string::npos) return true;
  return false;
}

struct Statement {
  const char* word;
  std::function<bool(Diagnosed&, const Words&)> holds;  // words[0] is the word itself
};

const Statement kStatements[] = {
    {"ok", [](Diagnosed& t, const Words&) { return t.result.ok; }},
    {"refused", [](Diagnosed& t, const Words&) { return !t.result.ok; }},
    {"lockouts",
     [](Diagnosed& t, const Words& w) {
       return t.report().correlation.incidents.size() == std::stoul(w.at(1));
     }},
    {"cases",
     [](Diagnosed& t, const Words& w) { return t.report().cases.size() == std::stoul(w.at(1)); }},
    {"lockout",
     [](Diagnosed& t, const Words& w) {  // selects the lockout of the next statements, from 1
       t.chosen = std::stoul(w.at(1)) - 1;
       return t.chosen < t.report().correlation.incidents.size();
     }},
    {"user",
     [](Diagnosed& t, const Words& w) {
       return t.report().events.users.text(t.incident().user) == w.at(1);
     }},
    {"status",
     [](Diagnosed& t, const Words& w) { return to_text(t.diagnosis().status) == w.at(1); }},
    {"verdict", [](Diagnosed& t, const Words& w) { return t.diagnosis().verdict() == w.at(1); }},
    {"not-verdict",
     [](Diagnosed& t, const Words& w) { return t.diagnosis().verdict() != w.at(1); }},
    {"first",
     [](Diagnosed& t, const Words& w) {  // exactly these causes share rank 1
       return rank_one(t.diagnosis()) == std::set<std::string>(w.begin() + 1, w.end());
     }},
    {"among-first",
     [](Diagnosed& t, const Words& w) {
       const auto first = rank_one(t.diagnosis());
       return std::all_of(w.begin() + 1, w.end(), [&](auto& id) { return first.count(id) > 0; });
     }},
    {"probability-at-least",
     [](Diagnosed& t, const Words& w) {
       return t.diagnosis().causes.at(0).probability >= std::stod(w.at(1));
     }},
    {"kind-at-least",
     [](Diagnosed& t, const Words& w) {
       return kind_probability(t.diagnosis(), w.at(1)) >= std::stod(w.at(2));
     }},
    {"kind-at-most",
     [](Diagnosed& t, const Words& w) {
       return kind_probability(t.diagnosis(), w.at(1)) <= std::stod(w.at(2));
     }},
    {"account-kind",
     [](Diagnosed& t, const Words& w) { return t.diagnosis().account_kind == w.at(1); }},
    {"counted",
     [](Diagnosed& t, const Words& w) {
       std::uint64_t sum = 0;
       for (const Contribution& blame : t.incident().contributions) sum += blame.counted;
       return sum == std::stoul(w.at(1));
     }},
    {"callers",
     [](Diagnosed& t, const Words& w) {
       return t.incident().contributions.size() == std::stoul(w.at(1));
     }},
    {"trigger",
     [](Diagnosed& t, const Words& w) { return to_text(t.incident().trigger.kind) == w.at(1); }},
    {"recorded",
     [](Diagnosed& t, const Words& w) {
       return (t.incident().basis == LockBasis::recorded) == (w.at(1) == "yes");
     }},
    {"basis", [](Diagnosed& t, const Words& w) { return to_text(t.incident().basis) == w.at(1); }},
    {"locked-at",
     [](Diagnosed& t, const Words& w) { return to_rfc3339(t.incident().locked_at) == w.at(1); }},
    {"refuted",
     [](Diagnosed& t, const Words& w) {  // failures that reached the threshold without a lock
       std::uint64_t failures = 0;
       for (const RefutedLock& lock : t.report().correlation.refuted) failures += lock.failures;
       return failures == std::stoul(w.at(1));
     }},
    {"cases",
     [](Diagnosed& t, const Words& w) {
       return t.report().correlation.cases.size() == std::stoul(w.at(1));
     }},
    {"threshold",
     [](Diagnosed& t, const Words& w) {
       return t.report().correlation.policy.threshold == std::stoul(w.at(1)) &&
              to_text(t.report().correlation.policy.threshold_source) == w.at(2);
     }},
    {"signal",
     [](Diagnosed& t, const Words& w) {  // the first cause shows this signal [and says]
       return says(t, w.at(1), rest(w, 2));
     }},
    {"no-signal", [](Diagnosed& t, const Words& w) { return !says(t, w.at(1), ""); }},
    {"next-test",
     [](Diagnosed& t, const Words& w) {
       return t.diagnosis().next_test &&
              t.diagnosis().next_test->says.find(rest(w, 1)) != std::string::npos;
     }},
    {"diagnostic",
     [](Diagnosed& t, const Words& w) { return any_diagnostic(t.report(), rest(w, 1)); }},
};

Words split(const std::string& line) {
  std::istringstream in(line.substr(0, line.find('#')));
  Words words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

bool holds(Diagnosed& got, const Words& words) {
  for (const Statement& statement : kStatements)
    if (statement.word == words.front()) try {
        return statement.holds(got, words);
      } catch (const std::exception&) {
        return false;
      }
  return false;  // an unknown word fails
}

Explainer explainer(const Report& report) {
  return Explainer({.events = report.events,
                    .correlation = report.correlation,
                    .site = report.site,
                    .networks = report.networks});
}

std::string shown(const Diagnosed& got) {
  if (got.report().cases.empty()) return "(no case)";
  const Diagnosis& d = got.diagnosis();
  const Explainer words = explainer(got.report());
  std::string text = std::string(to_text(d.status)) + " " + std::string(d.verdict());
  for (const Cause& cause : words.explain(d, 4)) {
    text += "\n  " + std::to_string(cause.rank) + " " + cause.id + " " +
            std::to_string(cause.probability);
    for (const EvidenceLine& line : cause.evidence)
      text += "\n      " + std::to_string(line.db10 / 10.0) + " " + std::string(line.signal) +
              ": " + line.says();
  }
  return text;
}

Diagnosed diagnose_folder(const fs::path& folder) {
  Diagnostics diagnostics;
  Site site;
  if (const fs::path file = folder / "site.json"; fs::exists(file)) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    const auto loaded = parse_site(text.str(), file.string(), diagnostics);
    REQUIRE(loaded);
    site = *loaded;
  }
  if (const fs::path file = folder / "api-users.csv"; fs::exists(file))
    REQUIRE(load_roster(file.string(), RosterKind::api_users, site, diagnostics));
  DiagnoseOptions options;
  apply_site(site, options);
  std::vector<std::string> paths;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().filename().string().starts_with("export")) paths.push_back(entry.path());
  return {diagnose(paths, options, site), 0};
}

}  // namespace

TEST_CASE("in every story, evidence sums to the score and names rows") {
  std::size_t lines = 0;
  const fs::path root = fs::path(WHYLOCKED_SOURCE_DIR) / "tests" / "scenarios";
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().filename() != "expect") continue;
    const Diagnosed got = diagnose_folder(entry.path().parent_path());
    const Explainer words = explainer(got.report());
    for (const Diagnosis& diagnosis : got.report().cases)
      for (const Cause& cause : words.explain(diagnosis)) {
        Decibans10 sum = 0;
        for (const EvidenceLine& line : cause.evidence) {
          INFO(entry.path().string() << ' ' << cause.id << ' ' << line.signal);
          CHECK((line.signal == "prior" || line.declared || !line.events.empty()));
          sum += line.db10;
          ++lines;
        }
        INFO(entry.path().string() << ' ' << cause.id);
        CHECK(sum == cause.score_db10);
      }
  }
  CHECK(lines > 1000);
}

TEST_CASE("every story has the expected result") {
  std::size_t tried = 0;
  const fs::path root = fs::path(WHYLOCKED_SOURCE_DIR) / "tests" / "scenarios";
  std::set<fs::path> folders;
  for (const auto& entry : fs::recursive_directory_iterator(root))
    if (entry.path().filename() == "expect") folders.insert(entry.path().parent_path());
  for (const fs::path& folder : folders) {
    Diagnosed got = diagnose_folder(folder);
    std::ifstream expect(folder / "expect");
    std::size_t statements = 0;
    for (std::string line; std::getline(expect, line);) {
      const Words words = split(line);
      if (words.empty()) continue;
      ++statements;
      const bool as_expected = holds(got, words);
      INFO(fs::relative(folder, root).string() << ": " << line << "\n" << shown(got));
      CHECK(as_expected);
    }
    INFO(folder.string());
    CHECK(statements > 0);
    ++tried;
  }
  CHECK(tried > 0);
}

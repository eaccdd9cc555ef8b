// Products of the catalog are candidates only for Autotask logs, unless a log names one.
#include "catch.hpp"
#include "folder.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/diagnose.hpp"

using namespace whylocked;

namespace {

// Every failure of the example locks its account, so each is diagnosed.
Report diagnose_example(const Profile::Example& example) {
  DiagnoseOptions options;
  options.read.year = 2026;
  options.correlate.threshold = 1;
  const Folder folder;
  return diagnose({folder.put(example.file, example.text)}, options, {}).report;
}

std::string products_of(const Report& report) {
  std::string found;
  for (const Diagnosis& diagnosis : report.cases)
    for (const RankedCause& cause : diagnosis.causes)
      if (const Integration* const product = find_integration(id_of(cause)))
        found += std::string(product->id) + ' ';
  return found;
}

}  // namespace

TEST_CASE("a catalog product explains no example of another system's log") {
  std::size_t diagnosed = 0, of_autotask = 0;
  for (const Profile* const profile : built_in_profiles())
    for (const Profile::Example& example : profile->examples) {
      const Report report = diagnose_example(example);
      CAPTURE(profile->name, example.file);
      const bool own = profile->system == LogSystem::autotask ||
                       profile->system == LogSystem::mail_notice ||
                       example.text.find("Autotask") != example.text.npos;
      if (!own) CHECK(products_of(report) == "");
      of_autotask += own && !products_of(report).empty();
      diagnosed += !own && !report.cases.empty();
    }
  CHECK(diagnosed >= 20);
  CHECK(of_autotask >= 1);
}

// The Integration Center's table of API users, read like any export but without a time.
// A user may occupy several rows (one an API version and vendor); all are kept.
#include <set>

#include "whylocked/catalog.hpp"
#include "whylocked/normalize.hpp"
#include "whylocked/read.hpp"
#include "whylocked/site.hpp"

namespace whylocked {

namespace {

class RosterSink : public RowSink {
 public:
  RosterSink(const std::string& file, Site& site, Diagnostics& diagnostics)
      : file_(file), site_(site), diagnostics_(diagnostics) {}

  void begin(const Columns& columns) override {
    column_ = columns.has(Field::vendor) ? Field::vendor : Field::tracking_id;
    number_ = columns.number[static_cast<std::size_t>(column_)];
    if (number_ == 0)
      tell("roster-columns", Severity::error, 0, {}, "no column names the integration vendor",
           "a table of API users has the columns Username and Integration Vendor");
  }

  bool row(const Row& row) override {
    std::string user = normalize_user(row[Field::user]);
    if (user.empty()) return true;  // a total or a heading inside the table
    const std::string_view vendor = row[column_];
    if (!vendor.empty() && match_name(vendor).empty() && unmatched_.emplace(vendor).second)
      tell("roster-vendor", Severity::note, row.number, vendor,
           "the catalog does not know this vendor",
           "declare the owner of the account under \"accounts\" in the site file");
    site_.roster.push_back({std::move(user), std::string(vendor), {}});
    ++users_;
    return true;
  }

  bool finish() {
    if (number_ != 0 && users_ == 0)
      tell("roster-empty", Severity::warning, 0, {}, "the table names no API user", {});
    return number_ != 0;
  }

 private:
  void tell(std::string_view kind, Severity severity, std::uint64_t row, std::string_view excerpt,
            std::string message, std::string hint) {
    diagnostics_.add(kind, {severity, file_, row, row == 0 ? 0 : number_, std::move(message),
                            std::string(excerpt), 0, std::move(hint)});
  }

  const std::string& file_;
  Site& site_;
  Diagnostics& diagnostics_;
  Field column_ = Field::vendor;
  std::uint32_t number_ = 0;         // of that column, from 1
  std::set<std::string> unmatched_;  // vendors already told
  std::uint64_t users_ = 0;
};

ReadOptions roster_options() {
  ReadOptions options;
  options.required = {Field::user};
  return options;
}

}  // namespace

bool load_api_users(const std::string& path, Site& site, Diagnostics& diagnostics) {
  InputInfo info;
  RosterSink sink(path, site, diagnostics);
  return read_input(path, roster_options(), sink, diagnostics, info) && sink.finish();
}

bool parse_api_users(std::string_view bytes, const std::string& name, Site& site,
                     Diagnostics& diagnostics) {
  InputInfo info;
  RosterSink sink(name, site, diagnostics);
  return read_text(bytes, name, roster_options(), sink, diagnostics, info) && sink.finish();
}

}  // namespace whylocked

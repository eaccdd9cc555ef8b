// Tables of users, read like any export but without a time: the Integration Center's API users
// (username and vendor), and the grid of all Resources/Users (username and type). A user may have
// several rows (one per API version and vendor); all are kept.
#include <algorithm>
#include <set>
#include <span>
#include <vector>

#include "base/ascii.hpp"
#include "base/split.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/normalize.hpp"
#include "whylocked/read.hpp"
#include "whylocked/site.hpp"

namespace whylocked {

namespace {

// Matched as whole words in any case, so "API User (system)" matches and "Capital" does not. How
// the grid of Resources/Users writes types is not documented; these are the words for licences and
// security levels in the help pages, in English and German.
constexpr std::string_view kApi[] = {"api", "apiuser"};
constexpr std::string_view kPerson[] = {"employee",  "contractor", "professional", "comanaged",
                                        "dashboard", "outsourced", "person",       "human",
                                        "intern",    "volunteer",  "mitarbeiter",  "angestellter"};
constexpr std::string_view kInactive[] = {
    "no", "false", "0", "n", "nein", "inactive", "disabled", "inaktiv", "falsch", "deaktiviert"};
constexpr std::string_view kLocked[] = {"locked", "gesperrt"};
constexpr std::string_view kNoVendor[] = {"none",      "- none -",       "(none)", "n/a",  "-",
                                          "no vendor", "not applicable", "keiner", "keine"};
constexpr std::string_view kYes[] = {"yes", "true", "1", "y", "x", "ja", "wahr"};

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::any_of(
      words, [&](std::string_view known) { return ascii::equal_ignoring_case(word, known); });
}

// Matches hyphenated words by each part and joined: "API-only", "Co-Managed".
bool has_one_of(std::string_view text, std::span<const std::string_view> words) {
  std::string joined;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && ascii::in_word(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    joined += word;
    if (is_one_of(word, words) || is_one_of(joined, words)) return true;
    if (end >= text.size() || text[end] != '-') joined.clear();
    at = end + 1;
  }
  return false;
}

std::string_view user_type(std::string_view cell) {
  if (has_one_of(cell, kApi)) return "api";
  return has_one_of(cell, kPerson) ? "person" : std::string_view();
}

// Columns of the grid are read as fields that no table of users has otherwise. Names are folded.
struct GridColumn {
  enum Says : std::uint8_t { type, level, active, locked } says;
  Field field;
  std::string_view names;  // alternatives; the first that the table has is used
};
constexpr GridColumn kGrid[] = {
    {GridColumn::type, Field::target, "user type|usertype|type|benutzertyp|typ"},
    {GridColumn::type, Field::successes, "license type|licensetype|licence type|license|lizenztyp"},
    {GridColumn::type, Field::recorder, "resource type|resourcetype|ressourcentyp"},
    {GridColumn::level, Field::clock, "security level|securitylevel|zugriffsrechte"},
    {GridColumn::active, Field::count, "active|is active|isactive|aktiv|status"},
    {GridColumn::locked, Field::locked, "locked|user locked|is locked|islocked|gesperrt"},
};

std::vector<std::string> names_of(const GridColumn& column) {
  std::vector<std::string> names;
  for (std::string_view rest = column.names; !rest.empty();)
    names.emplace_back(take_until(rest, '|'));
  return names;
}

class RosterSink : public RowSink {
 public:
  RosterSink(RosterKind kind, const std::string& file, Site& site, Diagnostics& diagnostics)
      : lists_all_(kind == RosterKind::resources),
        file_(file),
        site_(site),
        diagnostics_(diagnostics) {}

  void begin(const Columns& columns) override {
    column_ = columns.has(Field::vendor) ? Field::vendor : Field::tracking_id;
    number_ = columns.number[column_];
    for (const GridColumn& column : kGrid)
      if (columns.has(column.field)) grid_.push_back(&column);
    // Both tables have the security level, so a table with vendors also needs a type.
    usable_ = lists_all_ ? !grid_.empty() && (number_ == 0 || has(GridColumn::type)) : number_ != 0;
    if (usable_) return;
    add_diagnostic(
        "roster-columns", Severity::error, 0, {},
        lists_all_ ? "no column says what the users are" : "no column names the integration vendor",
        lists_all_ ? "a list of users has the columns Username and License Type or Resource Type"
                   : "a table of API users has the columns Username and Integration Vendor");
  }

  bool consume(const RowBatch& rows) override {
    for (std::size_t i = 0; i < rows.size() && usable_; ++i) add(rows.row(i));
    return usable_;
  }

  bool finish() {
    if (usable_ && users_ == 0)
      add_diagnostic("roster-empty", Severity::warning, 0, {},
                     lists_all_ ? "the table names no user" : "the table names no API user", {});
    return usable_;
  }

 private:
  void add(const Row& row) {
    std::string user = normalize_user(row[Field::user]);
    if (user.empty()) return;  // a total or a heading inside the table
    std::string_view vendor = number_ == 0 ? std::string_view() : row[column_];
    if (is_one_of(vendor, kNoVendor)) vendor = {};
    if (!vendor.empty() && match_name(vendor).empty() && unmatched_.emplace(vendor).second)
      add_diagnostic("roster-vendor", Severity::note, row.number, vendor,
                     "the vendor is not in the catalog",
                     "declare the owner of the account under \"accounts\" in the site file");
    site_.roster.push_back({std::move(user), std::string(vendor),
                            lists_all_ ? std::string(kind_in(row)) : std::string(),
                            lists_all_ ? std::string(state_in(row)) : std::string()});
    ++users_;
  }

  bool has(GridColumn::Says says) const {
    return std::ranges::any_of(grid_,
                               [&](const GridColumn* column) { return column->says == says; });
  }

  std::string_view kind_in(const Row& row) const {
    std::string_view kind = "unknown";
    for (const GridColumn* column : grid_) {
      if (column->says != GridColumn::type && column->says != GridColumn::level) continue;
      const std::string_view type = user_type(row[column->field]);
      if (type == "api") return type;
      if (!type.empty()) kind = type;
    }
    return kind;
  }

  std::string_view state_in(const Row& row) const {
    std::string_view state;
    for (const GridColumn* column : grid_) {
      const std::string_view cell = row[column->field];
      if (column->says == GridColumn::active && is_one_of(cell, kInactive)) return "inactive";
      if (is_one_of(cell, kLocked) || (column->says == GridColumn::locked && is_one_of(cell, kYes)))
        state = "locked";
    }
    return state;
  }

  void add_diagnostic(std::string_view kind, Severity severity, std::uint64_t row,
                      std::string_view excerpt, std::string message, std::string hint) {
    diagnostics_.add(kind, {severity, file_, row, row == 0 ? 0 : number_, std::move(message),
                            std::string(excerpt), 0, std::move(hint)});
  }

  const bool lists_all_;  // users of every type, rather than API users only
  const std::string& file_;
  Site& site_;
  Diagnostics& diagnostics_;
  Field column_ = Field::vendor;
  std::uint32_t number_ = 0;             // of that column, from 1
  std::vector<const GridColumn*> grid_;  // columns that the table has
  bool usable_ = false;
  std::set<std::string> unmatched_;  // vendors already reported
  std::uint64_t users_ = 0;
};

// One column of the grid is enough.
Profile grid_profile() {
  Profile grid;
  grid.name = "users";
  std::string& any = grid.recognize.emplace_back();
  for (const GridColumn& column : kGrid) {
    for (const std::string& name : names_of(column)) any += (any.empty() ? "" : " | ") + name;
    grid.columns.emplace_back(column.field, names_of(column));
  }
  return grid;
}

}  // namespace

bool load_roster(const std::string& path, RosterKind kind, Site& site, Diagnostics& diagnostics) {
  ReadOptions options;
  options.required = {Field::user};
  if (kind == RosterKind::resources) options.profiles = {grid_profile()};
  InputInfo info;
  RosterSink sink(kind, path, site, diagnostics);
  return read_input(path, options, sink, diagnostics, info) && sink.finish();
}

}  // namespace whylocked

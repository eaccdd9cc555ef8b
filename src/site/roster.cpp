// Tables of users, read like any export but without a time: the Integration Center's API users
// (username and vendor), and the grid of all Resources/Users (username and type). A user may have
// several rows (one per API version and vendor); all are kept.
#include <algorithm>
#include <set>
#include <vector>

#include "base/ascii.hpp"
#include "base/split.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/normalize.hpp"
#include "whylocked/read.hpp"
#include "whylocked/site.hpp"

namespace whylocked::data {
extern const std::string_view user_words, users;
}

namespace whylocked {

namespace {

// Kinds of words in cells: one bit for each line of user_words.txt.
enum UserWord : std::uint32_t {
  kApi = 1,
  kPerson = 1 << 1,
  kInactive = 1 << 2,
  kLocked = 1 << 3,
  kNoVendor = 1 << 4,
  kYes = 1 << 5,
};

bool is_word(std::string_view text, UserWord kind) {
  static const WordKinds words(data::user_words);
  std::string folded(text);
  std::ranges::transform(folded, folded.begin(), ascii::lower);
  return (words.of(folded) & kind) != 0;
}

// True if a whole word is of this kind, so "API User (system)" is one of an API user and "Capital"
// is not. Matches hyphenated words by each part and joined: "API-only", "Co-Managed".
bool has_word(std::string_view text, UserWord kind) {
  std::string joined;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && ascii::in_word(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    joined += word;
    if (is_word(word, kind) || is_word(joined, kind)) return true;
    if (end >= text.size() || text[end] != '-') joined.clear();
    at = end + 1;
  }
  return false;
}

std::string_view user_type(std::string_view cell) {
  if (has_word(cell, kApi)) return "api";
  return has_word(cell, kPerson) ? "person" : std::string_view();
}

// Meaning of the columns that users.json finds in the grid.
struct GridColumn {
  enum Says : std::uint8_t { type, level, active, locked } says;
  Field field;
};
constexpr GridColumn kGrid[] = {
    {GridColumn::type, Field::target},   {GridColumn::type, Field::successes},
    {GridColumn::type, Field::recorder}, {GridColumn::level, Field::clock},
    {GridColumn::active, Field::count},  {GridColumn::locked, Field::locked},
};

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
    if (is_word(vendor, kNoVendor)) vendor = {};
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
      if (column->says == GridColumn::active && is_word(cell, kInactive)) return "inactive";
      if (is_word(cell, kLocked) || (column->says == GridColumn::locked && is_word(cell, kYes)))
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

}  // namespace

bool load_roster(const std::string& path, RosterKind kind, Site& site, Diagnostics& diagnostics) {
  ReadOptions options;
  options.required = {Field::user};
  if (kind == RosterKind::resources)
    options.profiles = {*parse_profile(data::users, "users.json", diagnostics)};
  InputInfo info;
  RosterSink sink(kind, path, site, diagnostics);
  return read_input(path, options, sink, diagnostics, info) && sink.finish();
}

}  // namespace whylocked

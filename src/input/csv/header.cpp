#include "input/csv/header.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/ascii.hpp"
#include "base/number.hpp"
#include "base/split.hpp"
#include "input/table/aliases.hpp"

namespace whylocked::input::csv {

namespace {

constexpr std::string_view kDelimiters = ",;\t|";  // ties go to the first
constexpr std::uint64_t kMaxRecords = 50;          // titles and remarks above a header are few
constexpr std::size_t kPieceBytes = 8u << 10;      // most headers end within the first piece
constexpr std::size_t kMaxColumns = std::size_t{1} << 20;  // spreadsheets end at 16,384

// A row of data may hold a word that names a column in other files.
std::size_t score_of(const HeaderChoice& candidate, std::size_t required) {
  const bool data = !candidate.mapping.is_usable() &&
                    std::ranges::any_of(candidate.cells, [](const std::string& cell) {
                      return !cell.empty() && ascii::is_digit(cell[0]);
                    });
  return data ? 0 : candidate.mapping.score(required);
}

void prefer(HeaderChoice& best, std::size_t& best_score, HeaderChoice candidate,
            std::size_t required) {
  const std::size_t score = score_of(candidate, required);
  const bool earlier = score == best_score && score > 0 && candidate.record < best.record;
  const bool wider = score == best_score && score == 0 && candidate.record == best.record &&
                     candidate.cells.size() > best.cells.size();
  if (best.record != 0 && score <= best_score && !wider && !earlier) return;
  best_score = score;
  candidate.found = candidate.mapping.is_usable();
  best = std::move(candidate);
}

constexpr std::size_t kMinTime = 8;  // length of a date

// Whether texts of the same length are sorted; for times like 2026-05-19 08:07:19 that means in
// order of time.
class TimeOrder {
 public:
  void add(const std::string& time) {
    if (!last_.empty() && time != last_) {
      rises_ &= time > last_;
      falls_ &= time < last_;
    }
    comparable_ &= last_.empty() || time.size() == last_.size();
    last_ = time;
  }
  bool is_ordered() const { return comparable_ && (rises_ || falls_); }

 private:
  std::string last_;
  bool rises_ = true, falls_ = true, comparable_ = true;
};

class PivotTest {
 public:
  // False: the table is of another kind.
  bool add(const std::string& user, const std::string& time) {
    if (!user.empty()) {
      if (!users_.insert(user).second || !in_group_.is_ordered()) return false;
      in_group_ = {};
      if (time.empty()) ++titles_;
    }
    if (time.empty()) return true;
    if (time.size() < kMinTime || time[0] < '0' || time[0] > '9') return false;
    if (users_.empty()) return false;
    (user.empty() ? unnamed_ : named_) += 1;
    in_group_.add(time);
    overall_.add(time);
    return true;
  }
  // A row with only a user is the title of a group, if all names are in rows of this kind.
  bool holds() const {
    if (users_.size() < 2 || unnamed_ < users_.size() || !in_group_.is_ordered()) return false;
    return named_ == 0 ? titles_ == users_.size() : !overall_.is_ordered();
  }

 private:
  std::set<std::string> users_;
  std::size_t named_ = 0, unnamed_ = 0, titles_ = 0;
  TimeOrder in_group_, overall_;
};

class DayTest {
 public:
  // False: the table is of another kind.
  bool add(const std::string& day, const std::string& clock) {
    if (clock.empty()) return true;  // a total, an empty row
    if (day.empty()) {
      ++unnamed_;
      return named_ > 0;
    }
    ++named_;
    days_.add(day);
    return last_ != std::exchange(last_, day);
  }
  bool holds() const { return unnamed_ > 0 && unnamed_ >= named_ && days_.is_ordered(); }

 private:
  std::size_t named_ = 0, unnamed_ = 0;
  std::string last_;
  TimeOrder days_;
};

// Decides whether a column of clients names customers. Sites may be places of one company: only the
// name of a company shows that a site is a customer.
class CustomerTest {
 public:
  explicit CustomerTest(bool is_place) : is_place_(is_place) {}

  // False if the column does not name customers. `caller`: an address or a computer, perhaps empty.
  bool add(const std::string& client, const std::string& user, const std::string& caller) {
    if (client.empty()) return true;
    if (is_program_or_computer(client)) return false;
    names_company_ |= has_word(client, kCompany);
    if ((kinds_of(fold(user)) & kOfEverybody) != 0) {
      const std::string& first = client_of_user_.emplace(fold(user), client).first->second;
      shared_ |= first != client;
    }
    return caller.empty() || client_of_caller_.emplace(caller, client).first->second == client;
  }
  bool holds() const { return shared_ && (names_company_ || !is_place_); }

 private:
  enum Kinds : std::uint32_t { kOfEverybody = 1, kProgram = 1 << 1, kCompany = 1 << 2 };

  static std::uint32_t kinds_of(std::string_view word) {
    static const WordKinds kinds(
        "account of each customer: administrator, admin, backup, guest, info, root, sa, scan, "
        "scanner, sql, support, test, user\n"
        "program: api, app, browser, chrome, edge, firefox, imap, mobile, outlook, pop, rdp, "
        "powershell, python, rest, safari, smtp, ssh, web\n"
        "legal form: ab, ag, aps, as, bv, co, company, corp, corporation, gmbh, inc, kft, kg, "
        "limited, llc, llp, ltd, nv, oy, plc, pty, sa, sas, sarl, sl, spa, srl, sro");
    return kinds.of(word);
  }

  // Ignores case; reads "B.V." as "bv".
  static bool has_word(std::string_view text, Kinds kind) {
    while (!text.empty()) {
      std::string word;
      for (const char c : take_until(text, ' '))
        if (c != '.' && c != ',') word += ascii::lower(c);
      if ((kinds_of(word) & kind) != 0) return true;
    }
    return false;
  }

  static bool is_program_or_computer(std::string_view name) {
    return name.find_first_of("0123456789") != name.npos || has_word(name, kProgram);
  }

  std::map<std::string, std::string> client_of_user_, client_of_caller_;
  const bool is_place_;
  bool shared_ = false;  // one username occurs at two clients
  bool names_company_ = false;
};

// Calls add(cell) for the records below the header until it returns false; cell(number) returns the
// text of a cell.
template <class Add>
bool for_each_record(std::string_view beginning, const HeaderChoice& header, Encoding encoding,
                     const ReadOptions& options, Add add) {
  MemorySource source(beginning);
  ReadBuffer buffer(source, kBufferBytes);
  RecordSplitter records(buffer, header.delimiter, options.max_record_bytes);
  Record record;
  while (records.next(record)) {
    if (record.number <= header.record || record.text.empty()) continue;
    if (record.fault != Record::Fault::none || record.unterminated) continue;
    const auto cell = [&](std::uint32_t number) {
      return number != 0 && number <= record.fields ? to_value(record.field(number - 1), encoding)
                                                    : std::string();
    };
    if (!add(cell)) return false;
  }
  return true;
}

// Whether a column other than `outcome` (from 1) may say what happened, by its name or by --map.
bool has_other_outcome(const HeaderChoice& header, std::uint32_t outcome) {
  constexpr Field kAnswers[] = {Field::event, Field::outcome, Field::reason, Field::reason_code,
                                Field::text};
  const Columns& columns = header.mapping.columns;
  for (const Field field : kAnswers)
    if (columns.has(field) && columns.number[field] != outcome) return true;
  for (std::size_t i = 0; i < header.cells.size(); ++i)
    for (const Alias& alias : aliases_of(fold(header.cells[i])))
      if (i + 1 != outcome && std::ranges::find(kAnswers, alias.field) != std::end(kAnswers))
        return true;
  return false;
}

}  // namespace

std::vector<std::string> header_cells(const Record& record, Encoding encoding) {
  std::vector<std::string> cells;
  const std::size_t count = std::min(record.fields, kMaxColumns);
  cells.reserve(count);
  for (std::size_t i = 0; i < count; ++i) cells.push_back(to_value(record.field(i), encoding));
  return cells;
}

HeaderChoice find_header(std::string_view beginning, bool whole, Encoding encoding,
                         const ReadOptions& options) {
  HeaderChoice best;
  std::size_t best_score = 0;
  for (const char delimiter : kDelimiters) {
    MemorySource source(beginning, kPieceBytes);
    ReadBuffer buffer(source, kPieceBytes);
    RecordSplitter splitter(buffer, delimiter, options.max_record_bytes);
    Record record;
    while (splitter.next(record) && record.number <= kMaxRecords) {
      if (record.fault == Record::Fault::open_quote && !whole) break;  // it may be closed later
      if (record.fault != Record::Fault::none) continue;
      HeaderChoice candidate{
          .delimiter = delimiter, .record = record.number, .cells = header_cells(record, encoding)};
      if (std::ranges::all_of(candidate.cells, &std::string::empty)) continue;
      candidate.mapping = resolve_columns(candidate.cells, options);
      prefer(best, best_score, std::move(candidate), options.required.size());
    }
  }
  if (best.record == 0) best.mapping = resolve_columns({}, options);
  return best;
}

std::optional<std::size_t> client_column(const std::vector<std::string>& header,
                                         const Columns& columns) {
  constexpr std::string_view kClients[] = {"client",    "client name", "site",
                                           "site name", "account",     "account name"};
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (std::ranges::find(kClients, fold(header[i])) == std::end(kClients)) continue;
    bool open = true;
    for (std::size_t field = 0; field < kFieldCount; ++field) {
      const auto of = static_cast<Field>(field);
      const bool guessed =
          !columns.mapped[of] && (of == Field::user_agent || of == Field::computer);
      open &= columns.number[of] != i + 1 || guessed;
    }
    if (open) return i;
  }
  return std::nullopt;
}

bool names_customers(std::string_view beginning, const HeaderChoice& header, Encoding encoding,
                     const ReadOptions& options) {
  const Columns& columns = header.mapping.columns;
  const auto client = client_column(header.cells, columns);
  if (!client || columns.has(Field::realm) || header.mapping.profile != nullptr) return false;
  const auto number = static_cast<std::uint32_t>(*client + 1);
  const bool addresses = columns.has(Field::address) || columns.number[Field::computer] == number;
  const Field caller = addresses ? Field::address : Field::computer;
  CustomerTest test(fold(header.cells[*client]).starts_with("site"));
  return for_each_record(beginning, header, encoding, options,
                         [&](const auto& cell) {
                           return test.add(cell(number), cell(columns.number[Field::user]),
                                           cell(columns.number[caller]));
                         }) &&
         test.holds();
}

bool counts_failures(std::string_view beginning, const HeaderChoice& header, Encoding encoding,
                     const ReadOptions& options) {
  constexpr std::uint32_t kMaxFailures = 500;  // in a row; greater numbers are codes
  const Columns& columns = header.mapping.columns;
  const std::uint32_t failed = columns.number[Field::outcome];
  if (columns.has(Field::count) || columns.mapped[Field::outcome] || header.mapping.profile ||
      fold(columns.header[Field::outcome]) != "failed" || has_other_outcome(header, failed))
    return false;
  bool several = false;
  return for_each_record(beginning, header, encoding, options,
                         [&](const auto& cell) {
                           const std::string text = cell(failed);
                           if (text.empty()) return true;
                           const auto number = parse_whole<std::uint32_t>(text);
                           several |= number.value_or(0) > 1;
                           return number && *number <= kMaxFailures;
                         }) &&
         several;
}

std::optional<Field> grouping_field(std::string_view beginning, const HeaderChoice& header,
                                    Encoding encoding, const ReadOptions& options) {
  const auto& number = header.mapping.columns.number;
  const auto cells_pass = [&](auto& test, Field grouping, Field other) {
    return number[grouping] != 0 && number[other] != 0 &&
           for_each_record(beginning, header, encoding, options,
                           [&](const auto& cell) {
                             return test.add(cell(number[grouping]), cell(number[other]));
                           }) &&
           test.holds();
  };
  PivotTest users;
  if (cells_pass(users, Field::user, Field::time)) return Field::user;
  DayTest days;
  return cells_pass(days, Field::time, Field::clock) ? std::optional(Field::time) : std::nullopt;
}

}  // namespace whylocked::input::csv

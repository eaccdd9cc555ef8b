#include "simulator/export.hpp"

#include <algorithm>

#include "simulator/truth.hpp"

namespace whylocked::sim {

namespace {

enum Column : std::uint8_t {
  kTime,
  kUser,
  kAddress,
  kEvent,
  kResult,
  kReason,
  kClient,
  kApplication,
  kVendor,
  kColumns
};
using Names = std::vector<std::string_view>;
// Column names that mean one thing only.
const Names kHeaders[kColumns] = {
    {"Time", "Date/Time", "Timestamp", "Event Time"},
    {"Username", "User Name", "Login Name"},
    {"IP Address", "Client IP", "Source IP", "IP"},
    {"Event", "Event Type", "Event Name"},
    {"Result", "Outcome"},
    {"Reason", "Failure Reason", "Error Message"},
    {"User Agent", "UserAgent"},
    {"Application", "Application Name"},
    {"Integration Vendor", "API Vendor"},
};

struct Words {
  std::string_view success, failure;
};
constexpr Words kResults[] = {{"Success", "Failure"}, {"Succeeded", "Failed"}};
constexpr std::string_view kWrong[] = {"Incorrect password", "Invalid password", "Wrong password"};
constexpr std::string_view kLocked[] = {
    "Account is locked",
    "The user account has been locked. Please see your Autotask Administrator for details."};

struct Dialect {
  char delimiter = ',';
  TimeForm form = TimeForm::iso_utc;
  std::int32_t offset_minutes = 0;
  Words result;
  std::string_view wrong, locked;
  std::vector<Column> columns;
  std::vector<std::string_view> headers;
};

TimeForm draw_form(Random& random, Micros unit) {
  const std::uint64_t draw = random.below(100);
  if (draw < 45) return TimeForm::iso_utc;
  if (draw < 70) return TimeForm::plain;
  if (draw < 80) return TimeForm::iso_offset;
  return draw < 92 || unit != kSecond ? TimeForm::named_month : TimeForm::unix_seconds;
}

bool shows(const View& view, Column column) {
  switch (column) {
    case kAddress:
      return view.addresses;
    case kReason:
      return view.reasons;
    case kClient:
      return view.clients;
    case kApplication:
      return view.applications;
    case kVendor:
      return view.vendors;
    default:
      return true;
  }
}

Dialect draw_dialect(const World& world, Random& random) {
  Dialect dialect;
  const std::uint64_t draw = random.below(10);
  dialect.delimiter = draw < 7 ? ',' : draw < 9 ? ';' : '\t';
  dialect.form = draw_form(random, world.view.unit);
  const bool local = dialect.form == TimeForm::iso_offset || world.declared.zone;
  dialect.offset_minutes = local ? world.span.offset_minutes : 0;
  dialect.result = random.pick(kResults);
  dialect.wrong = random.pick(kWrong);
  dialect.locked = random.pick(kLocked);
  for (int i = 0; i < kColumns; ++i)
    if (shows(world.view, static_cast<Column>(i)))
      dialect.columns.push_back(static_cast<Column>(i));
  if (random.chance(20)) std::swap(dialect.columns[0], dialect.columns[1]);
  for (const Column column : dialect.columns)
    dialect.headers.push_back(random.pick(kHeaders[column]));
  return dialect;
}

bool is_visible(const View& view, const Happening& row) {
  switch (row.kind) {
    case EventKind::login_succeeded:
      return view.successes;
    case EventKind::account_locked:
      return view.locks;
    case EventKind::account_unlocked:
      return view.unlocks;
    case EventKind::login_failed:
      return true;
    default:
      return view.changes;
  }
}

bool is_attempt(const Happening& row) {
  return row.kind == EventKind::login_failed || row.kind == EventKind::login_succeeded;
}

std::string_view event_word(EventKind kind) {
  switch (kind) {
    case EventKind::account_locked:
      return "Account Locked";
    case EventKind::account_unlocked:
      return "Account Unlocked";
    case EventKind::password_changed:
      return "Password Changed";
    case EventKind::password_expired:
      return "Password Expired";
    case EventKind::username_changed:
      return "Username Changed";
    default:
      return "Login";
  }
}

std::string_view reason_word(const Dialect& dialect, Reason reason) {
  switch (reason) {
    case Reason::bad_password:
      return dialect.wrong;
    case Reason::locked:
      return dialect.locked;
    case Reason::unknown_user:
      return "User not found";
    case Reason::quota:
      return "API quota exceeded";
    case Reason::bad_integration_code:
      return "IntegrationCode is invalid";
    case Reason::mfa:
      return "MFA required";
    default:
      return {};
  }
}

class Writer {
 public:
  Writer(const World& world, Random& random)
      : world_(world), dialect_(draw_dialect(world, random)) {
    for (const std::string_view header : dialect_.headers) field(header);
    end_row();
  }

  void row(const Happening& row) {
    for (const Column column : dialect_.columns) {
      if (column == kTime) {
        separate();
        append_time(out_, dialect_.form, row.at, world_.view.unit, dialect_.offset_minutes);
      } else {
        field(text(column, row));
      }
    }
    end_row();
  }

  std::string take() { return std::move(out_); }

 private:
  std::string_view text(Column column, const Happening& row) {
    const bool attempt = is_attempt(row);
    switch (column) {
      case kUser:
        return user(row.account);
      case kAddress:
        if (row.actor == kNobody || (!attempt && !world_.view.lock_address)) return {};
        return address_ = to_text(row.address);
      case kEvent:
        return event_word(row.kind);
      case kResult:
        if (!attempt) return {};
        return row.kind == EventKind::login_succeeded ? dialect_.result.success
                                                      : dialect_.result.failure;
      case kReason:
        return reason_word(dialect_, row.reason);
      case kClient:
        return attempt ? actor(row).client : std::string_view{};
      case kApplication:
        return attempt ? actor(row).application : std::string_view{};
      case kVendor:
        return attempt ? actor(row).vendor : std::string_view{};
      default:
        return {};
    }
  }

  const Actor& actor(const Happening& row) const { return world_.actors[row.actor]; }

  std::string_view user(std::size_t account) {
    user_ = world_.accounts[account].name;
    if (world_.view.capitals && world_.accounts[account].human && !user_.empty())
      user_[0] = static_cast<char>(user_[0] - 'a' + 'A');
    return user_;
  }

  void separate() {
    if (fields_++ > 0) out_ += dialect_.delimiter;
  }

  void field(std::string_view text) {
    separate();
    const char special[] = {dialect_.delimiter, '"', '\n'};
    if (text.find_first_of(std::string_view(special, 3)) == text.npos) {
      out_ += text;
      return;
    }
    out_ += '"';
    for (const char c : text) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    out_ += '"';
  }

  void end_row() {
    out_ += '\n';
    fields_ = 0;
  }

  const World& world_;
  Dialect dialect_;
  std::string out_, user_, address_;
  int fields_ = 0;
};

}  // namespace

std::size_t rows_shown(const World& world, const Played& played) {
  return static_cast<std::size_t>(
      std::count_if(played.rows.begin(), played.rows.end(),
                    [&](const Happening& row) { return is_visible(world.view, row); }));
}

std::string write_export(const World& world, const Played& played, Random& random) {
  std::vector<Happening> rows;
  for (Happening row : played.rows) {
    if (!is_visible(world.view, row)) continue;
    if (!is_attempt(row)) row.at += world.view.clock_off;
    row.at = shown(world.view, row.at);
    rows.push_back(row);
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Happening& a, const Happening& b) { return a.at < b.at; });
  if (world.view.newest_first) std::reverse(rows.begin(), rows.end());
  Writer writer(world, random);
  for (const Happening& row : rows) writer.row(row);
  return writer.take();
}

}  // namespace whylocked::sim

#include "normalize/accounts.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/edit_distance.hpp"
#include "normalize/letters.hpp"

namespace whylocked::normalize {

namespace {

struct Form {
  TextId user = kNone;
  std::string_view name, realm;
  bool has_at = false, is_display = false;
  std::uint64_t events = 0;
  std::int32_t last_file = -1;  // of an event
  std::vector<bool> files;      // that contain it
};

// "jdoe" in "doe, john (jdoe)"; empty without brackets.
std::string_view name_in_brackets(std::string_view text) {
  const std::size_t open = text.rfind(" (");
  if (open == text.npos || open == 0 || !text.ends_with(')')) return {};
  const std::string_view inside = text.substr(open + 2, text.size() - open - 3);
  return plain_user(inside) ? inside : std::string_view();
}

Form form_of(TextId user, std::string_view text) {
  Form form;
  form.user = user;
  form.name = text;
  if (const std::string_view inside = name_in_brackets(text); !inside.empty()) {
    form.name = inside;
    form.is_display = true;
    return form;
  }
  const std::size_t slash = text.find('\\'), at = text.rfind('@');
  if (slash != text.npos && slash > 0 && slash + 1 < text.size()) {
    form.realm = text.substr(0, slash);
    form.name = text.substr(slash + 1);
  } else if (at != text.npos && at > 0 && at + 1 < text.size()) {
    form.name = text.substr(0, at);
    form.realm = text.substr(at + 1);
    form.has_at = true;
  }
  return form;
}

bool is_dns_name(std::string_view realm) { return realm.find('.') != realm.npos; }

bool share_file(const Form& a, const Form& b) {
  for (std::size_t file = 0; file < a.files.size(); ++file)
    if (a.files[file] && b.files[file]) return true;
  return false;
}

class AccountJoiner {
 public:
  AccountJoiner(Events& events, const std::vector<InputInfo>& inputs, Diagnostics& diagnostics)
      : events_(events), inputs_(inputs), diagnostics_(diagnostics) {}

  void run() {
    if (events_.rows.empty() || !has_several_forms()) return;
    collect();
    std::ranges::stable_sort(used_, {}, &Form::name);
    for (auto from = used_.begin(), to = from; from != used_.end(); from = to) {
      to = std::find_if(from, used_.end(),
                        [&](const Form* one) { return one->name != (*from)->name; });
      constexpr std::ptrdiff_t kMaxForms = 2048;  // more realms per name would be guesses
      if (to - from <= kMaxForms && (to - from > 1 || strip_.contains((*from)->realm)))
        join({from, to});
    }
    apply();
  }

 private:
  // Checks cheaply for the usual export, which writes every name in one way.
  bool has_several_forms() const {
    bool bare = false, slash = false, at = false, display = false;
    for (TextId user = kNone + 1; user < events_.users.size(); ++user) {
      const std::string_view text = events_.users.text(user);
      const bool has_slash = text.find('\\') != text.npos;
      const bool has_at = !has_slash && text.find('@') != text.npos;
      slash |= has_slash;
      at |= has_at;
      bare |= !has_slash && !has_at;
      display |= text.ends_with(')');
    }
    return slash || display || (bare && at);
  }

  void collect() {
    forms_.reserve(events_.users.size());
    for (TextId user = kNone; user < events_.users.size(); ++user)
      forms_.push_back(form_of(user, events_.users.text(user)));
    for (const Event& event : events_.rows) {
      Form& form = forms_[event.user];
      ++form.events;
      if (form.last_file == event.file) continue;
      form.last_file = event.file;
      form.files.resize(inputs_.size());
      form.files[event.file] = true;
    }
    for (Form& form : forms_) {
      if (form.user == kNone || form.events == 0) continue;
      used_.push_back(&form);
      if (form.realm.empty()) continue;
      (is_dns_name(form.realm) ? dns_ : domains_).insert(form.realm);
      if (!form.has_at && comes_from_column(form)) strip_.insert(form.realm);
    }
  }

  bool comes_from_column(const Form& form) const {
    for (std::size_t file = 0; file < inputs_.size(); ++file)
      if (form.files[file] && inputs_[file].columns.has(Field::realm)) return true;
    return false;
  }

  bool realms_agree(std::string_view a, std::string_view b) const {
    if (a.empty() || b.empty() || a == b) return true;
    if (is_dns_name(a) == is_dns_name(b)) return false;
    const std::string_view domain = is_dns_name(a) ? b : a, dns = is_dns_name(a) ? a : b;
    if (dns.substr(0, dns.find('.')) == domain) return true;
    return domains_.size() == 1 && dns_.size() == 1;
  }

  // Groups the forms of one name into accounts by realm; a bare form joins only if
  // there is one account.
  void join(std::span<Form* const> forms) {
    std::vector<std::vector<Form*>> accounts;
    std::vector<Form*> bare;
    for (Form* form : forms) {
      if (form->realm.empty()) {
        bare.push_back(form);
        continue;
      }
      const auto fits = [&](const std::vector<Form*>& account) {
        return std::ranges::all_of(account, [&](const Form* other) {
          return realms_agree(form->realm, other->realm) && share_file(*form, *other);
        });
      };
      const auto account = std::ranges::find_if(accounts, fits);
      if (account == accounts.end())
        accounts.push_back({form});
      else
        account->push_back(form);
    }
    // People who share the name in brackets are different accounts.
    if (std::ranges::count_if(bare, &Form::is_display) > 1)
      std::erase_if(bare, [](const Form* form) { return form->is_display; });
    const auto plain = std::ranges::find(bare, false, &Form::is_display);
    if (accounts.empty() && plain != bare.end()) {
      accounts.push_back({*plain});
      bare.erase(plain);
    }
    if (accounts.empty()) return;
    if (accounts.size() == 1)
      for (Form* form : bare)
        if (std::ranges::any_of(accounts[0],
                                [&](const Form* other) { return share_file(*form, *other); }))
          accounts[0].push_back(form);
    for (const std::vector<Form*>& account : accounts) keep_one(account, accounts.size() == 1);
  }

  void keep_one(const std::vector<Form*>& account, bool name_is_unique) {
    const Form& kept = *std::ranges::min(account, {}, [](const Form* one) {
      return std::tuple(!one->has_at, one->is_display, ~one->events, one->user);
    });
    const bool strip = name_is_unique && !kept.has_at && strip_.contains(kept.realm);
    const std::string name(strip ? kept.name : events_.users.text(kept.user));
    const TextId to = events_.users.intern(name);
    for (const Form* form : account) {
      if (form->user == to) continue;
      new_ids_[form->user] = to;
      if (form != &kept) joined_.push_back({name, std::string(events_.users.text(form->user))});
    }
  }

  void apply() {
    if (new_ids_.empty()) return;
    for (Event& event : events_.rows)
      if (const auto found = new_ids_.find(event.user); found != new_ids_.end())
        event.user = found->second;
    std::erase_if(joined_, [&](const JoinedAccount& one) { return is_of_column(one); });
    std::ranges::sort(joined_, {},
                      [](const JoinedAccount& one) { return std::tie(one.kept, one.joined); });
    for (const JoinedAccount& one : joined_)
      diagnostics_.add("account-joined",
                       {.severity = Severity::note,
                        .message = Text::quoted(NameKind::user, one.joined) + " and " +
                                   Text::quoted(NameKind::user, one.kept) +
                                   " are one account; nothing in the export contradicts it"});
    events_.joined_accounts = std::move(joined_);
  }

  // True if "contoso\ann" was "ann" plus a realm column, so nothing was joined.
  bool is_of_column(const JoinedAccount& one) const {
    const Form joined = form_of(kNone, one.joined);
    return joined.name == one.kept && strip_.contains(joined.realm);
  }

  Events& events_;
  const std::vector<InputInfo>& inputs_;
  Diagnostics& diagnostics_;
  std::vector<Form> forms_;
  std::vector<Form*> used_;  // forms with events, by name
  std::set<std::string_view> dns_, domains_;
  std::set<std::string_view> strip_;  // realms named by a column
  std::unordered_map<TextId, TextId> new_ids_;
  std::vector<JoinedAccount> joined_;
};

}  // namespace

void join_accounts(Events& events, const std::vector<InputInfo>& inputs, Diagnostics& diagnostics) {
  AccountJoiner(events, inputs, diagnostics).run();
}

}  // namespace whylocked::normalize

namespace whylocked {

namespace {

constexpr std::size_t kMaxNear = 5;

// True for "ann" in "ann.meyer", false in "joanna".
bool has_word(std::string_view name, std::string_view word) {
  const auto divides = [](char c) { return c == '.' || c == '-' || c == '_' || c == ' '; };
  for (std::size_t at = name.find(word); at != name.npos; at = name.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || divides(name[at - 1])) && (end == name.size() || divides(name[end])))
      return true;
  }
  return false;
}

std::vector<TextId> accounts_with_events(const Events& events) {
  std::vector<bool> seen(events.users.size(), events.rows.empty());
  for (const Event& event : events.rows) seen[event.user] = true;
  std::vector<TextId> users;
  for (TextId user = kNone + 1; user < events.users.size(); ++user)
    if (seen[user]) users.push_back(user);
  return users;
}

std::vector<std::string> nearest_names(const Events& events, const std::vector<TextId>& users,
                                       const std::vector<TextId>& partly, std::string_view wanted) {
  std::vector<std::string> near;
  for (const TextId user : partly)
    if (near.size() < kMaxNear) near.emplace_back(events.users.text(user));
  if (!near.empty()) return near;
  std::vector<std::string_view> names;
  for (const TextId user : users) {
    names.push_back(events.users.text(user));
    names.push_back(local_part(names.back()));
  }
  const std::string_view nearest = nearest_name(wanted, names);
  for (const TextId user : users) {
    const std::string_view name = events.users.text(user);
    if (!nearest.empty() && near.size() < kMaxNear &&
        (name == nearest || local_part(name) == nearest))
      near.emplace_back(name);
  }
  return near;
}

}  // namespace

AccountMatch find_accounts(const Events& events, std::string_view text) {
  std::string wanted = normalize_user(text);
  for (const JoinedAccount& one : events.joined_accounts)
    if (one.joined == wanted) wanted = one.kept;
  const std::vector<TextId> users = accounts_with_events(events);
  const auto matching = [&](auto matches) {
    std::vector<TextId> found;
    std::ranges::copy_if(users, std::back_inserter(found),
                         [&](TextId user) { return matches(events.users.text(user)); });
    return found;
  };
  auto found = matching([&](std::string_view user) { return user == wanted; });
  const std::string_view name = local_part(wanted);
  const bool has_realm = name.size() != wanted.size();
  if (found.empty())
    found = matching(
        [&](std::string_view user) { return has_realm ? user == name : local_part(user) == name; });
  if (!found.empty() || wanted.empty()) return {.accounts = found, .near = {}};
  std::vector<TextId> partly =
      matching([&](std::string_view user) { return has_word(local_part(user), wanted); });
  if (partly.empty())
    partly = matching([&](std::string_view user) { return user.find(wanted) != user.npos; });
  if (partly.size() == 1) return {.accounts = partly, .near = {}};
  return {.accounts = {}, .near = nearest_names(events, users, partly, wanted)};
}

// --- usernames as people and systems write them, to one form

using namespace normalize;

namespace {

constexpr std::string_view kQuotes[] = {"\"", "'", "“", "”", "„", "‘", "’"};

std::string_view strip_quotes(std::string_view text) {
  for (;;) {
    const auto front =
        std::ranges::find_if(kQuotes, [&](std::string_view one) { return text.starts_with(one); });
    const auto back =
        std::ranges::find_if(kQuotes, [&](std::string_view one) { return text.ends_with(one); });
    if (front == std::end(kQuotes) || back == std::end(kQuotes)) return text;
    if (text.size() < front->size() + back->size()) return text;
    text = trim_blanks(text.substr(front->size(), text.size() - front->size() - back->size()));
  }
}

// The account in brackets, as in "Ann Meyer <ann.meyer@example.com>" or "Ann Meyer
// (ann.meyer@example.com)".
std::string_view address_in_brackets(std::string_view text) {
  const std::size_t open = text.find_last_of("<(");
  if (open == std::string_view::npos || !text.ends_with(text[open] == '<' ? '>' : ')')) return text;
  const std::string_view inside = trim_blanks(text.substr(open + 1, text.size() - open - 2));
  return inside.find('@') == std::string_view::npos ? text : inside;
}

// Strips "mailto:ann@example.com" and SharePoint's claims "i:0#.w|corp\ann",
// "i:0#.f|membership|ann".
std::string_view strip_scheme(std::string_view text) {
  if (text.starts_with("mailto:")) return text.substr(7);
  return text.starts_with("i:0") ? text.substr(text.rfind('|') + 1) : text;  // npos + 1 is 0
}

bool is_word(std::string_view text) {
  return !text.empty() && is_letter(text[0]) && plain_user(text) &&
         text.find_first_of("@\\") == text.npos;
}

// Turns a directory's canonical name "example.com/Users/ann" into "example.com\ann". Keeps the path
// if the name cannot be an account's: John Smith may exist in Sales and in IT.
std::string without_path(const std::string& text) {
  constexpr std::size_t kMaxAccountName = 20;
  const std::size_t path = text.find('/');
  const std::string domain = text.substr(0, path), name = text.substr(text.rfind('/') + 1);
  const bool is_canonical = path != text.rfind('/') && is_dns_name(domain) && is_word(domain) &&
                            is_word(name) && name.size() <= kMaxAccountName;
  return is_canonical ? domain + '\\' + name : text;
}

constexpr auto kPlain = [] {
  std::array<bool, 256> plain{};
  for (int c = 0; c < 128; ++c)
    plain[c] = is_letter(static_cast<char>(c)) || is_digit(static_cast<char>(c));
  for (const char c : {'.', '-', '_', '@', '\\'}) plain[c] = true;
  return plain;
}();

}  // namespace

std::optional<std::string> normalize::plain_user(std::string_view text) {
  if (!std::ranges::all_of(text, [](char c) { return kPlain[static_cast<unsigned char>(c)]; }))
    return std::nullopt;
  std::string user(is_absent(text) ? std::string_view() : text);
  std::ranges::transform(user, user.begin(), normalize::lower);
  return user;
}

std::string normalize_user(std::string_view text) {
  if (auto user = normalize::plain_user(text)) return *std::move(user);
  text = strip_quotes(trim_blanks(text));
  text = strip_quotes(trim_blanks(literal_text(text)));
  text = trim_blanks(strip_scheme(strip_quotes(address_in_brackets(text))));
  if (is_absent(text)) return {};
  std::string user;
  user.reserve(text.size());
  while (!text.empty()) {
    const std::size_t blank = blank_length(text);
    if (blank == 0)
      user += text.front();
    else if (is_wide_blank(text.substr(0, blank)))
      user += ' ';  // marks without width are dropped: two names that look alike are one
    text.remove_prefix(blank == 0 ? 1 : blank);
  }
  if (is_absent(user)) return {};  // a dash may appear only now
  user = compose(user);
  fold_case(user);
  return without_path(user);
}

std::string_view local_part(std::string_view user) {
  const std::size_t domain = user.rfind('\\');
  if (domain != std::string_view::npos && domain + 1 < user.size()) user.remove_prefix(domain + 1);
  const std::size_t at = user.find('@');
  return at == 0 ? user : user.substr(0, at);
}

}  // namespace whylocked

// Usernames. People and service accounts are made up; what could be read as a product is thrown
// away, so that a name speaks only where the scenario wants it to.
#include <algorithm>

#include "simulator/draft.hpp"
#include "simulator/facts.hpp"

namespace whylocked::sim {

namespace {

constexpr std::string_view kFirst[] = {
    "ann",   "bob",   "carla", "david", "elena",  "frank", "grace", "henry", "ines",
    "jonas", "karin", "liam",  "maria", "nadia",  "oscar", "paula", "quinn", "rosa",
    "simon", "tara",  "ulf",   "vera",  "walter", "yusuf", "zoe"};
constexpr std::string_view kLast[] = {
    "meyer", "jones", "ortiz", "smith",   "tanaka", "novak", "weber",   "rossi", "dubois", "larsen",
    "kowal", "silva", "brown", "fischer", "moreau", "lopez", "nielsen", "baker", "hoff",   "young"};
constexpr std::string_view kDomains[] = {"msp.example.com", "it.example.net", "systems.example.org",
                                         "services.example.com", "helpdesk.example"};
constexpr std::string_view kServices[] = {"svc-sync",  "svc-api", "integration", "api.user",
                                          "psa-link",  "svc-psa", "connector",   "webservice",
                                          "sync.user", "svc-ext"};
constexpr std::string_view kGuessed[] = {"admin",   "administrator", "info",    "support", "test",
                                         "office",  "sales",         "billing", "contact", "root",
                                         "service", "guest",         "backup",  "scanner", "hr"};
constexpr std::string_view kDisplay[] = {"API user", "Integration",  "Sync account",
                                         "PSA link", "Web services", "External system"};
constexpr int kTries = 200;
constexpr std::size_t kGenerated = 15;  // letters of a name that the API-user form makes

bool taken(const Draft& draft, const std::string& name) {
  return std::any_of(draft.world.accounts.begin(), draft.world.accounts.end(),
                     [&](const Account& account) { return account.name == name; });
}

bool may_use(const Draft& draft, const std::string& name) {
  return !taken(draft, name) && names_inside(name).empty();
}

std::string generated(Random& random) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz", kDigits = "0123456789";
  std::string name;
  for (std::size_t i = 0; i < kGenerated; ++i) name += random.pick(i % 2 == 0 ? kLetters : kDigits);
  return name;
}

std::string letters_of(std::string_view text, std::string_view between) {
  std::string out;
  bool gap = false;
  for (const char c : text) {
    const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9')) {
      if (gap && !out.empty()) out += between;
      out += low;
      gap = false;
    } else {
      gap = true;
    }
  }
  return out;
}

}  // namespace

std::string draw_domain(Random& random) { return std::string(random.pick(kDomains)); }

std::string display_name(Random& random) { return std::string(random.pick(kDisplay)); }

std::string person_name(Draft& draft) {
  Random& random = draft.random;
  for (int i = 0; i < kTries; ++i) {
    const std::string first(random.pick(kFirst)), last(random.pick(kLast));
    const std::string name = (random.chance(60) ? first : first.substr(0, 1)) + '.' + last;
    if (may_use(draft, name + '@' + draft.domain)) return name + '@' + draft.domain;
  }
  return "resource" + std::to_string(draft.world.accounts.size()) + '@' + draft.domain;
}

std::string api_user_name(Draft& draft) {
  Random& random = draft.random;
  for (int i = 0; i < kTries; ++i) {
    std::string name = random.chance(60) ? generated(random) : std::string(random.pick(kServices));
    if (name.size() != kGenerated) name += std::to_string(random.between(1, 29));
    name += '@' + draft.domain;
    if (may_use(draft, name)) return name;
  }
  return "api" + std::to_string(draft.world.accounts.size()) + '@' + draft.domain;
}

std::string unknown_name(Draft& draft) {
  Random& random = draft.random;
  for (int i = 0; i < kTries; ++i) {
    std::string name(random.chance(50) ? random.pick(kGuessed) : random.pick(kFirst));
    if (random.chance(50)) name += random.pick(kLast);
    name += '@' + draft.domain;
    if (may_use(draft, name)) return name;
  }
  return "user" + std::to_string(draft.world.accounts.size()) + '@' + draft.domain;
}

std::string username_with(Draft& draft, const Integration& product) {
  std::vector<std::string_view> words(product.aliases.begin(), product.aliases.end());
  words.push_back(product.name);
  draft.random.shuffle(words);
  for (const std::string_view word : words)
    for (const std::string_view between : {"", "-"}) {
      const std::string name = letters_of(word, between);
      if (name.size() > 24) continue;
      const std::string local = draft.random.chance(50) ? "svc-" + name : name + "-api";
      const std::string whole = local + '@' + draft.domain;
      if (!taken(draft, whole) && named_in_username(whole) == &product) return whole;
    }
  return {};
}

}  // namespace whylocked::sim

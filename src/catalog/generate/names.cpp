#include "catalog/generate/names.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "catalog/name_key.hpp"

namespace whylocked::embed {

namespace {

// Shorter names stand inside ordinary words and names of people ("cove" in "covey").
constexpr std::size_t kEdgeLetters = 6;

int order(std::string_view strength) {
  return strength == "tracking" ? 0 : strength == "product" ? 1 : 2;
}

bool has(const Texts& words, const std::string& key) {
  return std::find(words.begin(), words.end(), key) != words.end();
}

std::string_view rule(const Data& data, const std::string& key) {
  if (has(data.not_in_usernames, key)) return "never";
  return key.size() < kEdgeLetters || has(data.whole_word_in_usernames, key) ? "whole_word"
                                                                             : "edge";
}

class Collector {
 public:
  Collector(const Data& data, Errors& errors) : data_(data), errors_(errors) {}

  void add(const std::string& text, std::size_t integration, std::string_view strength,
           bool shared) {
    const std::string key = name_key(text);
    const std::string& id = data_.integrations[integration].id;
    if (key.empty()) {
      errors_.push_back("integrations.json: " + id + ": name \"" + text +
                        "\" has no letter and no digit");
      return;
    }
    if (!shared) claim(key, text, integration);
    rows_.push_back({key, text, integration, strength, rule(data_, key)});
  }

  // Sorted; of the rows of one key and integration the strongest.
  std::vector<NameRow> take() {
    const auto place = [](const NameRow& row) {
      return std::tuple(std::string_view(row.key), row.integration, order(row.strength));
    };
    std::stable_sort(rows_.begin(), rows_.end(),
                     [&](const auto& a, const auto& b) { return place(a) < place(b); });
    const auto last = std::unique(rows_.begin(), rows_.end(), [](const auto& a, const auto& b) {
      return a.key == b.key && a.integration == b.integration;
    });
    rows_.erase(last, rows_.end());
    std::stable_sort(rows_.begin(), rows_.end(), [](const auto& a, const auto& b) {
      return std::tuple(std::string_view(a.key), order(a.strength)) <
             std::tuple(std::string_view(b.key), order(b.strength));
    });
    return std::move(rows_);
  }

 private:
  void claim(const std::string& key, const std::string& text, std::size_t integration) {
    const auto [found, fresh] = owners_.emplace(key, integration);
    if (fresh || found->second == integration) return;
    errors_.push_back("integrations.json: " + data_.integrations[integration].id + ": name \"" +
                      text + "\" belongs to " + data_.integrations[found->second].id +
                      " (use shared_names for a name of several products)");
  }

  const Data& data_;
  Errors& errors_;
  std::map<std::string, std::size_t> owners_;
  std::vector<NameRow> rows_;
};

// A misspelt word in the lists would silently protect nothing.
void check_words(const Texts& words, const std::vector<NameRow>& rows, const char* list,
                 Errors& errors) {
  for (const std::string& word : words) {
    const bool known =
        std::any_of(rows.begin(), rows.end(), [&](const NameRow& row) { return row.key == word; });
    if (!known)
      errors.push_back(std::string("integrations.json: ") + list + ": \"" + word +
                       "\" is no name of any entry");
  }
}

}  // namespace

std::vector<NameRow> name_rows(const Data& data, Errors& errors) {
  Collector all(data, errors);
  for (std::size_t i = 0; i < data.integrations.size(); ++i) {
    const Integration& one = data.integrations[i];
    for (const std::string& text : one.tracking_list) all.add(text, i, "tracking", false);
    all.add(one.name, i, "product", false);
    all.add(one.id, i, "product", false);
    for (const std::string& text : one.aliases) all.add(text, i, "product", false);
    for (const std::string& text : one.shared_names) all.add(text, i, "product", true);
    for (const std::string& text : one.vendor_names) all.add(text, i, "vendor", true);
  }
  std::vector<NameRow> rows = all.take();
  check_words(data.not_in_usernames, rows, "not_in_usernames", errors);
  check_words(data.whole_word_in_usernames, rows, "whole_word_in_usernames", errors);
  return rows;
}

}  // namespace whylocked::embed

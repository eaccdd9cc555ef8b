// A JSON object that is read strictly: a key that nobody asks for is an error, as is a wrong type.
//
// In:  a parsed object and where it stands ("integrations.json: acronis").  Out: its values.
// Lifetime: refers to the JSON and to Errors.  Threads: one.
// Failure: added to Errors; the value read is then empty. finish() reports the unknown keys.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/generate/data.hpp"

namespace whylocked::embed {

using Json = nlohmann::json;

enum class Need : bool { optional, required };

class Object {
 public:
  Object(const Json& json, std::string where, Errors& errors);

  std::string text(const char* key, Need need = Need::optional);
  bool flag(const char* key);
  double number(const char* key);
  Texts texts(const char* key);
  std::vector<std::uint32_t> numbers(const char* key);
  const Json* get(const char* key);  // of any type; nullptr if absent
  bool has(const char* key) const { return json_.contains(key); }

  // The fact under `key`: { value, basis, confidence, source, note }. `more` sees the object, to
  // take further keys and set the value where that is not a text.
  template <class More>
  Fact fact(const char* key, More more);
  Fact fact(const char* key) {
    return fact(key, [](Object& o, Fact& f) { f.value = o.text("value", Need::required); });
  }

  void finish();
  void wrong(const std::string& what) { errors_.push_back(where_ + ": " + what); }

 private:
  const Json& json_;
  std::string where_;
  Errors& errors_;
  std::set<std::string, std::less<>> asked_;
};

// The parsed file, or an object without keys and an error. Comments are not allowed.
Json parse(std::string_view text, const std::string& file, Errors& errors);

// The objects of the list under `key`, each with its id (or its number) in its place.
std::vector<Object> entries(const Json& json, const char* key, const std::string& file,
                            Errors& errors);

void check_fact(const Fact& fact, Object& at);  // basis, confidence

std::string joined(const Texts& texts);  // "a, b"

template <class More>
Fact Object::fact(const char* key, More more) {
  Fact fact;
  const Json* json = get(key);
  if (json == nullptr) return fact;
  Object object(*json, where_ + ": " + key, errors_);
  more(object, fact);
  fact.basis = object.text("basis");
  fact.confidence = object.number("confidence");
  fact.source = object.text("source");
  fact.note = object.text("note");
  check_fact(fact, object);
  object.finish();
  return fact;
}

}  // namespace whylocked::embed

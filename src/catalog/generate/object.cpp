#include "catalog/generate/object.hpp"

namespace whylocked::embed {

namespace {

const Json kNoKeys = Json::object();

}  // namespace

Object::Object(const Json& json, std::string where, Errors& errors)
    : json_(json.is_object() ? json : kNoKeys), where_(std::move(where)), errors_(errors) {
  if (!json.is_object()) wrong("not an object");
}

const Json* Object::get(const char* key) {
  asked_.insert(key);
  const auto found = json_.find(key);
  return found == json_.end() ? nullptr : &*found;
}

std::string Object::text(const char* key, Need need) {
  const Json* json = get(key);
  if (json == nullptr) {
    if (need == Need::required) wrong(std::string("no \"") + key + '"');
    return {};
  }
  if (json->is_string() && !json->get_ref<const std::string&>().empty()) return *json;
  wrong(std::string("\"") + key + "\" is not a text");
  return {};
}

bool Object::flag(const char* key) {
  const Json* json = get(key);
  if (json == nullptr) return false;
  if (json->is_boolean()) return *json;
  wrong(std::string("\"") + key + "\" is not true or false");
  return false;
}

double Object::number(const char* key) {
  const Json* json = get(key);
  if (json == nullptr) return 0;
  if (json->is_number()) return *json;
  wrong(std::string("\"") + key + "\" is not a number");
  return 0;
}

Texts Object::texts(const char* key) {
  Texts list;
  const Json* json = get(key);
  if (json == nullptr) return list;
  if (!json->is_array()) wrong(std::string("\"") + key + "\" is not a list of texts");
  for (const Json& item : *json)
    if (item.is_string())
      list.push_back(item);
    else
      wrong(std::string("\"") + key + "\" has an item that is not a text");
  return list;
}

std::vector<std::uint32_t> Object::numbers(const char* key) {
  std::vector<std::uint32_t> list;
  const Json* json = get(key);
  if (json == nullptr) return list;
  if (!json->is_array()) wrong(std::string("\"") + key + "\" is not a list of numbers");
  for (const Json& item : *json)
    if (item.is_number_unsigned() && item > 0)
      list.push_back(item);
    else
      wrong(std::string("\"") + key + "\" has an item that is not a whole number above 0");
  return list;
}

void Object::finish() {
  for (const auto& [key, value] : json_.items())
    if (!asked_.count(key)) wrong("unknown key \"" + key + '"');
}

void check_fact(const Fact& fact, Object& at) {
  if (fact.basis != "documented" && fact.basis != "seen" && fact.basis != "inferred")
    at.wrong("basis \"" + fact.basis + "\" is not documented, seen or inferred");
  if (!(fact.confidence > 0 && fact.confidence <= 1))
    at.wrong("confidence is not above 0 and at most 1");
}

Json parse(std::string_view text, const std::string& file, Errors& errors) {
  try {
    return Json::parse(text);
  } catch (const Json::exception& error) {
    errors.push_back(file + ": " + error.what());
    return Json::object();
  }
}

std::vector<Object> entries(const Json& json, const char* key, const std::string& file,
                            Errors& errors) {
  std::vector<Object> list;
  const auto found = json.is_object() ? json.find(key) : json.end();
  if (found == json.end() || !found->is_array()) {
    errors.push_back(file + ": no list \"" + key + '"');
    return list;
  }
  for (const Json& item : *found) {
    const bool named = item.is_object() && item.contains("id") && item["id"].is_string();
    list.emplace_back(
        item,
        file + ": " +
            (named ? item["id"].get<std::string>() : "entry " + std::to_string(list.size() + 1)),
        errors);
  }
  return list;
}

std::string joined(const Texts& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

}  // namespace whylocked::embed

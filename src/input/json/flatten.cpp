#include "input/json/flatten.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/json_tree.hpp"

namespace whylocked::input::json {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxLevels = 32;  // sign-in logs nest to five
constexpr std::size_t kMaxPath = 256;   // a longer one names no column

class Flattener : public nlohmann::json_sax<Json> {
 public:
  explicit Flattener(const MemberSink& sink) : sink_(sink) {}
  std::optional<FlattenError> take_error() { return std::move(error_); }

  bool null() override { return emit({}); }
  bool boolean(bool value) override { return emit(value ? "true" : "false"); }
  bool number_integer(std::int64_t value) override { return emit(std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) override { return emit(std::to_string(value)); }
  bool number_float(double, const std::string& text) override { return emit(text); }
  bool string(std::string& value) override {
    return holds_json(value) ? expand(value) : emit(value);
  }
  bool binary(Json::binary_t&) override { return false; }  // JSON text has none

  bool start_object(std::size_t) override { return open(false); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_array() override { return close(); }
  bool key(std::string& name) override {
    path_.resize(levels_.back().path);
    if (path_.size() > kMaxPath) return true;
    if (!path_.empty()) path_ += '.';
    path_.append(name, 0, kMaxPath + 1);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    error_ = {position > 0 ? position - 1 : 0,
              "not valid JSON: " + plain_parse_error(error.what())};
    return false;
  }

 private:
  struct Level {
    std::size_t path;  // length of the path of the container
    bool array;
    std::string name;  // of a pair of name and value, once read
  };

  bool emit(std::string_view value) {
    if (levels_.empty() || path_.size() > kMaxPath) return true;
    sink_(path_, value, arrays_ > 0);
    if (arrays_ > 0 && !levels_.back().array) add_pair(levels_.back(), value);
    return true;
  }
  void add_pair(Level& level, std::string_view value) {
    std::string_view key = path_;
    key.remove_prefix(std::min(level.path + (level.path > 0 ? 1 : 0), key.size()));
    if (key == "Name" || key == "name" || key == "@Name") {
      level.name = value;
    } else if (!level.name.empty() && level.path + level.name.size() < kMaxPath &&
               (key == "Value" || key == "value" || key == "#text")) {
      sink_(path_.substr(0, level.path) + (level.path > 0 ? "." : "") + level.name, value, false);
    }
  }
  // Microsoft 365 has a record as text in a record.
  bool holds_json(std::string_view value) const {
    constexpr std::string_view kName = "AuditData";
    return value.starts_with('{') && path_.ends_with(kName) && Json::accept(value);
  }
  bool expand(std::string_view object) {
    const std::string prefix = path_ + '.';
    const bool in_array = arrays_ > 0;
    error_ = flatten(object, [&](std::string_view path, std::string_view value, bool array) {
      if (prefix.size() + path.size() <= kMaxPath)
        sink_(prefix + std::string(path), value, array || in_array);
    });
    return !error_;
  }
  bool open(bool array) {
    if (levels_.size() == kMaxLevels) {
      error_ = {0, "nested too deeply"};
      return false;
    }
    levels_.push_back({path_.size(), array, {}});
    arrays_ += array;
    return true;
  }
  bool close() {
    path_.resize(levels_.back().path);
    arrays_ -= levels_.back().array;
    levels_.pop_back();
    return true;
  }

  const MemberSink& sink_;
  std::string path_;
  std::vector<Level> levels_;
  std::size_t arrays_ = 0;  // open ones
  std::optional<FlattenError> error_;
};

}  // namespace

std::optional<FlattenError> flatten(std::string_view object, const MemberSink& sink) {
  Flattener flattener(sink);
  Json::sax_parse(object.begin(), object.end(), &flattener);
  return flattener.take_error();
}

}  // namespace whylocked::input::json

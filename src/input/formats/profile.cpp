// The keys of a profile file, one row each.
#include <algorithm>
#include <functional>
#include <map>
#include <mutex>

#include "event/json_reader.hpp"
#include "input/formats/pattern.hpp"
#include "input/formats/profile.hpp"
#include "input/table/aliases.hpp"
#include "whylocked/profile.hpp"

namespace whylocked {

namespace {

using input::find_built_in_profile;

class ProfileReader {
 public:
  ProfileReader(std::string_view text, const std::string& file, Diagnostics& diagnostics)
      : in_(text, file, "profile", diagnostics) {
    profile_.json = text;
  }

  std::optional<Profile> read() {
    const bool ok =
        in_.read([this](const JsonNode& root, const Text& path) { read_root(root, path); });
    return ok ? std::optional(std::move(profile_)) : std::nullopt;
  }

 private:
  using Read = JsonReader::Read;

  void read_root(const JsonNode& root, const Text& path) {
    const auto by = [this](auto member) { return std::bind_front(member, this); };
    in_.each_key(root, path,
                 {{"name", in_.into(profile_.name)},
                  {"title", in_.into(profile_.title)},
                  {"source", in_.into(profile_.source)},
                  {"system", by(&ProfileReader::read_system)},
                  {"time_zone", in_.into(profile_.time_zone)},
                  {"month_first", in_.into(profile_.month_first)},
                  {"limits", in_.into(profile_.limits)},
                  {"like", by(&ProfileReader::read_like)},
                  {"recognize", in_.into(profile_.recognize)},
                  {"columns", names_into(profile_.columns)},
                  {"labels", names_into(profile_.labels)},
                  {"words", by(&ProfileReader::read_words)},
                  {"moves", by(&ProfileReader::read_moves)},
                  {"pairs", in_.into(profile_.pairs)},
                  {"lines", patterns_into(profile_.lines)},
                  {"mails", patterns_into(profile_.mails)},
                  {"examples", by(&ProfileReader::read_examples)}});
    for (std::string& names : profile_.recognize) names = folded(names);
    if (like_ != nullptr) add_from(*like_);
    if (root.type != JsonNode::Type::object || in_.has_errors()) return;
    if (profile_.name.empty())
      in_.error(root.at, path, "the key \"name\" is missing", R"(such as "name": "our-helpdesk")");
    if (profile_.recognize.empty() && profile_.lines.empty() && profile_.mails.empty())
      in_.error(
          root.at, path, "it does not say which files it applies to",
          R"(add "recognize" with the names of columns, or "lines" or "mails" with patterns)");
  }

  static std::string folded(std::string_view names) {
    std::string all;
    input::any_alternative(names, [&](std::string_view name) {
      all += (all.empty() ? "" : " | ") + input::fold(name);
      return false;
    });
    return all;
  }

  void read_system(const JsonNode& node, const Text& path) {
    if (!in_.is_text(node, path)) return;
    system_ = parse_log_system(node.text);
    profile_.system = system_.value_or(profile_.system);
    if (system_) return;
    std::string all;
    for (std::size_t i = 0; i < kLogSystemCount; ++i)
      all += (i == 0 ? "" : ", ") + std::string(to_text(static_cast<LogSystem>(i)));
    in_.error(node.at, path, "not a system", "the systems are " + all);
  }

  // A built-in format, which supplies the keys that this profile lacks.
  void read_like(const JsonNode& node, const Text& path) {
    if (!in_.is_text(node, path)) return;
    like_ = find_built_in_profile(node.text);
    if (like_ == nullptr)
      in_.error(node.at, path, "no built-in format has this name",
                "`whylocked formats` lists them");
  }

  void add_from(const Profile& like) {
    const auto add = [&](auto... members) {
      ((profile_.*members = (profile_.*members).empty() ? like.*members : profile_.*members), ...);
    };
    add(&Profile::labels, &Profile::moves, &Profile::lines, &Profile::mails, &Profile::recognize,
        &Profile::time_zone);
    if (!system_) profile_.system = like.system;
    for (const auto& one : like.columns)
      if (std::ranges::find(profile_.columns, one.first, &FieldNames::value_type::first) ==
          profile_.columns.end())
        profile_.columns.push_back(one);
    profile_.words.insert(profile_.words.end(), like.words.begin(), like.words.end());
  }

  using FieldNames = std::vector<std::pair<Field, std::vector<std::string>>>;
  // null: the system has no such column, even if one looks like it.
  Read names_into(FieldNames& out) {
    return [this, &out](const JsonNode& node, const Text& path) {
      each_field(node, path, [&](Field field, const JsonNode& value, const Text& place) {
        auto& names = out.emplace_back(field, std::vector<std::string>()).second;
        if (value.type != JsonNode::Type::null) in_.into(names)(value, place);
      });
    };
  }

  void read_moves(const JsonNode& node, const Text& path) {
    in_.each_item(node, path, [this](const JsonNode& item, const Text& place) {
      Profile::Move& move = profile_.moves.emplace_back();
      in_.each_key(item, place,
                   {{"event", in_.into(move.event)},
                    {"from", field_into(move.from)},
                    {"to", field_into(move.to)}});
    });
  }

  Read field_into(Field& out) {
    return [this, &out](const JsonNode& node, const Text& path) {
      if (in_.is_text(node, path)) out = field_of(node.text, node.at, path).value_or(out);
    };
  }

  std::optional<Field> field_of(std::string_view name, std::size_t at, const Text& path) {
    const auto field = parse_field(name);
    if (!field) in_.error(at, path, "not a field", field_hint(name));
    return field;
  }

  void read_examples(const JsonNode& node, const Text& path) {
    in_.each_item(node, path, [this](const JsonNode& item, const Text& place) {
      Profile::Example& example = profile_.examples.emplace_back();
      in_.each_key(item, place,
                   {{"file", in_.into(example.file)},
                    {"text",
                     [&](const JsonNode& one, const Text& at) {
                       std::vector<std::string> lines;
                       in_.into(lines)(one, at);
                       const bool is_list = one.type == JsonNode::Type::array;
                       for (const std::string& line : lines)
                         (example.text += line) += is_list ? "\n" : "";
                     }},
                    {"events", in_.into(example.events)}});
    });
  }

  void read_words(const JsonNode& node, const Text& path) {
    each_field(node, path, [this](Field field, const JsonNode& value, const Text& place) {
      in_.each_member(value, place, NameKind::other,
                      [&](const JsonNode::Key& word, const JsonNode& to, const Text& at) {
                        profile_.words.push_back({field, word.name, {}});
                        in_.into(profile_.words.back().to)(to, at);
                      });
    });
  }

  Read patterns_into(std::vector<Pattern>& out) {
    return [this, &out](const JsonNode& node, const Text& path) {
      in_.each_item(node, path, [&](const JsonNode& item, const Text& place) {
        std::string says;
        const std::size_t before = out.size();
        const Read read_text = [&](const JsonNode& text, const Text& at) {
          check_pattern(text, at);
          out.push_back({{}, text.text});
        };
        in_.each_key(item, place, {{"says", in_.into(says)}, {"text", in_.each_text(read_text)}});
        for (std::size_t i = before; i < out.size(); ++i) out[i].says = says;
      });
    };
  }

  void check_pattern(const JsonNode& text, const Text& path) {
    const input::CompiledPattern pattern(text.text);
    const std::string& name = pattern.unknown_field();
    const std::size_t brace = name.empty() ? 0 : profile_.json.find('{' + name, text.at);
    if (pattern.fault())
      in_.error(std::max(text.at, brace + 1), path, *pattern.fault(),
                name.empty() ? std::string() : field_hint(name));
  }

  void each_field(const JsonNode& node, const Text& path,
                  const std::function<void(Field, const JsonNode&, const Text& path)>& read_value) {
    in_.each_member(node, path, NameKind::column,
                    [&](const JsonNode::Key& key, const JsonNode& value, const Text& place) {
                      if (const auto field = field_of(key.name, key.at, place))
                        read_value(*field, value, place);
                    });
  }

  JsonReader in_;
  Profile profile_;
  const Profile* like_ = nullptr;
  std::optional<LogSystem> system_;
};

}  // namespace

std::optional<Profile> parse_profile(std::string_view json, const std::string& file,
                                     Diagnostics& diagnostics) {
  return ProfileReader(json, file, diagnostics).read();
}

std::vector<const Profile*> built_in_profiles() {
  std::vector<const Profile*> all;
  for (const input::BuiltInFormat& format : input::built_in_formats())
    all.push_back(&input::built_in_profile(format));
  return all;
}

std::vector<std::string_view> built_in_profile_names() {
  std::vector<std::string_view> all;
  for (const input::BuiltInFormat& format : input::built_in_formats()) all.push_back(format.name);
  return all;
}

}  // namespace whylocked

namespace whylocked::input {

namespace {

template <class Names>
bool has_all(const std::vector<std::string>& folded, const Names& names,
             const std::string& prefix) {
  return std::ranges::all_of(names, [&](std::string_view one) {
    return any_alternative(one, [&](std::string_view name) {
      return std::ranges::find(folded, prefix + fold(name)) != folded.end();
    });
  });
}

// The prefix that all the names have in the header; nullopt if they are not all there.
template <class Names>
std::optional<std::string> prefix_of(const std::vector<std::string>& folded, const Names& names) {
  if (names.empty() || names.size() > folded.size()) return std::nullopt;
  if (has_all(folded, names, {})) return std::string();
  if (names.size() == 1) return std::nullopt;  // "license type" is not "type" below "license"
  const std::string last = ' ' + fold(names.back().substr(0, names.back().find(" | ")));
  for (const std::string& column : folded) {
    if (!column.ends_with(last)) continue;
    std::string prefix = column.substr(0, column.size() - last.size() + 1);
    if (has_all(folded, names, prefix)) return prefix;
  }
  return std::nullopt;
}

}  // namespace

const Profile& built_in_profile(const BuiltInFormat& format) {
  static std::recursive_mutex mutex;  // a format may be `like` another
  static std::map<std::string_view, Profile> parsed;
  const std::lock_guard lock(mutex);
  const auto [found, is_new] = parsed.try_emplace(format.name);
  Diagnostics ignored;  // a test parses every format
  if (is_new)
    found->second =
        parse_profile(format.json, std::string(format.name), ignored).value_or(Profile());
  return found->second;
}

const Profile* find_built_in_profile(std::string_view name) {
  const auto found = std::ranges::find(built_in_formats(), name, &BuiltInFormat::name);
  return found == built_in_formats().end() ? nullptr : &built_in_profile(*found);
}

ProfileMatch profile_of(const std::vector<std::string>& folded, const ReadOptions& options) {
  ProfileMatch best;
  std::size_t most = 0;
  // True if the header has all these names, and they are more than the best profile's so far.
  const auto fits = [&](const auto& names, bool pairs) {
    if (pairs || names.size() <= most) return false;
    const auto prefix = prefix_of(folded, names);
    if (!prefix) return false;
    most = names.size();
    best.prefix = *prefix;
    return true;
  };
  for (const Profile& profile : options.profiles)
    if (fits(profile.recognize, profile.pairs)) best.profile = &profile;
  if (best.profile != nullptr) return best;
  const BuiltInFormat* found = nullptr;
  for (const BuiltInFormat& format : built_in_formats())
    if (fits(format.recognize, format.has_pairs)) found = &format;
  if (found != nullptr) best.profile = &built_in_profile(*found);
  return best;
}

std::vector<const Profile*> profiles_with(Words words, const ReadOptions& options) {
  std::vector<const Profile*> all;
  for (const Profile& profile : options.profiles)
    if (!profile.lines.empty() || !profile.mails.empty() || profile.pairs) all.push_back(&profile);
  for (const BuiltInFormat& format : built_in_formats()) {
    // The lines of a table's format are for its own messages only.
    const bool lines = format.has_pairs || (format.has_lines && format.recognize.empty());
    if (words == Words::lines ? lines : format.has_mails) all.push_back(&built_in_profile(format));
  }
  // General wordings come last, so a system's own are found first.
  const std::string_view general = words == Words::lines ? "application-log" : "notice-mail";
  std::stable_partition(all.begin(), all.end(),
                        [&](const Profile* profile) { return profile->name != general; });
  return all;
}

}  // namespace whylocked::input

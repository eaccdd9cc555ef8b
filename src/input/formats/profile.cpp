// The keys of a profile file, one row each.
#include <algorithm>
#include <functional>
#include <memory>
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
    in_.each_key(root, path,
                 {{"name", in_.into(profile_.name)},
                  {"title", in_.into(profile_.title)},
                  {"source", in_.into(profile_.source)},
                  {"system", by(&ProfileReader::read_system)},
                  {"time_zone", in_.into(profile_.time_zone)},
                  {"month_first", flag_into(profile_.month_first)},
                  {"limits", in_.into(profile_.limits)},
                  {"like", by(&ProfileReader::read_like)},
                  {"recognize", by(&ProfileReader::read_recognize)},
                  {"columns", names_into(profile_.columns)},
                  {"labels", names_into(profile_.labels)},
                  {"words", by(&ProfileReader::read_words)},
                  {"moves", by(&ProfileReader::read_moves)},
                  {"pairs", flag_into(profile_.pairs)},
                  {"lines", patterns_into(profile_.lines)},
                  {"mails", patterns_into(profile_.mails)},
                  {"example", by(&ProfileReader::read_example)},
                  {"examples", by(&ProfileReader::read_examples)}});
    if (like_ != nullptr) take_from(*like_);
    if (root.type != JsonNode::Type::object || in_.has_errors()) return;
    if (profile_.name.empty())
      in_.error(root.at, path, "the key \"name\" is missing", R"(such as "name": "our-helpdesk")");
    if (profile_.recognize.empty() && profile_.lines.empty() && profile_.mails.empty())
      in_.error(
          root.at, path, "nothing says which files this is about",
          R"(add "recognize" with the names of columns, or "lines" or "mails" with patterns)");
  }

  Read by(void (ProfileReader::*member)(const JsonNode&, const Text& path)) {
    return [this, member](const JsonNode& node, const Text& path) { (this->*member)(node, path); };
  }

  void read_system(const JsonNode& node, const Text& path) {
    if (!in_.is_text(node, path)) return;
    if (const auto system = parse_log_system(node.text)) {
      profile_.system = *system;
      has_system_ = true;
      return;
    }
    in_.error(node.at, path, "not a system",
              list_of<LogSystem>("the systems are ", kLogSystemCount));
  }

  void read_recognize(const JsonNode& node, const Text& path) {
    in_.each_item(node, path, [this](const JsonNode& item, const Text& place) {
      if (in_.is_text(item, place)) profile_.recognize.push_back(input::fold(item.text));
    });
  }

  // A format that is built in, whose keys count where this one has none.
  void read_like(const JsonNode& node, const Text& path) {
    if (!in_.is_text(node, path)) return;
    like_ = find_built_in_profile(node.text);
    if (like_ == nullptr)
      in_.error(node.at, path, "no built-in format has this name",
                "`whylocked formats` lists them");
  }

  void take_from(const Profile& like) {
    if (!has_system_) profile_.system = like.system;
    if (profile_.labels.empty()) profile_.labels = like.labels;
    if (profile_.moves.empty()) profile_.moves = like.moves;
    if (profile_.lines.empty()) profile_.lines = like.lines;
    if (profile_.mails.empty()) profile_.mails = like.mails;
    if (profile_.recognize.empty()) profile_.recognize = like.recognize;
    if (profile_.time_zone.empty()) profile_.time_zone = like.time_zone;
    for (const auto& one : like.columns)
      if (std::none_of(profile_.columns.begin(), profile_.columns.end(),
                       [&](const auto& own) { return own.first == one.first; }))
        profile_.columns.push_back(one);
    profile_.words.insert(profile_.words.end(), like.words.begin(), like.words.end());
  }

  using FieldNames = std::vector<std::pair<Field, std::vector<std::string>>>;
  // null: the system has no such column, though one looks like it.
  Read names_into(FieldNames& out) {
    return [this, &out](const JsonNode& node, const Text& path) {
      each_field(node, path, [&](Field field, const JsonNode& value, const Text& place) {
        const bool none = value.type == JsonNode::Type::null;
        out.emplace_back(field, none ? std::vector<std::string>() : texts_of(value, place));
      });
    };
  }

  Read flag_into(bool& out) {
    return [this, &out](const JsonNode& node, const Text& path) {
      if (in_.is(node, path, JsonNode::Type::boolean)) out = node.number != 0;
    };
  }

  void read_moves(const JsonNode& node, const Text& path) {
    in_.each_item(node, path, [this](const JsonNode& item, const Text& place) {
      Profile::Move move;
      in_.each_key(item, place,
                   {{"event", in_.into(move.event)},
                    {"from", field_into(move.from)},
                    {"to", field_into(move.to)}});
      profile_.moves.push_back(std::move(move));
    });
  }

  Read field_into(Field& out) {
    return [this, &out](const JsonNode& node, const Text& path) {
      if (in_.is_text(node, path)) out = field_of(node.text, node.at, path).value_or(out);
    };
  }

  std::optional<Field> field_of(std::string_view name, std::size_t at, const Text& path) {
    const auto field = parse_field(name);
    if (!field) in_.error(at, path, "not a field", list_of<Field>("the fields are ", kFieldCount));
    return field;
  }

  void read_example(const JsonNode& node, const Text& path) {
    profile_.examples.push_back({.file = "example", .text = {}, .events = {}});
    in_.into(profile_.examples.back().text)(node, path);
  }

  void read_examples(const JsonNode& node, const Text& path) {
    in_.each_item(node, path, [this](const JsonNode& item, const Text& place) {
      Profile::Example example;
      in_.each_key(item, place,
                   {{"file", in_.into(example.file)},
                    {"text",
                     [&](const JsonNode& one, const Text& at) {
                       const bool lines = one.type == JsonNode::Type::array;
                       for (const std::string& text : texts_of(one, at))
                         (example.text += text) += lines ? "\n" : "";
                     }},
                    {"events", [&](const JsonNode& one, const Text& at) {
                       example.events = texts_of(one, at);
                     }}});
      profile_.examples.push_back(std::move(example));
    });
  }

  void read_words(const JsonNode& node, const Text& path) {
    each_field(node, path, [this](Field field, const JsonNode& value, const Text& place) {
      in_.each_member(value, place, NameKind::other,
                      [&](const JsonNode::Key& word, const JsonNode& to, const Text& at) {
                        if (in_.is_text(to, at))
                          profile_.words.push_back({field, word.name, to.text});
                      });
    });
  }

  Read patterns_into(std::vector<Pattern>& out) {
    return [this, &out](const JsonNode& node, const Text& path) {
      in_.each_item(node, path, [&](const JsonNode& item, const Text& place) {
        std::string says;
        std::vector<std::string> texts;
        in_.each_key(item, place,
                     {{"says", in_.into(says)}, {"text", [&](const JsonNode& one, const Text& at) {
                                                   texts = texts_of(one, at);
                                                 }}});
        for (std::string& text : texts) {
          if (const input::CompiledPattern pattern(text); pattern.fault())
            in_.error(item.at, place, *pattern.fault(), {});
          out.push_back({says, std::move(text)});
        }
      });
    };
  }

  // One text, or a list of them.
  std::vector<std::string> texts_of(const JsonNode& node, const Text& path) {
    if (node.type == JsonNode::Type::text) return {node.text};
    std::vector<std::string> texts;
    in_.each_item(node, path, [&](const JsonNode& item, const Text& place) {
      in_.into(texts.emplace_back())(item, place);
    });
    return texts;
  }

  void each_field(const JsonNode& node, const Text& path,
                  const std::function<void(Field, const JsonNode&, const Text& path)>& read_value) {
    in_.each_member(node, path, NameKind::column,
                    [&](const JsonNode::Key& key, const JsonNode& value, const Text& place) {
                      if (const auto field = field_of(key.name, key.at, place))
                        read_value(*field, value, place);
                    });
  }

  template <class Enum>
  static std::string list_of(std::string text, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      text += (i == 0 ? "" : ", ") + std::string(to_text(static_cast<Enum>(i)));
    return text;
  }

  JsonReader in_;
  Profile profile_;
  const Profile* like_ = nullptr;
  bool has_system_ = false;
};

}  // namespace

std::optional<Profile> parse_profile(std::string_view json, const std::string& file,
                                     Diagnostics& diagnostics) {
  return ProfileReader(json, file, diagnostics).read();
}

std::vector<const Profile*> built_in_profiles() {
  std::vector<const Profile*> all;
  for (std::size_t i = 0; i < input::built_in_formats().size(); ++i)
    all.push_back(&input::built_in_profile(i));
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
  return std::all_of(names.begin(), names.end(), [&](std::string_view one) {
    return any_alternative(one, [&](std::string_view name) {
      return std::find(folded.begin(), folded.end(), prefix + fold(name)) != folded.end();
    });
  });
}

// The prefix under which a header has all the names; nullopt: under none.
template <class Names>
std::optional<std::string> prefix_of(const std::vector<std::string>& folded, const Names& names) {
  if (names.empty() || names.size() > folded.size()) return std::nullopt;
  if (has_all(folded, names, {})) return std::string();
  if (names.size() == 1) return std::nullopt;  // "license type" is no "type" below "license"
  const std::string last = ' ' + fold(names.back().substr(0, names.back().find(" | ")));
  for (const std::string& column : folded) {
    if (!column.ends_with(last)) continue;
    std::string prefix = column.substr(0, column.size() - last.size() + 1);
    if (has_all(folded, names, prefix)) return prefix;
  }
  return std::nullopt;
}

}  // namespace

const Profile& built_in_profile(std::size_t i) {
  struct Slot {
    std::once_flag once;
    Profile profile;
  };
  static const std::unique_ptr<Slot[]> slots(new Slot[built_in_formats().size()]);
  Slot& slot = slots[i];
  std::call_once(slot.once, [&] {
    Diagnostics ignored;  // a test reads each of them
    const BuiltInFormat& format = built_in_formats()[i];
    if (auto profile = parse_profile(format.json, std::string(format.name), ignored))
      slot.profile = *std::move(profile);
  });
  return slot.profile;
}

const Profile* find_built_in_profile(std::string_view name) {
  const auto formats = built_in_formats();
  for (std::size_t i = 0; i < formats.size(); ++i)
    if (formats[i].name == name) return &built_in_profile(i);
  return nullptr;
}

ProfileMatch profile_of(const std::vector<std::string>& folded, const ReadOptions& options) {
  ProfileMatch best;
  std::size_t most = 0;
  // True: the header has all these names, and they are more than those before.
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
  const auto formats = built_in_formats();
  std::size_t found = formats.size();
  for (std::size_t i = 0; i < formats.size(); ++i)
    if (fits(formats[i].recognize, formats[i].has_pairs)) found = i;
  if (found < formats.size()) best.profile = &built_in_profile(found);
  return best;
}

std::vector<const Profile*> profiles_with(Words words, const ReadOptions& options) {
  std::vector<const Profile*> all;
  for (const Profile& profile : options.profiles)
    if (!profile.lines.empty() || !profile.mails.empty() || profile.pairs) all.push_back(&profile);
  for (std::size_t i = 0; i < built_in_formats().size(); ++i) {
    const BuiltInFormat& format = built_in_formats()[i];
    // Formats of tables have lines for their own messages only.
    const bool lines = format.has_pairs || (format.has_lines && format.recognize.empty());
    if (words == Words::lines ? lines : format.has_mails) all.push_back(&built_in_profile(i));
  }
  // The general wordings come last, so that a system's own are found first.
  const std::string_view general = words == Words::lines ? "application-log" : "notice-mail";
  std::stable_partition(all.begin(), all.end(),
                        [&](const Profile* profile) { return profile->name != general; });
  return all;
}

}  // namespace whylocked::input

// GMime parses the message, after excess parts, lines and addresses have been removed.
#include "input/mail/message.hpp"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>
#include <span>

#include "base/split.hpp"
#include "input/bytes/system.hpp"
#include "input/encoding.hpp"
#include "input/mail/split.hpp"

namespace whylocked::input {

namespace {

const LazyLibrary& gmime() {
  static const LazyLibrary loaded = [] {
    const LazyLibrary library(WHYLOCKED_GMIME, {"g_mime_init"});
    if (!library.failure()) WHYLOCKED_FROM(library, g_mime_init)();
    return library;
  }();
  return loaded;
}
#define GMIME(function) WHYLOCKED_FROM(gmime(), function)

// Null if it is of another type.
template <typename Type>
Type* as(void* object, GType type) {
  const bool is_one = GMIME(g_type_check_instance_is_a)(static_cast<GTypeInstance*>(object), type);
  return is_one ? static_cast<Type*>(object) : nullptr;
}

bool is_type(GMimeObject* object, const char* type, const char* subtype) {
  return GMIME(g_mime_content_type_is_type)(GMIME(g_mime_object_get_content_type)(object), type,
                                            subtype) != FALSE;
}

struct Unref {
  void operator()(void* object) const { GMIME(g_object_unref)(object); }
};
template <typename Object>
using Held = std::unique_ptr<Object, Unref>;

std::string to_utf8(std::string_view text) {
  std::string out;
  append_decoded(out, text, Encoding::utf8);
  return out;
}

std::string text_or_nothing(const char* text) {
  return text == nullptr ? std::string() : to_utf8(trim(text));
}

// Whether the line begins a header that GMime parses as a list of addresses.
bool names_addresses(std::string_view line) {
  constexpr std::string_view kNames[] = {"to",     "cc",       "bcc",          "from",
                                         "sender", "reply-to", "delivered-to", "x-original-to"};
  return std::ranges::any_of(kNames, [&](std::string_view name) {
    return begins_with(line, name) && trim(line.substr(name.size())).starts_with(':');
  });
}

// Caps the parts, lines and addresses of a message, above what any mail has. GMime keeps several
// hundred bytes for each part and header, compares each line with the boundaries of all open parts,
// and goes one level deeper for each "group:" in a list of addresses.
std::string cap_mime_structure(std::string_view bytes) {
  constexpr std::size_t kMaxLines = 50'000, kMaxDashes = 10 * kMaxParts;
  constexpr std::size_t kMaxList = 4096;  // only the first address is used
  std::size_t parts = 0, dashes = 0, lines = 0, list = 0;
  std::string kept;
  kept.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t length = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
    std::string_view line = bytes.substr(0, length);
    bytes.remove_prefix(length);
    parts += begins_with(line, "content-type");
    dashes += line.starts_with("--");  // most of these are rules and signatures
    if (parts > kMaxParts || dashes > kMaxDashes || ++lines > kMaxLines) break;
    const bool continues = list > 0 && (line[0] == ' ' || line[0] == '\t');
    list = continues ? list : names_addresses(line) ? 1 : 0;
    const std::size_t room = list == 0 ? line.size() : kMaxList - std::min(list, kMaxList);
    list += list > 0 ? line.size() : 0;
    kept += line.substr(0, room);
    if (room > 0 && room < line.size()) kept += '\n';
  }
  return kept;
}

Held<GMimeMessage> parse(std::string_view bytes) {
  const Held<GMimeStream> stream(
      GMIME(g_mime_stream_mem_new_with_buffer)(bytes.data(), bytes.size()));
  const Held<GMimeParser> parser(GMIME(g_mime_parser_new_with_stream)(stream.get()));
  GMIME(g_mime_parser_set_format)(parser.get(), GMIME_FORMAT_MESSAGE);
  return Held<GMimeMessage>(GMIME(g_mime_parser_construct_message)(parser.get(), nullptr));
}

std::string header(GMimeMessage* message, const char* name) {
  return text_or_nothing(GMIME(g_mime_object_get_header)(&message->parent_object, name));
}

std::string recipient_of(GMimeMessage* message) {
  for (const char* const name : {"To", "Delivered-To", "X-Original-To"})
    if (std::string found = first_recipient(header(message, name)); found.find('@') != found.npos)
      return found;
  return {};
}

bool is_automatic(GMimeMessage* message) {
  if (begins_with(header(message, "Auto-Submitted"), "auto-replied")) return true;  // RFC 3834
  if (begins_with(header(message, "Precedence"), "auto_reply")) return true;
  if (!header(message, "X-Autoreply").empty() || !header(message, "X-Autorespond").empty())
    return true;
  GMimeObject* const top = GMIME(g_mime_message_get_mime_part)(message);
  return top != nullptr && is_type(top, "multipart", "report");
}

// The decoded bytes of a part. `as_utf8`: converts text whose character set is known.
std::string bytes_of(GMimePart* part, bool as_utf8) {
  GMimeDataWrapper* const content = GMIME(g_mime_part_get_content)(part);
  if (content == nullptr) return {};
  const Held<GMimeStream> memory(GMIME(g_mime_stream_mem_new)());
  const Held<GMimeStream> stream(GMIME(g_mime_stream_filter_new)(memory.get()));
  const char* const charset =
      GMIME(g_mime_object_get_content_type_parameter)(&part->parent_object, "charset");
  const std::string_view name = charset == nullptr ? "utf-8" : charset;
  if (as_utf8 && !begins_with(name, "utf-8") && !begins_with(name, "us-ascii"))
    if (const Held<GMimeFilter> filter{GMIME(g_mime_filter_charset_new)(charset, "utf-8")}) {
      auto* const filtered = reinterpret_cast<GMimeStreamFilter*>(stream.get());
      GMIME(g_mime_stream_filter_add)(filtered, filter.get());
    }
  GMIME(g_mime_data_wrapper_write_to_stream)(content, stream.get());
  GMIME(g_mime_stream_flush)(stream.get());
  const GByteArray* const bytes =
      GMIME(g_mime_stream_mem_get_byte_array)(reinterpret_cast<GMimeStreamMem*>(memory.get()));
  return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

constexpr std::string_view kTables[] = {".csv",   ".tsv",  ".txt",  ".log", ".json",
                                        ".jsonl", ".xlsx", ".zip",  ".gz",  ".xml",
                                        ".zst",   ".xz",   ".evtx", ".bz2", ".ndjson"};
constexpr std::string_view kDocuments[] = {".xls", ".xlsb", ".ods", ".pdf", ".doc", ".docx",
                                           ".rtf", ".msg",  ".dat", ".htm", ".html"};

bool ends_with_one_of(std::string_view name, std::span<const std::string_view> endings) {
  const std::size_t point = name.rfind('.');
  return point != name.npos && point > 0 && std::ranges::any_of(endings, [&](auto end) {
           return ascii::equal_ignoring_case(name.substr(point), end);
         });
}

bool is_attached(GMimePart* part) {
  const char* const disposition = GMIME(g_mime_object_get_disposition)(&part->parent_object);
  return disposition != nullptr && begins_with(disposition, "attachment");
}

// The parts of one message.
class Parts {
 public:
  void add(GMimeObject* object, int depth = 0) {
    if (object == nullptr || depth > kMaxDepth) return;
    if (auto* const one = as<GMimeMessagePart>(object, GMIME(g_mime_message_part_get_type)())) {
      GMimeMessage* const message = GMIME(g_mime_message_part_get_message)(one);
      if (message != nullptr) attached.push_back(message);
    } else if (auto* const parts = as<GMimeMultipart>(object, GMIME(g_mime_multipart_get_type)())) {
      add_all(parts, depth);
    } else if (auto* const part = as<GMimePart>(object, GMIME(g_mime_part_get_type)())) {
      add_file(part);
      if (is_attached(part)) return;
      if (is_type(object, "text", "plain")) text += to_utf8(bytes_of(part, true)) + '\n';
      if (is_type(object, "text", "html"))
        text += text_of_html(to_utf8(bytes_of(part, true))) + '\n';
    }
  }

  std::string text;
  std::vector<GMimeMessage*> attached;
  std::vector<Attachment> files;

 private:
  // Alternatives have the same content; only the first with text counts, which is the plainest.
  void add_all(GMimeMultipart* parts, int depth) {
    const bool are_alternatives = is_type(&parts->parent_object, "multipart", "alternative");
    const int count = GMIME(g_mime_multipart_get_count)(parts);
    const std::size_t begin = text.size();
    for (int i = 0; i < count; ++i) {
      const std::size_t end = text.size();
      add(GMIME(g_mime_multipart_get_part)(parts, i), depth + 1);
      const bool had_text = !trim(std::string_view(text).substr(begin, end - begin)).empty();
      if (are_alternatives && had_text) text.resize(end);
    }
  }

  void add_file(GMimePart* part) {
    std::string name = text_or_nothing(GMIME(g_mime_part_get_filename)(part));
    const bool is_table = ends_with_one_of(name, kTables);
    if ((is_table || ends_with_one_of(name, kDocuments)) && files.size() < kMaxParts)
      files.push_back({std::move(name), bytes_of(part, false), is_table});
  }
};

void read_one(GMimeMessage* message, int depth, std::vector<Mail>& mails) {
  Parts parts;
  parts.add(GMIME(g_mime_message_get_mime_part)(message));
  Mail mail;
  mail.time = header(message, "Date");
  mail.recipient = recipient_of(message);
  mail.subject = text_or_nothing(GMIME(g_mime_message_get_subject)(message));
  mail.id = text_or_nothing(GMIME(g_mime_message_get_message_id)(message));
  mail.is_automatic = is_automatic(message);
  mail.body = without_trace(parts.text);
  mail.files = std::move(parts.files);
  mails.push_back(std::move(mail));
  if (depth == kMaxDepth) return;
  for (GMimeMessage* const attached : parts.attached)
    if (mails.size() < kMaxParts) read_one(attached, depth + 1, mails);
}

}  // namespace

std::optional<Error> why_unreadable() { return gmime().failure(); }

std::vector<Mail> read_message(std::string_view bytes) {
  std::vector<Mail> mails;
  if (!gmime().failure())
    if (const auto message = parse(cap_mime_structure(bytes))) read_one(message.get(), 0, mails);
  if (mails.empty()) mails.emplace_back();
  return mails;
}

}  // namespace whylocked::input

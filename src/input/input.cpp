// The inputs of one path: the file itself, the members of a zip archive, the files of a folder.
//
// In:  a path, or bytes.  Out: each input in turn to an InputSink.
// Content decides what a path is, not its name. Members come in archive order, files sorted by
// name, both with the path before their name ("exports.zip/may.csv"). Nested folders are not
// entered; hidden files are skipped and noted. Mails are usually one per file, so all mails of a
// path are one input named after the path, and a mail that is not a recognized notice does no harm;
// a mail with tables attached is a separate input.
// Lifetime: refers to its arguments.  Threads: one per reader.  Failure: false if an input could
// not be read, or there is none; diagnostics give the reason. The other inputs are still read.
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>
#include <numeric>

#include "base/ascii.hpp"
#include "base/edit_distance.hpp"
#include "input/archive/archive.hpp"
#include "input/context.hpp"
#include "input/detect.hpp"
#include "input/encoding.hpp"
#include "input/limits.hpp"
#include "input/log/event_text.hpp"
#include "input/mail/message.hpp"
#include "input/mail/split.hpp"
#include "input/readers.hpp"

namespace whylocked::input {

namespace {

namespace fs = std::filesystem;

// Chooses the reader of a text by its first bytes.
bool read_text_source(ByteSource& text, Encoding encoding, InputContext& context) {
  PeekedSource source(text);
  if (looks_like_mail(source.head())) return read_mail(source, context);
  ReadBuffer buffer(source, context.buffer_bytes);
  buffer.fill_up_to(kHeadBytes);
  const std::size_t max_bytes = context.options.max_record_bytes;
  auto objects = event_text(buffer, max_bytes);
  if (!objects) objects = tool_output(buffer, max_bytes);
  if (objects) {
    context.info.format = looks_like_event_xml(source.head()) ? "xml" : "log";
    return json::read_objects(*objects, encoding, context);
  }
  return begins_like_json(buffer.text(0, buffer.size())) ? json::read(buffer, encoding, context)
                                                         : csv::read(buffer, encoding, context);
}

bool check_read(const ByteSource& source, InputContext& context) {
  const auto failure = source.failure();
  return !failure || context.fail("open", *failure);
}

bool fail_nested(InputContext& context) {
  return context.fail("nested", {"an archive within an archive", "unpack the outer one first"});
}

bool read_compressed(ByteSource& packed, Compression compression, InputContext& context) {
  if (!context.info.compression.empty()) return fail_nested(context);
  context.info.compression = to_text(compression);
  context.info.unsized = true;
  return read_source(*unpack(packed, compression, unless(context.options.unlimited, kMaxUnpacked)),
                     context);
}

// A workbook that is within other bytes instead of in its own file.
bool read_workbook_in_memory(ByteSource& source, InputContext& context) {
  const std::string bytes = read_head(source, kMaxKept + 1);
  if (!check_read(source, context)) return false;
  if (bytes.size() > kMaxKept)
    return context.fail(
        "archive", {"a workbook of more than " + in_bytes(kMaxKept), "save it as a separate file"});
  Zip zip({{}, bytes}, unless(context.options.unlimited, kMaxUnpackedOfArchive));
  if (zip.failure()) return context.fail("archive", *zip.failure());
  return xlsx::is_office_document(zip) ? xlsx::read(zip, context) : fail_nested(context);
}

// True for a plain mail, neither compressed nor with a byte order mark.
bool is_mail(std::string_view head) {
  const DetectedFormat found = detect_format(head);
  return found.compression == Compression::none && !found.error && found.mark == 0 &&
         looks_like_mail(head);
}

bool is_notice(std::string_view message, const std::string& name, const ReadOptions& options) {
  class NullSink : public RowSink {
    void begin(const Columns&) override {}
    bool consume(const RowBatch&) override { return false; }
  } sink;
  InputInfo info;
  Diagnostics ignored;
  InputContext context(name, options, sink, ignored, info);
  MemorySource source(message);
  return read_mail(source, context);
}

bool has_table(const std::vector<Attachment>& files) {
  return std::ranges::any_of(files, &Attachment::is_table);
}

// The whole message if a table is attached, which only its parts show; else empty.
std::string message_with_tables(PeekedSource& source) {
  const std::string_view head = source.head();
  if (begins_like_mbox(head) || head.find("multipart/mixed") == head.npos) return {};
  std::string whole = read_head(source, kMaxKept + 1);
  return whole.size() <= kMaxKept && has_table(files_attached_to(whole)) ? whole : std::string();
}

// Any ".name" in the path; files that macOS adds to archives, and Windows and Office to folders.
bool is_hidden(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
  return path.starts_with('.') || path.find("/.") != path.npos || path.starts_with("__MACOSX/") ||
         name.starts_with("~$") || ascii::equal_ignoring_case(name, "desktop.ini") ||
         ascii::equal_ignoring_case(name, "thumbs.db");
}

bool is_open_document(const Zip& zip) {
  return zip.find("mimetype") != nullptr && zip.find("META-INF/manifest.xml") != nullptr;
}

class InputReader {
 public:
  // `only_one`: a path with several inputs is an error.
  InputReader(const ReadOptions& options, InputSink& sink, Diagnostics& diagnostics, bool only_one)
      : options_(options), sink_(sink), diagnostics_(diagnostics), only_one_(only_one) {}

  bool read_path(const std::string& path) {
    std::error_code ignored;
    return path != "-" && fs::is_directory(path, ignored) ? read_folder(path) : read_file(path);
  }

  bool read_bytes(std::string_view bytes, const std::string& name) {
    if (detect_compression(bytes) == Compression::zip) return read_zip({{}, bytes}, name);
    MemorySource source(bytes);
    return read_one(source, name);
  }

 private:
  // Opens the file before any input begins, because its bytes decide what its inputs are.
  bool read_file(const std::string& path) { return read_opened(*open_file(path, options_), path); }

  bool read_opened(ByteSource& source, const std::string& path) {
    unsized_ = source.size() == 0;
    PeekedSource bytes(source);
    if (const auto failure = source.failure(); failure && bytes.head().empty())
      return fail(path, *failure);
    if (is_mail(bytes.head())) return read_message(bytes, path);
    if (detect_compression(bytes.head()) != Compression::zip) return read_one(bytes, path);
    std::error_code ignored;
    const bool is_file = path != "-" && fs::is_regular_file(path, ignored);
    return is_file ? read_zip({path, {}}, path) : read_zip_stream(bytes, path);
  }

  bool read_one(ByteSource& source, const std::string& name,
                Compression compression = Compression::none) {
    return with_input(name, compression,
                      [&](InputContext& context) { return read_source(source, context); });
  }

  // Reads a message with tables attached as an archive of those tables. Its own text counts too, if
  // it is a notice.
  bool read_message(ByteSource& source, const std::string& name) {
    PeekedSource message(source, kMaxKept + 1);
    const std::string_view bytes = message.head();
    std::vector<Attachment> files;
    if (bytes.size() <= kMaxKept) files = files_attached_to(bytes);
    if (files.empty()) return read_one(message, name);
    const bool notice = is_notice(bytes, name, options_);
    if (notice || has_table(files))  // else each document gets an error and a hint
      std::erase_if(files, [](const Attachment& file) { return !file.is_table; });
    if (!check_count(files.size() + notice, name, "message")) return false;
    bool ok = true;
    for (const Attachment& file : files) {
      if (stopped_) return false;
      ok &=
          read_bytes(file.bytes, name + '/' + file.name.substr(file.name.find_last_of("/\\") + 1));
    }
    return (!notice || stopped_ || read_one(message, name)) && ok;
  }

  bool read_folder(const std::string& path) {
    std::vector<fs::directory_entry> entries;
    std::error_code error;
    for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error))
      entries.push_back(*at);
    if (error) return fail(path, {"cannot open: " + error_in_words(error.value()), {}});
    std::ranges::sort(entries);
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : entries) {
      const std::string name = entry.path().filename().string();
      std::error_code ignored;
      if (is_hidden(name))
        note_skipped(path, name, "a hidden file");
      else if (entry.is_directory(ignored))
        note_skipped(path, name, "a folder within");
      else if (!entry.is_regular_file(ignored))
        note_skipped(path, name, "no regular file");
      else
        names.push_back(name);
    }
    if (!check_count(names.size(), path, "directory")) return false;
    const std::string folder = path + (path.ends_with('/') ? "" : "/");
    const auto open = [&](std::size_t i) {
      return NamedSource{names[i], open_file(folder + names[i], options_)};
    };
    return read_several(path, folder, Compression::none, names.size(), open);
  }

  // Reads the files of a folder or the members of an archive.
  bool read_several(const std::string& path, const std::string& folder, Compression compression,
                    std::size_t count, const std::function<NamedSource(std::size_t)>& open) {
    bool ok = true;
    std::vector<std::size_t> mails;
    for (std::size_t i = 0; i < count && !stopped_; ++i) {
      const auto [name, source] = open(i);
      PeekedSource bytes(*source);
      if (!is_mail(bytes.head())) {
        ok &= compression == Compression::none ? read_opened(bytes, folder + name)
                                               : read_one(bytes, folder + name, compression);
      } else if (const std::string message = message_with_tables(bytes); !message.empty()) {
        MemorySource whole(message);
        ok &= read_message(whole, folder + name);
      } else {
        mails.push_back(i);
      }
    }
    if (mails.empty() || stopped_) return ok;
    const auto open_mail = [&](std::size_t i) { return open(mails[i]); };
    return with_input(path, compression,
                      [&](InputContext& context) {
                        return read_mails(mails.size(), open_mail, context);
                      }) &&
           ok;
  }

  bool read_zip_stream(ByteSource& source, const std::string& name) {
    const std::string bytes = read_head(source, kMaxKept + 1);
    if (const auto failure = source.failure()) return fail(name, *failure);
    if (bytes.size() > kMaxKept)
      return fail(name, {"a zip archive of more than " + in_bytes(kMaxKept) + " from a pipe",
                         "save it as a file and give its name"});
    return read_zip({{}, bytes}, name);
  }

  bool read_zip(ZipLocation location, const std::string& name) {
    Zip zip(std::move(location), unless(options_.unlimited, kMaxUnpackedOfArchive));
    const std::optional<Error>& damage = zip.failure();
    if (damage && zip.members().empty()) return fail(name, *damage);
    if (is_open_document(zip))
      return fail(name, {"this is an OpenDocument file (ods), not text",
                         "open it and save the table as CSV or xlsx"});
    const auto read_book = [&](InputContext& context) { return xlsx::read(zip, context); };
    const bool ok = xlsx::is_office_document(zip) ? with_input(name, Compression::none, read_book)
                                                  : read_members(zip, name);
    if (!damage) return ok;
    diagnostics_.add("archive", {.severity = Severity::error,
                                 .file = name,
                                 .message = damage->message,
                                 .hint = damage->hint});
    return false;
  }

  bool read_members(Zip& zip, const std::string& name) {
    std::vector<const Zip::Member*> members;
    for (const Zip::Member& member : zip.members())
      if (is_hidden(member.name))
        note_skipped(name, member.name, "a hidden file");
      else
        members.push_back(&member);
    if (!check_count(members.size(), name, "archive")) return false;
    const auto open = [&](std::size_t i) {
      return NamedSource{members[i]->name,
                         zip.open(*members[i], unless(options_.unlimited, kMaxUnpacked))};
    };
    return read_several(name, name + '/', Compression::zip, members.size(), open);
  }

  // Fails if there is nothing to read, or several inputs where one is expected.
  bool check_count(std::size_t inputs, const std::string& name, std::string_view what) {
    const std::string holds = "the " + std::string(what) + " holds ";
    if (inputs == 0)
      return fail(name, {holds + "no files to read", "put the exports directly into it"});
    if (inputs == 1 || !only_one_) return true;
    return fail(name,
                {holds + std::to_string(inputs) + " files where one is expected",
                 what == "directory" ? "name one of them" : "unpack it and name one of them"});
  }

  template <typename Read>
  bool with_input(const std::string& name, Compression compression, Read read) {
    const auto to = sink_.open(name);
    stopped_ |= !to;
    if (!to) return false;
    to->info.compression = to_text(compression);
    to->info.unsized = unsized_ || compression != Compression::none;
    InputContext context(name, options_, to->rows, diagnostics_, to->info);
    const bool ok = context.finish(read(context));
    sink_.close(ok);
    return ok;
  }

  bool fail(const std::string& name, const Error& error) {
    return with_input(name, Compression::none,
                      [&](InputContext& context) { return context.fail("open", error); });
  }

  void note_skipped(const std::string& name, std::string_view what, std::string_view why) {
    diagnostics_.add("left-out",
                     {.severity = Severity::note,
                      .file = name,
                      .message = "left out " + Text::quoted(NameKind::file, what) + ", " + why});
  }

  const ReadOptions& options_;
  InputSink& sink_;
  Diagnostics& diagnostics_;
  const bool only_one_;
  bool stopped_ = false;  // the sink accepts no more
  bool unsized_ = false;  // the open path is a pipe, a device, or empty
};

}  // namespace

bool read_source(ByteSource& source, InputContext& context) {
  PeekedSource bytes(source);
  if (!check_read(source, context)) return false;
  const DetectedFormat found = detect_format(bytes.head());
  if (found.error) return context.fail("not-text", *found.error);
  bytes.skip(found.mark);
  if (found.is_event_log) return evtx::read(bytes, context) && check_read(source, context);
  if (found.compression == Compression::zip) return read_workbook_in_memory(bytes, context);
  if (found.compression != Compression::none)
    return read_compressed(bytes, found.compression, context);
  context.info.encoding = to_text(found.encoding);
  if (found.encoding == Encoding::windows1252 && !fits_windows1252(bytes.head()))
    context.add_diagnostic(Severity::warning, "encoding",
                           "not UTF-8, and not Windows-1252 by its letters; names may be garbled",
                           {.hint = "save it as UTF-8"});
  Utf16Source wide(bytes, found.encoding == Encoding::utf16be);
  const bool ok = is_utf16(found.encoding) ? read_text_source(wide, Encoding::utf8, context)
                                           : read_text_source(bytes, found.encoding, context);
  return check_read(source, context) && ok;
}

}  // namespace whylocked::input

namespace whylocked {

namespace {

constexpr std::string_view kFieldNames[] = {
    "time",       "clock",        "user",        "display_name", "address",
    "outcome",    "reason",       "reason_code", "event",        "application",
    "vendor",     "tracking_id",  "user_agent",  "count",        "successes",
    "id",         "locked",       "time_zone",   "target",       "computer",
    "logon_type", "login_method", "realm",       "recorder",     "text"};
static_assert(std::size(kFieldNames) == kFieldCount);

constexpr std::string_view kSystemNames[] = {"autotask", "windows",    "identity_provider",
                                             "ssh",      "appliance",  "application",
                                             "cloud",    "mail_notice"};
static_assert(std::size(kSystemNames) == kLogSystemCount);

template <class Enum, std::size_t N>
std::optional<Enum> parse(std::string_view name, const std::string_view (&names)[N]) {
  const auto found = std::ranges::find(names, name);
  if (found == std::end(names)) return std::nullopt;
  return static_cast<Enum>(found - std::begin(names));
}

class OneInput : public InputSink {
 public:
  OneInput(RowSink& rows, InputInfo& info) : to_{rows, info} {}
  std::optional<Target> open(const std::string& name) override {
    to_.info.file = name;
    return to_;
  }
  void close(bool) override {}

 private:
  Target to_;
};

}  // namespace

std::string_view to_text(Field field) { return kFieldNames[static_cast<std::size_t>(field)]; }

std::optional<Field> parse_field(std::string_view name) { return parse<Field>(name, kFieldNames); }

std::string field_hint(std::string_view name) {
  if (const auto meant = guess_field(name)) return did_you_mean(to_text(*meant));
  return did_you_mean(nearest_name(name, {std::begin(kFieldNames), std::end(kFieldNames)}),
                      fmt::format("choose one of {}", fmt::join(kFieldNames, ", ")));
}

std::string_view to_text(LogSystem system) {
  return kSystemNames[static_cast<std::size_t>(system)];
}

std::optional<LogSystem> parse_log_system(std::string_view name) {
  return parse<LogSystem>(name, kSystemNames);
}

Row RowBatch::row(std::size_t i) const {
  Row row;
  if (!numbers.empty()) row.number = numbers[i];
  for (std::size_t field = 0; field < kFieldCount; ++field)
    row.fields[field] = text(static_cast<Field>(field), i);
  return row;
}

void RowTexts::add(const Row& row) {
  numbers_.push_back(row.number);
  for (const std::string_view text : row.fields) {
    bytes_ += text;
    ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    bytes_ += '\n';
  }
}

RowBatch RowTexts::batch() const {
  RowBatch batch{.numbers = numbers_,
                 .cells = {.rows = numbers_.size(),
                           .columns = kFieldCount,
                           .bytes = bytes_.data(),
                           .ends = ends_.data()}};
  std::iota(batch.column.begin(), batch.column.end(), 0u);
  return batch;
}

void RowTexts::clear() {
  numbers_.clear();
  bytes_.clear();
  ends_.clear();
}

bool read_path(const std::string& path, const ReadOptions& options, InputSink& sink,
               Diagnostics& diagnostics) {
  return input::InputReader(options, sink, diagnostics, false).read_path(path);
}

bool read_input(const std::string& path, const ReadOptions& options, RowSink& sink,
                Diagnostics& diagnostics, InputInfo& info) {
  OneInput one(sink, info);
  return input::InputReader(options, one, diagnostics, true).read_path(path);
}

bool read_text(std::string_view bytes, const std::string& name, const ReadOptions& options,
               RowSink& sink, Diagnostics& diagnostics, InputInfo& info) {
  OneInput one(sink, info);
  return input::InputReader(options, one, diagnostics, true).read_bytes(bytes, name);
}

}  // namespace whylocked

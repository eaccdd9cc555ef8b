// The inputs of one path: the file itself, the members of a zip archive, the files of a folder.
//
// In:  a path, or bytes.  Out: each input in turn to an InputSink.
// Content decides what a path is, not its name. Members and files come by name, with the path
// before it ("exports.zip/may.csv"); nested folders are not entered, hidden files are left out and
// noted. Mails are usually a file each, so those of one path are one input with the name of the
// path, and one that is not a known notice does no harm; one with tables is an input of its own.
// Lifetime: refers to its arguments. Threads: one a reading. Failure: false if an input could not
// be read, or there is none; diagnostics say why. The others are read all the same.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>

#include "input/archive/archive.hpp"
#include "input/detect.hpp"
#include "input/limits.hpp"
#include "input/mail/message.hpp"
#include "input/mail/reader.hpp"
#include "input/mail/split.hpp"
#include "input/source.hpp"
#include "input/xlsx/workbook.hpp"

namespace whylocked::input {

namespace {

namespace fs = std::filesystem;

bool is_regular_file(const std::string& path) {
  std::error_code ignored;
  return path != "-" && fs::is_regular_file(path, ignored);
}

// A plain mail: neither compressed nor in an encoding of its own.
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

// The files attached to a message, or to those of a mailbox.
std::vector<Attachment> files_of_messages(std::string_view bytes) {
  if (!begins_like_mbox(bytes)) return files_attached_to(bytes);
  std::vector<Attachment> all;
  MemorySource source(bytes);
  ReadBuffer buffer(source, kBufferBytes);
  MailSplitter messages(buffer, true, bytes.size());
  MailSplitter::Piece piece;
  while (messages.next(piece) && all.size() < kMaxParts)
    for (Attachment& file : files_attached_to(piece.bytes)) all.push_back(std::move(file));
  return all;
}

// The whole message if a table is attached to it, which only its parts show; else empty.
std::string message_with_tables(const std::string& head, ByteSource& source) {
  if (begins_like_mbox(head) || head.find("multipart/mixed") == head.npos) return {};
  PeekedSource bytes(head, source);
  std::string whole = read_head(bytes, kMaxKept + 1);
  if (whole.size() > kMaxKept) return {};
  const auto files = files_attached_to(whole);
  const bool tables =
      std::any_of(files.begin(), files.end(), [](const Attachment& file) { return file.is_table; });
  return tables ? whole : std::string();
}

// ".name" anywhere in the path; and what a Mac adds to archives.
bool is_hidden(std::string_view member) {
  return member.starts_with('.') || member.find("/.") != member.npos ||
         member.starts_with("__MACOSX/");
}

bool is_open_document(const Zip& zip) {
  return zip.find("mimetype") != nullptr && zip.find("META-INF/manifest.xml") != nullptr;
}

class InputReader {
 public:
  // `only_one`: a path with several inputs is an error.
  InputReader(const ReadOptions& options, InputSink& sink, Diagnostics& diagnostics, bool only_one)
      : options_(options), sink_(sink), diagnostics_(diagnostics), only_one_(only_one) {}

  bool read_path(const std::string& path);
  bool read_bytes(std::string_view bytes, const std::string& name);

 private:
  bool read_file(const std::string& path);
  bool read_folder(const std::string& path);
  bool read_message(ByteSource& source, const std::string& name);
  template <typename Open>
  bool read_mails(const std::string& name, Compression compression, std::size_t count, Open open);
  bool read_one(ByteSource& source, const std::string& name);
  bool read_zip_stream(ByteSource& source, const std::string& name);
  bool read_zip(ZipLocation location, const std::string& name);
  bool read_members(Zip& zip, const std::string& name);
  std::vector<const Zip::Member*> choose_members(const Zip& zip, const std::string& name);
  // Whether there is something to read, and not too much.
  bool check_count(std::size_t inputs, const std::string& name, std::string_view what);

  template <typename Read>
  bool with_input(const std::string& name, Read read);
  bool fail(const std::string& name, const Error& error);
  void note_skipped(const std::string& name, std::string_view what, std::string_view why);

  const ReadOptions& options_;
  InputSink& sink_;
  Diagnostics& diagnostics_;
  const bool only_one_;
  bool stopped_ = false;  // the sink takes no more
  bool unsized_ = false;  // the open path is a pipe, a device, or empty
};

bool InputReader::read_path(const std::string& path) {
  std::error_code ignored;
  return path != "-" && fs::is_directory(path, ignored) ? read_folder(path) : read_file(path);
}

bool InputReader::read_bytes(std::string_view bytes, const std::string& name) {
  if (detect_compression(bytes) == Compression::zip) return read_zip({{}, bytes}, name);
  MemorySource source(bytes);
  return read_one(source, name);
}

// Its inputs are known only once the file is open, so it is opened outside of any of them.
bool InputReader::read_file(const std::string& path) {
  const auto source = open_file(path, options_);
  unsized_ = source->size() == 0;  // a pipe or a device
  const std::string head = read_head(*source);
  if (const auto failure = source->failure(); failure && head.empty()) return fail(path, *failure);
  PeekedSource bytes(head, *source);
  if (is_mail(head)) return read_message(bytes, path);
  if (detect_compression(head) != Compression::zip) return read_one(bytes, path);
  return is_regular_file(path) ? read_zip({path, {}}, path) : read_zip_stream(bytes, path);
}

bool InputReader::read_one(ByteSource& source, const std::string& name) {
  return with_input(
      name, [&](InputContext& context) { return read_source(source, kBufferBytes, context); });
}

// A message with tables attached is read as an archive of them; its own text too, if it is a
// notice.
bool InputReader::read_message(ByteSource& source, const std::string& name) {
  const std::string bytes = read_head(source, kMaxKept + 1);
  PeekedSource again(bytes, source);
  std::vector<Attachment> tables;
  if (bytes.size() <= kMaxKept) tables = files_of_messages(bytes);
  if (tables.empty()) return read_one(again, name);
  const bool notice = is_notice(bytes, name, options_);
  const auto is_table = [](const Attachment& file) { return file.is_table; };
  if (notice || std::any_of(tables.begin(), tables.end(), is_table))
    std::erase_if(tables, std::not_fn(is_table));  // else documents are named, with what to do
  if (!check_count(tables.size() + notice, name, "message")) return false;
  bool ok = true;
  for (const Attachment& table : tables) {
    if (stopped_) return false;
    const std::string file = table.name.substr(table.name.find_last_of("/\\") + 1);
    ok &= read_bytes(table.bytes, name + '/' + file);
  }
  return (!notice || stopped_ || read_one(again, name)) && ok;
}

bool InputReader::read_folder(const std::string& path) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    std::error_code ignored;
    if (name.starts_with('.'))
      note_skipped(path, name, "a hidden file");
    else if (at->is_directory(ignored))
      note_skipped(path, name, "a folder within");
    else if (!at->is_regular_file(ignored))
      note_skipped(path, name, "no regular file");
    else
      files.push_back(path + (path.ends_with('/') ? "" : "/") + name);
  }
  if (error) return fail(path, {"cannot open: " + error_in_words(error.value()), {}});
  if (!check_count(files.size(), path, "directory")) return false;
  std::sort(files.begin(), files.end());
  bool ok = true;
  std::vector<std::string> mails;
  for (const std::string& file : files) {
    const auto source = open_file(file, options_);
    const std::string head = read_head(*source);
    if (is_mail(head) && message_with_tables(head, *source).empty())
      mails.push_back(file);
    else if (!stopped_)
      ok &= read_file(file);
  }
  if (mails.empty() || stopped_) return ok;
  return read_mails(path, Compression::none, mails.size(),
                    [&](std::size_t i) {
                      return std::pair(fs::path(mails[i]).filename().string(),
                                       open_file(mails[i], options_));
                    }) &&
         ok;
}

// `open` returns the name and the bytes of each mail.
template <typename Open>
bool InputReader::read_mails(const std::string& name, Compression compression, std::size_t count,
                             Open open) {
  return with_input(name, [&](InputContext& context) {
    MailReader reader(context);
    context.info.compression = to_text(compression);
    context.info.unsized |= compression != Compression::none;
    bool ok = true;
    for (std::size_t i = 0; i < count; ++i) {
      const auto [file, source] = open(i);
      reader.message_file(file, *source);
      if (const auto failure = source->failure())
        ok = context.fail(
            "open", {Text::name(NameKind::file, file) + ": " + failure->message, failure->hint});
    }
    return reader.end() && ok;
  });
}

bool InputReader::read_zip_stream(ByteSource& source, const std::string& name) {
  const std::string bytes = read_head(source, kMaxKept + 1);
  if (const auto failure = source.failure()) return fail(name, *failure);
  if (bytes.size() > kMaxKept)
    return fail(name, {"a zip archive of more than " + in_bytes(kMaxKept) + " from a pipe",
                       "save it as a file and give its name"});
  return read_zip({{}, bytes}, name);
}

bool InputReader::read_zip(ZipLocation location, const std::string& name) {
  Zip zip(std::move(location), max_unpacked_of_archive(options_));
  std::optional<Error> broken = zip.failure();
  if (broken) broken->message = "cannot read the zip archive: " + broken->message;
  if (zip.members().empty() && broken) return fail(name, *broken);
  if (zip.is_over_limit()) return fail(name, {broken->message, "unpack it first"});
  if (is_open_document(zip))
    return fail(name, {"this is an OpenDocument file (ods), not text",
                       "open it and save the table as CSV or xlsx"});
  const bool ok =
      xlsx::is_office_document(zip)
          ? with_input(
                name, [&](InputContext& context) { return xlsx::read(zip, kBufferBytes, context); })
          : read_members(zip, name);
  if (!broken) return ok;
  diagnostics_.add("archive", {.severity = Severity::error,
                               .file = name,
                               .message = broken->message,
                               .hint = "is the file complete?"});
  return false;
}

bool InputReader::read_members(Zip& zip, const std::string& name) {
  const auto members = choose_members(zip, name);
  if (!check_count(members.size(), name, "archive")) return false;
  ZipOrder order(zip, members, max_unpacked(options_), kMaxWaiting);
  bool ok = true;
  std::vector<const Zip::Member*> mails;
  for (const Zip::Member* const member : members) {
    if (stopped_) return false;
    const auto source = order.next();
    const std::string head = read_head(*source);
    if (is_mail(head)) {
      const std::string message = message_with_tables(head, *source);
      MemorySource whole(message);
      if (message.empty())
        mails.push_back(member);
      else
        ok &= read_message(whole, name + '/' + member->name);
      continue;
    }
    PeekedSource bytes(head, *source);
    ok &= with_input(name + '/' + member->name, [&](InputContext& context) {
      context.info.compression = to_text(Compression::zip);
      context.info.unsized = true;
      return read_source(bytes, kBufferBytes, context);
    });
  }
  if (mails.empty()) return ok;
  ZipOrder mails_in_order(zip, mails, max_unpacked(options_), kMaxWaiting);
  return read_mails(
             name, Compression::zip, mails.size(),
             [&](std::size_t i) { return std::pair(mails[i]->name, mails_in_order.next()); }) &&
         ok;
}

std::vector<const Zip::Member*> InputReader::choose_members(const Zip& zip,
                                                            const std::string& name) {
  std::vector<const Zip::Member*> chosen;
  for (const Zip::Member& member : zip.members()) {
    if (member.is_folder) continue;
    if (is_hidden(member.name))
      note_skipped(name, member.name, "a hidden file");
    else
      chosen.push_back(&member);
  }
  return chosen;
}

bool InputReader::check_count(std::size_t inputs, const std::string& name, std::string_view what) {
  const std::string holds = "the " + std::string(what) + " holds ";
  if (inputs == 0)
    return fail(name,
                {holds + "no files to read", "put the exports into it, not into a folder within"});
  if (inputs == 1 || !only_one_) return true;
  return fail(name, {holds + std::to_string(inputs) + " files where one is expected",
                     what == "directory" ? "name one of them" : "unpack it and name one of them"});
}

template <typename Read>
bool InputReader::with_input(const std::string& name, Read read) {
  const auto to = sink_.open(name);
  stopped_ |= !to;
  if (!to) return false;
  to->info.unsized = unsized_;
  InputContext context(name, options_, to->rows, diagnostics_, to->info);
  const bool ok = context.finish(read(context));
  sink_.close(ok);
  return ok;
}

bool InputReader::fail(const std::string& name, const Error& error) {
  return with_input(name, [&](InputContext& context) { return context.fail("open", error); });
}

void InputReader::note_skipped(const std::string& name, std::string_view what,
                               std::string_view why) {
  diagnostics_.add("left-out",
                   {.severity = Severity::note,
                    .file = name,
                    .message = "left out " + Text::quoted(NameKind::file, what) + ", " + why});
}

}  // namespace

}  // namespace whylocked::input

namespace whylocked {

namespace {

constexpr std::string_view kFieldNames[] = {
    "time",       "clock",       "user",  "display_name", "address",   "outcome",
    "reason",     "reason_code", "event", "application",  "vendor",    "tracking_id",
    "user_agent", "count",       "id",    "locked",       "time_zone", "target",
    "computer",   "logon_type",  "realm", "recorder",     "text"};
static_assert(std::size(kFieldNames) == kFieldCount);

constexpr std::string_view kSystemNames[] = {"autotask", "windows",    "identity_provider",
                                             "ssh",      "appliance",  "application",
                                             "cloud",    "mail_notice"};
static_assert(std::size(kSystemNames) == kLogSystemCount);

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

std::optional<Field> parse_field(std::string_view name) {
  const auto found = std::find(std::begin(kFieldNames), std::end(kFieldNames), name);
  if (found == std::end(kFieldNames)) return std::nullopt;
  return static_cast<Field>(found - std::begin(kFieldNames));
}

std::string_view to_text(LogSystem system) {
  return kSystemNames[static_cast<std::size_t>(system)];
}

std::optional<LogSystem> parse_log_system(std::string_view name) {
  const auto found = std::find(std::begin(kSystemNames), std::end(kSystemNames), name);
  if (found == std::end(kSystemNames)) return std::nullopt;
  return static_cast<LogSystem>(found - std::begin(kSystemNames));
}

RowBatch RowBatch::of(const Row& row) {
  RowBatch batch{.numbers = {&row.number, 1}, .columns = {}};
  for (std::size_t field = 0; field < kFieldCount; ++field)
    batch.columns[field] = &row.fields[field];
  return batch;
}

Row RowBatch::row(std::size_t i) const {
  Row row;
  row.number = numbers[i];
  for (std::size_t field = 0; field < kFieldCount; ++field)
    row.fields[field] = text_of(columns[field][i]);
  return row;
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

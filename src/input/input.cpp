#include "input/input.hpp"

#include <algorithm>
#include <filesystem>

#include "input/limits.hpp"
#include "input/mail.hpp"
#include "input/detect.hpp"
#include "input/source.hpp"
#include "input/xlsx/workbook.hpp"
#include "input/xlsx/parts.hpp"
#include "input/archive/zip_order.hpp"

namespace whylocked::input {

namespace {

namespace fs = std::filesystem;

class NoRows : public RowSink {
 public:
  void begin(const Columns&) override {}
  bool row(const Row&) override { return false; }
};

bool is_regular_file(const std::string& path) {
  std::error_code ignored;
  return path != "-" && fs::is_regular_file(path, ignored);
}

// A mail as it was sent, neither packed nor saved in an encoding of its own.
bool is_mail(std::string_view head) {
  const DetectedFormat found = sniff(head);
  return found.packing == Compression::none && found.fault.empty() && found.mark == 0 &&
         looks_like_mail(head);
}

bool add_mails(const std::string& file, ByteSource& source, MailReader& reader, InputContext& job) {
  reader.message_file(file, source);
  return source.failure().empty() ||
         job.refuse("open", file + ": " + source.failure(), source.hint());
}

// False also of what cannot be opened: whoever reads it then says so.
bool is_mail_file(const std::string& path, const ReadOptions& options) {
  NoRows nowhere;
  InputInfo nothing;
  Diagnostics untold;
  InputContext opening(path, options, nowhere, untold, nothing);
  const auto source = open_file(path, opening);
  return source && is_mail(read_head(*source));
}

// ".name" anywhere in the path; and what a Mac adds to archives.
bool is_hidden(std::string_view member) {
  return member.starts_with('.') || member.find("/.") != member.npos ||
         member.starts_with("__MACOSX/");
}

bool is_open_document(const Zip& zip) {
  return zip.find("mimetype") != nullptr && zip.find("META-INF/manifest.xml") != nullptr;
}

}  // namespace

bool InputReader::read_path(const std::string& path) {
  std::error_code ignored;
  return path != "-" && fs::is_directory(path, ignored) ? read_folder(path) : read_file(path);
}

bool InputReader::read_bytes(std::string_view bytes, const std::string& name) {
  if (packing_of(bytes) == Compression::zip) return read_zip({{}, bytes}, name);
  MemorySource source(bytes);
  return read_one(source, name);
}

// Which inputs there are is known only when the file is open, so it is opened on nobody's behalf.
bool InputReader::read_file(const std::string& path) {
  NoRows nowhere;
  InputInfo nothing;
  InputContext opening(path, options_, nowhere, diagnostics_, nothing);
  const auto source = open_file(path, opening);
  unsized_ = nothing.unsized;
  if (!source) return with_input(path, [](InputContext&) { return false; });
  const std::string head = read_head(*source);
  PeekedSource bytes(head, *source);
  if (packing_of(head) != Compression::zip) return read_one(bytes, path);
  return is_regular_file(path) ? read_zip({path, {}}, path) : read_zip_stream(bytes, path);
}

bool InputReader::read_one(ByteSource& source, const std::string& name) {
  return with_input(name, [&](InputContext& job) { return read_source(source, kBufferBytes, job); });
}

bool InputReader::read_folder(const std::string& path) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    std::error_code ignored;
    if (name.starts_with('.'))
      note_left_out(path, name, "a hidden file");
    else if (at->is_directory(ignored))
      note_left_out(path, name, "a folder within");
    else if (!at->is_regular_file(ignored))
      note_left_out(path, name, "no regular file");
    else
      files.push_back(path + (path.ends_with('/') ? "" : "/") + name);
  }
  if (error) return refuse(path, "cannot open: " + error_in_words(error.value()));
  if (!check_count(files.size(), path, "directory")) return false;
  std::sort(files.begin(), files.end());
  bool ok = true;
  std::vector<std::string> mails;
  for (const std::string& file : files)
    if (is_mail_file(file, options_))
      mails.push_back(file);
    else if (!stopped_)
      ok &= read_file(file);
  return (mails.empty() || stopped_ || read_mails(path, mails)) && ok;
}

bool InputReader::read_mails(const std::string& folder, const std::vector<std::string>& files) {
  return with_input(folder, [&](InputContext& job) {
    MailReader reader(job);
    bool ok = true;
    for (const std::string& file : files) {
      const auto source = open_file(file, job);
      ok &= source && add_mails(fs::path(file).filename().string(), *source, reader, job);
    }
    return reader.end() && ok;
  });
}

bool InputReader::read_mails(Zip& zip, const std::vector<const Zip::Member*>& members,
                             const std::string& name) {
  ZipOrder order(zip, members, most_unpacked(options_), kMaxWaiting);
  return with_input(name, [&](InputContext& job) {
    job.info.compression = to_text(Compression::zip);
    job.info.unsized = true;
    MailReader reader(job);
    bool ok = true;
    for (const Zip::Member* const member : members)
      ok &= add_mails(member->name, *order.next(), reader, job);
    return reader.end() && ok;
  });
}

bool InputReader::read_zip_stream(ByteSource& source, const std::string& name) {
  const std::string bytes = read_head(source, kMaxKept + 1);
  if (!source.failure().empty()) return refuse(name, source.failure());
  if (bytes.size() > kMaxKept)
    return refuse(name, "a zip archive of more than " + in_bytes(kMaxKept) + " from a pipe",
                  "save it as a file and give its name");
  return read_zip({{}, bytes}, name);
}

bool InputReader::read_zip(ZipPlace place, const std::string& name) {
  Zip zip(std::move(place), most_unpacked_of_archive(options_));
  const std::string broken =
      zip.failure().empty() ? std::string() : "cannot read the zip archive: " + zip.failure();
  if (zip.members().empty() && !broken.empty()) return refuse(name, broken, zip.hint());
  if (zip.is_over_limit()) return refuse(name, broken, "unpack it first");
  if (is_open_document(zip))
    return refuse(name, "this is an OpenDocument file (ods), not text",
                  "open it and save the table as CSV or xlsx");
  const bool ok =
      is_office_document(zip)
          ? with_input(name, [&](InputContext& job) { return read_workbook(zip, kBufferBytes, job); })
          : read_members(zip, name);
  if (broken.empty()) return ok;
  diagnostics_.add("archive",
                   {Severity::error, name, 0, 0, broken, {}, 0, "is the file complete?"});
  return false;
}

bool InputReader::read_members(Zip& zip, const std::string& name) {
  const auto members = choose_members(zip, name);
  if (!check_count(members.size(), name, "archive")) return false;
  ZipOrder order(zip, members, most_unpacked(options_), kMaxWaiting);
  bool ok = true;
  std::vector<const Zip::Member*> mails;
  for (const Zip::Member* const member : members) {
    if (stopped_) return false;
    const auto source = order.next();
    const std::string head = read_head(*source);
    if (is_mail(head)) {
      mails.push_back(member);
      continue;
    }
    PeekedSource bytes(head, *source);
    ok &= with_input(name + '/' + member->name, [&](InputContext& job) {
      job.info.compression = to_text(Compression::zip);
      job.info.unsized = true;
      return read_source(bytes, kBufferBytes, job);
    });
  }
  return (mails.empty() || read_mails(zip, mails, name)) && ok;
}

// A folder's members have entries of their own.
std::vector<const Zip::Member*> InputReader::choose_members(const Zip& zip,
                                                            const std::string& name) {
  std::vector<const Zip::Member*> chosen;
  for (const Zip::Member& member : zip.members()) {
    if (member.is_folder) continue;
    if (is_hidden(member.name))
      note_left_out(name, member.name, "a hidden file");
    else
      chosen.push_back(&member);
  }
  return chosen;
}

bool InputReader::check_count(std::size_t inputs, const std::string& name, std::string_view what) {
  const std::string holds = "the " + std::string(what) + " holds ";
  if (inputs == 0)
    return refuse(name, holds + "no files to read",
                  "put the exports into it, not in a folder within");
  if (inputs == 1 || !only_one_) return true;
  return refuse(name, holds + std::to_string(inputs) + " files where one is expected",
                what == "archive" ? "unpack it and name one of them" : "name one of them");
}

template <typename Read>
bool InputReader::with_input(const std::string& name, Read read) {
  const auto to = sink_.open(name);
  stopped_ |= !to;
  if (!to) return false;
  to->info.unsized = unsized_;
  InputContext job(name, options_, to->rows, diagnostics_, to->info);
  const bool ok = read(job);
  sink_.close(ok);
  return ok;
}

bool InputReader::refuse(const std::string& name, std::string_view message, std::string hint) {
  return with_input(name, [&](InputContext& job) { return job.refuse("open", message, std::move(hint)); });
}

void InputReader::note_left_out(const std::string& name, std::string_view what,
                                std::string_view why) {
  diagnostics_.add("left-out", {Severity::note,
                                name,
                                0,
                                0,
                                "left out \"" + std::string(what) + "\", " + std::string(why),
                                {},
                                0,
                                {}});
}

}  // namespace whylocked::input

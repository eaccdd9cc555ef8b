#include "input/source.hpp"

#include "input/archive/archive.hpp"
#include "input/csv/reader.hpp"
#include "input/encoding.hpp"
#include "input/json/reader.hpp"
#include "input/limits.hpp"
#include "input/mail.hpp"
#include "input/detect.hpp"
#include "input/xlsx/workbook.hpp"
#include "input/xlsx/parts.hpp"

namespace whylocked::input {

namespace {

bool read_text_source(ByteSource& text, Encoding encoding, std::size_t buffer_bytes, InputContext& job) {
  const std::string head = read_head(text);
  PeekedSource source(head, text);
  if (looks_like_mail(head)) return read_mail(source, job);
  Window window(source, buffer_bytes);
  window.fill_up_to(kHeadBytes);
  return begins_like_json(window.text(0, window.size())) ? read_json(window, encoding, job)
                                                         : read_csv(window, encoding, job);
}

bool read_text_bytes(ByteSource& bytes, Encoding encoding, std::size_t buffer_bytes, InputContext& job) {
  job.info.encoding = to_text(encoding);
  if (encoding != Encoding::utf16le && encoding != Encoding::utf16be)
    return read_text_source(bytes, encoding, buffer_bytes, job);
  Utf16Source text(bytes, encoding == Encoding::utf16be);
  return read_text_source(text, Encoding::utf8, buffer_bytes, job);
}

bool check_read(const ByteSource& source, InputContext& job) {
  return source.failure().empty() || job.refuse("open", source.failure(), source.hint());
}

bool refuse_nested(InputContext& job) {
  return job.refuse("nested", "an archive within an archive", "unpack the outer one first");
}

bool read_compressed(ByteSource& packed, Compression packing, std::size_t buffer_bytes, InputContext& job) {
  if (!job.info.compression.empty()) return refuse_nested(job);
  job.info.compression = to_text(packing);
  job.info.unsized = true;
  return read_source(*unpack(packed, packing, most_unpacked(job.options)), buffer_bytes, job);
}

// A workbook that is not a file of its own.
bool read_kept_workbook(ByteSource& source, std::size_t buffer_bytes, InputContext& job) {
  const std::string bytes = read_head(source, kMaxKept + 1);
  if (!check_read(source, job)) return false;
  if (bytes.size() > kMaxKept)
    return job.refuse("archive", "a workbook of more than " + in_bytes(kMaxKept),
                      "save it as a file of its own");
  Zip zip({{}, bytes}, most_unpacked_of_archive(job.options));
  if (zip.members().empty())
    return job.refuse("archive", "cannot read the zip archive: " + zip.failure(), zip.hint());
  return is_office_document(zip) ? read_workbook(zip, buffer_bytes, job) : refuse_nested(job);
}

}  // namespace

std::string read_head(ByteSource& source, std::size_t most) {
  std::string head;
  while (head.size() < most) {
    const std::size_t before = head.size();
    head.resize(std::min(most, before + kHeadBytes));
    const std::size_t count = source.read(head.data() + before, head.size() - before);
    head.resize(before + count);
    if (count == 0) break;
  }
  return head;
}

std::uint64_t most_unpacked(const ReadOptions& options) {
  return options.unlimited ? UINT64_MAX : kMaxUnpacked;
}

std::uint64_t most_unpacked_of_archive(const ReadOptions& options) {
  return options.unlimited ? UINT64_MAX : kMaxUnpackedOfArchive;
}

bool read_source(ByteSource& source, std::size_t buffer_bytes, InputContext& job) {
  const std::string head = read_head(source);
  if (!check_read(source, job)) return false;
  const DetectedFormat found = sniff(head);
  if (!found.fault.empty()) return job.refuse("not-text", found.fault, std::string(found.hint));
  PeekedSource bytes(std::string_view(head).substr(found.mark), source, found.mark);
  switch (found.packing) {
    case Compression::none: {
      const bool ok = read_text_bytes(bytes, found.encoding, buffer_bytes, job);
      return check_read(source, job) && ok;
    }
    case Compression::zip:
      return read_kept_workbook(bytes, buffer_bytes, job);
    default:
      return read_compressed(bytes, found.packing, buffer_bytes, job);
  }
}

}  // namespace whylocked::input

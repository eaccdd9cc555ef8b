#include "input/archive/archive.hpp"
#include "input/context.hpp"
#include "input/detect.hpp"
#include "input/encoding.hpp"
#include "input/limits.hpp"
#include "input/log/event_text.hpp"
#include "input/readers.hpp"

namespace whylocked::input {

namespace {

bool read_text_source(ByteSource& text, Encoding encoding, std::size_t buffer_bytes,
                      InputContext& context) {
  PeekedSource source(text);
  if (looks_like_mail(source.head())) return read_mail(source, context);
  ReadBuffer buffer(source, buffer_bytes);
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

bool read_compressed(ByteSource& packed, Compression compression, std::size_t buffer_bytes,
                     InputContext& context) {
  if (!context.info.compression.empty()) return fail_nested(context);
  context.info.compression = to_text(compression);
  context.info.unsized = true;
  return read_source(*unpack(packed, compression, unless(context.options.unlimited, kMaxUnpacked)),
                     buffer_bytes, context);
}

// A workbook that is not a file of its own.
bool read_workbook_in_memory(ByteSource& source, std::size_t buffer_bytes, InputContext& context) {
  const std::string bytes = read_head(source, kMaxKept + 1);
  if (!check_read(source, context)) return false;
  if (bytes.size() > kMaxKept)
    return context.fail("archive", {"a workbook of more than " + in_bytes(kMaxKept),
                                    "save it as a file of its own"});
  Zip zip({{}, bytes}, unless(context.options.unlimited, kMaxUnpackedOfArchive));
  if (zip.failure()) return context.fail("archive", *zip.failure());
  return xlsx::is_office_document(zip) ? xlsx::read(zip, buffer_bytes, context)
                                       : fail_nested(context);
}

}  // namespace

bool read_source(ByteSource& source, std::size_t buffer_bytes, InputContext& context) {
  PeekedSource bytes(source);
  if (!check_read(source, context)) return false;
  const DetectedFormat found = detect_format(bytes.head());
  if (found.error) return context.fail("not-text", *found.error);
  bytes.skip(found.mark);
  if (found.is_event_log) return evtx::read(bytes, context) && check_read(source, context);
  if (found.compression == Compression::zip)
    return read_workbook_in_memory(bytes, buffer_bytes, context);
  if (found.compression != Compression::none)
    return read_compressed(bytes, found.compression, buffer_bytes, context);
  context.info.encoding = to_text(found.encoding);
  Utf16Source wide(bytes, found.encoding == Encoding::utf16be);
  const bool ok = is_utf16(found.encoding)
                      ? read_text_source(wide, Encoding::utf8, buffer_bytes, context)
                      : read_text_source(bytes, found.encoding, buffer_bytes, context);
  return check_read(source, context) && ok;
}

}  // namespace whylocked::input

#include "read/source.hpp"

#include "read/csv.hpp"
#include "read/encoding.hpp"
#include "read/json.hpp"
#include "read/sniff.hpp"

namespace whylocked::reading {

namespace {

std::string read_head(ByteSource& source) {
  std::string head(kHeadBytes, '\0');
  std::size_t size = 0;
  while (size < head.size()) {
    const std::size_t count = source.read(head.data() + size, head.size() - size);
    if (count == 0) break;
    size += count;
  }
  head.resize(size);
  return head;
}

bool read_text_source(ByteSource& source, Encoding encoding, std::size_t buffer_bytes, Job& job) {
  Window window(source, buffer_bytes);
  window.fill_up_to(kHeadBytes);
  return begins_like_json(window.text(0, window.size())) ? read_json(window, encoding, job)
                                                         : read_csv(window, encoding, job);
}

bool check_read(const ByteSource& source, Job& job) {
  return source.failure().empty() || job.refuse("open", source.failure(), {});
}

}  // namespace

bool read_source(ByteSource& source, std::size_t buffer_bytes, Job& job) {
  const std::string head = read_head(source);
  if (!check_read(source, job)) return false;
  const Sniffed found = sniff(head);
  if (!found.fault.empty()) return job.refuse("not-text", found.fault, std::string(found.hint));
  job.info.encoding = to_text(found.encoding);
  RewoundSource bytes(std::string_view(head).substr(found.mark), source);
  bool ok = false;
  if (found.encoding == Encoding::utf16le || found.encoding == Encoding::utf16be) {
    Utf16Source text(bytes, found.encoding == Encoding::utf16be);
    ok = read_text_source(text, Encoding::utf8, buffer_bytes, job);
  } else {
    ok = read_text_source(bytes, found.encoding, buffer_bytes, job);
  }
  return check_read(source, job) && ok;
}

}  // namespace whylocked::reading

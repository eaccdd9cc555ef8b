#include "input/archive/zip_order.hpp"

#include <algorithm>

namespace whylocked::input {

// An unpacked member.
class ZipOrder::Kept : public ByteSource {
 public:
  Kept(std::string bytes, std::optional<Error> failure)
      : bytes_(std::move(bytes)), rest_(bytes_), failure_(std::move(failure)) {}
  std::size_t read(char* to, std::size_t max) override { return rest_.read(to, max); }
  std::optional<Error> failure() const override { return failure_; }

 private:
  const std::string bytes_;
  MemorySource rest_;
  const std::optional<Error> failure_;
};

ZipOrder::ZipOrder(Zip& zip, std::vector<const Zip::Member*> order, std::uint64_t max_bytes,
                   std::size_t max_kept)
    : zip_(zip), order_(std::move(order)), max_bytes_(max_bytes), max_kept_(max_kept) {}

std::unique_ptr<ByteSource> ZipOrder::next() {
  const Zip::Member& member = *order_[at_];
  if (kept_.empty() && zip_.needs_restart(member)) keep_from(at_);
  ++at_;
  const auto kept = kept_.find(&member);
  if (kept == kept_.end()) return zip_.open(member, max_bytes_);
  auto source = std::move(kept->second);
  kept_.erase(kept);
  return source;
}

// The size of a member in the archive need not be true.
void ZipOrder::keep_from(std::size_t first) {
  std::size_t left = max_kept_, last = first;
  for (std::uint64_t sum = 0; last < order_.size(); ++last)
    if ((sum += order_[last]->size) > max_kept_) break;
  std::vector<const Zip::Member*> wanted(order_.begin() + first, order_.begin() + last);
  std::sort(wanted.begin(), wanted.end(),
            [](const Zip::Member* a, const Zip::Member* b) { return a->position < b->position; });
  for (const Zip::Member* const member : wanted) {
    const auto source = zip_.open(*member, max_bytes_);
    std::string bytes = read_head(*source, left + 1);
    if (bytes.size() > left) return;  // this one and the others are read when their turn comes
    left -= bytes.size();
    bytes.shrink_to_fit();
    kept_.emplace(member, std::make_unique<Kept>(std::move(bytes), source->failure()));
  }
}

}  // namespace whylocked::input

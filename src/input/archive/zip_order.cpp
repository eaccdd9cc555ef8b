#include "input/archive/zip_order.hpp"

#include <algorithm>

#include "input/source.hpp"

namespace whylocked::input {

// A member, unpacked.
class ZipOrder::Kept : public ByteSource {
 public:
  Kept(std::string bytes, const ByteSource& from)
      : bytes_(std::move(bytes)), rest_(bytes_), failure_(from.failure()), hint_(from.hint()) {}
  std::size_t read(char* to, std::size_t most) override { return rest_.read(to, most); }
  std::string failure() const override { return failure_; }
  std::string hint() const override { return hint_; }

 private:
  const std::string bytes_;
  MemorySource rest_;
  const std::string failure_, hint_;
};

ZipOrder::ZipOrder(Zip& zip, std::vector<const Zip::Member*> order, std::uint64_t most_bytes,
                   std::size_t most_kept)
    : zip_(zip), order_(std::move(order)), most_bytes_(most_bytes), most_kept_(most_kept) {}

std::unique_ptr<ByteSource> ZipOrder::next() {
  const Zip::Member& member = *order_[at_];
  if (kept_.empty() && zip_.is_behind(member)) keep_from(at_);
  ++at_;
  const auto kept = kept_.find(&member);
  if (kept == kept_.end()) return zip_.open(member, most_bytes_);
  auto source = std::move(kept->second);
  kept_.erase(kept);
  return source;
}

// The size that an archive tells of a member need not be true.
void ZipOrder::keep_from(std::size_t first) {
  std::size_t left = most_kept_, last = first;
  for (std::uint64_t sum = 0; last < order_.size(); ++last)
    if ((sum += order_[last]->size) > most_kept_) break;
  std::vector<const Zip::Member*> wanted(order_.begin() + first, order_.begin() + last);
  std::sort(wanted.begin(), wanted.end(),
            [](const Zip::Member* a, const Zip::Member* b) { return a->place < b->place; });
  for (const Zip::Member* const member : wanted) {
    const auto source = zip_.open(*member, most_bytes_);
    std::string bytes = read_head(*source, left + 1);
    if (bytes.size() > left) return;  // this one and the others are read when it is their turn
    left -= bytes.size();
    bytes.shrink_to_fit();
    kept_.emplace(member, std::make_unique<Kept>(std::move(bytes), *source));
  }
}

}  // namespace whylocked::input

// Replaces archive.cpp in a program without libarchive: nothing compressed can be read.
#include "input/archive/archive.hpp"

namespace whylocked::input {

namespace {

Error without_libarchive(std::string prefix = {}) {
  return {prefix + "this program was built without libarchive", "unpack it first"};
}

}  // namespace

void ArchiveFree::operator()(archive*) const {}

std::unique_ptr<ByteSource> unpack(ByteSource&, Compression, std::uint64_t) {
  return std::make_unique<FailedSource>(without_libarchive("cannot unpack: "));
}

Zip::Zip(ZipLocation location, std::uint64_t max_bytes)
    : location_(std::move(location)), left_(max_bytes), failure_(without_libarchive()) {}

const Zip::Member* Zip::find(std::string_view) const { return nullptr; }

std::unique_ptr<ByteSource> Zip::open(const Member&, std::uint64_t) {
  return std::make_unique<FailedSource>(without_libarchive("cannot unpack: "));
}

ZipOrder::ZipOrder(Zip& zip, std::vector<const Zip::Member*> order, std::uint64_t max_bytes,
                   std::size_t max_kept)
    : zip_(zip), order_(std::move(order)), max_bytes_(max_bytes), max_kept_(max_kept) {}

std::unique_ptr<ByteSource> ZipOrder::next() { return zip_.open(*order_[at_++], max_bytes_); }

}  // namespace whylocked::input

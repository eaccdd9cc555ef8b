// Replaces archive.cpp in builds without libarchive, which cannot read anything compressed.
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
    : location_(std::move(location)),
      left_(max_bytes),
      failure_(without_libarchive("cannot read the zip archive: ")) {}

const Zip::Member* Zip::find(std::string_view) const { return nullptr; }

std::unique_ptr<ByteSource> Zip::open(const Member&, std::uint64_t) {
  return std::make_unique<FailedSource>(without_libarchive("cannot unpack: "));
}

}  // namespace whylocked::input

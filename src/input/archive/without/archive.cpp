// In place of archive.cpp in a program without libarchive: nothing packed can be read.
#include "input/archive/archive.hpp"

namespace whylocked::input {

namespace {

constexpr const char* kWhy = "this program was built without libarchive";
constexpr const char* kHint = "unpack it first";

struct Nothing : ByteSource {
  std::size_t read(char*, std::size_t) override { return 0; }
  std::string failure() const override { return std::string("cannot unpack: ") + kWhy; }
  std::string hint() const override { return kHint; }
};

}  // namespace

void ArchiveFree::operator()(archive*) const {}

std::unique_ptr<ByteSource> unpack(ByteSource&, Compression, std::uint64_t) {
  return std::make_unique<Nothing>();
}

Zip::Zip(ZipPlace place, std::uint64_t most_bytes)
    : at_(std::move(place)), left_(most_bytes), failure_(kWhy), hint_(kHint) {}

const Zip::Member* Zip::find(std::string_view) const { return nullptr; }

std::unique_ptr<ByteSource> Zip::open(const Member&, std::uint64_t) {
  return std::make_unique<Nothing>();
}

}  // namespace whylocked::input

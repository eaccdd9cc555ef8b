// Replaces asn_db.cpp in builds without libmaxminddb: no address database can be opened.
#include "whylocked/catalog.hpp"

namespace whylocked {

struct AsnDatabase::File {};

AsnDatabase::AsnDatabase(std::unique_ptr<File> file) : file_(std::move(file)) {}
AsnDatabase::~AsnDatabase() = default;

std::unique_ptr<AsnDatabase> AsnDatabase::open(const std::string& path, Diagnostics& diagnostics) {
  diagnostics.add("asn-db", {.severity = Severity::error,
                             .file = path,
                             .message = "cannot open: this program was built without libmaxminddb",
                             .hint = "omit --asn-db"});
  return nullptr;
}

std::optional<AsnNetwork> AsnDatabase::find(const Address&) const { return std::nullopt; }

std::string AsnDatabase::built() const { return {}; }

}  // namespace whylocked

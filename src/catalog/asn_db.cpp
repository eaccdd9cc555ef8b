// Reads a MaxMind DB file through libmaxminddb, which checks every offset it follows. The code here
// accepts only plain shapes of file, names faults, and distrusts all text.
//
// A database without a single system in its first nodes is rejected. It is probably a geolocation
// database, and every lookup would silently find nothing.
#include <maxminddb.h>  // includes the socket addresses it takes

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "base/number.hpp"
#include "base/utf8.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/event.hpp"

namespace whylocked {

namespace {

// Names of the two columns: in GeoLite2 ASN and DB-IP, then in IPinfo.
constexpr const char* kNumbers[] = {"autonomous_system_number", "asn"};
constexpr const char* kNames[] = {"autonomous_system_organization", "as_name", "name"};
constexpr std::size_t kMaxName = 80;         // bytes; the longest registered names have about 60
constexpr std::uint32_t kNodesTried = 4096;  // to find a first system; 1 in 200 has one
constexpr std::uint64_t kLastSecond = 253402300799;  // of the year 9999

// The first of the columns present in the row.
template <class Columns>
std::optional<MMDB_entry_data_s> value_of(MMDB_entry_s row, const Columns& columns) {
  for (const char* column : columns) {
    MMDB_entry_data_s value{};
    const char* const path[] = {column, nullptr};
    if (MMDB_aget_value(&row, &value, path) == MMDB_SUCCESS && value.has_data) return value;
  }
  return std::nullopt;
}

std::string_view text_in(const MMDB_entry_data_s& value) {
  return value.type == MMDB_DATA_TYPE_UTF8_STRING
             ? std::string_view(value.utf8_string, value.data_size)
             : std::string_view();
}

// Accepts 64496, "AS64496" and "64496"; 0: no system.
std::uint32_t number_in(const MMDB_entry_data_s& value) {
  if (value.type == MMDB_DATA_TYPE_UINT32) return value.uint32;
  if (value.type == MMDB_DATA_TYPE_UINT16) return value.uint16;
  std::string_view text = text_in(value);
  if (text.starts_with("AS")) text.remove_prefix(2);
  return parse_whole<std::uint32_t>(text).value_or(0);
}

std::string name_in(const MMDB_entry_data_s& value) {
  std::string_view rest = text_in(value);
  std::string name;
  while (const std::size_t length = utf8_length(rest)) {
    if (name.size() + length > kMaxName) break;
    name += rest.substr(0, length);
    rest.remove_prefix(length);
  }
  return name;
}

std::optional<AsnNetwork> system_in(const MMDB_entry_s& row) {
  const auto number = value_of(row, kNumbers);
  if (!number || number_in(*number) == 0) return std::nullopt;
  const auto name = value_of(row, kNames);
  return AsnNetwork{number_in(*number), name ? name_in(*name) : std::string()};
}

bool names_systems(const MMDB_s& file) {
  for (std::uint32_t node = 0; node < std::min(file.metadata.node_count, kNodesTried); ++node) {
    MMDB_search_node_s at{};
    if (MMDB_read_node(&file, node, &at) != MMDB_SUCCESS) return false;
    if (at.left_record_type == MMDB_RECORD_TYPE_DATA && system_in(at.left_record_entry))
      return true;
    if (at.right_record_type == MMDB_RECORD_TYPE_DATA && system_in(at.right_record_entry))
      return true;
  }
  return false;
}

template <class Bytes>
void put_bytes(std::uint64_t bits, Bytes* to, std::size_t count) {
  for (std::size_t i = count; i-- > 0; bits >>= 8) to[i] = static_cast<Bytes>(bits);
}

// Looks up the binary form. By text the library would need name resolution, which
// static programs lack.
MMDB_lookup_result_s look_up(const MMDB_s& file, const Address& address, int& error) {
  if (address.is_v4()) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    put_bytes(address.low & 0xffffffff, reinterpret_cast<unsigned char*>(&v4.sin_addr), 4);
    return MMDB_lookup_sockaddr(&file, reinterpret_cast<const sockaddr*>(&v4), &error);
  }
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  put_bytes(address.high, v6.sin6_addr.s6_addr, 8);
  put_bytes(address.low, v6.sin6_addr.s6_addr + 8, 8);
  return MMDB_lookup_sockaddr(&file, reinterpret_cast<const sockaddr*>(&v6), &error);
}

}  // namespace

struct AsnDatabase::File {
  MMDB_s mapped{};
  bool open = false;

  ~File() {
    if (open) MMDB_close(&mapped);
  }
};

AsnDatabase::AsnDatabase(std::unique_ptr<File> file) : file_(std::move(file)) {}
AsnDatabase::~AsnDatabase() = default;

std::unique_ptr<AsnDatabase> AsnDatabase::open(const std::string& path, Diagnostics& diagnostics) {
  const auto fail = [&](std::string what, std::string hint = {}) {
    diagnostics.add("asn-db", {.severity = Severity::error,
                               .file = path,
                               .message = std::move(what),
                               .hint = std::move(hint)});
    return nullptr;
  };
  std::error_code fault;
  const bool regular = std::filesystem::is_regular_file(path, fault);
  if (fault) return fail("cannot open: " + error_in_words(fault.value()));
  if (!regular) return fail("not a file");
  auto file = std::make_unique<File>();
  errno = 0;
  const int error = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &file->mapped);
  if (error == MMDB_FILE_OPEN_ERROR || error == MMDB_IO_ERROR)
    return fail(errno == 0 ? "cannot open: the file is empty"
                           : "cannot open: " + error_in_words(errno));
  if (error != MMDB_SUCCESS)
    return fail("not an address database; damaged or in another format",
                "a MaxMind DB file such as GeoLite2-ASN.mmdb");
  file->open = true;
  if (!names_systems(file->mapped))
    return fail("names no autonomous systems",
                "a location database does not help here; use one of AS numbers");
  return std::unique_ptr<AsnDatabase>(new AsnDatabase(std::move(file)));
}

std::optional<AsnNetwork> AsnDatabase::find(const Address& address) const {
  if (address.is_private()) return std::nullopt;
  int error = MMDB_SUCCESS;
  const MMDB_lookup_result_s row = look_up(file_->mapped, address, error);
  return error == MMDB_SUCCESS && row.found_entry ? system_in(row.entry) : std::nullopt;
}

std::string AsnDatabase::built() const {
  const std::uint64_t seconds = file_->mapped.metadata.build_epoch;
  if (seconds == 0 || seconds > kLastSecond) return {};
  return to_rfc3339(static_cast<Micros>(seconds) * kSecond).substr(0, 10);
}

}  // namespace whylocked

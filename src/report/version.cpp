#include "whylocked/report.hpp"

namespace whylocked {

std::string_view version() { return WHYLOCKED_VERSION; }

}  // namespace whylocked

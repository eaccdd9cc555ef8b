// What of fmt a program needs that cannot link the shared library: Debian has no static one.
#define FMT_HEADER_ONLY
#include <fmt/format.h>

extern std::string (*const whylocked_keeps_fmt)(fmt::string_view, fmt::format_args);
std::string (*const whylocked_keeps_fmt)(fmt::string_view, fmt::format_args) = &fmt::vformat;

// One JSON object to flat members.
//
// In:  the text of one object, in UTF-8.  Out: each scalar with the path of its keys, joined by
//      dots: {"actor":{"alternateId":"ann"}} becomes actor.alternateId.
// Arrays are not part of a path; their scalars come one after the other. An object in an array that
// is a name and a value is a member of that name too:
// "Properties":[{"Name":"UserAgent","Value":"x"}] becomes Properties.UserAgent beside
// Properties.Name and Properties.Value. null is empty text. Numbers that do not fit 64 bits are as
// written.
// Lifetime: views are valid during the call.  Threads: pure.
// Failure: the offset and message of text that is not JSON, or nested too deeply, after the members
// before it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace whylocked::input::json {

struct FlattenError {
  std::size_t at = 0;  // byte of the object
  std::string message;
};

using MemberSink =
    std::function<void(std::string_view path, std::string_view value, bool in_array)>;

std::optional<FlattenError> flatten(std::string_view object, const MemberSink& sink);

}  // namespace whylocked::input::json

// One JSON object to flat members.
//
// In:  the text of one object, in UTF-8.  Out: each scalar with the path of its keys, joined by
//      dots: {"actor":{"alternateId":"ann"}} gives actor.alternateId.
// Arrays do not show in the path; their scalars come one after the other. An object in an array
// that is a name and a value is a member of that name too:
// "Properties":[{"Name":"UserAgent","Value":"x"}] gives Properties.UserAgent beside Properties.Name
// and Properties.Value. null gives empty text. Numbers are as written, as far as they do not fit 64
// bits. Lifetime: views are valid during the call.  Threads: pure. Failure: the place and words of
// what is not JSON, or nested too deeply; members came before it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace whylocked::input {

struct JsonFault {
  std::size_t at = 0;  // byte of the object
  std::string words;
};

class MemberSink {
 public:
  virtual ~MemberSink() = default;
  virtual void member(std::string_view path, std::string_view value, bool in_array) = 0;
};

std::optional<JsonFault> flatten(std::string_view object, MemberSink& sink);

}  // namespace whylocked::input

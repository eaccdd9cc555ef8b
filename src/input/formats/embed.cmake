# Writes the formats of a folder as a C++ table: cmake -DFOLDER=… -DOUTPUT=… -P embed.cmake
# Each format's column names are stored with its text, so a header can be compared with all formats
# before any of them is parsed.
cmake_minimum_required(VERSION 3.22)
file(GLOB files ${FOLDER}/*.json)
list(SORT files)
set(lists "")
set(rows "")
set(count 0)
foreach(file IN LISTS files)
  file(READ ${file} text)
  string(JSON name GET "${text}" name)
  get_filename_component(stem ${file} NAME_WE)
  if(NOT stem STREQUAL name)
    message(FATAL_ERROR "${file}: its name is \"${name}\"; name the file after the format")
  endif()
  set(names "")
  string(JSON length ERROR_VARIABLE none LENGTH "${text}" recognize)
  if(none STREQUAL "NOTFOUND" AND length GREATER 0)
    math(EXPR last "${length} - 1")
    foreach(i RANGE ${last})
      string(JSON one GET "${text}" recognize ${i})
      string(APPEND names "R\"~(${one})~\", ")
    endforeach()
  endif()
  foreach(key lines mails pairs)
    string(JSON value ERROR_VARIABLE none GET "${text}" ${key})
    if(none STREQUAL "NOTFOUND" AND NOT value STREQUAL "OFF")
      set(has_${key} true)
    else()
      set(has_${key} false)
    endif()
  endforeach()
  if(names)
    string(APPEND lists "constexpr std::string_view kNames${count}[] = {${names}};\n")
    set(span "kNames${count}")
  else()
    set(span "{}")
  endif()
  string(APPEND rows
         "    {\"${name}\", ${span}, ${has_lines}, ${has_mails}, ${has_pairs}, R\"~(${text})~\"},\n")
  math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${OUTPUT} "// Made by embed.cmake.
#include \"input/formats/profile.hpp\"

namespace whylocked::input {

namespace {

${lists}
constexpr BuiltInFormat kFormats[] = {
${rows}};

}  // namespace

std::span<const BuiltInFormat> built_in_formats() { return kFormats; }

}  // namespace whylocked::input
")

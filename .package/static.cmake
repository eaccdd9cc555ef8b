# whylocked-static: the program without any shared library, linked from the same rooms except for the
# files that load libraries on first use. Mail and event logs (.evtx) are rejected with a clear message:
# glibc converts character sets only with its own files, GMime needs libraries of which Debian has no
# archives, and the archives of libevtx and libbfio define the same symbols.
set(archives)
foreach(library archive nettle lzma zstd bz2 z expat maxminddb)  # libarchive before its dependencies
  find_library(WHYLOCKED_STATIC_${library} lib${library}.a)
  mark_as_advanced(WHYLOCKED_STATIC_${library})
  list(APPEND archives ${WHYLOCKED_STATIC_${library}})
endforeach()
set(can_be_static OFF)
if(CMAKE_SYSTEM_NAME STREQUAL Linux AND NOT archives MATCHES "NOTFOUND" AND NOT WHYLOCKED_WITHOUT
   AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  set(can_be_static ON)
endif()
option(WHYLOCKED_STATIC "build whylocked-static, which needs no shared library" OFF)
if(NOT WHYLOCKED_STATIC)
  return()
endif()
if(NOT can_be_static)
  message(FATAL_ERROR "WHYLOCKED_STATIC needs Linux, no sanitizer, no WHYLOCKED_WITHOUT, and each "
                      "of: ${archives}")
endif()

# The linker finds these before the room's own.
file(GLOB_RECURSE input_sources CONFIGURE_DEPENDS src/input/*.cpp)
list(FILTER input_sources EXCLUDE REGEX "/without/")
list(FILTER input_sources INCLUDE REGEX "/(archive|system_posix)\\.cpp$")
add_executable(whylocked-static $<TARGET_OBJECTS:whylocked_program> ${input_sources}
                                ${without_gmime} ${without_libevtx} .package/fmt.cpp)
target_include_directories(whylocked-static PRIVATE src include)
target_include_directories(whylocked-static SYSTEM PRIVATE ${LibArchive_INCLUDE_DIRS})
target_compile_definitions(whylocked-static PRIVATE WHYLOCKED_LIBARCHIVE="" WHYLOCKED_LIBLZMA="")
target_link_options(whylocked-static PRIVATE -static)
# Linked as files, because their targets lead to the shared libraries. The linker warns about
# getaddrinfo() in libmaxminddb; nothing calls it.
set(rooms)
foreach(room IN LISTS library_targets)
  list(APPEND rooms $<TARGET_FILE:${room}>)
  add_dependencies(whylocked-static ${room})
endforeach()
target_link_libraries(whylocked-static PRIVATE -Wl,--start-group ${rooms} -Wl,--end-group
                                               ${archives} Threads::Threads)

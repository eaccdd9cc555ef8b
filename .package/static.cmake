# whylocked-static: the program without any shared library. It is linked anew from what whylocked is
# made of, but for what loads libraries on first use. glibc cannot convert the character sets that
# mails come in without files of its own, and GMime leads to libraries that Debian has no archives
# of: so mail is refused, in plain words.
set(archives)
foreach(library archive nettle lzma zstd bz2 z expat maxminddb)  # libarchive's own behind it
  find_library(WHYLOCKED_STATIC_${library} lib${library}.a)
  mark_as_advanced(WHYLOCKED_STATIC_${library})
  list(APPEND archives ${WHYLOCKED_STATIC_${library}})
endforeach()
set(can_be_static OFF)
if(CMAKE_SYSTEM_NAME STREQUAL Linux AND NOT archives MATCHES "NOTFOUND" AND NOT WHYLOCKED_WITHOUT
   AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  set(can_be_static ON)
endif()
option(WHYLOCKED_STATIC "build whylocked-static, which needs no shared library" ${can_be_static})
if(NOT WHYLOCKED_STATIC)
  return()
endif()
if(NOT can_be_static)
  message(FATAL_ERROR "WHYLOCKED_STATIC needs Linux, no sanitizer, no WHYLOCKED_WITHOUT, and each "
                      "of: ${archives}")
endif()

# These stand before the stage's own, so the linker takes them.
add_executable(whylocked-static $<TARGET_OBJECTS:whylocked_program> src/input/archive/archive.cpp
               src/input/archive/lazy_library.cpp src/input/bytes/system_posix.cpp
               src/input/without/mail_message.cpp .package/fmt.cpp)
target_include_directories(whylocked-static PRIVATE src include)
target_include_directories(whylocked-static SYSTEM PRIVATE ${LibArchive_INCLUDE_DIRS})
target_compile_definitions(whylocked-static PRIVATE WHYLOCKED_LIBARCHIVE="")
target_link_options(whylocked-static PRIVATE -static)
# By their files: their targets lead to the shared libraries. The linker warns that getaddrinfo() is
# in libmaxminddb; nothing calls it.
set(stages)
foreach(stage IN LISTS library_targets)
  list(APPEND stages $<TARGET_FILE:${stage}>)
  add_dependencies(whylocked-static ${stage})
endforeach()
target_link_libraries(whylocked-static PRIVATE -Wl,--start-group ${stages} -Wl,--end-group
                                               ${archives} Threads::Threads)

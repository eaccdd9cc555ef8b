# Toolchain for Windows (x86-64) on Debian: g++-mingw-w64-x86-64-posix, and wine64 to run the build's own
# programs and the tests. Debian has no packages of the other libraries for it.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
set(CMAKE_FIND_ROOT_PATH /usr/x86_64-w64-mingw32)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)
find_program(wine NAMES wine64 wine PATHS /usr/lib/wine)
if(wine)
  set(CMAKE_CROSSCOMPILING_EMULATOR ${wine})
endif()

set(WHYLOCKED_HEADERS /usr/include CACHE PATH "folder of the header-only libraries")
set(WHYLOCKED_WITHOUT expat gmime libarchive libevtx libmaxminddb CACHE STRING "libraries to build without")

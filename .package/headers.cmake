# The header-only libraries, for a system without packages of them. They are copied from
# WHYLOCKED_HEADERS, for example the build system's /usr/include, so other headers there stay hidden.
set(headers ${PROJECT_BINARY_DIR}/headers)
foreach(library CLI fmt nlohmann spdlog catch2)
  file(COPY ${WHYLOCKED_HEADERS}/${library} DESTINATION ${headers})
endforeach()
foreach(target CLI11::CLI11 nlohmann_json::nlohmann_json spdlog::spdlog_header_only)
  add_library(${target} INTERFACE IMPORTED)
  target_include_directories(${target} SYSTEM INTERFACE ${headers})
endforeach()
target_compile_definitions(spdlog::spdlog_header_only INTERFACE SPDLOG_FMT_EXTERNAL)

add_library(fmt STATIC .package/fmt.cpp)
target_include_directories(fmt SYSTEM PUBLIC $<BUILD_INTERFACE:${headers}>)
add_library(fmt::fmt ALIAS fmt)

if(WHYLOCKED_TESTS)
  file(WRITE ${PROJECT_BINARY_DIR}/catch.cpp
       "#define CATCH_CONFIG_MAIN\n#include <catch2/catch.hpp>\n")
  add_library(catch STATIC ${PROJECT_BINARY_DIR}/catch.cpp)
  target_include_directories(catch SYSTEM PUBLIC ${headers})
  add_library(Catch2::Catch2WithMain ALIAS catch)
endif()

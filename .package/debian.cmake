# `cpack` in a build folder makes a Debian package of the program, without headers and libraries.
# dpkg-shlibdeps (in dpkg-dev) finds the libraries it is linked with; those it loads on first use are
# listed below.
find_program(GZIP_PROGRAM gzip)
find_program(DPKG_QUERY_PROGRAM dpkg-query)
if(NOT GZIP_PROGRAM OR NOT DPKG_QUERY_PROGRAM)
  return()  # not Debian
endif()

# The text of LICENSE below its title and copyright line, in Debian's format.
file(READ LICENSE licence)
string(REGEX REPLACE "^[^\n]*\n+Copyright[^\n]*\n+" "" licence "${licence}")
string(REGEX REPLACE "\n+$" "" licence "${licence}")
string(REPLACE "\n\n" "\n.\n" licence "${licence}")
string(REPLACE "\n" "\n " licence " ${licence}")
set(debian_files ${PROJECT_BINARY_DIR}/debian)
configure_file(.package/debian/copyright.in ${debian_files}/copyright @ONLY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS .package/debian/changelog LICENSE)
# -n leaves name and time out of the archive, so its bytes are reproducible.
execute_process(COMMAND ${GZIP_PROGRAM} -9nc ${PROJECT_SOURCE_DIR}/.package/debian/changelog
                OUTPUT_FILE ${debian_files}/changelog.Debian.gz COMMAND_ERROR_IS_FATAL ANY)
install(FILES ${debian_files}/copyright ${debian_files}/changelog.Debian.gz
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/whylocked COMPONENT debian EXCLUDE_FROM_ALL)

# Recommended, not required: most exports are read without them, and if one is missing, the program
# names the package to install. apt installs recommended packages by default.
set(recommended)
if(WHYLOCKED_LAZY)
  foreach(library ${LibArchive_LIBRARY} ${LIBLZMA_LIBRARIES} ${gmime_library} ${evtx_library})
    get_filename_component(file ${library} REALPATH)
    execute_process(COMMAND ${DPKG_QUERY_PROGRAM} -S ${file} OUTPUT_VARIABLE owner ERROR_QUIET)
    if(owner MATCHES "^([^:, \n]+)")
      list(APPEND recommended ${CMAKE_MATCH_1})
    endif()
  endforeach()
endif()
list(JOIN recommended ", " CPACK_DEBIAN_PACKAGE_RECOMMENDS)

# The first line of the changelog has the release, the last line the maintainer.
file(STRINGS .package/debian/changelog signature REGEX "^ -- ")
list(GET signature 0 signature)
string(REGEX REPLACE "^ -- (.*>)  .*" "\\1" CPACK_DEBIAN_PACKAGE_MAINTAINER "${signature}")
file(STRINGS .package/debian/changelog title REGEX "^whylocked " LIMIT_COUNT 1)
if(NOT title MATCHES "^whylocked \\(${PROJECT_VERSION}-([0-9]+)\\)")
  message(FATAL_ERROR ".package/debian/changelog does not begin with version ${PROJECT_VERSION}")
endif()
set(CPACK_DEBIAN_PACKAGE_RELEASE ${CMAKE_MATCH_1})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME whylocked)
set(CPACK_PACKAGE_CONTACT "${CPACK_DEBIAN_PACKAGE_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "find the integration that keeps locking an Autotask account")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Reads exported failed logins and lockouts (CSV, JSON, XLSX, e-mail, logs),
replays the lockout counter, works out which integration filled it, and
reports how certain that is, with evidence, a fix, and a test that settles
what the evidence leaves open. It only reads files; nothing leaves the machine.")
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)  # the time zones; shlibdeps adds the libraries
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_COMPONENTS_ALL program debian)
# Files have the time of the changelog, or SOURCE_DATE_EPOCH if that is set.
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/.package/source-date.cmake)
set(CPACK_CHANGELOG ${PROJECT_SOURCE_DIR}/.package/debian/changelog)
include(CPack)

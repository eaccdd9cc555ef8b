# The files that `cmake --install` copies. Components: program, licence, development.
include(CMakePackageConfigHelpers)

install(TARGETS whylocked DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(FILES src/report/report.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/whylocked
        COMPONENT program)
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(FILES samples/report.png DESTINATION ${CMAKE_INSTALL_DOCDIR}/samples COMPONENT program)

# The manual page and the completions, written by the program. A program for another system cannot run
# here.
if(NOT CMAKE_CROSSCOMPILING)
  find_program(GZIP_PROGRAM gzip REQUIRED)
  set(pages ${PROJECT_BINARY_DIR}/pages)
  set(page_list ${pages}/whylocked.1.gz)
  add_custom_command(
    OUTPUT ${pages}/whylocked.1.gz
    COMMAND ${CMAKE_COMMAND} -E make_directory ${pages}
    COMMAND whylocked man > ${pages}/whylocked.1
    COMMAND ${GZIP_PROGRAM} -9nf ${pages}/whylocked.1
    DEPENDS whylocked)
  install(FILES ${pages}/whylocked.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
  foreach(shell IN ITEMS "bash bash-completion/completions whylocked"
                         "zsh zsh/site-functions _whylocked"
                         "fish fish/vendor_completions.d whylocked.fish")
    string(REPLACE " " ";" shell ${shell})
    list(GET shell 0 name)
    list(GET shell 1 folder)
    list(GET shell 2 file)
    set(page ${pages}/${name}/${file})
    add_custom_command(OUTPUT ${page}
                       COMMAND ${CMAKE_COMMAND} -E make_directory ${pages}/${name}
                       COMMAND whylocked completion ${name} -o ${page}
                       DEPENDS whylocked)
    list(APPEND page_list ${page})
    install(FILES ${page} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder} COMPONENT program)
  endforeach()
  add_custom_target(whylocked_pages ALL DEPENDS ${page_list})
endif()

# A separate component, because a Debian package has the licence in another file.
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT licence)

# Each room by its name, and whylocked::whylocked for all of them, with the same names after
# find_package() and add_subdirectory().
set(library_targets base event input normalize check correlate catalog site attribute report learn
                    diagnose)
list(TRANSFORM library_targets PREPEND whylocked_)
add_library(whylocked_library INTERFACE)
set_target_properties(whylocked_library PROPERTIES EXPORT_NAME whylocked)
target_link_libraries(whylocked_library INTERFACE whylocked_diagnose whylocked_learn)
add_library(whylocked::whylocked ALIAS whylocked_library)

if(WHYLOCKED_HEADERS)  # users of the rooms would need these headers too
  return()
endif()

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/whylocked)
install(TARGETS whylocked_library ${library_targets} EXPORT whylocked COMPONENT development
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/whylocked
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY include/whylocked DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
        FILES_MATCHING PATTERN *.hpp)
install(EXPORT whylocked NAMESPACE whylocked:: FILE whylockedTargets.cmake
        DESTINATION ${package_folder} COMPONENT development)

configure_package_config_file(.package/config.cmake.in ${PROJECT_BINARY_DIR}/whylockedConfig.cmake
                              INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(whylockedConfigVersion.cmake COMPATIBILITY SameMajorVersion)
install(FILES ${PROJECT_BINARY_DIR}/whylockedConfig.cmake
              ${PROJECT_BINARY_DIR}/whylockedConfigVersion.cmake
        DESTINATION ${package_folder} COMPONENT development)

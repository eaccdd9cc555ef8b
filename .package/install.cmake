# What `cmake --install` copies. Components: program, licence, development.
# (Generated completions and manual pages belong to the program, here.)
include(CMakePackageConfigHelpers)

install(TARGETS whylocked DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(FILES src/report/report.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/whylocked
        COMPONENT program)
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
# Of its own, as a Debian package tells the licence in another file.
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT licence)

# The stages by their names, and whylocked::whylocked for all of them: the same names for who
# installs the library and for who adds this folder to a project of his own.
set(library_targets vocabulary read normalize check correlate catalog site attribute report learn
                    diagnose simulate)
add_library(whylocked_library INTERFACE)
set_target_properties(whylocked_library PROPERTIES EXPORT_NAME whylocked)
target_link_libraries(whylocked_library INTERFACE diagnose learn simulate)
add_library(whylocked::whylocked ALIAS whylocked_library)
foreach(target ${library_targets})
  add_library(whylocked::${target} ALIAS ${target})
endforeach()

# In a folder of their own: libread.a is no name for the one of all libraries.
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

# One ctest entry for each doctest suite (TEST_SUITE_BEGIN("net")), so that a failure names its room.
# `dev` runs `ctest`, whose last lines count them.
set(suites "")
foreach(source ${SOLEIL_TESTS})
  file(STRINGS ${source} lines REGEX "TEST_SUITE(_BEGIN)?\\(\"")
  foreach(line ${lines})
    string(REGEX REPLACE ".*TEST_SUITE(_BEGIN)?\\(\"([^\"]+)\".*" "\\2" suite "${line}")
    list(APPEND suites ${suite})
  endforeach()
endforeach()
list(REMOVE_DUPLICATES suites)
foreach(suite ${suites})
  add_test(NAME unit.${suite} COMMAND soleil_tests --test-suite=${suite} --no-version)
  set_tests_properties(unit.${suite} PROPERTIES TIMEOUT 300
    ENVIRONMENT "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan.supp")
endforeach()

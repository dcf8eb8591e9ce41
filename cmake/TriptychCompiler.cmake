# Compiler, linker and warnings, carried by one interface target that every target of ours links.
find_program(CCACHE ccache)
if(CCACHE)
  # The precompiled torch header is found again after a clean build only with these two.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${CCACHE}")
endif()

add_library(triptych_compiler INTERFACE)
# GCC 12 warns of overlapping copies inside its own std::string at -O3 (its bug 105651).
target_compile_options(triptych_compiler INTERFACE -Wall -Wextra $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> -fno-math-errno)
target_compile_definitions(triptych_compiler INTERFACE QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII TRIPTYCH_VERSION="${PROJECT_VERSION}")
target_include_directories(triptych_compiler INTERFACE "${CMAKE_SOURCE_DIR}")
if(TRIPTYCH_WERROR)
  target_compile_options(triptych_compiler INTERFACE -Werror)
endif()
if(TRIPTYCH_SANITIZE)
  target_compile_options(triptych_compiler INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer)
  target_link_options(triptych_compiler INTERFACE -fsanitize=address,undefined)
endif()
find_program(MOLD mold)
if(MOLD)
  target_link_options(triptych_compiler INTERFACE -fuse-ld=mold)
endif()
find_package(Threads REQUIRED)

# The headers of UMAP and t-SNE, and FAISS, for the embedding library alone.
if(NOT EXISTS "${TRIPTYCH_PROJECTIONS}/include/umappp/umappp.hpp")
  message(FATAL_ERROR "TRIPTYCH_PROJECTIONS holds no headers of UMAP; build with tools/build, or pass the folder that tools/setup prints.")
endif()
add_library(triptych_projections INTERFACE)
target_include_directories(triptych_projections SYSTEM INTERFACE "${TRIPTYCH_PROJECTIONS}/include")

find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(LAPACK REQUIRED)
find_library(FAISS_LIBRARY faiss REQUIRED)
add_library(triptych_faiss INTERFACE)
# By its flag: the path of the compiler's OpenMP library would stand in conflict with the folder of LibTorch's, which has
# the same name.
target_compile_options(triptych_faiss INTERFACE ${OpenMP_CXX_FLAGS})
target_link_libraries(triptych_faiss INTERFACE "${FAISS_LIBRARY}" triptych_libtorch_first LAPACK::LAPACK ${OpenMP_CXX_FLAGS})

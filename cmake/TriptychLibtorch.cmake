# LibTorch of the PyPI wheel as one imported target. The wheel's own CMake configuration needs a CUDA toolkit, so it is not used.
if(NOT TRIPTYCH_LIBTORCH)
  message(FATAL_ERROR "TRIPTYCH_LIBTORCH is not set; build with tools/build, or pass the folder that tools/setup prints.")
endif()
set(torch "${TRIPTYCH_LIBTORCH}/torch")
if(NOT EXISTS "${torch}/lib/libtorch_cpu.so")
  message(FATAL_ERROR "${TRIPTYCH_LIBTORCH} holds no torch/lib/libtorch_cpu.so; run tools/setup and pass the folder that it prints.")
endif()

# LibTorch brings a BLAS of its own. It stands before every other library, so that its products serve FAISS as well and
# LibTorch itself keeps them: OpenBLAS, which fills what is missing there, has threads that hinder OpenMP's (the built-in
# model ran three times slower on its products). As an option, because CMake puts libraries where they are needed last.
add_library(triptych_libtorch_first INTERFACE)
target_link_options(triptych_libtorch_first INTERFACE
  "SHELL:-Wl,--push-state,--no-as-needed ${torch}/lib/libtorch_cpu.so -Wl,--pop-state"
  -Wl,--disable-new-dtags -Wl,-rpath,${torch}/lib)
file(GLOB cuda_folders "${TRIPTYCH_LIBTORCH}/nvidia/*/lib")
foreach(folder IN LISTS cuda_folders)
  target_link_options(triptych_libtorch_first INTERFACE -Wl,-rpath,${folder} -Wl,-rpath-link,${folder})
endforeach()

add_library(triptych_libtorch INTERFACE)
target_include_directories(triptych_libtorch SYSTEM INTERFACE "${torch}/include" "${torch}/include/torch/csrc/api/include")
target_link_libraries(triptych_libtorch INTERFACE triptych_libtorch_first "${torch}/lib/libtorch_cpu.so" "${torch}/lib/libc10.so")

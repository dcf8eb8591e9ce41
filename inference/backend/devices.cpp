// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/devices.h"

#include <cstdint>
#include <fstream>
#include <sstream>

#include <dlfcn.h>
#include <unistd.h>

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/detail/PrivateUse1HooksInterface.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <torch/cuda.h>

#include "inference/backend/guard.h"

namespace triptych::backend {

namespace {

// The rest of a line "key : value"; empty where the file has no such line.
std::string lineValue(const char* file, const std::string& key) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(key))
            if (const auto colon = line.find(':'); colon != line.npos) {
                const auto first = line.find_first_not_of(" \t", colon + 1);
                return first == line.npos ? std::string() : line.substr(first);
            }
    return {};
}

DeviceDescriptor describeCpu() {
    DeviceDescriptor cpu;
    cpu.id = "cpu";
    cpu.name = lineValue("/proc/cpuinfo", "model name");
    if (cpu.name.empty())
        cpu.name = "CPU";
    cpu.memoryBytes = static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
    std::int64_t kibibytes = 0;
    std::istringstream(lineValue("/proc/meminfo", "MemAvailable")) >> kibibytes;
    cpu.freeBytes = kibibytes * 1024;
    return cpu;
}

// NVIDIA's driver, asked without linking it; its functions return 0 on success.
class Driver {
public:
    Driver()
        : m_library(dlopen("libcuda.so.1", RTLD_LAZY)) {}

    [[nodiscard]] bool isThere() const { return m_library != nullptr; }

    [[nodiscard]] DeviceDescriptor describe(int index) const {
        DeviceDescriptor gpu;
        gpu.id = "cuda:" + std::to_string(index);
        gpu.name = "GPU";
        char name[256] = {};
        std::size_t bytes = 0;
        if (call<int(unsigned)>("cuInit", 0u) && call<int(char*, int, int)>("cuDeviceGetName", name, 255, index))
            gpu.name = name;
        if (call<int(std::size_t*, int)>("cuDeviceTotalMem_v2", &bytes, index))
            gpu.memoryBytes = static_cast<std::int64_t>(bytes);
        return gpu;
    }

private:
    template<typename Function, typename... Arguments>
    [[nodiscard]] bool call(const char* name, Arguments... arguments) const {
        auto* const function = reinterpret_cast<Function*>(dlsym(m_library, name));
        return function != nullptr && function(arguments...) == 0;
    }

    void* m_library;
};

struct Gpus {
    int count = 0;
    std::string notice;
};

// libtorch_cuda.so is not linked, so that one program starts with and without a GPU.
Gpus loadGpus() {
    if (!Driver().isThere())
        return {};
    if (dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL) == nullptr) {
        const char* reason = dlerror();
        return {0,
                std::string("The NVIDIA driver is there, but LibTorch's CUDA library cannot be loaded; run tools/setup "
                            "again to fetch it. ") +
                    (reason != nullptr ? reason : "")};
    }
    // TF32 keeps ten bits of a product: maps would differ from those of the CPU in the third digit.
    at::globalContext().setAllowTF32CuDNN(false);
    at::globalContext().setAllowTF32CuBLAS(false);
    const auto count = guarded("cuda", []() -> Result<int> { return static_cast<int>(torch::cuda::device_count()); });
    if (!count)
        return {0, count.error().detail};
    return {*count, *count == 0 ? "The NVIDIA driver is there, but it offers no GPU." : ""};
}

const Gpus& gpus() {
    static const Gpus found = loadGpus();
    return found;
}

} // namespace

namespace {

// A device that somebody registered with LibTorch for it.
bool isForeign(const std::string& device) {
    return at::isPrivateUse1HooksRegistered() && device == at::Device(at::DeviceType::PrivateUse1, 0).str();
}

} // namespace

std::int64_t freeGpuBytes(int index) {
    return guarded("cuda",
                   [&]() -> Result<std::int64_t> {
                       const auto [free, total] = c10::getDeviceAllocator(c10::DeviceType::CUDA)
                                                      ->getMemoryInfo(static_cast<c10::DeviceIndex>(index));
                       return static_cast<std::int64_t>(free);
                   })
        .value_or(0);
}

DeviceList listDevices() {
    DeviceList list;
    list.devices.push_back(describeCpu());
    const Driver driver;
    for (int i = 0; i < gpus().count; ++i) {
        list.devices.push_back(driver.describe(i));
        list.devices.back().freeBytes = freeGpuBytes(i);
    }
    list.notice = gpus().notice;
    return list;
}

Result<std::string> resolveDevice(const std::string& device) {
    if (device == "auto")
        return std::string(gpus().count > 0 ? "cuda:0" : "cpu");
    std::string known = "cpu";
    if (device == known || isForeign(device))
        return device;
    for (int i = 0; i < gpus().count; ++i) {
        const std::string id = "cuda:" + std::to_string(i);
        if (device == id || (i == 0 && device == "cuda"))
            return id;
        known += ", " + id;
    }
    return fail(ErrorCode::DeviceUnavailable, "is not a device of this machine; use auto or one of " + known + ".",
                device);
}

void setThreads(int threads) {
    if (threads > 0)
        at::set_num_threads(threads);
}

} // namespace triptych::backend

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/autocast_mode.h>

#include "inference/training/trainer.h"

namespace triptych::training {

// Whether products are computed in bfloat16 on this device. A GPU waits for steps as small as these to be started, and
// casts are more of them: the first 180 steps took an H200 11 s in float32 and 47 s in bfloat16.
[[nodiscard]] inline bool usesBFloat16(Precision precision, at::Device device) {
    if (precision != Precision::Automatic)
        return precision == Precision::BFloat16;
#if defined(__x86_64__)
    return device.is_cpu() && __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

// Products in bfloat16 while it lives.
class MixedPrecision {
public:
    MixedPrecision(at::DeviceType device, bool enabled)
        : m_device(device)
        , m_enabled(enabled) {
        if (!m_enabled)
            return;
        at::autocast::set_autocast_dtype(m_device, at::kBFloat16);
        at::autocast::set_autocast_enabled(m_device, true);
    }
    ~MixedPrecision() {
        if (!m_enabled)
            return;
        at::autocast::clear_cache();
        at::autocast::set_autocast_enabled(m_device, false);
    }
    MixedPrecision(const MixedPrecision&) = delete;
    MixedPrecision& operator=(const MixedPrecision&) = delete;

private:
    at::DeviceType m_device;
    bool m_enabled;
};

} // namespace triptych::training

// SPDX-License-Identifier: GPL-3.0-or-later
// A sound that is accepted is not empty and keeps to the caps.
#include <cmath>
#include <cstdlib>

#include "inference/formats/audio.h"
#include "tests/fuzz/scratch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace triptych::formats;
    static const triptych::fuzz::ScratchFile file("sound");
    AudioCaps caps;
    caps.maxSeconds = 2;
    const auto sound = decodeAudio(file.write(data, size), caps);
    if (!sound)
        return 0;
    const double seconds = static_cast<double>(sound->samples.size()) / sound->sampleRateHz;
    if (sound->samples.empty() || seconds > caps.maxSeconds || sound->sampleRateHz > caps.maxRateHz)
        std::abort();
    for (const float sample : sound->samples)
        if (!std::isfinite(sample))
            std::abort();
    return 0;
}

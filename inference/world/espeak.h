// SPDX-License-Identifier: GPL-3.0-or-later
// The one espeak-ng instance of the process.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inference/base/error.h"
#include "inference/world/speech.h"

namespace triptych::world {

// What espeak-ng says of one call. Positions are counted in code points of the text given, from 0.
struct EspeakOutput {
    struct WordStart {
        std::int64_t position = 0;
        std::int64_t sample = 0;
    };

    int sampleRateHz = 0;
    std::vector<std::int16_t> samples;
    std::vector<WordStart> words; // in time order; a word without an event of its own is missing
};

// Serialised inside. The wave differs slightly between calls, because the flutter of a voice is a running state.
[[nodiscard]] Result<EspeakOutput> runEspeak(const std::string& text, const Voice& voice);

} // namespace triptych::world

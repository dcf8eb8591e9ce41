// SPDX-License-Identifier: GPL-3.0-or-later
// A picture, a text and a sound for tests/data/models/tiny, a model with random weights.
#pragma once

#include <cmath>
#include <filesystem>
#include <map>

#include "inference/contract/run_request.h"
#include "inference/engine/run.h"
#include "inference/formats/audio_write.h"
#include "inference/formats/image_write.h"

namespace triptych::test {

inline const std::filesystem::path tinyModel = std::filesystem::path(TRIPTYCH_TEST_DATA) / "models" / "tiny";

inline void writeMedia(const std::filesystem::path& folder) {
    Picture picture{64, 64, std::vector<std::uint8_t>(64 * 64 * 3, 230)};
    for (int y = 8; y < 30; ++y)
        for (int x = 34; x < 56; ++x)
            picture.rgb[static_cast<std::size_t>(y * 64 + x) * 3] = 20;
    Sound sound{16000, std::vector<float>(16000)};
    for (std::size_t i = 0; i < sound.samples.size(); ++i)
        sound.samples[i] = 0.3f * std::sin(static_cast<float>(i) * 0.05f);
    (void)formats::writePng(folder / "a.png", formats::pixelsOf(picture));
    (void)formats::writeAudio(folder / "a.wav", sound);
}

// `modalities` of "image", "text" and "audio", as letters: "ita".
inline RunRequest tinyRequest(const std::filesystem::path& folder, const std::string& modalities) {
    RunRequest request;
    request.model = tinyModel.string();
    request.device = "cpu";
    for (const char letter : modalities) {
        if (letter == 'i')
            request.sample.items.push_back({Modality::Image, {}, folder / "a.png"});
        if (letter == 't')
            request.sample.items.push_back({Modality::Text, "a red ring left of two striped blue squares", {}});
        if (letter == 'a')
            request.sample.items.push_back({Modality::Audio, {}, folder / "a.wav"});
    }
    return request;
}

// The same, explained by a method.
inline RunRequest tinyRequest(const std::filesystem::path& folder, const std::string& modalities,
                              const std::string& method, std::map<std::string, std::string> parameters = {}) {
    RunRequest request = tinyRequest(folder, modalities);
    request.method = method;
    request.parameters = std::move(parameters);
    return request;
}

// Empty where the run failed.
inline Relevance explained(const RunRequest& request) {
    const auto output = engine::runOnce(request, {}, {});
    return output ? output->result.relevance : Relevance();
}

} // namespace triptych::test

// SPDX-License-Identifier: GPL-3.0-or-later
// How well a result points, where the sample's truth is known.
#pragma once

#include <QImage>
#include <optional>
#include <vector>

#include "inference/numerics/linked_maps.h"
#include "inference/numerics/pointing.h"
#include "projects/sample_entry.h"

namespace triptych::widgets {

// The object numbers of a mask, [height, width], packed.
struct TruthMask {
    std::vector<std::uint8_t> numbers;
    int width = 0;
    int height = 0;

    // Empty where the file cannot be read.
    [[nodiscard]] static TruthMask read(const std::filesystem::path& file);
    // Palette pictures by their index, others by their grey level.
    [[nodiscard]] static TruthMask of(const QImage& image);
    [[nodiscard]] bool isNull() const { return numbers.empty(); }
};

// The objects that the selected words or frames name in text `textIndex` or sound `audioIndex`; empty where they name
// none.
[[nodiscard]] std::vector<int> namedObjects(const projects::Truth& truth, const RunResult& result,
                                            const numerics::LinkSource& source, int textIndex, int audioIndex);

struct PointingCount {
    int hits = 0;
    int words = 0;
    double chance = 0; // mean over the words
};

// Pointing of every word that names an object, each by its own map.
[[nodiscard]] PointingCount pointingOfAllWords(const projects::Truth& truth, const RunResult& result,
                                               const TruthMask& mask, const numerics::LinkChoice& choice,
                                               int textIndex);

[[nodiscard]] numerics::PointingOutcome pointInMask(const FloatArray& map, const TruthMask& mask,
                                                    const std::vector<int>& objects);

} // namespace triptych::widgets

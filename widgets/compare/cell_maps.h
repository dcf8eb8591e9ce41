// SPDX-License-Identifier: GPL-3.0-or-later
// What one cell shows of its result: pure functions of arrays that are there.
#pragma once

#include <optional>

#include "inference/numerics/common_grid.h"
#include "inference/numerics/linked_maps.h"
#include "inference/numerics/map_region.h"

namespace triptych::widgets {

enum class MapScale {
    Raw,
    // Every map divided by the sum of its magnitudes and multiplied by its number of units: 1 is an even map. Maps of
    // different methods and grids share this scale.
    TimesEven,
};

struct CellMaps {
    numerics::LinkedMaps maps; // raw
    // Whether the source has a say: false where nothing is pointed at, or where the method links nothing.
    bool ofSource = false;

    bool operator==(const CellMaps&) const = default;
};

[[nodiscard]] CellMaps cellMaps(const RunResult& result, numerics::LinkChoice choice,
                                const std::optional<numerics::LinkSource>& source);

// What a map is compared by: the picture where there is one, else the sound, else the words; nothing where all are
// empty.
[[nodiscard]] std::optional<Modality> mainModality(const numerics::LinkedMaps& maps);

[[nodiscard]] FloatArray scaled(const FloatArray& map, MapScale scale);

// The map with its place in the picture.
[[nodiscard]] numerics::PlacedMap placed(const RunResult& result, const FloatArray& map, Modality modality);

// The two cells' maps of the modality that both have; both empty where there is none, or where the texts differ in
// their number of words. Times-even maps are compared as shares of their sum, because cells of one grid are alike.
[[nodiscard]] numerics::MapPair comparable(const RunResult& a, const numerics::LinkedMaps& mapsA, const RunResult& b,
                                           const numerics::LinkedMaps& mapsB, MapScale scale);

} // namespace triptych::widgets

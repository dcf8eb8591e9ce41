// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "inference/contract/run_result.h"

namespace triptych::numerics {

// What one head does, in numbers; means over the rows that look at anything.
struct HeadStatistics {
    // Entropy of a row divided by ln(keys): 0 = each query looks at one key, 1 = at all alike.
    double entropy = 0;
    // Share of a row that ends on units of another modality; nothing where queries or keys have no modality.
    std::optional<double> crossModal;
    // Between a query and the keys of its own modality that it looks at, weighted: patches (Euclidean), tokens or
    // frames. Nothing where no query has keys of its own modality.
    std::optional<double> distance;
    // The largest share of all attention that one key receives (an attention sink; Xiao et al. 2024): 1 / keys where
    // all receive alike.
    double sink = 0;

    bool operator==(const HeadStatistics&) const = default;
};

struct HeadEntry {
    const AttentionMap* map = nullptr; // points into the result
    int head = 0;
    HeadStatistics statistics;
};

[[nodiscard]] HeadStatistics headStatistics(const AttentionMap& map, int head, const PatchGrid& grid);

// Every head of every watched map in the order of the result; ends early, with what it has, when asked to stop.
[[nodiscard]] std::vector<HeadEntry> allHeadStatistics(const RunResult& result, const std::stop_token& stop = {});

// (value - mean) / standard deviation of all values; all 0 where they do not differ.
[[nodiscard]] std::vector<double> zScores(std::span<const double> values);

} // namespace triptych::numerics

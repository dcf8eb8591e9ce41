// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of the grid differ in, and the request that each of them needs.
#pragma once

#include <QString>
#include <vector>

#include "inference/contract/inference_service.h"
#include "inference/numerics/linked_maps.h"
#include "projects/sample_entry.h"

namespace triptych::widgets {

class Session;

// What rows or columns run through.
enum class Variation { Models, Methods, Samples, Texts, Layers, Heads, Interventions };

inline constexpr std::array allVariations{Variation::Models,       Variation::Methods, Variation::Samples,
                                          Variation::Texts,        Variation::Layers,  Variation::Heads,
                                          Variation::Interventions};

// Raw attention has layers and heads of its own, so that methods cannot run beside them.
[[nodiscard]] bool canCross(Variation a, Variation b);

[[nodiscard]] QString variationLabel(Variation variation);
// "2 models"
[[nodiscard]] QString countLabel(Variation variation, int count);

// One row or column.
struct VariationValue {
    // Model, method, sample id, or a number counted from 0; "mean" of heads; "untouched" or "changed".
    QString id;
    QString label;

    bool operator==(const VariationValue&) const = default;
};

// Where the values come from.
struct GridSources {
    const Session& session;
    const std::vector<projects::SampleEntry>& samples;
};

// Everything that can be a row or column, the one in use in the session first where that has no order.
[[nodiscard]] std::vector<VariationValue> candidates(Variation variation, const GridSources& sources);
// The ids that are shown until the user chooses others.
[[nodiscard]] std::vector<QString> defaultChoice(Variation variation, const GridSources& sources, std::size_t most);

struct AxisPlan {
    Variation variation = Variation::Methods;
    std::vector<VariationValue> values;

    bool operator==(const AxisPlan&) const = default;
};

struct CellPlan {
    QString row;
    QString column;
    RunRequest request;
    // How raw attention is read; a negative layer is the last one.
    numerics::LinkChoice choice;
    // Whether the words are those of the session's sample, so that its selection holds here.
    bool followsSelection = false;

    bool operator==(const CellPlan&) const = default;
};

// [row * columns + column]
[[nodiscard]] std::vector<CellPlan> planCells(const AxisPlan& rows, const AxisPlan& columns,
                                              const GridSources& sources);

} // namespace triptych::widgets

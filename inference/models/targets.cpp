// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/targets.h"

#include <array>

#include <ATen/ATen.h>

namespace triptych::models {

namespace {

struct PairScores {
    Modality rows;
    Modality columns;
    const char* name;
};

constexpr std::array pairScores{
    PairScores{Modality::Image, Modality::Text, "scores.image_text"},
    PairScores{Modality::Image, Modality::Audio, "scores.image_audio"},
    PairScores{Modality::Audio, Modality::Text, "scores.audio_text"},
    PairScores{Modality::Text, Modality::Audio, "scores.text_audio"},
};

Result<at::Tensor> cell(const at::Tensor& table, int row, int column, const Target& target) {
    if (row < 0 || column < 0 || row >= table.size(0) || column >= table.size(1))
        return fail(ErrorCode::InvalidInput, "The sample has no item of this number; items are counted from 0.",
                    toString(target));
    return table[row][column];
}

} // namespace

Result<at::Tensor> pairValue(const Target& target, const backend::Trace& trace) {
    // First a table in the order that was asked for: its temperature may differ from the other way round.
    for (const bool swapped : {false, true})
        for (const PairScores& scores : pairScores) {
            const Modality rows = swapped ? target.secondModality : target.firstModality;
            const Modality columns = swapped ? target.firstModality : target.secondModality;
            const at::Tensor* table = trace.find(scores.name);
            if (scores.rows != rows || scores.columns != columns || table == nullptr)
                continue;
            return swapped ? cell(*table, target.second, target.first, target)
                           : cell(*table, target.first, target.second, target);
        }
    return fail(ErrorCode::InvalidInput, "The sample lacks one side of this pair; add it or choose another target.",
                toString(target));
}

Failure unknownTarget(const Target& target, const std::string& known) {
    return fail(ErrorCode::InvalidInput, "This model has the target " + known + "; choose that.", toString(target));
}

Target numberedTarget(TargetKind kind, int index) {
    Target target;
    target.kind = kind;
    target.index = index;
    return target;
}

Target pairTarget(Modality first, Modality second) {
    Target target;
    target.kind = TargetKind::Pair;
    target.firstModality = first;
    target.secondModality = second;
    return target;
}

} // namespace triptych::models

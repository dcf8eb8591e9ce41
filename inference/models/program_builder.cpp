// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/program_builder.h"

#include <ATen/ATen.h>

#include "inference/models/blocks/transformer_layer.h"

namespace triptych::models {

void addSelfSteps(AttentionProgram& program, const std::string& tower, int layers, int row) {
    for (int i = 0; i < layers; ++i)
        program.steps.emplace_back(SelfStep{tower, layerName(tower, static_cast<std::size_t>(i)) + ".attention", row});
}

void addReadingSteps(AttentionProgram& program, const std::string& tower, const std::string& key, int layers, int row) {
    for (int i = 0; i < layers; ++i) {
        const std::string layer = layerName(tower, static_cast<std::size_t>(i));
        program.steps.emplace_back(SelfStep{tower, layer + ".attention", row});
        program.steps.emplace_back(CrossStep{tower, key, layer + ".cross_attention", row});
    }
}

Readout readPosition(const std::string& stream, int count, int position) {
    Readout readout;
    readout.stream = stream;
    readout.rowWeights.assign(static_cast<std::size_t>(count), 0.0f);
    if (position >= 0 && position < count)
        readout.rowWeights[static_cast<std::size_t>(position)] = 1.0f;
    return readout;
}

Readout readPool(const std::string& stream, const std::string& map, int row) {
    Readout readout;
    readout.stream = stream;
    readout.poolMap = map;
    readout.row = row;
    return readout;
}

void showSegment(AttentionProgram& program, const PreparedSample& sample, const std::string& stream,
                 AxisSegment segment, int item) {
    if (item == sample.shownItem(segment.modality))
        program.segments[stream].push_back(segment);
}

int extentOf(const backend::Trace& trace, const std::string& map, int axis) {
    const at::Tensor* tensor = trace.find(map);
    return tensor == nullptr ? 0 : static_cast<int>(tensor->size(axis));
}

} // namespace triptych::models

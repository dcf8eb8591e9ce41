// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/inner_pass.h"

#include <algorithm>

#include <ATen/ATen.h>

#include "inference/backend/array_tensor.h"
#include "inference/explain/input_space.h"
#include "inference/explain/program_units.h"

namespace triptych::explain {

namespace {

constexpr const char* pixelInput = "input.pixel_values";

const AxisSegment* segmentOf(const models::AttentionProgram& program, const std::string& stream, Modality modality) {
    const Segments& segments = segmentsOf(program, stream);
    const auto found = std::ranges::find(segments, modality, &AxisSegment::modality);
    return found == segments.end() ? nullptr : &*found;
}

TowerReader readerOf(const models::AttentionProgram& program, const models::Readout& readout,
                     const AxisSegment& units) {
    TowerReader reader;
    reader.pool = readout.poolMap;
    reader.row = readout.row;
    reader.units = units;
    if (!readout.rowWeights.empty())
        reader.token = static_cast<int>(std::ranges::max_element(readout.rowWeights) - readout.rowWeights.begin());
    for (const models::ProgramStep& step : program.steps)
        if (const auto* self = std::get_if<models::SelfStep>(&step);
            self != nullptr && self->stream == readout.stream) {
            reader.maps.push_back(self->map);
            reader.row = self->row;
        }
    return reader;
}

} // namespace

Result<TowerReader> towerReader(const ExplainInput& input, Modality modality) {
    const auto program = input.model.program(input.target, input.sample, input.trace);
    if (!program)
        return Failure(program.error());
    for (const models::Readout& readout : program->readouts)
        if (const AxisSegment* units = segmentOf(*program, readout.stream, modality)) {
            const bool isAlone = segmentsOf(*program, readout.stream).size() == 1;
            TowerReader reader = readerOf(*program, readout, *units);
            if (isAlone && (!reader.maps.empty() || !reader.pool.empty()))
                return reader;
        }
    return fail(ErrorCode::Unsupported,
                "The target does not read one token of a tower of its own for the " + std::string(toString(modality)) +
                    " in this model; choose relevancy or another method.",
                toString(input.target));
}

Result<InnerPass> passAgain(const ExplainInput& input, backend::Trace trace, const Monitor& monitor) {
    const auto pixels = input.sample.tensors.find(pixelInput);
    if (pixels == input.sample.tensors.end())
        return fail(ErrorCode::InvalidInput, "The sample has no image; choose a method for words or sounds.",
                    pixelInput);
    const at::Tensor leaf = pixels->second.detach().clone().set_requires_grad(true);
    const models::PreparedSample sample = withTensors(input, {{pixelInput, leaf}});
    InnerPass pass{std::move(trace), {}};
    return monitor.check()
        .and_then([&] {
            return input.model.forward(sample, pass.trace, {monitor.cancel, nullptr});
        })
        .and_then([&] { return input.model.targetValue(input.target, sample, pass.trace); })
        .map([&](const at::Tensor& value) {
            pass.target = value;
            return std::move(pass);
        });
}

Result<FloatArray> overPatchGrid(const at::Tensor& values, const ShownInputs& shown) {
    const PatchGrid& grid = shown.patchGrid;
    if (values.numel() != std::int64_t{grid.rows} * grid.cols)
        return fail(ErrorCode::Unsupported, "The model's patches are not those of the image that is shown.",
                    std::to_string(values.numel()));
    return backend::toFloatArray(values.reshape({grid.rows, grid.cols}));
}

} // namespace triptych::explain

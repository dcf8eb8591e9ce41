// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/causal/logit_lens.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "inference/backend/guard.h"
#include "inference/explain/program_units.h"

namespace triptych::explain {

namespace {

// One row of the grid: what a layer's tokens [positions, width] would write.
void readLayer(const models::Model& model, const at::Tensor& tokens, const models::WrittenTokens& written,
               std::size_t row, StudyGrid& grid) {
    const at::Tensor chances = at::softmax(model.readVocabulary(tokens).to(at::kFloat), -1).to(at::kCPU);
    const at::Tensor best = chances.argmax(-1);
    for (std::size_t i = 0; i < written.tokens.size(); ++i) {
        const auto position = static_cast<std::int64_t>(i);
        grid.values.row({static_cast<std::int64_t>(row)})[i] = chances[position][written.tokens[i]].item<float>();
        grid.texts.push_back(model.tokenText(best[position].item<std::int64_t>()));
    }
}

Result<StudyGrid> readLayers(const models::Model& model, const models::PreparedSample& sample,
                             const backend::Trace& trace, const Monitor& monitor) {
    const auto written = model.writtenTokens(sample, trace);
    if (!written)
        return Failure(written.error());
    StudyGrid grid;
    grid.rows = hiddenLayers(written->tower, trace);
    if (written->tokens.empty() || grid.rows.empty())
        return fail(ErrorCode::InvalidInput, "The model wrote nothing; let it produce more with max_new_tokens.",
                    "lens");
    for (const std::int64_t token : written->tokens)
        grid.columns.push_back(model.tokenText(token));
    grid.values =
        FloatArray({static_cast<std::int64_t>(grid.rows.size()), static_cast<std::int64_t>(grid.columns.size())});
    for (std::size_t row = 0; row < grid.rows.size(); ++row) {
        if (const auto going = monitor.check(); !going)
            return Failure(going.error());
        monitor.report("study", static_cast<std::int64_t>(row), static_cast<std::int64_t>(grid.rows.size()));
        const at::Tensor& hidden = *trace.find(grid.rows[row]);
        const at::Tensor positions = at::tensor(at::ArrayRef<int>(written->positions), at::kLong).to(hidden.device());
        readLayer(model, hidden[0].detach().index_select(0, positions), *written, row, grid);
    }
    return grid;
}

} // namespace

Result<StudyGrid> logitLens(const models::Model& model, const models::PreparedSample& sample,
                            const backend::Trace& trace, const Monitor& monitor) {
    return backend::guarded("lens", [&] {
        const at::NoGradGuard noGradients;
        return readLayers(model, sample, trace, monitor);
    });
}

} // namespace triptych::explain

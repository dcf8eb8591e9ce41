// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/corpora/corpus_layout.h"

#include <algorithm>
#include <utility>

#include "inference/embedding/modality_gap.h"
#include "inference/embedding/projection_quality.h"
#include "inference/engine/stopwatch.h"
#include "inference/explain/parameters.h"

namespace triptych::engine {

namespace {

struct ChosenRows {
    FloatArray vectors; // [place, width]
    std::vector<CorpusPlace> places;
};

Result<ChosenRows> chosenRows(const OpenCorpus& corpus, const std::vector<Modality>& modalities) {
    std::vector<float> values;
    std::int64_t width = 0;
    ChosenRows chosen;
    for (const auto& [modality, table] : corpus.content.embeddings) {
        const bool isMeant = modalities.empty() || std::ranges::find(modalities, modality) != modalities.end();
        if (!isMeant || table.rows == 0)
            continue;
        if (const auto finite = embedding::checkFinite(corpus.content, modality); !finite)
            return Failure(finite.error());
        if (width != 0 && width != table.width)
            return fail(ErrorCode::InvalidInput,
                        "These modalities lie in spaces of different width; lay them out one at a time.",
                        std::string(toString(modality)));
        width = table.width;
        values.insert(values.end(), table.values.begin(), table.values.end());
        for (std::int64_t row = 0; row < table.rows; ++row)
            chosen.places.push_back({modality, row});
    }
    if (chosen.places.empty())
        return fail(ErrorCode::InvalidInput, "The corpus has no rows of these kinds.", corpus.info.folder.string());
    chosen.vectors = FloatArray({static_cast<std::int64_t>(chosen.places.size()), width}, std::move(values));
    return chosen;
}

Result<std::map<std::string, std::string>> parametersOf(const ProjectRequest& request) {
    const auto& methods = embedding::projectionDescriptors();
    const auto method = std::ranges::find(methods, request.method, &MethodDescriptor::id);
    if (method == methods.end())
        return fail(ErrorCode::InvalidInput, "is not a projection; use pca, tsne or umap.", request.method);
    return explain::Parameters::parse(*method, request.parameters).map([](const explain::Parameters& parameters) {
        return parameters.values();
    });
}

} // namespace

Result<Projection> layOut(const OpenCorpus& corpus, const ProjectRequest& request, const embedding::FrameSink& frames,
                          const Monitor& monitor) {
    auto parameters = parametersOf(request);
    if (!parameters)
        return Failure(parameters.error());
    auto options = embedding::projectionOptions(request.method, *parameters);
    if (!options)
        return Failure(options.error());
    options->dimensions = request.dimensions;
    options->seed = request.seed;
    auto rows = chosenRows(corpus, request.modalities);
    if (!rows)
        return Failure(rows.error());
    Projection projection;
    const auto watched = [&](std::span<const float> points) {
        projection.isWhole = !frames || frames(points);
        return projection.isWhole;
    };
    Stopwatch stopwatch;
    auto points = embedding::project(rows->vectors, *options, monitor, watched);
    if (!points)
        return Failure(points.error());
    projection.seconds = stopwatch.lap();
    const auto quality = embedding::qualityOf(rows->vectors, *points, monitor);
    if (!quality)
        return Failure(quality.error());
    projection.points = *std::move(points);
    projection.places = std::move(rows->places);
    projection.parameters = *std::move(parameters);
    projection.quality = *quality;
    return projection;
}

} // namespace triptych::engine

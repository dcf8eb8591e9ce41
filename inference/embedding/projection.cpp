// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/projection.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <thread>

#include "inference/embedding/finite_rows.h"
#include "inference/embedding/layouts.h"

namespace triptych::embedding {

namespace {

constexpr std::int64_t fewRows = 4;

ParameterDescriptor number(const char* name, const char* label, ParameterDescriptor::Type type, const char* value,
                           double minimum, double maximum) {
    ParameterDescriptor parameter;
    parameter.name = name;
    parameter.label = label;
    parameter.type = type;
    parameter.defaultValue = value;
    parameter.minimum = minimum;
    parameter.maximum = maximum;
    return parameter;
}

MethodDescriptor described(const char* id, const char* label, const char* summary,
                           std::vector<ParameterDescriptor> parameters) {
    MethodDescriptor method;
    method.id = id;
    method.label = label;
    method.summary = summary;
    method.parameters = std::move(parameters);
    return method;
}

std::vector<MethodDescriptor> describeAll() {
    using Type = ParameterDescriptor::Type;
    const auto reduce = number("reduce_to", "Components before", Type::Integer, "50", 0, 4096);
    return {
        described("pca", "PCA", "The directions in which the vectors differ most; distances keep their meaning.", {}),
        described("tsne", "t-SNE", "Neighbours stay together; distances between groups mean little.",
                  {number("perplexity", "Perplexity", Type::Real, "30", 2, 200),
                   number("iterations", "Iterations", Type::Integer, "1000", 50, 10000), reduce}),
        described("umap", "UMAP", "Neighbours stay together, and groups keep more of their order.",
                  {number("neighbours", "Neighbours", Type::Integer, "15", 2, 200),
                   number("min_dist", "Smallest distance", Type::Real, "0.1", 0, 1),
                   number("epochs", "Epochs (0: by size)", Type::Integer, "0", 0, 5000), reduce})};
}

// Vectors from which neighbours are found: fewer numbers, nearly the same distances.
FloatArray startOf(const FloatArray& rows, const ProjectionOptions& options) {
    if (options.reduceTo == 0 || rows.extent(1) <= options.reduceTo)
        return rows;
    return principalComponents(rows, options.reduceTo);
}

Result<void> checkRows(const FloatArray& rows) {
    if (rows.rank() != 2 || rows.empty())
        return fail(ErrorCode::InvalidInput, "The table to be laid out is empty or not [rows, width].", "rows");
    return checkFinite(tableOf(rows));
}

} // namespace

const std::vector<MethodDescriptor>& projectionDescriptors() {
    static const std::vector<MethodDescriptor> methods = describeAll();
    return methods;
}

Result<ProjectionOptions> projectionOptions(const std::string& method,
                                            const std::map<std::string, std::string>& parameters) {
    ProjectionOptions options;
    const auto whole = [&](const char* name) { return std::stoi(parameters.at(name)); };
    if (method == "pca") {
        options.method = ProjectionMethod::Pca;
    } else if (method == "tsne") {
        options.method = ProjectionMethod::Tsne;
        options.perplexity = std::stod(parameters.at("perplexity"));
        options.iterations = whole("iterations");
        options.reduceTo = whole("reduce_to");
    } else if (method == "umap") {
        options.method = ProjectionMethod::Umap;
        options.neighbours = whole("neighbours");
        options.minimumDistance = std::stod(parameters.at("min_dist"));
        options.epochs = whole("epochs");
        options.reduceTo = whole("reduce_to");
    } else {
        return fail(ErrorCode::InvalidInput, "is not a projection; use pca, tsne or umap.", method);
    }
    return options;
}

Result<FloatArray> project(const FloatArray& rows, const ProjectionOptions& asked, const Monitor& monitor,
                           const FrameSink& frames) {
    ProjectionOptions options = asked;
    if (options.threads == 0)
        options.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    if (const auto usable = checkRows(rows); !usable)
        return Failure(usable.error());
    if (options.dimensions < 2 || options.dimensions > 3)
        return fail(ErrorCode::InvalidInput, "Points have two or three dimensions.",
                    std::to_string(options.dimensions));
    monitor.report("layout", 0, 0);
    if (options.method == ProjectionMethod::Pca || rows.extent(0) < fewRows)
        return principalComponents(rows, options.dimensions);
    const FloatArray start = startOf(rows, options);
    return options.method == ProjectionMethod::Umap ? layOutUmap(start, options, monitor, frames)
                                                    : layOutTsne(start, options, monitor, frames);
}

} // namespace triptych::embedding

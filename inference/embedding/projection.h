// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of vectors laid out in two or three dimensions.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "inference/base/array.h"
#include "inference/base/progress.h"
#include "inference/contract/descriptor.h"

namespace triptych::embedding {

enum class ProjectionMethod { Pca, Tsne, Umap };

struct ProjectionOptions {
    ProjectionMethod method = ProjectionMethod::Umap;
    int dimensions = 2; // 2 or 3
    std::uint64_t seed = 0;
    int threads = 0;     // 0: all processors
    int reduceTo = 50;   // components that t-SNE and UMAP start from; 0: all of the vectors
    int neighbours = 15; // UMAP
    double minimumDistance = 0.1;
    int epochs = 0;         // 0: by the number of rows
    double perplexity = 30; // t-SNE
    int iterations = 1000;
};

// One per method: id, label, parameters with their ranges.
[[nodiscard]] const std::vector<MethodDescriptor>& projectionDescriptors();

// From a method's id and its parameters as text, every one of the descriptor's given. InvalidInput for another id.
[[nodiscard]] Result<ProjectionOptions> projectionOptions(const std::string& method,
                                                          const std::map<std::string, std::string>& parameters);

// The layout so far, [row * dimensions]; called from the working thread. False ends the layout there, and it is kept.
using FrameSink = std::function<bool(std::span<const float> points)>;

// rows [n, width] -> points [n, dimensions]; the same for the same seed. Reports "neighbours" and "layout". Fewer than
// four rows are laid out by PCA; missing dimensions are 0. InvalidInput for an empty or ragged table, NotFinite names
// the row.
[[nodiscard]] Result<FloatArray> project(const FloatArray& rows, const ProjectionOptions& options,
                                         const Monitor& monitor, const FrameSink& frames = {});

} // namespace triptych::embedding

// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/embedding/layouts.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <new>
#include <random>
#include <utility>
#include <vector>

#include <Eigen/Dense>
#include <qdtsne/qdtsne.hpp>
#include <umappp/umappp.hpp>

#include "inference/base/shares.h"
#include "inference/embedding/nearest.h"

namespace triptych::embedding {

namespace {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Neighbour = std::pair<int, float>;
using NeighbourLists = std::vector<std::vector<Neighbour>>;

constexpr int framesPerLayout = 100;
constexpr std::int64_t layoutRowsPerThread = 1000;
constexpr double tsneStart = 1e-4; // deviation of the first component, as is usual

template<typename Work>
Result<FloatArray> guarded(const Work& work) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "There is not enough memory for this projection; use fewer rows or PCA.",
                    "projection");
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, std::string("The projection stopped: ") + error.what(), "projection");
    }
}

Result<NeighbourLists> neighbourLists(const FloatArray& rows, int count, const Monitor& monitor) {
    return neighboursOf(tableOf(rows), count, monitor).map([](const NeighbourTable& table) {
        NeighbourLists lists(static_cast<std::size_t>(table.ids.extent(0)));
        for (std::size_t row = 0; row < lists.size(); ++row) {
            const auto ids = table.ids.row({static_cast<std::int64_t>(row)});
            const auto distances = table.distances.row({static_cast<std::int64_t>(row)});
            for (std::size_t i = 0; i < ids.size(); ++i)
                lists[row].emplace_back(static_cast<int>(ids[i]), std::sqrt(distances[i]));
        }
        return lists;
    });
}

// Runs a layout in steps, with a frame and a look at the cancel token after each.
template<typename Step>
Result<void> runInFrames(int total, std::span<const float> points, const Monitor& monitor, const FrameSink& frames,
                         const Step& step) {
    const int stride = std::max(1, total / framesPerLayout);
    for (int done = 0; done < total;) {
        done = std::min(total, done + stride);
        step(done);
        monitor.report("layout", done, total);
        if (const auto alive = monitor.check(); !alive)
            return alive;
        if (frames && !frames(points))
            break;
    }
    return {};
}

// Scaled principal components, or noise where these are 0: the same seed begins alike.
FloatArray tsneBegin(const FloatArray& rows, const ProjectionOptions& options) {
    FloatArray points = principalComponents(rows, options.dimensions);
    double square = 0;
    for (std::int64_t row = 0; row < rows.extent(0); ++row)
        square += static_cast<double>(points.row({row})[0]) * points.row({row})[0];
    const double deviation = std::sqrt(square / static_cast<double>(rows.extent(0)));
    std::mt19937_64 random(options.seed);
    std::normal_distribution<float> noise(0, static_cast<float>(tsneStart * 0.01));
    for (float& value : points.values())
        value = static_cast<float>(deviation > 0 ? value * tsneStart / deviation : 0) + noise(random);
    return points;
}

template<std::size_t dimensions>
Result<void> runTsne(NeighbourLists lists, const qdtsne::Options& options, FloatArray& points, const Monitor& monitor,
                     const FrameSink& frames) {
    auto status = qdtsne::initialize<dimensions, int, float>(std::move(lists), options);
    return runInFrames(options.max_iterations, points.values(), monitor, frames,
                       [&](int limit) { status.run(points.values().data(), limit); });
}

} // namespace

FloatArray principalComponents(const FloatArray& rows, int count) {
    const std::int64_t n = rows.extent(0);
    const std::int64_t width = rows.extent(1);
    const Eigen::Map<const RowMajor> table(rows.values().data(), n, width);
    const Eigen::RowVectorXf mean = table.colwise().mean();
    const RowMajor centred = table.rowwise() - mean;
    const bool isWide = width > n;
    // The smaller of the two products has the same eigenvalues.
    const Eigen::MatrixXd product =
        (isWide ? (centred * centred.transpose()).eval() : (centred.transpose() * centred).eval()).cast<double>();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(product);
    FloatArray points({n, count});
    Eigen::Map<RowMajor> result(points.values().data(), n, count);
    for (std::int64_t i = 0; i < std::min<std::int64_t>(count, product.rows()); ++i) {
        const std::int64_t place = product.rows() - 1 - i;
        if (solver.eigenvalues()[place] <= 0)
            continue;
        const Eigen::VectorXf vector = solver.eigenvectors().col(place).cast<float>();
        Eigen::VectorXf direction = isWide ? Eigen::VectorXf(centred.transpose() * vector) : vector;
        direction.normalize();
        Eigen::Index largest = 0;
        direction.cwiseAbs().maxCoeff(&largest);
        result.col(i) = centred * (direction[largest] < 0 ? (-direction).eval() : direction);
    }
    return points;
}

Result<FloatArray> layOutUmap(const FloatArray& rows, const ProjectionOptions& options, const Monitor& monitor,
                              const FrameSink& frames) {
    return guarded([&]() -> Result<FloatArray> {
        auto lists = neighbourLists(rows, options.neighbours, monitor);
        if (!lists)
            return Failure(lists.error());
        umappp::Options settings;
        settings.num_neighbors = options.neighbours;
        settings.min_dist = options.minimumDistance;
        settings.initialize_seed = options.seed;
        settings.optimize_seed = options.seed;
        settings.num_threads = options.threads;
        if (options.epochs > 0)
            settings.num_epochs = options.epochs;
        FloatArray points({rows.extent(0), options.dimensions});
        auto status = umappp::initialize<int, float>(*std::move(lists), static_cast<std::size_t>(options.dimensions),
                                                     points.values().data(), settings);
        const auto done = runInFrames(status.num_epochs(), points.values(), monitor, frames,
                                      [&](int limit) { status.run(points.values().data(), limit); });
        if (!done)
            return Failure(done.error());
        return points;
    });
}

Result<FloatArray> layOutTsne(const FloatArray& rows, const ProjectionOptions& options, const Monitor& monitor,
                              const FrameSink& frames) {
    return guarded([&]() -> Result<FloatArray> {
        // Three neighbours for each unit of perplexity, as the published method takes.
        const double most = static_cast<double>(rows.extent(0) - 1) / 3;
        qdtsne::Options settings;
        settings.perplexity = std::max(1.0, std::min(options.perplexity, most));
        settings.infer_perplexity = false;
        settings.max_iterations = options.iterations;
        settings.early_exaggeration_iterations = std::min(250, options.iterations / 4);
        settings.momentum_switch_iterations = settings.early_exaggeration_iterations;
        // Threads begin and end in every step; few points are moved sooner than that takes.
        settings.num_threads = static_cast<int>(sharesOf(rows.extent(0), layoutRowsPerThread, options.threads));
        auto lists = neighbourLists(rows, static_cast<int>(std::ceil(settings.perplexity * 3)), monitor);
        if (!lists)
            return Failure(lists.error());
        FloatArray points = tsneBegin(rows, options);
        const auto done = options.dimensions == 2 ? runTsne<2>(*std::move(lists), settings, points, monitor, frames)
                                                  : runTsne<3>(*std::move(lists), settings, points, monitor, frames);
        if (!done)
            return Failure(done.error());
        return points;
    });
}

} // namespace triptych::embedding

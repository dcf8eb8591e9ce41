// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/rise.h"

#include <random>

#include <ATen/ATen.h>

#include "inference/backend/array_tensor.h"
#include "inference/backend/guard.h"
#include "inference/explain/descriptor_parts.h"
#include "inference/explain/game_methods.h"
#include "inference/explain/model_game.h"

namespace triptych::explain {

namespace {

constexpr std::int64_t masksAtOnce = 32;

MethodDescriptor describeRise() {
    MethodDescriptor method;
    method.id = "rise";
    method.label = "RISE";
    method.summary = "Random masks, averaged by the target that they leave; one model run for each.";
    method.needs = {MethodNeed::Scores};
    method.modalities = {allModalities.begin(), allModalities.end()};
    method.parameters = {integerParameter("masks", "Masks", "1000", 10, 100'000),
                         integerParameter("cells", "Cells of a side", "8", 2, 64),
                         realParameter("probability", "Share kept", "0.5", 0.01, 0.99)};
    return method;
}

// Smooth masks [n, height, width] with values 0..1: a coarse random grid, enlarged and shifted by less than a cell.
class SmoothMasks {
public:
    SmoothMasks(std::int64_t height, std::int64_t width, const Parameters& parameters, std::uint64_t seed)
        : m_height(height)
        , m_width(width)
        , m_cells(*parameters.integer("cells"))
        , m_kept(parameters.real("probability"))
        , m_random(seed) {}

    // On `device`: only the coarse grids are drawn on the CPU, so that a seed means the same everywhere.
    at::Tensor next(std::int64_t count, at::Device device) {
        const std::int64_t cellHeight = (m_height + m_cells - 1) / m_cells;
        const std::int64_t cellWidth = (m_width + m_cells - 1) / m_cells;
        at::Tensor grids = at::empty({count, 1, m_cells, m_cells}, at::kFloat);
        float* values = grids.data_ptr<float>();
        for (std::int64_t i = 0; i < grids.numel(); ++i)
            values[i] = m_kept(m_random) ? 1.0f : 0.0f;
        const at::Tensor large =
            at::upsample_bilinear2d(grids.to(device), {(m_cells + 1) * cellHeight, (m_cells + 1) * cellWidth}, false);
        std::uniform_int_distribution<std::int64_t> down(0, cellHeight - 1);
        std::uniform_int_distribution<std::int64_t> right(0, cellWidth - 1);
        std::vector<at::Tensor> masks;
        for (std::int64_t i = 0; i < count; ++i)
            masks.push_back(large[i][0].narrow(0, down(m_random), m_height).narrow(1, right(m_random), m_width));
        return at::stack(masks);
    }

private:
    std::int64_t m_height;
    std::int64_t m_width;
    std::int64_t m_cells;
    std::bernoulli_distribution m_kept;
    std::mt19937_64 m_random;
};

// S over the pixels of the explained image, and its sums over the patches.
Result<void> maskImage(const ExplainInput& input, const ModelGame& game, const Monitor& monitor, Relevance& relevance) {
    const UnitCut& cut = *game.image();
    const at::Tensor image = input.sample.tensors.at(cut.place.name)[cut.place.row];
    const std::int64_t total = *input.parameters.integer("masks");
    SmoothMasks masks(image.size(-2), image.size(-1), input.parameters, input.seed);
    at::Tensor sum = at::zeros({image.size(-2), image.size(-1)}, image.options().dtype(at::kFloat));
    std::int64_t done = 0;
    for (; done < total; done += std::min(masksAtOnce, total - done)) {
        monitor.report("explain", done, total);
        const at::Tensor part = masks.next(std::min(masksAtOnce, total - done), image.device());
        const at::Tensor masked = image.unsqueeze(0) * part.unsqueeze(1).to(image);
        const auto values = game.valuesOf(cut, masked, monitor);
        if (!values && values.error().code == ErrorCode::Canceled && done > 0)
            break;
        if (!values)
            return Failure(values.error());
        const at::Tensor weights = at::tensor(at::ArrayRef<double>(*values)).to(sum);
        sum += (part * weights.reshape({-1, 1, 1})).sum(0);
    }
    const double scale = 1.0 / (static_cast<double>(done) * input.parameters.real("probability"));
    relevance.figures["masks"] = static_cast<double>(done);
    foldInto(relevance, input, cut.place, (sum * scale).unsqueeze(0), Folding::Sum);
    // A patch has the mean of its pixels, so that words and moments can stand beside it.
    const auto patches = static_cast<float>(std::max<std::size_t>(1, relevance.image.size()));
    for (float& value : relevance.image.values())
        value *= patches / static_cast<float>(relevance.pixels.size());
    return {};
}

// Units of words and sounds, and of images without pixels, are there or not.
Result<void> maskUnits(const ExplainInput& input, const ModelGame& game, bool withImage, const Monitor& monitor,
                       Relevance& relevance) {
    const double kept = input.parameters.real("probability");
    const auto total = static_cast<std::size_t>(*input.parameters.integer("masks"));
    auto masks = numerics::bernoulliMasks(game.players().size(), total, kept, input.seed);
    if (!withImage)
        for (numerics::PlayerMask& mask : masks)
            for (std::size_t i = 0; i < mask.size(); ++i)
                if (game.modalityOf(game.players()[i]) == Modality::Image)
                    mask[i] = 1;
    const auto values = game.values(coalitionsOf(game, masks), Substrate::Zero, monitor);
    if (!values)
        return Failure(values.error());
    std::vector<double> sums(game.players().size());
    for (std::size_t m = 0; m < masks.size(); ++m)
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] += masks[m][i] * (*values)[m] / (static_cast<double>(total) * kept);
    Relevance units = game.mapOf(perUnit(game, sums));
    if (withImage)
        relevance.image = std::move(units.image);
    relevance.text = std::move(units.text);
    relevance.audio = std::move(units.audio);
    return {};
}

Result<Relevance> average(const ExplainInput& input, const Monitor& monitor) {
    const auto game = ModelGame::make(input);
    if (!game)
        return Failure(game.error());
    Relevance relevance;
    const auto& cut = (*game)->image();
    const bool hasPixels = cut && input.sample.tensors.at(cut->place.name).dim() == 4;
    if (hasPixels)
        if (const auto done = maskImage(input, **game, monitor, relevance); !done)
            return Failure(done.error());
    const UnitCounts units = (*game)->units();
    if (units.text > 0 || units.audio > 0 || !hasPixels)
        if (const auto done = maskUnits(input, **game, !hasPixels, monitor, relevance); !done) {
            const bool hasPart = done.error().code == ErrorCode::Canceled && hasPixels;
            if (!hasPart)
                return Failure(done.error());
        }
    return relevance;
}

} // namespace

const MethodDescriptor& Rise::descriptor() const {
    static const MethodDescriptor method = describeRise();
    return method;
}

std::int64_t Rise::passes(const Parameters& parameters, const UnitCounts& units) const {
    const std::int64_t masks = *parameters.integer("masks");
    return (units.image > 0 ? masks : 0) + (units.text + units.audio > 0 ? masks : 0);
}

Result<Relevance> Rise::explain(const ExplainInput& input, const Monitor& monitor) const {
    return backend::guarded("rise", [&] { return average(input, monitor); });
}

} // namespace triptych::explain

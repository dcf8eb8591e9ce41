// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/ATen.h>

#include "inference/backend/array_tensor.h"
#include "inference/models/owlvit/owlvit_model.h"
#include "inference/models/program_builder.h"
#include "inference/models/targets.h"

namespace triptych::models::owlvit {

namespace {

// From the network's input, whose patches are shown, to fractions of the picture; the same where no picture is shown.
struct InputFrame {
    double left = 0;
    double top = 0;
    double width = 1;
    double height = 1;
};

InputFrame frameOf(const ShownInputs& shown, const at::Tensor& pixels, PixelSize patch) {
    const PatchGrid& grid = shown.patchGrid;
    if (shown.picture.width == 0 || grid.count() == 0 || !pixels.defined())
        return {};
    // The grid leaves out the pixels behind the last whole patch, the boxes do not.
    const double width = grid.width * static_cast<double>(pixels.size(3)) / (grid.cols * patch.width);
    const double height = grid.height * static_cast<double>(pixels.size(2)) / (grid.rows * patch.height);
    return {grid.x / shown.picture.width, grid.y / shown.picture.height, width / shown.picture.width,
            height / shown.picture.height};
}

} // namespace

Target OwlVitModel::defaultTarget(const PreparedSample& sample) const {
    return sample.images > 0 && sample.texts > 0 ? pairTarget(Modality::Image, Modality::Text) : Target{};
}

Result<OwlVitModel::Place> OwlVitModel::placeOf(const Target& target, const PreparedSample& sample,
                                                const backend::Trace& trace) const {
    if (target.kind == TargetKind::Default)
        return fail(ErrorCode::InvalidInput, "An image or a text alone has nothing to be compared with; add the other.",
                    "default");
    const bool imageFirst = target.firstModality == Modality::Image;
    const Modality other = imageFirst ? target.secondModality : target.firstModality;
    if (target.kind != TargetKind::Pair || other != Modality::Text ||
        (!imageFirst && target.secondModality != Modality::Image))
        return unknownTarget(target, "pair of an image and a text");
    const at::Tensor* scores = trace.find("scores.region_text");
    if (scores == nullptr)
        return fail(ErrorCode::InvalidInput, "The sample lacks one side of this pair; add it or choose another target.",
                    toString(target));
    Place place;
    place.image = imageFirst ? target.first : target.second;
    place.query = imageFirst ? target.second : target.first;
    if (place.image < 0 || place.query < 0 || place.image >= scores->size(0) || place.query >= scores->size(2))
        return fail(ErrorCode::InvalidInput, "The sample has no item of this number; items are counted from 0.",
                    toString(target));
    if (sample.fixedRegion && sample.fixedRegion->pair == target && sample.fixedRegion->region < scores->size(1))
        place.region = sample.fixedRegion->region;
    else
        place.region = (*scores)[place.image].select(1, place.query).argmax().item<int>();
    return place;
}

Target OwlVitModel::settle(const Target& target, PreparedSample& sample, const backend::Trace& trace) const {
    const Target settled = FamilyModel::settle(target, sample, trace);
    sample.fixedRegion.reset();
    if (const auto place = placeOf(settled, sample, trace))
        sample.fixedRegion = FixedRegion{settled, place->region};
    return settled;
}

Result<at::Tensor> OwlVitModel::targetValue(const Target& target, const PreparedSample& sample,
                                            const backend::Trace& trace) const {
    return placeOf(target, sample, trace).map([&](const Place& place) {
        return (*trace.find("scores.region_text"))[place.image][place.region][place.query];
    });
}

std::vector<Box> OwlVitModel::regions(const PreparedSample& sample, const backend::Trace& trace) const {
    const at::Tensor* boxes = trace.find("logits.boxes");
    if (boxes == nullptr)
        return {};
    const InputFrame frame = frameOf(sample.shown, inputOf(sample, "input.pixel_values"), patchSize());
    const FloatArray first = backend::toFloatArray(boxes->select(0, sample.shownItem(Modality::Image)));
    std::vector<Box> found;
    for (std::size_t i = 0; i + 4 <= first.size(); i += 4) {
        const auto values = first.values().subspan(i, 4);
        const double x = frame.left + frame.width * values[0];
        const double y = frame.top + frame.height * values[1];
        const double halfWidth = frame.width * values[2] / 2;
        const double halfHeight = frame.height * values[3] / 2;
        found.push_back({x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight});
    }
    return found;
}

Result<AttentionProgram> OwlVitModel::program(const Target& target, const PreparedSample& sample,
                                              const backend::Trace& trace) const {
    const auto place = placeOf(target, sample, trace);
    if (!place)
        return Failure(place.error());
    const at::Tensor ids = inputOf(sample, "input.input_ids");
    const int queries = static_cast<int>(trace.find("scores.region_text")->size(2));
    const int row = place->image * queries + place->query;
    const int patches = extentOf(trace, "vision.layers.0.attention", 3);
    const int tokens = extentOf(trace, "text.layers.0.attention", 3);
    AttentionProgram program;
    program.tokenCounts = {{"vision", patches}, {"text", tokens}};
    showSegment(program, sample, "vision", {Modality::Image, 1, patches - 1}, place->image);
    showSegment(program, sample, "text", {Modality::Text, 0, tokens}, place->query);
    addSelfSteps(program, "vision", m_vision.config().layers, place->image);
    addSelfSteps(program, "text", m_text.config().layers, row);
    Readout region = readPosition("vision", patches, 1 + place->region);
    region.withoutIdentity = true;
    program.readouts = {region, readPosition("text", tokens, ids[row].argmax().item<int>())};
    return program;
}

} // namespace triptych::models::owlvit

// SPDX-License-Identifier: GPL-3.0-or-later
// What all families of published folders share. A family states its preparation, its computation, its targets and how
// its attention maps connect.
#pragma once

#include "inference/models/family_source.h"
#include "inference/models/model.h"
#include "inference/models/preprocess/image_batch.h"

namespace triptych::models {

class FamilyModel : public Model {
public:
    [[nodiscard]] const ModelDescriptor& descriptor() const override { return m_descriptor; }

    // prepareItems, then `inputs` in place of what it made, then counts, missing modalities and the device.
    [[nodiscard]] Result<PreparedSample> prepare(const Sample& sample, const ArrayMap& inputs,
                                                 const Monitor& monitor) const final;

    // compute() with gradients as the trace needs them, LibTorch's exceptions as Errors.
    [[nodiscard]] Result<void> forward(const PreparedSample& sample, backend::Trace& trace,
                                       const Monitor& monitor) const final;

    [[nodiscard]] std::int64_t absentToken() const override { return m_absentToken; }

    void reportUnexpected(std::vector<std::string> tensors) { m_descriptor.unexpectedTensors = std::move(tensors); }
    // Unless the family has said better.
    void reportMapBytes(std::int64_t bytes) {
        if (m_descriptor.mapBytes == 0)
            m_descriptor.mapBytes = bytes;
    }

protected:
    explicit FamilyModel(FamilySource& source);

    // Fills tensors and what is shown from files and texts. Tensors that `inputs` holds need not be made: an image
    // whose pixels are given is decoded only to be shown, see showImage.
    [[nodiscard]] virtual Result<void> prepareItems(const Sample& sample, const ArrayMap& inputs,
                                                    PreparedSample& prepared, const Monitor& monitor) const = 0;

    // Records everything of the trace scheme. May throw LibTorch's exceptions.
    [[nodiscard]] virtual Result<void> compute(const PreparedSample& sample, backend::Trace& trace,
                                               const Monitor& monitor) const = 0;

    // Edge of a patch in pixels, for the grid of images that were given ready-made; {0, 0}: no grid.
    [[nodiscard]] virtual PixelSize patchSize() const { return {}; }

    [[nodiscard]] at::Device device() const { return m_device; }
    [[nodiscard]] ModelDescriptor& mutableDescriptor() { return m_descriptor; }

private:
    ModelDescriptor m_descriptor;
    at::Device m_device;
    std::int64_t m_absentToken = 0;
};

// The tensor of a prepared sample, or undefined.
[[nodiscard]] at::Tensor inputOf(const PreparedSample& sample, const std::string& name);

// x / |x| along the last axis.
[[nodiscard]] at::Tensor unitLength(const at::Tensor& vectors);

} // namespace triptych::models

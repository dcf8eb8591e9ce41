// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "inference/base/array.h"
#include "inference/base/progress.h"
#include "inference/contract/sample.h"
#include "inference/models/model.h"

namespace triptych::engine {

// Asks a model for embeddings, several items of one modality at a time where it can.
class Embedder {
public:
    explicit Embedder(const models::Model& model)
        : m_model(model) {}

    [[nodiscard]] bool knows(Modality modality) const;

    // One vector per item, [item, width]; all of one modality. ModelMismatch where the model embeds none of it; the
    // error of an item that cannot be read.
    [[nodiscard]] Result<FloatArray> embed(std::span<const SampleItem> items, const Monitor& monitor) const;

    // The words of a text as the model reads it, without signs.
    [[nodiscard]] Result<std::vector<std::string>> wordsOf(const std::string& text, const Monitor& monitor) const;

    // How many items of a modality go into one call.
    [[nodiscard]] std::size_t batch(Modality modality) const;

private:
    const models::Model& m_model;
};

} // namespace triptych::engine

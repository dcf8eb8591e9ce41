// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/embedder.h"

#include <algorithm>

#include "inference/backend/array_tensor.h"
#include "inference/text/unicode.h"

namespace triptych::engine {

namespace {

constexpr std::size_t imagesAtOnce = 16;
constexpr std::size_t textsAtOnce = 64;

} // namespace

bool Embedder::knows(Modality modality) const {
    return std::ranges::find(m_model.descriptor().modalities, modality) != m_model.descriptor().modalities.end();
}

std::size_t Embedder::batch(Modality modality) const {
    if (!m_model.descriptor().comparesPairs && !m_model.pairsRows())
        return 1;
    return modality == Modality::Text ? textsAtOnce : imagesAtOnce;
}

Result<FloatArray> Embedder::embed(std::span<const SampleItem> items, const Monitor& monitor) const {
    Sample sample;
    sample.items.assign(items.begin(), items.end());
    const Monitor quiet{monitor.cancel, nullptr};
    const auto prepared = m_model.prepare(sample, {}, quiet);
    if (!prepared)
        return Failure(prepared.error());
    const std::string name = "embedding." + std::string(toString(items.front().modality));
    // Embeddings are kept where anything is watched; no map is.
    backend::Trace trace({Watch::Kind::Globs, {}}, false);
    if (const auto done = m_model.forward(*prepared, trace, quiet); !done)
        return Failure(done.error());
    const at::Tensor* found = trace.find(name);
    if (found == nullptr || found->dim() != 2 || found->size(0) != static_cast<std::int64_t>(items.size()))
        return fail(ErrorCode::ModelMismatch,
                    "This model makes no embeddings of this kind; choose a model with towers that meet in one space.",
                    name);
    return backend::toFloatArray(*found);
}

Result<std::vector<std::string>> Embedder::wordsOf(const std::string& text, const Monitor& monitor) const {
    const Sample sample{.id = {}, .items = {{Modality::Text, text, {}, {}}}, .options = {}, .regions = {}};
    const auto prepared = m_model.prepare(sample, {}, {monitor.cancel, nullptr});
    if (!prepared)
        return Failure(prepared.error());
    std::vector<std::string> words;
    for (const Word& word : prepared->shown.words)
        if (std::ranges::any_of(text::decodeUtf8(word.text), text::isAlphanumeric))
            words.push_back(word.text);
    return words;
}

} // namespace triptych::engine

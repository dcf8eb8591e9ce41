// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/tri/tri_model.h"

#include <algorithm>

#include "inference/backend/guard.h"
#include "inference/backend/relevance_rules.h"
#include "inference/backend/torch_modules.h"
#include "inference/backend/weights.h"
#include "inference/models/pairs.h"
#include "inference/models/targets.h"

namespace triptych::models::tri {

namespace {

at::Tensor inputOf(const PreparedSample& sample, const char* name, at::Device device) {
    return sample.tensors.at(name).to(device);
}

Encoded firstItem(const Encoded& encoded) {
    const auto first = [](const at::Tensor& tensor) { return tensor.defined() ? tensor.narrow(0, 0, 1) : tensor; };
    return {first(encoded.tokens), first(encoded.valid), first(encoded.embedding)};
}

// One item repeated for all rows; itself where it has so many.
Encoded forRows(const Encoded& encoded, std::int64_t rows) {
    return {forPairs(encoded.tokens, rows), forPairs(encoded.valid, rows), forPairs(encoded.embedding, rows)};
}

// What is fused: the first items, or the rows of versions; 0 where it is not clear which of these belong together.
std::int64_t fusedRows(const PreparedSample& sample) {
    if (!sample.holdsVersions)
        return 1;
    const int rows = std::max({sample.images, sample.texts, sample.audios});
    for (const int items : {sample.images, sample.texts, sample.audios})
        if (items > 1 && items != rows)
            return 0;
    return rows;
}

void recordScores(const std::string& name, const Encoded& rows, const Encoded& columns, const at::Tensor& scale,
                  backend::Trace& trace) {
    if (rows.embedding.defined() && columns.embedding.defined())
        trace.record(name, scale * backend::sharedMatmul(rows.embedding, columns.embedding.t()));
}

} // namespace

TriModel::TriModel(TriConfig config, Preprocess preprocess, at::Device device)
    : m_config(std::move(config))
    , m_preprocess(std::move(preprocess))
    , m_device(device)
    , m_network(m_config) {
}

Result<PreparedSample> TriModel::prepare(const Sample& sample, const ArrayMap& inputs, const Monitor& monitor) const {
    return backend::guarded("prepare", [&] { return m_preprocess(sample, inputs, monitor); });
}

Result<void> TriModel::forward(const PreparedSample& sample, backend::Trace& trace, const Monitor& monitor) const {
    return backend::guarded("forward", [&]() -> Result<void> {
        Network network = m_network;
        Encoded image;
        Encoded text;
        Encoded audio;
        if (sample.images > 0)
            image = network->vision->forward(inputOf(sample, "input.pixel_values", m_device), trace);
        if (const auto alive = monitor.check(); !alive)
            return alive;
        if (sample.texts > 0)
            text = network->text->forward(inputOf(sample, "input.input_ids", m_device),
                                          inputOf(sample, "input.attention_mask", m_device).to(at::kBool), trace);
        if (sample.audios > 0)
            audio = network->audio->forward(inputOf(sample, "input.audio_features", m_device),
                                            inputOf(sample, "input.audio_mask", m_device).to(at::kBool), trace);
        if (const auto alive = monitor.check(); !alive)
            return alive;
        const auto embedding = [&](const char* name, const Encoded& encoded) {
            if (encoded.embedding.defined())
                trace.record(name, encoded.embedding);
        };
        embedding("embedding.image", image);
        embedding("embedding.text", text);
        embedding("embedding.audio", audio);
        recordScores("scores.image_text", image, text, network->scale(), trace);
        recordScores("scores.image_audio", image, audio, network->scale(), trace);
        recordScores("scores.text_audio", text, audio, network->scale(), trace);
        const std::int64_t rows = fusedRows(sample);
        if (sample.images == 0 || (sample.texts == 0 && sample.audios == 0) || rows == 0)
            return {};
        const auto chosen = [&](const Encoded& encoded) {
            return sample.holdsVersions ? forRows(encoded, rows) : firstItem(encoded);
        };
        const Encoded ownText = chosen(text);
        const Encoded ownAudio = chosen(audio);
        const auto stream =
            network->fusion->join(sample.texts > 0 ? &ownText : nullptr, sample.audios > 0 ? &ownAudio : nullptr);
        const auto fused = network->fusion->forward(stream, chosen(image), trace);
        trace.record("logits.match", fused.matchLogit);
        trace.record("scores.match", at::sigmoid(fused.matchLogit));
        trace.record("logits.query_tokens", fused.tokenLogits);
        return {};
    });
}

Target TriModel::defaultTarget(const PreparedSample& sample) const {
    Target target;
    if (sample.images > 0 && (sample.texts > 0 || sample.audios > 0)) {
        target.kind = TargetKind::Match;
    } else if (sample.texts > 0 && sample.audios > 0) {
        target.kind = TargetKind::Pair;
        target.firstModality = Modality::Text;
        target.secondModality = Modality::Audio;
    }
    return target;
}

Result<at::Tensor> TriModel::targetValue(const Target& target, const PreparedSample& /*sample*/,
                                         const backend::Trace& trace) const {
    switch (target.kind) {
    case TargetKind::Match:
        if (const at::Tensor* logit = trace.find("logits.match"))
            return (*logit)[0];
        return fail(ErrorCode::InvalidInput, "A match needs an image and a text or a sound.", "match");
    case TargetKind::Pair:
        return pairValue(target, trace);
    case TargetKind::Default:
        return fail(ErrorCode::InvalidInput, "One modality alone has nothing to be compared with; add a second one.",
                    "default");
    case TargetKind::Class:
    case TargetKind::Token:
    case TargetKind::Answer:
        break;
    }
    return fail(ErrorCode::InvalidInput, "This model has the targets match and pair; choose one of them.",
                toString(target));
}

} // namespace triptych::models::tri

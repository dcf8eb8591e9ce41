// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/evaluation.h"

#include <algorithm>

#include "inference/backend/array_tensor.h"
#include "inference/backend/torch_modules.h"
#include "inference/training/query_batch.h"
#include "inference/training/scene_batch.h"
#include "inference/training/spoken_batch.h"
#include "inference/world/random.h"

namespace triptych::training {

namespace {

using Figures = std::map<std::string, double>;
using models::tri::Encoded;

// One pool of scenes with their pictures and captions.
struct Pool {
    SceneBatch batch;
    Encoded image;
    std::vector<DrawnCaption> captions; // true ones
};

Pool drawPool(TrainingState& state, const EvaluationOptions& options, std::uint64_t seed) {
    SceneBatchOptions batchOptions;
    batchOptions.count = options.pool;
    batchOptions.edge = state.config.imageEdge;
    batchOptions.patchesPerEdge = state.config.patchesPerEdge();
    batchOptions.scene.split = world::Split::HeldOut;
    batchOptions.jitter = false;
    Pool pool;
    pool.batch = drawSceneBatch(seed, batchOptions);
    backend::Trace trace;
    pool.image = state.network->vision->forward(pool.batch.pictures.to(state.device), trace);
    const auto drawn = drawCaptions(pool.batch.scenes, CaptionMix::Whole, seed);
    for (std::size_t i = 0; i < drawn.size(); i += 2)
        pool.captions.push_back(drawn[i]);
    return pool;
}

void addRecall(Figures& sums, const std::string& name, const Pool& pool, const at::Tensor& captions) {
    const at::Tensor best = at::matmul(captions, pool.image.embedding.t()).argmax(1).to(at::kCPU);
    double right = 0;
    double reachable = 0;
    for (std::int64_t i = 0; i < best.size(0); ++i) {
        right += best[i].item<std::int64_t>() == i ? 1 : 0;
        const auto fitting = std::ranges::count_if(pool.batch.scenes, [&](const world::Scene& scene) {
            return world::holdsOfAll(pool.captions[static_cast<std::size_t>(i)].caption.meaning, scene);
        });
        reachable += 1.0 / static_cast<double>(std::max<std::int64_t>(1, fitting));
    }
    sums["recall." + name] += right / static_cast<double>(best.size(0));
    sums["recall." + name + ".ceiling"] += reachable / static_cast<double>(best.size(0));
}

Result<void> addSpokenRecall(Figures& sums, const std::string& name, TrainingState& state,
                             const CaptionEncoder& encoder, const SpeechSource& source, world::Voices voices,
                             const Pool& pool, std::uint64_t seed) {
    const auto spoken = source.compose(pool.captions, seed, voices);
    if (!spoken)
        return tl::unexpected(spoken.error());
    const SpokenBatch speech = encodeSpeech(pool.captions, *spoken, encoder, state.config);
    backend::Trace trace;
    const Encoded audio =
        state.network->audio->forward(speech.mel.to(state.device), speech.valid.to(state.device), trace);
    addRecall(sums, name, pool, audio.embedding);
    return {};
}

struct Wins {
    double won = 0;
    int count = 0;
};

// Every caption against its negative, half of them of all objects.
void addMatching(std::map<std::string, Wins>& wins, TrainingState& state, const CaptionEncoder& encoder,
                 const Pool& pool, CaptionMix mix, std::uint64_t seed) {
    const auto captions = drawCaptions(pool.batch.scenes, mix, seed);
    const TextBatch batch = encodeTexts(captions, encoder, 0, state.config.maxTextTokens, seed);
    backend::Trace trace;
    const Encoded text = state.network->text->forward(batch.ids.to(state.device), batch.valid.to(state.device), trace);
    const auto fused = state.network->fusion->forward(state.network->fusion->join(&text, nullptr), pool.image, trace);
    const FloatArray logits = backend::toFloatArray(fused.matchLogit);
    for (std::size_t i = 0; i + 1 < captions.size(); i += 2) {
        if (captions[i + 1].isTrue || !captions[i + 1].wordsKnown)
            continue;
        Wins& kind = wins[std::string(world::toString(captions[i + 1].change))];
        kind.won += logits.values()[i] > logits.values()[i + 1] ? 1 : 0;
        ++kind.count;
    }
}

} // namespace

Result<Figures> evaluateHeldOut(TrainingState& state, const CaptionEncoder& encoder, const SpeechSource* speech,
                                const EvaluationOptions& options) {
    const torch::NoGradGuard noGrad;
    world::Random random(options.seed);
    Figures figures;
    std::map<std::string, Wins> wins;
    const int pools = std::max(1, options.scenes / options.pool);
    for (int i = 0; i < pools; ++i) {
        const Pool pool = drawPool(state, options, random.next());
        const TextBatch batch = encodeTexts(pool.captions, encoder, 0, state.config.maxTextTokens, 0);
        backend::Trace trace;
        addRecall(
            figures, "text", pool,
            state.network->text->forward(batch.ids.to(state.device), batch.valid.to(state.device), trace).embedding);
        if (options.speech && speech != nullptr) {
            const auto known = addSpokenRecall(figures, "speech", state, encoder, *speech, world::Voices::Training,
                                               pool, random.next());
            const auto unseen = addSpokenRecall(figures, "speechUnseenVoices", state, encoder, *speech,
                                                world::Voices::HeldOut, pool, random.next());
            if (!known || !unseen)
                return tl::unexpected((known ? unseen : known).error());
        }
        addMatching(wins, state, encoder, pool, CaptionMix::Whole, random.next());
        addMatching(wins, state, encoder, pool, CaptionMix::Short, random.next());
    }
    for (auto& [name, sum] : figures)
        sum /= pools;
    for (const auto& [kind, each] : wins)
        figures["matching." + kind] = each.won / each.count;
    return figures;
}

} // namespace triptych::training

// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/backend/torch_modules.h"
#include "inference/training/query.h"
#include "inference/training/steps.h"
#include "inference/world/random.h"

namespace triptych::training {

namespace {

using models::tri::Encoded;

constexpr double denseWeight = 0.25;
constexpr double contrastiveWeight = 0.5;
constexpr double matchWeight = 1;
constexpr double tokenWeight = 1;
constexpr double alignWeight = 0.5;
constexpr double sameWordsWeight = 0.25;
constexpr double centreWeight = 0.5;
constexpr double offsetWeight = 1;
constexpr double maskedWordWeight = 0.5;
constexpr double spokenWordWeight = 1;
constexpr int maskPercent = 35;
constexpr int sentencePercent = 45;
constexpr int bothPercent = 40;

// How the captions of a step are given.
enum class Voice { None, Words, Sentences };

// One step in the making.
struct Step {
    TrainingState& state;
    const StepInput& input;
    world::Random random;
    Voice voice = Voice::None;
    std::vector<std::size_t> sentences; // per scene, with Voice::Sentences
    SceneBatch batch;
    Encoded image;
    LossTerms terms;
};

Voice drawVoice(const StepInput& input, world::Random& random) {
    if (!random.chance(static_cast<int>(100 * input.stage.speechShare)))
        return Voice::None;
    const bool pool = input.speech != nullptr && !input.speech->sentenceScenes().empty();
    return pool && random.chance(sentencePercent) ? Voice::Sentences : Voice::Words;
}

void drawPictures(Step& step) {
    if (step.voice != Voice::Sentences) {
        step.batch = drawScenes(step.state, step.input);
        return;
    }
    const auto& pool = step.input.speech->sentenceScenes();
    std::vector<world::Scene> scenes;
    for (int i = 0; i < step.input.stage.batch; ++i) {
        step.sentences.push_back(static_cast<std::size_t>(step.random.below(static_cast<int>(pool.size()))));
        scenes.push_back(pool[step.sentences.back()].scene);
    }
    step.batch = renderScenes(step.state, step.input, std::move(scenes));
}

Encoded encodeText(Step& step, const TextBatch& text, backend::Trace& trace) {
    return step.state.network->text->forward(text.ids.to(step.state.device), text.valid.to(step.state.device), trace);
}

Encoded encodeAudio(Step& step, const SpokenBatch& speech, backend::Trace& trace) {
    return step.state.network->audio->forward(speech.mel.to(step.state.device), speech.valid.to(step.state.device),
                                              trace);
}

void addFusionLosses(Step& step, const std::string& name, const Query& query, const models::tri::Fused& fused,
                     const backend::Trace& trace) {
    auto& [state, input, random, voice, sentences, batch, image, terms] = step;
    addMatchLoss(terms, name + ".match", fused.matchLogit, query.captions, query.unmasked(), matchWeight);
    addTokenLoss(terms, name + ".token", fused.tokenLogits, query.tokenTruth(), tokenWeight);
    const auto grounded = groundedUnits(query.mentions(), query.captions, batch.truths, query.units());
    addAlignLoss(terms, name + ".align", *trace.find("fusion.layers.0.cross_attention"), grounded,
                 input.plain ? 0 : alignWeight);
    for (std::size_t layer = 1; layer < fused.hidden.size(); ++layer)
        addOffsetLoss(terms, name + ".offset" + std::to_string(layer), fused.hidden[layer], query.mentions(),
                      batch.scenes, state.heads, offsetWeight);
    addCentreLoss(terms, name + ".centre", fused.hidden.front(), grounded, batch.scenes, state.heads, centreWeight);
    if (query.text)
        addMaskedWordLoss(terms, name + ".masked", fused.tokens, query.text->maskedIds, state.heads, maskedWordWeight);
    if (query.text && query.speech) {
        auto rows = sameWords(query.text->mentions, query.speech->mentions, query.sameWords, query.units());
        for (UnitRow& row : rows)
            for (std::int64_t& column : row.columns)
                column += query.textUnits();
        addAlignLoss(terms, name + ".words", *trace.find("fusion.layers.0.attention"), rows,
                     input.plain ? 0 : sameWordsWeight);
    }
}

void fuse(Step& step, const std::string& name, const Query& query, const Encoded* text, const Encoded* audio,
          backend::Trace& trace) {
    const auto stream = step.state.network->fusion->join(text, audio);
    addFusionLosses(step, name, query, step.state.network->fusion->forward(stream, step.image, trace), trace);
}

backend::Trace firstFusionLayer() {
    return backend::Trace(Watch{Watch::Kind::Globs, {"fusion.layers.0.cross_attention", "fusion.layers.0.attention"}});
}

void addContrast(Step& step, const std::string& name, const at::Tensor& items, const Encoded& captions,
                 const std::vector<DrawnCaption>& drawn) {
    addContrastiveLoss(step.terms, name, items, captions.embedding,
                       alsoTruePairs(step.batch.scenes, drawn).to(step.state.device), step.state.network->scale(),
                       contrastiveWeight);
}

// Captions of all objects, written: retrieval and matching.
void addWrittenWhole(Step& step) {
    Query query;
    query.captions = drawCaptions(step.batch.scenes, CaptionMix::Whole, step.random.next());
    query.text =
        encodeTexts(query.captions, step.input.encoder, 0, step.state.config.maxTextTokens, step.random.next());
    backend::Trace trace = firstFusionLayer();
    const Encoded text = encodeText(step, *query.text, trace);
    addContrast(step, "whole.itc", step.image.embedding, text, query.captions);
    fuse(step, "whole", query, &text, nullptr, trace);
}

Result<std::vector<world::SpokenMel>> speakWhole(Step& step, std::vector<DrawnCaption>& captions) {
    if (step.voice == Voice::Words) {
        for (const world::Scene& scene : step.batch.scenes)
            captions.push_back(std::move(drawCaptions({scene}, CaptionMix::Whole, step.random.next()).front()));
        return step.input.speech->compose(captions, step.random.next());
    }
    std::vector<world::SpokenMel> spoken;
    for (const std::size_t index : step.sentences) {
        captions.push_back(step.input.speech->sentenceScenes()[index].whole);
        spoken.push_back(step.input.speech->sentence(index, SpeechSource::Sentence::Whole, step.random.next()));
    }
    return spoken;
}

// Captions of all objects, spoken: retrieval only, since they are long.
Result<void> addSpokenWhole(Step& step) {
    std::vector<DrawnCaption> captions;
    const auto spoken = speakWhole(step, captions);
    if (!spoken)
        return tl::unexpected(spoken.error());
    const SpokenBatch speech = encodeSpeech(captions, *spoken, step.input.encoder, step.state.config);
    const TextBatch text =
        encodeTexts(captions, step.input.encoder, 0, step.state.config.maxTextTokens, step.random.next());
    backend::Trace trace;
    const Encoded audio = encodeAudio(step, speech, trace);
    const std::string name = step.voice == Voice::Words ? "spokenWhole" : "sentenceWhole";
    addSpokenWordLoss(step.terms, name + ".word", audio.tokens, speech.words, step.state.heads, spokenWordWeight);
    addContrast(step, name + ".itc", step.image.embedding, audio, captions);
    addContrast(step, name + ".text", encodeText(step, text, trace).embedding, audio, captions);
    return {};
}

Result<std::vector<world::SpokenMel>> speakShort(Step& step, const std::vector<DrawnCaption>& captions,
                                                 const std::vector<bool>& spokenTrue) {
    if (step.voice == Voice::Words)
        return step.input.speech->compose(captions, step.random.next());
    std::vector<world::SpokenMel> spoken;
    for (std::size_t row = 0; row < captions.size(); ++row)
        spoken.push_back(step.input.speech->sentence(step.sentences[row / 2],
                                                     spokenTrue[row] ? SpeechSource::Sentence::ShortTrue
                                                                     : SpeechSource::Sentence::ShortNegative,
                                                     step.random.next()));
    return spoken;
}

std::vector<DrawnCaption> drawShort(Step& step) {
    if (step.voice != Voice::Sentences)
        return drawCaptions(step.batch.scenes, CaptionMix::Short, step.random.next());
    std::vector<DrawnCaption> captions;
    for (const std::size_t index : step.sentences) {
        captions.push_back(step.input.speech->sentenceScenes()[index].shortTrue);
        captions.push_back(step.input.speech->sentenceScenes()[index].shortNegative);
    }
    return captions;
}

// Captions of some objects, written, spoken, or both; of a negative in both, either or both say the wrong thing.
Result<void> addShort(Step& step) {
    Query query;
    query.captions = drawShort(step);
    std::vector<DrawnCaption> written = query.captions;
    std::vector<DrawnCaption> said = query.captions;
    query.sameWords.assign(query.captions.size(), true);
    std::vector<bool> spokenTrue(query.captions.size());
    const bool speaks = step.voice != Voice::None;
    const bool writes = !speaks || step.random.chance(bothPercent);
    for (std::size_t row = 0; row < query.captions.size(); ++row) {
        spokenTrue[row] = row % 2 == 0;
        if (row % 2 == 0 || !speaks || !writes || step.random.chance(50))
            continue;
        query.sameWords[row] = false;
        const bool textIsTrue = step.random.chance(50);
        (textIsTrue ? written : said)[row] = query.captions[row - 1];
        spokenTrue[row] = !textIsTrue;
    }
    backend::Trace trace = firstFusionLayer();
    Encoded text;
    Encoded audio;
    if (writes) {
        query.text =
            encodeTexts(written, step.input.encoder, maskPercent, step.state.config.maxTextTokens, step.random.next());
        text = encodeText(step, *query.text, trace);
    }
    const std::string name =
        !speaks ? "short" : (writes ? "both" : (step.voice == Voice::Words ? "spoken" : "sentence"));
    if (speaks) {
        const auto spoken = speakShort(step, said, spokenTrue);
        if (!spoken)
            return tl::unexpected(spoken.error());
        query.speech = encodeSpeech(said, *spoken, step.input.encoder, step.state.config);
        audio = encodeAudio(step, *query.speech, trace);
        addSpokenWordLoss(step.terms, name + ".word", audio.tokens, query.speech->words, step.state.heads,
                          spokenWordWeight);
    }
    fuse(step, name, query, writes ? &text : nullptr, speaks ? &audio : nullptr, trace);
    return {};
}

} // namespace

Result<LossTerms> captionStep(TrainingState& state, const StepInput& input) {
    Step step{state, input, world::Random(input.seed, 1), Voice::None, {}, {}, {}, {}};
    step.voice = drawVoice(input, step.random);
    drawPictures(step);
    backend::Trace trace;
    step.image = state.network->vision->forward(step.batch.pictures.to(state.device), trace);
    addDenseLoss(step.terms, step.image.tokens, step.batch.labels, state.heads, denseWeight);
    if (step.voice == Voice::None)
        addWrittenWhole(step);
    else if (const auto spoken = addSpokenWhole(step); !spoken)
        return tl::unexpected(spoken.error());
    if (const auto added = addShort(step); !added)
        return tl::unexpected(added.error());
    return std::move(step.terms);
}

} // namespace triptych::training

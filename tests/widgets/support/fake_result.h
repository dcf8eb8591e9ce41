// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "inference/contract/run_result.h"

// A result that looks like the real ones, made of closed formulas: a ring, two squares, a star and a triangle on a soft
// ground, a caption of ten words in thirteen tokens, and a sound in which each word is a burst. What looks at what is
// known.
namespace triptych::test {

inline constexpr int pictureEdge = 448;
inline constexpr int gridEdge = 14;
inline constexpr int layerCount = 4;
inline constexpr int headCount = 8;
inline constexpr int audioFrames = 80;
inline constexpr double msPerAudioFrame = 40;

struct FakeObject {
    double x, y, radius; // in 0..1 of the picture
    int r, g, b;
};

// 0 ring, 1 and 2 squares, 3 star, 4 triangle
inline const std::vector<FakeObject>& fakeObjects() {
    static const std::vector<FakeObject> objects{{0.22, 0.56, 0.10, 214, 60, 60},
                                                 {0.55, 0.60, 0.11, 50, 110, 190},
                                                 {0.82, 0.68, 0.10, 50, 110, 190},
                                                 {0.40, 0.19, 0.09, 230, 180, 40},
                                                 {0.75, 0.25, 0.10, 50, 150, 100}};
    return objects;
}

struct FakeWord {
    const char* text;
    int tokens;
    std::vector<int> objects;
    double fromMs, toMs;
};

inline const std::vector<FakeWord>& fakeWords() {
    static const std::vector<FakeWord> words{{"a", 1, {}, 120, 200},          {"small", 1, {0}, 220, 520},
                                             {"red", 1, {0}, 550, 800},       {"ring", 1, {0}, 830, 1130},
                                             {"left", 1, {0}, 1180, 1440},    {"of", 1, {}, 1450, 1560},
                                             {"two", 1, {1, 2}, 1600, 1840},  {"striped", 2, {1, 2}, 1880, 2300},
                                             {"blue", 1, {1, 2}, 2330, 2570}, {"squares", 3, {1, 2}, 2600, 3050}};
    return words;
}

// How much a word looks at a point of the picture, 0..1.
inline double fakeGaze(const FakeWord& word, double x, double y) {
    double sum = 0.01;
    for (const int index : word.objects) {
        const FakeObject& object = fakeObjects()[static_cast<std::size_t>(index)];
        const double d2 = (x - object.x) * (x - object.x) + (y - object.y) * (y - object.y);
        sum += std::exp(-d2 / (0.5 * object.radius * object.radius));
    }
    return sum;
}

inline Picture fakePicture() {
    Picture picture{pictureEdge, pictureEdge, {}};
    for (int py = 0; py < pictureEdge; ++py) {
        for (int px = 0; px < pictureEdge; ++px) {
            const double x = (px + 0.5) / pictureEdge;
            const double y = (py + 0.5) / pictureEdge;
            int rgb[3] = {static_cast<int>(236 - 22 * y), static_cast<int>(230 - 14 * y),
                          static_cast<int>(222 - 2 * y)};
            for (std::size_t i = 0; i < fakeObjects().size(); ++i) {
                const FakeObject& object = fakeObjects()[i];
                const double distance = std::hypot(x - object.x, y - object.y);
                const double square = std::max(std::abs(x - object.x), std::abs(y - object.y));
                const bool isSquare = i == 1 || i == 2;
                const bool inside = isSquare ? square < 0.8 * object.radius
                                             : distance < object.radius && (i != 0 || distance > 0.5 * object.radius);
                if (!inside)
                    continue;
                const bool stripe = isSquare && std::fmod(x + y, 0.04) < 0.02;
                rgb[0] = stripe ? 140 : object.r;
                rgb[1] = stripe ? 180 : object.g;
                rgb[2] = stripe ? 225 : object.b;
            }
            for (const int channel : rgb)
                picture.rgb.push_back(static_cast<std::uint8_t>(channel));
        }
    }
    return picture;
}

inline void addFakeText(ShownInputs& inputs) {
    inputs.tokens.push_back({"[CLS]", {}, true, -1});
    std::int64_t at = 0;
    for (const FakeWord& word : fakeWords()) {
        const std::string text = word.text;
        const auto length = static_cast<std::int64_t>(text.size());
        inputs.words.push_back({text, {at, at + length}, static_cast<int>(inputs.tokens.size()), word.tokens});
        for (int piece = 0; piece < word.tokens; ++piece) {
            const std::int64_t from = length * piece / word.tokens;
            const std::int64_t to = length * (piece + 1) / word.tokens;
            inputs.tokens.push_back({text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)),
                                     {at + from, at + to},
                                     false,
                                     static_cast<int>(inputs.words.size()) - 1});
        }
        inputs.text += (inputs.text.empty() ? "" : " ") + text;
        at = static_cast<std::int64_t>(inputs.text.size()) + 1;
    }
    inputs.tokens.push_back({"[SEP]", {}, true, -1});
}

inline double fakeLoudness(double ms) {
    double loudness = 0.005;
    for (const FakeWord& word : fakeWords())
        if (ms > word.fromMs && ms < word.toMs)
            loudness = std::sin(std::numbers::pi * (ms - word.fromMs) / (word.toMs - word.fromMs));
    return loudness;
}

inline void addFakeSound(ShownInputs& inputs) {
    inputs.audioAxis = {audioFrames, msPerAudioFrame};
    inputs.sound.sampleRateHz = 16000;
    for (int i = 0; i < static_cast<int>(audioFrames * msPerAudioFrame * 16); ++i) {
        const double ms = i / 16.0;
        const double wave = std::sin(0.0628 * i) + 0.6 * std::sin(0.21 * i + 0.5) + 0.3 * std::sin(1.7 * i * i * 1e-4);
        inputs.sound.samples.push_back(static_cast<float>(0.4 * fakeLoudness(ms) * wave));
    }
    constexpr int frames = 320;
    constexpr int bins = 64;
    inputs.spectrogram.msPerFrame = 10;
    inputs.spectrogram.logMel = FloatArray({frames, bins});
    for (int bin = 0; bin < bins; ++bin) {
        const double mel = 2840.0 * (bin + 0.5) / bins;
        inputs.spectrogram.binHz.push_back(static_cast<float>(700 * (std::pow(10, mel / 2595) - 1)));
    }
    for (int frame = 0; frame < frames; ++frame)
        for (int bin = 0; bin < bins; ++bin) {
            const double formants = std::pow(std::cos(0.35 * bin + 0.02 * frame), 4) * std::exp(-bin / 30.0);
            inputs.spectrogram.logMel.row({frame})[static_cast<std::size_t>(bin)] =
                static_cast<float>(std::log(1e-3 + fakeLoudness(frame * 10.0) * formants));
        }
}

// Rows that sum to `mass`: a word's gaze over the patches.
inline void fillGaze(std::span<float> row, const FakeWord& word, double sharpness, double mass) {
    double sum = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const double x = (static_cast<double>(i % gridEdge) + 0.5) / gridEdge;
        const double y = (static_cast<double>(i / gridEdge) + 0.5) / gridEdge;
        row[i] = static_cast<float>(std::pow(fakeGaze(word, x, y), sharpness));
        sum += row[i];
    }
    for (float& value : row)
        value = static_cast<float>(value * mass / sum);
}

// The word spoken at that time; -1 in a pause.
inline int fakeWordAt(double ms) {
    for (std::size_t i = 0; i < fakeWords().size(); ++i)
        if (ms >= fakeWords()[i].fromMs && ms < fakeWords()[i].toMs)
            return static_cast<int>(i);
    return -1;
}

inline FakeWord fakeWordOrNone(int index) {
    return index >= 0 ? fakeWords()[static_cast<std::size_t>(index)] : FakeWord{"", 1, {}, 0, 0};
}

inline FakeWord fakeFrameWord(int frame) {
    return fakeWordOrNone(fakeWordAt((frame + 0.5) * msPerAudioFrame));
}

inline AttentionMap fakeAttention(const ShownInputs& inputs, int layer) {
    const int tokens = static_cast<int>(inputs.tokens.size());
    AttentionMap map;
    map.name = "fusion.layers." + std::to_string(layer) + ".cross_attention";
    map.tower = "fusion";
    map.layer = layer;
    map.cross = true;
    map.weights = FloatArray({headCount, tokens + audioFrames, gridEdge * gridEdge});
    map.queries = {{Modality::Text, 0, tokens}, {Modality::Audio, tokens, audioFrames}};
    map.keys = {{Modality::Image, 0, gridEdge * gridEdge}};
    for (int head = 0; head < headCount; ++head) {
        const double sharpness = 0.15 * (layer + 1) * (1 + head % 4);
        for (int token = 0; token < tokens; ++token)
            fillGaze(map.weights.row({head, token}),
                     fakeWordOrNone(inputs.tokens[static_cast<std::size_t>(token)].word), sharpness, 1);
        for (int frame = 0; frame < audioFrames; ++frame)
            fillGaze(map.weights.row({head, tokens + frame}), fakeFrameWord(frame), sharpness, 1);
    }
    return map;
}

inline Relevance fakeRelevance(const ShownInputs& inputs) {
    const int tokens = static_cast<int>(inputs.tokens.size());
    Relevance relevance;
    relevance.image = FloatArray({gridEdge, gridEdge});
    relevance.text = FloatArray({tokens});
    relevance.audio = FloatArray({audioFrames});
    relevance.links.textImage = FloatArray({tokens, gridEdge, gridEdge});
    relevance.links.audioImage = FloatArray({audioFrames, gridEdge, gridEdge});
    relevance.links.textAudio = FloatArray({tokens, audioFrames});
    relevance.links.audioText = FloatArray({audioFrames, tokens});
    for (int token = 0; token < tokens; ++token) {
        const int index = inputs.tokens[static_cast<std::size_t>(token)].word;
        const FakeWord word = fakeWordOrNone(index);
        const double mass = word.objects.empty() ? 0.02 : 0.3 + 0.04 * index;
        fillGaze(relevance.links.textImage.row({token}), word, 1, mass);
        relevance.text.values()[static_cast<std::size_t>(token)] = static_cast<float>(mass / 8);
        for (std::size_t patch = 0; patch < relevance.image.size(); ++patch)
            relevance.image.values()[patch] +=
                relevance.links.textImage.row({token})[patch] / static_cast<float>(tokens);
        for (int frame = 0; frame < audioFrames; ++frame) {
            const bool spoken = index >= 0 && fakeWordAt((frame + 0.5) * msPerAudioFrame) == index;
            const auto weight = static_cast<float>(spoken ? 0.06 : 0.0008);
            relevance.links.textAudio.row({token})[static_cast<std::size_t>(frame)] = weight;
            relevance.links.audioText.row({frame})[static_cast<std::size_t>(token)] = weight;
        }
    }
    for (int frame = 0; frame < audioFrames; ++frame) {
        const FakeWord word = fakeFrameWord(frame);
        fillGaze(relevance.links.audioImage.row({frame}), word, 1, word.objects.empty() ? 0.02 : 0.35);
        relevance.audio.values()[static_cast<std::size_t>(frame)] = word.objects.empty() ? 0.0005F : 0.012F;
    }
    return relevance;
}

inline RunResult buildFakeResult() {
    RunResult result;
    result.model.family = "tri";
    result.model.label = "Built-in tri-modal";
    result.model.hash = "0123456789abcdef";
    result.model.modalities = {Modality::Image, Modality::Text, Modality::Audio};
    result.model.towers = {
        {"vision", {4, 4}}, {"text", {4, 4}}, {"audio", {4, 4}}, {"fusion", {layerCount, headCount}}};
    result.model.hasMatchHead = true;
    result.device = "cpu";
    result.inputs.picture = fakePicture();
    result.inputs.patchGrid = {gridEdge, gridEdge, 0, 0, pictureEdge, pictureEdge};
    addFakeText(result.inputs);
    addFakeSound(result.inputs);
    result.target.kind = TargetKind::Match;
    result.targetValue = 0.968;
    result.scores = {{"scores.match", FloatArray({1}, 0.968F)},
                     {"scores.image_text", FloatArray({1, 1}, 0.412F)},
                     {"scores.image_audio", FloatArray({1, 1}, 0.371F)},
                     {"scores.text_audio", FloatArray({1, 1}, 0.655F)}};
    for (int layer = 0; layer < layerCount; ++layer)
        result.attention.push_back(fakeAttention(result.inputs, layer));
    result.relevance = fakeRelevance(result.inputs);
    result.times = {{"prepare", 0.004}, {"forward", 0.009}, {"explain", 0.012}};
    result.peakBytes = 48 << 20;
    return result;
}

// The result of `request` on the fake sample, which is built once: that takes longer than anything a test looks at.
inline RunResult fakeResult(const RunRequest& request) {
    static const RunResult built = buildFakeResult();
    RunResult result = built;
    result.id = request.id;
    result.request = request;
    return result;
}

} // namespace triptych::test

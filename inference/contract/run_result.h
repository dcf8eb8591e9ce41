// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inference/base/array.h"
#include "inference/contract/coalition_game.h"
#include "inference/contract/descriptor.h"
#include "inference/contract/media.h"
#include "inference/contract/run_request.h"
#include "inference/contract/units.h"

namespace triptych {

// A stretch of one axis of an attention map that belongs to one modality.
struct AxisSegment {
    Modality modality = Modality::Text;
    int begin = 0;
    int count = 0;

    bool operator==(const AxisSegment&) const = default;
};

// One watched attention operation of the explained sample, after the softmax. Row = the query that looks.
struct AttentionMap {
    std::string name; // trace name: "fusion.layers.0.cross_attention"
    std::string tower;
    int layer = 0;
    bool cross = false;
    FloatArray weights; // [head, query, key]
    // Image segments leave class tokens out; positions in no segment are special.
    std::vector<AxisSegment> queries;
    std::vector<AxisSegment> keys;
    // [query]: the share of each row in what the target reads of this stream, one-hot for a class token. Empty: the
    // target does not read this stream, or reads it through attention pooling, which is a map of its own.
    std::vector<float> readout = {};

    bool operator==(const AttentionMap&) const = default;
};

// Who looks at what, one row per unit that looks. An empty array: the method or the sample does not yield it.
struct Links {
    FloatArray textImage;  // [token, row, col]
    FloatArray audioImage; // [frame, row, col]
    FloatArray textAudio;  // [token, frame]
    FloatArray audioText;  // [frame, token]

    bool operator==(const Links&) const = default;
};

// Raw values toward the target, before any normalisation or up-sampling. An empty array: not available.
struct Relevance {
    FloatArray image;  // [row, col]
    FloatArray pixels; // [height, width] of the preprocessed image
    FloatArray text;   // [token]
    FloatArray audio;  // [frame]
    Links links;
    // What the method measured of itself: "completeness_error".
    std::map<std::string, double> figures;

    bool operator==(const Relevance&) const = default;
};

// The first item of each modality as it was decoded and cut into units.
struct ShownInputs {
    Picture picture;
    PatchGrid patchGrid;
    // Boxes of the image's units, unit 0 first, where a model knows them: the regions that it reads in place of patches
    // (the patch grid is empty then), or what a detector finds at each patch. A box may reach beyond the picture.
    std::vector<Box> regions;
    std::string text;
    std::vector<Token> tokens;
    std::vector<Word> words;
    int firstWritten = -1; // of `tokens`: what a decoder wrote begins here; -1: it wrote nothing
    Sound sound;
    Spectrogram spectrogram;
    AudioAxis audioAxis;

    bool operator==(const ShownInputs&) const = default;
};

// What a method that removes units could remove: patches or regions, words' tokens, frames.
[[nodiscard]] UnitCounts countUnits(const ShownInputs& inputs);

struct StageTime {
    std::string stage; // "load", "prepare", "forward", "explain"
    double seconds = 0;

    bool operator==(const StageTime&) const = default;
};

// The outcome of one run: plain values, immutable once posted.
struct RunResult {
    RunId id = 0;
    RunRequest request;
    ModelDescriptor model;
    std::string device;
    ShownInputs inputs;
    std::vector<Modality> missingModalities;

    // Score tables by trace name: "scores.image_text" [image, text], "scores.match" [1].
    std::map<std::string, FloatArray> scores;
    Target target; // never Default
    double targetValue = 0;
    // Without the request's interventions; nothing where it has none.
    std::optional<double> targetBefore;
    std::map<std::string, FloatArray> scoresBefore;

    std::vector<AttentionMap> attention;
    Relevance relevance;
    std::vector<StageTime> times;
    std::int64_t peakBytes = 0;
    std::vector<std::string> notices;

    bool operator==(const RunResult&) const = default;
};

} // namespace triptych

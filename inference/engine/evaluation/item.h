// SPDX-License-Identifier: GPL-3.0-or-later
// What a model is asked about one scene, with the truth.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "inference/base/array.h"
#include "inference/base/error.h"
#include "inference/contract/sample.h"
#include "inference/contract/units.h"
#include "inference/world/caption.h"

namespace triptych::engine {

// A word, written or spoken, and the objects that it names.
struct AskedWord {
    CharRange chars;
    double fromMs = 0;
    double toMs = 0;
    std::vector<int> objects; // numbers in the mask

    bool operator==(const AskedWord&) const = default;
};

// A true caption of the scene.
struct AskedCaption {
    std::string split; // "text", "speech", "speech_unseen_voice", ...
    SampleItem item;
    std::vector<AskedWord> words;
    std::optional<world::Meaning> meaning;
};

// One thing changed: a false text, or a picture of which the text is false.
struct AskedNegative {
    std::string change; // "color", "swap", ...
    std::string trueText;
    std::string falseText;            // empty where the negative is a picture
    std::filesystem::path falseImage; // empty where it is a text
};

struct EvaluationItem {
    std::string id;
    std::filesystem::path image;
    ByteArray mask; // [height, width], object numbers; empty: not known
    int objects = 0;
    std::optional<world::Scene> scene;
    std::vector<AskedCaption> retrieval;
    std::vector<AskedNegative> negatives;
    std::vector<AskedCaption> pointing;
};

// Scenes one after another. The files of an item stay until the next one is asked for.
class EvaluationSource {
public:
    virtual ~EvaluationSource() = default;

    [[nodiscard]] virtual std::size_t count() const = 0;
    [[nodiscard]] virtual Result<EvaluationItem> item(std::size_t index) = 0;
};

} // namespace triptych::engine

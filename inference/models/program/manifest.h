// SPDX-License-Identifier: GPL-3.0-or-later
// triptych.json: what a TorchScript program takes and returns. tools/export_model.py writes it.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "inference/models/config_view.h"
#include "inference/models/model.h"

namespace triptych::models::program {

inline constexpr const char* manifestName = "triptych.json";

// One tensor of those that the program returns. Attention maps, [batch, heads, query, key] after the softmax, name the
// streams whose tokens look and are looked at.
struct Output {
    std::string name; // of the trace scheme: "text.layers.0.attention", "embedding.image", "logits.match"
    std::string query;
    std::string key;
    int heads = 0;

    [[nodiscard]] bool isAttention() const { return !query.empty(); }
};

// Tokens of one modality in a stream, behind `skip` tokens that belong to none.
struct Segment {
    Modality modality = Modality::Text;
    int skip = 0;
};

enum class ReadAt { EndOfText, Mean };

struct Stream {
    std::vector<Segment> segments;
    // Where the score is read: a position, negative ones counted from the end. The target need not read every stream.
    std::variant<std::monostate, int, ReadAt> read;
};

struct Manifest {
    std::string name;
    std::string program;             // file name
    std::vector<std::string> inputs; // of forward, in order: "pixel_values"
    std::vector<Output> outputs;     // in the order in which they are returned
    std::map<std::string, Stream> streams;
    // Preparation of each modality, keys as in preprocessor_config.json.
    ConfigView image;
    ConfigView text;
    ConfigView audio;

    [[nodiscard]] bool takes(std::string_view input) const;
    [[nodiscard]] bool returns(std::string_view output) const;
    // Of the inputs, in the order image, text, audio.
    [[nodiscard]] std::vector<Modality> modalities() const;
    [[nodiscard]] std::map<std::string, TowerDescriptor> towers() const;
};

// BadFormat says which entry is missing or wrong.
[[nodiscard]] Result<Manifest> readManifest(const std::filesystem::path& file);

} // namespace triptych::models::program

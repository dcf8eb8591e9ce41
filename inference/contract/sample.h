// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inference/contract/modality.h"
#include "inference/contract/units.h"

namespace triptych {

// One image, text or sound. A text is held by value; images and sounds by file.
struct SampleItem {
    Modality modality = Modality::Text;
    std::string text;
    std::filesystem::path file;
    std::optional<Box> part = std::nullopt; // of a picture: what is looked at; all of it unless said

    bool operator==(const SampleItem&) const = default;
};

// What one run looks at: any number of items of each modality, in the order in which they were given.
struct Sample {
    std::string id;
    std::vector<SampleItem> items;
    // Numbers a model family understands, "max_new_tokens" for example.
    std::map<std::string, double> options;
    // Prepared region features; empty where the model takes pictures.
    std::filesystem::path regions;

    [[nodiscard]] std::vector<SampleItem> of(Modality modality) const {
        std::vector<SampleItem> found;
        for (const SampleItem& item : items)
            if (item.modality == modality)
                found.push_back(item);
        return found;
    }
    [[nodiscard]] bool has(Modality modality) const { return !of(modality).empty(); }

    bool operator==(const Sample&) const = default;
};

} // namespace triptych

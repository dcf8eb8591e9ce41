// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inference/contract/sample.h"
#include "inference/contract/units.h"

namespace triptych::projects {

// One object of a scene whose truth is known.
struct TruthObject {
    int number = 0; // pixel value in the mask
    std::string shape;
    std::string colour;
    std::string size;
    std::string fill;

    bool operator==(const TruthObject&) const = default;
};

// Where a text or a sound names objects.
struct Mention {
    Modality modality = Modality::Text; // Text or Audio
    int item = 0;                       // index among the sample's texts or sounds
    CharRange chars;                    // of a text
    double fromMs = 0;                  // of a sound
    double toMs = 0;
    std::vector<int> objects; // numbers of TruthObject

    bool operator==(const Mention&) const = default;
};

// A caption or a picture of which one thing is changed, so that it is false of the sample.
struct HardNegative {
    std::string changed;         // "color", "relation"
    std::string language;        // of the caption
    std::string text;            // empty where a picture is changed
    std::filesystem::path image; // empty where a caption is changed
    std::optional<int> of;       // the text that was changed, as its index among the sample's texts

    bool operator==(const HardNegative&) const = default;
};

// What is known for certain about a sample.
struct Truth {
    std::filesystem::path mask; // 8 bit picture of object numbers, 0 = background
    std::vector<TruthObject> objects;
    std::vector<Mention> mentions;
    std::vector<HardNegative> negatives;

    bool operator==(const Truth&) const = default;
};

// A sample as lists show it.
struct SampleEntry {
    Sample sample;
    std::vector<std::string> languages;         // of each text ("en", "zh"); may be shorter
    std::vector<std::optional<int>> spokenText; // of each sound: the text that it speaks
    std::optional<Truth> truth;

    bool operator==(const SampleEntry&) const = default;
};

} // namespace triptych::projects

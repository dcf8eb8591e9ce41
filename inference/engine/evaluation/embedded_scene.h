// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace triptych::engine {

// Unit vectors of the joint embedding: one scene's picture and its captions.
struct EmbeddedScene {
    std::vector<float> image;
    std::map<std::string, std::vector<float>> captions; // by split
};

} // namespace triptych::engine

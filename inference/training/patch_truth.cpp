// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/patch_truth.h"

#include <algorithm>
#include <cassert>

namespace triptych::training {

namespace {

// Pixels per [object number, patch].
std::vector<std::vector<int>> countPixels(const world::RenderedScene& picture, int objectCount, int patchesPerEdge) {
    const int patchEdge = picture.edge / patchesPerEdge;
    std::vector<std::vector<int>> pixels(static_cast<std::size_t>(objectCount) + 1,
                                         std::vector<int>(static_cast<std::size_t>(patchesPerEdge * patchesPerEdge)));
    for (int y = 0; y < picture.edge; ++y)
        for (int x = 0; x < picture.edge; ++x) {
            const int number = picture.mask[static_cast<std::size_t>(y * picture.edge + x)];
            ++pixels[static_cast<std::size_t>(number)]
                    [static_cast<std::size_t>(y / patchEdge * patchesPerEdge + x / patchEdge)];
        }
    return pixels;
}

bool centreShows(const world::RenderedScene& picture, int number, int patch, int patchesPerEdge) {
    const int patchEdge = picture.edge / patchesPerEdge;
    const int x = patch % patchesPerEdge * patchEdge + patchEdge / 2;
    const int y = patch / patchesPerEdge * patchEdge + patchEdge / 2;
    return picture.mask[static_cast<std::size_t>(y * picture.edge + x)] == number;
}

int ownerOf(const std::vector<std::vector<int>>& pixels, std::size_t patch, int patchPixels) {
    int best = 0;
    int covered = 0;
    for (std::size_t number = 1; number < pixels.size(); ++number) {
        covered += pixels[number][patch];
        if (best == 0 || pixels[number][patch] > pixels[static_cast<std::size_t>(best)][patch])
            best = static_cast<int>(number);
    }
    if (covered * 32 <= patchPixels)
        return 0;
    return pixels[static_cast<std::size_t>(best)][patch] * 4 >= patchPixels ? best : -1;
}

} // namespace

PatchTruth patchTruth(const world::RenderedScene& picture, int objectCount, int patchesPerEdge) {
    assert(picture.edge % patchesPerEdge == 0);
    const int patchEdge = picture.edge / patchesPerEdge;
    const auto pixels = countPixels(picture, objectCount, patchesPerEdge);
    PatchTruth truth;
    for (int patch = 0; patch < patchesPerEdge * patchesPerEdge; ++patch)
        truth.owner.push_back(ownerOf(pixels, static_cast<std::size_t>(patch), patchEdge * patchEdge));
    for (int number = 1; number <= objectCount; ++number) {
        std::vector<int> patches;
        for (int patch = 0; patch < patchesPerEdge * patchesPerEdge; ++patch)
            if (centreShows(picture, number, patch, patchesPerEdge))
                patches.push_back(patch);
        if (patches.empty()) {
            const auto& filled = pixels[static_cast<std::size_t>(number)];
            patches.push_back(static_cast<int>(std::ranges::max_element(filled) - filled.begin()));
        }
        truth.objectPatches.push_back(std::move(patches));
    }
    return truth;
}

} // namespace triptych::training

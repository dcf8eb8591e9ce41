// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/grounding_dino/positions.h"

#include <algorithm>
#include <array>
#include <numbers>

namespace triptych::models::grounding_dino {

namespace {

constexpr std::array<std::int64_t, 4> separators{101, 102, 1012, 1029};
constexpr double fullTurn = 2 * std::numbers::pi;

at::Tensor wavelengths(int width, double temperature, at::Device device) {
    const at::Tensor index = at::arange(width, at::TensorOptions(device).dtype(at::kFloat));
    return at::pow(temperature, at::floor(index / 2) * 2 / width);
}

// angles [..., width] -> sines of the even, cosines of the odd places.
at::Tensor alternate(const at::Tensor& angles) {
    const at::Tensor even = angles.slice(-1, 0, std::nullopt, 2);
    const at::Tensor odd = angles.slice(-1, 1, std::nullopt, 2);
    return at::stack({even.sin(), odd.cos()}, -1).flatten(-2);
}

at::Tensor isSeparator(const at::Tensor& ids) {
    at::Tensor found = at::zeros_like(ids, at::kBool);
    for (const std::int64_t separator : separators)
        found = found.logical_or(ids.eq(separator));
    return found;
}

} // namespace

at::Tensor sineOfPlaces(const at::Tensor& places, int width, double temperature) {
    const at::Tensor waves = wavelengths(width, temperature, places.device());
    std::vector<at::Tensor> encoded;
    for (const at::Tensor& place : places.unbind(-1))
        encoded.push_back(alternate(place.unsqueeze(-1) * fullTurn / waves));
    if (encoded.size() > 1)
        std::swap(encoded[0], encoded[1]);
    return at::cat(encoded, -1);
}

at::Tensor sineOfGrid(const at::Tensor& valid, int width, double temperature) {
    constexpr double tiny = 1e-6;
    const at::Tensor rows = valid.cumsum(1, at::kFloat);
    const at::Tensor cols = valid.cumsum(2, at::kFloat);
    const at::Tensor y = rows / (rows.narrow(1, rows.size(1) - 1, 1) + tiny) * fullTurn;
    const at::Tensor x = cols / (cols.narrow(2, cols.size(2) - 1, 1) + tiny) * fullTurn;
    const at::Tensor waves = wavelengths(width / 2, temperature, valid.device());
    return at::cat({alternate(y.unsqueeze(-1) / waves), alternate(x.unsqueeze(-1) / waves)}, -1).flatten(1, 2);
}

TextLayout layOutText(const at::Tensor& ids) {
    const std::int64_t tokens = ids.size(1);
    const at::Tensor separator = isSeparator(ids);
    const at::Tensor index = at::arange(tokens, ids.options()).unsqueeze(0).expand_as(ids);
    // The separator that ends the label of each token, and the one before it.
    at::Tensor next = at::where(separator, index, at::full_like(index, tokens));
    next = std::get<0>(next.flip({1}).cummin(1)).flip({1});
    at::Tensor before = std::get<0>(at::where(separator, index, at::full_like(index, -1)).cummax(1));
    before = at::cat({at::full_like(before.narrow(1, 0, 1), -1), before.narrow(1, 0, tokens - 1)}, 1);
    // [CLS], what a closing [SEP] ends and what nothing ends are no labels: these tokens look at themselves only.
    const at::Tensor isLabel = next.ne(0).logical_and(next.ne(tokens - 1)).logical_and(next.ne(tokens));
    const at::Tensor same = next.unsqueeze(2).eq(next.unsqueeze(1)).logical_and(isLabel.unsqueeze(1));
    const at::Tensor itself = at::eye(tokens, ids.options().dtype(at::kBool)).unsqueeze(0);
    return {same.logical_or(itself), at::where(isLabel, index - before - 1, at::zeros_like(index)).clamp_min(0)};
}

std::vector<std::vector<int>> labelsOf(const at::Tensor& ids) {
    std::vector<std::vector<int>> labels;
    const at::Tensor row = ids.to(at::kCPU, at::kLong).contiguous();
    const std::int64_t* id = row.const_data_ptr<std::int64_t>();
    bool inside = false;
    for (std::int64_t i = 0; i < row.numel(); ++i) {
        const bool isWord = id[i] != 0 && std::ranges::find(separators, id[i]) == separators.end();
        if (isWord && !inside)
            labels.emplace_back();
        if (isWord)
            labels.back().push_back(static_cast<int>(i));
        inside = isWord;
    }
    return labels;
}

} // namespace triptych::models::grounding_dino

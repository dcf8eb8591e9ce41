// SPDX-License-Identifier: GPL-3.0-or-later
// Rotary positions: pairs of a query's or key's values are turned by an angle that grows with the token's position.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ATen/ATen.h>

#include "inference/models/config_view.h"

namespace triptych::models {

enum class RotaryScaling { None, Linear, Dynamic, Llama3, Yarn };

struct RotaryConfig {
    int width = 0; // values of a head that are turned; even, the first ones of the head
    double theta = 10000;
    RotaryScaling scaling = RotaryScaling::None;
    double factor = 1;
    int maxPositions = 2048; // of training; where dynamic scaling sets in
    // Llama3, Yarn.
    double trainedPositions = 2048;
    double lowFrequencyFactor = 1;
    double highFrequencyFactor = 4;
    double fastTurns = 32;
    double slowTurns = 1;
    bool truncatesRange = true;
    double amplitude = 1; // of cosine and sine
    // Pairs that follow the time, height and width position; empty: one position for all.
    std::vector<int> sections;

    // A text configuration: "rope_scaling" or "rope_parameters" with "rope_theta", which may also stand outside. An
    // unknown kind is noted as an error.
    [[nodiscard]] static RotaryConfig read(const ConfigView& config, int headWidth, int maxPositions,
                                           double defaultTheta = 10000);
    // One object of rotary parameters; `config` gives what stands outside it.
    [[nodiscard]] static RotaryConfig readParameters(const ConfigView& parameters, const ConfigView& config,
                                                     int headWidth, int maxPositions, double defaultTheta);
};

// Cosine and sine of every angle, broadcastable to [batch, heads, n, width].
struct RotaryTables {
    at::Tensor cosine;
    at::Tensor sine;
};

class Rotary {
public:
    Rotary() = default;
    explicit Rotary(RotaryConfig config);

    // positions int64 [batch, n], or [3, batch, n] (time, height, width) where there are sections.
    [[nodiscard]] RotaryTables tables(const at::Tensor& positions) const;

    [[nodiscard]] const RotaryConfig& config() const { return m_config; }

private:
    RotaryConfig m_config;
    at::Tensor m_frequencies; // float32 [width / 2] on the CPU
};

// Angle per position, float32 [width / 2]: theta^(-2i / width).
[[nodiscard]] at::Tensor rotaryFrequencies(double theta, int width);

// Turns values i and i + width / 2 of each head together. values [batch, heads, n, d]; those from `width` on stay.
[[nodiscard]] at::Tensor rotate(const at::Tensor& values, const RotaryTables& tables);

} // namespace triptych::models

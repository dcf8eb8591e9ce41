// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/blocks/rotary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <optional>
#include <utility>

#include <ATen/ATen.h>

namespace triptych::models {

namespace {

constexpr std::array<std::pair<std::string_view, RotaryScaling>, 6> scalingNames{{
    {"default", RotaryScaling::None},
    {"mrope", RotaryScaling::None},
    {"linear", RotaryScaling::Linear},
    {"dynamic", RotaryScaling::Dynamic},
    {"llama3", RotaryScaling::Llama3},
    {"yarn", RotaryScaling::Yarn},
}};

RotaryScaling readScaling(const ConfigView& parameters) {
    const std::string wanted = parameters.text("rope_type", parameters.text("type", "default"));
    for (const auto& [name, scaling] : scalingNames)
        if (name == wanted)
            return scaling;
    parameters.require(false, "The rotary positions \"" + wanted + "\" are not supported.");
    return RotaryScaling::None;
}

// The amplitude that keeps the softmax as sharp as in training when positions are stretched.
double yarnAmplitude(double factor, double weight) {
    return factor <= 1 ? 1.0 : 0.1 * weight * std::log(factor) + 1.0;
}

double readAmplitude(const ConfigView& parameters, double factor) {
    if (parameters.has("attention_factor"))
        return parameters.real("attention_factor", 1);
    const double weight = parameters.real("mscale", 0);
    const double weightAll = parameters.real("mscale_all_dim", 0);
    if (weight != 0 && weightAll != 0)
        return yarnAmplitude(factor, weight) / yarnAmplitude(factor, weightAll);
    return yarnAmplitude(factor, 1);
}

// Long waves are stretched, short ones kept, those between are mixed.
at::Tensor llama3Frequencies(const at::Tensor& plain, const RotaryConfig& config) {
    const at::Tensor length = 2 * std::numbers::pi / plain;
    const double longest = config.trainedPositions / config.lowFrequencyFactor;
    const double shortest = config.trainedPositions / config.highFrequencyFactor;
    const at::Tensor mix = (config.trainedPositions / length - config.lowFrequencyFactor) /
                           (config.highFrequencyFactor - config.lowFrequencyFactor);
    const at::Tensor mixed = (1 - mix) * plain / config.factor + mix * plain;
    return at::where(length.gt(longest), plain / config.factor, at::where(length.lt(shortest), plain, mixed));
}

// The pair that turns `turns` times over the positions of training.
double pairOfTurns(double turns, const RotaryConfig& config) {
    return config.width * std::log(config.trainedPositions / (turns * 2 * std::numbers::pi)) /
           (2 * std::log(config.theta));
}

at::Tensor yarnFrequencies(const at::Tensor& plain, const RotaryConfig& config) {
    double low = pairOfTurns(config.fastTurns, config);
    double high = pairOfTurns(config.slowTurns, config);
    if (config.truncatesRange) {
        low = std::floor(low);
        high = std::ceil(high);
    }
    low = std::max(low, 0.0);
    high = std::min(high, config.width - 1.0);
    if (low == high)
        high += 0.001;
    const at::Tensor stretched = ((at::arange(plain.size(0), plain.options()) - low) / (high - low)).clamp(0, 1);
    return plain / config.factor * stretched + plain * (1 - stretched);
}

// With every token beyond the positions of training the base grows.
at::Tensor dynamicFrequencies(const RotaryConfig& config, const at::Tensor& positions) {
    const auto length =
        static_cast<double>(std::max<std::int64_t>(positions.max().item<std::int64_t>() + 1, config.maxPositions));
    const double growth = config.factor * length / config.maxPositions - (config.factor - 1);
    return rotaryFrequencies(config.theta * std::pow(growth, config.width / (config.width - 2.0)), config.width);
}

// angles [3, batch, n, pairs] -> [batch, n, pairs]: section i follows position i modulo 3.
at::Tensor pickSections(const at::Tensor& angles, const std::vector<int>& sections) {
    std::vector<at::Tensor> picked;
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        picked.push_back(angles[static_cast<std::int64_t>(i % 3)].narrow(-1, begin, sections[i]));
        begin += sections[i];
    }
    return at::cat(picked, -1);
}

} // namespace

RotaryConfig RotaryConfig::read(const ConfigView& config, int headWidth, int maxPositions, double defaultTheta) {
    const bool isOld = config.has("rope_scaling");
    return readParameters(config.section(isOld ? "rope_scaling" : "rope_parameters"), config, headWidth, maxPositions,
                          defaultTheta);
}

RotaryConfig RotaryConfig::readParameters(const ConfigView& parameters, const ConfigView& config, int headWidth,
                                          int maxPositions, double defaultTheta) {
    RotaryConfig read;
    read.theta = parameters.real("rope_theta", config.real("rope_theta", defaultTheta));
    read.scaling = readScaling(parameters);
    // The classes turn whole heads where nothing is scaled, whatever the configuration says.
    const double share = read.scaling == RotaryScaling::None
                             ? 1
                             : parameters.real("partial_rotary_factor", config.real("partial_rotary_factor", 1));
    read.width = static_cast<int>(headWidth * share);
    read.maxPositions = maxPositions;
    read.trainedPositions = config.real("original_max_position_embeddings",
                                        parameters.real("original_max_position_embeddings", maxPositions));
    read.factor = parameters.real("factor", read.scaling == RotaryScaling::Yarn && read.trainedPositions > 0
                                                ? maxPositions / read.trainedPositions
                                                : 1);
    read.lowFrequencyFactor = parameters.real("low_freq_factor", read.lowFrequencyFactor);
    read.highFrequencyFactor = parameters.real("high_freq_factor", read.highFrequencyFactor);
    read.fastTurns = parameters.real("beta_fast", read.fastTurns);
    read.slowTurns = parameters.real("beta_slow", read.slowTurns);
    read.truncatesRange = parameters.flag("truncate", true);
    if (read.scaling == RotaryScaling::Yarn)
        read.amplitude = readAmplitude(parameters, read.factor);
    read.sections = parameters.integers("mrope_section", {});
    config.require(read.theta > 0 && read.factor > 0 && read.trainedPositions > 0 && read.lowFrequencyFactor > 0 &&
                       read.highFrequencyFactor > read.lowFrequencyFactor,
                   "The rotary positions need a positive \"rope_theta\" and \"factor\".");
    config.require(read.width >= 2 && read.width % 2 == 0 && read.width <= headWidth,
                   "The rotary positions need an even width of at most one head.");
    return read;
}

at::Tensor rotaryFrequencies(double theta, int width) {
    const at::Tensor exponents = at::arange(0, width, 2, at::kFloat) / width;
    return at::pow(theta, exponents).reciprocal();
}

Rotary::Rotary(RotaryConfig config)
    : m_config(std::move(config)) {
    m_frequencies = rotaryFrequencies(m_config.theta, m_config.width);
    if (m_config.scaling == RotaryScaling::Linear)
        m_frequencies = m_frequencies / m_config.factor;
    else if (m_config.scaling == RotaryScaling::Llama3)
        m_frequencies = llama3Frequencies(m_frequencies, m_config);
    else if (m_config.scaling == RotaryScaling::Yarn)
        m_frequencies = yarnFrequencies(m_frequencies, m_config);
}

RotaryTables Rotary::tables(const at::Tensor& positions) const {
    const at::Tensor frequencies =
        m_config.scaling == RotaryScaling::Dynamic ? dynamicFrequencies(m_config, positions) : m_frequencies;
    at::Tensor angles = positions.unsqueeze(-1).to(at::kFloat) * frequencies.to(positions.device());
    if (positions.dim() == 3)
        angles = m_config.sections.empty() ? angles[0] : pickSections(angles, m_config.sections);
    const at::Tensor both = at::cat({angles, angles}, -1).unsqueeze(1);
    return {both.cos() * m_config.amplitude, both.sin() * m_config.amplitude};
}

at::Tensor rotate(const at::Tensor& values, const RotaryTables& tables) {
    const std::int64_t width = tables.cosine.size(-1);
    const at::Tensor turned = values.narrow(-1, 0, width);
    const std::int64_t half = width / 2;
    const at::Tensor across = at::cat({-turned.narrow(-1, half, half), turned.narrow(-1, 0, half)}, -1);
    const at::Tensor result =
        turned * tables.cosine.to(values.scalar_type()) + across * tables.sine.to(values.scalar_type());
    if (width == values.size(-1))
        return result;
    return at::cat({result, values.narrow(-1, width, values.size(-1) - width)}, -1);
}

} // namespace triptych::models

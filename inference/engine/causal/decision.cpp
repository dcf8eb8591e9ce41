// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/causal/decision.h"

#include <algorithm>
#include <cstdio>

namespace triptych::engine {

namespace {

int itemsOf(const models::PreparedSample& sample, Modality modality) {
    return modality == Modality::Image ? sample.images : modality == Modality::Text ? sample.texts : sample.audios;
}

// The other items that could stand in the pair's second place; of the first where there is one item only.
std::vector<Target> otherPairs(const Target& target, const models::PreparedSample& sample) {
    std::vector<Target> rivals;
    const bool isSecond = itemsOf(sample, target.secondModality) > 1;
    const int count = itemsOf(sample, isSecond ? target.secondModality : target.firstModality);
    for (int item = 0; item < count; ++item) {
        Target rival = target;
        (isSecond ? rival.second : rival.first) = item;
        if (!(rival == target))
            rivals.push_back(rival);
    }
    return rivals;
}

// Every other class, as far as the model knows them.
std::vector<Target> otherClasses(const Target& target) {
    std::vector<Target> rivals;
    constexpr int mostClasses = 4096;
    for (int index = 0; index < mostClasses; ++index)
        if (index != target.index) {
            Target rival = target;
            rival.index = index;
            rivals.push_back(rival);
        }
    return rivals;
}

// Those that exist, the strongest first.
std::vector<Target> strongest(const std::vector<Target>& rivals, std::size_t most, const Laboratory& laboratory) {
    std::vector<std::pair<double, Target>> known;
    const Pass& pass = laboratory.untouched();
    for (const Target& rival : rivals) {
        const auto value = laboratory.model().targetValue(rival, pass.prepared, pass.trace);
        if (!value)
            break;
        known.emplace_back(value->item<double>(), rival);
    }
    std::ranges::stable_sort(known, std::ranges::greater(), &std::pair<double, Target>::first);
    std::vector<Target> best;
    for (std::size_t i = 0; i < known.size() && i < most; ++i)
        best.push_back(known[i].second);
    return best;
}

std::vector<Target> rivalsOf(const Laboratory& laboratory) {
    const Target& target = laboratory.target();
    if (target.kind == TargetKind::Pair)
        return strongest(otherPairs(target, laboratory.untouched().prepared), 8, laboratory);
    if (target.kind == TargetKind::Class)
        return strongest(otherClasses(target), 1, laboratory);
    return {};
}

std::string threeDigits(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

} // namespace

Result<Decision> Decision::make(const Laboratory& laboratory, const Changed& changed, const Monitor& monitor) {
    Decision decision;
    std::vector<Target> targets = rivalsOf(laboratory);
    decision.m_rivalTargets = targets;
    targets.insert(targets.begin(), laboratory.target());
    for (const Target& target : targets) {
        const Pass& pass = laboratory.untouched();
        decision.m_inputs.push_back(std::make_unique<explain::ExplainInput>(
            explain::ExplainInput{*changed.model, changed.sample, pass.trace, target, {}, 0}));
        auto game = explain::ModelGame::make(*decision.m_inputs.back());
        if (!game)
            return Failure(game.error());
        if (!decision.m_game)
            decision.m_game = std::move(*game);
        else
            decision.m_rivals.push_back(std::move(*game));
    }
    const std::string name = toString(laboratory.target());
    if (decision.m_rivals.empty()) {
        if (const auto chosen = decision.chooseThreshold(laboratory.target(), monitor); !chosen)
            return Failure(chosen.error());
        decision.m_words = name + " above " + threeDigits(decision.m_threshold);
    } else {
        decision.m_words = name + " above " + toString(targets[1]);
        if (targets.size() > 2)
            decision.m_words += " and " + std::to_string(targets.size() - 2) + " more";
    }
    return decision;
}

// A matching logit decides at 0; where nothing says at which value a target decides, half of what the sample is worth
// more than an empty one has to go.
Result<void> Decision::chooseThreshold(const Target& target, const Monitor& monitor) {
    if (target.kind == TargetKind::Match)
        return {};
    const auto size = static_cast<std::size_t>(m_game->units().total());
    const std::vector<Coalition> ends{Coalition(size, 0), Coalition(size, 1)};
    return m_game->values(ends, Substrate::Zero, {monitor.cancel, nullptr}).map([&](const auto& values) {
        m_threshold = (values[0] + values[1]) / 2;
    });
}

Result<std::vector<double>> Decision::margins(std::span<const Coalition> coalitions, const Monitor& monitor) const {
    const Monitor quiet{monitor.cancel, nullptr};
    auto own = m_game->values(coalitions, Substrate::Zero, quiet);
    if (!own)
        return own;
    std::vector<double> against(coalitions.size(), m_threshold);
    for (std::size_t rival = 0; rival < m_rivals.size(); ++rival) {
        const auto values = m_rivals[rival]->values(coalitions, Substrate::Zero, quiet);
        if (!values)
            return Failure(values.error());
        for (std::size_t i = 0; i < against.size(); ++i)
            against[i] = rival == 0 ? (*values)[i] : std::max(against[i], (*values)[i]);
    }
    for (std::size_t i = 0; i < against.size(); ++i)
        (*own)[i] -= against[i];
    return own;
}

} // namespace triptych::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "inference/engine/causal/laboratory.h"
#include "inference/explain/model_game.h"

namespace triptych::engine {

// What a target decides, as a margin over coalitions of the sample's units; see Counterfactual. The laboratory must
// outlive it.
class Decision {
public:
    // Decides by the model of the changed sample.
    [[nodiscard]] static Result<Decision> make(const Laboratory& laboratory, const Changed& changed,
                                               const Monitor& monitor);

    [[nodiscard]] const std::string& words() const { return m_words; }
    // What the target has to exceed: the best of these, or the threshold where there are none.
    [[nodiscard]] const std::vector<Target>& rivals() const { return m_rivalTargets; }
    [[nodiscard]] double threshold() const { return m_threshold; }
    [[nodiscard]] const explain::ModelGame& game() const { return *m_game; }
    // The target, less the best rival or the threshold, per coalition.
    [[nodiscard]] Result<std::vector<double>> margins(std::span<const Coalition> coalitions,
                                                      const Monitor& monitor) const;

private:
    Decision() = default;
    [[nodiscard]] Result<void> chooseThreshold(const Target& target, const Monitor& monitor);

    // Games refer to their inputs.
    std::vector<std::unique_ptr<explain::ExplainInput>> m_inputs;
    std::unique_ptr<explain::ModelGame> m_game;
    std::vector<std::unique_ptr<explain::ModelGame>> m_rivals;
    std::vector<Target> m_rivalTargets;
    double m_threshold = 0;
    std::string m_words;
};

} // namespace triptych::engine

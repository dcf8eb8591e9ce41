// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "inference/training/training_state.h"

namespace triptych::training {

// Means of the numbers of some steps, written as one JSON line each time.
class TrainingLog {
public:
    TrainingLog(std::filesystem::path file, bool append);

    void note(const std::map<std::string, double>& values);
    // {"step", "samples", "stage", "learningRate", "samplesPerSecond", ...means}; starts the means anew.
    [[nodiscard]] Result<void> write(const TrainingCounters& counters, const std::string& stage, double learningRate,
                                     double samplesPerSecond);

private:
    struct Mean {
        double sum = 0;
        std::int64_t count = 0;
    };

    std::filesystem::path m_file;
    std::map<std::string, Mean> m_means;
};

} // namespace triptych::training

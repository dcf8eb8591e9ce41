// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/training_log.h"

#include <cmath>
#include <fstream>
#include <utility>

#include <nlohmann/json.hpp>

namespace triptych::training {

TrainingLog::TrainingLog(std::filesystem::path file, bool append)
    : m_file(std::move(file)) {
    if (!append)
        std::filesystem::remove(m_file);
}

void TrainingLog::note(const std::map<std::string, double>& values) {
    for (const auto& [name, value] : values)
        if (std::isfinite(value)) {
            m_means[name].sum += value;
            ++m_means[name].count;
        }
}

Result<void> TrainingLog::write(const TrainingCounters& counters, const std::string& stage, double learningRate,
                                double samplesPerSecond) {
    nlohmann::ordered_json line;
    line["step"] = counters.step;
    line["samples"] = counters.samples;
    line["stage"] = stage;
    line["learningRate"] = learningRate;
    line["samplesPerSecond"] = samplesPerSecond;
    for (const auto& [name, mean] : m_means)
        line[name] = mean.sum / static_cast<double>(mean.count);
    m_means.clear();
    std::ofstream out(m_file, std::ios::app);
    out << line.dump() << '\n';
    if (!out.flush())
        return fail(ErrorCode::Internal, "The log could not be written; is the disk full?", m_file.string());
    return {};
}

} // namespace triptych::training

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "inference/base/error.h"
#include "inference/training/training_state.h"

namespace triptych::training {

struct TrainingReport {
    TrainingCounters counters;
    bool plain = false;
    bool finished = false;
    double seconds = 0; // of this call
    std::map<std::string, double> heldOut;
};

// report.json, and losses.png, matching.png and recall.png drawn from log.jsonl; all into `folder`.
[[nodiscard]] Result<void> writeReport(const TrainingReport& report, const std::filesystem::path& folder);

} // namespace triptych::training

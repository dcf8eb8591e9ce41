// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/retrieval_report.h"

#include <array>
#include <cstdio>

#include "inference/base/csv_field.h"

namespace triptych {

std::string cleaningList(const RetrievalReport& report) {
    std::string list = "problem,id,other,score\n";
    for (const std::string& id : report.mismatched)
        list += "mismatched," + csvField(id) + ",,\n";
    for (const SimilarPair& pair : report.nearDuplicates) {
        std::array<char, 32> score{};
        std::snprintf(score.data(), score.size(), "%.6f", static_cast<double>(pair.score));
        list += "near_duplicate_" + std::string(toString(pair.first.modality)) + "," + csvField(pair.firstId) + "," +
                csvField(pair.secondId) + "," + score.data() + "\n";
    }
    return list;
}

} // namespace triptych

// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/causes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace triptych {

namespace {

constexpr std::array<std::pair<StudyKind, std::string_view>, 8> studyIds{{
    {StudyKind::Heads, "heads"},
    {StudyKind::Looks, "looks"},
    {StudyKind::Restore, "restore"},
    {StudyKind::Subsets, "subsets"},
    {StudyKind::Counterfactual, "counterfactual"},
    {StudyKind::Swaps, "swaps"},
    {StudyKind::Lens, "lens"},
    {StudyKind::Paths, "paths"},
}};

} // namespace

std::string toString(StudyKind kind) {
    const auto found = std::ranges::find(studyIds, kind, [](const auto& entry) { return entry.first; });
    return std::string(found->second);
}

Result<StudyKind> parseStudyKind(std::string_view id) {
    const auto found = std::ranges::find(studyIds, id, [](const auto& entry) { return entry.second; });
    if (found != studyIds.end())
        return found->first;
    return fail(ErrorCode::InvalidInput,
                "is no study; use heads, looks, restore, subsets, counterfactual, swaps, lens or paths.",
                std::string(id));
}

} // namespace triptych

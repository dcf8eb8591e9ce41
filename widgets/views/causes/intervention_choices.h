// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done to the model with what is pointed at.
#pragma once

#include <QString>
#include <optional>

#include "inference/contract/intervention.h"
#include "inference/contract/run_result.h"
#include "widgets/session/selection.h"

namespace triptych::widgets {

class LinkedState;

// The selection as units of the engine: words become their tokens. Nothing where nothing of the modality is pinned.
[[nodiscard]] std::optional<triptych::UnitSet> pinnedUnits(const LinkedState& state, Modality modality);

// Units of the engine as those that are pointed at: tokens become the words that hold them.
[[nodiscard]] UnitSet shownUnits(const triptych::UnitSet& set, const RunResult& result);

// Pinned words (or moments) no longer look at the pinned region, or else at the one that they look at most.
[[nodiscard]] std::optional<KnockOut> knockOutOf(const LinkedState& state);
// Everything that is pinned, one set per modality.
[[nodiscard]] std::vector<Erase> erasuresOf(const LinkedState& state);
// Everything that is pinned takes its activations from another sample, in all layers or in the one that raw attention
// shows.
[[nodiscard]] std::vector<PatchActivation> patchesFrom(const Sample& source, const LinkedState& state);
// Which word of the sample, as it is without interventions, each shown word stands for: what takes the place of one
// word may be several.
[[nodiscard]] std::vector<int> sampleWords(const RunResult& result);
// The one pinned word, as a word of the sample without interventions; -1 where none or several are.
[[nodiscard]] int wordToSwap(const LinkedState& state);
// A later swap of a word takes the place of the earlier one; everything else comes last.
void addTo(std::vector<Intervention>& interventions, Intervention more);
// The head that raw attention shows, in the maps of its layer.
[[nodiscard]] std::vector<ScaleHeads> shownHead(const LinkedState& state);

// "ring no longer looks at 4 patches"; the result gives words and times their names and may be null.
[[nodiscard]] QString describe(const Intervention& intervention, const RunResult* result);
[[nodiscard]] QString describe(const triptych::UnitSet& set, const RunResult* result);

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/export.h"

#include "inference/backend/weights.h"
#include "inference/formats/atomic_file.h"
#include "inference/formats/safetensors.h"
#include "inference/training/vocabulary.h"

namespace triptych::training {

Result<void> exportModel(const TrainingState& state, const std::filesystem::path& folder) {
    return formats::writeFileAtomically(folder / "config.json", models::tri::toJson(state.config))
        .and_then(
            [&] { return formats::writeFileAtomically(folder / "tokenizer.json", tokenizerJson(worldVocabulary())); })
        .and_then([&] {
            return formats::writeSafetensors(folder / "model.safetensors", backend::copyWeights(*state.network),
                                             {{"format", "pt"}}, formats::FloatStorage::Half);
        });
}

} // namespace triptych::training

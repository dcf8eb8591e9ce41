// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/game_units.h"

#include <algorithm>

#include "inference/explain/unit_removal.h"

namespace triptych::explain {

namespace {

Result<void> addInputs(const ExplainInput& input, GameUnits& units) {
    if (const auto inputs = explainedInputs(input.sample, input.target))
        for (const ExplainedInput& place : *inputs) {
            if (!dependsOn(input.target, place.modality))
                continue;
            auto cut = cutIntoUnits(input, place);
            if (!cut)
                return Failure(cut.error());
            (place.modality == Modality::Image ? units.image : units.audio) = *std::move(cut);
        }
    units.counts.image = units.image ? static_cast<int>(units.image->count()) : 0;
    units.counts.audio = units.audio ? static_cast<int>(units.audio->count()) : 0;
    for (int unit = 0; unit < units.counts.image; ++unit)
        units.players.push_back(unit);
    return {};
}

// A word of the shown text; of another row everything between its first and its last token.
bool isWord(const std::vector<Token>& shown, int textRow, int token, int given) {
    if (textRow != 0 || shown.empty())
        return token > 0 && token + 1 < given;
    const auto place = static_cast<std::size_t>(token);
    return place < shown.size() && !shown[place].special && shown[place].chars.to > shown[place].chars.from;
}

void addText(const ExplainInput& input, GameUnits& units) {
    const auto found = input.sample.tensors.find(tokenIds);
    units.textRow = rowOf(input.target, Modality::Text);
    if (found == input.sample.tensors.end() || found->second.dim() != 2 || units.textRow >= found->second.size(0) ||
        !dependsOn(input.target, Modality::Text))
        return;
    const int given = static_cast<int>(found->second.size(1));
    const std::vector<Token>& tokens = input.sample.shown.tokens;
    // What a decoder wrote is shown behind the prompt; it has units, but nothing of it can be removed.
    units.counts.text = units.textRow == 0 ? std::max(given, static_cast<int>(tokens.size())) : given;
    for (int token = 0; token < given; ++token)
        if (isWord(tokens, units.textRow, token, given))
            units.players.push_back(units.counts.image + token);
}

} // namespace

Result<GameUnits> gameUnits(const ExplainInput& input) {
    GameUnits units;
    if (const auto added = addInputs(input, units); !added)
        return Failure(added.error());
    addText(input, units);
    for (int unit = 0; unit < units.counts.audio; ++unit)
        units.players.push_back(units.counts.image + units.counts.text + unit);
    if (units.players.empty())
        return fail(ErrorCode::InvalidInput, "Nothing of this sample can be removed; add a word, an image or a sound.",
                    toString(input.target));
    return units;
}

} // namespace triptych::explain

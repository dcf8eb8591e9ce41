// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/target_words.h"
#include "widgets/panels/sound_canvas.h"

namespace triptych::widgets {

std::vector<plot::SpokenWord> spokenWords(const Session& session) {
    const projects::SampleEntry& entry = session.entry();
    const std::optional<int> audio = session.audioIndex();
    if (!entry.truth || !audio || static_cast<std::size_t>(*audio) >= entry.spokenText.size() ||
        !entry.spokenText[static_cast<std::size_t>(*audio)])
        return {};
    const int textIndex = *entry.spokenText[static_cast<std::size_t>(*audio)];
    const std::vector<SampleItem> texts = entry.sample.of(Modality::Text);
    if (textIndex < 0 || static_cast<std::size_t>(textIndex) >= texts.size())
        return {};
    std::vector<projects::Mention> spoken;
    std::vector<projects::Mention> written;
    for (const projects::Mention& mention : entry.truth->mentions) {
        if (mention.modality == Modality::Audio && mention.item == *audio)
            spoken.push_back(mention);
        else if (mention.modality == Modality::Text && mention.item == textIndex)
            written.push_back(mention);
    }
    // The sound speaks this very text, so its mentions come in the same order and number.
    if (spoken.size() != written.size())
        return {};
    std::vector<plot::SpokenWord> words;
    for (std::size_t i = 0; i < spoken.size(); ++i)
        words.push_back({partOf(texts[static_cast<std::size_t>(textIndex)].text, written[i].chars), spoken[i].fromMs,
                         spoken[i].toMs});
    return words;
}

} // namespace triptych::widgets

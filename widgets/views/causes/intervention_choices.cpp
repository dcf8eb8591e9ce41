// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/causes/intervention_choices.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>

#include "inference/numerics/linked_maps.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/number_text.h"

namespace triptych::widgets {

namespace {

struct Causes {
    Q_DECLARE_TR_FUNCTIONS(Causes)
};

std::vector<int> tokensOf(const std::vector<int>& words, const RunResult& result) {
    std::vector<int> tokens;
    for (const int index : words) {
        if (index < 0 || static_cast<std::size_t>(index) >= result.inputs.words.size())
            continue;
        const Word& word = result.inputs.words[static_cast<std::size_t>(index)];
        for (int token = 0; token < word.tokenCount; ++token)
            tokens.push_back(word.firstToken + token);
    }
    return tokens;
}

triptych::UnitSet engineUnits(const UnitSet& set, const RunResult& result) {
    return {set.modality, set.modality == Modality::Text ? tokensOf(set.units, result) : set.units};
}

// What a hand points at: what is pinned, else where that leads.
std::optional<triptych::UnitSet> lookedAt(const LinkedState& state, Modality modality) {
    if (auto pinned = pinnedUnits(state, modality))
        return pinned;
    const Focus& focus = state.focus(modality);
    if (focus.empty() || focus.isSource)
        return std::nullopt;
    return engineUnits({modality, focus.units}, *state.result());
}

// What leaves the layer that raw attention shows, else what leaves any.
std::string shownSites(const LinkedState& state) {
    if (!state.result() || !state.showsRawAttention())
        return PatchActivation{}.sites;
    const auto layers = numerics::attentionLayers(*state.result());
    const auto layer = static_cast<std::size_t>(std::max(0, state.layer()));
    if (state.layer() < 0 || layer >= layers.size() || layers[layer].maps.empty())
        return PatchActivation{}.sites;
    const AttentionMap& map = *layers[layer].maps.front();
    return map.tower + ".layers." + std::to_string(map.layer) + ".hidden";
}

QString wordsOf(const triptych::UnitSet& tokens, const RunResult& result) {
    QStringList words;
    for (const int word : shownUnits(tokens, result).units)
        words << QString::fromStdString(result.inputs.words[static_cast<std::size_t>(word)].text);
    return words.join(QLatin1Char(' '));
}

QString placesText(const std::string& maps, const std::vector<int>& heads) {
    QStringList parts;
    if (maps != "*")
        parts << QString::fromStdString(maps);
    if (!heads.empty()) {
        QStringList numbers;
        for (const int head : heads)
            numbers << QString::number(head + 1);
        parts << Causes::tr("head %1").arg(numbers.join(QLatin1String(", ")));
    }
    return parts.isEmpty() ? Causes::tr("all layers") : parts.join(QLatin1String(" · "));
}

// Empty where the result shows another in its place.
QString sampleWordText(int word, const RunResult& result) {
    const bool isSwapped = std::ranges::any_of(result.request.interventions, [&](const Intervention& one) {
        const auto* swap = std::get_if<SwapWord>(&one);
        return swap && swap->word == word;
    });
    const std::vector<int> words = sampleWords(result);
    const auto shown = std::ranges::find(words, word);
    return isSwapped || shown == words.end()
               ? QString()
               : QString::fromStdString(result.inputs.words[static_cast<std::size_t>(shown - words.begin())].text);
}

struct Describer {
    const RunResult* result;

    QString operator()(const KnockOut& it) const {
        return Causes::tr("%1 no longer looks at %2 (%3)")
            .arg(it.from ? describe(*it.from, result) : Causes::tr("nothing"), describe(it.to, result),
                 placesText(it.maps, it.heads));
    }
    QString operator()(const ScaleHeads& it) const {
        const QString places = placesText(it.maps, it.heads);
        return it.factor == 0 ? Causes::tr("without %1").arg(places)
                              : Causes::tr("%1 times %2").arg(places, numberText(it.factor));
    }
    QString operator()(const EvenHeads& it) const {
        return Causes::tr("%1 looks at everything alike").arg(placesText(it.maps, it.heads));
    }
    QString operator()(const Erase& it) const { return Causes::tr("%1 erased").arg(describe(it.units, result)); }
    QString operator()(const SwapWord& it) const {
        const QString own = result ? sampleWordText(it.word, *result) : QString();
        const QString word = own.isEmpty() ? Causes::tr("word %1").arg(it.word + 1) : QStringLiteral("“%1”").arg(own);
        return Causes::tr("%1 becomes “%2”").arg(word, QString::fromStdString(it.by));
    }
    QString operator()(const PatchActivation& it) const {
        return Causes::tr("%1 as in %2 (%3)")
            .arg(describe(it.units, result), QString::fromStdString(it.source.id),
                 it.sites == PatchActivation{}.sites ? Causes::tr("all layers") : QString::fromStdString(it.sites));
    }
};

} // namespace

std::optional<triptych::UnitSet> pinnedUnits(const LinkedState& state, Modality modality) {
    if (!state.result())
        return std::nullopt;
    for (const UnitSet& set : state.session().selection().pinned())
        if (set.modality == modality && !set.empty())
            return engineUnits(set, *state.result());
    return std::nullopt;
}

UnitSet shownUnits(const triptych::UnitSet& set, const RunResult& result) {
    if (set.modality != Modality::Text)
        return {set.modality, set.units};
    UnitSet words{Modality::Text, {}};
    for (std::size_t word = 0; word < result.inputs.words.size(); ++word) {
        const Word& one = result.inputs.words[word];
        if (std::any_of(set.units.begin(), set.units.end(),
                        [&](int token) { return token >= one.firstToken && token < one.firstToken + one.tokenCount; }))
            words.units.push_back(static_cast<int>(word));
    }
    return words;
}

std::optional<KnockOut> knockOutOf(const LinkedState& state) {
    auto from = pinnedUnits(state, Modality::Text);
    if (!from)
        from = pinnedUnits(state, Modality::Audio);
    if (!from)
        return std::nullopt;
    auto to = lookedAt(state, Modality::Image);
    if (!to && from->modality == Modality::Text)
        to = lookedAt(state, Modality::Audio);
    if (!to)
        return std::nullopt;
    KnockOut knock;
    knock.from = std::move(from);
    knock.to = std::move(*to);
    return knock;
}

std::vector<Erase> erasuresOf(const LinkedState& state) {
    std::vector<Erase> erasures;
    for (const Modality modality : allModalities)
        if (auto pinned = pinnedUnits(state, modality))
            erasures.push_back({std::move(*pinned)});
    return erasures;
}

std::vector<PatchActivation> patchesFrom(const Sample& source, const LinkedState& state) {
    Sample donor = source;
    donor.items.clear();
    for (const Modality modality : allModalities)
        if (const auto items = source.of(modality); !items.empty())
            donor.items.push_back(items.front());
    std::vector<PatchActivation> patches;
    for (const Modality modality : allModalities)
        if (auto pinned = pinnedUnits(state, modality))
            patches.push_back({shownSites(state), std::move(*pinned), donor});
    return patches;
}

std::vector<int> sampleWords(const RunResult& result) {
    std::map<int, std::int64_t> writtenLengths; // in code points
    for (const Intervention& intervention : result.request.interventions)
        if (const auto* swap = std::get_if<SwapWord>(&intervention))
            writtenLengths[swap->word] = QString::fromStdString(swap->by).toUcs4().size();
    const std::vector<Word>& shown = result.inputs.words;
    std::vector<int> words;
    for (int word = 0; words.size() < shown.size(); ++word) {
        const auto written = writtenLengths.find(word);
        if (written == writtenLengths.end()) {
            words.push_back(word);
            continue;
        }
        const std::int64_t end = shown[words.size()].chars.from + written->second;
        while (words.size() < shown.size() && shown[words.size()].chars.from < end)
            words.push_back(word);
    }
    return words;
}

int wordToSwap(const LinkedState& state) {
    if (!state.result())
        return -1;
    const std::vector<int> words = sampleWords(*state.result());
    for (const UnitSet& set : state.session().selection().pinned())
        if (set.modality == Modality::Text && set.units.size() == 1) {
            const auto shown = static_cast<std::size_t>(set.units.front());
            return set.units.front() >= 0 && shown < words.size() ? words[shown] : -1;
        }
    return -1;
}

void addTo(std::vector<Intervention>& interventions, Intervention more) {
    const auto* swap = std::get_if<SwapWord>(&more);
    const auto earlier = std::ranges::find_if(interventions, [&](const Intervention& one) {
        const auto* other = std::get_if<SwapWord>(&one);
        return swap && other && other->word == swap->word;
    });
    if (earlier == interventions.end())
        interventions.push_back(std::move(more));
    else
        *earlier = std::move(more);
}

std::vector<ScaleHeads> shownHead(const LinkedState& state) {
    std::vector<ScaleHeads> heads;
    const bool isOne = state.showsRawAttention() && state.display().headMode == DisplayValues::HeadMode::One;
    if (!state.result() || !isOne)
        return heads;
    const auto layers = numerics::attentionLayers(*state.result());
    const int layer = state.layer();
    if (layer < 0 || static_cast<std::size_t>(layer) >= layers.size())
        return heads;
    for (const AttentionMap* map : layers[static_cast<std::size_t>(layer)].maps)
        heads.push_back({map->name, {state.display().head}, 0});
    return heads;
}

QString describe(const triptych::UnitSet& set, const RunResult* result) {
    const int count = static_cast<int>(set.units.size());
    switch (set.modality) {
    case Modality::Image:
        return set.units.empty() ? Causes::tr("the picture") : Causes::tr("%n patches", nullptr, count);
    case Modality::Text:
        if (set.units.empty())
            return Causes::tr("the text");
        if (const QString words = result ? wordsOf(set, *result) : QString(); !words.isEmpty())
            return QStringLiteral("“%1”").arg(words);
        return Causes::tr("%n tokens", nullptr, count);
    case Modality::Audio:
        if (set.units.empty())
            return Causes::tr("the sound");
        return result ? secondsText(set.units.front() * result->inputs.audioAxis.msPerFrame,
                                    (set.units.back() + 1) * result->inputs.audioAxis.msPerFrame)
                      : Causes::tr("%n frames", nullptr, count);
    }
    return {};
}

QString describe(const Intervention& intervention, const RunResult* result) {
    return std::visit(Describer{result}, intervention);
}

} // namespace triptych::widgets

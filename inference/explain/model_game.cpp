// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/model_game.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "inference/backend/array_tensor.h"
#include "inference/explain/batches.h"
#include "inference/explain/substrate.h"

namespace triptych::explain {

namespace {

constexpr const char* tokenIds = "input.input_ids";
constexpr std::size_t coalitionsAtOnce = 32;
// Larger, because every batch of a table encodes the other side anew.
constexpr std::size_t versionsAtOnce = 128;
constexpr std::array<const char*, 5> textTensors{tokenIds, "input.attention_mask", "input.token_type_ids",
                                                 "input.position_ids", "input.bbox"};
constexpr std::array<const char*, 3> imageTensors{"input.pixel_values", "input.pixel_mask", "input.visual_features"};
constexpr std::array<const char*, 4> audioTensors{"input.audio_features", "input.audio_mask", "input.is_longer",
                                                  "input.waveform"};

std::span<const char* const> tensorsOf(Modality modality) {
    switch (modality) {
    case Modality::Image:
        return imageTensors;
    case Modality::Text:
        return textTensors;
    case Modality::Audio:
        return audioTensors;
    }
    return {};
}

bool isInPair(const Target& target, Modality modality) {
    return target.kind != TargetKind::Pair || target.firstModality == modality || target.secondModality == modality;
}

// Where a value stands among distinct ones; a new one is appended.
template<typename Value>
std::size_t indexAmong(std::vector<Value>& distinct, const Value& value) {
    const auto found = std::ranges::find(distinct, value);
    if (found != distinct.end())
        return static_cast<std::size_t>(found - distinct.begin());
    distinct.push_back(value);
    return distinct.size() - 1;
}

} // namespace

Result<std::unique_ptr<ModelGame>> ModelGame::make(const ExplainInput& input) {
    std::unique_ptr<ModelGame> game(new ModelGame(input));
    if (const auto added = game->addInputs(); !added)
        return Failure(added.error());
    game->addText();
    if (game->m_players.empty())
        return fail(ErrorCode::InvalidInput, "Nothing of this sample can be removed; add a word, an image or a sound.",
                    toString(input.target));
    return game;
}

Result<void> ModelGame::addInputs() {
    if (const auto inputs = explainedInputs(m_input.sample, m_input.target))
        for (const ExplainedInput& place : *inputs) {
            if (!isInPair(m_input.target, place.modality))
                continue;
            auto cut = cutIntoUnits(m_input, place);
            if (!cut)
                return Failure(cut.error());
            (place.modality == Modality::Image ? m_image : m_audio) = *std::move(cut);
        }
    m_counts.image = m_image ? static_cast<int>(m_image->count()) : 0;
    m_counts.audio = m_audio ? static_cast<int>(m_audio->count()) : 0;
    for (int unit = 0; unit < m_counts.image; ++unit)
        m_players.push_back(unit);
    return {};
}

// Words of the shown text; of another row everything between its first and its last token.
void ModelGame::addText() {
    const auto found = m_input.sample.tensors.find(tokenIds);
    m_textRow = rowOf(m_input.target, Modality::Text);
    if (found != m_input.sample.tensors.end() && found->second.dim() == 2 && m_textRow < found->second.size(0) &&
        isInPair(m_input.target, Modality::Text)) {
        const int given = static_cast<int>(found->second.size(1));
        const std::vector<Token>& tokens = m_input.sample.shown.tokens;
        // What a decoder wrote is shown behind the prompt; it has units, but nothing of it can be removed.
        m_counts.text = m_textRow == 0 ? std::max(given, static_cast<int>(tokens.size())) : given;
        for (int token = 0; token < given; ++token) {
            const auto place = static_cast<std::size_t>(token);
            const bool isWord = m_textRow == 0 && !tokens.empty()
                                    ? place < tokens.size() && !tokens[place].special &&
                                          tokens[place].chars.to > tokens[place].chars.from
                                    : token > 0 && token + 1 < given;
            if (isWord)
                m_players.push_back(m_counts.image + token);
        }
    }
    for (int unit = 0; unit < m_counts.audio; ++unit)
        m_players.push_back(m_counts.image + m_counts.text + unit);
}

Modality ModelGame::modalityOf(int unit) const {
    return unit < m_counts.image                   ? Modality::Image
           : unit < m_counts.image + m_counts.text ? Modality::Text
                                                   : Modality::Audio;
}

Relevance ModelGame::emptyMap() const {
    Relevance map;
    if (m_image)
        map.image = FloatArray(m_image->shape);
    if (m_counts.text > 0)
        map.text = FloatArray({m_counts.text});
    if (m_audio)
        map.audio = FloatArray(m_audio->shape);
    return map;
}

Relevance ModelGame::mapOf(std::span<const double> perUnit) const {
    Relevance map = emptyMap();
    std::size_t next = 0;
    for (FloatArray* part : {&map.image, &map.text, &map.audio})
        for (float& value : part->values())
            value = static_cast<float>(perUnit[next++]);
    return map;
}

Coalition ModelGame::partOf(Modality modality, const Coalition& coalition) const {
    const auto begin = coalition.begin() + m_counts.beginOf(modality);
    return {begin, begin + m_counts.countOf(modality)};
}

ModelGame::Filling ModelGame::fillingOf(Substrate substrate) const {
    Filling filling;
    if (m_audio)
        filling.audio = at::zeros_like(m_input.sample.tensors.at(m_audio->place.name));
    if (m_image) {
        const at::Tensor& whole = m_input.sample.tensors.at(m_image->place.name);
        const bool isPicture = whole.dim() == 4;
        filling.image = isPicture && substrate == Substrate::Blur ? blurred(whole) : at::zeros_like(whole);
        filling.isImputed = isPicture && substrate == Substrate::Neighbours;
    }
    return filling;
}

at::Tensor ModelGame::imputedFor(const UnitCut& cut, const Coalition& part) const {
    const at::Tensor& whole = m_input.sample.tensors.at(cut.place.name);
    const at::Tensor marks = at::zeros_like(whole);
    for (std::size_t unit = 0; unit < part.size(); ++unit)
        if (part[unit] == 0)
            cut.part(marks, static_cast<std::int64_t>(unit)).fill_(1);
    at::Tensor filled = whole.clone();
    filled[cut.place.row].copy_(imputed(whole[cut.place.row], marks[cut.place.row][0].ne(0)));
    return filled;
}

backend::TensorMap ModelGame::removed(Modality modality, const Coalition& part, const Filling& filling) const {
    backend::TensorMap changed;
    if (modality == Modality::Text) {
        at::Tensor ids = m_input.sample.tensors.at(tokenIds).clone();
        for (const int player : m_players) {
            const int token = player - m_counts.image;
            if (modalityOf(player) == Modality::Text && part[static_cast<std::size_t>(token)] == 0)
                ids[m_textRow][token].fill_(m_input.model.absentToken());
        }
        changed[tokenIds] = ids;
        return changed;
    }
    const bool isImage = modality == Modality::Image;
    const UnitCut& cut = isImage ? *m_image : *m_audio;
    if (std::ranges::find(part, 0) == part.end())
        return changed;
    const at::Tensor instead = !isImage ? filling.audio : filling.isImputed ? imputedFor(cut, part) : filling.image;
    at::Tensor values = m_input.sample.tensors.at(cut.place.name).clone();
    for (std::size_t unit = 0; unit < part.size(); ++unit)
        if (part[unit] == 0)
            cut.part(values, static_cast<std::int64_t>(unit)).copy_(cut.part(instead, static_cast<std::int64_t>(unit)));
    changed[cut.place.name] = values;
    return changed;
}

bool ModelGame::comparesPairs() const {
    return m_input.model.descriptor().comparesPairs && m_input.target.kind == TargetKind::Pair &&
           !m_input.sample.fixedRegion;
}

backend::TensorMap ModelGame::removedFrom(const Coalition& coalition, const Filling& filling) const {
    backend::TensorMap changed;
    for (const Modality modality : allModalities)
        if (const Coalition part = partOf(modality, coalition); !part.empty())
            changed.merge(removed(modality, part, filling));
    return changed;
}

Result<double> ModelGame::valueAlone(const Coalition& coalition, const Filling& filling, const Monitor& monitor) const {
    const models::PreparedSample sample = withTensors(m_input, removedFrom(coalition, filling));
    return valueOf(m_input, sample, false, monitor).map([](const at::Tensor& value) { return value.item<double>(); });
}

// The sample with versions of one modality's explained item as its only items.
void ModelGame::setVersions(models::PreparedSample& sample, Modality modality, std::span<const Coalition> versions,
                            const Filling& filling) const {
    const Target& target = m_input.target;
    const int row = modality == target.firstModality ? target.first : target.second;
    sample.holdsVersions = true;
    for (const char* name : tensorsOf(modality)) {
        const auto found = m_input.sample.tensors.find(name);
        if (found == m_input.sample.tensors.end())
            continue;
        std::vector<at::Tensor> rows;
        for (const Coalition& version : versions) {
            const backend::TensorMap changed =
                version.empty() ? backend::TensorMap{} : removed(modality, version, filling);
            const auto own = changed.find(name);
            rows.push_back((own == changed.end() ? found->second : own->second)[row]);
        }
        sample.tensors[name] = at::stack(rows);
    }
    (modality == Modality::Image  ? sample.images
     : modality == Modality::Text ? sample.texts
                                  : sample.audios) = static_cast<int>(versions.size());
}

Result<FloatArray> ModelGame::table(std::span<const Coalition> first, std::span<const Coalition> second,
                                    Substrate substrate, const Monitor& monitor) const {
    return tableOf(first, second, fillingOf(substrate), monitor);
}

Result<FloatArray> ModelGame::tableOf(std::span<const Coalition> first, std::span<const Coalition> second,
                                      const Filling& filling, const Monitor& monitor) const {
    const Target& target = m_input.target;
    FloatArray values({static_cast<std::int64_t>(first.size()), static_cast<std::int64_t>(second.size())});
    models::PreparedSample sample = m_input.sample;
    setVersions(sample, target.secondModality, second, filling);
    const auto fill = [&](std::size_t begin, std::size_t count) -> Result<void> {
        monitor.report("explain", static_cast<std::int64_t>(begin), static_cast<std::int64_t>(first.size()));
        if (const auto alive = monitor.check(); !alive)
            return Failure(alive.error());
        setVersions(sample, target.firstModality, first.subspan(begin, count), filling);
        backend::Trace trace;
        if (const auto done = m_input.model.forward(sample, trace, {monitor.cancel, nullptr}); !done)
            return Failure(done.error());
        for (std::size_t i = 0; i < count; ++i)
            for (std::size_t j = 0; j < second.size(); ++j) {
                Target cell = target;
                cell.first = static_cast<int>(i);
                cell.second = static_cast<int>(j);
                const auto value = m_input.model.targetValue(cell, sample, trace);
                if (!value)
                    return Failure(value.error());
                values.row({static_cast<std::int64_t>(begin + i)})[j] = value->item<float>();
            }
        return {};
    };
    return inBatches(first.size(), versionsAtOnce, fill).map([&] { return std::move(values); });
}

// Each distinct version of either item is encoded once.
Result<std::vector<double>> ModelGame::valuesOfPairs(std::span<const Coalition> coalitions, const Filling& filling,
                                                     const Monitor& monitor) const {
    const Target& target = m_input.target;
    std::vector<Coalition> first;
    std::vector<Coalition> second;
    std::vector<std::pair<std::size_t, std::size_t>> places;
    for (const Coalition& coalition : coalitions)
        places.emplace_back(indexAmong(first, partOf(target.firstModality, coalition)),
                            indexAmong(second, partOf(target.secondModality, coalition)));
    return tableOf(first, second, filling, {monitor.cancel, nullptr}).map([&](const FloatArray& cells) {
        std::vector<double> values;
        for (const auto& [i, j] : places)
            values.push_back(cells.row({static_cast<std::int64_t>(i)})[j]);
        return values;
    });
}

// Rows of one modality as the only items of theirs, beside the explained item of the other.
Result<std::vector<double>> ModelGame::valuesBeside(const UnitCut& cut, const at::Tensor& rows,
                                                    const Monitor& monitor) const {
    const Target& target = m_input.target;
    const bool isFirst = target.firstModality == cut.place.modality;
    const Modality other = isFirst ? target.secondModality : target.firstModality;
    models::PreparedSample sample = m_input.sample;
    setVersions(sample, other, std::vector<Coalition>(1), {});
    setVersions(sample, cut.place.modality, std::vector<Coalition>(static_cast<std::size_t>(rows.size(0))), {});
    sample.tensors[cut.place.name] = rows;
    backend::Trace trace;
    if (const auto done = m_input.model.forward(sample, trace, {monitor.cancel, nullptr}); !done)
        return Failure(done.error());
    std::vector<double> values;
    for (std::int64_t row = 0; row < rows.size(0); ++row) {
        Target cell = target;
        (isFirst ? cell.first : cell.second) = static_cast<int>(row);
        (isFirst ? cell.second : cell.first) = 0;
        const auto value = m_input.model.targetValue(cell, sample, trace);
        if (!value)
            return Failure(value.error());
        values.push_back(value->item<double>());
    }
    return values;
}

Result<double> ModelGame::valueOfRow(const UnitCut& cut, const at::Tensor& row, const Monitor& monitor) const {
    at::Tensor changed = m_input.sample.tensors.at(cut.place.name).clone();
    changed[cut.place.row].copy_(row);
    return valueOf(m_input, withTensors(m_input, {{cut.place.name, changed}}), false, monitor)
        .map([](const at::Tensor& value) { return value.item<double>(); });
}

Result<std::vector<double>> ModelGame::valuesOf(const UnitCut& cut, const at::Tensor& rows,
                                                const Monitor& monitor) const {
    std::vector<double> all;
    const auto evaluate = [&](std::size_t begin, std::size_t count) {
        const at::Tensor part = rows.narrow(0, static_cast<std::int64_t>(begin), static_cast<std::int64_t>(count));
        return (comparesPairs()
                    ? valuesBeside(cut, part, monitor)
                    : valueOfRow(cut, part[0], monitor).map([](double value) { return std::vector{value}; }))
            .map([&](const std::vector<double>& values) { all.insert(all.end(), values.begin(), values.end()); });
    };
    return monitor.check()
        .and_then([&] {
            return inBatches(static_cast<std::size_t>(rows.size(0)), comparesPairs() ? coalitionsAtOnce : 1, evaluate);
        })
        .map([&] { return std::move(all); });
}

Result<void> ModelGame::checkSizes(std::span<const Coalition> coalitions) const {
    for (const Coalition& coalition : coalitions)
        if (coalition.size() != static_cast<std::size_t>(m_counts.total()))
            return fail(ErrorCode::InvalidInput,
                        "A coalition names " + std::to_string(coalition.size()) + " units; the sample has " +
                            std::to_string(m_counts.total()) + ".",
                        "coalition");
    return {};
}

Result<std::vector<double>> ModelGame::values(std::span<const Coalition> coalitions, Substrate substrate,
                                              const Monitor& monitor) const {
    std::vector<double> all;
    const Filling filling = fillingOf(substrate);
    const auto evaluate = [&](std::size_t begin, std::size_t count) -> Result<void> {
        monitor.report("explain", static_cast<std::int64_t>(begin), static_cast<std::int64_t>(coalitions.size()));
        if (const auto alive = monitor.check(); !alive)
            return Failure(alive.error());
        const auto part = coalitions.subspan(begin, count);
        return (comparesPairs()
                    ? valuesOfPairs(part, filling, monitor)
                    : valueAlone(part.front(), filling, monitor).map([](double value) { return std::vector{value}; }))
            .map([&](const std::vector<double>& values) { all.insert(all.end(), values.begin(), values.end()); });
    };
    const auto done = checkSizes(coalitions).and_then([&] {
        return inBatches(coalitions.size(), comparesPairs() ? coalitionsAtOnce : 1, evaluate);
    });
    if (!done)
        return Failure(done.error());
    if (std::ranges::any_of(all, [](double value) { return !std::isfinite(value); }))
        return fail(ErrorCode::NotFinite, "The target is not a number when parts of the sample are removed.",
                    toString(m_input.target));
    return all;
}

} // namespace triptych::explain

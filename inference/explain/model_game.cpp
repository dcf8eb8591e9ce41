// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/model_game.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include "inference/explain/batches.h"
#include "inference/explain/distinct_coalitions.h"

namespace triptych::explain {

namespace {

// Larger, because every batch of a table encodes the other side anew.
constexpr std::size_t versionsAtOnce = 128;
constexpr std::array<const char*, 5> textTensors{tokenIds, "input.attention_mask", "input.token_type_ids",
                                                 "input.position_ids", "input.bbox"};
constexpr std::array<const char*, 6> imageTensors{"input.pixel_values",    "input.pixel_mask",
                                                  "input.visual_features", "input.boxes",
                                                  "input.spatial_shapes",  "input.pixel_attention_mask"};
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

int& itemsOf(models::PreparedSample& sample, Modality modality) {
    return modality == Modality::Image ? sample.images : modality == Modality::Text ? sample.texts : sample.audios;
}

bool areAllEqual(const std::vector<Coalition>& parts) {
    return std::ranges::all_of(parts, [&](const Coalition& part) { return part == parts.front(); });
}

// What a family reads its target from, as if the row were the only one.
backend::Trace rowOfTrace(const backend::Trace& trace, std::int64_t row, std::int64_t rows) {
    backend::Trace own;
    for (const auto& [name, tensor] : trace.tensors())
        own.record(name, tensor.dim() > 0 && tensor.size(0) == rows ? tensor.narrow(0, row, 1) : tensor);
    return own;
}

} // namespace

Result<std::unique_ptr<ModelGame>> ModelGame::make(const ExplainInput& input) {
    return gameUnits(input).map(
        [&](GameUnits units) { return std::unique_ptr<ModelGame>(new ModelGame(input, std::move(units))); });
}

ModelGame::ModelGame(const ExplainInput& input, GameUnits units)
    : m_input(input)
    , m_units(std::move(units))
    , m_way(Way::Alone) {
    const models::Model& model = input.model;
    const bool isPair = input.target.kind == TargetKind::Pair;
    if (isPair && !input.sample.fixedRegion && (model.descriptor().comparesPairs || model.pairsRows()))
        m_way = Way::Table;
    else if (!isPair && model.pairsRows())
        m_way = Way::Rows;
}

std::size_t ModelGame::coalitionsAtOnce() const {
    return m_way == Way::Alone ? 1 : 32;
}

Relevance ModelGame::emptyMap() const {
    Relevance map;
    if (m_units.image)
        map.image = FloatArray(m_units.image->shape);
    if (m_units.counts.text > 0)
        map.text = FloatArray({m_units.counts.text});
    if (m_units.audio)
        map.audio = FloatArray(m_units.audio->shape);
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
    const auto begin = coalition.begin() + m_units.counts.beginOf(modality);
    return {begin, begin + m_units.counts.countOf(modality)};
}

std::vector<Coalition> ModelGame::partsOf(Modality modality, std::span<const Coalition> coalitions) const {
    std::vector<Coalition> parts;
    for (const Coalition& coalition : coalitions)
        parts.push_back(partOf(modality, coalition));
    return parts;
}

void ModelGame::setRows(models::PreparedSample& sample, Modality modality, const std::string& changed,
                        const at::Tensor& rows) const {
    const int explained = rowOf(m_input.target, modality);
    const std::int64_t count = rows.size(0);
    for (const char* name : tensorsOf(modality)) {
        const auto found = m_input.sample.tensors.find(name);
        if (found == m_input.sample.tensors.end())
            continue;
        const at::Tensor own = found->second[explained].unsqueeze(0);
        std::vector<std::int64_t> shape = own.sizes().vec();
        shape.front() = count;
        sample.tensors[name] = name == changed ? rows : own.expand(shape).contiguous();
    }
    itemsOf(sample, modality) = static_cast<int>(count);
    sample.holdsVersions = true;
}

void ModelGame::setVersions(models::PreparedSample& sample, Modality modality, std::span<const Coalition> versions,
                            const UnitRemoval& removal) const {
    if (const auto made = removal.versions(modality, versions))
        setRows(sample, modality, made->name, made->rows);
}

models::PreparedSample ModelGame::explainedAlone() const {
    models::PreparedSample sample = m_input.sample;
    for (const Modality modality : allModalities) {
        if (itemsOf(sample, modality) == 0)
            continue;
        if (dependsOn(m_input.target, modality))
            setRows(sample, modality, {}, at::empty({1}));
        else
            itemsOf(sample, modality) = 0;
    }
    return sample;
}

Result<FloatArray> ModelGame::table(std::span<const Coalition> first, std::span<const Coalition> second,
                                    Substrate substrate, const Monitor& monitor) const {
    return tableOf(first, second, UnitRemoval(m_input, m_units, substrate), monitor);
}

Result<FloatArray> ModelGame::tableOf(std::span<const Coalition> first, std::span<const Coalition> second,
                                      const UnitRemoval& removal, const Monitor& monitor) const {
    const Target& target = m_input.target;
    FloatArray values({static_cast<std::int64_t>(first.size()), static_cast<std::int64_t>(second.size())});
    models::PreparedSample sample = explainedAlone();
    setVersions(sample, target.secondModality, second, removal);
    const auto fill = [&](std::size_t begin, std::size_t count) -> Result<void> {
        monitor.report("explain", static_cast<std::int64_t>(begin), static_cast<std::int64_t>(first.size()));
        if (const auto alive = monitor.check(); !alive)
            return alive;
        setVersions(sample, target.firstModality, first.subspan(begin, count), removal);
        backend::Trace trace;
        if (const auto done = m_input.model.forward(sample, trace, {monitor.cancel, nullptr}); !done)
            return done;
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
Result<std::vector<double>> ModelGame::valuesOfPairs(std::span<const Coalition> coalitions, const UnitRemoval& removal,
                                                     const Monitor& monitor) const {
    const Target& target = m_input.target;
    const DistinctCoalitions first(partsOf(target.firstModality, coalitions));
    const DistinctCoalitions second(partsOf(target.secondModality, coalitions));
    return tableOf(first.all, second.all, removal, {monitor.cancel, nullptr}).map([&](const FloatArray& cells) {
        std::vector<double> values;
        for (std::size_t i = 0; i < coalitions.size(); ++i)
            values.push_back(cells.row({static_cast<std::int64_t>(first.places[i])})[second.places[i]]);
        return values;
    });
}

Result<std::vector<double>> ModelGame::runRows(const models::PreparedSample& sample, std::int64_t count,
                                               const Monitor& monitor) const {
    backend::Trace trace;
    if (const auto done = m_input.model.forward(sample, trace, {monitor.cancel, nullptr}); !done)
        return Failure(done.error());
    std::vector<double> values;
    for (std::int64_t row = 0; row < count; ++row) {
        const auto value = m_input.model.targetValue(m_input.target, sample, rowOfTrace(trace, row, count));
        if (!value)
            return Failure(value.error());
        values.push_back(value->item<double>());
    }
    return values;
}

// A modality that is the same in the whole batch stands in it once.
Result<std::vector<double>> ModelGame::valuesTogether(std::span<const Coalition> coalitions, const UnitRemoval& removal,
                                                      const Monitor& monitor) const {
    models::PreparedSample sample = explainedAlone();
    bool isOneRow = true;
    for (const Modality modality : allModalities) {
        std::vector<Coalition> parts = partsOf(modality, coalitions);
        if (areAllEqual(parts))
            parts.resize(1);
        isOneRow = isOneRow && parts.size() == 1;
        setVersions(sample, modality, parts, removal);
    }
    const auto count = static_cast<std::int64_t>(coalitions.size());
    if (!isOneRow)
        return runRows(sample, count, monitor);
    return runRows(sample, 1, monitor).map([&](const std::vector<double>& value) {
        return std::vector<double>(coalitions.size(), value.front());
    });
}

Result<at::Tensor> ModelGame::targetOfRow(const models::PreparedSample& sample, const backend::Trace& trace,
                                          Modality modality, std::int64_t row, std::int64_t rows) const {
    if (m_way == Way::Rows)
        return m_input.model.targetValue(m_input.target, sample, rowOfTrace(trace, row, rows));
    Target cell = m_input.target;
    const bool isFirst = cell.firstModality == modality;
    (isFirst ? cell.first : cell.second) = static_cast<int>(row);
    (isFirst ? cell.second : cell.first) = 0;
    return m_input.model.targetValue(cell, sample, trace);
}

bool ModelGame::takesVersions(const ExplainedInput& place) const {
    const bool isPacked = place.modality == Modality::Image && m_input.sample.tensors.contains(packedGrids);
    return m_way != Way::Alone && !isPacked && dependsOn(m_input.target, place.modality);
}

bool ModelGame::takesCopies() const {
    return m_way != Way::Alone && !m_input.sample.tensors.contains(packedGrids);
}

Result<std::vector<double>> ModelGame::valuesOfCopies(const models::Model& model, std::int64_t count,
                                                      const Monitor& monitor) const {
    models::PreparedSample sample = explainedAlone();
    for (const Modality modality : allModalities)
        if (itemsOf(sample, modality) > 0)
            setRows(sample, modality, {}, at::empty({count}));
    backend::Trace trace;
    if (const auto done = model.forward(sample, trace, {monitor.cancel, nullptr}); !done)
        return Failure(done.error());
    std::vector<double> values;
    for (std::int64_t copy = 0; copy < count; ++copy) {
        Target own = m_input.target;
        own.first = own.second = static_cast<int>(copy);
        const auto value = m_way == Way::Rows
                               ? model.targetValue(m_input.target, sample, rowOfTrace(trace, copy, count))
                               : model.targetValue(own, sample, trace);
        if (!value)
            return Failure(value.error());
        values.push_back(value->item<double>());
    }
    return values;
}

// Rows do not touch each other, so the gradient of their sum is that of each.
Result<at::Tensor> ModelGame::gradientsOf(const ExplainedInput& place, const at::Tensor& rows,
                                          const Monitor& monitor) const {
    const at::Tensor leaf = rows.detach().clone().set_requires_grad(true);
    models::PreparedSample sample = explainedAlone();
    setRows(sample, place.modality, place.name, leaf);
    backend::Trace trace({}, true);
    if (const auto done = m_input.model.forward(sample, trace, {monitor.cancel, nullptr}); !done)
        return Failure(done.error());
    at::Tensor sum = at::zeros({}, rows.options());
    for (std::int64_t row = 0; row < rows.size(0); ++row) {
        const auto value = targetOfRow(sample, trace, place.modality, row, rows.size(0));
        if (!value)
            return Failure(value.error());
        sum = sum + *value;
    }
    if (!sum.requires_grad())
        return fail(ErrorCode::Unsupported, "This model gives no gradients by its inputs; choose another method.",
                    place.name);
    const at::Tensor gradient = torch::autograd::grad({sum}, {leaf}, {}, false, false, true).front();
    return gradient.defined() ? gradient : at::zeros_like(rows);
}

// Rows of one modality as the only items of theirs, beside the explained item of the other.
Result<std::vector<double>> ModelGame::valuesBeside(const UnitCut& cut, const at::Tensor& rows,
                                                    const Monitor& monitor) const {
    models::PreparedSample sample = explainedAlone();
    setRows(sample, cut.place.modality, cut.place.name, rows);
    if (m_way == Way::Rows)
        return runRows(sample, rows.size(0), monitor);
    backend::Trace trace;
    if (const auto done = m_input.model.forward(sample, trace, {monitor.cancel, nullptr}); !done)
        return Failure(done.error());
    std::vector<double> values;
    for (std::int64_t row = 0; row < rows.size(0); ++row) {
        const auto value = targetOfRow(sample, trace, cut.place.modality, row, rows.size(0));
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
        return (m_way != Way::Alone
                    ? valuesBeside(cut, part, monitor)
                    : valueOfRow(cut, part[0], monitor).map([](double value) { return std::vector{value}; }))
            .map([&](const std::vector<double>& values) { all.insert(all.end(), values.begin(), values.end()); });
    };
    return monitor.check()
        .and_then([&] { return inBatches(static_cast<std::size_t>(rows.size(0)), coalitionsAtOnce(), evaluate); })
        .map([&] { return std::move(all); });
}

Result<void> ModelGame::checkSizes(std::span<const Coalition> coalitions) const {
    const int units = m_units.counts.total();
    for (const Coalition& coalition : coalitions)
        if (coalition.size() != static_cast<std::size_t>(units))
            return fail(ErrorCode::InvalidInput,
                        "A coalition names " + std::to_string(coalition.size()) + " units; the sample has " +
                            std::to_string(units) + ".",
                        "coalition");
    return {};
}

Result<std::vector<double>> ModelGame::valuesOfBatch(std::span<const Coalition> coalitions, const UnitRemoval& removal,
                                                     const Monitor& monitor) const {
    switch (m_way) {
    case Way::Table:
        return valuesOfPairs(coalitions, removal, monitor);
    case Way::Rows:
        return valuesTogether(coalitions, removal, monitor);
    case Way::Alone:
        break;
    }
    const models::PreparedSample sample = withTensors(m_input, removal.without(coalitions.front()));
    return valueOf(m_input, sample, false, monitor).map([](const at::Tensor& value) {
        return std::vector{value.item<double>()};
    });
}

Result<std::vector<double>> ModelGame::values(std::span<const Coalition> coalitions, Substrate substrate,
                                              const Monitor& monitor) const {
    if (const auto checked = checkSizes(coalitions); !checked)
        return Failure(checked.error());
    const DistinctCoalitions distinct(coalitions);
    std::vector<double> all;
    const UnitRemoval removal(m_input, m_units, substrate);
    const auto evaluate = [&](std::size_t begin, std::size_t count) -> Result<void> {
        monitor.report("explain", static_cast<std::int64_t>(begin), static_cast<std::int64_t>(distinct.all.size()));
        if (const auto alive = monitor.check(); !alive)
            return Failure(alive.error());
        return valuesOfBatch(std::span(distinct.all).subspan(begin, count), removal, monitor)
            .map([&](const std::vector<double>& values) { all.insert(all.end(), values.begin(), values.end()); });
    };
    if (const auto done = inBatches(distinct.all.size(), coalitionsAtOnce(), evaluate); !done)
        return Failure(done.error());
    if (std::ranges::any_of(all, [](double value) { return !std::isfinite(value); }))
        return fail(ErrorCode::NotFinite, "The target is not a number when parts of the sample are removed.",
                    toString(m_input.target));
    std::vector<double> values;
    for (const std::size_t place : distinct.places)
        values.push_back(all[place]);
    return values;
}

} // namespace triptych::explain

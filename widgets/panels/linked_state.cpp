// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/linked_state.h"

#include <algorithm>
#include <numeric>

#include "visualization/picture/overlay.h"
#include "widgets/controls/engine_words.h"
#include "widgets/panels/missing_note.h"
#include "widgets/panels/number_text.h"

namespace triptych::widgets {
namespace {

double sumOf(const FloatArray& map, const std::vector<int>& units) {
    double sum = 0;
    for (const int unit : units)
        if (unit >= 0 && static_cast<std::size_t>(unit) < map.size())
            sum += map.values()[static_cast<std::size_t>(unit)];
    return sum;
}

std::vector<int> strongestUnits(Modality modality, const FloatArray& map, bool isGrid) {
    if (modality == Modality::Image && isGrid) {
        const auto region = numerics::strongestRegion(map);
        return region ? region->units : std::vector<int>{};
    }
    const auto stretch = numerics::strongestStretch(map.values());
    if (!stretch)
        return {};
    if (modality != Modality::Audio)
        return {stretch->peak};
    std::vector<int> frames(static_cast<std::size_t>(stretch->end - stretch->begin));
    std::iota(frames.begin(), frames.end(), stretch->begin);
    return frames;
}

} // namespace

LinkedState::LinkedState(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session) {
    connect(&session, &Session::resultChanged, this, &LinkedState::onResultChanged);
    connect(&session.selection(), &Selection::changed, this, &LinkedState::refresh);
    connect(&session.display(), &DisplaySettings::changed, this, &LinkedState::onDisplayChanged);
    onResultChanged();
}

bool LinkedState::isMissing(Modality modality) const {
    if (!m_result)
        return true;
    const ShownInputs& inputs = m_result->inputs;
    switch (modality) {
    case Modality::Image:
        return inputs.picture.rgb.empty() && inputs.regions.empty();
    case Modality::Text:
        return inputs.words.empty();
    case Modality::Audio:
        return inputs.sound.samples.empty();
    }
    return true;
}

picture::ColourMap LinkedState::colourMap() const {
    return picture::colourMapFromString(display().colourMap).value_or(picture::ColourMap::Magma);
}

bool LinkedState::showsRawAttention() const {
    return display().method == "attention";
}

bool LinkedState::hasLinks() const {
    if (!m_result)
        return false;
    const Links& links = m_result->relevance.links;
    const auto crosses = [](const AttentionMap& map) {
        return std::any_of(map.queries.begin(), map.queries.end(), [&](const AxisSegment& query) {
            return std::any_of(map.keys.begin(), map.keys.end(),
                               [&](const AxisSegment& key) { return key.modality != query.modality; });
        });
    };
    return !links.textImage.empty() || !links.audioImage.empty() || !links.textAudio.empty() ||
           !links.audioText.empty() || std::any_of(m_result->attention.begin(), m_result->attention.end(), crosses);
}

// Raw attention says nothing without a source where no layer ties modalities; what the method read out of its towers
// does.
numerics::LinkedMaps LinkedState::baseMaps() const {
    numerics::LinkChoice relevance = choice();
    numerics::LinkedMaps maps = numerics::linkedMaps(*m_result, relevance, std::nullopt);
    if (!relevance.rawAttention || !maps.empty())
        return maps;
    relevance.rawAttention = false;
    return numerics::linkedMaps(*m_result, relevance, std::nullopt);
}

bool LinkedState::readsRegions() const {
    return m_result && m_result->inputs.patchGrid.count() == 0 && !m_result->inputs.regions.empty();
}

bool LinkedState::isRead(Modality modality) const {
    if (!m_result || m_result->model.modalities.empty())
        return true;
    const std::vector<Modality>& reads = m_result->model.modalities;
    return std::find(reads.begin(), reads.end(), modality) != reads.end();
}

void LinkedState::describeMissing(MissingNote& note) const {
    if (m_result && !m_result->model.modalities.empty())
        note.setModel(m_result->model.modalities, modelLabel(m_result->request.model));
}

int LinkedState::layer() const {
    if (!m_result)
        return -1;
    const int count = static_cast<int>(numerics::attentionLayers(*m_result).size());
    return display().layer < 0 ? count - 1 : std::min(display().layer, count - 1);
}

numerics::LinkChoice LinkedState::choice() const {
    numerics::LinkChoice choice;
    choice.rawAttention = showsRawAttention();
    choice.layer = layer();
    choice.head = display().head;
    choice.heads = display().headMode == DisplayValues::HeadMode::One    ? numerics::HeadReduction::One
                   : display().headMode == DisplayValues::HeadMode::Mean ? numerics::HeadReduction::Mean
                                                                         : numerics::HeadReduction::Max;
    choice.direction = display().direction == DisplayValues::Direction::LooksAt ? numerics::LinkDirection::LooksAt
                                                                                : numerics::LinkDirection::LookedAtBy;
    choice.sinkFactor = sinkFactor();
    return choice;
}

// As the method's own parameters say, so that the window and the command line leave out the same.
double LinkedState::sinkFactor() const {
    constexpr double defaultFactor = 8;
    const auto& parameters = m_session.runSettings().parameters;
    const auto sinks = parameters.find("sinks");
    if (sinks == parameters.end() || sinks->second != "mask")
        return 0;
    const auto factor = parameters.find("sink_factor");
    return factor == parameters.end() ? defaultFactor : QString::fromStdString(factor->second).toDouble();
}

int LinkedState::regionNumber() const {
    const Focus& image = focus(Modality::Image);
    if (image.empty())
        return 0;
    int best = 0;
    std::size_t most = 0;
    for (std::size_t i = 0; i < m_table.regions.size(); ++i) {
        std::vector<int> shared;
        std::set_intersection(image.units.begin(), image.units.end(), m_table.regions[i].units.begin(),
                              m_table.regions[i].units.end(), std::back_inserter(shared));
        if (shared.size() > most) {
            most = shared.size();
            best = static_cast<int>(i) + 1;
        }
    }
    return best;
}

QString LinkedState::describe(const UnitSet& set) const {
    if (!m_result || set.empty())
        return {};
    const ShownInputs& inputs = m_result->inputs;
    if (set.modality == Modality::Text) {
        QStringList words;
        for (const int word : set.units)
            if (word >= 0 && static_cast<std::size_t>(word) < inputs.words.size())
                words << QString::fromStdString(inputs.words[static_cast<std::size_t>(word)].text);
        return words.join(QLatin1Char(' '));
    }
    if (set.modality == Modality::Audio)
        return secondsText(set.units.front() * inputs.audioAxis.msPerFrame,
                           (set.units.back() + 1) * inputs.audioAxis.msPerFrame);
    if (readsRegions())
        return set.units.size() == 1 ? tr("region %1").arg(set.units.front() + 1)
                                     : tr("%n regions", nullptr, static_cast<int>(set.units.size()));
    const int cols = std::max(1, inputs.patchGrid.cols);
    if (set.units.size() == 1)
        return tr("row %1, column %2").arg(set.units.front() / cols + 1).arg(set.units.front() % cols + 1);
    return tr("%n patches", nullptr, static_cast<int>(set.units.size()));
}

void LinkedState::onResultChanged() {
    m_result = m_session.result();
    m_base = {};
    m_table = {};
    if (m_result)
        readLinks();
    Q_EMIT resultChanged();
    refresh();
}

// Colours, opacity and thresholds change what is drawn, not what is linked.
void LinkedState::onDisplayChanged() {
    if (m_result && choice() != m_choice)
        readLinks();
    refresh();
}

void LinkedState::readLinks() {
    m_choice = choice();
    m_base = baseMaps();
    m_table = numerics::linkTable(*m_result, m_choice);
}

void LinkedState::refresh() {
    m_source = m_result ? m_session.selection().source() : std::nullopt;
    if (m_source && isMissing(m_source->modality))
        m_source.reset();
    m_maps = m_base;
    if (m_source)
        m_maps = numerics::linkedMaps(*m_result, choice(), numerics::LinkSource{m_source->modality, m_source->units});
    refreshHeats();
    refreshFoci();
    Q_EMIT changed();
}

void LinkedState::refreshHeats() {
    for (const Modality modality : allModalities) {
        Heat& heat = m_heats[static_cast<std::size_t>(modality)];
        const bool points = m_source && m_source->modality == modality;
        // Where nothing is linked, a chosen word must not take away what mattered for the score.
        heat.isBase = !m_source || !hasLinks() || (points && m_maps.of(modality).empty());
        heat.map = heat.isBase ? m_base.of(modality) : m_maps.of(modality);
        heat.summary = numerics::summarise(heat.map.values());
        heat.rangeEnd = display().rangeMode == DisplayValues::RangeMode::Fixed
                            ? static_cast<float>(display().fixedMaximum)
                            : picture::rangeEndOf(heat.summary, colourMap());
    }
    const FloatArray& image = heat(Modality::Image).map;
    m_region = image.rank() == 2 && !readsRegions() ? numerics::strongestRegion(image) : std::nullopt;
    m_outline = m_region ? picture::outlineStrongest(image, numerics::outlineShare) : std::vector<picture::Outline>{};
}

void LinkedState::refreshFoci() {
    for (const Modality modality : allModalities) {
        Focus& focus = m_foci[static_cast<std::size_t>(modality)];
        focus = {};
        if (!m_source)
            continue;
        focus.isSource = m_source->modality == modality;
        focus.units = focus.isSource ? m_source->units : strongestUnits(modality, m_maps.of(modality), !readsRegions());
        focus.sum = sumOf(focus.isSource ? heat(modality).map : m_maps.of(modality), focus.units);
    }
}

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/embedding_space.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <unordered_map>

namespace triptych::widgets {
namespace {

constexpr int shownNeighbours = 5;

} // namespace

void EmbeddingSpace::Content::add(Modality modality, std::vector<CorpusRow> rows) {
    ranges[modality] = {static_cast<int>(items.size()), static_cast<int>(rows.size())};
    items.reserve(items.size() + rows.size());
    std::int64_t row = 0;
    for (CorpusRow& one : rows)
        items.push_back({{modality, row++}, std::move(one)});
    relate();
}

void EmbeddingSpace::Content::relate() {
    struct Known {
        int last = -1;
        int text = -1;
    };
    pairs.clear();
    std::unordered_map<std::string_view, Known> samples;
    samples.reserve(items.size());
    for (int i = 0; i < static_cast<int>(items.size()); ++i) {
        const Item& item = items[static_cast<std::size_t>(i)];
        Known& known = samples[item.row.id];
        if (known.last >= 0)
            pairs.emplace_back(known.last, i);
        known.last = i;
        if (known.text < 0 && item.place.modality == Modality::Text)
            known.text = i;
    }
    captions.clear();
    for (const Item& item : items)
        captions.push_back(samples[item.row.id].text);
}

EmbeddingSpace::EmbeddingSpace(std::shared_ptr<CorpusService> service, QObject* parent)
    : QObject(parent)
    , m_service(std::move(service))
    , m_post(this)
    , m_making(m_service)
    , m_reading(m_service)
    , m_readingParts(m_service)
    , m_layingOut(m_service)
    , m_asking(m_service)
    , m_comparing(m_service) {
    for (const CorpusQuestion* question : {&m_making, &m_reading, &m_readingParts, &m_layingOut, &m_comparing})
        connect(question, &CorpusQuestion::moved, this, &EmbeddingSpace::workChanged);
}

bool EmbeddingSpace::isSettled() const {
    return !m_making.isOpen() && !m_reading.isOpen() && !m_readingParts.isOpen() && !m_layingOut.isOpen() &&
           !m_asking.isOpen() && !m_comparing.isOpen();
}

void EmbeddingSpace::fail(const Error& error) {
    if (error.code != ErrorCode::Canceled)
        m_error = error;
    Q_EMIT workChanged();
}

void EmbeddingSpace::make(EmbedRequest request) {
    const std::filesystem::path out = request.out;
    std::error_code ignored;
    if (std::filesystem::exists(out / "embeddings.safetensors", ignored))
        return open(out);
    m_error.reset();
    m_paused = false;
    m_making.put<EmbedOutcome>(
        [&](CorpusJobId id, auto callbacks) { m_service->embed(id, std::move(request), std::move(callbacks)); },
        [this, out](const Result<EmbedOutcome>& outcome) {
            if (outcome)
                open(out);
            else
                fail(outcome.error());
        });
}

void EmbeddingSpace::makeParts(const std::string& device) {
    if (!m_info || isMaking())
        return;
    m_error.reset();
    m_paused = false;
    const std::filesystem::path folder = m_info->folder;
    m_making.put<EmbedOutcome>(
        [&](CorpusJobId id, auto callbacks) {
            m_service->embed(id, {m_info->facts.model, device, {}, folder, true}, std::move(callbacks));
        },
        [this, folder](const Result<EmbedOutcome>& outcome) {
            if (!outcome)
                return fail(outcome.error());
            if (m_info && m_info->folder == folder)
                readParts();
        });
}

// Another corpus may be read at the same time, or be there before the answer is.
void EmbeddingSpace::readParts() {
    m_readingParts.put<CorpusInfo>(
        [&](CorpusJobId id, auto callbacks) { m_service->open(id, m_info->folder, std::move(callbacks)); },
        [this](const Result<CorpusInfo>& info) {
            if (!info)
                return fail(info.error());
            if (info->folder != m_info->folder)
                return;
            m_info = *info;
            Q_EMIT partsMade();
        });
}

void EmbeddingSpace::pauseMaking(bool paused) {
    if (!m_making.isOpen())
        return;
    m_paused = paused;
    if (paused)
        m_service->pause(m_making.id());
    else
        m_service->resume(m_making.id());
    Q_EMIT workChanged();
}

void EmbeddingSpace::cancelMaking() {
    m_making.cancel();
}

void EmbeddingSpace::open(const std::filesystem::path& corpus) {
    m_error.reset();
    m_reading.put<CorpusInfo>(
        [&](CorpusJobId id, auto callbacks) { m_service->open(id, corpus, std::move(callbacks)); },
        [this](const Result<CorpusInfo>& info) {
            if (!info)
                return fail(info.error());
            auto content = std::make_shared<Content>();
            content->info = *info;
            readRows(std::move(content), 0);
        });
}

void EmbeddingSpace::readRows(std::shared_ptr<Content> content, std::size_t modality) {
    if (modality == allModalities.size())
        return onRead(std::move(*content));
    const Modality kind = allModalities[modality];
    const auto rows = content->info.rows.find(kind);
    const std::int64_t count = rows == content->info.rows.end() ? 0 : rows->second;
    if (count == 0)
        return readRows(std::move(content), modality + 1);
    m_reading.putPrepared<std::vector<CorpusRow>>(
        [&](CorpusJobId id, auto callbacks) {
            m_service->readRows(id, {content->info.folder, kind, 0, count}, std::move(callbacks));
        },
        [content, kind](std::vector<CorpusRow> read) {
            content->add(kind, std::move(read));
            return content;
        },
        [this, modality](const Result<std::shared_ptr<Content>>& read) {
            if (!read)
                return fail(read.error());
            readRows(*read, modality + 1);
        });
}

void EmbeddingSpace::onRead(Content content) {
    for (CorpusQuestion* question : {&m_readingParts, &m_layingOut, &m_comparing, &m_asking})
        question->abandon();
    m_info = std::move(content.info);
    m_items = std::make_shared<const std::vector<Item>>(std::move(content.items));
    m_captions = std::move(content.captions);
    m_ranges = std::move(content.ranges);
    m_pairs = std::move(content.pairs);
    m_points.clear();
    m_projection.reset();
    m_gaps.reset();
    m_selected.clear();
    m_isSelected.assign(m_items->size(), false);
    m_neighbours.clear();
    m_current = m_hovered = -1;
    findShownSample();
    Q_EMIT corpusChanged();
    m_comparing.put<ModalityGaps>(
        [&](CorpusJobId id, auto callbacks) { m_service->compareModalities(id, m_info->folder, std::move(callbacks)); },
        [this](const Result<ModalityGaps>& gaps) {
            if (!gaps)
                return fail(gaps.error());
            m_gaps = *gaps;
            Q_EMIT layoutChanged();
        });
    ProjectRequest layout = m_wanted;
    if (m_items->size() > mostForSlowLayouts) {
        layout.method = "pca";
        layout.parameters.clear();
    }
    startLayout(std::move(layout));
}

int EmbeddingSpace::indexOf(const CorpusPlace& place) const {
    const auto range = m_ranges.find(place.modality);
    const bool isThere = range != m_ranges.end() && place.row >= 0 && place.row < range->second.count;
    return isThere ? range->second.begin + static_cast<int>(place.row) : -1;
}

void EmbeddingSpace::layOut(ProjectRequest request) {
    m_wanted = request;
    m_layout = request;
    if (m_info)
        startLayout(std::move(request));
}

void EmbeddingSpace::setDimensions(int dimensions) {
    m_wanted.dimensions = m_layout.dimensions = dimensions;
    if (m_info)
        startLayout(m_layout);
}

void EmbeddingSpace::startLayout(ProjectRequest request) {
    m_error.reset();
    request.corpus = m_info->folder;
    m_layout = request;
    m_frames = 0;
    m_layingOut.put<Projection>(
        [&](CorpusJobId id, auto callbacks) {
            const auto frame = [this, post = m_post](CorpusJobId job, std::span<const float> points) {
                post([this, job, values = std::vector<float>(points.begin(), points.end())] { onFrame(job, values); });
            };
            m_service->project(id, std::move(request), frame, std::move(callbacks));
        },
        [this](Result<Projection>& projection) {
            if (!projection)
                return fail(projection.error());
            m_projection = *std::move(projection);
            const std::vector<CorpusPlace>& places = m_projection->places;
            setPoints(m_projection->points.values(), places.size(), [&](std::size_t i) { return indexOf(places[i]); });
        });
}

void EmbeddingSpace::onFrame(CorpusJobId id, const std::vector<float>& values) {
    const auto dimensions = static_cast<std::size_t>(m_layout.dimensions);
    // Frames come in the order of the rows.
    if (id != m_layingOut.id() || values.size() != m_items->size() * dimensions)
        return;
    ++m_frames;
    m_projection.reset();
    setPoints(values, m_items->size(), [](std::size_t i) { return static_cast<int>(i); });
}

template<typename ItemOf>
void EmbeddingSpace::setPoints(std::span<const float> values, std::size_t count, ItemOf itemOf) {
    const std::size_t dimensions = count == 0 ? 2 : values.size() / count;
    m_points.assign(m_items->size(), {});
    for (std::size_t i = 0; i < count; ++i) {
        const int index = itemOf(i);
        if (index < 0)
            continue;
        const auto at = values.subspan(i * dimensions, dimensions);
        m_points[static_cast<std::size_t>(index)] = {at[0], at[1], dimensions > 2 ? at[2] : 0.0F};
    }
    Q_EMIT layoutChanged();
}

void EmbeddingSpace::keepLayout() {
    if (m_layingOut.isOpen())
        m_service->keep(m_layingOut.id());
}

bool EmbeddingSpace::isSelected(int item) const {
    return item >= 0 && m_isSelected[static_cast<std::size_t>(item)];
}

const std::string& EmbeddingSpace::captionOf(int index) const {
    static const std::string none;
    const int text = m_captions[static_cast<std::size_t>(index)];
    return text < 0 ? none : item(text).row.text;
}

void EmbeddingSpace::showSample(const std::string& id) {
    if (id == m_shownId)
        return;
    m_shownId = id;
    findShownSample();
    Q_EMIT shownSampleChanged();
}

void EmbeddingSpace::findShownSample() {
    m_shownSample.clear();
    for (int i = 0; i < static_cast<int>(m_items->size()); ++i)
        if (item(i).row.id == m_shownId)
            m_shownSample.push_back(i);
}

void EmbeddingSpace::click(int item, bool adds) {
    std::vector<int> selected = adds ? m_selected : std::vector<int>{};
    if (item >= 0)
        selected.push_back(item);
    m_current = item;
    m_neighbours.clear();
    select(std::move(selected));
    if (item < 0 || !m_info)
        return m_asking.abandon();
    m_asking.put<std::vector<CorpusHit>>(
        [&](CorpusJobId id, auto callbacks) {
            m_service->neighbours(id, {m_info->folder, this->item(item).place, {}, shownNeighbours},
                                  std::move(callbacks));
        },
        [this](const Result<std::vector<CorpusHit>>& hits) {
            if (!hits)
                return fail(hits.error());
            for (const CorpusHit& hit : *hits)
                m_neighbours.emplace_back(indexOf(hit.place), hit.score);
            std::erase_if(m_neighbours, [](const auto& neighbour) { return neighbour.first < 0; });
            Q_EMIT selectionChanged();
        });
}

void EmbeddingSpace::select(std::vector<int> items) {
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    for (const int item : m_selected)
        m_isSelected[static_cast<std::size_t>(item)] = false;
    m_selected = std::move(items);
    for (const int item : m_selected)
        m_isSelected[static_cast<std::size_t>(item)] = true;
    if (m_current >= 0 && !isSelected(m_current)) {
        m_current = -1;
        m_neighbours.clear();
    }
    Q_EMIT selectionChanged();
}

void EmbeddingSpace::hover(int item) {
    if (item == m_hovered)
        return;
    m_hovered = item;
    Q_EMIT hoverChanged();
}

} // namespace triptych::widgets

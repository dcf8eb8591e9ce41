// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/embedding_space.h"

#include <algorithm>
#include <filesystem>

namespace triptych::widgets {
namespace {

constexpr int shownNeighbours = 5;

std::vector<std::pair<int, int>> pairsOf(const std::vector<EmbeddingSpace::Item>& items) {
    std::map<std::string, int> last;
    std::vector<std::pair<int, int>> pairs;
    for (int i = 0; i < static_cast<int>(items.size()); ++i) {
        const auto [known, isNew] = last.try_emplace(items[static_cast<std::size_t>(i)].row.id, i);
        if (isNew)
            continue;
        pairs.emplace_back(known->second, i);
        known->second = i;
    }
    return pairs;
}

} // namespace

EmbeddingSpace::EmbeddingSpace(std::shared_ptr<CorpusService> service, QObject* parent)
    : QObject(parent)
    , m_service(std::move(service))
    , m_post(this)
    , m_making(m_service)
    , m_reading(m_service)
    , m_layingOut(m_service)
    , m_asking(m_service)
    , m_comparing(m_service) {
    for (const CorpusQuestion* question : {&m_making, &m_reading, &m_layingOut, &m_comparing})
        connect(question, &CorpusQuestion::moved, this, &EmbeddingSpace::workChanged);
}

bool EmbeddingSpace::isSettled() const {
    return !m_making.isOpen() && !m_reading.isOpen() && !m_layingOut.isOpen() && !m_asking.isOpen() &&
           !m_comparing.isOpen();
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

void EmbeddingSpace::readParts() {
    m_reading.put<CorpusInfo>(
        [&](CorpusJobId id, auto callbacks) { m_service->open(id, m_info->folder, std::move(callbacks)); },
        [this](const Result<CorpusInfo>& info) {
            if (!info)
                return fail(info.error());
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
            m_incoming = {*info, {}, {}};
            readRows(0);
        });
}

void EmbeddingSpace::readRows(std::size_t modality) {
    if (modality == allModalities.size())
        return onRead();
    const Modality kind = allModalities[modality];
    const auto rows = m_incoming.info.rows.find(kind);
    if (rows == m_incoming.info.rows.end() || rows->second == 0)
        return readRows(modality + 1);
    m_reading.put<std::vector<CorpusRow>>(
        [&](CorpusJobId id, auto callbacks) {
            m_service->readRows(id, {m_incoming.info.folder, kind, 0, rows->second}, std::move(callbacks));
        },
        [this, kind, modality](const Result<std::vector<CorpusRow>>& read) {
            if (!read)
                return fail(read.error());
            std::int64_t row = 0;
            for (const CorpusRow& one : *read) {
                m_incoming.indices.emplace(CorpusPlace{kind, row}, static_cast<int>(m_incoming.items.size()));
                m_incoming.items.push_back({{kind, row++}, one});
            }
            readRows(modality + 1);
        });
}

void EmbeddingSpace::onRead() {
    for (CorpusQuestion* question : {&m_layingOut, &m_comparing, &m_asking})
        question->cancel();
    m_info = std::move(m_incoming.info);
    m_items = std::move(m_incoming.items);
    m_indices = std::move(m_incoming.indices);
    m_pairs = pairsOf(m_items);
    m_points.clear();
    m_projection.reset();
    m_gaps.reset();
    m_selected.clear();
    m_neighbours.clear();
    m_current = m_hovered = -1;
    Q_EMIT corpusChanged();
    m_comparing.put<ModalityGaps>(
        [&](CorpusJobId id, auto callbacks) { m_service->compareModalities(id, m_info->folder, std::move(callbacks)); },
        [this](const Result<ModalityGaps>& gaps) {
            if (!gaps)
                return fail(gaps.error());
            m_gaps = *gaps;
            Q_EMIT layoutChanged();
        });
    ProjectRequest layout = m_layout;
    layout.corpus = m_info->folder;
    layOut(std::move(layout));
}

int EmbeddingSpace::indexOf(const CorpusPlace& place) const {
    const auto found = m_indices.find(place);
    return found == m_indices.end() ? -1 : found->second;
}

void EmbeddingSpace::layOut(ProjectRequest request) {
    m_layout = request;
    if (!m_info)
        return;
    m_error.reset();
    m_layout.corpus = request.corpus = m_info->folder;
    m_frames = 0;
    m_layingOut.put<Projection>(
        [&](CorpusJobId id, auto callbacks) {
            const auto frame = [this, post = m_post](CorpusJobId job, std::span<const float> points) {
                post([this, job, values = std::vector<float>(points.begin(), points.end())] { onFrame(job, values); });
            };
            m_service->project(id, std::move(request), frame, std::move(callbacks));
        },
        [this](const Result<Projection>& projection) {
            if (!projection)
                return fail(projection.error());
            m_projection = *projection;
            setPoints(projection->points.values(), projection->places);
        });
}

void EmbeddingSpace::onFrame(CorpusJobId id, const std::vector<float>& values) {
    const auto dimensions = static_cast<std::size_t>(m_layout.dimensions);
    // Frames come in the order of the rows.
    if (id != m_layingOut.id() || values.size() != m_items.size() * dimensions)
        return;
    ++m_frames;
    m_projection.reset();
    std::vector<CorpusPlace> places;
    places.reserve(m_items.size());
    for (const Item& item : m_items)
        places.push_back(item.place);
    setPoints(values, places);
}

void EmbeddingSpace::setPoints(std::span<const float> values, const std::vector<CorpusPlace>& places) {
    const std::size_t dimensions = places.empty() ? 2 : values.size() / places.size();
    m_points.assign(m_items.size(), {});
    for (std::size_t i = 0; i < places.size(); ++i) {
        const int index = indexOf(places[i]);
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
    return std::binary_search(m_selected.begin(), m_selected.end(), item);
}

void EmbeddingSpace::click(int item, bool adds) {
    std::vector<int> selected = adds ? m_selected : std::vector<int>{};
    if (item >= 0)
        selected.push_back(item);
    m_current = item;
    m_neighbours.clear();
    select(std::move(selected));
    if (item < 0 || !m_info)
        return m_asking.cancel();
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
    m_selected = std::move(items);
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

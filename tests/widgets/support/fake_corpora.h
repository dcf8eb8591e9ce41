// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <string>

#include "inference/contract/corpus_service.h"

namespace triptych::test {

// A corpus without a model: `samples` samples with an image, a text and a sound each. Item i of any modality lies at
// angle 2 pi i / samples of a circle, so that neighbours and hits are known. Answers at once, but embedding waits where
// `holdsEmbedding` is set.
class FakeCorpora final : public CorpusService {
public:
    explicit FakeCorpora(std::int64_t samples = 12)
        : m_samples(samples) {}

    void open(CorpusJobId id, std::filesystem::path corpus, Callbacks<CorpusInfo> callbacks) override {
        CorpusInfo info;
        info.folder = std::move(corpus);
        m_opened = info.folder;
        info.facts = {"builtin", "0123456789abcdef"};
        info.rows = {{Modality::Image, m_samples}, {Modality::Text, m_samples}, {Modality::Audio, m_samples}};
        if (!hasPictures)
            info.rows.erase(Modality::Image);
        info.widths = {{Modality::Image, 2}, {Modality::Text, 2}, {Modality::Audio, 2}};
        info.pairedSamples = m_samples;
        info.columns = {"color"};
        info.hasParts = hasParts;
        callbacks.finished(id, info);
    }

    void readRows(CorpusJobId id, RowRange range, Callbacks<std::vector<CorpusRow>> callbacks) override {
        std::vector<CorpusRow> rows;
        for (std::int64_t i = range.begin; i < std::min(m_samples, range.begin + range.count); ++i)
            rows.push_back(rowOf({range.modality, i}));
        callbacks.finished(id, rows);
    }

    void readEmbeddings(CorpusJobId id, RowRange range, Callbacks<FloatArray> callbacks) override {
        FloatArray rows({range.count, 2});
        for (std::int64_t i = 0; i < range.count; ++i) {
            rows.row({i})[0] = static_cast<float>(std::cos(angleOf(range.begin + i)));
            rows.row({i})[1] = static_cast<float>(std::sin(angleOf(range.begin + i)));
        }
        callbacks.finished(id, rows);
    }

    void embed(CorpusJobId id, EmbedRequest request, Callbacks<EmbedOutcome> callbacks) override {
        embedded.push_back(request);
        if (embedError)
            return callbacks.finished(id, tl::unexpected(*embedError));
        hasParts = hasParts || request.parts;
        if (callbacks.progress)
            callbacks.progress(id, {"embed", 3, 3 * m_samples});
        if (holdsEmbedding)
            m_held.emplace_back(id, std::move(callbacks));
        else
            callbacks.finished(id, EmbedOutcome{});
    }
    void pause(CorpusJobId id) override { paused.push_back(id); }
    void resume(CorpusJobId id) override { resumed.push_back(id); }
    void finishEmbedding() {
        auto [id, callbacks] = std::move(m_held.front());
        m_held.pop_front();
        callbacks.finished(id, EmbedOutcome{});
    }

    [[nodiscard]] std::vector<MethodDescriptor> projectionMethods() const override {
        using Type = ParameterDescriptor::Type;
        return {{"pca", "PCA", "", "", {}, {}, {}},
                {"umap", "UMAP", "", "", {}, {}, {{"neighbors", "Neighbours", Type::Integer, "15", 2, 200, {}}}}};
    }

    void project(CorpusJobId id, ProjectRequest request, FrameSink frames, Callbacks<Projection> callbacks) override {
        projected.push_back(request);
        Projection projection;
        projection.points = FloatArray({3 * m_samples, request.dimensions});
        for (const Modality modality : allModalities)
            for (std::int64_t row = 0; row < m_samples; ++row) {
                const auto place = static_cast<std::int64_t>(projection.places.size());
                const float radius = 1 + 0.2F * static_cast<float>(modality);
                projection.points.row({place})[0] = radius * static_cast<float>(std::cos(angleOf(row)));
                projection.points.row({place})[1] = radius * static_cast<float>(std::sin(angleOf(row)));
                projection.places.push_back({modality, row});
            }
        projection.quality = {0.957, 0.961, 0.612, 5, 3 * m_samples};
        frames(id, projection.points.values());
        callbacks.finished(id, projection);
    }
    void keep(CorpusJobId id) override { kept.push_back(id); }

    void compareModalities(CorpusJobId id, std::filesystem::path, Callbacks<ModalityGaps> callbacks) override {
        callbacks.finished(id, ModalityGaps{{{Modality::Image, Modality::Text, 0.214, 0.9, 0.5, 0.1}}, {}});
    }

    void neighbours(CorpusJobId id, NeighbourRequest request, Callbacks<std::vector<CorpusHit>> callbacks) override {
        std::vector<CorpusHit> hits;
        for (int step = 1; step <= request.k; ++step)
            hits.push_back(hitAt({request.place.modality, (request.place.row + step) % m_samples}, step));
        callbacks.finished(id, hits);
    }

    // The best hit is row `bestHit`, the next ones follow it; in a corpus that was not opened, row `bestHit - moved`.
    void search(CorpusJobId id, SearchRequest request, Callbacks<SearchResult> callbacks) override {
        searched.push_back(request);
        if (searchError)
            return callbacks.finished(id, tl::unexpected(*searchError));
        SearchResult result;
        const std::int64_t best = request.corpus == m_opened ? bestHit : bestHit - moved;
        for (int i = 0; i < std::min<std::int64_t>(request.k, m_samples); ++i)
            result.hits.push_back(hitAt({request.target, (best + i + m_samples) % m_samples}, i));
        if (request.weights.wantParts())
            for (CorpusHit& hit : result.hits)
                hit.parts = PartScores{hit.score, 0.5F, 0.25F, Box{0.25, 0.25, 0.75, 0.75}};
        callbacks.finished(id, result);
    }

    void evaluate(CorpusJobId id, JudgeRequest request, Callbacks<RetrievalReport> callbacks) override {
        judged.push_back(request);
        callbacks.finished(id, report);
    }

    void cancel(CorpusJobId id) override { canceled.push_back(id); }

    bool holdsEmbedding = false;
    bool hasParts = false;
    bool hasPictures = true;
    std::map<std::int64_t, std::string> textOf; // row; "text" and its id where it is not named
    std::int64_t bestHit = 4;
    std::int64_t moved = 1;
    RetrievalReport report = oneDirection();
    std::optional<Error> searchError;
    std::optional<Error> embedError;
    std::vector<EmbedRequest> embedded;
    std::vector<ProjectRequest> projected;
    std::vector<SearchRequest> searched;
    std::vector<JudgeRequest> judged;
    std::vector<CorpusJobId> canceled, paused, resumed, kept;

private:
    static RetrievalReport oneDirection() {
        RetrievalReport report;
        report.directions.push_back({});
        report.directions.back().recall1 = {0.914, 0.897, 0.931};
        return report;
    }
    [[nodiscard]] double angleOf(std::int64_t row) const {
        return 6.283185307 * static_cast<double>(row) / static_cast<double>(m_samples);
    }
    [[nodiscard]] CorpusHit hitAt(CorpusPlace place, int steps) const {
        return {place, rowOf(place), static_cast<float>(std::cos(angleOf(steps))), {}, {}};
    }
    [[nodiscard]] CorpusRow rowOf(CorpusPlace place) const {
        CorpusRow row;
        row.id = std::to_string(100 + place.row);
        if (place.modality == Modality::Text)
            row.text = textOf.contains(place.row) ? textOf.at(place.row) : "text " + row.id;
        else
            row.file = row.id + (place.modality == Modality::Image ? ".png" : ".wav");
        row.columns["color"] = place.row % 2 == 0 ? "red" : "blue";
        return row;
    }

    std::int64_t m_samples;
    std::filesystem::path m_opened;
    std::deque<std::pair<CorpusJobId, Callbacks<EmbedOutcome>>> m_held;
};

} // namespace triptych::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QVector3D>
#include <optional>
#include <set>
#include <string>

#include "widgets/session/session.h"
#include "widgets/space/embedding_space.h"

namespace triptych::widgets {

// A query to the open corpus and what it found. Lives on the GUI thread.
class Retrieval : public QObject {
    Q_OBJECT

public:
    static constexpr int mostHits = 24;

    // Searches on the session's device.
    Retrieval(EmbeddingSpace& space, const Session& session, QObject* parent = nullptr);

    // Searches at once where a corpus is open, else as soon as it is. No terms clear the hits.
    void search(std::vector<QueryTerm> terms, Modality target);
    // How many of the first hits the model's matching head orders anew; 0: none.
    void setRerank(int count);

    // Without effect on a corpus of whole items alone.
    void setWeights(const PartWeights& weights);

    [[nodiscard]] const PartWeights& weights() const { return m_weights; }
    // What the open corpus is searched with.
    [[nodiscard]] PartWeights usableWeights() const;
    [[nodiscard]] const std::vector<QueryTerm>& terms() const { return m_terms; }
    // The item that the query is; nothing for a query of several terms.
    [[nodiscard]] std::optional<SampleItem> onlyTerm() const;
    [[nodiscard]] Modality target() const { return m_target; }
    [[nodiscard]] int rerank() const { return m_rerank; }
    [[nodiscard]] const std::optional<SearchResult>& result() const { return m_found.result; }
    [[nodiscard]] const std::vector<CorpusHit>& hits() const;
    // Of a hit, counted from 0; -1 where the item is not among the hits.
    [[nodiscard]] int rankOf(const CorpusPlace& place) const;
    // Samples that the query is an item of: their other items are the right answers. Empty where nobody knows, as for
    // a query of several terms.
    [[nodiscard]] const std::set<std::string>& ownSamples() const { return m_found.samples; }
    // softmax(score / temperature) over the hits.
    [[nodiscard]] std::vector<double> probabilities() const;
    [[nodiscard]] double temperature() const { return m_temperature; }
    void setTemperature(double temperature);

    // The query in the layout: the mean of its nearest hits, weighted by their probability, as a layout has no place
    // of its own for what was not laid out. Nothing without hits.
    [[nodiscard]] std::optional<QVector3D> placeInLayout() const;

    [[nodiscard]] bool isSearching() const { return m_question.isOpen(); }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

Q_SIGNALS:
    void changed(); // hits, error or work
    void resultChanged();
    void temperatureChanged();
    void weightsChanged();

private:
    struct Found {
        std::optional<SearchResult> result;
        std::set<std::string> samples; // that the query belongs to
    };

    void ask();
    void set(Found found);
    [[nodiscard]] SearchRequest request() const;

    EmbeddingSpace& m_space;
    const Session& m_session;
    CorpusQuestion m_question;
    std::vector<QueryTerm> m_terms;
    Modality m_target = Modality::Image;
    int m_rerank = 0;
    PartWeights m_weights;
    double m_temperature = 0.07;
    Found m_found;
    std::optional<Error> m_error;
};

} // namespace triptych::widgets

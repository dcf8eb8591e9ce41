// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QVector3D>
#include <optional>

#include "widgets/space/embedding_space.h"

namespace triptych::widgets {

// A query to the open corpus and what it found. Lives on the GUI thread.
class Retrieval : public QObject {
    Q_OBJECT

public:
    static constexpr int mostHits = 24;

    explicit Retrieval(EmbeddingSpace& space, QObject* parent = nullptr);

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
    [[nodiscard]] Modality target() const { return m_target; }
    [[nodiscard]] int rerank() const { return m_rerank; }
    [[nodiscard]] const std::optional<SearchResult>& result() const { return m_result; }
    [[nodiscard]] const std::vector<CorpusHit>& hits() const;
    // Of a hit, counted from 0; -1 where the item is not among the hits.
    [[nodiscard]] int rankOf(const CorpusPlace& place) const;
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
    void temperatureChanged();
    void weightsChanged();

private:
    void ask();

    EmbeddingSpace& m_space;
    CorpusQuestion m_question;
    std::vector<QueryTerm> m_terms;
    Modality m_target = Modality::Image;
    int m_rerank = 0;
    PartWeights m_weights;
    double m_temperature = 0.07;
    std::optional<SearchResult> m_result;
    std::optional<Error> m_error;
};

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "inference/contract/retrieval_report.h"
#include "widgets/space/corpus_client.h"
#include "widgets/space/retrieval.h"

namespace triptych::widgets {

// How well the items of the open corpus find each other by the weights of the retrieval; computed when it is first
// asked for. Lives on the GUI thread.
class CorpusJudgement : public QObject {
    Q_OBJECT

public:
    CorpusJudgement(EmbeddingSpace& space, const Retrieval& retrieval, QObject* parent = nullptr);

    // Judges the open corpus unless that was done, and every corpus that is opened from now on.
    void ask();

    [[nodiscard]] const std::optional<RetrievalReport>& report() const { return m_report; }
    [[nodiscard]] bool isJudging() const { return m_question.isOpen() || m_pause.isActive(); }
    // Of the report, or of the one that is being made.
    [[nodiscard]] const PartWeights& weights() const { return m_judged.weights; }
    // Why there is no report; empty where there is one or none was asked for.
    [[nodiscard]] const QString& problem() const { return m_problem; }

Q_SIGNALS:
    void changed();

private:
    EmbeddingSpace& m_space;
    const Retrieval& m_retrieval;
    CorpusQuestion m_question;
    bool m_isAsked = false;
    JudgeRequest m_judged;
    QTimer m_pause; // until the weights stay as they are
    std::optional<RetrievalReport> m_report;
    QString m_problem;
};

} // namespace triptych::widgets

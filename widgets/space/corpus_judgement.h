// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

#include "inference/contract/retrieval_report.h"
#include "widgets/space/corpus_client.h"
#include "widgets/space/embedding_space.h"

namespace triptych::widgets {

// How well the items of the open corpus find each other; computed when it is first asked for. Lives on the GUI thread.
class CorpusJudgement : public QObject {
    Q_OBJECT

public:
    explicit CorpusJudgement(EmbeddingSpace& space, QObject* parent = nullptr);

    // Judges the open corpus unless that was done, and every corpus that is opened from now on.
    void ask();

    [[nodiscard]] const std::optional<RetrievalReport>& report() const { return m_report; }
    [[nodiscard]] bool isJudging() const { return m_question.isOpen(); }
    // Why there is no report; empty where there is one or none was asked for.
    [[nodiscard]] const QString& problem() const { return m_problem; }

Q_SIGNALS:
    void changed();

private:
    EmbeddingSpace& m_space;
    CorpusQuestion m_question;
    bool m_isAsked = false;
    std::filesystem::path m_judged;
    std::optional<RetrievalReport> m_report;
    QString m_problem;
};

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/space/corpus_client.h"
#include "widgets/space/embedding_space.h"

namespace triptych::widgets {

// How well each modality finds the others in the open corpus: recall at 1, 5 and 10 with 95 % intervals.
class RecallView : public QWidget {
    Q_OBJECT

public:
    explicit RecallView(EmbeddingSpace& space, QWidget* parent = nullptr);

    [[nodiscard]] const std::optional<RetrievalReport>& report() const { return m_report; }
    [[nodiscard]] bool isSettled() const { return !m_question.isOpen(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void evaluate();

    EmbeddingSpace& m_space;
    CorpusQuestion m_question;
    std::filesystem::path m_judged; // the corpus that was asked about
    std::optional<RetrievalReport> m_report;
    QString m_problem;
};

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/space/retrieval.h"

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace triptych::widgets {

// What is searched for: words, and further terms with plus or minus - files, or items of the corpus - and where.
class QueryBar : public QWidget {
    Q_OBJECT

public:
    QueryBar(EmbeddingSpace& space, Retrieval& retrieval, QWidget* parent = nullptr);

    void setText(const QString& text);
    void setTarget(Modality target);
    // A click on its chip turns plus to minus.
    void addTerm(QueryTerm term);
    void addSelected();
    // Asks for what is like this item of the corpus, and for nothing else.
    void askFor(const CorpusPlace& item, Modality target);
    void search();

    [[nodiscard]] QLineEdit& edit() const { return *m_text; }
    [[nodiscard]] std::size_t termCount() const { return m_terms.size(); }

protected:
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void addFile(const QString& path);
    void chooseFile();
    void rebuildChips();
    void seekWhatIsThere();
    void retranslate();
    [[nodiscard]] QString labelOf(const QueryTerm& term) const;

    EmbeddingSpace& m_space;
    Retrieval& m_retrieval;
    QLineEdit* m_text;
    QComboBox* m_target;
    QPushButton* m_addFile;
    QPushButton* m_addSelected;
    QWidget* m_chips;
    QHBoxLayout* m_chipRow;
    std::vector<QueryTerm> m_terms; // beside the words
};

} // namespace triptych::widgets

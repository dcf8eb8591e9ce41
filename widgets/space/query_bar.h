// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/space/retrieval.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace triptych::widgets {

class FlowLayout;

// What is searched for: words, and further parts with plus or minus - files, or items of the corpus - and where.
class QueryBar : public QWidget {
    Q_OBJECT

public:
    QueryBar(EmbeddingSpace& space, Retrieval& retrieval, QWidget* parent = nullptr);

    // Of an own query; the words of a sample that is merely shown leave a query of the user as it is.
    void setText(const QString& text);
    void suggest(const QString& text);
    void setTarget(Modality target);
    // A click on its chip turns plus to minus.
    void addTerm(QueryTerm term);
    // All selected items as one part; at most `mostChosen`.
    void addSelected();
    // The selected items and nothing else.
    void askForSelected();
    static constexpr std::size_t mostChosen = 1000;
    // Asks for what is like this item of the corpus, and for nothing else.
    void askFor(const CorpusPlace& item, Modality target);
    void search();
    // What is typed now replaces the words.
    void takeKeys();

    [[nodiscard]] QLineEdit& edit() const { return *m_text; }
    // Beside the words.
    [[nodiscard]] std::size_t partCount() const { return m_parts.size(); }

protected:
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    // Terms that were added together and point the same way.
    using Part = std::vector<QueryTerm>;

    void layOut();
    void addFile(const QString& path);
    void chooseFile();
    void addPart(Part part);
    [[nodiscard]] Part selectedPart() const;
    void rebuildChips();
    void addChip(std::size_t part);
    void refreshSelected();
    void seekWhatIsThere();
    void retranslate();
    [[nodiscard]] QString labelOf(const Part& part) const;
    [[nodiscard]] QString nameOf(const QueryTerm& term) const;

    EmbeddingSpace& m_space;
    Retrieval& m_retrieval;
    QLineEdit* m_text;
    QComboBox* m_target;
    QPushButton* m_addFile;
    QPushButton* m_addSelected;
    QWidget* m_chips;
    FlowLayout* m_chipRow;
    std::vector<Part> m_parts; // beside the words
    QString m_suggested;       // the words that nobody typed
};

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/space/corpus_panel.h"
#include "widgets/space/map_panel.h"
#include "widgets/space/retrieval_panel.h"
#include "widgets/space/selection_table.h"

class QSplitter;

namespace triptych::widgets {

// Map and table with one neighbour on the right; what is selected in one is selected in all.
class SpaceWorkspace : public QWidget {
    Q_OBJECT

public:
    [[nodiscard]] MapPanel& map() const { return *m_map; }
    [[nodiscard]] SelectionPanel& selection() const { return *m_selection; }
    [[nodiscard]] virtual bool isSettled() const;

protected:
    // Takes `side`; `sideShare` of the width is its.
    SpaceWorkspace(SpaceDesk& desk, QWidget* side, double sideShare, QWidget* parent);

    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    SpaceDesk& m_desk;
    MapPanel* m_map;
    SelectionPanel* m_selection;
    QSplitter* m_halves;
    QSplitter* m_storeys;
    double m_sideShare;
};

class EmbedWorkspace : public SpaceWorkspace {
    Q_OBJECT

public:
    explicit EmbedWorkspace(SpaceDesk& desk, QWidget* parent = nullptr);

    [[nodiscard]] CorpusPanel& corpus() const { return *m_corpus; }

private:
    EmbedWorkspace(SpaceDesk& desk, CorpusPanel* corpus, QWidget* parent);
    EmbedWorkspace(SpaceDesk& desk, CorpusPanel* corpus, QWidget* scroller, QWidget* parent);

    CorpusPanel* m_corpus;
};

class RetrieveWorkspace : public SpaceWorkspace {
    Q_OBJECT

public:
    explicit RetrieveWorkspace(SpaceDesk& desk, QWidget* parent = nullptr);

    [[nodiscard]] RetrievalPanel& retrieval() const { return *m_retrieval; }
    [[nodiscard]] bool isSettled() const override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    RetrieveWorkspace(SpaceDesk& desk, RetrievalPanel* retrieval, QWidget* parent);
    RetrieveWorkspace(SpaceDesk& desk, RetrievalPanel* retrieval, QWidget* scroller, QWidget* parent);

    RetrievalPanel* m_retrieval;
};

} // namespace triptych::widgets

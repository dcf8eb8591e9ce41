// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/panels/panel.h"
#include "widgets/space/selection_model.h"

class QTreeView;

namespace triptych::widgets {

class SelectionPanel : public Panel {
    Q_OBJECT

public:
    SelectionPanel(EmbeddingSpace& space, Retrieval& retrieval, QWidget* parent = nullptr);

    [[nodiscard]] SelectionModel& model() const { return *m_model; }
    [[nodiscard]] QTreeView& table() const { return *m_table; }

protected:
    void retranslate() override;

private:
    void refresh();
    [[nodiscard]] QString factsText() const;
    void exportCsv();

    EmbeddingSpace& m_space;
    Retrieval& m_retrieval;
    SelectionModel* m_model;
    QTreeView* m_table;
    QToolButton* m_export;
};

} // namespace triptych::widgets

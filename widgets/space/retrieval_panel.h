// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/panels/panel.h"
#include "widgets/space/hit_gallery.h"
#include "widgets/space/query_bar.h"
#include "widgets/space/recall_view.h"
#include "widgets/space/space_desk.h"

class QCheckBox;

namespace triptych::widgets {

class SoftmaxView;

// Query, ranked hits with the reason on each, the softmax over them, recall of the corpus.
class RetrievalPanel : public Panel {
    Q_OBJECT

public:
    explicit RetrievalPanel(SpaceDesk& desk, QWidget* parent = nullptr);

    [[nodiscard]] QueryBar& query() const { return *m_query; }
    [[nodiscard]] HitGallery& gallery() const { return *m_gallery; }
    [[nodiscard]] SoftmaxView& softmax() const { return *m_softmax; }
    // Whether all reasons in sight and the recall are there.
    [[nodiscard]] bool isSettled() const { return m_reasons->isSettled() && m_recall->isSettled(); }

protected:
    void retranslate() override;

private:
    void refresh();
    void askFirst();

    SpaceDesk& m_desk;
    HitReasons* m_reasons;
    QueryBar* m_query;
    QLabel* m_range;
    QCheckBox* m_rerank;
    HitGallery* m_gallery;
    SoftmaxView* m_softmax;
    RecallView* m_recall;
};

} // namespace triptych::widgets

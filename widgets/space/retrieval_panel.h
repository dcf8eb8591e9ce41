// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/panels/panel.h"
#include "widgets/space/hit_gallery.h"
#include "widgets/space/query_bar.h"
#include "widgets/space/recall_view.h"
#include "widgets/space/space_desk.h"

class QCheckBox;
class QComboBox;
class QStackedWidget;

namespace triptych::widgets {

class ElidedLabel;
class JudgementView;
class OtherRanking;
class PartWeightsBar;
class RankingMoves;
class SoftmaxView;

// Query, ranked hits with the reason on each or beside those of another model, the softmax over them, and what the
// corpus is worth.
class RetrievalPanel : public Panel {
    Q_OBJECT

public:
    explicit RetrievalPanel(SpaceDesk& desk, QWidget* parent = nullptr);

    [[nodiscard]] QueryBar& query() const { return *m_query; }
    [[nodiscard]] HitGallery& gallery() const { return *m_gallery; }
    [[nodiscard]] SoftmaxView& softmax() const { return *m_softmax; }
    [[nodiscard]] RankingMoves& moves() const { return *m_moves; }
    [[nodiscard]] JudgementView& judgement() const { return *m_judgement; }
    [[nodiscard]] PartWeightsBar& weights() const { return *m_weights; }
    // Ranks by a second model too; empty: by none.
    void compareWith(const std::string& model);
    // Whether all reasons in sight, the other ranking and the judgement are there.
    [[nodiscard]] bool isSettled() const;

protected:
    void retranslate() override;

private:
    void layOut();
    void refresh();
    void refreshModels();
    void suggestSample();
    [[nodiscard]] QString factsText(const SearchResult& result) const;
    [[nodiscard]] QString rangeText() const;

    SpaceDesk& m_desk;
    HitReasons* m_reasons;
    QueryBar* m_query;
    PartWeightsBar* m_weights;
    ElidedLabel* m_range;
    QCheckBox* m_rerank;
    QComboBox* m_beside;
    QStackedWidget* m_ranking;
    HitGallery* m_gallery;
    OtherRanking* m_other;
    RankingMoves* m_moves;
    SoftmaxView* m_softmax;
    JudgementView* m_judgement;
};

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>

#include "widgets/space/other_ranking.h"
#include "widgets/space/thumbnail_cache.h"

namespace triptych::widgets {

// The hits of two models side by side; a curve joins each item's two places and says by how many it moved.
class RankingMoves : public QAbstractScrollArea {
    Q_OBJECT

public:
    RankingMoves(EmbeddingSpace& space, Retrieval& retrieval, OtherRanking& other, ThumbnailCache& thumbnails,
                 QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return minimumSize(); }

    enum Side { Own, Other };
    // Of a hit, counted from 0, in the viewport.
    [[nodiscard]] QRect rowRect(Side side, int rank) const;
    // "+3" where the other model ranks it higher, "new" where the first one has it not among its hits.
    [[nodiscard]] QString moveOf(int otherRank) const;

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void refresh();
    [[nodiscard]] const std::vector<CorpusHit>& hitsOf(Side side) const;
    // In the open corpus; -1 where it is not there.
    [[nodiscard]] int itemOfHit(Side side, int rank) const;
    [[nodiscard]] int itemAt(const QPoint& at) const;
    [[nodiscard]] int ownRankOf(const CorpusHit& other) const;
    [[nodiscard]] QString emptyText(Side side) const;
    void paintHeads(QPainter& painter) const;
    void paintMoves(QPainter& painter) const;
    void paintRow(QPainter& painter, Side side, int rank);

    EmbeddingSpace& m_space;
    Retrieval& m_retrieval;
    OtherRanking& m_other;
    ThumbnailCache& m_thumbnails;
};

} // namespace triptych::widgets

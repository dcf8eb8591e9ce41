// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QHelpEvent>
#include <QPixmap>
#include <map>

#include "widgets/space/hit_reasons.h"
#include "widgets/space/thumbnail_cache.h"

namespace triptych::widgets {

// The hits in order: picture with the heat of why it matched, rank, score as bar and number. Reasons are asked for as
// they scroll into view.
class HitGallery : public QAbstractScrollArea {
    Q_OBJECT

public:
    HitGallery(EmbeddingSpace& space, Retrieval& retrieval, HitReasons& reasons, ThumbnailCache& thumbnails,
               QWidget* parent = nullptr);

    // Of a hit, counted from 0, in the viewport.
    [[nodiscard]] QRect cardRect(int rank) const;

protected:
    void leaveEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void refresh();
    [[nodiscard]] int columns() const;
    [[nodiscard]] int rankAt(const QPoint& at) const;
    [[nodiscard]] QString emptyText() const;
    void paintCard(QPainter& painter, int rank);
    void paintContent(QPainter& painter, const QRectF& area, const CorpusHit& hit);
    void paintScore(QPainter& painter, const QRectF& area, const CorpusHit& hit) const;
    // The hit's picture with its heat, a square of this edge; null while it waits for its thumbnail or its turn.
    [[nodiscard]] QPixmap pictureOf(const CorpusHit& hit, int edge);
    void drawPicture(QPainter& painter, const QRectF& area, const CorpusHit& hit, const HitReasons::Reason* reason);
    void drawHeat(QPainter& painter, const QRectF& area, const QRectF& target, const CorpusHit& hit,
                  const HitReasons::Reason& reason);
    void forgetPictures();
    void showParts(const QHelpEvent& event);

    EmbeddingSpace& m_space;
    Retrieval& m_retrieval;
    HitReasons& m_reasons;
    ThumbnailCache& m_thumbnails;
    struct Drawn {
        QPixmap picture;
        bool hasReason = false;
        std::optional<triptych::Box> region;
    };
    std::map<CorpusPlace, Drawn> m_pictures; // as they were drawn last
    int m_drawnNow = 0;                      // pictures, in this frame
};

} // namespace triptych::widgets

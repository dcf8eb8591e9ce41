// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QHelpEvent>
#include <QPixmap>
#include <map>
#include <vector>

#include "widgets/space/hit_reasons.h"
#include "widgets/space/space_desk.h"

class QPushButton;

namespace triptych::widgets {

// The hits in order: picture with the heat of why it matched, rank, score as bar and number. The query's own items are
// ticked, others say what they lack where the truth is known. Rows are as high as fit whole. Reasons are asked for as
// they scroll into view.
class HitGallery : public QAbstractScrollArea {
    Q_OBJECT

public:
    HitGallery(SpaceDesk& desk, HitReasons& reasons, QWidget* parent = nullptr);

    // Of a hit, counted from 0, in the viewport.
    [[nodiscard]] QRect cardRect(int rank) const;
    [[nodiscard]] bool isOwn(int rank) const;
    // What the hit lacks of the query; empty where nothing is known to be missing.
    [[nodiscard]] const QString& lackOf(int rank) const { return m_lacks[static_cast<std::size_t>(rank)]; }
    [[nodiscard]] QSize sizeHint() const override;
    // Stands where the corpus is another model's.
    [[nodiscard]] QPushButton& embedButton() const { return *m_embed; }

protected:
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Grid {
        int columns = 1;
        int edge = 0; // of a picture
        int step = 0; // from one column to the next
        int rowStep = 0;
    };

    void onResult();
    void refresh();
    void retranslate();
    [[nodiscard]] Grid grid() const;
    [[nodiscard]] std::vector<QString> lacks() const;
    [[nodiscard]] const CorpusHit& hit(int rank) const { return m_retrieval.hits()[static_cast<std::size_t>(rank)]; }
    [[nodiscard]] int rankAt(const QPoint& at) const;
    [[nodiscard]] QString emptyText() const;
    void paintCard(QPainter& painter, int rank);
    void paintContent(QPainter& painter, const QRectF& area, const CorpusHit& hit);
    void paintBadges(QPainter& painter, const QRectF& area, int rank) const;
    void paintScore(QPainter& painter, const QRectF& area, int rank) const;
    [[nodiscard]] QString nameOf(int rank) const;
    // The hit's picture with its heat, a square of this edge; null while it waits for its thumbnail or its turn.
    [[nodiscard]] QPixmap pictureOf(const CorpusHit& hit, int edge);
    void drawPicture(QPainter& painter, const QRectF& area, const CorpusHit& hit, const HitReasons::Reason* reason);
    void drawHeat(QPainter& painter, const QRectF& area, const QRectF& target, const CorpusHit& hit,
                  const HitReasons::Reason& reason);
    void forgetPictures();
    [[nodiscard]] QStringList tipOf(int rank) const;
    void showTip(const QHelpEvent& event);

    SpaceDesk& m_desk;
    EmbeddingSpace& m_space;
    Retrieval& m_retrieval;
    HitReasons& m_reasons;
    ThumbnailCache& m_thumbnails;
    QPushButton* m_embed;
    std::vector<QString> m_lacks; // of each hit
    struct Drawn {
        QPixmap picture;
        bool hasReason = false;
        std::optional<triptych::Box> region;
    };
    std::map<CorpusPlace, Drawn> m_pictures; // as they were drawn last
    int m_drawnNow = 0;                      // pictures, in this frame
};

} // namespace triptych::widgets

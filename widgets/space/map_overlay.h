// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPolygonF>
#include <QRect>
#include <QWidget>
#include <optional>
#include <vector>

#include "visualization/scene/map_camera.h"
#include "widgets/space/map_look.h"
#include "widgets/space/retrieval.h"
#include "widgets/space/thumbnail_cache.h"

namespace triptych::widgets {

enum class MapTool { Turn, Move, Lasso };

// Everything of the map but the points: true neighbours, query, selection, lasso, legend, quality, the card of the
// hovered item. Takes the mouse. Where no OpenGL is, it paints the points too and says so.
class MapOverlay : public QWidget {
    Q_OBJECT

public:
    MapOverlay(EmbeddingSpace& space, Retrieval& retrieval, ThumbnailCache& thumbnails, QWidget* parent = nullptr);

    void setTool(MapTool tool);
    [[nodiscard]] MapTool tool() const { return m_tool; }
    void setColouring(MapColouring colouring);
    void setPaintsPoints(bool paints) { m_paintsPoints = paints; }
    [[nodiscard]] bool paintsPoints() const { return m_paintsPoints; }
    void setShowsQuery(bool shows) { m_showsQuery = shows; }
    // Sees all points from the front, or from above where there are three dimensions; none of them lies under the
    // legend, the tools or the figures.
    void fit();
    // Where the figures stand: the corner that hides the fewest points. Empty where there is no room.
    [[nodiscard]] const QRect& qualityBox() const { return m_qualityBox; }

    [[nodiscard]] const scene::MapCamera& camera() const { return m_camera; }
    [[nodiscard]] const scene::PointCloud& cloud() const { return m_cloud; }
    [[nodiscard]] double markPixels() const;
    // -1 where there is none within a few px.
    [[nodiscard]] int itemAt(const QPointF& at) const;
    [[nodiscard]] QPointF positionOf(int item) const;

Q_SIGNALS:
    void cloudChanged();
    void cameraChanged(bool moving);

protected:
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void onCorpusChanged();
    void onLayoutChanged();
    void paintInvitation(QPainter& painter);
    void refreshCloud();
    void fitInto(const QRectF& area);
    void placeQuality();
    [[nodiscard]] std::vector<QRect> qualityCorners() const;
    [[nodiscard]] std::size_t pointsIn(const QRect& box) const;
    [[nodiscard]] bool showsQuery() const { return m_showsQuery && m_retrieval.placeInLayout(); }
    void moveCamera(const QPointF& pixels, Qt::MouseButton button);
    void selectInLasso();
    [[nodiscard]] std::optional<scene::MapCamera::Seen> seen(int item) const;

    void paintPoints(QPainter& painter) const;
    void paintSelection(QPainter& painter) const;
    void paintNeighbours(QPainter& painter) const;
    void paintQuery(QPainter& painter) const;
    void paintShownSample(QPainter& painter) const;
    void paintLasso(QPainter& painter) const;
    void paintGroupLabels(QPainter& painter) const;

    EmbeddingSpace& m_space;
    Retrieval& m_retrieval;
    ThumbnailCache& m_thumbnails;
    scene::MapCamera m_camera;
    scene::PointCloud m_cloud;
    MapColouring m_colouring;
    std::vector<ColourGroup> m_groups;
    MapTool m_tool = MapTool::Turn;
    bool m_paintsPoints = true;
    bool m_showsQuery = true;
    QRect m_qualityBox;
    bool m_isFitted = false;
    bool m_isMoving = false;
    std::optional<QPointF> m_pressed;
    QPointF m_last;
    bool m_dragged = false;
    Qt::MouseButton m_button = Qt::NoButton;
    QPolygonF m_lasso;
};

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPainterPath>
#include <QPolygonF>
#include <QWidget>
#include <optional>

#include "widgets/panels/heated_picture.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/picture_view.h"

namespace triptych::widgets {

// The picture with its heat. The scaled picture is kept, so that pointing only lays the heat over what is seen of it.
class ImageCanvas : public QWidget {
    Q_OBJECT

public:
    explicit ImageCanvas(LinkedState& state, QWidget* parent = nullptr);

    void fit();
    // While it is on, a drag draws a line around units instead of a rectangle.
    void setLasso(bool on);
    // Patches in widget coordinates, clipped to what is seen; empty where none is.
    [[nodiscard]] QRectF patchesRect(const std::vector<int>& patches) const;
    [[nodiscard]] QRectF visiblePicture() const { return m_view.visibleRect(); }
    // Where place and value under the cursor stand; empty where nothing is pointed at.
    [[nodiscard]] QRectF readOutRect() const;
    [[nodiscard]] QSize sizeHint() const override { return {480, 480}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {160, 160}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

Q_SIGNALS:
    // The picture moved in the widget: curves that end on it must follow.
    void viewChanged();

private:
    void onResult();
    void onChanged();
    void moved();
    void renderPicture();
    [[nodiscard]] bool showsHeat() const;
    void chooseHeat();
    void drawMarks(QPainter& painter) const;
    void drawPerturbed(QPainter& painter, const PerturbedInput& input) const;
    void drawReadOut(QPainter& painter) const;
    [[nodiscard]] QString readOut() const;
    void drawRegions(QPainter& painter) const;
    [[nodiscard]] QPainterPath unitsPath(const std::vector<int>& units) const;
    [[nodiscard]] QRectF grid() const;
    [[nodiscard]] int patchAt(const QPointF& position) const; // -1 outside
    [[nodiscard]] UnitSet patchesBetween(int from, int to) const;
    [[nodiscard]] UnitSet unitsInLasso() const;
    void pinDragged(const UnitSet& set, bool add);
    void hoverPatch(int patch);
    void stepCursor(int rows, int cols);

    LinkedState& m_state;
    PictureView m_view;
    QImage m_source;
    HeatedPicture m_picture; // what is seen of the picture and its grid
    bool m_pictureStale = true;
    bool m_hasGrid = false; // whether m_picture has one
    QPainterPath m_outline;
    bool m_lassoes = false;
    QPolygonF m_lasso; // while it is drawn
    int m_pressed = -1;
    int m_cursor = -1; // patch under the mouse or the keyboard
    std::optional<QPointF> m_panFrom;
};

} // namespace triptych::widgets

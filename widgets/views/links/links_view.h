// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <vector>

#include "widgets/session/selection.h"
#include "widgets/views/view.h"

class QLabel;
class QSlider;

namespace triptych::widgets {

// Regions, words and moments in three columns, with a curve for every link above a threshold.
class LinksView : public View {
    Q_OBJECT

public:
    explicit LinksView(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] QWidget* tools() override { return m_tools; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 120}; }
    // Links above the threshold.
    [[nodiscard]] int drawnCount() const;

protected:
    void retranslate() override;
    void refresh() override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void onResult();
    void onThreshold(int step);
    void updateThreshold();
    [[nodiscard]] int wordCount() const;
    [[nodiscard]] QRectF regionRect(int region) const; // the thumbnail
    [[nodiscard]] QRectF wordRect(int word) const;
    [[nodiscard]] QRectF momentRect(int word) const;
    [[nodiscard]] bool isLit(int word) const;
    [[nodiscard]] bool isRegionLit(int region) const;
    [[nodiscard]] double regionWeight(int word, int region) const;
    void drawCurves(QPainter& painter, bool lit) const;
    void drawRegions(QPainter& painter) const;
    void drawWords(QPainter& painter) const;
    // Units of what stands at a point; empty where nothing does.
    [[nodiscard]] UnitSet setAt(const QPointF& position) const;

    std::vector<QImage> m_thumbnails; // of the regions
    QWidget* m_tools;
    QLabel* m_caption;
    QSlider* m_threshold;
    QLabel* m_value;
};

} // namespace triptych::widgets

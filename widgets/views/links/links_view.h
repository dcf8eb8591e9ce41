// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPixmap>
#include <vector>

#include "widgets/session/selection.h"
#include "widgets/views/view.h"

class QLabel;
class QSlider;
class QSpinBox;

namespace triptych::widgets {

// Regions, words and moments in three columns, with a curve for every link above a threshold, the strongest first; a
// word that is pointed at shows its strongest links in any case. A text of more words than there is room for is shown
// by the words that the strongest links belong to, so that texts of thousands of tokens stay readable.
class LinksView : public View {
    Q_OBJECT

public:
    explicit LinksView(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] QWidget* tools() override { return m_tools; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 120}; }
    // Links above the threshold, no more than the strongest that are asked for.
    [[nodiscard]] int drawnCount() const { return static_cast<int>(m_links.size()); }
    // The words that have a row, in the order of the text.
    [[nodiscard]] const std::vector<int>& shownWords() const { return m_words; }
    void setStrongest(int count);
    // Of the words that are pointed at.
    [[nodiscard]] int litCount() const { return static_cast<int>(m_litLinks.size()); }
    // Weight from which links are drawn: what was chosen, else a share of the largest.
    [[nodiscard]] double threshold() const;

protected:
    void retranslate() override;
    void refresh() override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    // Of a word with a region, or with its moment where there is none.
    struct Link {
        int word = 0;
        int region = -1;
        double weight = 0;

        bool operator==(const Link&) const = default;
    };

    // A region that only what is pointed at looks at; no units where there is none.
    struct Place {
        std::vector<int> units;
        QImage thumbnail;
    };

    static constexpr double padding = 12;
    static constexpr double titleHeight = 18;
    static constexpr double regionLabelWidth = 58;

    void buildTools();
    void onResult();
    void onThreshold(int step);
    void updateThreshold();
    void cutThumbnails();
    [[nodiscard]] QImage thumbnailOf(const QImage& picture, const std::vector<int>& units) const;
    void choosePlace();
    [[nodiscard]] std::vector<Link> linksOf(int word) const; // with a weight
    void collectLinks();
    void collectLitLinks();
    void chooseWords();
    [[nodiscard]] int wordCount() const;
    [[nodiscard]] int rowsThatFit() const;
    [[nodiscard]] int rowOf(int word) const;           // -1 where it has none
    [[nodiscard]] QRectF regionRect(int region) const; // the thumbnail
    [[nodiscard]] QRectF wordRect(int row) const;
    [[nodiscard]] QRectF momentRect(int row) const;
    [[nodiscard]] int placeRegion() const; // number of the place's slot
    [[nodiscard]] bool pointsAtWords() const;
    [[nodiscard]] bool isLit(int word) const;
    [[nodiscard]] bool isRegionLit(int region) const;
    void drawTitles(QPainter& painter) const;
    void drawCurve(QPainter& painter, const Link& link, bool lit) const;
    void drawCurves(QPainter& painter);
    void drawRegions(QPainter& painter) const;
    void drawRegion(QPainter& painter, int region, const QImage& thumbnail, const QString& name) const;
    void drawWords(QPainter& painter) const;
    void drawMoment(QPainter& painter, int row) const;
    [[nodiscard]] QString emptyText() const; // empty where there is something to draw
    // Units of what stands at a point; empty where nothing does.
    [[nodiscard]] UnitSet setAt(const QPointF& position) const;

    std::vector<QImage> m_thumbnails; // of the regions
    Place m_place;
    std::vector<Link> m_links; // strongest first
    std::vector<Link> m_litLinks;
    std::vector<int> m_words;
    QPixmap m_faintCurves; // of all links, for pointing lights few of them; null where they changed
    QWidget* m_tools;
    QLabel* m_strongestCaption;
    QSpinBox* m_strongest;
    QLabel* m_caption;
    QSlider* m_threshold;
    QLabel* m_value;
};

} // namespace triptych::widgets

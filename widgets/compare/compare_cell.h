// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>
#include <optional>

#include "widgets/compare/comparison.h"

class QToolButton;

namespace triptych::widgets {

// One cell: letter and raw figures above, the picture with its heat, small words and a strip of the sound below. A cell
// without a picture shows its words and its sound large.
class CompareCell : public QWidget {
    Q_OBJECT

public:
    CompareCell(Comparison& comparison, int index, QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 110}; }
    // Where the picture may lie, in widget coordinates.
    [[nodiscard]] QRectF pictureArea() const;
    // The button that cancels or tries again; hidden where there is nothing to do.
    [[nodiscard]] QToolButton* action() const { return m_action; }
    // "A" to "L"
    [[nodiscard]] static QString letter(int index);
    // The words that are seen; the others are scrolled to.
    [[nodiscard]] std::vector<int> shownWords() const;

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
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override; // tool tips

private:
    static constexpr double headerHeight = 22;
    static constexpr double qualityHeight = 20;
    static constexpr double frame = 4; // room for the ring of the pair
    static constexpr double scrollMarkWidth = 14;

    struct Chip {
        QRectF rect;
        int word = -1;
        int row = 0; // from the first word's
    };

    [[nodiscard]] const CompareCellState& state() const;
    [[nodiscard]] bool hasPicture() const;
    [[nodiscard]] QRectF wordsArea() const;
    [[nodiscard]] QRectF soundArea() const;
    // Of the figures of quality, below the picture; empty where there is no room.
    [[nodiscard]] QRectF qualityArea() const;
    [[nodiscard]] double qualityRoom() const; // its height
    [[nodiscard]] QRectF pictureRect() const;
    [[nodiscard]] QRectF gridRect() const;
    [[nodiscard]] std::optional<QPointF> fractionAt(const QPointF& position) const;
    [[nodiscard]] int wordAt(const QPointF& position) const; // -1: none
    void onResult();
    void refresh();
    void refreshAction();
    // All words in rows as wide as the cell; those of the shown rows become chips.
    void layoutChips();
    void breakIntoRows(double height, double gap);
    void scrollWords(int rows);
    void showPointedWord();
    void renderHeat();
    void choose(bool asSecond);
    // What is said at the right of the figures, in many words or in few.
    struct Note {
        QString text;
        QString brief;
        QColor ink;
    };
    [[nodiscard]] Note headerNote() const;
    [[nodiscard]] std::optional<Note> randomisationNote() const;
    // A word and a figure.
    struct Piece {
        QString word;
        QString figure;
        QColor ink;
    };
    [[nodiscard]] std::vector<Piece> qualityPieces() const;
    [[nodiscard]] QString qualityTip() const;
    void drawQuality(QPainter& painter) const;
    [[nodiscard]] QString figures() const; // raw
    void drawHeader(QPainter& painter) const;
    void drawBadge(QPainter& painter, const QRectF& box) const;
    void drawPicture(QPainter& painter);
    void drawOutline(QPainter& painter, const FloatArray& map) const;
    void drawCross(QPainter& painter) const;
    void drawScrollMark(QPainter& painter) const;
    void drawWords(QPainter& painter) const;
    void drawSound(QPainter& painter) const;
    void drawState(QPainter& painter) const;
    void drawFrame(QPainter& painter) const;
    [[nodiscard]] QString readOut(const QPointF& fraction) const;

    Comparison& m_comparison;
    int m_index;
    std::shared_ptr<const RunResult> m_drawn; // that m_source belongs to
    QImage m_source;
    QImage m_heat;
    QRectF m_heatRect;
    bool m_heatStale = true;
    std::vector<Chip> m_chips;
    int m_rowCount = 0; // of words
    int m_shownRows = 0;
    int m_firstRow = 0;
    std::optional<QPointF> m_panFrom;
    QToolButton* m_action;
};

// How clearly the outline of a cell is drawn, 0 to 1: as strong as its heat is in the range in use.
[[nodiscard]] double outlineOpacity(const CompareCellState& cell);

} // namespace triptych::widgets

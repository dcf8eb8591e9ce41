// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/compare_grid.h"

#include <QPainter>

#include "widgets/compare/compare_cell.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double rowLabelWidth = 26;
constexpr double columnLabelHeight = 26;
constexpr double gridGap = 8;

QString elided(const QPainter& painter, const QString& text, double width) {
    return QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, width);
}

} // namespace

CompareGrid::CompareGrid(Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_comparison(comparison) {
    connect(&comparison, &Comparison::gridChanged, this, &CompareGrid::rebuild);
    connect(&comparison, &Comparison::changed, this, qOverload<>(&QWidget::update));
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
    rebuild();
}

void CompareGrid::rebuild() {
    qDeleteAll(m_cells);
    m_cells.clear();
    for (int i = 0; i < m_comparison.count(); ++i) {
        m_cells.push_back(new CompareCell(m_comparison, i, this));
        m_cells.back()->show();
    }
    arrange();
    updateGeometry();
}

QSize CompareGrid::minimumSizeHint() const {
    const auto rows = static_cast<int>(m_comparison.rows().values.size());
    const auto columns = static_cast<int>(m_comparison.columns().values.size());
    return {static_cast<int>(rowLabelWidth) + columns * 128, static_cast<int>(columnLabelHeight) + rows * 124};
}

QRectF CompareGrid::cellRect(int row, int column) const {
    const auto rows = std::max<double>(1, static_cast<double>(m_comparison.rows().values.size()));
    const auto columns = std::max<double>(1, static_cast<double>(m_comparison.columns().values.size()));
    const double stepX = (width() - rowLabelWidth + gridGap) / columns;
    const double stepY = (height() - columnLabelHeight + gridGap) / rows;
    return {rowLabelWidth + column * stepX, columnLabelHeight + row * stepY, stepX - gridGap, stepY - gridGap};
}

void CompareGrid::arrange() {
    const int columns = std::max(1, static_cast<int>(m_comparison.columns().values.size()));
    for (int i = 0; i < static_cast<int>(m_cells.size()); ++i)
        m_cells[static_cast<std::size_t>(i)]->setGeometry(cellRect(i / columns, i % columns).toRect());
}

void CompareGrid::resizeEvent(QResizeEvent*) {
    arrange();
}

// Models cut the picture differently; where a row is one model, its label says how.
QString CompareGrid::patchesOfRow(int row) const {
    if (m_comparison.rows().variation != Variation::Models)
        return {};
    const auto columns = m_comparison.columns().values.size();
    for (std::size_t i = 0; i < columns; ++i) {
        const auto& result = m_comparison.cells()[static_cast<std::size_t>(row) * columns + i].result;
        if (result && result->inputs.patchGrid.count() > 0)
            return tr("%1 × %2 patches", "columns, rows")
                .arg(result->inputs.patchGrid.cols)
                .arg(result->inputs.patchGrid.rows);
    }
    return {};
}

void CompareGrid::drawColumnLabels(QPainter& painter) const {
    painter.setFont(theme::font(theme::Role::Body, QFont::DemiBold));
    painter.setPen(theme::current().ink);
    const std::vector<VariationValue>& values = m_comparison.columns().values;
    for (std::size_t column = 0; column < values.size(); ++column) {
        const QRectF cell = cellRect(0, static_cast<int>(column));
        painter.drawText(QRectF(cell.left() + 4, 0, cell.width() - 8, columnLabelHeight),
                         Qt::AlignLeft | Qt::AlignVCenter, elided(painter, values[column].label, cell.width() - 8));
    }
}

void CompareGrid::drawRowLabels(QPainter& painter) const {
    const std::vector<VariationValue>& values = m_comparison.rows().values;
    for (std::size_t row = 0; row < values.size(); ++row) {
        const QRectF cell = cellRect(static_cast<int>(row), 0);
        painter.save();
        painter.translate(0, cell.bottom());
        painter.rotate(-90);
        const QRectF line(4, 2, cell.height() - 8, rowLabelWidth - 4);
        painter.setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
        painter.setPen(theme::current().ink);
        const QString label = elided(painter, values[row].label, line.width());
        const double used = QFontMetricsF(painter.font()).horizontalAdvance(label);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, label);
        painter.setFont(theme::font(theme::Role::Hint));
        painter.setPen(theme::current().ink2);
        const QString patches = patchesOfRow(static_cast<int>(row));
        const QRectF rest = line.adjusted(used + 8, 0, 0, 0);
        if (QFontMetricsF(painter.font()).horizontalAdvance(patches) <= rest.width())
            painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, patches);
        painter.restore();
    }
}

void CompareGrid::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawColumnLabels(painter);
    drawRowLabels(painter);
}

} // namespace triptych::widgets

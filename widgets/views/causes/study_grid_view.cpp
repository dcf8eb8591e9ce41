// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/causes/study_grid_view.h"

#include <QLinearGradient>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "inference/contract/trace_name.h"
#include "visualization/picture/colour_map.h"
#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr double gridLabelWidth = 108;
constexpr double headerHeight = 18;
constexpr double legendHeight = 18;
constexpr double gap = 1;
constexpr double smallestRow = 14;
constexpr double rampWidth = 56;
constexpr double narrowLabel = 22; // a column's label needs as much

// -1 to 1: blue and red over the ground of the theme, so that no change is quiet in both.
QColor colourOf(double change) {
    const picture::Rgb rgb = picture::colourAt(picture::ColourMap::BlueWhiteRed, change < 0 ? 0.1F : 0.9F);
    const QColor ground = theme::current().raised;
    const double share = std::min(1.0, std::abs(change));
    const auto channel = [share](int from, int to) { return qRound(from + share * (to - from)); };
    return {channel(ground.red(), rgb.red), channel(ground.green(), rgb.green), channel(ground.blue(), rgb.blue)};
}

} // namespace

QString shortPlace(const std::string& traceName) {
    QString name = QString::fromStdString(traceName);
    const auto layers = name.indexOf(QLatin1String(".layers."));
    if (layers < 0)
        return name.section(QLatin1Char('.'), 0, 1).replace(QLatin1Char('.'), QLatin1Char(' '));
    const QString rest = name.mid(layers + 8);
    QString kind = rest.section(QLatin1Char('.'), 1);
    kind = kind == QLatin1String("attention")         ? StudyGridView::tr("self")
           : kind == QLatin1String("cross_attention") ? StudyGridView::tr("cross")
           : kind == QLatin1String("hidden")          ? QString()
                                                      : kind;
    return QStringLiteral("%1 %2 %3")
        .arg(name.left(layers))
        .arg(rest.section(QLatin1Char('.'), 0, 0).toInt() + 1)
        .arg(kind)
        .trimmed();
}

StudyGridView::StudyGridView(QWidget* parent)
    : QWidget(parent) {
    setMouseTracking(true);
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
}

void StudyGridView::setGrid(const StudyGrid& grid, double base) {
    m_grid = grid;
    m_base = base;
    m_least = m_most = 0;
    for (const float value : m_grid.values.values())
        if (std::isfinite(value)) {
            m_least = std::min(m_least, static_cast<double>(value) - base);
            m_most = std::max(m_most, static_cast<double>(value) - base);
        }
    m_largest = std::max(-m_least, m_most);
    updateGeometry();
    update();
}

void StudyGridView::setOutOfDate(bool isOutOfDate) {
    m_isOutOfDate = isOutOfDate;
    update();
}

// Every row can be read; more of them than fit are scrolled.
QSize StudyGridView::minimumSizeHint() const {
    const auto rows = static_cast<double>(std::max<std::size_t>(4, m_grid.rows.size()));
    return {200, static_cast<int>(headerHeight + rows * smallestRow + legendHeight)};
}

double StudyGridView::change(const Cell& cell) const {
    const auto columns = m_grid.columns.size();
    return static_cast<double>(m_grid.values.values()[static_cast<std::size_t>(cell.row) * columns +
                                                      static_cast<std::size_t>(cell.column)]) -
           m_base;
}

QRectF StudyGridView::cellRect(const Cell& cell) const {
    const auto rows = static_cast<double>(std::max<std::size_t>(1, m_grid.rows.size()));
    const auto columns = static_cast<double>(std::max<std::size_t>(1, m_grid.columns.size()));
    const double cellWidth = std::min(56.0, (width() - gridLabelWidth) / columns);
    const double cellHeight = std::min(24.0, (height() - headerHeight - legendHeight) / rows);
    return {gridLabelWidth + cell.column * cellWidth, legendHeight + headerHeight + cell.row * cellHeight,
            cellWidth - gap, cellHeight - gap};
}

std::optional<StudyGridView::Cell> StudyGridView::cellAt(const QPointF& position) const {
    const QRectF first = cellRect({0, 0});
    const int column = static_cast<int>(std::floor((position.x() - first.x()) / (first.width() + gap)));
    const int row = static_cast<int>(std::floor((position.y() - first.y()) / (first.height() + gap)));
    const bool isInside = row >= 0 && column >= 0 && row < static_cast<int>(m_grid.rows.size()) &&
                          column < static_cast<int>(m_grid.columns.size());
    return isInside ? std::optional(Cell{row, column}) : std::nullopt;
}

void StudyGridView::drawCells(QPainter& painter) const {
    const theme::Tokens& tokens = theme::current();
    for (int row = 0; row < static_cast<int>(m_grid.rows.size()); ++row)
        for (int column = 0; column < static_cast<int>(m_grid.columns.size()); ++column) {
            const QRectF rect = cellRect({row, column});
            const double moved = change({row, column});
            if (!std::isfinite(moved))
                painter.fillRect(rect, QBrush(tokens.groove, Qt::BDiagPattern));
            else
                painter.fillRect(rect, colourOf(m_largest > 0 ? moved / m_largest : 0));
        }
    drawTexts(painter);
    if (m_hover) {
        painter.setPen(QPen(tokens.ink, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cellRect(*m_hover));
    }
}

QString StudyGridView::textOf(const Cell& cell) const {
    const std::size_t index =
        static_cast<std::size_t>(cell.row) * m_grid.columns.size() + static_cast<std::size_t>(cell.column);
    return index < m_grid.texts.size() ? QString::fromStdString(m_grid.texts[index]) : QString();
}

void StudyGridView::drawTexts(QPainter& painter) const {
    if (m_grid.texts.empty())
        return;
    painter.setFont(theme::font(theme::Role::Hint));
    const QFontMetricsF metrics(painter.font());
    for (int row = 0; row < static_cast<int>(m_grid.rows.size()); ++row)
        for (int column = 0; column < static_cast<int>(m_grid.columns.size()); ++column) {
            const QRectF rect = cellRect({row, column});
            if (rect.height() < metrics.ascent() || rect.width() < narrowLabel)
                return;
            painter.setPen(std::abs(change({row, column})) > 0.6 * m_largest ? QColor(Qt::white)
                                                                             : theme::current().ink);
            painter.drawText(rect.adjusted(2, 0, -2, 0), Qt::AlignCenter,
                             metrics.elidedText(textOf({row, column}), Qt::ElideRight, rect.width() - 4));
        }
}

void StudyGridView::drawLabels(QPainter& painter) const {
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(theme::current().ink2);
    const QFontMetricsF metrics(painter.font());
    for (int row = 0; row < static_cast<int>(m_grid.rows.size()); ++row) {
        const QRectF cell = cellRect({row, 0});
        const QRectF label(0, cell.center().y() - 8, gridLabelWidth - 8, 16);
        const QString words = shortPlace(m_grid.rows[static_cast<std::size_t>(row)]);
        painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(words, Qt::ElideLeft, label.width()));
    }
    double free = 0; // labels do not overlap
    for (int column = 0; column < static_cast<int>(m_grid.columns.size()); ++column) {
        const QRectF cell = cellRect({0, column});
        if (cell.left() < free)
            continue;
        const double room = std::max(cell.width(), narrowLabel);
        painter.drawText(QRectF(cell.left(), legendHeight, room, headerHeight), Qt::AlignHCenter | Qt::AlignVCenter,
                         metrics.elidedText(QString::fromStdString(m_grid.columns[static_cast<std::size_t>(column)]),
                                            Qt::ElideRight, room));
        free = cell.left() + room;
    }
}

void StudyGridView::drawLegend(QPainter& painter) const {
    const QRectF line(0, 0, width(), legendHeight);
    const bool isSigned = m_grid.texts.empty();
    const QRectF ramp(0, line.center().y() - 4, rampWidth, 8);
    QLinearGradient colours(ramp.topLeft(), ramp.topRight());
    colours.setColorAt(0, colourOf(isSigned ? -1 : 0));
    colours.setColorAt(0.5, colourOf(isSigned ? 0 : 0.5));
    colours.setColorAt(1, colourOf(1));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours);
    painter.drawRoundedRect(ramp, theme::metric::barRadius, theme::metric::barRadius);
    painter.setPen(theme::current().ink2);
    painter.drawText(line.adjusted(ramp.right() + 8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     isSigned ? tr("change %1 to %2").arg(signedNumberText(m_least), signedNumberText(m_most))
                              : tr("chance: 0 to %1").arg(numberText(m_most)));
}

void StudyGridView::paintEvent(QPaintEvent*) {
    if (m_grid.rows.empty())
        return;
    QPainter painter(this);
    painter.setOpacity(m_isOutOfDate ? 0.4 : 1);
    drawCells(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    drawLabels(painter);
    drawLegend(painter);
}

void StudyGridView::mouseMoveEvent(QMouseEvent* event) {
    m_hover = cellAt(event->position());
    QString words;
    if (m_hover) {
        const double moved = change(*m_hover);
        const QString text = textOf(*m_hover);
        const QString value = !std::isfinite(moved) ? tr("not measured")
                              : text.isEmpty()
                                  ? tr("target %1 (%2)").arg(numberText(moved + m_base), signedNumberText(moved))
                                  : tr("chance %1, would write “%2”").arg(numberText(moved), text);
        words = QStringLiteral("%1 · %2 · %3")
                    .arg(QString::fromStdString(m_grid.rows[static_cast<std::size_t>(m_hover->row)]),
                         QString::fromStdString(m_grid.columns[static_cast<std::size_t>(m_hover->column)]), value);
    }
    Q_EMIT pointed(words);
    update();
}

void StudyGridView::mouseReleaseEvent(QMouseEvent* event) {
    if (const auto cell = cellAt(event->position()))
        Q_EMIT chosen(cell->row, cell->column);
}

void StudyGridView::leaveEvent(QEvent*) {
    m_hover.reset();
    Q_EMIT pointed({});
    update();
}

} // namespace triptych::widgets

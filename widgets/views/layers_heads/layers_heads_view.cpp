// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/layers_heads/layers_heads_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "visualization/plot/heat_picture.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double headerHeight = 20;
constexpr double labelWidth = 60;
constexpr double shareWidth = 104;
constexpr double cellGap = 5;
constexpr double meanGap = 12; // before the column of means
constexpr double largestCell = 72;
constexpr double padding = 12;
constexpr int meanColumn = -1;

} // namespace

LayersHeadsView::LayersHeadsView(LinkedState& state, QWidget* parent)
    : View(state, parent)
    , m_tools(new QLabel(this)) {
    setFocusPolicy(Qt::StrongFocus);
    m_tools->setFont(theme::font(theme::Role::Hint));
    setInk(m_tools, InkRole::Ink2);
    refresh();
}

void LayersHeadsView::retranslate() {
    m_tools->setText(m_rows.empty() || m_largest <= 0 ? QString() : tr("one range, max %1").arg(numberText(m_largest)));
    m_tools->setToolTip(tr("All maps share one range from 0 to the largest raw value of any of them."));
}

void LayersHeadsView::refresh() {
    collect();
    retranslate();
    update();
}

void LayersHeadsView::collect() {
    m_rows.clear();
    m_heads = 0;
    m_largest = 0;
    const RunResult* result = state().result();
    if (!result)
        return;
    std::optional<numerics::LinkSource> source;
    if (state().source() && state().source()->modality != Modality::Image)
        source = numerics::LinkSource{state().source()->modality, state().source()->units};
    const std::vector<numerics::AttentionLayer> layers = numerics::attentionLayers(*result);
    const auto cellOf = [&](int layer, numerics::HeadReduction heads, int head) {
        const numerics::LinkChoice choice{true, layer, heads, head, numerics::LinkDirection::LooksAt};
        Cell cell{numerics::linkedMaps(*result, choice, source).image, {}};
        m_largest = std::max(m_largest, static_cast<double>(numerics::summarise(cell.map.values()).maximum));
        return cell;
    };
    for (int layer = static_cast<int>(layers.size()) - 1; layer >= 0; --layer) {
        Row row{layer, {}, {}, 0};
        const int heads = layers[static_cast<std::size_t>(layer)].heads;
        m_heads = std::max(m_heads, heads);
        for (int head = 0; head < heads; ++head)
            row.heads.push_back(cellOf(layer, numerics::HeadReduction::One, head));
        row.mean = cellOf(layer, numerics::HeadReduction::Mean, 0);
        row.toImage = numerics::summarise(row.mean.map.values()).sum;
        m_rows.push_back(std::move(row));
    }
    const auto paint = [&](Cell& cell) {
        cell.image = plot::mapImage(cell.map, state().colourMap(), static_cast<float>(m_largest));
    };
    for (Row& row : m_rows) {
        std::for_each(row.heads.begin(), row.heads.end(), paint);
        paint(row.mean);
    }
    measure();
}

bool LayersHeadsView::sharesDiffer() const {
    return std::any_of(m_rows.begin(), m_rows.end(), [](const Row& row) { return std::abs(row.toImage - 1) > 0.005; });
}

void LayersHeadsView::resizeEvent(QResizeEvent*) {
    measure();
}

void LayersHeadsView::measure() {
    const int rows = std::max(1, static_cast<int>(m_rows.size()));
    const double shares = sharesDiffer() ? shareWidth : 0;
    const double across = (width() - 2 * padding - labelWidth - shares - meanGap) / (m_heads + 1) - cellGap;
    const double down = (height() - headerHeight - padding) / rows - cellGap;
    m_cell = std::max(4.0, std::floor(std::min({across, down, largestCell})));
}

QRectF LayersHeadsView::cellRect(std::size_t row, int head) const {
    const double step = m_cell + cellGap;
    const double x = padding + labelWidth + (head == meanColumn ? m_heads * step + meanGap - cellGap : head * step);
    return {x, headerHeight + 4 + static_cast<double>(row) * step, m_cell, m_cell};
}

LayersHeadsView::Place LayersHeadsView::placeAt(const QPointF& position) const {
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        for (int head = meanColumn; head < static_cast<int>(m_rows[row].heads.size()); ++head)
            if (cellRect(row, head).adjusted(-2, -2, 2, 2).contains(position))
                return {m_rows[row].layer, head};
    return {};
}

LayersHeadsView::Place LayersHeadsView::current() const {
    const DisplayValues& values = state().display();
    if (!state().showsRawAttention() || values.headMode == DisplayValues::HeadMode::Max)
        return {};
    return {state().layer(), values.headMode == DisplayValues::HeadMode::One ? values.head : meanColumn};
}

void LayersHeadsView::choose(const Place& place) {
    if (place.layer < 0)
        return;
    DisplayValues values = state().display();
    values.method = "attention";
    values.layer = place.layer;
    values.headMode = place.head == meanColumn ? DisplayValues::HeadMode::Mean : DisplayValues::HeadMode::One;
    values.head = std::max(0, place.head);
    state().session().display().set(values);
}

void LayersHeadsView::mouseReleaseEvent(QMouseEvent* event) {
    choose(placeAt(event->position()));
}

void LayersHeadsView::keyPressEvent(QKeyEvent* event) {
    Place place = current();
    const int last = static_cast<int>(m_rows.size()) - 1;
    if (place.layer < 0)
        place = {last, meanColumn};
    switch (event->key()) {
    case Qt::Key_Up:
        return choose({std::min(last, place.layer + 1), place.head});
    case Qt::Key_Down:
        return choose({std::max(0, place.layer - 1), place.head});
    case Qt::Key_Right:
        return choose(
            {place.layer, place.head == meanColumn || place.head + 1 >= m_heads ? meanColumn : place.head + 1});
    case Qt::Key_Left:
        return choose({place.layer, place.head == meanColumn ? m_heads - 1 : std::max(0, place.head - 1)});
    default:
        View::keyPressEvent(event);
    }
}

bool LayersHeadsView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const Place place = placeAt(help->pos());
        for (const Row& row : m_rows) {
            if (row.layer != place.layer)
                continue;
            const Cell& cell = place.head == meanColumn ? row.mean : row.heads[static_cast<std::size_t>(place.head)];
            const numerics::MapSummary summary = numerics::summarise(cell.map.values());
            QToolTip::showText(help->globalPos(),
                               tr("maximum %1, sum %2")
                                   .arg(numberText(static_cast<double>(summary.maximum)), numberText(summary.sum)));
        }
        return true;
    }
    return View::event(event);
}

void LayersHeadsView::drawHeader(QPainter& painter) const {
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(theme::current().ink2);
    const auto title = [&](const QRectF& cell, const QString& text) {
        painter.drawText(QRectF(cell.center().x() - 40, 2, 80, headerHeight), Qt::AlignCenter, text);
    };
    const bool roomy = m_cell >= 14;
    for (int head = 0; head < m_heads; ++head)
        if (roomy || head % 4 == 0)
            title(cellRect(0, head), QString::number(head + 1));
    title(cellRect(0, meanColumn), tr("mean"));
    if (sharesDiffer())
        painter.drawText(QRectF(cellRect(0, meanColumn).right() + 20, 2, shareWidth, headerHeight),
                         Qt::AlignLeft | Qt::AlignVCenter, tr("to image"));
}

void LayersHeadsView::drawRow(QPainter& painter, std::size_t index) const {
    const theme::Tokens& tokens = theme::current();
    const Row& row = m_rows[index];
    const Place shown = current();
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(row.layer == shown.layer ? tokens.ink : tokens.ink2);
    const QRectF first = cellRect(index, 0);
    painter.drawText(QRectF(padding, first.top(), labelWidth - 8, first.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("layer %1").arg(row.layer + 1));
    for (int head = meanColumn; head < static_cast<int>(row.heads.size()); ++head) {
        const QRectF cell = cellRect(index, head);
        const QImage& image = head == meanColumn ? row.mean.image : row.heads[static_cast<std::size_t>(head)].image;
        QPainterPath shape;
        shape.addRoundedRect(cell, theme::metric::smallRadius, theme::metric::smallRadius);
        painter.save();
        painter.setClipPath(shape);
        painter.fillRect(cell, tokens.groove);
        if (!image.isNull())
            painter.drawImage(cell, image);
        painter.restore();
        if (shown.layer == row.layer && shown.head == head) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(tokens.accent, 2));
            painter.drawRoundedRect(cell.adjusted(-3, -3, 3, 3), theme::metric::radius, theme::metric::radius);
        }
    }
}

void LayersHeadsView::drawShare(QPainter& painter, std::size_t index) const {
    const theme::Tokens& tokens = theme::current();
    const QRectF cell = cellRect(index, meanColumn);
    const QRectF bar(cell.right() + 20, cell.center().y() - 4, 40, 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.groove);
    painter.drawRoundedRect(bar, theme::metric::barRadius, theme::metric::barRadius);
    painter.setBrush(m_rows[index].layer == current().layer ? tokens.accent : tokens.strong);
    painter.drawRoundedRect(
        QRectF(bar.topLeft(), QSizeF(bar.width() * std::clamp(m_rows[index].toImage, 0.0, 1.0), bar.height())),
        theme::metric::barRadius, theme::metric::barRadius);
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(tokens.ink);
    painter.drawText(QRectF(bar.right() + 8, cell.top(), 50, cell.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     numberText(m_rows[index].toImage));
}

void LayersHeadsView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_rows.empty() || m_largest <= 0) {
        painter.setFont(theme::font(theme::Role::Secondary));
        painter.setPen(theme::current().ink3);
        painter.drawText(
            rect().adjusted(theme::metric::outer, 0, -theme::metric::outer, 0), Qt::AlignCenter | Qt::TextWordWrap,
            m_rows.empty() ? tr("No attention was watched in this run. Choose a method that needs it, then run again.")
                           : tr("In no layer of this model does anything else look at the picture: its towers meet in "
                                "the score."));
        return;
    }
    drawHeader(painter);
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        drawRow(painter, row);
        if (sharesDiffer())
            drawShare(painter, row);
    }
}

} // namespace triptych::widgets

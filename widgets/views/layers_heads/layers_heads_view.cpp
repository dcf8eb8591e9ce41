// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/layers_heads/layers_heads_view.h"

#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QSignalBlocker>
#include <QSlider>
#include <QTimer>
#include <QToolButton>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "visualization/plot/heat_picture.h"
#include "widgets/controls/engine_words.h"
#include "widgets/controls/segmented_button.h"
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
constexpr double largestCell = 120;
constexpr double padding = 12;
constexpr int meanColumn = -1;
constexpr int roomyWidth = 780;
constexpr int sliderWidth = 680;
constexpr int stepMs = 700; // of the animation

// Filling a rounded cell with a texture costs a fraction of clipping to it.
QBrush stretchedOver(const QRectF& cell, const QImage& image) {
    QBrush brush(image);
    brush.setTransform(QTransform::fromTranslate(cell.x(), cell.y())
                           .scale(cell.width() / image.width(), cell.height() / image.height()));
    return brush;
}

} // namespace

LayersHeadsView::LayersHeadsView(LinkedState& state, QWidget* parent)
    : View(state, parent)
    , m_tools(new QWidget(this))
    , m_range(new QLabel)
    , m_modality(new SegmentedButton)
    , m_play(new QToolButton)
    , m_layer(new QSlider(Qt::Horizontal))
    , m_steps(new QTimer(this)) {
    setFocusPolicy(Qt::StrongFocus);
    buildTools();
    m_steps->setInterval(stepMs);
    connect(m_steps, &QTimer::timeout, this, [this] {
        const int layers = static_cast<int>(m_rows.size());
        if (layers > 0)
            chooseLayer((this->state().layer() + 1) % layers);
    });
    refresh();
}

void LayersHeadsView::buildTools() {
    auto* layout = new QHBoxLayout(m_tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::inner);
    m_range->setFont(theme::font(theme::Role::Hint));
    setInk(m_range, InkRole::Ink2);
    m_play->setCheckable(true);
    m_play->setAutoRaise(true);
    m_play->setIconSize({12, 12});
    m_play->setFixedSize(theme::metric::compact, theme::metric::compact);
    m_layer->setFixedWidth(60);
    for (QWidget* tool : std::initializer_list<QWidget*>{m_range, m_play, m_layer})
        tool->hide();
    for (QWidget* tool : std::initializer_list<QWidget*>{m_range, m_modality, m_play, m_layer})
        layout->addWidget(tool);
    connect(m_play, &QToolButton::toggled, this, &LayersHeadsView::play);
    connect(m_layer, &QSlider::valueChanged, this, &LayersHeadsView::chooseLayer);
    connect(m_modality, &SegmentedButton::chosen, this,
            [this](int index) { setShown(m_available[static_cast<std::size_t>(index)]); });
}

void LayersHeadsView::setShown(Modality modality) {
    m_shown = modality;
    refresh();
}

void LayersHeadsView::play(bool on) {
    const QSignalBlocker block(m_play);
    m_play->setChecked(on);
    m_play->setIcon(theme::icon(on ? QStringLiteral("pause") : QStringLiteral("play")));
    on ? m_steps->start() : m_steps->stop();
}

void LayersHeadsView::chooseLayer(int layer) {
    DisplayValues values = state().display();
    values.method = "attention";
    values.layer = layer;
    state().session().display().set(values);
}

void LayersHeadsView::refreshTools() {
    QStringList names;
    for (const Modality modality : m_available)
        names << modalityWord(modality);
    m_modality->setOptions(names);
    const auto found = std::find(m_available.begin(), m_available.end(), m_shown);
    m_modality->setCurrent(static_cast<int>(found - m_available.begin()));
    m_modality->setVisible(m_available.size() > 1);
    const QSignalBlocker block(m_layer);
    m_layer->setRange(0, std::max(0, static_cast<int>(m_rows.size()) - 1));
    m_layer->setValue(state().layer());
    m_layer->setEnabled(m_rows.size() > 1);
    m_play->setEnabled(m_rows.size() > 1);
}

void LayersHeadsView::retranslate() {
    refreshTools();
    m_range->setText(m_rows.empty() || m_largest <= 0 ? QString() : tr("one range, max %1").arg(numberText(m_largest)));
    m_range->setToolTip(tr("All maps share one range from 0 to the largest raw value of any of them."));
    setTip(m_play, tr("Run through the layers"));
    setTip(m_layer, tr("Layer"));
    m_play->setIcon(theme::icon(m_steps->isActive() ? QStringLiteral("pause") : QStringLiteral("play")));
    m_modality->setToolTips(QStringList(static_cast<qsizetype>(m_available.size()), tr("What the small maps show")));
}

void LayersHeadsView::refresh() {
    collect();
    retranslate();
    update();
}

// What the source looks at; what counts for the score where nothing is pointed at, or where what is pointed at looks at
// nothing of this modality.
LayersHeadsView::Cell LayersHeadsView::cellOf(numerics::LinkChoice choice) const {
    const RunResult& result = *state().result();
    const auto& source = state().source();
    FloatArray map;
    if (source && source->modality != m_shown)
        map = numerics::linkedMaps(result, choice, numerics::LinkSource{source->modality, source->units}).of(m_shown);
    if (map.empty())
        map = numerics::linkedMaps(result, choice, std::nullopt).of(m_shown);
    return {std::move(map), {}};
}

void LayersHeadsView::collect() {
    m_rows.clear();
    m_heads = 0;
    m_largest = 0;
    m_available.clear();
    const RunResult* result = state().result();
    if (!result)
        return;
    const std::vector<numerics::AttentionLayer> layers = numerics::attentionLayers(*result);
    for (const Modality modality : allModalities)
        if (std::any_of(layers.begin(), layers.end(),
                        [&](const numerics::AttentionLayer& layer) { return numerics::isLookedAt(layer, modality); }))
            m_available.push_back(modality);
    if (std::find(m_available.begin(), m_available.end(), m_shown) == m_available.end() && !m_available.empty())
        m_shown = m_available.front();
    const auto measured = [&](int layer, numerics::HeadReduction heads, int head) {
        Cell cell = cellOf({true, layer, heads, head, numerics::LinkDirection::LooksAt});
        m_largest = std::max(m_largest, static_cast<double>(numerics::summarise(cell.map.values()).maximum));
        return cell;
    };
    for (int layer = static_cast<int>(layers.size()) - 1; layer >= 0; --layer) {
        const numerics::AttentionLayer& of = layers[static_cast<std::size_t>(layer)];
        Row row{layer, {}, {}, 0, of.layer < 0};
        m_heads = std::max(m_heads, of.heads);
        for (int head = 0; head < of.heads; ++head)
            row.heads.push_back(measured(layer, numerics::HeadReduction::One, head));
        row.mean = measured(layer, numerics::HeadReduction::Mean, 0);
        row.share = numerics::summarise(row.mean.map.values()).sum;
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
    return std::any_of(m_rows.begin(), m_rows.end(), [](const Row& row) { return std::abs(row.share - 1) > 0.005; });
}

void LayersHeadsView::resizeEvent(QResizeEvent*) {
    // The row of titles is shared with other views; what a tool tip says as well gives way first.
    m_range->setVisible(width() >= roomyWidth);
    for (QWidget* tool : std::initializer_list<QWidget*>{m_play, m_layer})
        tool->setVisible(width() >= sliderWidth);
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
                         Qt::AlignLeft | Qt::AlignVCenter,
                         m_shown == Modality::Image  ? tr("to image")
                         : m_shown == Modality::Text ? tr("to words")
                                                     : tr("to sound"));
}

void LayersHeadsView::drawRow(QPainter& painter, std::size_t index) const {
    const theme::Tokens& tokens = theme::current();
    const Row& row = m_rows[index];
    const Place shown = current();
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(row.layer == shown.layer ? tokens.ink : tokens.ink2);
    const QRectF first = cellRect(index, 0);
    painter.drawText(QRectF(padding, first.top(), labelWidth - 8, first.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     row.isPool ? tr("pooling") : tr("layer %1").arg(row.layer + 1));
    for (int head = meanColumn; head < static_cast<int>(row.heads.size()); ++head) {
        const QRectF cell = cellRect(index, head);
        const QImage& image = head == meanColumn ? row.mean.image : row.heads[static_cast<std::size_t>(head)].image;
        painter.setPen(Qt::NoPen);
        painter.setBrush(image.isNull() ? QBrush(tokens.groove) : stretchedOver(cell, image));
        painter.drawRoundedRect(cell, theme::metric::smallRadius, theme::metric::smallRadius);
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
        QRectF(bar.topLeft(), QSizeF(bar.width() * std::clamp(m_rows[index].share, 0.0, 1.0), bar.height())),
        theme::metric::barRadius, theme::metric::barRadius);
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(tokens.ink);
    painter.drawText(QRectF(bar.right() + 8, cell.top(), 50, cell.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     numberText(m_rows[index].share));
}

QString LayersHeadsView::emptyText() const {
    if (m_rows.empty())
        return tr("No attention was watched in this run. Choose a method that needs it, then run again.");
    if (m_available.empty())
        return tr("The attention of this run belongs to no image, text or sound of the sample.");
    return tr("In no layer of this run does anything look at the %1.").arg(modalityWord(m_shown));
}

// Beside the maps, where the tools have no room for it.
void LayersHeadsView::drawRange(QPainter& painter) const {
    const double left = cellRect(0, meanColumn).right() + (sharesDiffer() ? shareWidth : 0) + cellGap;
    const QRectF free(left, headerHeight + 4, width() - left - padding, headerHeight);
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(theme::current().ink2);
    if (painter.fontMetrics().horizontalAdvance(m_range->text()) <= free.width())
        painter.drawText(free, Qt::AlignRight | Qt::AlignVCenter, m_range->text());
}

void LayersHeadsView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_rows.empty() || m_largest <= 0) {
        painter.setFont(theme::font(theme::Role::Secondary));
        painter.setPen(theme::current().ink3);
        painter.drawText(rect().adjusted(theme::metric::outer, 0, -theme::metric::outer, 0),
                         Qt::AlignCenter | Qt::TextWordWrap, emptyText());
        return;
    }
    drawHeader(painter);
    if (!m_range->isVisibleTo(m_tools))
        drawRange(painter);
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        drawRow(painter, row);
        if (sharesDiffer())
            drawShare(painter, row);
    }
}

} // namespace triptych::widgets

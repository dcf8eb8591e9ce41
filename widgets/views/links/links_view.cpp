// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/links/links_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>
#include <numeric>

#include "visualization/plot/heat_picture.h"
#include "visualization/plot/link_curve.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/region_boxes.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double padding = 12;
constexpr double regionLabelWidth = 58;
constexpr double largestThumbnail = 44;
constexpr double largestRow = 26;
constexpr double wordWidth = 72;
constexpr double momentWidth = 92;
constexpr int steps = 200;

} // namespace

LinksView::LinksView(LinkedState& state, QWidget* parent)
    : View(state, parent)
    , m_tools(new QWidget(this))
    , m_caption(new QLabel)
    , m_threshold(new QSlider(Qt::Horizontal))
    , m_value(new QLabel) {
    setMouseTracking(true);
    auto* layout = new QHBoxLayout(m_tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::inner);
    layout->addWidget(m_caption);
    layout->addWidget(m_threshold);
    layout->addWidget(m_value);
    m_threshold->setRange(0, steps);
    m_threshold->setFixedWidth(96);
    m_caption->setFont(theme::font(theme::Role::Hint));
    m_value->setFont(theme::font(theme::Role::Hint));
    m_value->setMinimumWidth(QFontMetrics(m_value->font()).horizontalAdvance(QStringLiteral("0.00000")));
    setInk(m_caption, InkRole::Ink2);
    setInk(m_value, InkRole::Ink);
    connect(m_threshold, &QSlider::valueChanged, this, &LinksView::onThreshold);
    connect(&state, &LinkedState::resultChanged, this, &LinksView::onResult);
    retranslate();
    onResult();
    refresh();
}

void LinksView::retranslate() {
    m_caption->setText(tr("weight at least"));
    setTip(m_threshold, tr("Links that weigh less are not drawn"));
}

void LinksView::onResult() {
    m_thumbnails.clear();
}

void LinksView::refresh() {
    if (m_thumbnails.size() != state().table().regions.size()) {
        m_thumbnails.clear();
        const RunResult* result = state().result();
        const QImage picture = result ? plot::toImage(result->inputs.picture) : QImage();
        for (const numerics::MapRegion& region : state().table().regions) {
            const QRectF whole(picture.rect());
            const QRectF grid = plot::gridRect(result->inputs.patchGrid, result->inputs.picture, whole);
            QRectF box;
            if (state().readsRegions())
                box = regions::pathOf(result->inputs.regions, whole, region.units).boundingRect();
            else
                for (const int unit : region.units)
                    box |= plot::patchRect(result->inputs.patchGrid, grid, unit);
            const double edge = std::max(box.width(), box.height());
            const QRectF square(box.center() - QPointF(edge / 2, edge / 2), QSizeF(edge, edge));
            m_thumbnails.push_back(picture.copy(square.intersected(whole).toAlignedRect()));
        }
    }
    updateThreshold();
    update();
}

void LinksView::updateThreshold() {
    const QSignalBlocker block(m_threshold);
    const double largest = state().table().largest;
    const double threshold = state().display().linkThreshold;
    m_threshold->setValue(largest > 0 ? static_cast<int>(std::min(1.0, threshold / largest) * steps) : 0);
    m_value->setText(numberText(threshold));
}

void LinksView::onThreshold(int step) {
    DisplayValues values = state().display();
    values.linkThreshold = state().table().largest * step / steps;
    state().session().display().set(values);
}

int LinksView::wordCount() const {
    return static_cast<int>(state().table().moments.size());
}

QRectF LinksView::regionRect(int region) const {
    const auto count = static_cast<double>(std::max<std::size_t>(1, state().table().regions.size()));
    const double slot = (height() - 2 * padding) / count;
    const double edge = std::min(largestThumbnail, slot - 6);
    const double used = count * std::min(slot, largestThumbnail + 12);
    const double top = padding + (height() - 2 * padding - used) / 2;
    return {padding + regionLabelWidth, top + (region + 0.5) * (used / count) - edge / 2, edge, edge};
}

QRectF LinksView::wordRect(int word) const {
    const int count = std::max(1, wordCount());
    const double row = std::min(largestRow, (height() - 2 * padding) / count);
    const double top = padding + (height() - 2 * padding - row * count) / 2;
    const double left = padding + regionLabelWidth + largestThumbnail;
    const double right = width() - padding - momentWidth;
    return {(left + right - wordWidth) / 2, top + word * row + 1, wordWidth, row - 2};
}

QRectF LinksView::momentRect(int word) const {
    QRectF rect = wordRect(word);
    rect.moveLeft(width() - padding - momentWidth);
    rect.setWidth(momentWidth);
    return rect;
}

bool LinksView::isRegionLit(int region) const {
    return state().source() && state().regionNumber() == region + 1;
}

bool LinksView::isLit(int word) const {
    const std::vector<int>& units = state().focus(Modality::Text).units;
    return std::find(units.begin(), units.end(), word) != units.end();
}

double LinksView::regionWeight(int word, int region) const {
    return static_cast<double>(state().table().wordRegion.row({word})[static_cast<std::size_t>(region)]);
}

int LinksView::drawnCount() const {
    const double threshold = state().display().linkThreshold;
    const std::span<const float> weights = state().table().wordRegion.values();
    const auto inRegions = std::count_if(weights.begin(), weights.end(), [&](float weight) {
        return weight > 0 && static_cast<double>(weight) >= threshold;
    });
    const auto& moments = state().table().moments;
    const auto inTime = std::count_if(moments.begin(), moments.end(),
                                      [&](const auto& moment) { return moment && moment->sum >= threshold; });
    return static_cast<int>(inRegions + inTime);
}

void LinksView::drawCurves(QPainter& painter, bool lit) const {
    const theme::Tokens& tokens = theme::current();
    const double threshold = state().display().linkThreshold;
    const double largest = std::max(1e-12, state().table().largest);
    const auto draw = [&](const QPointF& from, const QPointF& to, QColor colour, double weight) {
        if (weight <= 0 || weight < threshold)
            return;
        colour.setAlphaF(static_cast<float>(lit ? 1.0 : 0.28));
        const double width = (lit ? 1.5 : 1.0) + 3.0 * weight / largest;
        plot::drawCurve(painter, {from, {1, 0}, to, {-1, 0}, colour, colour, width, false});
    };
    const int regions = static_cast<int>(state().table().regions.size());
    for (int word = 0; word < wordCount(); ++word) {
        if (isLit(word) != lit)
            continue;
        const QRectF chip = wordRect(word);
        for (int region = 0; region < regions; ++region) {
            const QRectF thumbnail = regionRect(region);
            draw({thumbnail.right() + 3, thumbnail.center().y()}, {chip.left() - 1, chip.center().y()},
                 tokens.image.hue, regionWeight(word, region));
        }
        if (const auto& moment = state().table().moments[static_cast<std::size_t>(word)])
            draw({chip.right() + 1, chip.center().y()}, {momentRect(word).left() - 2, momentRect(word).center().y()},
                 tokens.audio.hue, moment->sum);
    }
}

void LinksView::drawRegions(QPainter& painter) const {
    const theme::Tokens& tokens = theme::current();
    for (int region = 0; region < static_cast<int>(m_thumbnails.size()); ++region) {
        const QRectF box = regionRect(region);
        const bool lit = isRegionLit(region);
        painter.setFont(theme::font(theme::Role::Hint, lit ? QFont::DemiBold : QFont::Normal));
        painter.setPen(lit ? tokens.image.text : tokens.ink2);
        painter.drawText(QRectF(padding, box.top(), regionLabelWidth - 8, box.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, tr("region %1").arg(region + 1));
        painter.save();
        QPainterPath shape;
        shape.addRoundedRect(box, theme::metric::smallRadius, theme::metric::smallRadius);
        painter.setClipPath(shape);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(box, m_thumbnails[static_cast<std::size_t>(region)]);
        painter.restore();
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(lit ? tokens.image.hue : tokens.line, lit ? 2 : 1));
        painter.drawRoundedRect(box, theme::metric::smallRadius, theme::metric::smallRadius);
    }
}

void LinksView::drawWords(QPainter& painter) const {
    const theme::Tokens& tokens = theme::current();
    const RunResult& result = *state().result();
    for (int word = 0; word < wordCount(); ++word) {
        const QRectF chip = wordRect(word);
        const bool lit = isLit(word);
        painter.setPen(Qt::NoPen);
        painter.setBrush(lit ? tokens.text.hue : tokens.text.soft);
        painter.drawRoundedRect(chip, theme::metric::smallRadius, theme::metric::smallRadius);
        painter.setPen(lit ? tokens.onTextHue : tokens.ink);
        painter.setFont(theme::font(theme::Role::Hint, lit ? QFont::DemiBold : QFont::Normal));
        const QString text = QString::fromStdString(result.inputs.words[static_cast<std::size_t>(word)].text);
        painter.drawText(chip, Qt::AlignCenter,
                         QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, chip.width() - 6));
        const auto& moment = state().table().moments[static_cast<std::size_t>(word)];
        if (!moment)
            continue;
        const QRectF box = momentRect(word);
        const double step = result.inputs.audioAxis.msPerFrame;
        theme::drawMark(painter, Modality::Audio, QRectF(box.left(), box.center().y() - 4.5, 9, 9),
                        lit ? QColor() : tokens.control);
        painter.setPen(lit ? tokens.audio.text : tokens.ink2);
        painter.drawText(box.adjusted(15, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         secondsText(moment->begin * step, moment->end * step));
    }
}

void LinksView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hasLinks = state().hasLinks();
    if (!state().result() || wordCount() == 0 || !hasLinks) {
        painter.setFont(theme::font(theme::Role::Secondary));
        painter.setPen(theme::current().ink3);
        painter.drawText(
            rect().adjusted(theme::metric::outer, 0, -theme::metric::outer, 0), Qt::AlignCenter | Qt::TextWordWrap,
            wordCount() == 0 ? tr("Links start at words; this sample has no text.")
                             : tr("This model links no word with a region or a moment: its towers meet in the score."));
        return;
    }
    drawCurves(painter, false);
    drawCurves(painter, true);
    drawRegions(painter);
    drawWords(painter);
}

UnitSet LinksView::setAt(const QPointF& position) const {
    for (int word = 0; word < wordCount(); ++word) {
        if (wordRect(word).contains(position))
            return {Modality::Text, {word}};
        const auto& moment = state().table().moments[static_cast<std::size_t>(word)];
        if (!moment || !momentRect(word).contains(position))
            continue;
        std::vector<int> frames(static_cast<std::size_t>(moment->end - moment->begin));
        std::iota(frames.begin(), frames.end(), moment->begin);
        return {Modality::Audio, frames};
    }
    for (int region = 0; region < static_cast<int>(state().table().regions.size()); ++region)
        if (regionRect(region).adjusted(-regionLabelWidth, -2, 2, 2).contains(position))
            return {Modality::Image, state().table().regions[static_cast<std::size_t>(region)].units};
    return {};
}

void LinksView::mouseMoveEvent(QMouseEvent* event) {
    const UnitSet set = setAt(event->position());
    Selection& selection = state().session().selection();
    if (set.empty())
        selection.unhover();
    else
        selection.hover(set);
}

void LinksView::mouseReleaseEvent(QMouseEvent* event) {
    Selection& selection = state().session().selection();
    if (event->modifiers().testFlag(Qt::ShiftModifier))
        selection.addPin(setAt(event->position()));
    else
        selection.pin(setAt(event->position()));
}

void LinksView::leaveEvent(QEvent*) {
    state().session().selection().unhover();
}

} // namespace triptych::widgets

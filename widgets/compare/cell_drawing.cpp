// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/cell_drawing.h"

#include <QCoreApplication>
#include <algorithm>

#include "inference/numerics/common_grid.h"
#include "visualization/picture/overlay.h"
#include "visualization/plot/heat_picture.h"
#include "widgets/compare/cell_run.h"
#include "widgets/controls/engine_words.h"
#include "widgets/panels/region_boxes.h"

namespace triptych::widgets::cell_drawing {
namespace {

// Heat is smooth: it is enlarged while painting beyond this edge.
constexpr double largestHeatEdge = 900;

// One pixel per frame, clear where nothing is heard, as overlays are.
QImage stripImage(const FloatArray& values, const picture::OverlayStyle& style) {
    QImage image(static_cast<int>(values.size()), 1, QImage::Format_ARGB32_Premultiplied);
    for (int frame = 0; frame < image.width(); ++frame)
        reinterpret_cast<QRgb*>(image.scanLine(0))[frame] =
            picture::overlayColour(values.values()[static_cast<std::size_t>(frame)], style);
    return image;
}

QString cellWords(const char* text) {
    return QCoreApplication::translate("Compare", text);
}

} // namespace

QImage heatImage(const FloatArray& map, picture::ColourMap colours, float rangeEnd, const QRectF& area, double ratio) {
    if (map.empty() || area.isEmpty())
        return {};
    const double scale = std::min(ratio, largestHeatEdge / std::max({area.width(), area.height(), 1.0}));
    return plot::toImage(picture::drawOverlay(map, std::max(1, qRound(area.width() * scale)),
                                              std::max(1, qRound(area.height() * scale)), {colours, rangeEnd, 0.80F}));
}

void drawRegions(QPainter& painter, const std::vector<Box>& boxes, const QRectF& whole, const FloatArray& values,
                 picture::ColourMap colours, float rangeEnd) {
    regions::draw(painter, boxes, whole, values.values(), colours, rangeEnd, 0.9);
}

void drawCross(QPainter& painter, const QPointF& at) {
    constexpr double inner = 4;
    constexpr double outer = 11;
    const QLineF arms[]{{at + QPointF(inner, 0), at + QPointF(outer, 0)},
                        {at - QPointF(inner, 0), at - QPointF(outer, 0)},
                        {at + QPointF(0, inner), at + QPointF(0, outer)},
                        {at - QPointF(0, inner), at - QPointF(0, outer)}};
    painter.setPen(QPen(QColor(0, 0, 0, 150), 4, Qt::SolidLine, Qt::FlatCap));
    painter.drawLines(arms, 4);
    painter.setPen(QPen(Qt::white, 1.6, Qt::SolidLine, Qt::FlatCap));
    painter.drawLines(arms, 4);
}

void drawChip(QPainter& painter, const QRectF& chip, const QString& text, float strength, bool lit, theme::Role role) {
    const theme::Tokens& tokens = theme::current();
    QColor ground = tokens.text.hue;
    ground.setAlphaF(0.62F * std::clamp(strength, 0.0F, 1.0F));
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.text.soft);
    painter.drawRoundedRect(chip, theme::metric::smallRadius, theme::metric::smallRadius);
    painter.setBrush(lit ? tokens.text.hue : ground);
    painter.drawRoundedRect(chip, theme::metric::smallRadius, theme::metric::smallRadius);
    painter.setFont(theme::font(role, lit ? QFont::DemiBold : QFont::Normal));
    painter.setPen(lit ? tokens.onTextHue : tokens.ink);
    painter.drawText(chip, Qt::AlignCenter, text);
}

void drawSoundStrip(QPainter& painter, const QRectF& area, const FloatArray& values, picture::ColourMap colours,
                    float rangeEnd) {
    const theme::Tokens& tokens = theme::current();
    const double edge = std::min(8.0, area.height());
    theme::drawMark(painter, Modality::Audio, {area.left(), area.center().y() - edge / 2, edge, edge});
    const QRectF strip = area.adjusted(12, 0, 0, 0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.groove);
    painter.drawRoundedRect(strip, theme::metric::barRadius, theme::metric::barRadius);
    if (values.empty() || rangeEnd <= 0)
        return;
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(strip, stripImage(values, {colours, rangeEnd, 1.0F}));
    painter.restore();
}

void drawRunState(QPainter& painter, const QRectF& area, const CellRun& run, bool overResult) {
    const theme::Tokens& tokens = theme::current();
    QColor ground = overResult ? tokens.panel : tokens.raised;
    if (overResult)
        ground.setAlphaF(0.5F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(area, theme::metric::radius, theme::metric::radius);
    const bool failed = run.state() == CellRun::State::Failed;
    const QString title = failed                                    ? errorTitle(run.error()->code)
                          : run.state() == CellRun::State::Canceled ? errorTitle(ErrorCode::Canceled)
                          : run.state() == CellRun::State::Running  ? stageLabel(run.progress().stage)
                                                                   : cellWords(QT_TRANSLATE_NOOP("Compare", "Waiting"));
    painter.setFont(theme::font(theme::Role::Secondary, QFont::Medium));
    painter.setPen(failed ? tokens.error : tokens.ink2);
    const QRectF line(area.left() + 8, area.center().y() - 62, area.width() - 16, 36);
    painter.drawText(line, Qt::AlignHCenter | Qt::AlignBottom | Qt::TextWordWrap, title);
    if (failed) {
        painter.setFont(theme::font(theme::Role::Hint));
        painter.setPen(tokens.ink2);
        painter.drawText(QRectF(line.left(), line.bottom() + 2, line.width(), 50),
                         Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                         QString::fromStdString(run.error()->detail));
        return;
    }
    if (run.state() != CellRun::State::Running)
        return;
    const QRectF groove(area.center().x() - 50, line.bottom() + 12, 100, 4);
    const double share = run.progress().total > 0
                             ? static_cast<double>(run.progress().done) / static_cast<double>(run.progress().total)
                             : 0.0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.groove);
    painter.drawRoundedRect(groove, 2, 2);
    painter.setBrush(tokens.accent);
    painter.drawRoundedRect(QRectF(groove.topLeft(), QSizeF(groove.width() * share, groove.height())), 2, 2);
}

std::optional<double> valueAt(const RunResult& result, const FloatArray& map, const QPointF& fraction) {
    if (map.rank() != 2)
        return std::nullopt;
    const Box covered = numerics::coveredPart(result.inputs.patchGrid, result.inputs.picture);
    const double x = (fraction.x() - covered.x0) / (covered.x1 - covered.x0);
    const double y = (fraction.y() - covered.y0) / (covered.y1 - covered.y0);
    if (x < 0 || y < 0 || x >= 1 || y >= 1)
        return std::nullopt;
    const auto row = static_cast<std::int64_t>(y * static_cast<double>(map.extent(0)));
    const auto col = static_cast<std::int64_t>(x * static_cast<double>(map.extent(1)));
    return map.row({row})[static_cast<std::size_t>(col)];
}

} // namespace triptych::widgets::cell_drawing

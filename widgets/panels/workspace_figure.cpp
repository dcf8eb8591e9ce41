// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/workspace_figure.h"

#include <QCoreApplication>

#include "visualization/figure/explanation_figure.h"
#include "widgets/controls/engine_words.h"
#include "widgets/controls/target_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/sound_canvas.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr std::size_t shownHash = 12; // the whole one is in the file

QString words(const char* text) {
    return QCoreApplication::translate("Figure", text);
}

figure::HeatLayer layerOf(const Heat& heat) {
    const QString legend =
        words(QT_TRANSLATE_NOOP("Figure", "min %1 · max %2 · sum %3"))
            .arg(numberText(static_cast<double>(heat.summary.minimum)),
                 numberText(static_cast<double>(heat.summary.maximum)), numberText(heat.summary.sum));
    return {heat.map, heat.rangeEnd, legend};
}

QString figureTitleOf(const LinkedState& state) {
    if (!state.source())
        return words(QT_TRANSLATE_NOOP("Figure", "Relevance toward %1"))
            .arg(targetLabel(state.result()->target, state.result()->inputs));
    const QString name = state.describe(*state.source());
    return (state.maps().direction == numerics::LinkDirection::LooksAt
                ? words(QT_TRANSLATE_NOOP("Figure", "What “%1” looks at"))
                : words(QT_TRANSLATE_NOOP("Figure", "What looks at “%1”")))
        .arg(name);
}

figure::FigureColours onWhite() {
    const theme::Tokens& light = theme::tokens(theme::Mode::Light);
    QColor wave = light.strong;
    wave.setAlphaF(0.75F);
    return {
        Qt::white,      light.ink,       light.ink2,      light.line,
        light.text.hue, light.text.soft, light.audio.hue, {wave, light.control, light.ink2, light.raised, light.ink}};
}

QString methodOf(const LinkedState& state) {
    const std::string& id = state.result()->request.method;
    for (const MethodDescriptor& method : state.session().service().methods())
        if (method.id == id)
            return methodLabel(method);
    return QString::fromStdString(id);
}

figure::ExplanationFigure pageOf(const LinkedState& state) {
    const RunResult* result = state.result();
    figure::ExplanationFigure page;
    page.result = result;
    page.title = figureTitleOf(state);
    page.provenance = words(QT_TRANSLATE_NOOP("Figure", "%1, %2, method %3, target %4 = %5"))
                          .arg(QString::fromStdString(result->model.label),
                               QString::fromStdString(result->model.hash.substr(0, shownHash)), methodOf(state),
                               targetLabel(result->target, result->inputs), numberText(result->targetValue));
    page.image = layerOf(state.heat(Modality::Image));
    page.text = layerOf(state.heat(Modality::Text));
    page.audio = layerOf(state.heat(Modality::Audio));
    page.colours = state.colourMap();
    constexpr float strongestAlpha = 0.80F;
    page.opacity = strongestAlpha * static_cast<float>(state.display().opacity);
    page.showGrid = state.display().showGrid;
    if (state.display().showOutline)
        page.outline = state.outline();
    page.litWords = state.focus(Modality::Text).units;
    if (const std::vector<int>& frames = state.focus(Modality::Audio).units; !frames.empty()) {
        const double step = result->inputs.audioAxis.msPerFrame;
        page.litMs = {frames.front() * step, (frames.back() + 1) * step};
    }
    page.soundNames = soundNames();
    page.spokenWords = spokenWords(state.session());
    return page;
}

} // namespace

QImage figureOf(const LinkedState& state, const QSize& size, double scale) {
    if (!state.result())
        return {};
    return figure::drawFigure(pageOf(state), size, scale, theme::font(theme::Role::Body), onWhite());
}

void paintFigure(const LinkedState& state, QPainter& painter, const QSizeF& size) {
    if (state.result())
        figure::paintFigure(painter, pageOf(state), size, theme::font(theme::Role::Body), onWhite());
}

} // namespace triptych::widgets

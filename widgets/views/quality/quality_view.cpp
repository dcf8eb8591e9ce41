// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/quality/quality_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/charts/curve_chart.h"
#include "widgets/controls/engine_words.h"
#include "widgets/controls/quality_words.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

QualityView::QualityView(LinkedState& state, QWidget* parent)
    : View(state, parent)
    , m_curves{Curve{"deletion", new CurveChart}, Curve{"insertion", new CurveChart}}
    , m_randomisation(new CurveChart)
    , m_names{new QLabel, new QLabel, new QLabel}
    , m_limit(new QLabel)
    , m_note(new QLabel) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(theme::metric::inner, theme::metric::grid, theme::metric::inner, theme::metric::grid);
    column->setSpacing(0);
    addLegend(column);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::metric::inner);
    for (const Curve& curve : m_curves) {
        row->addWidget(curve.chart, 1);
        connect(curve.chart, &CurveChart::pointed, this,
                [this, metric = curve.metric](double x) { pointAt(metric, x); });
        connect(curve.chart, &CurveChart::left, this, &QualityView::leaveCurve);
    }
    row->addWidget(m_randomisation, 1);
    column->addLayout(row, 1);
    m_note->setFont(theme::font(theme::Role::Hint));
    setInk(m_note, InkRole::Ink2);
    column->addWidget(m_note);
    connect(&state.session().quality(), &QualityMonitor::changed, this, &QualityView::show);
    connect(&theme::notifier(), &theme::Notifier::changed, this, &QualityView::show);
    retranslate();
}

// One for all curves: the figures stand above each.
void QualityView::addLegend(QVBoxLayout* column) {
    auto* legend = new QHBoxLayout;
    legend->setContentsMargins(theme::metric::grid, theme::metric::grid, theme::metric::grid, theme::metric::grid);
    legend->setSpacing(theme::metric::grid);
    for (const Modality modality : allModalities) {
        QLabel* name = m_names[static_cast<std::size_t>(modality)];
        name->setFont(theme::font(theme::Role::Hint));
        setInk(name, InkRole::Ink2);
        legend->addWidget(new MarkLabel(modality));
        legend->addWidget(name);
        legend->addSpacing(theme::metric::inner);
    }
    legend->addStretch(1);
    m_limit->setFont(theme::font(theme::Role::Hint));
    setInk(m_limit, InkRole::Ink2);
    legend->addWidget(m_limit);
    column->addLayout(legend);
}

void QualityView::retranslate() {
    for (const Modality modality : allModalities)
        m_names[static_cast<std::size_t>(modality)]->setText(modalityWord(modality));
    m_curves[0].chart->setAxes(tr("share removed"), tr("target"));
    m_curves[1].chart->setAxes(tr("share shown"), tr("target"));
    m_randomisation->setAxes(tr("layers reset"), tr("|Spearman|"));
    m_randomisation->setRange(std::pair(0.0, 1.0));
    show();
}

void QualityView::show() {
    for (const Curve& curve : m_curves)
        showCurve(curve);
    showRandomisation();
    const QualityMonitor& quality = state().session().quality();
    m_note->setText(quality.lastError()     ? QString::fromStdString(quality.lastError()->detail)
                    : quality.isMeasuring() ? tr("Measuring the map on screen…")
                                            : tr("Move along a curve to see the input at that point."));
}

void QualityView::showCurve(const Curve& curve) {
    QString title = QStringLiteral("<b>%1</b>").arg(metricWord(curve.metric));
    std::vector<ChartCurve> lines;
    for (const Modality modality : allModalities) {
        const QualityFigure* figure = state().session().quality().figure(curve.metric, modality);
        if (figure == nullptr)
            continue;
        const theme::ModalityColours& colours = theme::current().of(modality);
        ChartCurve line{colours.hue, {}};
        title += QStringLiteral("&nbsp; <span style=\"color:%1\">%2</span>")
                     .arg(colours.text.name(), numberText(figure->value));
        for (std::size_t i = 0; i < figure->curve.shares.size(); ++i)
            line.points.emplace_back(figure->curve.shares[i], figure->curve.values[i]);
        curve.chart->setToolTip(protocolText(*figure));
        lines.push_back(std::move(line));
    }
    curve.chart->setTitle(title);
    curve.chart->setCurves(std::move(lines));
}

void QualityView::showRandomisation() {
    const auto& found = state().session().quality().report().randomisation;
    m_randomisation->setTitle(
        QStringLiteral("<b>%1</b>")
            .arg(found && found->isComplete() ? verdictText(*found) : metricWord("randomisation")));
    ChartCurve line{theme::current().accent, {{0, 1}}, true};
    QStringList layers{QLocale().toString(0)};
    if (found)
        for (const RandomisationStep& step : found->steps) {
            line.points.emplace_back(static_cast<double>(line.points.size()), step.spearman);
            layers << QLocale().toString(static_cast<int>(line.points.size()) - 1);
        }
    m_randomisation->setCategories(found ? layers : QStringList());
    m_randomisation->setCurves(found ? std::vector{line} : std::vector<ChartCurve>{});
    m_randomisation->setLimit(found ? std::optional(found->limit) : std::nullopt);
    m_limit->setText(found ? tr("fails above the dashed line, %1").arg(numberText(found->limit)) : QString());
    m_randomisation->setToolTip(found ? randomisationText(*found) : QString());
}

void QualityView::pointAt(const char* metric, double share) {
    QualityMonitor& quality = state().session().quality();
    const QualityFigure* figure = nullptr;
    for (const Modality modality : allModalities)
        if (figure == nullptr)
            figure = quality.figure(metric, modality);
    if (figure == nullptr || figure->curve.shares.empty())
        return;
    const auto& shares = figure->curve.shares;
    const auto nearest = std::min_element(
        shares.begin(), shares.end(), [&](double a, double b) { return std::abs(a - share) < std::abs(b - share); });
    const auto point = static_cast<std::size_t>(nearest - shares.begin());
    for (const Curve& curve : m_curves)
        curve.chart->setCursorAt(curve.metric == std::string_view(metric) ? std::optional(*nearest) : std::nullopt);
    state().session().setReadOut(tr("%1 · %2 % of the units · target %3", "curve, share, value")
                                     .arg(metricWord(metric))
                                     .arg(qRound(*nearest * 100))
                                     .arg(numberText(figure->curve.values[point])));
    quality.setPreview(perturbedAt(*figure, point));
}

void QualityView::leaveCurve() {
    for (const Curve& curve : m_curves)
        curve.chart->setCursorAt(std::nullopt);
    state().session().setReadOut({});
    state().session().quality().setPreview(std::nullopt);
}

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/scores/scores_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <optional>

#include "widgets/controls/target_words.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double rowHeight = 28;
constexpr double labelWidth = 190;
constexpr double valueWidth = 64;
constexpr double padding = 14;
constexpr double noteGap = 6;
constexpr std::size_t mostBars = 40;
constexpr const char* probabilityScale = "probability";

bool isSimilarity(const std::string& name) {
    return name == "scores.image_text" || name == "scores.image_audio" || name == "scores.text_audio" ||
           name == "scores.audio_text";
}

// Some families write the logit of a match under the same name.
bool holdsProbabilities(const std::string& name, double value) {
    return name == "scores.itm" || name == "scores.answer" || name.ends_with("_probability") ||
           (name == "scores.match" && value >= 0 && value <= 1);
}

bool isSigmoidOf(double probability, double logit) {
    constexpr double rounding = 1e-4;
    return std::abs(probability - 1 / (1 + std::exp(-logit))) < rounding;
}

QString label(const std::string& name, bool isProbability) {
    if (name == "scores.match")
        return isProbability ? ScoresView::tr("match probability") : ScoresView::tr("match score");
    if (name == "scores.image_text")
        return ScoresView::tr("similarity of image and text");
    if (name == "scores.image_audio")
        return ScoresView::tr("similarity of image and audio");
    if (name == "scores.text_audio" || name == "scores.audio_text")
        return ScoresView::tr("similarity of text and audio");
    return QString::fromStdString(name);
}

// The place of the target in a table of scores.
std::optional<std::size_t> targetIndex(const Target& target, const std::string& name, const FloatArray& table) {
    if (target.kind == TargetKind::Match)
        return name == "scores.match" ? std::optional<std::size_t>(0) : std::nullopt;
    if (target.kind != TargetKind::Pair)
        return std::nullopt;
    const std::string first(toString(target.firstModality));
    const std::string second(toString(target.secondModality));
    const auto columns = table.rank() == 2 ? static_cast<std::size_t>(table.extent(1)) : 1;
    if (name == "scores." + first + "_" + second)
        return static_cast<std::size_t>(target.first) * columns + static_cast<std::size_t>(target.second);
    if (name == "scores." + second + "_" + first)
        return static_cast<std::size_t>(target.second) * columns + static_cast<std::size_t>(target.first);
    return std::nullopt;
}

// "image 2 – a red ring" of a cell of a table with several images or texts.
QString pairLabel(const RunResult& result, std::size_t cell, std::int64_t columns) {
    const auto row = cell / static_cast<std::size_t>(columns);
    const auto column = cell % static_cast<std::size_t>(columns);
    const auto texts = result.request.sample.of(Modality::Text);
    const QString text =
        column < texts.size() ? QString::fromStdString(texts[column].text) : ScoresView::tr("text %1").arg(column + 1);
    return result.request.sample.of(Modality::Image).size() > 1 ? ScoresView::tr("image %1 – %2").arg(row + 1).arg(text)
                                                                : text;
}

} // namespace

ScoresView::ScoresView(LinkedState& state, QWidget* parent)
    : View(state, parent) {
    retranslate();
}

void ScoresView::retranslate() {
    setToolTip(
        tr("Scores of the model: probabilities from 0 to 1, every other kind on a scale of its own. Click copies a "
           "value in full."));
    refresh();
}

// Bars of one kind share their scale, and each begins at zero.
void ScoresView::addTable(const RunResult& result, const std::string& name, const FloatArray& table) {
    const bool isPair = name == "scores.image_text" && table.rank() == 2;
    for (std::size_t i = 0; i < table.size() && m_bars.size() < mostBars; ++i) {
        Bar bar;
        bar.value = static_cast<double>(table.values()[i]);
        const bool isProbability = holdsProbabilities(name, bar.value);
        bar.scale = isProbability ? probabilityScale : isSimilarity(name) ? "similarity" : name;
        bar.label = table.size() == 1 ? label(name, isProbability)
                    : isPair          ? pairLabel(result, i, table.extent(1))
                                      : tr("%1, number %2").arg(label(name, isProbability)).arg(i + 1);
        bar.isTarget = targetIndex(result.target, name, table) == i;
        if (bar.isTarget && isProbability && isSigmoidOf(bar.value, result.targetValue))
            bar.note = tr("logit %1 =", "followed by the probability").arg(numberText(result.targetValue));
        m_bars.push_back(std::move(bar));
    }
}

void ScoresView::refresh() {
    m_bars.clear();
    if (const RunResult* result = state().result()) {
        for (const auto& [name, table] : result->scores)
            addTable(*result, name, table);
        if (std::ranges::none_of(m_bars, &Bar::isTarget))
            m_bars.push_back({targetLabel(result->target, result->inputs), {}, "target", result->targetValue, true});
    }
    std::stable_sort(m_bars.begin(), m_bars.end(), [](const Bar& a, const Bar& b) { return a.isTarget > b.isTarget; });
    m_scales = {{probabilityScale, {0, 1}}};
    for (const Bar& bar : m_bars) {
        auto& [least, most] = m_scales[bar.scale];
        least = std::min(least, bar.value);
        most = std::max(most, bar.value);
    }
    update();
}

std::pair<double, double> ScoresView::extent(const Bar& bar) const {
    const auto& [least, most] = m_scales.at(bar.scale);
    if (most <= least)
        return {0, 0};
    return std::minmax({(0 - least) / (most - least), (bar.value - least) / (most - least)});
}

QRectF ScoresView::rowRect(std::size_t index) const {
    return {padding, 8 + static_cast<double>(index) * rowHeight, width() - 2 * padding, rowHeight};
}

// Of the widest note with its value, so that all bars end together.
double ScoresView::valuesWidth() const {
    const QFontMetricsF notes(theme::font(theme::Role::Hint));
    double widest = 0;
    for (const Bar& bar : m_bars)
        widest = std::max(widest, bar.note.isEmpty() ? 0 : notes.horizontalAdvance(bar.note) + noteGap);
    return widest + valueWidth;
}

void ScoresView::drawBar(QPainter& painter, const QRectF& row, const Bar& bar) const {
    const theme::Tokens& tokens = theme::current();
    painter.setFont(theme::font(theme::Role::Secondary, bar.isTarget ? QFont::DemiBold : QFont::Normal));
    painter.setPen(bar.isTarget ? tokens.ink : tokens.ink2);
    const double labels = std::min(labelWidth, row.width() * 0.45);
    const QString label = bar.isTarget ? tr("%1 (explained)").arg(bar.label) : bar.label;
    painter.drawText(QRectF(row.left(), row.top(), labels, row.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(label, Qt::ElideRight, labels));
    const QRectF groove(row.left() + labels + 12, row.center().y() - 4,
                        std::max(20.0, row.width() - labels - valuesWidth() - 24), 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.groove);
    painter.drawRoundedRect(groove, theme::metric::barRadius, theme::metric::barRadius);
    const auto [from, to] = extent(bar);
    painter.setBrush(bar.isTarget ? tokens.accent : tokens.strong);
    painter.drawRoundedRect(QRectF(groove.left() + from * groove.width(), groove.top(),
                                   std::max(1.0, (to - from) * groove.width()), groove.height()),
                            theme::metric::barRadius, theme::metric::barRadius);
    painter.setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    painter.setPen(tokens.ink);
    const QString value = numberText(bar.value);
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, value);
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(tokens.ink2);
    const double used = QFontMetricsF(theme::font(theme::Role::Secondary, QFont::DemiBold)).horizontalAdvance(value);
    painter.drawText(row.adjusted(0, 0, -used - noteGap, 0), Qt::AlignRight | Qt::AlignVCenter, bar.note);
}

void ScoresView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < m_bars.size(); ++i)
        drawBar(painter, rowRect(i), m_bars[i]);
}

void ScoresView::mouseReleaseEvent(QMouseEvent* event) {
    for (std::size_t i = 0; i < m_bars.size(); ++i)
        if (rowRect(i).contains(event->position()))
            QGuiApplication::clipboard()->setText(QLocale::c().toString(m_bars[i].value, 'g', 9));
}

} // namespace triptych::widgets

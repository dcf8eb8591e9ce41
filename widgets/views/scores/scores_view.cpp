// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/scores/scores_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <optional>

#include "widgets/panels/linked_state.h"
#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double rowHeight = 28;
constexpr double labelWidth = 190;
constexpr double valueWidth = 64;
constexpr double padding = 14;
constexpr std::size_t mostBars = 40;

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
    setToolTip(tr("Raw scores of the model. Click copies a value in full."));
    refresh();
}

void ScoresView::refresh() {
    m_bars.clear();
    m_least = 0;
    m_most = 1;
    const auto label = [](const std::string& name) {
        if (name == "scores.match")
            return tr("match score");
        if (name == "scores.image_text")
            return tr("similarity of image and text");
        if (name == "scores.image_audio")
            return tr("similarity of image and audio");
        if (name == "scores.text_audio" || name == "scores.audio_text")
            return tr("similarity of text and audio");
        return QString::fromStdString(name);
    };
    if (state().result()) {
        for (const auto& [name, table] : state().result()->scores) {
            for (std::size_t i = 0; i < table.size() && m_bars.size() < mostBars; ++i) {
                const double value = static_cast<double>(table.values()[i]);
                const bool isTable = name == "scores.image_text" && table.rank() == 2;
                m_bars.push_back({table.size() == 1 ? label(name)
                                  : isTable         ? pairLabel(*state().result(), i, table.extent(1))
                                                    : tr("%1, number %2").arg(label(name)).arg(i + 1),
                                  value, targetIndex(state().result()->target, name, table) == i});
                m_least = std::min(m_least, value);
                m_most = std::max(m_most, value);
            }
        }
    }
    std::stable_sort(m_bars.begin(), m_bars.end(), [](const Bar& a, const Bar& b) { return a.isTarget > b.isTarget; });
    update();
}

QRectF ScoresView::rowRect(std::size_t index) const {
    return {padding, 8 + static_cast<double>(index) * rowHeight, width() - 2 * padding, rowHeight};
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
                        std::max(20.0, row.width() - labels - valueWidth - 24), 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.groove);
    painter.drawRoundedRect(groove, theme::metric::barRadius, theme::metric::barRadius);
    const auto xOf = [&](double value) {
        return groove.left() + (value - m_least) / (m_most - m_least) * groove.width();
    };
    const auto [from, to] = std::minmax({xOf(0), xOf(bar.value)});
    painter.setBrush(bar.isTarget ? tokens.accent : tokens.strong);
    painter.drawRoundedRect(QRectF(from, groove.top(), std::max(1.0, to - from), groove.height()),
                            theme::metric::barRadius, theme::metric::barRadius);
    painter.setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    painter.setPen(tokens.ink);
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, numberText(bar.value));
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

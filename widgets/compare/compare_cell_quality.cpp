// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "widgets/compare/compare_cell.h"
#include "widgets/controls/engine_words.h"
#include "widgets/controls/quality_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double roomyCell = 150; // high enough for figures below a picture
constexpr double pieceGap = 12;

const QualityFigure* figureOf(const QualityReport& report, const std::string& metric, Modality modality) {
    const auto found = std::ranges::find_if(report.figures, [&](const QualityFigure& figure) {
        return figure.metric == metric && figure.modality == modality;
    });
    return found == report.figures.end() ? nullptr : &*found;
}

// The protocol stands once below the figures that share it.
QStringList figureLines(const QualityReport& report) {
    QStringList lines;
    QStringList protocols;
    for (const QualityFigure& figure : report.figures) {
        const QString chance =
            figure.chance ? CompareCell::tr(", in random order %1").arg(numberText(*figure.chance)) : QString();
        lines << QStringLiteral("%1 (%2): %3%4")
                     .arg(metricWord(figure.metric), modalityWord(figure.modality), numberText(figure.value), chance);
        const QString protocol = metricWord(figure.metric) + QStringLiteral(": ") + protocolLine(figure.protocol);
        if (!protocols.contains(protocol))
            protocols << protocol;
    }
    return lines.isEmpty() ? lines : QStringList{lines.join(QLatin1Char('\n')), protocols.join(QLatin1Char('\n'))};
}

} // namespace

double CompareCell::qualityRoom() const {
    return height() >= roomyCell ? qualityHeight : 0;
}

QRectF CompareCell::qualityArea() const {
    if (qualityRoom() == 0)
        return {};
    const double top = hasPicture() ? pictureArea().bottom() + 2 : height() - frame - qualityRoom();
    return {frame, top, width() - 2 * frame, qualityHeight};
}

std::optional<CompareCell::Note> CompareCell::randomisationNote() const {
    const GridQuality::Entry* quality = m_comparison.qualityOf(m_index);
    if (quality == nullptr || !quality->report.randomisation)
        return std::nullopt;
    const Randomisation& found = *quality->report.randomisation;
    if (!found.isComplete())
        return std::nullopt;
    const theme::Tokens& tokens = theme::current();
    return found.passes() ? Note{tr("✓ randomisation"), QStringLiteral("✓"), tokens.ok}
                          : Note{tr("✗ fails randomisation"), tr("✗ fails rand."), tokens.error};
}

std::vector<CompareCell::Piece> CompareCell::qualityPieces() const {
    const theme::Tokens& tokens = theme::current();
    std::vector<Piece> pieces;
    if (const auto& pointing = state().pointing) {
        pieces.push_back(
            {pointing->hit ? tr("✓ pointing") : tr("✗ pointing"), {}, pointing->hit ? tokens.ok : tokens.error});
        pieces.push_back({tr("in mask"), numberText(pointing->energy), tokens.ink2});
    }
    const GridQuality::Entry* quality = m_comparison.qualityOf(m_index);
    if (quality == nullptr)
        return pieces;
    const Modality modality = mainModality(state().maps.maps).value_or(Modality::Image);
    if (const QualityFigure* deletion = figureOf(quality->report, "deletion", modality))
        pieces.push_back({tr("deletion"), numberText(deletion->value), tokens.ink2});
    if (const QualityFigure* insertion = figureOf(quality->report, "insertion", modality))
        pieces.push_back({tr("insertion"), numberText(insertion->value), tokens.ink2});
    if (quality->state == GridQuality::State::Measuring)
        pieces.push_back({tr("measuring…"), {}, tokens.ink3});
    else if (quality->state == GridQuality::State::Failed)
        pieces.push_back({tr("quality not measured"), {}, tokens.error});
    else if (quality->state == GridQuality::State::Offered)
        pieces.push_back({tr("quality not measured"), {}, tokens.ink3});
    return pieces;
}

// Pieces for which there is no room are told by the tool tip.
void CompareCell::drawQuality(QPainter& painter) const {
    const QRectF area = qualityArea();
    if (area.isEmpty())
        return;
    const QFont plain = theme::font(theme::Role::Hint);
    const QFont strong = theme::font(theme::Role::Hint, QFont::DemiBold);
    const double space = QFontMetricsF(plain).horizontalAdvance(QLatin1Char(' '));
    double x = area.left();
    for (const Piece& piece : qualityPieces()) {
        const double word = QFontMetricsF(plain).horizontalAdvance(piece.word);
        const double figure =
            piece.figure.isEmpty() ? 0 : space + QFontMetricsF(strong).horizontalAdvance(piece.figure);
        if (x + word + figure > area.right())
            continue;
        painter.setFont(plain);
        painter.setPen(piece.ink);
        painter.drawText(QRectF(x, area.top(), word + 1, area.height()), Qt::AlignLeft | Qt::AlignVCenter, piece.word);
        painter.setFont(strong);
        painter.setPen(theme::current().ink);
        painter.drawText(QRectF(x + word + space, area.top(), figure + 1, area.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, piece.figure);
        x += word + figure + pieceGap;
    }
}

QString CompareCell::qualityTip() const {
    const GridQuality::Entry* quality = m_comparison.qualityOf(m_index);
    if (quality == nullptr)
        return {};
    QStringList parts = figureLines(quality->report);
    if (const auto& randomisation = quality->report.randomisation; randomisation && randomisation->isComplete())
        parts << QStringLiteral("%1: %2\n%3")
                     .arg(verdictText(*randomisation), numberText(randomisation->steps.back().spearman),
                          randomisationLine(*randomisation));
    for (const std::string& notice : quality->report.notices)
        parts << QString::fromStdString(notice);
    if (quality->error)
        parts << QString::fromStdString(quality->error->detail);
    if (quality->state == GridQuality::State::Offered)
        parts << tr("Measuring this map takes about %1 s; the button above the grid starts it.")
                     .arg(QLocale().toString(qRound(quality->task.expectedSeconds)));
    if (quality->state == GridQuality::State::Waiting)
        parts << tr("The quality of this map is measured after those before it.");
    return parts.join(QStringLiteral("\n\n"));
}

bool CompareCell::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QRectF header(0, 0, width(), headerHeight);
    const QString tip = qualityArea().contains(help->pos()) || header.contains(help->pos()) ? qualityTip() : QString();
    tip.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), tip, this);
    event->setAccepted(!tip.isEmpty());
    return true;
}

} // namespace triptych::widgets

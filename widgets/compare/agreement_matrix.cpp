// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/agreement_matrix.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "inference/numerics/map_agreement.h"
#include "widgets/compare/compare_cell.h"
#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double labelWidth = 20;
constexpr double largestRow = 24;
constexpr double cellGap = 3;

} // namespace

std::optional<double> agreementOf(const numerics::MapPair& pair, AgreementMeasure measure) {
    if (pair.empty())
        return std::nullopt;
    return measure == AgreementMeasure::RankCorrelation
               ? numerics::rankCorrelation(pair.a.values(), pair.b.values())
               : numerics::topShared(pair.a.values(), pair.b.values(), AgreementMatrix::topShare);
}

AgreementMatrix::AgreementMatrix(Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_comparison(comparison) {
    connect(&comparison, &Comparison::gridChanged, this, [this] {
        m_values.clear();
        updateGeometry();
    });
    connect(&comparison, &Comparison::changed, this, &AgreementMatrix::refresh);
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

void AgreementMatrix::setMeasure(AgreementMeasure measure) {
    m_measure = measure;
    refresh();
}

void AgreementMatrix::refresh() {
    const int count = m_comparison.count();
    m_values.assign(static_cast<std::size_t>(count * count), std::nullopt);
    for (int a = 0; a < count; ++a) {
        for (int b = a + 1; b < count; ++b) {
            const auto value = agreementOf(m_comparison.pair(a, b), m_measure);
            m_values[static_cast<std::size_t>(a * count + b)] = value;
            m_values[static_cast<std::size_t>(b * count + a)] = value;
        }
    }
    update();
}

std::optional<double> AgreementMatrix::agreement(int a, int b) const {
    const int count = m_comparison.count();
    if (a < 0 || b < 0 || a >= count || b >= count || m_values.empty())
        return std::nullopt;
    return m_values[static_cast<std::size_t>(a * count + b)];
}

QSize AgreementMatrix::sizeHint() const {
    return {260, static_cast<int>((m_comparison.count() + 1) * largestRow)};
}

double AgreementMatrix::rowHeight() const {
    return std::min(largestRow, static_cast<double>(height()) / (m_comparison.count() + 1));
}

QRectF AgreementMatrix::cellRect(int row, int column) const {
    const double step = (width() - labelWidth) / std::max(1, m_comparison.count());
    return {labelWidth + column * step, (row + 1) * rowHeight(), step - cellGap, rowHeight() - cellGap};
}

void AgreementMatrix::drawCell(QPainter& painter, int row, int column) const {
    const theme::Tokens& tokens = theme::current();
    const QRectF cell = cellRect(row, column);
    const auto value = row == column ? std::optional(1.0) : agreement(row, column);
    QColor ground = tokens.raised;
    if (row != column && value) {
        const picture::Rgb colour = picture::colourAt(picture::ColourMap::BlueWhiteRed,
                                                      static_cast<float>(0.5 + 0.22 * std::clamp(*value, -1.0, 1.0)));
        ground = QColor(colour.red, colour.green, colour.blue);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(cell, theme::metric::smallRadius, theme::metric::smallRadius);
    const bool isPair = (row == m_comparison.first() && column == m_comparison.second()) ||
                        (row == m_comparison.second() && column == m_comparison.first());
    painter.setFont(theme::font(theme::Role::Hint, isPair ? QFont::DemiBold : QFont::Normal));
    // The ground keeps its colours in both themes, and so does what is written on it.
    painter.setPen(row == column || !value ? tokens.ink3 : QColor(25, 28, 32));
    const int digits = cell.width() < 30 ? 1 : 2;
    painter.drawText(cell, Qt::AlignCenter,
                     row == column ? QStringLiteral("1")
                     : value       ? decimalsText(*value, digits)
                                   : QStringLiteral("–"));
    if (!isPair)
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(tokens.accent, 2));
    painter.drawRoundedRect(cell.adjusted(0, 0, 0, 0), theme::metric::smallRadius, theme::metric::smallRadius);
}

void AgreementMatrix::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < m_comparison.count(); ++i) {
        painter.setFont(theme::font(theme::Role::Hint));
        painter.setPen(theme::current().ink2);
        painter.drawText(QRectF(0, cellRect(i, 0).top(), labelWidth, rowHeight() - cellGap),
                         Qt::AlignLeft | Qt::AlignVCenter, CompareCell::letter(i));
        const QRectF cell = cellRect(0, i);
        painter.drawText(QRectF(cell.left(), 0, cell.width(), rowHeight() - cellGap), Qt::AlignCenter,
                         CompareCell::letter(i));
        for (int j = 0; j < m_comparison.count(); ++j)
            drawCell(painter, i, j);
    }
}

std::optional<std::pair<int, int>> AgreementMatrix::placeAt(const QPointF& position) const {
    for (int row = 0; row < m_comparison.count(); ++row)
        for (int column = 0; column < m_comparison.count(); ++column)
            if (row != column && cellRect(row, column).contains(position))
                return std::pair(row, column);
    return std::nullopt;
}

void AgreementMatrix::mouseReleaseEvent(QMouseEvent* event) {
    const auto place = placeAt(event->position());
    if (!place)
        return;
    m_comparison.setFirst(place->first);
    m_comparison.setSecond(place->second);
}

bool AgreementMatrix::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto place = placeAt(help->pos())) {
        const auto value = agreement(place->first, place->second);
        QToolTip::showText(help->globalPos(),
                           tr("%1 and %2: %3", "letters, agreement")
                               .arg(CompareCell::letter(place->first), CompareCell::letter(place->second),
                                    value ? decimalsText(*value, 4) : tr("nothing to compare")));
    }
    return true;
}

} // namespace triptych::widgets

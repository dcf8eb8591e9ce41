// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/text_choices.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "widgets/panels/number_text.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr int rowHeight = 26;
constexpr int mostRows = 4;
constexpr int barWidth = 64;
constexpr int valueWidth = 56;

} // namespace

TextChoices::TextChoices(LinkedState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&state, &LinkedState::resultChanged, this, &TextChoices::refresh);
    connect(&state.session(), &Session::sampleChanged, this, &TextChoices::refresh);
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
    retranslate();
    refresh();
}

bool TextChoices::isNeeded() const {
    return m_texts.size() > 1 && m_state.session().comparesPairs();
}

QSize TextChoices::sizeHint() const {
    return {320, rowHeight * std::min(static_cast<int>(m_texts.size()), mostRows)};
}

void TextChoices::refresh() {
    const Session& session = m_state.session();
    m_texts.clear();
    for (const SampleItem& item : session.entry().sample.of(Modality::Text))
        m_texts << QString::fromStdString(item.text);
    m_scores.clear();
    if (const auto result = m_state.result()) {
        const auto found = result->scores.find("scores.image_text");
        if (found != result->scores.end() && found->second.rank() == 2 && !found->second.empty() &&
            found->second.extent(1) == m_texts.size()) {
            const auto image = std::min<std::int64_t>(session.imageIndex(), found->second.extent(0) - 1);
            for (const float score : found->second.row({image}))
                m_scores.push_back(static_cast<double>(score));
        }
    }
    setVisible(isNeeded());
    updateGeometry();
    update();
}

int TextChoices::firstShown() const {
    const int count = static_cast<int>(m_texts.size());
    return std::clamp(m_state.session().textIndex() - mostRows / 2, 0, std::max(0, count - mostRows));
}

QRect TextChoices::rowRect(int row) const {
    return {0, (row - firstShown()) * rowHeight, width(), rowHeight};
}

int TextChoices::rowAt(const QPoint& position) const {
    if (!rect().contains(position))
        return -1;
    const int row = firstShown() + position.y() / rowHeight;
    return row < m_texts.size() ? row : -1;
}

void TextChoices::paintEvent(QPaintEvent*) {
    const theme::Tokens& t = theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int chosen = m_state.session().textIndex();
    double least = 0;
    double most = 0;
    for (const double score : m_scores) {
        least = std::min(least, score);
        most = std::max(most, score);
    }
    for (int row = firstShown(); row < std::min(static_cast<int>(m_texts.size()), firstShown() + mostRows); ++row) {
        const QRect line = rowRect(row).adjusted(0, 1, 0, -1);
        const bool isChosen = row == chosen;
        if (isChosen || row == m_hovered)
            theme::parts::box(painter, line, isChosen ? t.text.soft : t.hover, {}, theme::metric::smallRadius);
        theme::drawMark(painter, Modality::Text, QRectF(line.left() + 7, line.center().y() - 3.5, 8, 8),
                        isChosen ? t.text.hue : t.control);
        const int figures = m_scores.empty() ? 0 : barWidth + valueWidth + 16;
        const QRect text = line.adjusted(24, 0, -figures - 8, 0);
        painter.setFont(theme::font(theme::Role::Body, isChosen ? QFont::DemiBold : QFont::Normal));
        painter.setPen(isChosen ? t.ink : t.ink2);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_texts[row], Qt::ElideRight, text.width()));
        if (m_scores.empty())
            continue;
        const double score = m_scores[static_cast<std::size_t>(row)];
        const QRectF groove(line.right() - valueWidth - 8 - barWidth, line.center().y() - 2, barWidth, 5);
        theme::parts::box(painter, groove.toRect(), t.groove, {}, 2);
        const auto xOf = [&](double value) {
            return groove.left() + (most > least ? (value - least) / (most - least) : 0) * groove.width();
        };
        QRectF bar = groove;
        bar.setLeft(std::min(xOf(0), xOf(score)));
        bar.setRight(std::max({xOf(0), xOf(score), bar.left() + 1}));
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChosen ? t.accent : t.strong);
        painter.drawRoundedRect(bar, 2, 2);
        painter.setFont(theme::font(theme::Role::Secondary, isChosen ? QFont::DemiBold : QFont::Normal));
        painter.setPen(t.ink);
        painter.drawText(line.adjusted(0, 0, -6, 0), Qt::AlignRight | Qt::AlignVCenter, numberText(score));
    }
    if (hasFocus())
        theme::parts::focusRing(painter, rowRect(chosen), theme::metric::smallRadius);
}

void TextChoices::mousePressEvent(QMouseEvent* event) {
    if (const int row = rowAt(event->position().toPoint()); row >= 0)
        m_state.session().chooseText(row);
}

void TextChoices::mouseMoveEvent(QMouseEvent* event) {
    m_hovered = rowAt(event->position().toPoint());
    update();
}

void TextChoices::leaveEvent(QEvent*) {
    m_hovered = -1;
    update();
}

void TextChoices::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    if (step == 0)
        return QWidget::keyPressEvent(event);
    const int last = static_cast<int>(m_texts.size()) - 1;
    m_state.session().chooseText(std::clamp(m_state.session().textIndex() + step, 0, std::max(0, last)));
}

bool TextChoices::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = rowAt(help->pos());
        QToolTip::showText(help->globalPos(), row >= 0 ? m_texts[row] : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

void TextChoices::retranslate() {
    setAccessibleName(tr("Texts of the sample: arrow keys choose the one that is explained"));
}

void TextChoices::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/word_flow.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double chipHeight = theme::metric::chip;
constexpr double chipPadding = 9;
constexpr double chipGap = 8;
constexpr double barGap = 4;
constexpr double heatBarHeight = 3;
constexpr double lineHeight = chipHeight + barGap + heatBarHeight + 10;
constexpr double ringRoom = 5; // for the ring around the chip that is pointed at

QColor mixed(const QColor& from, const QColor& to, double share) {
    const auto channel = [share](int a, int b) { return qRound(a + (b - a) * share); };
    return {channel(from.red(), to.red()), channel(from.green(), to.green()), channel(from.blue(), to.blue())};
}

} // namespace

WordFlow::WordFlow(LinkedState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&state, &LinkedState::resultChanged, this, &WordFlow::onResult);
    connect(&state, &LinkedState::changed, this, qOverload<>(&QWidget::update));
    onResult();
}

void WordFlow::onResult() {
    m_cursor = -1;
    m_pressed = -1; // of the result before
    m_chips = layoutChips(width());
    updateGeometry();
    update();
}

std::vector<QRectF> WordFlow::layoutChips(int width) const {
    std::vector<QRectF> chips;
    if (!m_state.result())
        return chips;
    const QFontMetricsF metrics(theme::font(theme::Role::Chip, QFont::Medium));
    double x = ringRoom;
    double y = ringRoom;
    for (const Word& word : m_state.result()->inputs.words) {
        const double chip = metrics.horizontalAdvance(QString::fromStdString(word.text)) + 2 * chipPadding;
        if (x > ringRoom && x + chip > width - ringRoom) {
            x = ringRoom;
            y += lineHeight;
        }
        chips.emplace_back(x, y, chip, chipHeight);
        x += chip + chipGap;
    }
    return chips;
}

int WordFlow::heightForWidth(int width) const {
    const std::vector<QRectF> chips = layoutChips(width);
    return qRound((chips.empty() ? ringRoom : chips.back().top()) + lineHeight);
}

QRectF WordFlow::chipRect(int word) const {
    return word >= 0 && static_cast<std::size_t>(word) < m_chips.size() ? m_chips[static_cast<std::size_t>(word)]
                                                                        : QRectF();
}

QRegion WordFlow::chips() const {
    QRegion region;
    for (int word = 0; word < static_cast<int>(m_chips.size()); ++word)
        region += chipRect(word).adjusted(-1, -1, 1, isLit(word) ? 1 : barGap + heatBarHeight + 1).toAlignedRect();
    return region;
}

bool WordFlow::isLit(int word) const {
    const std::vector<int>& units = m_state.focus(Modality::Text).units;
    return std::find(units.begin(), units.end(), word) != units.end();
}

void WordFlow::resizeEvent(QResizeEvent*) {
    m_chips = layoutChips(width());
}

void WordFlow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int word = 0; word < static_cast<int>(m_chips.size()); ++word)
        drawChip(painter, word);
}

void WordFlow::drawChip(QPainter& painter, int word) const {
    const theme::Tokens& tokens = theme::current();
    const theme::ModalityColours& colours = tokens.text;
    const QRectF chip = chipRect(word);
    const Heat& heat = m_state.heat(Modality::Text);
    const bool known = static_cast<std::size_t>(word) < heat.map.size();
    const double value = known ? static_cast<double>(heat.map.values()[static_cast<std::size_t>(word)]) : 0;
    const double strength = heat.rangeEnd > 0 ? std::clamp(value / static_cast<double>(heat.rangeEnd), 0.0, 1.0) : 0;
    const bool lit = isLit(word);
    const bool pinned = m_state.session().selection().isPinned(Modality::Text, word);
    const double radius = theme::metric::radius;

    painter.setPen(Qt::NoPen);
    constexpr double fullestShade = 0.5;
    painter.setBrush(lit ? colours.hue : mixed(colours.soft, colours.hue, fullestShade * strength));
    painter.drawRoundedRect(chip, radius, radius);
    if (lit || pinned) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(lit ? mixed(colours.hue, tokens.ink, 0.35) : colours.text, 2));
        painter.drawRoundedRect(chip.adjusted(-3, -3, 3, 3), radius + 3, radius + 3);
    }
    if (pinned) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.text);
        painter.drawEllipse(QPointF(chip.right() + 2, chip.top() - 2), 3.5, 3.5);
    }
    painter.setFont(theme::font(theme::Role::Chip, lit ? QFont::DemiBold : QFont::Normal));
    painter.setPen(lit ? tokens.onTextHue : tokens.ink);
    painter.drawText(chip, Qt::AlignCenter,
                     QString::fromStdString(m_state.result()->inputs.words[static_cast<std::size_t>(word)].text));
    if (lit)
        return;
    const QRectF bar(chip.left() + 1, chip.bottom() + barGap, chip.width() - 2, heatBarHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.groove);
    painter.drawRoundedRect(bar, heatBarHeight / 2, heatBarHeight / 2);
    if (strength > 0) {
        painter.setBrush(colours.hue);
        painter.drawRoundedRect(
            QRectF(bar.topLeft(), QSizeF(std::max(heatBarHeight, bar.width() * strength), heatBarHeight)),
            heatBarHeight / 2, heatBarHeight / 2);
    }
}

int WordFlow::wordAt(const QPointF& position) const {
    for (std::size_t i = 0; i < m_chips.size(); ++i)
        if (m_chips[i].adjusted(-chipGap / 2, -2, chipGap / 2, barGap + heatBarHeight + 2).contains(position))
            return static_cast<int>(i);
    return -1;
}

void WordFlow::hoverWord(int word) {
    if (word == m_cursor)
        return;
    m_cursor = word;
    Session& session = m_state.session();
    if (word < 0) {
        session.selection().unhover();
        session.setReadOut({});
        return;
    }
    session.selection().hover({Modality::Text, {word}});
    const FloatArray& map = m_state.heat(Modality::Text).map;
    const QString text = m_state.describe({Modality::Text, {word}});
    if (static_cast<std::size_t>(word) < map.size())
        session.setReadOut(
            tr("word %1 %2 · %3", "number, word, value")
                .arg(word + 1)
                .arg(text, numberText(static_cast<double>(map.values()[static_cast<std::size_t>(word)]))));
    setAccessibleDescription(text);
}

void WordFlow::pinWord(int word, bool add) {
    Selection& selection = m_state.session().selection();
    if (word < 0)
        return selection.clear();
    if (add)
        return selection.addPin({Modality::Text, {word}});
    selection.pin(selection.isPinned(Modality::Text, word) ? UnitSet{} : UnitSet{Modality::Text, {word}});
}

void WordFlow::mouseMoveEvent(QMouseEvent* event) {
    const int word = wordAt(event->position());
    if (m_pressed >= 0 && word >= 0 && word != m_pressed) {
        UnitSet set{Modality::Text, {}};
        for (int i = std::min(word, m_pressed); i <= std::max(word, m_pressed); ++i)
            set.units.push_back(i);
        m_cursor = word;
        m_state.session().selection().hover(set);
        return;
    }
    hoverWord(word);
}

void WordFlow::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        m_pressed = wordAt(event->position());
}

void WordFlow::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    const int from = std::exchange(m_pressed, -1);
    const int to = wordAt(event->position());
    if (from >= 0 && to >= 0 && from != to) {
        if (const auto& hovered = m_state.session().selection().hovered())
            m_state.session().selection().pin(*hovered);
        return;
    }
    pinWord(to, event->modifiers().testFlag(Qt::ShiftModifier));
}

void WordFlow::mouseDoubleClickEvent(QMouseEvent*) {
    Q_EMIT editRequested();
}

void WordFlow::keyPressEvent(QKeyEvent* event) {
    const int count = static_cast<int>(m_chips.size());
    const int key = event->key();
    if (count > 0 && (key == Qt::Key_Left || key == Qt::Key_Right)) {
        const int step = key == Qt::Key_Left ? -1 : 1;
        hoverWord(m_cursor < 0 ? (step > 0 ? 0 : count - 1) : std::clamp(m_cursor + step, 0, count - 1));
    } else if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        pinWord(m_cursor, event->modifiers().testFlag(Qt::ShiftModifier));
    } else if (key == Qt::Key_F2) {
        Q_EMIT editRequested();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void WordFlow::leaveEvent(QEvent*) {
    if (m_pressed < 0)
        hoverWord(-1);
}

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/growing_text.h"

#include <QPainter>
#include <algorithm>

#include "widgets/session/session.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr int largestWidth = 560;
constexpr int margin = 16;
constexpr int captionHeight = 20;
constexpr int distanceFromTop = 48; // below what says that the shown result is out of date
constexpr QChar caret(0x258F);

} // namespace

GrowingText::GrowingText(const Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    setFont(theme::font(theme::Role::Chip));
    hide();
    connect(&session, &Session::progressChanged, this, &GrowingText::onProgress);
    connect(&session, &Session::stateChanged, this, &GrowingText::onStateChanged);
}

void GrowingText::onProgress() {
    const std::string& text = m_session.progress().text;
    if (text.empty() || m_session.state() != Session::State::Running)
        return;
    m_text = QString::fromStdString(text).simplified();
    setAccessibleName(m_text);
    placeIn(m_area);
    show();
    raise();
    update();
}

void GrowingText::onStateChanged() {
    if (m_session.state() == Session::State::Running)
        return;
    m_text.clear();
    hide();
}

QRect GrowingText::textRect() const {
    return rect().adjusted(margin, margin + captionHeight, -margin, -margin);
}

void GrowingText::placeIn(const QRect& area) {
    m_area = area;
    const int width = std::min(largestWidth, area.width() - 2 * margin);
    const QRect room(0, 0, width - 2 * margin, area.height());
    const int lines = fontMetrics().boundingRect(room, Qt::TextWordWrap, m_text + caret).height();
    const int height = std::min(lines + 2 * margin + captionHeight, area.height() - distanceFromTop - margin);
    setGeometry(area.x() + (area.width() - width) / 2, area.y() + distanceFromTop, width, height);
}

void GrowingText::paintEvent(QPaintEvent*) {
    const theme::Tokens& tokens = theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.line, 1));
    painter.setBrush(tokens.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme::metric::radius,
                            theme::metric::radius);
    theme::drawMark(painter, Modality::Text, QRectF(margin, margin + 2, 10, 10));
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(tokens.ink2);
    painter.drawText(QRect(margin + 18, margin - 3, width() - 2 * margin, captionHeight),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("The model writes"));
    painter.setFont(font());
    painter.setPen(tokens.ink);
    // The newest words stay in sight where the card is full.
    painter.setClipRect(textRect());
    painter.drawText(textRect(), Qt::TextWordWrap | Qt::AlignBottom, m_text + caret);
}

} // namespace triptych::widgets

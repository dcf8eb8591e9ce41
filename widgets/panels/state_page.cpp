// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/state_page.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/panel.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int wordsWidth = 420;
constexpr int veilDelayMs = 200;

// A block of the skeleton in shares of the page.
struct Block {
    double x, y, width, height;
};

} // namespace

StatePage::StatePage(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_words(new QWidget)
    , m_title(new QLabel)
    , m_detail(new QLabel)
    , m_retry(new QPushButton) {
    auto* words = new QVBoxLayout(m_words);
    words->setContentsMargins(0, 56, 0, 0);
    words->setSpacing(theme::metric::inner);
    for (QLabel* label : {m_title, m_detail}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
        words->addWidget(label);
    }
    m_title->setFont(theme::font(theme::Role::Chip, QFont::DemiBold));
    m_detail->setFont(theme::font(theme::Role::Body));
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setInk(m_title, InkRole::Ink);
    setInk(m_detail, InkRole::Ink2);
    words->addSpacing(theme::metric::inner);
    words->addWidget(m_retry, 0, Qt::AlignHCenter);
    // A fixed width, because a centred widget is not asked how high its wrapped lines are.
    m_words->setFixedWidth(wordsWidth * 3 / 4);
    m_detail->setMinimumHeight(2 * m_detail->fontMetrics().lineSpacing());

    auto* layout = new QVBoxLayout(this);
    layout->addStretch();
    layout->addWidget(m_words, 0, Qt::AlignHCenter);
    layout->addStretch();
    connect(m_retry, &QPushButton::clicked, &session, &Session::run);
    connect(&session, &Session::stateChanged, this, &StatePage::refresh);
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

void StatePage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

void StatePage::refresh() {
    const Session::State state = m_session.state();
    m_words->setVisible(state == Session::State::Empty || state == Session::State::Error);
    m_retry->setVisible(state == Session::State::Error || m_session.hasSample());
    m_retry->setText(state == Session::State::Error ? tr("Try again") : tr("Run"));
    if (state == Session::State::Error && m_session.lastError()) {
        m_title->setText(errorTitle(m_session.lastError()->code));
        m_detail->setText(errorAdvice(m_session.lastError()->code));
    } else {
        m_title->setText(m_session.hasSample() ? tr("Ready to run") : tr("Drop an image, a sentence or a sound here"));
        m_detail->setText(m_session.hasSample() ? tr("Run the model on this sample to see what it looks at.")
                                                : tr("Or pick a sample on the left. Any one of the three is enough."));
    }
    update();
}

void StatePage::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme::current().panel);
    if (m_session.state() == Session::State::Running)
        drawSkeleton(painter);
    else
        drawMarks(painter);
}

void StatePage::drawMarks(QPainter& painter) const {
    constexpr double edge = 22;
    constexpr double step = 44;
    const QPointF centre(width() / 2.0, m_words->y() + edge);
    int i = -1;
    for (const Modality modality : allModalities) {
        const QPointF at = centre + QPointF(step * i++, 0);
        theme::drawMark(painter, modality, QRectF(at.x() - edge / 2, at.y() - edge / 2, edge, edge));
    }
}

void StatePage::drawSkeleton(QPainter& painter) const {
    constexpr Block blocks[]{{0.02, 0.06, 0.47, 0.62}, {0.53, 0.06, 0.07, 0.04},  {0.61, 0.06, 0.10, 0.04},
                             {0.72, 0.06, 0.06, 0.04}, {0.79, 0.06, 0.12, 0.04},  {0.53, 0.24, 0.45, 0.12},
                             {0.53, 0.38, 0.45, 0.26}, {0.53, 0.66, 0.45, 0.025}, {0.02, 0.74, 0.47, 0.22},
                             {0.53, 0.74, 0.45, 0.22}};
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::current().raised);
    for (const Block& block : blocks)
        painter.drawRoundedRect(
            QRectF(block.x * width(), block.y * height(), block.width * width(), block.height * height()),
            theme::metric::radius, theme::metric::radius);
}

OutOfDateVeil::OutOfDateVeil(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_delay(new QTimer(this)) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
    m_delay->setSingleShot(true);
    m_delay->setInterval(veilDelayMs);
    connect(m_delay, &QTimer::timeout, this, &QWidget::show);
    connect(&session, &Session::outOfDateChanged, this, &OutOfDateVeil::refresh);
    connect(&session, &Session::stateChanged, this, &OutOfDateVeil::refresh);
    connect(&session, &Session::resultChanged, this, &OutOfDateVeil::refresh);
    refresh();
}

void OutOfDateVeil::refresh() {
    const bool stale = m_session.result() && (m_session.isOutOfDate() || m_session.state() == Session::State::Error);
    if (!stale) {
        m_delay->stop();
        hide();
    } else if (isHidden() && !m_delay->isActive()) {
        m_delay->start();
    }
    update();
}

void OutOfDateVeil::paintEvent(QPaintEvent*) {
    const theme::Tokens& tokens = theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = tokens.panel;
    veil.setAlphaF(0.55F);
    painter.fillRect(rect(), veil);
    const QString text =
        m_session.state() == Session::State::Running ? tr("Out of date, running again") : tr("Out of date: run again");
    painter.setFont(theme::font(theme::Role::Secondary, QFont::Medium));
    const double textWidth = painter.fontMetrics().horizontalAdvance(text);
    const QRectF pill((width() - textWidth) / 2 - 14, 8, textWidth + 28, 28);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.tip);
    painter.drawRoundedRect(pill, theme::metric::radius, theme::metric::radius);
    painter.setPen(tokens.onTip);
    painter.drawText(pill, Qt::AlignCenter, text);
}

} // namespace triptych::widgets

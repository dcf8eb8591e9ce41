// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/notice.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "widgets/controls/engine_words.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

QLabel* wrappedLabel(QWidget* parent, theme::Role role, QFont::Weight weight) {
    auto* label = new QLabel(parent);
    label->setFont(theme::font(role, weight));
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

Notice::Notice(QWidget* parent)
    : QFrame(parent)
    , m_sign(new QLabel(this))
    , m_title(wrappedLabel(this, theme::Role::Body, QFont::DemiBold))
    , m_advice(wrappedLabel(this, theme::Role::Body, QFont::Normal))
    , m_detailText(wrappedLabel(this, theme::Role::Secondary, QFont::Normal))
    , m_fold(new QToolButton(this))
    , m_close(new QToolButton(this))
    , m_copy(new QPushButton(this))
    , m_retry(new QPushButton(this))
    , m_relink(new QPushButton(this))
    , m_trust(new QPushButton(this)) {
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_close->setIcon(theme::icon(QStringLiteral("close")));
    m_retry->setIcon(theme::icon(QStringLiteral("refresh")));
    m_copy->setIcon(theme::icon(QStringLiteral("copy")));
    m_relink->setIcon(theme::icon(QStringLiteral("folder")));

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_relink);
    buttons->addWidget(m_trust);
    buttons->addWidget(m_retry);
    buttons->addWidget(m_copy);
    buttons->addWidget(m_fold);
    buttons->addStretch();
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(theme::metric::listPadding, theme::metric::inner, theme::metric::inner,
                             theme::metric::inner);
    grid->setHorizontalSpacing(theme::metric::inner);
    grid->addWidget(m_sign, 0, 0, Qt::AlignTop);
    grid->addWidget(m_title, 0, 1);
    grid->addWidget(m_close, 0, 2, Qt::AlignTop);
    grid->addWidget(m_advice, 1, 1, 1, 2);
    grid->addWidget(m_detailText, 2, 1, 1, 2);
    grid->addLayout(buttons, 3, 1, 1, 2);
    grid->setColumnStretch(1, 1);

    connect(m_fold, &QToolButton::clicked, this, [this] { fold(m_detailText->isVisible()); });
    connect(m_copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(m_details); });
    connect(m_retry, &QPushButton::clicked, this, &Notice::retryAsked);
    connect(m_relink, &QPushButton::clicked, this, &Notice::relinkAsked);
    connect(m_trust, &QPushButton::clicked, this, &Notice::trustAsked);
    connect(m_close, &QToolButton::clicked, this, &Notice::closed);
    colour();
    retranslate();
    hide();
}

void Notice::report(const Error& error, bool canRetry, bool canRelink) {
    m_error = error;
    m_canRelink = canRelink;
    m_retry->setVisible(canRetry);
    m_relink->setVisible(canRelink);
    m_trust->setVisible(false);
    retranslate();
    fold(true);
    setVisible(true);
}

void Notice::offerTrust() {
    m_trust->setVisible(true);
    // Doing the same again cannot help before that.
    m_retry->setVisible(false);
    m_title->setText(tr("This model is a program and was not run"));
    m_advice->setText(tr("It runs with your rights. Trust it if you know who made it, or choose another model."));
}

void Notice::fold(bool folded) {
    m_detailText->setVisible(!folded);
    m_fold->setIcon(theme::icon(folded ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down")));
}

void Notice::retranslate() {
    const QString where = QString::fromStdString(m_error.where);
    const QString title = m_canRelink ? tr("The model's folder is not there") : errorTitle(m_error.code);
    m_title->setText(where.isEmpty() ? title : tr("%1: %2", "error title: place").arg(title, where));
    m_advice->setText(m_canRelink ? tr("Say where it is now, or choose another model above.")
                                  : errorAdvice(m_error.code));
    m_details = QStringLiteral("Triptych %1\n%2\n%3")
                    .arg(QStringLiteral(TRIPTYCH_VERSION), QString::fromStdString(std::string(toString(m_error.code))),
                         QString::fromStdString(triptych::describe(m_error)));
    m_detailText->setText(QString::fromStdString(m_error.detail));
    m_fold->setText(tr("Details"));
    m_copy->setText(tr("Copy details"));
    m_retry->setText(tr("Retry"));
    m_relink->setText(tr("Choose its folder…"));
    m_trust->setText(tr("Trust this program…"));
    m_relink->setToolTip(tr("Say where the model's folder is now"));
    m_close->setToolTip(tr("Close this notice"));
    m_close->setAccessibleName(m_close->toolTip());
    setAccessibleName(m_title->text());
}

void Notice::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        colour();
}

void Notice::colour() {
    m_sign->setPixmap(
        theme::icon(QStringLiteral("error"), theme::IconInk::Error).pixmap(QSize(16, 16), devicePixelRatioF()));
}

void Notice::paintEvent(QPaintEvent*) {
    const theme::Tokens& t = theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), t.panel);
    painter.fillRect(QRect(0, 0, 3, height()), t.error);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
}

} // namespace triptych::widgets

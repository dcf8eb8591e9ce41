// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/sample_details.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/panel.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr int marksHeight = 16;

QString objectList(const projects::Truth& truth) {
    QStringList names;
    for (const projects::TruthObject& object : truth.objects)
        names << SampleDetails::tr("%1 %2", "colour and shape").arg(worldWord(object.colour), worldWord(object.shape));
    return names.join(SampleDetails::tr(", ", "between items of a list"));
}

} // namespace

SampleDetails::SampleDetails(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_name(new QLabel(this))
    , m_origin(new QLabel(this))
    , m_text(new QLabel(this))
    , m_marks(new QWidget(this)) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(theme::metric::listPadding, theme::metric::listPadding, theme::metric::listPadding,
                             theme::metric::listPadding);
    grid->setVerticalSpacing(theme::metric::grid);
    m_name->setFont(theme::font(theme::Role::Secondary, QFont::DemiBold));
    m_origin->setFont(theme::font(theme::Role::Secondary));
    setInk(m_origin, InkRole::Ink3);
    m_text->setFont(theme::font(theme::Role::Secondary));
    m_text->setWordWrap(true);
    setInk(m_text, InkRole::Ink2);
    m_marks->setFixedHeight(marksHeight);
    grid->addWidget(m_name, 0, 0);
    grid->addWidget(m_origin, 0, 1, Qt::AlignRight);
    grid->addWidget(m_text, 1, 0, 1, 2);
    grid->addWidget(m_marks, 2, 0, 1, 2);
    connect(&session, &Session::sampleChanged, this, &SampleDetails::refresh);
    refresh();
}

void SampleDetails::refresh() {
    setVisible(m_session.hasSample());
    const projects::SampleEntry& entry = m_session.entry();
    const QString id = QString::fromStdString(entry.sample.id);
    m_name->setText(QFontMetrics(m_name->font()).elidedText(id, Qt::ElideMiddle, 120));
    m_name->setToolTip(id);
    m_origin->setText(entry.truth ? tr("truth known") : tr("own sample"));
    QString text;
    if (entry.truth) {
        text =
            tr("%n objects: %1.", nullptr, static_cast<int>(entry.truth->objects.size())).arg(objectList(*entry.truth));
        if (!entry.truth->negatives.empty())
            text += QLatin1Char(' ') + tr("Hard negatives: %1.").arg(entry.truth->negatives.size());
    } else {
        text = m_session.currentText();
    }
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    update();
}

void SampleDetails::paintEvent(QPaintEvent*) {
    const theme::Tokens& t = theme::current();
    QPainter painter(this);
    painter.setFont(theme::font(theme::Role::Secondary));
    int x = m_marks->x();
    const int middle = m_marks->geometry().center().y();
    for (const Modality modality : allModalities) {
        if (!m_session.entry().sample.has(modality))
            continue;
        theme::drawMark(painter, modality, QRectF(x, middle - 4, 9, 9));
        const QString word = modalityWord(modality);
        const int width = painter.fontMetrics().horizontalAdvance(word);
        painter.setPen(t.of(modality).text);
        painter.drawText(QRect(x + 14, middle - marksHeight / 2, width + 2, marksHeight), Qt::AlignVCenter, word);
        x += width + 14 + theme::metric::listPadding;
    }
}

void SampleDetails::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

} // namespace triptych::widgets

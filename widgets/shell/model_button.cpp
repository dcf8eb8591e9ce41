// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/model_button.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>

#include "widgets/controls/engine_words.h"
#include "widgets/session/model_library.h"
#include "widgets/shell/model_popover.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr int markStep = 13;

// Built-in models read all three; of others the report tells.
std::vector<Modality> modalitiesOf(const ModelLibrary& library) {
    if (library.report())
        return library.report()->descriptor.modalities;
    if (ModelLibrary::isFolder(library.current()))
        return {};
    return {allModalities.begin(), allModalities.end()};
}

} // namespace

ModelButton::ModelButton(ModelLibrary& library, QWidget* parent)
    : QPushButton(parent)
    , m_library(library)
    , m_popover(new ModelPopover(library, this)) {
    setFixedHeight(theme::metric::toolBarControl);
    connect(this, &QPushButton::clicked, this, &ModelButton::openList);
    connect(&library, &ModelLibrary::changed, this, &ModelButton::refresh);
    connect(&library, &ModelLibrary::reportChanged, this, &ModelButton::refresh);
    refresh();
}

QSize ModelButton::sizeHint() const {
    return {240, theme::metric::toolBarControl};
}

void ModelButton::openList() {
    m_popover->openBelow(*this);
}

void ModelButton::refresh() {
    const bool isOpening = m_library.state() != ModelLibrary::State::Idle;
    const QString current = modelLabel(m_library.current().toStdString());
    m_label = isOpening ? tr("Opening %1…").arg(modelLabel(m_library.opening().toStdString())) : current;
    m_isMissing = !isOpening && ModelLibrary::isMissing(m_library.current());
    setAccessibleName(tr("Model: %1").arg(m_label));
    setToolTip(m_isMissing ? tr("The folder of this model is not there: %1").arg(m_library.current())
               : ModelLibrary::isFolder(m_library.current()) ? m_library.current()
                                                             : tr("The model that is explained"));
    update();
}

void ModelButton::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return openList();
    QPushButton::keyPressEvent(event);
}

void ModelButton::changeEvent(QEvent* event) {
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

void ModelButton::paintEvent(QPaintEvent* event) {
    QPushButton::paintEvent(event);
    const theme::Tokens& t = theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    double x = 10;
    const double middle = height() / 2.0;
    if (m_isMissing) {
        theme::icon(QStringLiteral("warn"), theme::IconInk::Warn).paint(&painter, QRect(10, height() / 2 - 8, 16, 16));
        x += 22;
    } else {
        for (const Modality modality : modalitiesOf(m_library)) {
            theme::drawMark(painter, modality, QRectF(x, middle - 4.5, 9, 9));
            x += markStep;
        }
        x += x > 10 ? 4 : 0;
    }
    const QRectF text(x, 0, width() - x - 30, height());
    painter.setFont(theme::font(theme::Role::Body));
    painter.setPen(m_isMissing ? t.ink3 : t.ink);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_label, Qt::ElideMiddle, static_cast<int>(text.width())));
    theme::icon(QStringLiteral("chevron-down")).paint(&painter, QRect(width() - 26, height() / 2 - 8, 16, 16));
}

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/model_popover.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/session/model_library.h"
#include "widgets/shell/model_delegate.h"
#include "widgets/shell/model_rows.h"
#include "widgets/shell/rule.h"
#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr int popoverWidth = 400;
constexpr int mostHeight = 460;

} // namespace

ModelPopover::ModelPopover(ModelLibrary& library, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_library(library)
    , m_list(new QListView(this))
    , m_budget(new QLabel(this))
    , m_openFolder(new QPushButton(this))
    , m_details(new QPushButton(this)) {
    m_list->setModel(&m_rows);
    m_list->setItemDelegate(new ModelDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->viewport()->setAttribute(Qt::WA_Hover);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);
    m_openFolder->setIcon(theme::icon(QStringLiteral("folder")));
    m_details->setIcon(theme::icon(QStringLiteral("info")));
    m_budget->setFont(theme::font(theme::Role::Secondary));
    setInk(m_budget, InkRole::Ink3);
    layOut();
    connect(m_openFolder, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT openFolderAsked();
    });
    connect(m_details, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT detailsAsked();
    });
    connect(&library, &ModelLibrary::changed, this, &ModelPopover::refresh);
    retranslate();
}

void ModelPopover::layOut() {
    using namespace theme::metric;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(m_list, 1);
    column->addWidget(new Rule);
    auto* budget = new QHBoxLayout;
    budget->setContentsMargins(listPadding, inner, listPadding, 0);
    budget->addWidget(m_budget);
    column->addLayout(budget);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(listPadding, inner, listPadding, listPadding);
    buttons->setSpacing(inner);
    buttons->addWidget(m_openFolder, 1);
    buttons->addWidget(m_details, 1);
    column->addLayout(buttons);
    setFixedWidth(popoverWidth);
}

void ModelPopover::refresh() {
    // Looking whether folders are there costs something; while hidden nobody sees it.
    if (!isVisible())
        return;
    const QString chosen = m_list->currentIndex().data(ModelListModel::ModelRole).toString();
    m_rows.setRows(modelRows(m_library));
    if (const int row = m_rows.rowOf(chosen); row >= 0)
        m_list->setCurrentIndex(m_rows.index(row));
    qint64 bytes = 0;
    for (const LoadedModel& model : m_library.loaded())
        bytes += model.weightBytes;
    const MemoryUse use = m_library.memoryUse();
    m_budget->setVisible(use.modelBudgetBytes > 0);
    m_budget->setText(tr("In memory: %1 of at most %2").arg(bytesText(bytes), bytesText(use.modelBudgetBytes)));
}

void ModelPopover::openBelow(const QWidget& button) {
    m_rows.setRows(modelRows(m_library));
    int height = 2 + m_list->frameWidth() * 2;
    for (int row = 0; row < m_rows.rowCount(); ++row)
        height += m_list->itemDelegate()->sizeHint({}, m_rows.index(row)).height();
    m_list->setFixedHeight(std::min(height, mostHeight));
    adjustSize();
    QPoint corner = button.mapToGlobal(QPoint(0, button.height() + theme::metric::grid));
    if (const QScreen* screen = button.screen())
        corner.setX(
            std::clamp(corner.x(), screen->availableGeometry().left(),
                       std::max(screen->availableGeometry().left(), screen->availableGeometry().right() - width())));
    move(corner);
    show();
    refresh();
    m_list->setCurrentIndex(m_rows.index(std::max(0, m_rows.rowOf(m_library.current()))));
    m_list->setFocus();
}

void ModelPopover::choose(const QModelIndex& index) {
    const QString model = index.data(ModelListModel::ModelRole).toString();
    if (model.isEmpty())
        return;
    hide();
    if (index.data(ModelListModel::MissingRole).toBool())
        Q_EMIT relinkAsked(model);
    else if (!index.data(ModelListModel::CurrentRole).toBool() || m_library.state() != ModelLibrary::State::Idle)
        m_library.use(model);
}

void ModelPopover::remove(const QModelIndex& index) {
    if (!index.isValid() || !ModelDelegate::isRemovable(index))
        return;
    const QString model = index.data(ModelListModel::ModelRole).toString();
    if (index.data(ModelListModel::LoadedRole).toBool())
        m_library.unload(model);
    else
        m_library.forget(model);
}

bool ModelPopover::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            choose(m_list->currentIndex());
            return true;
        }
        if (key == Qt::Key_Delete || key == Qt::Key_Backspace) {
            remove(m_list->currentIndex());
            return true;
        }
    }
    if (watched == m_list->viewport() && event->type() == QEvent::MouseButtonRelease) {
        const QPoint position = static_cast<QMouseEvent*>(event)->position().toPoint();
        const QModelIndex index = m_list->indexAt(position);
        if (index.isValid() && ModelDelegate::isRemovable(index) &&
            ModelDelegate::crossRect(m_list->visualRect(index)).contains(position))
            remove(index);
        else if (index.isValid())
            choose(index);
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

void ModelPopover::retranslate() {
    setAccessibleName(tr("Models"));
    m_list->setAccessibleName(tr("Models: Return uses one, Delete frees its memory or forgets its folder"));
    m_openFolder->setText(tr("Open model folder…"));
    m_details->setText(tr("Model details…"));
    setTip(m_openFolder, tr("A folder as it was downloaded: config.json, the tokenizer and safetensors weights"));
    setTip(m_details, tr("Towers, tensors and memory of the model in use"));
    m_budget->setToolTip(tr("When it is full, the model that was not used for longest leaves; it is loaded again when "
                            "it is used."));
    refresh();
}

void ModelPopover::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ModelPopover::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    theme::parts::box(painter, rect(), theme::current().panel, theme::current().control, 0);
}

} // namespace triptych::widgets

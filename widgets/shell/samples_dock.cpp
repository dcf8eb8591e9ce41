// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/samples_dock.h"

#include <QAction>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/panels/panel.h"
#include "widgets/shell/rule.h"
#include "widgets/shell/sample_delegate.h"
#include "widgets/shell/sample_details.h"
#include "widgets/shell/thumbnail_loader.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

SamplesDock::SamplesDock(Session& session, SampleModel& model, QWidget* parent)
    : Dock(QStringLiteral("samples"), parent)
    , m_session(session)
    , m_model(model)
    , m_thumbnails(new ThumbnailLoader(session.service(), model, this))
    , m_search(new QLineEdit)
    , m_delegate(new SampleDelegate(this))
    , m_list(makeList())
    , m_nothing(new QLabel)
    , m_details(new SampleDetails(session))
    , m_open(new QPushButton)
    , m_library(new QPushButton)
    , m_remove(new QAction(this)) {
    m_search->addAction(theme::icon(QStringLiteral("filter"), theme::IconInk::Secondary), QLineEdit::LeadingPosition);
    m_search->setClearButtonEnabled(true);
    m_open->setIcon(theme::icon(QStringLiteral("plus")));
    m_library->setIcon(theme::icon(QStringLiteral("library")));
    m_nothing->setWordWrap(true);
    m_nothing->setAlignment(Qt::AlignCenter);
    setInk(m_nothing, InkRole::Ink2);

    layOut();
    addListActions();
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter.setWords(text);
        refreshFacts();
    });
    connect(m_open, &QPushButton::clicked, this, &SamplesDock::openAsked);
    connect(m_library, &QPushButton::clicked, this, &SamplesDock::libraryAsked);
    connect(&model, &QAbstractItemModel::modelReset, this, &SamplesDock::refreshFacts);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &SamplesDock::refreshFacts);
    connect(&session, &Session::sampleChanged, this, &SamplesDock::markCurrent);
    retranslate();
    markCurrent();
}

void SamplesDock::layOut() {
    using namespace theme::metric;
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(0);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(listPadding, inner, listPadding, inner);
    top->addWidget(m_search);
    column->addLayout(top);
    auto* listRow = new QHBoxLayout;
    listRow->setContentsMargins(inner, 0, 0, 0);
    listRow->addWidget(m_list);
    column->addLayout(listRow, 1);
    column->addWidget(m_nothing, 1);
    column->addWidget(new Rule);
    column->addWidget(m_details);
    column->addWidget(new Rule);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(listPadding, listPadding, listPadding, listPadding);
    buttons->setSpacing(inner);
    buttons->addWidget(m_open);
    buttons->addWidget(m_library);
    column->addLayout(buttons);
    content->setMinimumWidth(232);
    setWidget(content);
}

QListView* SamplesDock::makeList() {
    auto* list = new QListView;
    m_filter.setSourceModel(&m_model);
    list->setModel(&m_filter);
    list->setItemDelegate(m_delegate);
    list->setViewMode(QListView::IconMode);
    list->setMovement(QListView::Static);
    list->setResizeMode(QListView::Adjust);
    list->setUniformItemSizes(true);
    list->setGridSize({SampleDelegate::cellWidth, SampleDelegate::cellHeight});
    list->setFrameShape(QFrame::NoFrame);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setMouseTracking(true);
    list->viewport()->setAttribute(Qt::WA_Hover);
    const auto open = [this](const QModelIndex& index) { Q_EMIT sampleChosen(m_filter.mapToSource(index).row()); };
    connect(list, &QListView::clicked, this, open);
    connect(list, &QListView::activated, this, open);
    connect(
        m_delegate, &SampleDelegate::thumbnailMissing, this,
        [this](const QModelIndex& index) { m_thumbnails->request(m_filter.mapToSource(index).row()); },
        Qt::QueuedConnection);
    return list;
}

void SamplesDock::addListActions() {
    m_remove->setShortcut(QKeySequence::Delete);
    m_remove->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(m_remove);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_remove, &QAction::triggered, this, [this] {
        if (const QModelIndex index = m_list->currentIndex(); index.isValid())
            Q_EMIT removeAsked(m_filter.mapToSource(index).row());
    });
}

void SamplesDock::step(int step) {
    const int count = m_filter.rowCount();
    if (count == 0)
        return;
    const int row = std::clamp(m_list->currentIndex().row() + step, 0, count - 1);
    const QModelIndex index = m_filter.index(row, 0);
    m_list->setCurrentIndex(index);
    Q_EMIT sampleChosen(m_filter.mapToSource(index).row());
}

void SamplesDock::focusFilter() {
    show();
    raise();
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void SamplesDock::refreshFacts() {
    const int all = m_model.rowCount();
    const int shown = m_filter.rowCount();
    setFacts(shown == all ? QLocale().toString(all)
                          : tr("%1 of %2").arg(QLocale().toString(shown), QLocale().toString(all)));
    m_nothing->setText(all == 0 ? tr("No samples yet. Open files, drop them here, or press Library.")
                                : tr("No sample matches the filter."));
    m_nothing->setVisible(shown == 0);
    m_list->setVisible(shown > 0);
}

void SamplesDock::markCurrent() {
    const std::string& id = m_session.entry().sample.id;
    m_delegate->setCurrentSample(m_session.hasSample() ? QString::fromStdString(id) : QString());
    if (const int row = m_model.rowOf(id); row >= 0) {
        const QModelIndex index = m_filter.mapFromSource(m_model.index(row));
        m_list->setCurrentIndex(index);
        m_list->scrollTo(index);
    }
    m_list->viewport()->update();
}

void SamplesDock::retranslate() {
    setTitle(tr("Samples"));
    m_search->setPlaceholderText(tr("Filter by word, id, count"));
    m_search->setAccessibleName(tr("Filter samples"));
    m_search->setToolTip(
        tr("Every word must occur in the texts, objects or file names of a sample; those in which they stand "
           "together come first (Ctrl+F)"));
    m_list->setAccessibleName(tr("Samples"));
    m_open->setText(tr("Open"));
    m_remove->setText(tr("Remove sample"));
    m_library->setText(tr("Library"));
    setTip(m_open, tr("Open images, sounds, texts, sample files or projects (Ctrl+O)"));
    setTip(m_library, tr("Open the samples that come with the program"));
    refreshFacts();
}

void SamplesDock::changeEvent(QEvent* event) {
    Dock::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets

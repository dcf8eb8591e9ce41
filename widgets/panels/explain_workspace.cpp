// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/explain_workspace.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/panels/audio_panel.h"
#include "widgets/panels/growing_text.h"
#include "widgets/panels/image_panel.h"
#include "widgets/panels/line_splitter.h"
#include "widgets/panels/link_overlay.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/quiet_scroll_area.h"
#include "widgets/panels/state_page.h"
#include "widgets/panels/text_panel.h"
#include "widgets/panels/view_window.h"
#include "widgets/panels/workspace_figure.h"
#include "widgets/session/session.h"
#include "widgets/views/view_tabs.h"

namespace triptych::widgets {
namespace {

constexpr int narrowWidth = 640; // below this the panels stand one below the other
constexpr int narrowHeight = 1500;
constexpr int wideHeight = 480;
constexpr QSize figureSize(1200, 640);
constexpr double copyScale = 2;

} // namespace

ExplainWorkspace::ExplainWorkspace(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_linked(new LinkedState(session, this))
    , m_rows(new LineSplitter(Qt::Vertical))
    , m_top(new LineSplitter(Qt::Horizontal))
    , m_right(new LineSplitter(Qt::Vertical))
    , m_bottom(new LineSplitter(Qt::Horizontal))
    , m_content(new QWidget)
    , m_scroll(new QuietScrollArea(m_content))
    , m_pages(new QStackedLayout(this))
    , m_statePage(new StatePage(session)) {
    buildPanels();
    m_overlay = new LinkOverlay(*m_linked, *m_image, *m_text, *m_audio, m_content);
    m_veil = new OutOfDateVeil(session, this);
    m_writing = new GrowingText(session, this);
    connectPanels();
    m_pages->addWidget(m_scroll);
    m_pages->addWidget(m_statePage);
    setFocusPolicy(Qt::ClickFocus);
    setMinimumSize(320, 240);
    arrange();
    onStateChanged();
    for (QWidget* view : views())
        view->installEventFilter(this);
}

// Curves begin and end where the panels are.
bool ExplainWorkspace::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ParentChange)
        QMetaObject::invokeMethod(this, &ExplainWorkspace::settle, Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
}

void ExplainWorkspace::buildPanels() {
    m_image = new ImagePanel(*m_linked);
    m_text = new TextPanel(*m_linked);
    m_audio = new AudioPanel(*m_linked);
    m_leftViews = new ViewTabs(ViewDescriptor::Place::Left, *m_linked);
    m_rightViews = new ViewTabs(ViewDescriptor::Place::Right, *m_linked);
    m_right->addWidget(m_text);
    m_right->addWidget(m_audio);
    m_right->setStretchFactor(1, 1);
    m_top->addWidget(m_image);
    m_top->addWidget(m_right);
    m_bottom->addWidget(m_leftViews);
    m_bottom->addWidget(m_rightViews);
    m_rows->addWidget(m_top);
    m_rows->addWidget(m_bottom);
    m_rows->setStretchFactor(0, 1);
    auto* layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_rows);
}

void ExplainWorkspace::connectPanels() {
    connect(&m_session, &Session::stateChanged, this, &ExplainWorkspace::onStateChanged);
    connect(&m_session, &Session::resultChanged, this, &ExplainWorkspace::onStateChanged);
    // Both rows are divided at the same place.
    connect(m_top, &QSplitter::splitterMoved, this, [this] { alignRow(*m_bottom, *m_top); });
    connect(m_bottom, &QSplitter::splitterMoved, this, [this] { alignRow(*m_top, *m_bottom); });
    for (QSplitter* splitter : {m_rows, m_top, m_right, m_bottom})
        connect(splitter, &QSplitter::splitterMoved, this, &ExplainWorkspace::placeOverlay);
    const auto panel = [this](auto* widget, QWidget* view) {
        using Type = std::remove_pointer_t<decltype(widget)>;
        connect(widget, &Type::copyRequested, this, &ExplainWorkspace::copyFigure);
        connect(widget, &Type::expandRequested, this, [this, view] { toggleExpanded(view); });
    };
    panel(m_image, m_image);
    panel(m_text, m_text);
    panel(m_audio, m_audio);
    for (ViewTabs* tabs : {m_leftViews, m_rightViews})
        connect(tabs, &ViewTabs::expandRequested, this, [this, tabs] { toggleExpanded(tabs); });
}

void ExplainWorkspace::onStateChanged() {
    const bool hasResult = m_session.result() != nullptr;
    if (hasResult &&
        (m_linked->isRead(Modality::Audio) != m_readsAudio || m_linked->isRead(Modality::Image) != m_readsImage)) {
        m_readsAudio = m_linked->isRead(Modality::Audio);
        m_readsImage = m_linked->isRead(Modality::Image);
        if (!m_narrow)
            divideRows();
        divideColumn();
    }
    m_pages->setCurrentWidget(hasResult ? static_cast<QWidget*>(m_scroll) : m_statePage);
    m_veil->raise();
    m_writing->raise();
    placeOverlay();
    // A new result can change what the panels need.
    QMetaObject::invokeMethod(this, &ExplainWorkspace::settle, Qt::QueuedConnection);
}

void ExplainWorkspace::arrange() {
    m_narrow = width() < narrowWidth;
    m_top->setOrientation(m_narrow ? Qt::Vertical : Qt::Horizontal);
    m_bottom->setOrientation(m_narrow ? Qt::Vertical : Qt::Horizontal);
    m_rows->setMinimumHeight(m_narrow ? narrowHeight : wideHeight);
    const int room = std::max(height(), m_narrow ? narrowHeight : wideHeight);
    if (m_narrow) {
        m_top->setSizes({room * 26 / 100, room * 38 / 100});
        m_bottom->setSizes({1, 1});
        m_rows->setSizes({room * 64 / 100, room * 36 / 100});
    } else {
        divideRows();
        m_rows->setSizes({room * 73 / 100, room * 27 / 100});
    }
    divideColumn();
}

// What the model does not read gets little room; the views below need theirs.
void ExplainWorkspace::divideRows() {
    const int above = width() * (!m_readsImage ? 22 : m_readsAudio ? 52 : 60) / 100;
    const int below = m_readsImage ? above : width() * 52 / 100;
    m_top->setSizes({above, width() - above});
    m_bottom->setSizes({below, width() - below});
}

void ExplainWorkspace::alignRow(QSplitter& row, const QSplitter& like) const {
    if (m_readsImage)
        row.setSizes(like.sizes());
}

void ExplainWorkspace::divideColumn() {
    constexpr int unreadHeight = 110;
    const int room = std::max(height(), m_narrow ? narrowHeight : wideHeight);
    const int text = m_readsAudio ? std::clamp(room / 4, 150, 230) : room * 7 / 10 - unreadHeight;
    m_right->setSizes({text, m_readsAudio ? std::max(200, room * 7 / 10 - text) : unreadHeight});
}

void ExplainWorkspace::settle() {
    // The upper row may need more room on one side than it was given.
    if (!m_narrow)
        alignRow(*m_bottom, *m_top);
    placeOverlay();
}

void ExplainWorkspace::placeOverlay() {
    m_overlay->setGeometry(m_content->rect());
    m_overlay->raise();
    m_overlay->refresh();
    m_veil->setGeometry(rect());
    m_writing->placeIn(rect());
}

void ExplainWorkspace::resizeEvent(QResizeEvent* event) {
    const bool isFirst = event->oldSize().isEmpty();
    if (isFirst || (width() < narrowWidth) != m_narrow)
        arrange();
    // Children take their places after this event.
    QMetaObject::invokeMethod(this, &ExplainWorkspace::settle, Qt::QueuedConnection);
}

QImage ExplainWorkspace::renderFigure(const QSize& size, double scale) const {
    return figureOf(*m_linked, size, scale);
}

void ExplainWorkspace::paintFigure(QPainter& painter, const QSizeF& size) const {
    widgets::paintFigure(*m_linked, painter, size);
}

void ExplainWorkspace::copyFigure() {
    if (const QImage figure = renderFigure(figureSize, copyScale); !figure.isNull())
        QGuiApplication::clipboard()->setImage(figure);
}

std::array<QWidget*, 5> ExplainWorkspace::views() const {
    return {m_image, m_text, m_audio, m_leftViews, m_rightViews};
}

void ExplainWorkspace::toggleExpanded(QWidget* view) {
    if (ViewWindow* window = ViewWindow::of(*view))
        return window->toggleFullScreen();
    m_expanded = m_expanded == view ? nullptr : view;
    for (QWidget* widget : views())
        if (ViewWindow* window = ViewWindow::of(*widget))
            window->bringBack();
    const auto shows = [this](QWidget* widget) { return !m_expanded || m_expanded == widget; };
    for (QWidget* widget : views())
        widget->setVisible(shows(widget));
    m_right->setVisible(shows(m_text) || shows(m_audio));
    m_top->setVisible(shows(m_image) || m_right->isVisibleTo(m_top));
    m_bottom->setVisible(shows(m_leftViews) || shows(m_rightViews));
    QMetaObject::invokeMethod(this, &ExplainWorkspace::settle, Qt::QueuedConnection);
}

void ExplainWorkspace::toggleExpandedUnderCursor() {
    for (QWidget* widget : views())
        if (widget->isVisible() && widget->rect().contains(widget->mapFromGlobal(QCursor::pos())))
            return toggleExpanded(widget);
}

void ExplainWorkspace::togglePlay() {
    m_audio->togglePlay();
}

void ExplainWorkspace::stepLayer(int step) {
    if (!m_linked->result())
        return;
    const int count = static_cast<int>(numerics::attentionLayers(*m_linked->result()).size());
    DisplayValues values = m_linked->display();
    values.layer = std::clamp(m_linked->layer() + step, 0, std::max(0, count - 1));
    m_session.display().set(values);
}

void ExplainWorkspace::stepHead(int step) {
    if (!m_linked->result())
        return;
    const auto layers = numerics::attentionLayers(*m_linked->result());
    if (layers.empty())
        return;
    DisplayValues values = m_linked->display();
    const int heads = layers[static_cast<std::size_t>(std::max(0, m_linked->layer()))].heads;
    values.head = values.headMode == DisplayValues::HeadMode::One ? std::clamp(values.head + step, 0, heads - 1)
                                                                  : (step > 0 ? 0 : heads - 1);
    values.headMode = DisplayValues::HeadMode::One;
    m_session.display().set(values);
}

void ExplainWorkspace::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Escape:
        if (m_expanded)
            return toggleExpanded(m_expanded);
        return m_session.selection().clear();
    case Qt::Key_Space:
        return togglePlay();
    case Qt::Key_PageUp:
        return stepLayer(1);
    case Qt::Key_PageDown:
        return stepLayer(-1);
    case Qt::Key_BracketLeft:
        return stepHead(-1);
    case Qt::Key_BracketRight:
        return stepHead(1);
    default:
        break;
    }
    if (event->matches(QKeySequence::Copy))
        return copyFigure();
    QWidget::keyPressEvent(event);
}

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/space_workspace.h"

#include <QPainter>
#include <QShowEvent>
#include <QVBoxLayout>

#include "widgets/panels/expand_button.h"
#include "widgets/panels/line_splitter.h"
#include "widgets/panels/quiet_scroll_area.h"
#include "widgets/panels/view_window.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double tableShare = 0.26;
constexpr double corpusShare = 0.24;
constexpr double retrievalShare = 0.5;
constexpr int narrowWidth = 720; // below this the side stands under the map

} // namespace

SpaceWorkspace::SpaceWorkspace(SpaceDesk& desk, QWidget* side, double sideShare, QWidget* parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_map(new MapPanel(desk))
    , m_selection(new SelectionPanel(desk.space(), desk.retrieval()))
    , m_halves(new LineSplitter(Qt::Horizontal))
    , m_storeys(new LineSplitter(Qt::Vertical))
    , m_sideShare(sideShare) {
    m_halves->addWidget(m_map);
    m_halves->addWidget(side);
    m_storeys->addWidget(m_halves);
    m_storeys->addWidget(m_selection);
    m_storeys->setStretchFactor(0, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_storeys);
}

bool SpaceWorkspace::isSettled() const {
    return m_desk.isSettled() && m_map->map().isSettled();
}

void SpaceWorkspace::resizeEvent(QResizeEvent*) {
    const bool narrow = width() < narrowWidth;
    const int table = qRound(height() * tableShare);
    const int whole = narrow ? height() - table : width();
    const int side = qRound(whole * m_sideShare);
    m_halves->setOrientation(narrow ? Qt::Vertical : Qt::Horizontal);
    m_halves->setSizes({whole - side, side});
    m_storeys->setSizes({height() - table, table});
}

void SpaceWorkspace::showEvent(QShowEvent*) {
    m_desk.wake();
}

void SpaceWorkspace::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), theme::current().panel);
}

EmbedWorkspace::EmbedWorkspace(SpaceDesk& desk, QWidget* parent)
    : EmbedWorkspace(desk, new CorpusPanel(desk), parent) {
}

EmbedWorkspace::EmbedWorkspace(SpaceDesk& desk, CorpusPanel* corpus, QWidget* parent)
    : EmbedWorkspace(desk, corpus, new QuietScrollArea(corpus), parent) {
}

EmbedWorkspace::EmbedWorkspace(SpaceDesk& desk, CorpusPanel* corpus, QWidget* scroller, QWidget* parent)
    : SpaceWorkspace(desk, scroller, corpusShare, parent)
    , m_corpus(corpus) {
    // Nobody asked for hits here.
    map().map().overlay().setShowsQuery(false);
    selection().model().setListsHits(false);
    corpus->addToHeader(new ExpandButton(*scroller));
    corpus->addToHeader(new WindowButton(*scroller));
}

RetrieveWorkspace::RetrieveWorkspace(SpaceDesk& desk, QWidget* parent)
    : RetrieveWorkspace(desk, new RetrievalPanel(desk), parent) {
}

RetrieveWorkspace::RetrieveWorkspace(SpaceDesk& desk, RetrievalPanel* retrieval, QWidget* parent)
    : RetrieveWorkspace(desk, retrieval, new QuietScrollArea(retrieval), parent) {
}

RetrieveWorkspace::RetrieveWorkspace(SpaceDesk& desk, RetrievalPanel* retrieval, QWidget* scroller, QWidget* parent)
    : SpaceWorkspace(desk, scroller, retrievalShare, parent)
    , m_retrieval(retrieval) {
    retrieval->addToHeader(new ExpandButton(*scroller));
    retrieval->addToHeader(new WindowButton(*scroller));
    map().map().offerSearch();
    connect(&map().map(), &MapView::searchAsked, &retrieval->query(), &QueryBar::askForSelected);
}

void RetrieveWorkspace::showEvent(QShowEvent* event) {
    SpaceWorkspace::showEvent(event);
    // Whoever comes here comes to ask.
    if (!event->spontaneous())
        m_retrieval->query().takeKeys();
}

bool RetrieveWorkspace::isSettled() const {
    return SpaceWorkspace::isSettled() && m_retrieval->isSettled();
}

} // namespace triptych::widgets

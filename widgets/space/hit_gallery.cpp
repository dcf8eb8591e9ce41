// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/hit_gallery.h"

#include <QMouseEvent>
#include <QPushButton>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/space/near_miss.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int smallestEdge = 80;
constexpr int widestEdge = 168;
constexpr double bestEdge = 112;
constexpr int gap = 8;
constexpr int rim = 2; // for the frame of a selected card
constexpr int footer = 28;

} // namespace

HitGallery::HitGallery(SpaceDesk& desk, HitReasons& reasons, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_desk(desk)
    , m_space(desk.space())
    , m_retrieval(desk.retrieval())
    , m_reasons(reasons)
    , m_thumbnails(desk.thumbnails())
    , m_embed(new QPushButton(viewport())) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumHeight(smallestEdge + footer + 2 * rim);
    viewport()->setMouseTracking(true);
    connect(&m_retrieval, &Retrieval::resultChanged, this, &HitGallery::onResult);
    connect(&m_retrieval, &Retrieval::changed, this, &HitGallery::refresh);
    for (const auto signal :
         {&EmbeddingSpace::selectionChanged, &EmbeddingSpace::hoverChanged, &EmbeddingSpace::workChanged})
        connect(&m_space, signal, viewport(), qOverload<>(&QWidget::update));
    connect(&reasons, &HitReasons::changed, viewport(), qOverload<>(&QWidget::update));
    connect(&m_thumbnails, &ThumbnailCache::arrived, viewport(), qOverload<>(&QWidget::update));
    connect(&theme::notifier(), &theme::Notifier::changed, viewport(), qOverload<>(&QWidget::update));
    connect(&reasons, &HitReasons::redrawn, this, &HitGallery::forgetPictures);
    connect(m_embed, &QPushButton::clicked, &desk, &SpaceDesk::embedAnew);
    retranslate();
}

// As many rows as make pictures of the best size; none of them is cut.
HitGallery::Grid HitGallery::grid() const {
    const int width = viewport()->width() - 2 * rim;
    const int height = viewport()->height() - 2 * rim;
    const auto edgeFor = [&](int rows) { return (height + gap) / rows - gap - footer; };
    const auto miss = [](int edge) { return std::abs(std::log(std::min(edge, widestEdge) / bestEdge)); };
    int rows = 1;
    while (edgeFor(rows + 1) >= smallestEdge && miss(edgeFor(rows + 1)) < miss(edgeFor(rows)))
        ++rows;
    const int wanted = std::clamp(edgeFor(rows), smallestEdge, widestEdge);
    const int columns = std::max(1, qRound(static_cast<double>(width + gap) / (wanted + gap)));
    const int edge = std::min(wanted, (width + gap) / columns - gap);
    return {columns, edge, columns > 1 ? (width - edge) / (columns - 1) : width,
            std::max(edge + footer + gap, (height + gap) / rows)};
}

QRect HitGallery::cardRect(int rank) const {
    const Grid grid = this->grid();
    return {rim + rank % grid.columns * grid.step,
            rim + rank / grid.columns * grid.rowStep - verticalScrollBar()->value(), grid.edge, grid.edge + footer};
}

QSize HitGallery::sizeHint() const {
    return minimumSize();
}

bool HitGallery::isOwn(int rank) const {
    return m_retrieval.ownSamples().contains(hit(rank).row.id);
}

// Beside the sample whose text is the query.
std::vector<QString> HitGallery::lacks() const {
    std::vector<QString> lacks(m_retrieval.hits().size());
    const std::optional<SampleItem> query = m_retrieval.onlyTerm();
    if (m_retrieval.ownSamples().empty() || !query || query->modality != Modality::Text)
        return lacks;
    const SampleModel& samples = m_desk.samples();
    const int asked = samples.rowOf(*m_retrieval.ownSamples().begin());
    for (int rank = 0; asked >= 0 && rank < static_cast<int>(lacks.size()); ++rank)
        if (const int found = samples.rowOf(hit(rank).row.id); found >= 0 && !isOwn(rank))
            lacks[static_cast<std::size_t>(rank)] =
                missingObject(samples.entry(asked), query->text, samples.entry(found));
    return lacks;
}

void HitGallery::onResult() {
    verticalScrollBar()->setValue(0);
    m_lacks = lacks();
    refresh();
}

void HitGallery::refresh() {
    const int last = static_cast<int>(m_retrieval.hits().size()) - 1;
    const int height = last < 0 ? 0 : cardRect(last).bottom() + 1 + rim + verticalScrollBar()->value();
    verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(grid().rowStep / 3);
    const bool isForeign = m_retrieval.error() && m_retrieval.error()->code == ErrorCode::ModelMismatch;
    m_embed->setVisible(isForeign && m_retrieval.hits().empty());
    m_embed->adjustSize();
    m_embed->move((viewport()->width() - m_embed->width()) / 2, viewport()->height() - m_embed->height() - gap);
    viewport()->update();
}

void HitGallery::resizeEvent(QResizeEvent*) {
    refresh();
}

bool HitGallery::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave)
        m_space.hover(-1);
    if (event->type() == QEvent::ToolTip) {
        showTip(*static_cast<QHelpEvent*>(event));
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

QStringList HitGallery::tipOf(int rank) const {
    QStringList lines{QString::fromStdString(hit(rank).row.id)};
    if (isOwn(rank))
        lines << tr("belongs to the query's own sample");
    else if (!lackOf(rank).isEmpty())
        lines << lackOf(rank);
    if (!hit(rank).parts)
        return lines;
    const PartScores& parts = *hit(rank).parts;
    lines << tr("whole %1").arg(numberText(static_cast<double>(parts.whole)));
    if (parts.regions)
        lines << tr("best region %1").arg(numberText(static_cast<double>(*parts.regions)));
    if (parts.words)
        lines << tr("word by word %1").arg(numberText(static_cast<double>(*parts.words)));
    return lines;
}

void HitGallery::showTip(const QHelpEvent& event) {
    if (const int rank = rankAt(event.pos()); rank >= 0)
        QToolTip::showText(event.globalPos(), tipOf(rank).join(QLatin1Char('\n')), viewport());
    else
        QToolTip::hideText();
}

void HitGallery::leaveEvent(QEvent*) {
    m_space.hover(-1);
}

int HitGallery::rankAt(const QPoint& at) const {
    for (int rank = 0; rank < static_cast<int>(m_retrieval.hits().size()); ++rank)
        if (cardRect(rank).contains(at))
            return rank;
    return -1;
}

void HitGallery::mouseMoveEvent(QMouseEvent* event) {
    const int rank = rankAt(event->pos());
    m_space.hover(rank < 0 ? -1 : m_space.indexOf(hit(rank).place));
}

void HitGallery::mousePressEvent(QMouseEvent* event) {
    const int rank = rankAt(event->pos());
    m_space.click(rank < 0 ? -1 : m_space.indexOf(hit(rank).place), event->modifiers().testFlag(Qt::ShiftModifier));
}

QString HitGallery::emptyText() const {
    if (m_retrieval.error())
        return errorTitle(m_retrieval.error()->code) + QLatin1Char('\n') +
               QString::fromStdString(m_retrieval.error()->detail);
    if (m_space.isMaking())
        return tr("The corpus is being embedded.");
    if (m_retrieval.isSearching())
        return tr("Searching");
    return m_retrieval.terms().empty() ? tr("Type what you look for, or drop an image or a sound here.")
                                       : tr("Nothing of this kind is in the corpus.");
}

void HitGallery::retranslate() {
    m_embed->setText(tr("Embed anew by the model in use"));
    onResult();
}

void HitGallery::changeEvent(QEvent* event) {
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets

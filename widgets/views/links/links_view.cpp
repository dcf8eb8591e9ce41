// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/links/links_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <algorithm>
#include <iterator>
#include <numeric>
#include <span>
#include <utility>

#include "visualization/plot/heat_picture.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/region_boxes.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double largestRow = 26;
constexpr double smallestRow = 14;
constexpr double wordWidth = 72;
constexpr double momentWidth = 92;
constexpr double largestThumbnail = 44;
constexpr int steps = 200;
constexpr int roomyWidth = 500; // for the words beside the tools
constexpr int defaultStrongest = 60;
constexpr double defaultShare = 0.1; // of the largest weight

template<typename Link>
void addOnce(std::vector<Link>& links, const Link& link) {
    if (std::ranges::find(links, link) == links.end())
        links.push_back(link);
}

} // namespace

LinksView::LinksView(LinkedState& state, QWidget* parent)
    : View(state, parent)
    , m_tools(new QWidget(this))
    , m_strongestCaption(new QLabel)
    , m_strongest(new QSpinBox)
    , m_caption(new QLabel)
    , m_threshold(new QSlider(Qt::Horizontal))
    , m_value(new QLabel) {
    setMouseTracking(true);
    buildTools();
    connect(m_threshold, &QSlider::valueChanged, this, &LinksView::onThreshold);
    connect(m_strongest, &QSpinBox::valueChanged, this, &LinksView::refresh);
    connect(&state, &LinkedState::resultChanged, this, &LinksView::onResult);
    connect(&theme::notifier(), &theme::Notifier::changed, this, [this] { m_faintCurves = {}; });
    retranslate();
    onResult();
    refresh();
}

void LinksView::buildTools() {
    auto* layout = new QHBoxLayout(m_tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::metric::inner);
    for (QWidget* tool :
         std::initializer_list<QWidget*>{m_strongestCaption, m_strongest, m_caption, m_threshold, m_value})
        layout->addWidget(tool);
    m_strongest->setRange(1, 999);
    m_strongest->setValue(defaultStrongest);
    m_strongest->setFixedHeight(theme::metric::compact);
    m_threshold->setRange(0, steps);
    m_threshold->setFixedWidth(72);
    for (QLabel* label : {m_strongestCaption, m_caption, m_value})
        label->setFont(theme::font(theme::Role::Hint));
    m_value->setMinimumWidth(QFontMetrics(m_value->font()).horizontalAdvance(QStringLiteral("0.00000")));
    // Shown where there is room; until then they must not ask for it.
    for (QWidget* word : {m_strongestCaption, m_caption, m_value})
        word->hide();
    setInk(m_strongestCaption, InkRole::Ink2);
    setInk(m_caption, InkRole::Ink2);
    setInk(m_value, InkRole::Ink);
}

void LinksView::setStrongest(int count) {
    m_strongest->setValue(count);
}

void LinksView::retranslate() {
    m_strongestCaption->setText(tr("strongest"));
    setTip(m_strongest, tr("No more links than these are drawn"));
    m_caption->setText(tr("weight at least"));
    setTip(m_threshold, tr("Links that weigh less are not drawn"));
}

void LinksView::onResult() {
    m_thumbnails.clear();
    m_faintCurves = {};
}

void LinksView::refresh() {
    if (m_thumbnails.size() != state().table().regions.size())
        cutThumbnails();
    choosePlace();
    collectLinks();
    collectLitLinks();
    chooseWords();
    updateThreshold();
    update();
}

QImage LinksView::thumbnailOf(const QImage& picture, const std::vector<int>& units) const {
    const ShownInputs& inputs = state().result()->inputs;
    const QRectF whole(picture.rect());
    const QRectF grid = plot::gridRect(inputs.patchGrid, inputs.picture, whole);
    QRectF box;
    if (state().readsRegions())
        box = regions::pathOf(inputs.regions, whole, units).boundingRect();
    else
        for (const int unit : units)
            box |= plot::patchRect(inputs.patchGrid, grid, unit);
    const double edge = std::max(box.width(), box.height());
    const QRectF square(box.center() - QPointF(edge / 2, edge / 2), QSizeF(edge, edge));
    return picture.copy(square.intersected(whole).toAlignedRect());
}

void LinksView::cutThumbnails() {
    m_thumbnails.clear();
    m_faintCurves = {}; // other regions stand elsewhere
    if (!state().result())
        return;
    const QImage picture = plot::toImage(state().result()->inputs.picture);
    for (const numerics::MapRegion& region : state().table().regions)
        m_thumbnails.push_back(thumbnailOf(picture, region.units));
}

// The place that a word looks at most need not be one that the table numbers.
void LinksView::choosePlace() {
    const Focus& focus = state().focus(Modality::Image);
    const bool isOwn = pointsAtWords() && !focus.empty() && focus.sum > 0 && state().regionNumber() == 0;
    const std::vector<int> units = isOwn ? focus.units : std::vector<int>();
    if (units == m_place.units)
        return;
    m_place = {units, units.empty() ? QImage() : thumbnailOf(plot::toImage(state().result()->inputs.picture), units)};
}

bool LinksView::pointsAtWords() const {
    return state().source() && state().source()->modality == Modality::Text;
}

double LinksView::threshold() const {
    const double chosen = state().display().linkThreshold;
    return chosen == DisplayValues().linkThreshold ? defaultShare * state().table().largest : chosen;
}

std::vector<LinksView::Link> LinksView::linksOf(int word) const {
    std::vector<Link> links;
    const numerics::LinkTable& table = state().table();
    const std::span<const float> weights = table.wordRegion.row({word});
    for (std::size_t region = 0; region < weights.size(); ++region)
        links.push_back({word, static_cast<int>(region), static_cast<double>(weights[region])});
    if (const auto& moment = table.moments[static_cast<std::size_t>(word)])
        links.push_back({word, -1, moment->sum});
    std::erase_if(links, [](const Link& link) { return link.weight <= 0; });
    return links;
}

void LinksView::collectLinks() {
    std::vector<Link> links;
    for (int word = 0; word < wordCount(); ++word)
        std::ranges::copy_if(linksOf(word), std::back_inserter(links),
                             [least = threshold()](const Link& link) { return link.weight >= least; });
    std::stable_sort(links.begin(), links.end(), [](const Link& a, const Link& b) { return a.weight > b.weight; });
    links.resize(std::min(links.size(), static_cast<std::size_t>(m_strongest->value())));
    if (links != m_links)
        m_faintCurves = {};
    m_links = std::move(links);
}

// What is pointed at shows its strongest links of both kinds, however weak they are.
void LinksView::collectLitLinks() {
    m_litLinks.clear();
    std::ranges::copy_if(m_links, std::back_inserter(m_litLinks),
                         [this](const Link& link) { return isLit(link.word); });
    if (!pointsAtWords())
        return;
    const auto isWeaker = [](const Link& a, const Link& b) { return a.weight < b.weight; };
    for (const int word : state().source()->units) {
        if (word < 0 || word >= wordCount())
            continue;
        std::vector<Link> links = linksOf(word);
        const auto moments = std::ranges::partition(links, [](const Link& link) { return link.region >= 0; });
        const std::span toRegions(links.begin(), moments.begin());
        if (!m_place.units.empty())
            m_litLinks.push_back({word, placeRegion(), state().focus(Modality::Image).sum});
        else if (!toRegions.empty())
            addOnce(m_litLinks, *std::ranges::max_element(toRegions, isWeaker));
        if (!moments.empty())
            addOnce(m_litLinks, moments.front());
    }
}

int LinksView::rowsThatFit() const {
    return std::max(1, static_cast<int>((height() - titleHeight - 2 * padding) / smallestRow));
}

void LinksView::chooseWords() {
    std::vector<int> words;
    const int most = rowsThatFit();
    const auto add = [&](int word) {
        if (static_cast<int>(words.size()) < most && std::ranges::find(words, word) == words.end())
            words.push_back(word);
    };
    // What is pointed at stays; then the words of the strongest links; then the text from its start.
    for (const int word : state().focus(Modality::Text).units)
        add(word);
    for (const Link& link : m_links)
        add(link.word);
    for (int word = 0; word < wordCount() && static_cast<int>(words.size()) < most; ++word)
        add(word);
    std::sort(words.begin(), words.end());
    if (words != m_words)
        m_faintCurves = {};
    m_words = std::move(words);
}

int LinksView::rowOf(int word) const {
    const auto found = std::find(m_words.begin(), m_words.end(), word);
    return found == m_words.end() ? -1 : static_cast<int>(found - m_words.begin());
}

void LinksView::resizeEvent(QResizeEvent*) {
    for (QWidget* word : {m_strongestCaption, m_caption, m_value})
        word->setVisible(width() >= roomyWidth);
    chooseWords();
    m_faintCurves = {};
}

void LinksView::updateThreshold() {
    const QSignalBlocker block(m_threshold);
    const double largest = state().table().largest;
    m_threshold->setValue(largest > 0 ? static_cast<int>(std::min(1.0, threshold() / largest) * steps) : 0);
    m_value->setText(numberText(threshold()));
}

void LinksView::onThreshold(int step) {
    DisplayValues values = state().display();
    values.linkThreshold = state().table().largest * step / steps;
    state().session().display().set(values);
}

int LinksView::wordCount() const {
    return static_cast<int>(state().table().moments.size());
}

// One slot more is kept for a place of its own, so that nothing moves while pointing.
QRectF LinksView::regionRect(int region) const {
    const auto count = static_cast<double>(placeRegion() + 1);
    const double room = height() - titleHeight - 2 * padding;
    const double slot = room / count;
    const double edge = std::min(largestThumbnail, slot - 6);
    const double used = count * std::min(slot, largestThumbnail + 12);
    const double top = titleHeight + padding + (room - used) / 2;
    return {padding + regionLabelWidth, top + (region + 0.5) * (used / count) - edge / 2, edge, edge};
}

QRectF LinksView::wordRect(int row) const {
    const int count = std::max(1, static_cast<int>(m_words.size()));
    const double room = height() - titleHeight - 2 * padding;
    const double step = std::min(largestRow, room / count);
    const double top = titleHeight + padding + (room - step * count) / 2;
    const double left = padding + regionLabelWidth + largestThumbnail;
    const double right = width() - padding - momentWidth;
    return {(left + right - wordWidth) / 2, top + row * step + 1, wordWidth, step - 2};
}

QRectF LinksView::momentRect(int row) const {
    QRectF rect = wordRect(row);
    rect.moveLeft(width() - padding - momentWidth);
    rect.setWidth(momentWidth);
    return rect;
}

int LinksView::placeRegion() const {
    return static_cast<int>(state().table().regions.size());
}

bool LinksView::isRegionLit(int region) const {
    return region == placeRegion() ? !m_place.units.empty() : state().source() && state().regionNumber() == region + 1;
}

bool LinksView::isLit(int word) const {
    const std::vector<int>& units = state().focus(Modality::Text).units;
    return std::find(units.begin(), units.end(), word) != units.end();
}

UnitSet LinksView::setAt(const QPointF& position) const {
    for (int row = 0; row < static_cast<int>(m_words.size()); ++row) {
        const int word = m_words[static_cast<std::size_t>(row)];
        if (wordRect(row).contains(position))
            return {Modality::Text, {word}};
        const auto& moment = state().table().moments[static_cast<std::size_t>(word)];
        if (!moment || !momentRect(row).contains(position))
            continue;
        std::vector<int> frames(static_cast<std::size_t>(moment->end - moment->begin));
        std::iota(frames.begin(), frames.end(), moment->begin);
        return {Modality::Audio, frames};
    }
    for (int region = 0; region < static_cast<int>(state().table().regions.size()); ++region)
        if (regionRect(region).adjusted(-regionLabelWidth, -2, 2, 2).contains(position))
            return {Modality::Image, state().table().regions[static_cast<std::size_t>(region)].units};
    return {};
}

void LinksView::mouseMoveEvent(QMouseEvent* event) {
    const UnitSet set = setAt(event->position());
    Selection& selection = state().session().selection();
    if (set.empty())
        selection.unhover();
    else
        selection.hover(set);
}

void LinksView::mouseReleaseEvent(QMouseEvent* event) {
    Selection& selection = state().session().selection();
    if (event->modifiers().testFlag(Qt::ShiftModifier))
        selection.addPin(setAt(event->position()));
    else
        selection.pin(setAt(event->position()));
}

void LinksView::leaveEvent(QEvent*) {
    state().session().selection().unhover();
}

} // namespace triptych::widgets

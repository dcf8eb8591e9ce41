// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/links/links_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <algorithm>
#include <numeric>
#include <utility>

#include "visualization/plot/heat_picture.h"
#include "visualization/plot/link_curve.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/region_boxes.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double padding = 12;
constexpr double titleHeight = 18;
constexpr double regionLabelWidth = 58;
constexpr double largestThumbnail = 44;
constexpr double largestRow = 26;
constexpr double smallestRow = 14;
constexpr double wordWidth = 72;
constexpr double momentWidth = 92;
constexpr int steps = 200;
constexpr int roomyWidth = 500; // for the words beside the tools
constexpr int defaultStrongest = 60;

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
    collectLinks();
    chooseWords();
    updateThreshold();
    update();
}

void LinksView::cutThumbnails() {
    m_thumbnails.clear();
    m_faintCurves = {}; // other regions stand elsewhere
    const RunResult* result = state().result();
    const QImage picture = result ? plot::toImage(result->inputs.picture) : QImage();
    for (const numerics::MapRegion& region : state().table().regions) {
        const QRectF whole(picture.rect());
        const QRectF grid = plot::gridRect(result->inputs.patchGrid, result->inputs.picture, whole);
        QRectF box;
        if (state().readsRegions())
            box = regions::pathOf(result->inputs.regions, whole, region.units).boundingRect();
        else
            for (const int unit : region.units)
                box |= plot::patchRect(result->inputs.patchGrid, grid, unit);
        const double edge = std::max(box.width(), box.height());
        const QRectF square(box.center() - QPointF(edge / 2, edge / 2), QSizeF(edge, edge));
        m_thumbnails.push_back(picture.copy(square.intersected(whole).toAlignedRect()));
    }
}

void LinksView::collectLinks() {
    std::vector<Link> links;
    const numerics::LinkTable& table = state().table();
    const double threshold = state().display().linkThreshold;
    const auto add = [&](const Link& link) {
        if (link.weight > 0 && link.weight >= threshold)
            links.push_back(link);
    };
    for (int word = 0; word < wordCount(); ++word) {
        const std::span<const float> weights = table.wordRegion.row({word});
        for (std::size_t region = 0; region < weights.size(); ++region)
            add({word, static_cast<int>(region), static_cast<double>(weights[region])});
        if (const auto& moment = table.moments[static_cast<std::size_t>(word)])
            add({word, -1, moment->sum});
    }
    std::stable_sort(links.begin(), links.end(), [](const Link& a, const Link& b) { return a.weight > b.weight; });
    links.resize(std::min(links.size(), static_cast<std::size_t>(m_strongest->value())));
    if (links != m_links)
        m_faintCurves = {};
    m_links = std::move(links);
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
    const double threshold = state().display().linkThreshold;
    m_threshold->setValue(largest > 0 ? static_cast<int>(std::min(1.0, threshold / largest) * steps) : 0);
    m_value->setText(numberText(threshold));
}

void LinksView::onThreshold(int step) {
    DisplayValues values = state().display();
    values.linkThreshold = state().table().largest * step / steps;
    state().session().display().set(values);
}

int LinksView::wordCount() const {
    return static_cast<int>(state().table().moments.size());
}

QRectF LinksView::regionRect(int region) const {
    const auto count = static_cast<double>(std::max<std::size_t>(1, state().table().regions.size()));
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

bool LinksView::isRegionLit(int region) const {
    return state().source() && state().regionNumber() == region + 1;
}

bool LinksView::isLit(int word) const {
    const std::vector<int>& units = state().focus(Modality::Text).units;
    return std::find(units.begin(), units.end(), word) != units.end();
}

void LinksView::drawTitles(QPainter& painter) const {
    painter.setFont(theme::font(theme::Role::Hint));
    painter.setPen(theme::current().ink2);
    const QRectF line(padding, 2, width() - 2 * padding, titleHeight);
    const bool looks = state().display().direction == DisplayValues::Direction::LooksAt;
    QString middle = looks ? tr("words look at") : tr("words are looked at by");
    if (static_cast<int>(m_words.size()) < wordCount())
        middle = tr("%1 (strongest %2 of %3)").arg(middle).arg(m_words.size()).arg(wordCount());
    const QFontMetricsF metrics(painter.font());
    const double sides = std::max(metrics.horizontalAdvance(tr("regions")), metrics.horizontalAdvance(tr("moments")));
    const double room =
        2 * std::min(wordRect(0).center().x() - line.left() - sides, momentRect(0).x() + 8 - wordRect(0).center().x());
    painter.drawText(QRectF(wordRect(0).center().x() - room / 2, line.top(), room, line.height()), Qt::AlignCenter,
                     metrics.elidedText(middle, Qt::ElideRight, room));
    if (!state().table().regions.empty())
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, tr("regions"));
    const auto& moments = state().table().moments;
    if (std::any_of(moments.begin(), moments.end(), [](const auto& moment) { return moment.has_value(); }))
        painter.drawText(momentRect(0).x() + 15, line.top() + line.height() - 5, tr("moments"));
}

void LinksView::drawCurve(QPainter& painter, const Link& link, bool lit) const {
    const int row = rowOf(link.word);
    if (row < 0)
        return;
    const theme::Tokens& tokens = theme::current();
    const bool toRegion = link.region >= 0;
    const QRectF chip = wordRect(row);
    const QRectF far = toRegion ? regionRect(link.region) : momentRect(row);
    const QPointF from =
        toRegion ? QPointF(far.right() + 3, far.center().y()) : QPointF(chip.right() + 1, chip.center().y());
    const QPointF to =
        toRegion ? QPointF(chip.left() - 1, chip.center().y()) : QPointF(far.left() - 2, far.center().y());
    QColor colour = toRegion ? tokens.image.hue : tokens.audio.hue;
    colour.setAlphaF(lit ? 1.0F : 0.28F);
    const double width = (lit ? 1.5 : 1.0) + 3.0 * link.weight / std::max(1e-12, state().table().largest);
    plot::drawCurve(painter, {from, {1, 0}, to, {-1, 0}, colour, colour, width, false});
}

void LinksView::drawCurves(QPainter& painter) {
    if (m_faintCurves.isNull() || m_faintCurves.devicePixelRatio() != devicePixelRatioF()) {
        m_faintCurves = QPixmap(size() * devicePixelRatioF());
        m_faintCurves.setDevicePixelRatio(devicePixelRatioF());
        m_faintCurves.fill(Qt::transparent);
        QPainter faint(&m_faintCurves);
        faint.setRenderHint(QPainter::Antialiasing);
        for (const Link& link : m_links)
            drawCurve(faint, link, false);
    }
    painter.drawPixmap(0, 0, m_faintCurves);
    for (const Link& link : m_links)
        if (isLit(link.word))
            drawCurve(painter, link, true);
}

void LinksView::drawRegions(QPainter& painter) const {
    const theme::Tokens& tokens = theme::current();
    for (int region = 0; region < static_cast<int>(m_thumbnails.size()); ++region) {
        const QRectF box = regionRect(region);
        const bool lit = isRegionLit(region);
        painter.setFont(theme::font(theme::Role::Hint, lit ? QFont::DemiBold : QFont::Normal));
        painter.setPen(lit ? tokens.image.text : tokens.ink2);
        painter.drawText(QRectF(padding, box.top(), regionLabelWidth - 8, box.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, tr("region %1").arg(region + 1));
        painter.save();
        QPainterPath shape;
        shape.addRoundedRect(box, theme::metric::smallRadius, theme::metric::smallRadius);
        painter.setClipPath(shape);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(box, m_thumbnails[static_cast<std::size_t>(region)]);
        painter.restore();
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(lit ? tokens.image.hue : tokens.line, lit ? 2 : 1));
        painter.drawRoundedRect(box, theme::metric::smallRadius, theme::metric::smallRadius);
    }
}

void LinksView::drawMoment(QPainter& painter, int row) const {
    const int word = m_words[static_cast<std::size_t>(row)];
    const auto& moment = state().table().moments[static_cast<std::size_t>(word)];
    if (!moment)
        return;
    const theme::Tokens& tokens = theme::current();
    const bool lit = isLit(word);
    const QRectF box = momentRect(row);
    const double step = state().result()->inputs.audioAxis.msPerFrame;
    theme::drawMark(painter, Modality::Audio, QRectF(box.left(), box.center().y() - 4.5, 9, 9),
                    lit ? QColor() : tokens.control);
    painter.setPen(lit ? tokens.audio.text : tokens.ink2);
    painter.drawText(box.adjusted(15, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     secondsText(moment->begin * step, moment->end * step));
}

void LinksView::drawWords(QPainter& painter) const {
    const theme::Tokens& tokens = theme::current();
    for (int row = 0; row < static_cast<int>(m_words.size()); ++row) {
        const int word = m_words[static_cast<std::size_t>(row)];
        const QRectF chip = wordRect(row);
        const bool lit = isLit(word);
        painter.setPen(Qt::NoPen);
        painter.setBrush(lit ? tokens.text.hue : tokens.text.soft);
        painter.drawRoundedRect(chip, theme::metric::smallRadius, theme::metric::smallRadius);
        painter.setPen(lit ? tokens.onTextHue : tokens.ink);
        painter.setFont(theme::font(theme::Role::Hint, lit ? QFont::DemiBold : QFont::Normal));
        const QString text =
            QString::fromStdString(state().result()->inputs.words[static_cast<std::size_t>(word)].text);
        painter.drawText(chip, Qt::AlignCenter,
                         QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, chip.width() - 6));
        drawMoment(painter, row);
    }
}

QString LinksView::emptyText() const {
    if (!state().result() || wordCount() == 0)
        return tr("Links start at words; this sample has no text.");
    if (!state().hasLinks())
        return tr("This model links no word with a region or a moment: its towers meet in the score.");
    return {};
}

void LinksView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (const QString text = emptyText(); !text.isEmpty()) {
        painter.setFont(theme::font(theme::Role::Secondary));
        painter.setPen(theme::current().ink3);
        painter.drawText(rect().adjusted(theme::metric::outer, 0, -theme::metric::outer, 0),
                         Qt::AlignCenter | Qt::TextWordWrap, text);
        return;
    }
    drawTitles(painter);
    drawCurves(painter);
    drawRegions(painter);
    drawWords(painter);
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

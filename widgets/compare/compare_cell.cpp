// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/compare_cell.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolButton>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <iterator>

#include "visualization/plot/heat_picture.h"
#include "widgets/compare/cell_drawing.h"
#include "widgets/panels/number_text.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double wordsHeight = 24;
constexpr double roomyHeight = 240; // for two rows of words below a picture
constexpr double soundHeight = 12;
constexpr double zoomPerNotch = 1.25;

} // namespace

CompareCell::CompareCell(Comparison& comparison, int index, QWidget* parent)
    : QWidget(parent)
    , m_comparison(comparison)
    , m_index(index)
    , m_action(new QToolButton(this)) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    m_action->setAutoRaise(true);
    m_action->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_action, &QToolButton::clicked, this, [this] {
        CellRun& run = *state().run;
        run.error() ? run.start() : run.cancel();
    });
    connect(&comparison, &Comparison::changed, this, &CompareCell::refresh);
    connect(&comparison, &Comparison::progressed, this, [this] {
        refreshAction();
        update();
    });
    connect(&comparison.quality(), &GridQuality::changed, this, qOverload<>(&QWidget::update));
    connect(&comparison, &Comparison::viewChanged, this, [this] {
        m_heatStale = true;
        update();
    });
    connect(&comparison, &Comparison::hoverChanged, this, qOverload<>(&QWidget::update));
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
    refresh();
}

QString CompareCell::letter(int index) {
    return QString(QLatin1Char(static_cast<char>('A' + index)));
}

const CompareCellState& CompareCell::state() const {
    return m_comparison.cells()[static_cast<std::size_t>(m_index)];
}

bool CompareCell::hasPicture() const {
    return !m_source.isNull();
}

// As wide as the whole picture is there, so that it stands below its letter.
QRectF CompareCell::pictureArea() const {
    QRectF area = QRectF(rect()).adjusted(frame, headerHeight + frame, -frame, -frame);
    if (!hasPicture())
        return area;
    area.setBottom(area.bottom() - wordsArea().height() - soundArea().height() - qualityRoom());
    area.setWidth(std::min(area.width(), area.height() * m_source.width() / m_source.height()));
    return area;
}

QRectF CompareCell::wordsArea() const {
    const QRectF all = QRectF(rect()).adjusted(frame, headerHeight + frame, -frame, -frame);
    if (!state().result || state().result->inputs.words.empty())
        return {};
    const double sound = state().result->inputs.audioAxis.frames > 0 ? soundHeight : 0;
    if (!hasPicture())
        return all.adjusted(0, 0, 0, -3 * sound - qualityRoom());
    const double height = m_rowCount > 1 && all.height() >= roomyHeight ? 2 * wordsHeight : wordsHeight;
    return {all.left(), all.bottom() - sound - height, all.width(), height};
}

QRectF CompareCell::soundArea() const {
    if (!state().result || state().result->inputs.audioAxis.frames <= 0)
        return {};
    const double height = hasPicture()                           ? soundHeight
                          : state().result->inputs.words.empty() ? this->height() / 3.0
                                                                 : 3 * soundHeight;
    return {frame, this->height() - frame - height - (hasPicture() ? 0 : qualityRoom()), width() - 2 * frame, height};
}

QRectF CompareCell::pictureRect() const {
    return m_comparison.view().pictureRect(m_source.size(), pictureArea());
}

QRectF CompareCell::gridRect() const {
    if (!m_drawn)
        return {};
    return plot::gridRect(m_drawn->inputs.patchGrid, m_drawn->inputs.picture, pictureRect());
}

std::optional<QPointF> CompareCell::fractionAt(const QPointF& position) const {
    const QRectF whole = pictureRect();
    if (whole.isEmpty() || !whole.intersected(pictureArea()).contains(position))
        return std::nullopt;
    return QPointF((position.x() - whole.x()) / whole.width(), (position.y() - whole.y()) / whole.height());
}

int CompareCell::wordAt(const QPointF& position) const {
    for (const Chip& chip : m_chips)
        if (chip.rect.contains(position))
            return chip.word;
    return -1;
}

void CompareCell::onResult() {
    m_drawn = state().result;
    m_source = m_drawn ? plot::toImage(m_drawn->inputs.picture) : QImage();
    layoutChips();
}

void CompareCell::refresh() {
    if (state().result != m_drawn)
        onResult();
    m_heatStale = true;
    refreshAction();
    showPointedWord();
    setAccessibleName(
        tr("Cell %1: %2, %3", "letter, row, column").arg(letter(m_index), state().plan.row, state().plan.column));
    update();
}

void CompareCell::refreshAction() {
    const CellRun::State run = state().run->state();
    const bool failed = run == CellRun::State::Failed || run == CellRun::State::Canceled;
    m_action->setVisible(failed || run == CellRun::State::Running || run == CellRun::State::Waiting);
    m_action->setText(failed ? tr("Try again") : tr("Cancel"));
    m_action->setIcon(theme::icon(failed ? QStringLiteral("refresh") : QStringLiteral("close")));
    m_action->adjustSize();
    const QRectF area = pictureArea();
    m_action->move(qRound(area.center().x() - m_action->width() / 2.0), qRound(area.center().y() + 28));
}

void CompareCell::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

void CompareCell::resizeEvent(QResizeEvent*) {
    m_heatStale = true;
    layoutChips();
    refreshAction();
}

void CompareCell::layoutChips() {
    m_chips.clear();
    m_rowCount = m_shownRows = 0;
    if (wordsArea().isEmpty())
        return;
    const double height = hasPicture() ? wordsHeight - 6 : theme::metric::chip;
    const double gap = hasPicture() ? 3 : 6;
    breakIntoRows(height, gap);
    const QRectF area = wordsArea(); // as high as the rows need
    const double top = area.top() + (hasPicture() ? 4 : 0);
    m_shownRows = std::max(1, static_cast<int>((area.bottom() + 1 - top + gap) / (height + gap)));
    m_firstRow = std::clamp(m_firstRow, 0, std::max(0, m_rowCount - m_shownRows));
    std::erase_if(m_chips,
                  [this](const Chip& chip) { return chip.row < m_firstRow || chip.row >= m_firstRow + m_shownRows; });
    for (Chip& chip : m_chips)
        chip.rect.moveTop(top + (chip.row - m_firstRow) * (height + gap));
}

void CompareCell::breakIntoRows(double height, double gap) {
    const QFontMetricsF metrics(theme::font(hasPicture() ? theme::Role::Hint : theme::Role::Chip));
    const QRectF area = wordsArea();
    const double right = area.right() - scrollMarkWidth;
    double x = area.left();
    int row = 0;
    for (std::size_t word = 0; word < m_drawn->inputs.words.size(); ++word) {
        const QString text = QString::fromStdString(m_drawn->inputs.words[word].text);
        const double width = std::min(metrics.horizontalAdvance(text) + (hasPicture() ? 6 : 16), right - area.left());
        if (x + width > right && x > area.left()) {
            x = area.left();
            ++row;
        }
        m_chips.push_back({QRectF(x, 0, width, height), static_cast<int>(word), row});
        x += width + gap;
    }
    m_rowCount = row + 1;
}

void CompareCell::scrollWords(int rows) {
    m_firstRow += rows;
    layoutChips();
    update();
}

// What is pointed at in another cell comes into sight here.
void CompareCell::showPointedWord() {
    const auto source = m_comparison.session().selection().source();
    if (!source || source->modality != Modality::Text || source->empty() || m_rowCount <= m_shownRows ||
        !state().plan.followsSelection)
        return;
    const std::vector<int> shown = shownWords();
    if (shown.empty() || std::ranges::find(shown, source->units.front()) != shown.end())
        return;
    const int step = source->units.front() < shown.front() ? -1 : 1;
    for (int tries = 0; tries < m_rowCount; ++tries) {
        scrollWords(step);
        const std::vector<int> now = shownWords();
        if (std::ranges::find(now, source->units.front()) != now.end())
            return;
    }
}

std::vector<int> CompareCell::shownWords() const {
    std::vector<int> words;
    std::ranges::transform(m_chips, std::back_inserter(words), &Chip::word);
    return words;
}

QString CompareCell::readOut(const QPointF& fraction) const {
    QStringList parts;
    for (const int index : {m_comparison.first(), m_comparison.second()}) {
        if (index < 0 || index >= m_comparison.count())
            continue;
        const CompareCellState& cell = m_comparison.cells()[static_cast<std::size_t>(index)];
        if (const auto value =
                cell.result ? cell_drawing::valueAt(*cell.result, cell.maps.maps.image, fraction) : std::nullopt)
            parts << QStringLiteral("%1 %2").arg(letter(index), numberText(*value));
    }
    return tr("hover shared by all cells · %1", "values of two cells").arg(parts.join(QStringLiteral(" · ")));
}

void CompareCell::mouseMoveEvent(QMouseEvent* event) {
    if (m_panFrom) {
        const QRectF whole = pictureRect();
        const QPointF delta = event->position() - *m_panFrom;
        m_panFrom = event->position();
        SharedView view = m_comparison.view();
        if (!whole.isEmpty())
            view.pan({delta.x() / whole.width(), delta.y() / whole.height()});
        return m_comparison.changeView(view);
    }
    const auto fraction = fractionAt(event->position());
    m_comparison.setHover(fraction);
    m_comparison.session().setReadOut(fraction ? readOut(*fraction) : QString());
    const int word = wordAt(event->position());
    Selection& selection = m_comparison.session().selection();
    if (word >= 0 && state().plan.followsSelection)
        selection.hover({Modality::Text, {word}});
    else
        selection.unhover();
}

void CompareCell::mousePressEvent(QMouseEvent* event) {
    const bool pans = event->button() == Qt::MiddleButton || event->modifiers().testFlag(Qt::ControlModifier);
    if (pans)
        m_panFrom = event->position();
}

void CompareCell::choose(bool asSecond) {
    asSecond ? m_comparison.setSecond(m_index) : m_comparison.setFirst(m_index);
}

void CompareCell::mouseReleaseEvent(QMouseEvent* event) {
    if (m_panFrom) {
        m_panFrom.reset();
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    const int word = wordAt(event->position());
    if (word < 0 || !state().plan.followsSelection)
        return choose(shift);
    Selection& selection = m_comparison.session().selection();
    const bool again = selection.isPinned(Modality::Text, word);
    if (shift)
        selection.addPin({Modality::Text, {word}});
    else
        selection.pin(again ? UnitSet{} : UnitSet{Modality::Text, {word}});
}

void CompareCell::mouseDoubleClickEvent(QMouseEvent*) {
    SharedView view = m_comparison.view();
    view.fit();
    m_comparison.changeView(view);
}

void CompareCell::wheelEvent(QWheelEvent* event) {
    const auto fraction = fractionAt(event->position());
    if (m_rowCount > m_shownRows && wordsArea().contains(event->position())) {
        scrollWords(event->angleDelta().y() > 0 ? -1 : 1);
        return event->accept();
    }
    if (!fraction)
        return event->ignore();
    SharedView view = m_comparison.view();
    view.zoomAt(*fraction, std::pow(zoomPerNotch, event->angleDelta().y() / 120.0));
    m_comparison.changeView(view);
    event->accept();
}

void CompareCell::keyPressEvent(QKeyEvent* event) {
    SharedView view = m_comparison.view();
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return choose(event->modifiers().testFlag(Qt::ShiftModifier));
    case Qt::Key_Plus:
    case Qt::Key_Minus:
        view.zoomAt({0.5, 0.5}, event->key() == Qt::Key_Plus ? zoomPerNotch : 1 / zoomPerNotch);
        return m_comparison.changeView(view);
    case Qt::Key_0:
        view.fit();
        return m_comparison.changeView(view);
    default:
        QWidget::keyPressEvent(event);
    }
}

void CompareCell::leaveEvent(QEvent*) {
    m_comparison.setHover(std::nullopt);
    m_comparison.session().setReadOut({});
    m_comparison.session().selection().unhover();
}

} // namespace triptych::widgets

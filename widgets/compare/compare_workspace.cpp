// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/compare_workspace.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/compare/compare_grid.h"
#include "widgets/compare/comparison.h"
#include "widgets/compare/comparison_panel.h"
#include "widgets/compare/grid_controls.h"
#include "widgets/compare/range_bar.h"
#include "widgets/panels/expand_button.h"
#include "widgets/panels/line_splitter.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/view_window.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr int panelWidth = 300;
constexpr int narrowWidth = 720; // below this the difference stands below the grid

QToolButton* headerButton(const QString& icon) {
    auto* button = new QToolButton;
    button->setIcon(theme::icon(icon));
    button->setIconSize({14, 14});
    button->setAutoRaise(true);
    button->setFixedSize(theme::metric::compact, theme::metric::compact);
    return button;
}

} // namespace

CompareWorkspace::CompareWorkspace(Session& session, const SampleModel& samples, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(new Comparison(session, samples, this))
    , m_title(new QLabel)
    , m_facts(new QLabel)
    , m_retry(headerButton(QStringLiteral("refresh")))
    , m_cancel(headerButton(QStringLiteral("stop")))
    , m_measure(headerButton(QStringLiteral("gauge")))
    , m_fit(headerButton(QStringLiteral("fit")))
    , m_copy(headerButton(QStringLiteral("copy")))
    , m_controls(new GridControls(*m_comparison))
    , m_grid(new CompareGrid(*m_comparison))
    , m_bar(new RangeBar(*m_comparison))
    , m_panel(new ComparisonPanel(*m_comparison))
    , m_halves(new LineSplitter(Qt::Horizontal))
    , m_left(new QWidget)
    , m_expand(new ExpandButton(*m_left))
    , m_empty(new QLabel)
    , m_pages(new QStackedLayout)
    , m_content(new QWidget) {
    layOut();
    setFocusPolicy(Qt::ClickFocus);
    connect(m_expand, &ExpandButton::expanded, this, &CompareWorkspace::refresh);
    connect(m_fit, &QToolButton::clicked, this, [this] { m_comparison->changeView({}); });
    connect(m_copy, &QToolButton::clicked, this, &CompareWorkspace::copyGrid);
    connect(m_retry, &QToolButton::clicked, m_comparison, &Comparison::retry);
    connect(m_cancel, &QToolButton::clicked, m_comparison, &Comparison::cancel);
    connect(m_measure, &QToolButton::clicked, &m_comparison->quality(), &GridQuality::start);
    connect(&m_comparison->quality(), &GridQuality::changed, this, &CompareWorkspace::refresh);
    connect(m_comparison, &Comparison::gridChanged, this, &CompareWorkspace::refresh);
    connect(m_comparison, &Comparison::changed, this, &CompareWorkspace::refresh);
    connect(m_comparison, &Comparison::progressed, this, &CompareWorkspace::refresh);
    connect(&session, &Session::sampleChanged, this, &CompareWorkspace::refresh);
    // What the user runs again includes what failed here.
    connect(&session, &Session::stateChanged, this, [this] {
        if (m_session.state() == Session::State::Running && isVisible())
            m_comparison->retry();
    });
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
    retranslate();
}

void CompareWorkspace::addHeader(QVBoxLayout* column) {
    auto* header = new QHBoxLayout;
    header->setSpacing(theme::metric::inner);
    m_title->setFont(theme::font(theme::Role::DockTitle));
    m_facts->setFont(theme::font(theme::Role::Secondary));
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_facts->setMinimumWidth(1);
    setInk(m_title, InkRole::Ink);
    setInk(m_facts, InkRole::Ink2);
    header->addWidget(m_title);
    header->addWidget(m_facts, 1);
    for (QToolButton* button : {m_retry, m_cancel, m_measure, m_fit, m_copy})
        header->addWidget(button);
    header->addWidget(m_expand);
    header->addWidget(new WindowButton(*m_left));
    column->addLayout(header);
}

void CompareWorkspace::layOut() {
    auto* column = new QVBoxLayout(m_left);
    column->setContentsMargins(14, 4, 14, theme::metric::inner);
    column->setSpacing(theme::metric::inner);
    addHeader(column);
    column->addWidget(m_controls);
    auto* rows = new QVBoxLayout(m_content);
    rows->setContentsMargins({});
    rows->setSpacing(theme::metric::inner);
    rows->addWidget(m_grid, 1);
    rows->addWidget(m_bar);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    setInk(m_empty, InkRole::Ink3);
    m_pages->addWidget(m_content);
    m_pages->addWidget(m_empty);
    column->addLayout(m_pages, 1);
    m_halves->addWidget(m_left);
    m_halves->addWidget(m_panel);
    m_halves->setStretchFactor(0, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_halves);
}

QStringList CompareWorkspace::wordsOf(const UnitSet& source) const {
    QStringList words;
    for (const CompareCellState& cell : m_comparison->cells()) {
        if (!cell.result || !cell.plan.followsSelection)
            continue;
        const std::vector<Word>& known = cell.result->inputs.words;
        for (const int word : source.units)
            if (word >= 0 && static_cast<std::size_t>(word) < known.size())
                words << QString::fromStdString(known[static_cast<std::size_t>(word)].text);
        break;
    }
    return words;
}

QString CompareWorkspace::facts() const {
    const AxisPlan& rows = m_comparison->rows();
    const AxisPlan& columns = m_comparison->columns();
    QStringList parts{tr("%1 × %2", "rows, columns")
                          .arg(countLabel(rows.variation, static_cast<int>(rows.values.size())),
                               countLabel(columns.variation, static_cast<int>(columns.values.size())))};
    if (rows.variation != Variation::Samples && columns.variation != Variation::Samples)
        parts << tr("sample %1").arg(QString::fromStdString(m_session.entry().sample.id));
    const auto source = m_session.selection().source();
    if (source && source->modality == Modality::Text) {
        const QStringList words = wordsOf(*source);
        const bool looks = m_session.display().values().direction == DisplayValues::Direction::LooksAt;
        parts << (looks ? tr("“%1” looks at") : tr("“%1” is looked at by")).arg(words.join(QLatin1Char(' ')));
    } else if (source && source->modality == Modality::Audio) {
        parts << tr("a stretch of the sound looks at");
    } else {
        parts << tr("what the score rests on");
    }
    if (!m_comparison->isSettled())
        parts << tr("%1 of %2 done").arg(m_comparison->doneCount()).arg(m_comparison->count());
    const GridQuality& quality = m_comparison->quality();
    if (quality.isMeasuring())
        parts << tr("quality of %1 of %2 maps measured").arg(quality.doneCount()).arg(quality.count());
    return parts.join(QStringLiteral(" · "));
}

QString CompareWorkspace::emptyText() const {
    if (!m_session.hasSample())
        return tr("Pick a sample on the left, or drop an image, a sentence or a sound here.");
    return tr("Layers and heads are known as soon as the model has run on this sample and kept its attention.");
}

void CompareWorkspace::copyGrid() const {
    QGuiApplication::clipboard()->setPixmap(m_content->grab());
}

void CompareWorkspace::refresh() {
    m_facts->setText(facts());
    m_facts->setToolTip(facts());
    m_empty->setText(emptyText());
    m_pages->setCurrentIndex(m_comparison->count() > 0 ? 0 : 1);
    m_panel->setVisible(m_comparison->count() > 1 && !m_expand->isExpanded());
    const auto& cells = m_comparison->cells();
    m_retry->setVisible(std::any_of(cells.begin(), cells.end(),
                                    [](const CompareCellState& cell) { return cell.run->error().has_value(); }));
    const GridQuality& quality = m_comparison->quality();
    m_cancel->setVisible(!m_comparison->isSettled() || quality.isMeasuring());
    m_measure->setVisible(quality.isOffered());
    setTip(m_measure, tr("Measure the quality of all maps, which takes about %1 s")
                          .arg(QLocale().toString(qRound(quality.offeredSeconds()))));
}

void CompareWorkspace::retranslate() {
    m_title->setText(tr("Compare").toUpper());
    setAccessibleName(tr("Compare"));
    m_left->setAccessibleName(tr("Compare"));
    setTip(m_retry, tr("Run failed and cancelled cells again"));
    setTip(m_cancel, tr("Cancel all cells that wait or run, and what is measured of them"));
    setTip(m_fit, tr("Fit all pictures"));
    setTip(m_copy, tr("Copy the grid as it is seen"));
    refresh();
}

void CompareWorkspace::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void CompareWorkspace::showEvent(QShowEvent*) {
    m_comparison->setActive(true);
}

void CompareWorkspace::hideEvent(QHideEvent*) {
    m_comparison->setActive(false);
}

void CompareWorkspace::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_expand->isExpanded())
        return m_expand->toggleExpanded();
    if (event->key() == Qt::Key_Escape)
        return m_session.selection().clear();
    QWidget::keyPressEvent(event);
}

void CompareWorkspace::resizeEvent(QResizeEvent*) {
    const bool narrow = width() < narrowWidth;
    m_halves->setOrientation(narrow ? Qt::Vertical : Qt::Horizontal);
    const int whole = narrow ? height() : width();
    const int side = narrow ? height() / 3 : std::min(panelWidth, width() * 2 / 5);
    m_halves->setSizes({whole - side, side});
}

void CompareWorkspace::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), theme::current().panel);
}

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/causes/study_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "inference/numerics/linked_maps.h"
#include "widgets/controls/engine_words.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/quiet_scroll_area.h"
#include "widgets/theme/theme.h"
#include "widgets/views/causes/intervention_choices.h"
#include "widgets/views/causes/study_grid_view.h"

namespace triptych::widgets {

namespace {

constexpr int widestChoice = 280;

struct Choice {
    StudyKind kind;
    Modality modality;
    const char* label;
};

constexpr std::array choices{
    Choice{StudyKind::Heads, Modality::Text, QT_TRANSLATE_NOOP("Causes", "Remove each head")},
    Choice{StudyKind::Looks, Modality::Text, QT_TRANSLATE_NOOP("Causes", "Hide each word")},
    Choice{StudyKind::Looks, Modality::Image, QT_TRANSLATE_NOOP("Causes", "Hide each patch")},
    Choice{StudyKind::Looks, Modality::Audio, QT_TRANSLATE_NOOP("Causes", "Hide each moment")},
    Choice{StudyKind::Restore, Modality::Text, QT_TRANSLATE_NOOP("Causes", "Put back each word")},
    Choice{StudyKind::Subsets, Modality::Text, QT_TRANSLATE_NOOP("Causes", "Leave out modalities")},
    Choice{StudyKind::Counterfactual, Modality::Text, QT_TRANSLATE_NOOP("Causes", "Turn the decision")},
    Choice{StudyKind::Swaps, Modality::Text, QT_TRANSLATE_NOOP("Causes", "Turn it by other words")},
    Choice{StudyKind::Lens, Modality::Text, QT_TRANSLATE_NOOP("Causes", "What each layer would write")},
};

} // namespace

StudyPanel::StudyPanel(LinkedState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_kind(new QComboBox)
    , m_vocabulary(new QLineEdit)
    , m_run(new QPushButton)
    , m_pages(new QStackedWidget)
    , m_grid(new StudyGridView)
    , m_words(new QLabel)
    , m_select(new QPushButton)
    , m_apply(new QPushButton)
    , m_status(new QLabel) {
    auto* choice = new QHBoxLayout;
    choice->setSpacing(theme::metric::inner);
    choice->addWidget(m_kind, 4);
    choice->addWidget(m_vocabulary, 4);
    choice->addWidget(m_run);
    choice->addStretch();
    m_run->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_kind->setMaximumWidth(widestChoice);
    m_kind->setMinimumContentsLength(7);
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto* found = new QWidget;
    auto* column = new QVBoxLayout(found);
    column->setContentsMargins({});
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_words, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_select);
    buttons->addWidget(m_apply);
    buttons->addStretch();
    column->addLayout(buttons);
    m_pages->addWidget(new QuietScrollArea(m_grid));
    m_pages->addWidget(found);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(theme::metric::grid);
    layout->addLayout(choice);
    m_status->setFont(theme::font(theme::Role::Hint));
    m_status->setWordWrap(true);
    setInk(m_status, InkRole::Ink2);
    layout->addWidget(m_status);
    layout->addWidget(m_pages, 1);
    for (const Choice& one : choices)
        m_kind->addItem(QString::fromLatin1(one.label));
    connect(m_kind, &QComboBox::activated, this, &StudyPanel::refresh);
    connect(m_vocabulary, &QLineEdit::textChanged, this, &StudyPanel::refresh);
    connect(m_run, &QPushButton::clicked, this, &StudyPanel::run);
    connect(m_grid, &StudyGridView::chosen, this, &StudyPanel::choose);
    connect(m_grid, &StudyGridView::pointed, &state.session(), &Session::setReadOut);
    connect(m_select, &QPushButton::clicked, this, &StudyPanel::selectRemoved);
    connect(m_apply, &QPushButton::clicked, this, &StudyPanel::applyFound);
    connect(&state.session().study(), &StudyMonitor::changed, this, &StudyPanel::refresh);
    connect(&state.session(), &Session::sampleChanged, this, [this] {
        m_report.reset();
        refresh();
    });
    retranslate();
}

void StudyPanel::retranslate() {
    for (std::size_t i = 0; i < choices.size(); ++i)
        m_kind->setItemText(static_cast<int>(i), QCoreApplication::translate("Causes", choices[i].label));
    setTip(m_kind,
           tr("Hide: no layer looks at it, one layer at a time. Put back: causal tracing of what is erased. Turn: "
              "the fewest units whose removal, or words whose swap, turns the decision."));
    m_vocabulary->setPlaceholderText(tr("words to try: red blue star"));
    setTip(m_vocabulary, tr("Words that may stand in the place of the text's own"));
    m_select->setText(tr("Show it"));
    m_apply->setText(tr("Do it"));
    setTip(m_select, tr("Select these words, patches and moments in the panels"));
    setTip(m_apply, tr("Remove or swap them in the sample, as interventions"));
    refresh();
}

StudyKind StudyPanel::kind() const {
    return choices[static_cast<std::size_t>(std::max(0, m_kind->currentIndex()))].kind;
}

void StudyPanel::run() {
    StudyMonitor& study = m_state.session().study();
    if (study.isRunning())
        return study.cancel();
    const Choice& choice = choices[static_cast<std::size_t>(std::max(0, m_kind->currentIndex()))];
    StudyRequest request;
    request.run = m_state.session().request();
    request.kind = choice.kind;
    request.modality = choice.modality;
    for (const QString& word :
         m_vocabulary->text().split(QRegularExpression(QStringLiteral("[\\s,]+")), Qt::SkipEmptyParts))
        request.vocabulary.push_back(word.toStdString());
    study.start(std::move(request));
}

QString StudyPanel::statusText() const {
    const StudyMonitor& study = m_state.session().study();
    if (study.lastError())
        return QString::fromStdString(study.lastError()->detail);
    if (study.isRunning())
        return study.progress().total > 0
                   ? tr("%1 of %2 runs", "done, total").arg(study.progress().done).arg(study.progress().total)
                   : tr("Running…");
    if (isOutOfDate())
        return tr("Out of date: the model or the sample has been changed since. Run the study again.");
    if (!m_report)
        return tr("Choose a study above and run it: it changes the model many times and says what moves the target.");
    if (m_report->kind == StudyKind::Lens)
        return tr("Chance of each written word, were the layer the last · click a cell to see it");
    return m_report->grid ? tr("Compared with %1 · click a cell to see it").arg(numberText(m_report->base)) : QString();
}

bool StudyPanel::isOutOfDate() const {
    return m_report && !m_state.session().study().report();
}

QString StudyPanel::subsetsText(const StudyReport& report) const {
    QString rows;
    for (const SubsetValue& subset : report.subsets) {
        QStringList names;
        for (const Modality modality : subset.present)
            names << modalityWord(modality);
        rows += QStringLiteral("<tr><td style=\"padding-right:24px\">%1</td><td align=\"right\"><b>%2</b></td></tr>")
                    .arg(names.isEmpty() ? tr("nothing") : names.join(QStringLiteral(" + ")), numberText(subset.value));
    }
    return QStringLiteral("<table cellspacing=\"2\"><tr><td>%1</td><td align=\"right\">%2</td></tr>%3</table>")
        .arg(tr("what is there"), tr("target"), rows);
}

QString StudyPanel::swapsText(const Counterfactual& found) const {
    QStringList swaps;
    for (const SwapWord& swap : found.swapped)
        swaps << describe(Intervention(swap), m_state.result()).toHtmlEscaped();
    return tr("Where %1 it turns: %2 (%n runs).", nullptr, found.runs)
        .arg(QStringLiteral("<b>%1</b>").arg(swaps.join(tr(" and "))), numberText(found.marginAfter));
}

QString StudyPanel::decisionText(const Counterfactual& found) const {
    QStringList lines{tr("Decision: <b>%1</b>, by %2.")
                          .arg(QString::fromStdString(found.decision).toHtmlEscaped(), numberText(found.marginBefore))};
    if (found.marginBefore <= 0)
        lines << tr("It does not hold as the sample is, so nothing has to be removed.");
    else if (!found.isFound)
        lines << tr("Nothing was found within %n runs that turns it.", nullptr, found.runs);
    else {
        QStringList units;
        for (const triptych::UnitSet& set : found.removed)
            units << describe(set, m_state.result()).toHtmlEscaped();
        if (!found.swapped.empty())
            return lines.join(QStringLiteral("<br>")) + QStringLiteral("<br>") + swapsText(found);
        lines << tr("Without %1 it turns: %2 (%n runs).", nullptr, found.runs)
                     .arg(QStringLiteral("<b>%1</b>").arg(units.join(tr(" and "))), numberText(found.marginAfter));
    }
    return lines.join(QStringLiteral("<br>"));
}

void StudyPanel::refresh() {
    const StudyMonitor& study = m_state.session().study();
    if (study.report())
        m_report = study.report();
    else if (study.isRunning())
        m_report.reset();
    const auto& report = m_report;
    m_run->setText(study.isRunning() ? tr("Cancel") : tr("Run study"));
    const bool swaps = kind() == StudyKind::Swaps;
    m_vocabulary->setVisible(swaps);
    m_run->setEnabled(m_state.result() && (!swaps || !m_vocabulary->text().trimmed().isEmpty()));
    m_status->setText(statusText());
    m_status->setVisible(!m_status->text().isEmpty());
    const bool hasGrid = report && report->grid;
    m_grid->setOutOfDate(isOutOfDate());
    m_words->setEnabled(!isOutOfDate());
    m_grid->setGrid(hasGrid ? *report->grid : StudyGrid(), hasGrid ? report->base : 0);
    m_pages->setCurrentIndex(hasGrid || !report ? 0 : 1);
    const bool isTurned = report && report->counterfactual && report->counterfactual->isFound;
    m_select->setVisible(isTurned && !isOutOfDate());
    m_apply->setVisible(isTurned && !isOutOfDate());
    if (report && !hasGrid)
        m_words->setText(report->counterfactual ? decisionText(*report->counterfactual) : subsetsText(*report));
}

// A head is shown as raw attention; a word's column selects the word.
void StudyPanel::choose(int row, int column) {
    const auto& report = m_report;
    if (!report || !report->grid || !m_state.result())
        return;
    if (report->kind != StudyKind::Heads) {
        const auto& words = m_state.result()->inputs.words;
        const std::string& label = report->grid->columns[static_cast<std::size_t>(column)];
        const auto found =
            std::find_if(words.begin(), words.end(), [&](const Word& word) { return word.text == label; });
        if (found != words.end())
            m_state.session().selection().pin({Modality::Text, {static_cast<int>(found - words.begin())}});
        return;
    }
    const auto layers = numerics::attentionLayers(*m_state.result());
    for (std::size_t layer = 0; layer < layers.size(); ++layer)
        for (const AttentionMap* map : layers[layer].maps)
            if (map->name == report->grid->rows[static_cast<std::size_t>(row)]) {
                DisplayValues values = m_state.display();
                values.method = "attention";
                values.layer = static_cast<int>(layer);
                values.headMode = DisplayValues::HeadMode::One;
                values.head = column;
                m_state.session().display().set(values);
                return;
            }
}

void StudyPanel::selectRemoved() {
    const auto& report = m_report;
    if (!report || !report->counterfactual || !m_state.result())
        return;
    Selection& selection = m_state.session().selection();
    selection.clear();
    for (const triptych::UnitSet& set : report->counterfactual->removed)
        selection.addPin(shownUnits(set, *m_state.result()));
    const std::vector<int> words = sampleWords(*m_state.result());
    for (const SwapWord& swap : report->counterfactual->swapped)
        for (std::size_t shown = 0; shown < words.size(); ++shown)
            if (words[shown] == swap.word)
                selection.addPin({Modality::Text, {static_cast<int>(shown)}});
}

void StudyPanel::applyFound() {
    const auto& report = m_report;
    if (!report || !report->counterfactual)
        return;
    RunSettings settings = m_state.session().runSettings();
    for (const triptych::UnitSet& set : report->counterfactual->removed)
        settings.interventions.emplace_back(Erase{set});
    for (const SwapWord& swap : report->counterfactual->swapped)
        addTo(settings.interventions, swap);
    m_state.session().setRunSettings(std::move(settings));
}

} // namespace triptych::widgets

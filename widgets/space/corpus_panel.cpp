// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/corpus_panel.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/shell/form.h"
#include "widgets/space/flow_layout.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double leastDiscrepancy = 0.001;

QLabel* wrapped() {
    auto* label = new QLabel;
    label->setWordWrap(true);
    label->setFont(theme::font(theme::Role::Secondary));
    setInk(label, InkRole::Ink2);
    return label;
}

} // namespace

CorpusPanel::CorpusPanel(SpaceDesk& desk, QWidget* parent)
    : Panel(std::nullopt, parent)
    , m_desk(desk)
    , m_samples(new QPushButton)
    , m_folder(new QPushButton)
    , m_progress(new QProgressBar)
    , m_pause(new QPushButton)
    , m_cancel(new QPushButton)
    , m_work(wrapped())
    , m_projectionTitle(new QLabel)
    , m_method(new QComboBox)
    , m_seed(new QSpinBox)
    , m_form(new Form)
    , m_run(new QPushButton)
    , m_meaning(wrapped()) {
    addSource();
    addProjection();
    body()->addStretch();
    EmbeddingSpace& space = desk.space();
    for (const auto signal : {&EmbeddingSpace::corpusChanged, &EmbeddingSpace::partsMade,
                              &EmbeddingSpace::layoutChanged, &EmbeddingSpace::workChanged})
        connect(&space, signal, this, &CorpusPanel::refresh);
    connect(&space, &EmbeddingSpace::layoutChanged, this, &CorpusPanel::followLayout);
    connect(&desk, &SpaceDesk::changed, this, &CorpusPanel::refresh);
    retranslate();
}

void CorpusPanel::addSource() {
    auto* sources = new FlowLayout;
    for (QPushButton* button : {m_samples, m_folder})
        button->setSizePolicy(QSizePolicy::MinimumExpanding, QSizePolicy::Fixed);
    sources->addWidget(m_samples);
    sources->addWidget(m_folder);
    body()->addLayout(sources);
    body()->addWidget(m_work);
    body()->addWidget(m_progress);
    m_progress->setTextVisible(false);
    auto* holds = new FlowLayout;
    holds->addWidget(m_pause);
    holds->addWidget(m_cancel);
    body()->addLayout(holds);
    EmbeddingSpace& space = m_desk.space();
    connect(m_samples, &QPushButton::clicked, &m_desk, &SpaceDesk::useSamples);
    connect(m_folder, &QPushButton::clicked, this, &CorpusPanel::chooseFolder);
    connect(m_pause, &QPushButton::clicked, &space, [&space] { space.pauseMaking(!space.isPaused()); });
    connect(m_cancel, &QPushButton::clicked, &m_desk, &SpaceDesk::cancelMaking);
}

void CorpusPanel::addProjection() {
    m_projectionTitle->setFont(theme::font(theme::Role::DockTitle));
    body()->addSpacing(theme::metric::inner);
    body()->addWidget(m_projectionTitle);
    m_methodLabel = m_form->addRow(m_method);
    m_seedLabel = m_form->addRow(m_seed);
    m_seed->setRange(0, 999'999);
    body()->addWidget(m_form);
    body()->addWidget(m_run);
    body()->addWidget(m_meaning);
    for (const MethodDescriptor& method : m_desk.space().service()->projectionMethods())
        m_method->addItem(QString::fromStdString(method.label), QString::fromStdString(method.id));
    m_method->setCurrentIndex(m_method->findData(QString::fromStdString(m_desk.space().layout().method)));
    connect(m_method, &QComboBox::activated, this, [this] {
        m_parameters.clear();
        rebuildParameters();
        layOut();
    });
    connect(m_run, &QPushButton::clicked, this, [this] {
        if (m_desk.space().isLayingOut())
            m_desk.space().keepLayout();
        else
            layOut();
    });
    rebuildParameters();
}

void CorpusPanel::rebuildParameters() {
    delete m_parameterForm;
    m_parameterForm = new Form;
    m_form->rows()->addWidget(m_parameterForm);
    const std::string id = m_method->currentData().toString().toStdString();
    for (const MethodDescriptor& method : m_desk.space().service()->projectionMethods())
        if (method.id == id)
            for (const ParameterDescriptor& parameter : method.parameters)
                m_parameterForm->addRow(controlFor(parameter))->setText(parameterLabel(parameter));
}

// A large corpus begins with another method than the chosen one.
void CorpusPanel::followLayout() {
    const int index = m_method->findData(QString::fromStdString(m_desk.space().layout().method));
    if (index == m_method->currentIndex())
        return;
    m_method->setCurrentIndex(index);
    m_parameters.clear();
    rebuildParameters();
}

QString CorpusPanel::valueOf(const ParameterDescriptor& parameter) const {
    const auto chosen = m_parameters.find(parameter.name);
    return QString::fromStdString(chosen == m_parameters.end() ? parameter.defaultValue : chosen->second);
}

QWidget* CorpusPanel::controlFor(const ParameterDescriptor& parameter) {
    if (parameter.type == ParameterDescriptor::Type::Choice || parameter.type == ParameterDescriptor::Type::Boolean) {
        auto* box = new QComboBox;
        const std::vector<std::string> flags{"true", "false"};
        for (const std::string& choice : parameter.choices.empty() ? flags : parameter.choices)
            box->addItem(choiceLabel(choice), QString::fromStdString(choice));
        box->setCurrentIndex(box->findData(valueOf(parameter)));
        connect(box, &QComboBox::activated, this, [this, box, name = parameter.name] {
            m_parameters[name] = box->currentData().toString().toStdString();
        });
        return box;
    }
    auto* box = new QDoubleSpinBox;
    const bool isWhole = parameter.type == ParameterDescriptor::Type::Integer;
    box->setDecimals(isWhole ? 0 : 3);
    box->setRange(parameter.minimum, parameter.maximum);
    if (parameter.name == "epochs")
        box->setSpecialValueText(tr("by size", "number of epochs"));
    box->setValue(valueOf(parameter).toDouble());
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, isWhole, name = parameter.name](double value) {
        m_parameters[name] = QString::number(value, 'f', isWhole ? 0 : 6).toStdString();
    });
    return box;
}

void CorpusPanel::layOut() {
    ProjectRequest request;
    request.method = m_method->currentData().toString().toStdString();
    request.parameters = m_parameters;
    request.dimensions = m_desk.space().layout().dimensions;
    request.seed = static_cast<std::uint64_t>(m_seed->value());
    m_desk.space().layOut(std::move(request));
}

void CorpusPanel::chooseFolder() {
    auto* dialog = new QFileDialog(this, tr("Embed a folder, or open a corpus"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, &m_desk, &SpaceDesk::useSource);
    dialog->open();
}

QString CorpusPanel::workText() const {
    EmbeddingSpace& space = m_desk.space();
    if (m_desk.isPlanning())
        return tr("Looking for files…");
    if (space.isMaking()) {
        const Progress& progress = space.makingProgress();
        return space.isPaused()
                   ? tr("Paused; goes on where it stopped.")
                   : tr("%1: %2 of %3").arg(stageLabel(progress.stage)).arg(progress.done).arg(progress.total);
    }
    return space.info() ? contentText(*space.info()) : tr("No corpus yet.");
}

QString CorpusPanel::contentText(const CorpusInfo& info) const {
    QStringList lines;
    for (const auto& [modality, rows] : info.rows) {
        const auto count = static_cast<int>(rows);
        lines << (modality == Modality::Image  ? tr("%n images", nullptr, count)
                  : modality == Modality::Text ? tr("%n texts", nullptr, count)
                                               : tr("%n sounds", nullptr, count));
    }
    lines = {lines.join(QStringLiteral(" · "))};
    if (info.pairedSamples > 0)
        lines << tr("%n samples join items of several kinds", nullptr, static_cast<int>(info.pairedSamples));
    if (info.hasParts)
        lines << tr("with regions of the pictures and words of the texts");
    if (!info.failed.empty())
        lines << tr("could not be embedded: %1").arg(info.failed.size());
    return lines.join(QLatin1Char('\n'));
}

QString CorpusPanel::meaning() const {
    EmbeddingSpace& space = m_desk.space();
    QStringList lines;
    if (const auto& projection = space.projection()) {
        const ProjectionQuality& quality = projection->quality;
        if (!projection->isWhole)
            lines << tr("Stopped and kept before its end.");
        if (space.items().size() > EmbeddingSpace::mostForSlowLayouts && space.layout().method == "pca")
            lines << tr("So many items begin with PCA, which takes seconds. UMAP and t-SNE take minutes or hours; they "
                        "show what they have while they run and can be stopped and kept.");
        lines << tr("Of the %1 nearest neighbours in the full space, %2 % are near in this map too. Click a point: "
                    "lines go to its true neighbours, wherever the map put them.")
                     .arg(quality.neighbours)
                     .arg(qRound(100 * quality.neighboursKept));
    }
    if (space.gaps())
        for (const ModalityGap& gap : space.gaps()->gaps)
            lines << gapText(gap);
    return lines.join(QStringLiteral("\n\n"));
}

// Sentences of their own, since languages end them differently.
QString CorpusPanel::gapText(const ModalityGap& gap) const {
    QStringList sentences{
        tr("The means of %1 and %2 lie %3 apart.")
            .arg(modalityWord(gap.first), modalityWord(gap.second), numberText(gap.centroidDistance))};
    if (gap.separability)
        sentences << tr("A plane tells %1 % of them apart (50 % is chance).").arg(qRound(100 * *gap.separability));
    // An unbiased estimate of nothing may fall below it.
    if (gap.meanDiscrepancy)
        sentences
            << (*gap.meanDiscrepancy < leastDiscrepancy
                    ? tr("Both are spread alike (discrepancy below %1).").arg(QLocale().toString(leastDiscrepancy))
                    : tr("Their spreads differ by %1 (discrepancy; 0: alike).").arg(numberText(*gap.meanDiscrepancy)));
    QString text;
    for (const QString& sentence : sentences)
        text = text.isEmpty() ? sentence : tr("%1 %2", "one sentence behind another").arg(text, sentence);
    return text;
}

void CorpusPanel::refresh() {
    EmbeddingSpace& space = m_desk.space();
    m_work->setText(workText());
    const std::optional<Error>& error = space.error() ? space.error() : m_desk.error();
    if (error)
        m_work->setText(errorTitle(error->code) + QLatin1Char('\n') + QString::fromStdString(error->detail));
    m_work->setToolTip(error ? QString::fromStdString(error->where) : QString());
    const Progress& progress = space.makingProgress();
    const bool works = space.isMaking() || m_desk.isPlanning();
    m_progress->setVisible(works);
    m_progress->setRange(0, static_cast<int>(m_desk.isPlanning() ? 0 : progress.total));
    m_progress->setValue(static_cast<int>(progress.done));
    m_pause->setVisible(space.isMaking());
    m_cancel->setVisible(works);
    m_pause->setText(space.isPaused() ? tr("Go on") : tr("Pause"));
    m_run->setText(space.isLayingOut() ? tr("Stop and keep") : tr("Lay out again"));
    m_run->setEnabled(space.info().has_value());
    m_meaning->setText(meaning());
}

void CorpusPanel::retranslate() {
    setTitle(tr("Corpus"));
    m_samples->setText(tr("Embed samples"));
    m_samples->setToolTip(tr("Embed the open samples by the model in use; what was embedded before is opened"));
    m_folder->setText(tr("Embed a folder…"));
    m_folder->setToolTip(tr("Embed all images, texts and sounds of a folder, or open a corpus that was made before"));
    m_cancel->setText(tr("Cancel"));
    m_projectionTitle->setText(tr("Projection").toUpper());
    m_methodLabel->setText(tr("Method"));
    m_seedLabel->setText(tr("Seed"));
    rebuildParameters();
    refresh();
}

} // namespace triptych::widgets

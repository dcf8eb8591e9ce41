// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/model_dialog.h"

#include <QEvent>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "widgets/controls/engine_words.h"
#include "widgets/dialogs/histogram_view.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/session/model_library.h"
#include "widgets/shell/rule.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

// The selection rests this long before a tensor is read.
constexpr int delayMs = 150;
constexpr int rowHeight = 24;

// Tensors that are missing or not used stand out, and so do the modules that hold them.
class TensorDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const theme::Tokens& t = theme::current();
        const auto mark =
            static_cast<TensorTreeModel::Mark>(index.siblingAtColumn(0).data(TensorTreeModel::MarkRole).toInt());
        const QColor ink = mark == TensorTreeModel::Mark::Missing      ? t.error
                           : mark == TensorTreeModel::Mark::Unexpected ? t.warn
                           : index.column() == 0                       ? t.ink
                                                                       : t.ink2;
        option->palette.setColor(QPalette::Text, ink);
        option->palette.setColor(QPalette::HighlightedText, t.ink);
        option->palette.setColor(QPalette::Highlight, t.accentSoft);
        option->font = theme::font(theme::Role::Secondary);
    }
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return {QStyledItemDelegate::sizeHint(option, index).width(), rowHeight};
    }
};

QString modalitiesText(const ModelDescriptor& model) {
    QStringList words;
    for (const Modality modality : model.modalities)
        words << modalityWord(modality);
    return words.join(ModelDialog::tr(", ", "between items of a list"));
}

// "F16, F32", the most frequent first.
QString typesText(const ModelDescriptor& model) {
    std::map<std::string, std::int64_t> bytes;
    for (const TensorDescriptor& tensor : model.tensors)
        bytes[tensor.dtype] += tensor.bytes;
    std::vector<std::pair<std::int64_t, std::string>> sorted;
    for (const auto& [type, size] : bytes)
        sorted.emplace_back(size, type);
    std::sort(sorted.rbegin(), sorted.rend());
    QStringList types;
    for (const auto& [size, type] : sorted)
        types << QString::fromStdString(type);
    return types.join(ModelDialog::tr(", ", "between items of a list"));
}

QString towerText(const ModelReport& report, const std::string& name, const TowerDescriptor& tower) {
    const auto found = report.towerParameters.find(name);
    const qlonglong parameters = found == report.towerParameters.end() ? 0 : found->second;
    return ModelDialog::tr("%1 of %2 · %3 parameters", "layers, heads")
        .arg(ModelDialog::tr("%n layers", nullptr, tower.layers), ModelDialog::tr("%n heads", nullptr, tower.heads),
             QLocale().toString(parameters));
}

QString memoryText(const MemoryEstimate& memory) {
    const QString needed = ModelDialog::tr("%1 weights + %2 for all maps of a sample")
                               .arg(bytesText(memory.weightBytes), bytesText(memory.mapBytes));
    if (memory.freeBytes <= 0)
        return needed;
    return ModelDialog::tr("%1; %2 free on %3", "what is needed; what is free on a device")
        .arg(needed, bytesText(memory.freeBytes), QString::fromStdString(memory.device));
}

} // namespace

ModelDialog::ModelDialog(InferenceService& service, ModelLibrary& library, QWidget* parent)
    : QDialog(parent)
    , m_service(service)
    , m_library(library)
    , m_post(this)
    , m_title(new QLabel)
    , m_place(new QLabel)
    , m_facts(new QWidget)
    , m_factsGrid(new QGridLayout(m_facts))
    , m_search(new QLineEdit)
    , m_tree(new QTreeView)
    , m_tensorName(new QLabel)
    , m_histogram(new HistogramView)
    , m_delay(new QTimer(this)) {
    m_filter.setSourceModel(&m_tensors);
    m_tree->setModel(&m_filter);
    m_delay->setSingleShot(true);
    m_delay->setInterval(delayMs);
    layOut();
    resize(860, 720);
    connect(m_search, &QLineEdit::textChanged, this, &ModelDialog::filter);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &ModelDialog::onChosen);
    connect(m_delay, &QTimer::timeout, this, &ModelDialog::askHistogram);
    const auto colour = [this] {
        // The style draws the ground of the branches from it.
        QPalette palette = m_tree->palette();
        palette.setColor(QPalette::Highlight, theme::current().accentSoft);
        m_tree->setPalette(palette);
    };
    colour();
    connect(&theme::notifier(), &theme::Notifier::changed, this, colour);
    connect(&library, &ModelLibrary::reportChanged, this, &ModelDialog::refresh);
    connect(&library, &ModelLibrary::changed, this, [this] { m_library.describe(); });
    retranslate();
    library.describe();
}

void ModelDialog::layOut() {
    using namespace theme::metric;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(outer, outer, outer, outer);
    column->setSpacing(inner);
    m_title->setFont(theme::font(theme::Role::Chip, QFont::DemiBold));
    m_place->setFont(theme::font(theme::Role::Secondary));
    m_place->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_place->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setInk(m_title, InkRole::Ink);
    setInk(m_place, InkRole::Ink3);
    column->addWidget(m_title);
    column->addWidget(m_place);
    m_factsGrid->setContentsMargins(0, inner, 0, inner);
    m_factsGrid->setHorizontalSpacing(outer);
    m_factsGrid->setVerticalSpacing(grid);
    m_factsGrid->setColumnStretch(1, 1);
    column->addWidget(m_facts);
    m_search->addAction(theme::icon(QStringLiteral("search"), theme::IconInk::Secondary), QLineEdit::LeadingPosition);
    m_search->setClearButtonEnabled(true);
    column->addWidget(m_search);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setItemDelegate(new TensorDelegate(m_tree));
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setSortingEnabled(true);
    m_tree->sortByColumn(TensorTreeModel::NameColumn, Qt::AscendingOrder);
    m_tree->header()->setFont(theme::font(theme::Role::Secondary));
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(TensorTreeModel::NameColumn, QHeaderView::Stretch);
    for (const int section : {TensorTreeModel::TypeColumn, TensorTreeModel::ShapeColumn,
                              TensorTreeModel::ParametersColumn, TensorTreeModel::SizeColumn})
        m_tree->header()->resizeSection(section, section == TensorTreeModel::ShapeColumn ? 150 : 100);
    column->addWidget(m_tree, 1);
    column->addWidget(new Rule);
    m_tensorName->setFont(theme::font(theme::Role::Body, QFont::Medium));
    m_tensorName->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_tensorName->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    column->addWidget(m_tensorName);
    m_histogram->setFixedHeight(m_histogram->sizeHint().height());
    column->addWidget(m_histogram);
}

void ModelDialog::addFact(const QString& label, const QString& value) {
    const int row = m_factsGrid->rowCount();
    auto* name = new QLabel(label, m_facts);
    auto* text = new QLabel(value, m_facts);
    for (QLabel* part : {name, text})
        part->setFont(theme::font(theme::Role::Secondary));
    setInk(name, InkRole::Ink2);
    setInk(text, InkRole::Ink);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_factsGrid->addWidget(name, row, 0, Qt::AlignTop);
    m_factsGrid->addWidget(text, row, 1);
}

void ModelDialog::refresh() {
    qDeleteAll(m_facts->findChildren<QLabel*>(QString(), Qt::FindDirectChildrenOnly));
    const auto report = m_library.report();
    m_title->setText(modelLabel(m_library.current().toStdString()));
    m_place->setText(report ? QString::fromStdString(report->folder) : tr("Reading the model's files…"));
    m_place->setToolTip(m_place->text());
    const QString model = report ? QString::fromStdString(report->model) : QString();
    if (model != m_model) {
        m_model = model;
        m_tensors.setModel(report ? report->descriptor : ModelDescriptor{});
        m_search->clear();
        onChosen();
    }
    if (!report)
        return;
    const ModelDescriptor& descriptor = report->descriptor;
    addFact(tr("Family"), QString::fromStdString(descriptor.family));
    addFact(tr("Reads"), modalitiesText(descriptor));
    addFact(tr("Parameters"), tr("%1 in %n tensors", nullptr, static_cast<int>(descriptor.tensors.size()))
                                  .arg(QLocale().toString(static_cast<qlonglong>(descriptor.parameterCount))));
    for (const auto& [name, tower] : descriptor.towers)
        addFact(tr("Tower %1").arg(QString::fromStdString(name)), towerText(*report, name, tower));
    addFact(tr("Type"), typesText(descriptor));
    addFact(tr("Memory"), memoryText(report->memory));
    if (!descriptor.programHash.empty())
        addFact(tr("Program"),
                tr("Runs with your rights; SHA-256 %1").arg(QString::fromStdString(descriptor.programHash)));
    if (report->memory.fallsBack)
        addFact(tr("Device"), tr("The GPU cannot hold this model, so the CPU runs it."));
    if (!descriptor.missingTensors.empty())
        addFact(tr("Missing"),
                tr("%n tensors that the model needs", nullptr, static_cast<int>(descriptor.missingTensors.size())));
    if (!descriptor.unexpectedTensors.empty())
        addFact(tr("Unexpected"), tr("%n tensors that the model does not use", nullptr,
                                     static_cast<int>(descriptor.unexpectedTensors.size())));
}

void ModelDialog::filter() {
    m_filter.setWords(m_search->text());
    if (m_filter.isEmpty())
        m_tree->collapseAll();
    else
        m_tree->expandAll();
}

void ModelDialog::chooseTensor(const QString& name) {
    const QModelIndex index = m_filter.mapFromSource(m_tensors.indexOf(name));
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

void ModelDialog::onChosen() {
    const QModelIndex index = m_tree->currentIndex().siblingAtColumn(0);
    m_tensor = index.data(TensorTreeModel::TensorRole).toString();
    const bool isMissing =
        index.data(TensorTreeModel::MarkRole).toInt() == static_cast<int>(TensorTreeModel::Mark::Missing);
    if (m_tensor.isEmpty() || isMissing) {
        m_delay->stop();
        m_tensorName->setText(m_tensor);
        m_histogram->say(isMissing ? tr("The weights lack this tensor.") : tr("Choose a tensor to see its values."));
        return;
    }
    m_tensorName->setText(m_tensor);
    m_delay->start();
}

void ModelDialog::askHistogram() {
    // One at a time; the answer asks again where another tensor was chosen meanwhile.
    if (m_isAsking || m_tensor.isEmpty())
        return;
    m_isAsking = true;
    m_histogram->say(tr("Reading the tensor…"));
    HistogramRequest request;
    request.model = m_model.toStdString();
    request.tensor = m_tensor.toStdString();
    m_service.histogram(request, [this, post = m_post, asked = m_tensor](Result<TensorHistogram> histogram) {
        post([this, asked, histogram = std::move(histogram)]() mutable {
            m_isAsking = false;
            if (asked != m_tensor)
                return m_tensor.isEmpty() ? void() : m_delay->start();
            if (histogram)
                m_histogram->setHistogram(std::move(*histogram));
            else
                m_histogram->say(QStringLiteral("%1. %2").arg(errorTitle(histogram.error().code),
                                                              errorAdvice(histogram.error().code)));
        });
    });
}

void ModelDialog::retranslate() {
    setWindowTitle(tr("Model details"));
    m_search->setPlaceholderText(tr("Find a tensor by name, type or shape"));
    m_search->setAccessibleName(tr("Find a tensor"));
    m_tree->setAccessibleName(tr("Modules and tensors of the model"));
    m_histogram->setAccessibleName(tr("Values of the chosen tensor"));
    refresh();
    onChosen();
}

void ModelDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace triptych::widgets

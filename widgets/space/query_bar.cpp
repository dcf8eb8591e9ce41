// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/query_bar.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/panel.h"
#include "widgets/space/flow_layout.h"
#include "widgets/space/map_cards.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr std::array soundEndings{"wav", "flac", "ogg", "mp3", "opus", "aiff", "aif", "m4a"};
constexpr int leastWords = 180;
constexpr int widestChip = 160;

bool isSound(const QString& path) {
    const QString ending = QFileInfo(path).suffix().toLower();
    return std::ranges::any_of(soundEndings, [&](const char* known) { return ending == QLatin1String(known); });
}

} // namespace

QueryBar::QueryBar(EmbeddingSpace& space, Retrieval& retrieval, QWidget* parent)
    : QWidget(parent)
    , m_space(space)
    , m_retrieval(retrieval)
    , m_text(new QLineEdit)
    , m_target(new QComboBox)
    , m_addFile(new QPushButton)
    , m_addSelected(new QPushButton)
    , m_chips(new QWidget)
    , m_chipRow(new FlowLayout(m_chips)) {
    setAcceptDrops(true);
    layOut();
    connect(m_text, &QLineEdit::returnPressed, this, &QueryBar::search);
    connect(m_target, &QComboBox::activated, this, &QueryBar::search);
    connect(m_addFile, &QPushButton::clicked, this, &QueryBar::chooseFile);
    connect(m_addSelected, &QPushButton::clicked, this, &QueryBar::addSelected);
    connect(&space, &EmbeddingSpace::selectionChanged, this, &QueryBar::refreshSelected);
    // Places are those of the former corpus.
    connect(&space, &EmbeddingSpace::corpusChanged, this, [this] {
        std::erase_if(m_parts, [](const Part& part) { return std::holds_alternative<CorpusPlace>(part.front().what); });
        rebuildChips();
        refreshSelected();
        seekWhatIsThere();
        search();
    });
    rebuildChips();
    retranslate();
}

void QueryBar::layOut() {
    m_text->setFixedHeight(theme::metric::toolBarControl);
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(leastWords);
    m_text->addAction(theme::marksIcon({Modality::Text}), QLineEdit::LeadingPosition);
    auto* row = new FlowLayout;
    row->addWidget(m_text);
    for (const Modality modality : allModalities)
        m_target->addItem(theme::marksIcon({modality}), {});
    for (QWidget* control : std::initializer_list<QWidget*>{m_target, m_addFile, m_addSelected}) {
        control->setFixedHeight(theme::metric::toolBarControl);
        row->addWidget(control);
    }
    m_addFile->setIcon(theme::icon(QStringLiteral("plus")));
    m_addSelected->setIcon(theme::icon(QStringLiteral("plus")));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(theme::metric::grid);
    column->addLayout(row);
    column->addWidget(m_chips);
}

void QueryBar::setText(const QString& text) {
    m_text->setText(text);
    m_text->setCursorPosition(0);
    search();
}

void QueryBar::suggest(const QString& text) {
    const bool isTyped = !m_text->text().isEmpty() && m_text->text() != m_suggested;
    if (isTyped || !m_parts.empty() || text == m_text->text())
        return;
    m_suggested = text;
    setText(text);
}

// From the end, so that the beginning stays in sight.
void QueryBar::takeKeys() {
    m_text->setFocus();
    const int length = static_cast<int>(m_text->text().size());
    m_text->setSelection(length, -length);
}

void QueryBar::setTarget(Modality target) {
    m_target->setCurrentIndex(static_cast<int>(target));
    search();
}

void QueryBar::refreshSelected() {
    const std::size_t count = m_space.selected().size();
    m_addSelected->setEnabled(count > 0 && count <= mostChosen);
    m_addSelected->setToolTip(count == 0           ? tr("Select points or hits first; then they can be searched with")
                              : count > mostChosen ? tr("At most %1 items can be searched with").arg(mostChosen)
                                                   : tr("Add the selected items to the query"));
}

// A corpus of texts alone has no pictures to find.
void QueryBar::seekWhatIsThere() {
    const auto has = [&](Modality modality) {
        const auto rows = m_space.info()->rows.find(modality);
        return rows != m_space.info()->rows.end() && rows->second > 0;
    };
    if (!m_space.info() || has(allModalities[static_cast<std::size_t>(m_target->currentIndex())]))
        return;
    if (const auto found = std::ranges::find_if(allModalities, has); found != allModalities.end())
        m_target->setCurrentIndex(static_cast<int>(*found));
}

void QueryBar::search() {
    std::vector<QueryTerm> terms;
    if (const QString text = m_text->text().trimmed(); !text.isEmpty())
        terms.push_back({SampleItem{Modality::Text, text.toStdString(), {}}, 1});
    for (const Part& part : m_parts)
        terms.insert(terms.end(), part.begin(), part.end());
    m_retrieval.search(std::move(terms), allModalities[static_cast<std::size_t>(m_target->currentIndex())]);
}

void QueryBar::addPart(Part part) {
    m_parts.push_back(std::move(part));
    rebuildChips();
    search();
}

void QueryBar::addTerm(QueryTerm term) {
    addPart({std::move(term)});
}

QueryBar::Part QueryBar::selectedPart() const {
    Part part;
    if (m_space.selected().size() <= mostChosen)
        for (const int item : m_space.selected())
            part.emplace_back().what = m_space.item(item).place;
    return part;
}

void QueryBar::addSelected() {
    if (Part part = selectedPart(); !part.empty())
        addPart(std::move(part));
}

void QueryBar::askForSelected() {
    Part part = selectedPart();
    if (part.empty())
        return;
    m_text->clear();
    m_parts.clear();
    addPart(std::move(part));
}

void QueryBar::askFor(const CorpusPlace& item, Modality target) {
    m_text->clear();
    m_parts = {{{item, 1}}};
    m_target->setCurrentIndex(static_cast<int>(target));
    rebuildChips();
    search();
}

void QueryBar::addFile(const QString& path) {
    addTerm({SampleItem{isSound(path) ? Modality::Audio : Modality::Image, {}, path.toStdString()}, 1});
}

void QueryBar::chooseFile() {
    auto* dialog = new QFileDialog(this, tr("Add an image or a sound to the query"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &QueryBar::addFile);
    dialog->open();
}

QString QueryBar::nameOf(const QueryTerm& term) const {
    if (const auto* item = std::get_if<SampleItem>(&term.what))
        return QFileInfo(QString::fromStdString(item->file.string())).fileName();
    const int item = m_space.indexOf(std::get<CorpusPlace>(term.what));
    return item < 0 ? QString() : cards::titleOf(m_space.item(item));
}

QString QueryBar::labelOf(const Part& part) const {
    const QString name =
        part.size() > 1 ? tr("%n items", nullptr, static_cast<int>(part.size())) : nameOf(part.front());
    return (part.front().weight > 0 ? QStringLiteral("+ ") : QStringLiteral("− ")) +
           fontMetrics().elidedText(name, Qt::ElideRight, widestChip);
}

void QueryBar::rebuildChips() {
    while (QLayoutItem* old = m_chipRow->takeAt(0)) {
        old->widget()->deleteLater();
        delete old;
    }
    for (std::size_t part = 0; part < m_parts.size(); ++part)
        addChip(part);
    m_chips->setVisible(!m_parts.empty());
}

void QueryBar::addChip(std::size_t part) {
    auto* chip = new QWidget;
    auto* row = new QHBoxLayout(chip);
    row->setContentsMargins({});
    row->setSpacing(0);
    auto* sign = new QToolButton;
    sign->setText(labelOf(m_parts[part]));
    sign->setToolTip(tr("Toward this, or away from it"));
    connect(sign, &QToolButton::clicked, this, [this, part] {
        for (QueryTerm& term : m_parts[part])
            term.weight = -term.weight;
        rebuildChips();
        search();
    });
    auto* remove = new QToolButton;
    remove->setIcon(theme::icon(QStringLiteral("close")));
    remove->setAutoRaise(true);
    setTip(remove, tr("Leave this out of the query"));
    connect(remove, &QToolButton::clicked, this, [this, part] {
        m_parts.erase(m_parts.begin() + static_cast<std::ptrdiff_t>(part));
        rebuildChips();
        search();
    });
    row->addWidget(sign);
    row->addWidget(remove);
    m_chipRow->addWidget(chip);
}

void QueryBar::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void QueryBar::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile())
            addFile(url.toLocalFile());
    event->acceptProposedAction();
}

void QueryBar::retranslate() {
    m_text->setPlaceholderText(tr("Describe what you look for, or drop an image or a sound"));
    m_text->setAccessibleName(tr("Query"));
    for (const Modality modality : allModalities)
        m_target->setItemText(static_cast<int>(modality), modalityWord(modality));
    setTip(m_target, tr("Which kind of item is searched"));
    m_addFile->setText(tr("File"));
    m_addFile->setToolTip(tr("Add an image or a sound to the query"));
    m_addSelected->setText(tr("Selected"));
    rebuildChips();
    refreshSelected();
}

void QueryBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/query_bar.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/panel.h"
#include "widgets/space/map_cards.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr std::array soundEndings{"wav", "flac", "ogg", "mp3", "opus", "aiff", "aif", "m4a"};
constexpr std::size_t mostChosen = 8;

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
    , m_chipRow(new QHBoxLayout(m_chips)) {
    setAcceptDrops(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(theme::metric::grid);
    auto* row = new QHBoxLayout;
    row->setSpacing(theme::metric::inner);
    m_text->setFixedHeight(theme::metric::toolBarControl);
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(80);
    row->addWidget(m_text, 1);
    for (const Modality modality : allModalities)
        m_target->addItem(theme::marksIcon({modality}), {});
    for (QWidget* control : std::initializer_list<QWidget*>{m_target, m_addFile, m_addSelected}) {
        control->setFixedHeight(theme::metric::toolBarControl);
        row->addWidget(control);
    }
    m_addFile->setIcon(theme::icon(QStringLiteral("plus")));
    m_addSelected->setIcon(theme::icon(QStringLiteral("plus")));
    column->addLayout(row);
    m_chipRow->setContentsMargins({});
    m_chipRow->setSpacing(theme::metric::grid);
    column->addWidget(m_chips);
    connect(m_text, &QLineEdit::returnPressed, this, &QueryBar::search);
    connect(m_target, &QComboBox::activated, this, &QueryBar::search);
    connect(m_addFile, &QPushButton::clicked, this, &QueryBar::chooseFile);
    connect(m_addSelected, &QPushButton::clicked, this, &QueryBar::addSelected);
    const auto refresh = [this] {
        const std::size_t count = m_space.selected().size();
        m_addSelected->setEnabled(count > 0 && count <= mostChosen);
    };
    connect(&space, &EmbeddingSpace::selectionChanged, this, refresh);
    // Places are those of the former corpus.
    connect(&space, &EmbeddingSpace::corpusChanged, this, [this] {
        std::erase_if(m_terms, [](const QueryTerm& term) { return std::holds_alternative<CorpusPlace>(term.what); });
        rebuildChips();
        seekWhatIsThere();
        search();
    });
    refresh();
    rebuildChips();
    retranslate();
}

void QueryBar::setText(const QString& text) {
    m_text->setText(text);
    search();
}

void QueryBar::setTarget(Modality target) {
    m_target->setCurrentIndex(static_cast<int>(target));
    search();
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
    terms.insert(terms.end(), m_terms.begin(), m_terms.end());
    m_retrieval.search(std::move(terms), allModalities[static_cast<std::size_t>(m_target->currentIndex())]);
}

void QueryBar::addTerm(QueryTerm term) {
    m_terms.push_back(std::move(term));
    rebuildChips();
    search();
}

void QueryBar::addSelected() {
    for (const int item : m_space.selected())
        m_terms.emplace_back().what = m_space.item(item).place;
    rebuildChips();
    search();
}

void QueryBar::askFor(const CorpusPlace& item, Modality target) {
    m_text->clear();
    m_terms = {{item, 1}};
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

QString QueryBar::labelOf(const QueryTerm& term) const {
    QString name;
    if (const auto* place = std::get_if<CorpusPlace>(&term.what)) {
        const int item = m_space.indexOf(*place);
        name = item < 0 ? QString() : cards::titleOf(m_space.item(item));
    } else {
        name = QFileInfo(QString::fromStdString(std::get<SampleItem>(term.what).file.string())).fileName();
    }
    return (term.weight > 0 ? QStringLiteral("+ ") : QStringLiteral("− ")) +
           fontMetrics().elidedText(name, Qt::ElideRight, 160);
}

void QueryBar::rebuildChips() {
    while (QLayoutItem* old = m_chipRow->takeAt(0)) {
        if (old->widget())
            old->widget()->deleteLater();
        delete old;
    }
    for (std::size_t i = 0; i < m_terms.size(); ++i) {
        auto* sign = new QToolButton;
        sign->setText(labelOf(m_terms[i]));
        sign->setToolTip(tr("Toward this, or away from it"));
        connect(sign, &QToolButton::clicked, this, [this, i] {
            m_terms[i].weight = -m_terms[i].weight;
            rebuildChips();
            search();
        });
        auto* remove = new QToolButton;
        remove->setIcon(theme::icon(QStringLiteral("close")));
        remove->setAutoRaise(true);
        setTip(remove, tr("Leave this out of the query"));
        connect(remove, &QToolButton::clicked, this, [this, i] {
            m_terms.erase(m_terms.begin() + static_cast<std::ptrdiff_t>(i));
            rebuildChips();
            search();
        });
        m_chipRow->addWidget(sign);
        m_chipRow->addWidget(remove);
    }
    m_chipRow->addStretch();
    m_chips->setVisible(!m_terms.empty());
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
    m_addSelected->setToolTip(tr("Add the selected items to the query (at most eight)"));
}

void QueryBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace triptych::widgets

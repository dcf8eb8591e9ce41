// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/map_panel.h"

#include <QComboBox>
#include <QVBoxLayout>

#include "widgets/controls/engine_words.h"
#include "widgets/controls/segmented_button.h"
#include "widgets/panels/expand_button.h"
#include "widgets/panels/view_window.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

MapPanel::MapPanel(SpaceDesk& desk, QWidget* parent)
    : Panel(std::nullopt, parent)
    , m_desk(desk)
    , m_dimensions(new SegmentedButton)
    , m_colouring(new QComboBox)
    , m_map(new MapView(desk.space(), desk.retrieval(), desk.thumbnails())) {
    m_dimensions->setFixedWidth(80);
    m_colouring->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_colouring->setMinimumContentsLength(11);
    addToHeader(m_dimensions);
    addToHeader(m_colouring);
    addToHeader(new ExpandButton(*this));
    addToHeader(new WindowButton(*this));
    body()->setContentsMargins({});
    body()->addWidget(m_map);
    EmbeddingSpace& space = desk.space();
    connect(m_dimensions, &SegmentedButton::chosen, this, [this](int index) {
        m_map->overlay().fit();
        m_desk.space().setDimensions(index + 2);
    });
    connect(m_colouring, &QComboBox::activated, this,
            [this] { m_map->overlay().setColouring({m_colouring->currentData().toString().toStdString()}); });
    connect(&space, &EmbeddingSpace::corpusChanged, this, &MapPanel::refreshColumns);
    for (const auto signal : {&EmbeddingSpace::corpusChanged, &EmbeddingSpace::layoutChanged,
                              &EmbeddingSpace::selectionChanged, &EmbeddingSpace::workChanged})
        connect(&space, signal, this, &MapPanel::refreshFacts);
    connect(&desk, &SpaceDesk::changed, this, &MapPanel::refreshFacts);
    retranslate();
}

void MapPanel::refreshColumns() {
    const QVariant chosen = m_colouring->currentData();
    m_colouring->clear();
    m_colouring->addItem(tr("Colour: modality"), QString());
    if (const auto& info = m_desk.space().info())
        for (const std::string& column : info->columns)
            m_colouring->addItem(tr("Colour: %1").arg(QString::fromStdString(column)), QString::fromStdString(column));
    m_colouring->setCurrentIndex(std::max(0, m_colouring->findData(chosen)));
    m_map->overlay().setColouring({m_colouring->currentData().toString().toStdString()});
}

void MapPanel::refreshFacts() {
    const EmbeddingSpace& space = m_desk.space();
    m_dimensions->setCurrent(space.layout().dimensions - 2);
    const std::optional<Error>& error = space.error() ? space.error() : m_desk.error();
    if (error)
        return setFacts(errorTitle(error->code) + QStringLiteral(": ") + QString::fromStdString(error->detail));
    if (!space.info())
        return setFacts(m_desk.isPlanning() ? tr("looking for files")
                        : space.isMaking()  ? tr("embedding the samples")
                                            : tr("no corpus yet"));
    QStringList facts{tr("%n items", nullptr, static_cast<int>(space.items().size())),
                      modelLabel(space.info()->facts.model), QString::fromStdString(space.layout().method).toUpper()};
    if (space.isLayingOut())
        facts << tr("laying out");
    if (!space.selected().empty())
        facts << tr("%n selected", nullptr, static_cast<int>(space.selected().size()));
    if (!space.neighbours().empty())
        facts << tr("lines go to the %1 true neighbours in the full space").arg(space.neighbours().size());
    setFacts(facts.join(QStringLiteral(" · ")));
}

void MapPanel::retranslate() {
    setTitle(tr("Embedding"));
    m_dimensions->setOptions({tr("2D"), tr("3D")});
    m_dimensions->setToolTips({tr("Two dimensions"), tr("Three dimensions; drag to turn")});
    m_colouring->setAccessibleName(tr("Colour of the points"));
    refreshColumns();
    refreshFacts();
}

} // namespace triptych::widgets

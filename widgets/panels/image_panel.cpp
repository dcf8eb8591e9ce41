// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/image_panel.h"

#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/panels/heat_legend.h"
#include "widgets/panels/image_canvas.h"
#include "widgets/panels/image_choices.h"
#include "widgets/panels/missing_note.h"
#include "widgets/panels/view_window.h"

namespace triptych::widgets {

ImagePanel::ImagePanel(LinkedState& state, QWidget* parent)
    : Panel(Modality::Image, parent)
    , m_state(state)
    , m_choices(new ImageChoices(state))
    , m_canvas(new ImageCanvas(state))
    , m_legend(new HeatLegend(state))
    , m_missing(new MissingNote(Modality::Image))
    , m_fit(addTool(QStringLiteral("fit")))
    , m_lasso(addTool(QStringLiteral("lasso")))
    , m_grid(addTool(QStringLiteral("grid")))
    , m_copy(addTool(QStringLiteral("copy")))
    , m_expand(addTool(QStringLiteral("expand"))) {
    addToHeader(new WindowButton(*this));
    body()->addWidget(m_choices);
    body()->addWidget(m_canvas, 1);
    body()->addWidget(m_legend);
    body()->addWidget(m_missing, 1);
    m_grid->setCheckable(true);
    m_lasso->setCheckable(true);
    connect(m_lasso, &QToolButton::toggled, m_canvas, &ImageCanvas::setLasso);
    connect(m_fit, &QToolButton::clicked, m_canvas, &ImageCanvas::fit);
    connect(m_grid, &QToolButton::toggled, this, [this](bool on) {
        DisplayValues values = m_state.display();
        values.showGrid = on;
        m_state.session().display().set(values);
    });
    connect(m_copy, &QToolButton::clicked, this, &ImagePanel::copyRequested);
    connect(m_expand, &QToolButton::clicked, this, &ImagePanel::expandRequested);
    connect(&state, &LinkedState::resultChanged, this, &ImagePanel::refresh);
    connect(&state, &LinkedState::changed, this, [this] { m_grid->setChecked(m_state.display().showGrid); });
    retranslate();
}

void ImagePanel::retranslate() {
    setTitle(tr("Image"));
    setTip(m_fit, tr("Fit the picture to the panel"));
    setTip(m_lasso, tr("Drag a line around a region instead of a rectangle"));
    setTip(m_grid, tr("Show the patches"));
    setTip(m_copy, tr("Copy the figure"));
    setTip(m_expand, tr("Full screen"));
    m_canvas->setAccessibleName(tr("Picture: arrow keys move over the patches, Return pins one"));
    m_legend->setAccessibleName(tr("Legend of the picture's heat"));
    refresh();
}

void ImagePanel::refresh() {
    const bool missing = m_state.isMissing(Modality::Image);
    m_canvas->setVisible(!missing);
    m_legend->setVisible(!missing);
    m_missing->setVisible(missing);
    for (QWidget* tool : {m_fit, m_lasso, m_grid, m_copy})
        tool->setVisible(!missing);
    m_state.describeMissing(*m_missing);
    if (missing) {
        setFacts({});
        return;
    }
    const ShownInputs& inputs = m_state.result()->inputs;
    if (inputs.picture.rgb.empty()) {
        setFacts(tr("%n regions, no picture of them", nullptr, static_cast<int>(inputs.regions.size())));
        return;
    }
    if (m_state.readsRegions()) {
        setFacts(tr("%1 × %2 px · %3", "width, height, count of regions")
                     .arg(inputs.picture.width)
                     .arg(inputs.picture.height)
                     .arg(tr("%n regions", nullptr, static_cast<int>(inputs.regions.size()))));
        return;
    }
    QString facts = tr("%1 × %2 px · %3 × %4 patches", "width, height, columns, rows")
                        .arg(inputs.picture.width)
                        .arg(inputs.picture.height)
                        .arg(inputs.patchGrid.cols)
                        .arg(inputs.patchGrid.rows);
    // Nobody should take a changed model's map for the model's own.
    if (const auto changes = m_state.result()->request.interventions.size(); changes > 0)
        facts += tr(" · %n interventions", nullptr, static_cast<int>(changes));
    setFacts(facts);
}

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/registry.h"

#include <QCoreApplication>

#include "widgets/panels/linked_state.h"
#include "widgets/views/attention_overview/attention_overview_view.h"
#include "widgets/views/causes/causes_view.h"
#include "widgets/views/layers_heads/layers_heads_view.h"
#include "widgets/views/links/links_view.h"
#include "widgets/views/quality/quality_view.h"
#include "widgets/views/scores/scores_view.h"
#include "widgets/views/token_paths/token_paths_view.h"

namespace triptych::widgets {
namespace {

template<typename T>
View* make(LinkedState& state) {
    return new T(state);
}

bool hasAttention(const RunResult& result) {
    return !result.attention.empty();
}

bool hasWords(const RunResult& result) {
    return !result.inputs.words.empty();
}

bool hasMap(const RunResult& result) {
    return !result.request.method.empty();
}

bool hasScores(const RunResult& result) {
    return !result.scores.empty();
}

} // namespace

const std::vector<ViewDescriptor>& views() {
    using Place = ViewDescriptor::Place;
    static const std::vector<ViewDescriptor> all{
        {"layers_heads", QT_TRANSLATE_NOOP("Views", "Layers × heads"), Place::Left, make<LayersHeadsView>,
         hasAttention},
        {"attention_overview", QT_TRANSLATE_NOOP("Views", "Heads"), Place::Left, make<AttentionOverviewView>,
         hasAttention},
        {"scores", QT_TRANSLATE_NOOP("Views", "Scores"), Place::Left, make<ScoresView>, hasScores},
        {"quality", QT_TRANSLATE_NOOP("Views", "Quality"), Place::Left, make<QualityView>, hasMap},
        {"causes", QT_TRANSLATE_NOOP("Views", "Causes"), Place::Left, make<CausesView>, hasScores},
        {"links", QT_TRANSLATE_NOOP("Views", "Links"), Place::Right, make<LinksView>, hasWords},
        {"token_paths", QT_TRANSLATE_NOOP("Views", "Paths"), Place::Right, make<TokenPathsView>, hasScores},
    };
    return all;
}

QString viewLabel(const ViewDescriptor& view) {
    return QCoreApplication::translate("Views", view.label);
}

} // namespace triptych::widgets

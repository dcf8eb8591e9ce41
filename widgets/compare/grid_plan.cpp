// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/grid_plan.h"

#include <QCoreApplication>
#include <algorithm>

#include "widgets/controls/engine_words.h"
#include "widgets/session/session.h"

namespace triptych::widgets {
namespace {

constexpr const char* meanOfHeads = "mean";
constexpr const char* untouched = "untouched";
constexpr const char* changed = "changed";

QString planWords(const char* text, int count = -1) {
    return QCoreApplication::translate("Compare", text, nullptr, count);
}

// A cell while rows and columns have their say.
struct Draft {
    projects::SampleEntry entry;
    int text = 0;
    int image = 0;
    std::optional<int> audio;
    std::string model;
    std::string method;
    int layer = -1;
    numerics::HeadReduction heads = numerics::HeadReduction::Mean;
    int head = 0;
    bool isChanged = false; // by the session's interventions; the other cells show the model as it is
};

std::optional<int> spokenItem(const projects::SampleEntry& entry, int text) {
    for (std::size_t i = 0; i < entry.spokenText.size(); ++i)
        if (entry.spokenText[i] == text)
            return static_cast<int>(i);
    return entry.sample.has(Modality::Audio) ? std::optional(0) : std::nullopt;
}

void apply(Variation variation, const QString& id, const GridSources& sources, Draft& draft) {
    switch (variation) {
    case Variation::Models:
        draft.model = id.toStdString();
        break;
    case Variation::Methods:
        draft.method = id.toStdString();
        break;
    case Variation::Samples:
        for (const projects::SampleEntry& entry : sources.samples)
            if (entry.sample.id == id.toStdString() && entry.sample.id != draft.entry.sample.id)
                draft = {entry,        0,           0,           spokenItem(entry, 0), draft.model,
                         draft.method, draft.layer, draft.heads, draft.head,           draft.isChanged};
        break;
    case Variation::Texts:
        draft.text = id.toInt();
        draft.audio = spokenItem(draft.entry, draft.text);
        break;
    case Variation::Layers:
        draft.method = "attention";
        draft.layer = id.toInt();
        break;
    case Variation::Heads:
        draft.method = "attention";
        draft.heads = id == QLatin1String(meanOfHeads) ? numerics::HeadReduction::Mean : numerics::HeadReduction::One;
        draft.head = id.toInt();
        break;
    case Variation::Interventions:
        draft.isChanged = id == QLatin1String(changed);
        break;
    }
}

RunRequest requestOf(const Draft& draft, const Session& session) {
    RunRequest request;
    const RunSettings& settings = session.runSettings();
    request.model = draft.model;
    request.device = settings.device;
    request.seed = settings.seed;
    request.method = draft.method;
    // Parameters belong to one method, a target to one model.
    if (draft.method == session.display().values().method)
        request.parameters = settings.parameters;
    if (draft.model == settings.model) {
        const Target target = parseTarget(settings.target).value_or(Target{});
        request.target = target.kind == TargetKind::Pair && (target.first > 0 || target.second > 0) ? Target{} : target;
    }
    if (draft.isChanged)
        request.interventions = settings.interventions;
    request.watch.kind = draft.method == "attention" ? Watch::Kind::All : Watch::Kind::None;
    request.sample = draft.entry.sample;
    request.sample.items.clear();
    const auto add = [&](Modality modality, std::optional<int> index) {
        const auto items = draft.entry.sample.of(modality);
        if (index && *index < static_cast<int>(items.size()))
            request.sample.items.push_back(items[static_cast<std::size_t>(*index)]);
    };
    add(Modality::Image, draft.image);
    add(Modality::Text, draft.text);
    add(Modality::Audio, draft.audio);
    return request;
}

Draft draftOf(const Session& session) {
    const DisplayValues& values = session.display().values();
    const auto heads = values.headMode == DisplayValues::HeadMode::One    ? numerics::HeadReduction::One
                       : values.headMode == DisplayValues::HeadMode::Mean ? numerics::HeadReduction::Mean
                                                                          : numerics::HeadReduction::Max;
    return {session.entry(),
            session.textIndex(),
            session.imageIndex(),
            session.audioIndex(),
            session.runSettings().model,
            values.method,
            values.layer,
            heads,
            values.head,
            false};
}

std::vector<VariationValue> models(const Session& session) {
    std::vector<VariationValue> values;
    const auto add = [&](const std::string& model) {
        const VariationValue value{QString::fromStdString(model), modelLabel(model)};
        if (std::find(values.begin(), values.end(), value) == values.end())
            values.push_back(value);
    };
    add(session.runSettings().model);
    for (const LoadedModel& loaded : session.service().loadedModels())
        add(loaded.model);
    for (const std::string& builtin : session.service().builtinModels())
        add(builtin);
    return values;
}

std::vector<VariationValue> numbered(int count, const char* label) {
    std::vector<VariationValue> values;
    for (int i = 0; i < count; ++i)
        values.push_back({QString::number(i), planWords(label).arg(i + 1)});
    return values;
}

int headCount(const RunResult& result) {
    int heads = 0;
    for (const numerics::AttentionLayer& layer : numerics::attentionLayers(result))
        heads = std::max(heads, layer.heads);
    return heads;
}

} // namespace

bool canCross(Variation a, Variation b) {
    const auto readsAttention = [](Variation v) { return v == Variation::Layers || v == Variation::Heads; };
    return a != b && !(a == Variation::Methods && readsAttention(b)) && !(b == Variation::Methods && readsAttention(a));
}

QString variationLabel(Variation variation) {
    switch (variation) {
    case Variation::Models:
        return planWords(QT_TRANSLATE_NOOP("Compare", "models"));
    case Variation::Methods:
        return planWords(QT_TRANSLATE_NOOP("Compare", "methods"));
    case Variation::Samples:
        return planWords(QT_TRANSLATE_NOOP("Compare", "samples"));
    case Variation::Texts:
        return planWords(QT_TRANSLATE_NOOP("Compare", "texts"));
    case Variation::Layers:
        return planWords(QT_TRANSLATE_NOOP("Compare", "layers"));
    case Variation::Heads:
        return planWords(QT_TRANSLATE_NOOP("Compare", "heads"));
    case Variation::Interventions:
        return planWords(QT_TRANSLATE_NOOP("Compare", "interventions"));
    }
    return {};
}

QString countLabel(Variation variation, int count) {
    switch (variation) {
    case Variation::Models:
        return planWords(QT_TRANSLATE_N_NOOP("Compare", "%n models"), count);
    case Variation::Methods:
        return planWords(QT_TRANSLATE_N_NOOP("Compare", "%n methods"), count);
    case Variation::Samples:
        return planWords(QT_TRANSLATE_N_NOOP("Compare", "%n samples"), count);
    case Variation::Texts:
        return planWords(QT_TRANSLATE_N_NOOP("Compare", "%n texts"), count);
    case Variation::Layers:
        return planWords(QT_TRANSLATE_N_NOOP("Compare", "%n layers"), count);
    case Variation::Heads:
        return planWords(QT_TRANSLATE_N_NOOP("Compare", "%n heads"), count);
    case Variation::Interventions:
        return planWords(QT_TRANSLATE_N_NOOP("Compare", "%n states of the model"), count);
    }
    return {};
}

std::vector<VariationValue> candidates(Variation variation, const GridSources& sources) {
    std::vector<VariationValue> values;
    const auto result = sources.session.result();
    switch (variation) {
    case Variation::Models:
        return models(sources.session);
    case Variation::Methods:
        for (const MethodDescriptor& method : sources.session.service().methods())
            values.push_back({QString::fromStdString(method.id), methodLabel(method)});
        return values;
    case Variation::Samples:
        for (const projects::SampleEntry& entry : sources.samples)
            values.push_back({QString::fromStdString(entry.sample.id), QString::fromStdString(entry.sample.id)});
        return values;
    case Variation::Texts:
        for (const SampleItem& item : sources.session.entry().sample.of(Modality::Text))
            values.push_back({QString::number(values.size()), QString::fromStdString(item.text)});
        return values;
    case Variation::Layers:
        return result ? numbered(static_cast<int>(numerics::attentionLayers(*result).size()),
                                 QT_TRANSLATE_NOOP("Compare", "Layer %1"))
                      : values;
    case Variation::Heads:
        if (result)
            values = numbered(headCount(*result), QT_TRANSLATE_NOOP("Compare", "Head %1"));
        values.push_back({QLatin1String(meanOfHeads), planWords(QT_TRANSLATE_NOOP("Compare", "Mean of heads"))});
        return values;
    case Variation::Interventions:
        values.push_back({QLatin1String(untouched), planWords(QT_TRANSLATE_NOOP("Compare", "Untouched"))});
        if (const auto count = sources.session.runSettings().interventions.size(); count > 0)
            values.push_back({QLatin1String(changed),
                              planWords(QT_TRANSLATE_N_NOOP("Compare", "%n interventions"), static_cast<int>(count))});
        return values;
    }
    return values;
}

std::vector<QString> defaultChoice(Variation variation, const GridSources& sources, std::size_t most) {
    const std::vector<VariationValue> all = candidates(variation, sources);
    std::vector<QString> ids;
    const auto add = [&](const QString& id) {
        const bool known = std::any_of(all.begin(), all.end(), [&](const VariationValue& v) { return v.id == id; });
        if (known && ids.size() < most && std::find(ids.begin(), ids.end(), id) == ids.end())
            ids.push_back(id);
    };
    if (variation == Variation::Methods) {
        add(QString::fromStdString(sources.session.display().values().method));
        for (const char* id : {"chefer", "attention", "rollout"})
            add(QLatin1String(id));
    }
    // The current sample and those that follow it.
    std::size_t first = 0;
    if (variation == Variation::Samples)
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[i].id.toStdString() == sources.session.entry().sample.id)
                first = i;
    // The last layers say most about what the model answers.
    if (variation == Variation::Layers && all.size() > most)
        first = all.size() - most;
    for (std::size_t i = 0; i < all.size(); ++i)
        add(all[(first + i) % all.size()].id);
    return ids;
}

std::vector<CellPlan> planCells(const AxisPlan& rows, const AxisPlan& columns, const GridSources& sources) {
    std::vector<CellPlan> cells;
    for (const VariationValue& row : rows.values) {
        for (const VariationValue& column : columns.values) {
            Draft draft = draftOf(sources.session);
            apply(rows.variation, row.id, sources, draft);
            apply(columns.variation, column.id, sources, draft);
            CellPlan cell{row.label, column.label, requestOf(draft, sources.session), {}, false};
            cell.choice = {draft.method == "attention", draft.layer, draft.heads, draft.head,
                           sources.session.display().values().direction == DisplayValues::Direction::LooksAt
                               ? numerics::LinkDirection::LooksAt
                               : numerics::LinkDirection::LookedAtBy};
            cell.followsSelection =
                draft.entry.sample.id == sources.session.entry().sample.id && draft.text == sources.session.textIndex();
            cells.push_back(std::move(cell));
        }
    }
    return cells;
}

} // namespace triptych::widgets

// SPDX-License-Identifier: GPL-3.0-or-later
// Losses that tie words to places.
#include <optional>
#include <set>

#include "inference/backend/torch_modules.h"
#include "inference/training/losses.h"

namespace triptych::training {

namespace {

constexpr double leastMass = 1e-4;

at::Tensor rowIndex(const std::vector<UnitRow>& rows) {
    at::Tensor index = at::empty({static_cast<std::int64_t>(rows.size())}, at::kLong);
    auto* values = index.mutable_data_ptr<std::int64_t>();
    for (const UnitRow& row : rows)
        *values++ = row.row;
    return index;
}

at::Tensor columnMask(const std::vector<UnitRow>& rows, std::int64_t columns) {
    at::Tensor mask = at::zeros({static_cast<std::int64_t>(rows.size()), columns});
    auto cells = mask.accessor<float, 2>();
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const std::int64_t column : rows[i].columns)
            cells[static_cast<std::int64_t>(i)][column] = 1;
    return mask;
}

std::vector<std::int64_t> patchesOf(const std::vector<int>& objects, const PatchTruth& truth) {
    std::set<std::int64_t> patches;
    for (const int number : objects)
        for (const int patch : truth.objectPatches[static_cast<std::size_t>(number - 1)])
            patches.insert(patch);
    return {patches.begin(), patches.end()};
}

} // namespace

std::vector<UnitRow> groundedUnits(const std::vector<UnitMention>& mentions, const std::vector<DrawnCaption>& captions,
                                   const std::vector<PatchTruth>& truths, std::int64_t unitsPerCaption) {
    std::vector<UnitRow> rows;
    for (const UnitMention& mention : mentions) {
        if (mention.wrong || mention.objects.empty() || !captions[static_cast<std::size_t>(mention.row)].wordsKnown)
            continue;
        const int scene = mention.row / 2;
        UnitRow row{0, patchesOf(mention.objects, truths[static_cast<std::size_t>(scene)]), scene,
                    mention.objects.size() == 1 ? mention.objects.front() : 0};
        for (const std::int64_t unit : mention.units) {
            row.row = mention.row * unitsPerCaption + unit;
            rows.push_back(row);
        }
    }
    return rows;
}

std::vector<UnitRow> sameWords(const std::vector<UnitMention>& text, const std::vector<UnitMention>& speech,
                               const std::vector<bool>& rows, std::int64_t unitsPerCaption) {
    std::vector<UnitRow> found;
    for (const UnitMention& written : text) {
        if (!rows[static_cast<std::size_t>(written.row)])
            continue;
        for (const UnitMention& spoken : speech)
            if (spoken.row == written.row && spoken.mention == written.mention)
                for (const std::int64_t unit : written.units)
                    found.push_back({written.row * unitsPerCaption + unit, spoken.units, written.row / 2, 0});
    }
    return found;
}

void addAlignLoss(LossTerms& terms, const std::string& name, const at::Tensor& attention,
                  const std::vector<UnitRow>& rows, double weight) {
    if (rows.empty())
        return;
    const at::Tensor flat = attention.to(at::kFloat).mean(1).flatten(0, 1);
    const at::Tensor looks = flat.index_select(0, rowIndex(rows).to(flat.device()));
    const at::Tensor mask = columnMask(rows, flat.size(1)).to(flat.device());
    const at::Tensor mass = (looks * mask).sum(1);
    terms.note(name + ".mass", mass.mean());
    terms.note(name + ".pointing", mask.gather(1, looks.argmax(1, true)).mean());
    if (weight > 0)
        terms.add(name, -mass.clamp_min(leastMass).log().mean(), weight);
}

void addCentreLoss(LossTerms& terms, const std::string& name, const at::Tensor& tokens,
                   const std::vector<UnitRow>& rows, const std::vector<world::Scene>& scenes, TrainingHeads& heads,
                   double weight) {
    std::vector<UnitRow> single;
    std::vector<float> centres;
    for (const UnitRow& row : rows) {
        if (row.object == 0)
            continue;
        const auto& object =
            scenes[static_cast<std::size_t>(row.scene)].objects[static_cast<std::size_t>(row.object - 1)];
        single.push_back(row);
        centres.insert(centres.end(), {object.x, object.y});
    }
    if (single.empty())
        return;
    const at::Tensor named = tokens.flatten(0, 1).index_select(0, rowIndex(single).to(tokens.device()));
    const at::Tensor target = at::tensor(centres).view({-1, 2}).to(tokens.device());
    terms.add(name, at::l1_loss(heads->centre->forward(named).to(at::kFloat), target), weight);
}

namespace {

struct Point {
    float x = 0;
    float y = 0;
};

// The mean centre of the objects that a phrase of a caption names; empty where no mention of it does.
std::optional<Point> phraseCentre(const std::vector<UnitMention>& mentions, int row, int phrase,
                                  const world::Scene& scene) {
    for (const UnitMention& mention : mentions) {
        if (mention.row != row || mention.phrase != phrase || mention.objects.empty())
            continue;
        Point centre;
        for (const int number : mention.objects) {
            const auto& object = scene.objects[static_cast<std::size_t>(number - 1)];
            centre.x += object.x / static_cast<float>(mention.objects.size());
            centre.y += object.y / static_cast<float>(mention.objects.size());
        }
        return centre;
    }
    return std::nullopt;
}

} // namespace

void addOffsetLoss(LossTerms& terms, const std::string& name, const at::Tensor& tokens,
                   const std::vector<UnitMention>& mentions, const std::vector<world::Scene>& scenes,
                   TrainingHeads& heads, double weight) {
    std::vector<UnitRow> rows;
    std::vector<float> offsets;
    for (const UnitMention& relation : mentions) {
        if (relation.role != world::Mention::Role::Relation)
            continue;
        const world::Scene& scene = scenes[static_cast<std::size_t>(relation.row / 2)];
        const auto first = phraseCentre(mentions, relation.row, 0, scene);
        const auto second = phraseCentre(mentions, relation.row, 1, scene);
        if (!first || !second)
            continue;
        for (const std::int64_t unit : relation.units) {
            rows.push_back({relation.row * tokens.size(1) + unit, {}, relation.row / 2, 0});
            offsets.insert(offsets.end(), {second->x - first->x, second->y - first->y});
        }
    }
    if (rows.empty())
        return;
    const at::Tensor words = tokens.flatten(0, 1).index_select(0, rowIndex(rows).to(tokens.device()));
    const at::Tensor target = at::tensor(offsets).view({-1, 2}).to(tokens.device());
    terms.add(name, at::l1_loss(heads->offset->forward(words).to(at::kFloat), target), weight);
}

void addMaskedWordLoss(LossTerms& terms, const std::string& name, const at::Tensor& tokens, const at::Tensor& maskedIds,
                       TrainingHeads& heads, double weight) {
    const at::Tensor target = maskedIds.flatten();
    const at::Tensor places = at::nonzero(target >= 0).squeeze(1);
    if (places.numel() == 0)
        return;
    const at::Tensor texts = tokens.narrow(1, 0, maskedIds.size(1)).flatten(0, 1);
    const at::Tensor logits =
        heads->maskedWord->forward(texts.index_select(0, places.to(tokens.device()))).to(at::kFloat);
    const at::Tensor wanted = target.index_select(0, places).to(tokens.device());
    terms.note(name + ".accuracy", logits.argmax(1).eq(wanted).to(at::kFloat).mean());
    terms.add(name, torch::nn::functional::cross_entropy(logits, wanted), weight);
}

} // namespace triptych::training

// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/explain/interactions.h"

#include <algorithm>

#include "inference/explain/descriptor_parts.h"
#include "inference/explain/game_methods.h"
#include "inference/explain/model_game.h"

namespace triptych::explain {

namespace {

MethodDescriptor describeInteractions() {
    MethodDescriptor method;
    method.id = "interactions";
    method.label = "Pair interactions";
    method.summary = "What a word and a patch, or a word and a moment, give the target together beyond what each gives "
                     "alone.";
    method.needs = {MethodNeed::Scores};
    method.modalities = {allModalities.begin(), allModalities.end()};
    method.parameters = {integerParameter("masks", "Masks of each side", "256", 8, 10'000), substrateParameter()};
    return method;
}

// Players of one modality, as indices into its part of a coalition.
std::vector<int> playersOf(const ModelGame& game, Modality modality) {
    const UnitCounts units = game.units();
    const int begin = modality == Modality::Image  ? 0
                      : modality == Modality::Text ? units.image
                                                   : units.image + units.text;
    std::vector<int> players;
    for (const int player : game.players())
        if (game.modalityOf(player) == modality)
            players.push_back(player - begin);
    return players;
}

// Masks over the players of a modality as coalitions of its units.
std::vector<Coalition> versionsOf(const ModelGame& game, Modality modality, const std::vector<int>& players,
                                  std::span<const numerics::PlayerMask> masks) {
    const Coalition whole(static_cast<std::size_t>(game.units().total()), 1);
    std::vector<Coalition> versions;
    for (const numerics::PlayerMask& mask : masks) {
        Coalition version = game.partOf(modality, whole);
        for (std::size_t i = 0; i < mask.size(); ++i)
            version[static_cast<std::size_t>(players[i])] = mask[i];
        versions.push_back(std::move(version));
    }
    return versions;
}

// One row per unit of `rows`, whose players have the interactions [row player * column players].
std::vector<double> spread(const std::vector<double>& interactions, const std::vector<int>& rowPlayers,
                           const std::vector<int>& columnPlayers, std::size_t rows, std::size_t columns) {
    std::vector<double> table(rows * columns);
    for (std::size_t i = 0; i < rowPlayers.size(); ++i)
        for (std::size_t j = 0; j < columnPlayers.size(); ++j)
            table[static_cast<std::size_t>(rowPlayers[i]) * columns + static_cast<std::size_t>(columnPlayers[j])] =
                interactions[i * columnPlayers.size() + j];
    return table;
}

FloatArray asLinks(const std::vector<double>& table, Shape shape) {
    std::vector<float> values(table.begin(), table.end());
    return FloatArray(std::move(shape), std::move(values));
}

struct Sides {
    Modality rows;
    Modality columns;
};

void setInteractions(Relevance& relevance, const ModelGame& game, const Sides& sides,
                     const std::vector<double>& table) {
    const Relevance empty = game.emptyMap();
    const std::int64_t words = game.units().text;
    const Shape grid = empty.image.shape();
    if (sides.rows == Modality::Text && sides.columns == Modality::Image)
        relevance.links.textImage = asLinks(table, {words, grid[0], grid[1]});
    else if (sides.rows == Modality::Audio && sides.columns == Modality::Image)
        relevance.links.audioImage = asLinks(table, {game.units().audio, grid[0], grid[1]});
    else
        relevance.links.textAudio = asLinks(table, {words, game.units().audio});
}

// What each unit has in all interactions with the other side.
void addSums(std::vector<double>& sums, const ModelGame& game, const Sides& sides, const std::vector<double>& table,
             std::size_t columns) {
    const auto beginOf = [&](Modality modality) {
        return static_cast<std::size_t>(modality == Modality::Image  ? 0
                                        : modality == Modality::Text ? game.units().image
                                                                     : game.units().image + game.units().text);
    };
    for (std::size_t i = 0; i < table.size(); ++i) {
        sums[beginOf(sides.rows) + i / columns] += table[i];
        sums[beginOf(sides.columns) + i % columns] += table[i];
    }
}

// Interactions of pairs of one game whose values are known for whole coalitions: the same masks on both sides.
std::vector<double> jointInteractions(std::span<const numerics::PlayerMask> masks, std::span<const double> values,
                                      const std::vector<std::size_t>& rows, const std::vector<std::size_t>& columns) {
    double mean = 0;
    for (const double value : values)
        mean += value / static_cast<double>(values.size());
    std::vector<double> result(rows.size() * columns.size());
    for (std::size_t m = 0; m < masks.size(); ++m)
        for (std::size_t i = 0; i < rows.size(); ++i)
            for (std::size_t j = 0; j < columns.size(); ++j) {
                const bool same = (masks[m][rows[i]] != 0) == (masks[m][columns[j]] != 0);
                result[i * columns.size() + j] +=
                    (same ? 4 : -4) * (values[m] - mean) / static_cast<double>(masks.size());
            }
    return result;
}

std::vector<Sides> sidesOf(const UnitCounts& units) {
    std::vector<Sides> sides;
    if (units.text > 0 && units.image > 0)
        sides.push_back({Modality::Text, Modality::Image});
    if (units.audio > 0 && units.image > 0)
        sides.push_back({Modality::Audio, Modality::Image});
    if (units.text > 0 && units.audio > 0)
        sides.push_back({Modality::Text, Modality::Audio});
    return sides;
}

std::vector<std::size_t> placesOf(const ModelGame& game, Modality modality) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < game.players().size(); ++i)
        if (game.modalityOf(game.players()[i]) == modality)
            places.push_back(i);
    return places;
}

std::size_t unitsOf(const ModelGame& game, Modality modality) {
    const UnitCounts units = game.units();
    return static_cast<std::size_t>(modality == Modality::Image  ? units.image
                                    : modality == Modality::Text ? units.text
                                                                 : units.audio);
}

Result<Relevance> fromTables(const ExplainInput& input, const ModelGame& game, const Monitor& monitor) {
    const auto count = static_cast<std::size_t>(*input.parameters.integer("masks"));
    const auto seed = input.seed;
    const Target& target = input.target;
    const std::vector<int> first = playersOf(game, target.firstModality);
    const std::vector<int> second = playersOf(game, target.secondModality);
    const auto firstMasks = numerics::bernoulliMasks(first.size(), count, 0.5, seed);
    const auto secondMasks = numerics::bernoulliMasks(second.size(), count, 0.5, seed + 1);
    const auto values = game.table(versionsOf(game, target.firstModality, first, firstMasks),
                                   versionsOf(game, target.secondModality, second, secondMasks),
                                   substrateOf(input.parameters), monitor);
    if (!values)
        return Failure(values.error());
    const Sides sides = sidesOf(game.units()).front();
    const bool isFirstRow = sides.rows == target.firstModality;
    auto found = numerics::pairInteractions(firstMasks, secondMasks, values->values());
    if (!isFirstRow) {
        std::vector<double> turned(found.size());
        for (std::size_t i = 0; i < first.size(); ++i)
            for (std::size_t j = 0; j < second.size(); ++j)
                turned[j * first.size() + i] = found[i * second.size() + j];
        found = std::move(turned);
    }
    const std::size_t columns = unitsOf(game, sides.columns);
    const auto table =
        spread(found, isFirstRow ? first : second, isFirstRow ? second : first, unitsOf(game, sides.rows), columns);
    std::vector<double> sums(static_cast<std::size_t>(game.units().total()));
    addSums(sums, game, sides, table, columns);
    Relevance relevance = game.mapOf(sums);
    setInteractions(relevance, game, sides, table);
    return relevance;
}

Result<Relevance> fromRuns(const ExplainInput& input, const ModelGame& game, const Monitor& monitor) {
    const auto count = static_cast<std::size_t>(*input.parameters.integer("masks"));
    const auto masks = numerics::bernoulliMasks(game.players().size(), count, 0.5, input.seed);
    const auto played = play(game, masks, substrateOf(input.parameters), monitor);
    if (!played)
        return Failure(played.error());
    Relevance relevance;
    std::vector<double> sums(static_cast<std::size_t>(game.units().total()));
    std::vector<std::pair<Sides, std::vector<double>>> tables;
    for (const Sides& sides : sidesOf(game.units())) {
        const auto found =
            jointInteractions(masks, played->values, placesOf(game, sides.rows), placesOf(game, sides.columns));
        const std::size_t columns = unitsOf(game, sides.columns);
        tables.emplace_back(sides, spread(found, playersOf(game, sides.rows), playersOf(game, sides.columns),
                                          unitsOf(game, sides.rows), columns));
        addSums(sums, game, sides, tables.back().second, columns);
    }
    relevance = game.mapOf(sums);
    for (const auto& [sides, table] : tables)
        setInteractions(relevance, game, sides, table);
    return relevance;
}

} // namespace

const MethodDescriptor& Interactions::descriptor() const {
    static const MethodDescriptor method = describeInteractions();
    return method;
}

Result<Relevance> Interactions::explain(const ExplainInput& input, const Monitor& monitor) const {
    const auto game = ModelGame::make(input);
    if (!game)
        return Failure(game.error());
    if (sidesOf((*game)->units()).empty())
        return fail(ErrorCode::InvalidInput, "Only one modality can be changed here; give a second one.",
                    toString(input.target));
    return (*game)->comparesPairs() ? fromTables(input, **game, monitor) : fromRuns(input, **game, monitor);
}

} // namespace triptych::explain

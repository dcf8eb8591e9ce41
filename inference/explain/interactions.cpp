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
    const int begin = game.units().beginOf(modality);
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

// [rows * columns] -> [columns * rows].
std::vector<double> turned(const std::vector<double>& table, std::size_t rows, std::size_t columns) {
    std::vector<double> result(table.size());
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j)
            result[j * rows + i] = table[i * columns + j];
    return result;
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
    const auto firstRow = static_cast<std::size_t>(game.units().beginOf(sides.rows));
    const auto firstColumn = static_cast<std::size_t>(game.units().beginOf(sides.columns));
    for (std::size_t i = 0; i < table.size(); ++i) {
        sums[firstRow + i / columns] += table[i];
        sums[firstColumn + i % columns] += table[i];
    }
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
    return static_cast<std::size_t>(game.units().countOf(modality));
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
    if (!isFirstRow)
        found = turned(found, first.size(), second.size());
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
    std::vector<double> sums(static_cast<std::size_t>(game.units().total()));
    std::vector<std::pair<Sides, std::vector<double>>> tables;
    for (const Sides& sides : sidesOf(game.units())) {
        const auto found = numerics::jointInteractions(masks, played->values, placesOf(game, sides.rows),
                                                       placesOf(game, sides.columns));
        const std::size_t columns = unitsOf(game, sides.columns);
        tables.emplace_back(sides, spread(found, playersOf(game, sides.rows), playersOf(game, sides.columns),
                                          unitsOf(game, sides.rows), columns));
        addSums(sums, game, sides, tables.back().second, columns);
    }
    Relevance relevance = game.mapOf(sums);
    for (const auto& [sides, table] : tables)
        setInteractions(relevance, game, sides, table);
    return relevance;
}

} // namespace

const MethodDescriptor& Interactions::descriptor() const {
    static const MethodDescriptor method = describeInteractions();
    return method;
}

std::int64_t Interactions::passes(const Parameters& parameters, const UnitCounts& /*units*/) const {
    return 2 * *parameters.integer("masks");
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

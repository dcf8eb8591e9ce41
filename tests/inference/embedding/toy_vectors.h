// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "inference/base/array.h"
#include "inference/embedding/corpus.h"

namespace triptych::test {

// Unit vectors around `groups` random directions: row i belongs to group i % groups.
inline FloatArray groupedVectors(std::int64_t rows, std::int64_t width, std::int64_t groups, std::uint64_t seed,
                                 float spread = 0.3f) {
    std::mt19937_64 random(seed);
    std::normal_distribution<float> normal(0, 1);
    FloatArray centres({groups, width});
    for (float& value : centres.values())
        value = normal(random);
    FloatArray vectors({rows, width});
    for (std::int64_t row = 0; row < rows; ++row) {
        float square = 0;
        for (std::int64_t i = 0; i < width; ++i) {
            float& value = vectors.row({row})[static_cast<std::size_t>(i)];
            value = centres.row({row % groups})[static_cast<std::size_t>(i)] + spread * normal(random);
            square += value * value;
        }
        for (float& value : vectors.row({row}))
            value /= std::sqrt(square);
    }
    return vectors;
}

// A corpus in memory; row i of every modality belongs to the sample "s<i>".
inline embedding::Corpus corpusOf(std::map<Modality, FloatArray> vectors) {
    embedding::Corpus corpus;
    const auto memory = std::make_shared<const std::map<Modality, FloatArray>>(std::move(vectors));
    corpus.vectorMemory = memory;
    for (const auto& [modality, rows] : *memory) {
        corpus.embeddings[modality] = embedding::tableOf(rows);
        for (std::int64_t row = 0; row < rows.extent(0); ++row) {
            CorpusRow entry;
            entry.id = "s" + std::to_string(row);
            corpus.tables[modality].push_back(entry);
        }
    }
    return corpus;
}

} // namespace triptych::test

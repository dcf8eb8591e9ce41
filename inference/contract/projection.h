// SPDX-License-Identifier: GPL-3.0-or-later
// A corpus laid out in two or three dimensions, and what is lost on the way.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inference/base/array.h"
#include "inference/contract/corpus.h"

namespace triptych {

struct ProjectRequest {
    std::filesystem::path corpus;
    std::vector<Modality> modalities;              // empty: all of the corpus
    std::string method = "umap";                   // an id of CorpusService::projectionMethods()
    std::map<std::string, std::string> parameters; // those that are missing are the defaults
    int dimensions = 2;                            // 2 or 3
    std::uint64_t seed = 0;

    bool operator==(const ProjectRequest&) const = default;
};

// How far a layout keeps neighbourhoods (Venna and Kaski 2001), each 0..1: trustworthiness falls where points are
// neighbours in the layout only, continuity where neighbours of the full space are torn apart, and neighboursKept is
// the share of the k nearest that are the same in both.
struct ProjectionQuality {
    double trustworthiness = 1;
    double continuity = 1;
    double neighboursKept = 1;
    int neighbours = 0;    // k
    std::int64_t rows = 0; // that were asked, at most 2,000 drawn evenly

    bool operator==(const ProjectionQuality&) const = default;
};

struct Projection {
    FloatArray points;                             // [place, dimension]
    std::vector<CorpusPlace> places;               // one per point: the rows of one modality after those of another
    std::map<std::string, std::string> parameters; // every one of the method
    bool isWhole = true;                           // false: it was stopped and kept
    ProjectionQuality quality;
    double seconds = 0; // without the quality

    bool operator==(const Projection&) const = default;
};

// What lies between two modalities of one space. Of large corpora rows are drawn evenly.
struct ModalityGap {
    Modality first = Modality::Image;
    Modality second = Modality::Text;
    // Length of the difference of the mean vectors, 0..2 (Liang et al. 2022).
    double centroidDistance = 0;
    // Balanced accuracy on held-out rows of a logistic classifier that tells the modalities apart: 0.5 when they mix, 1
    // when a plane parts them. Empty with fewer than four rows of either.
    std::optional<double> separability;
    // Mean squared distance of rows of one id, 0..4 (Wang and Isola 2020); empty without pairs.
    std::optional<double> alignment;
    // Squared maximum mean discrepancy, unbiased, Gaussian kernel of the median distance (Gretton et al. 2012); near 0
    // or below when both are spread alike. Empty with fewer than two rows of either.
    std::optional<double> meanDiscrepancy;

    bool operator==(const ModalityGap&) const = default;
};

struct ModalityGaps {
    std::vector<ModalityGap> gaps;         // of every two modalities whose vectors have one width
    std::map<Modality, double> uniformity; // log mean exp(-2 d^2) over two rows; lower: spread more evenly (ibid.)

    bool operator==(const ModalityGaps&) const = default;
};

} // namespace triptych

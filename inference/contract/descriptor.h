// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "inference/contract/modality.h"

namespace triptych {

// Declared once by a method or metric; the forms of the window and the options of the command line are built from it.
struct ParameterDescriptor {
    enum class Type { Integer, Real, Boolean, Choice };

    std::string name;  // snake_case id
    std::string label; // English; translated by the interface
    Type type = Type::Integer;
    // Default as text; for a Choice one of `choices`. Integers may name further words in `choices` ("mean", "max").
    std::string defaultValue;
    double minimum = 0;
    double maximum = 0;
    std::vector<std::string> choices;

    bool operator==(const ParameterDescriptor&) const = default;
};

enum class MethodNeed { Attention, Gradients, Scores };

[[nodiscard]] constexpr std::string_view toString(MethodNeed need) {
    switch (need) {
    case MethodNeed::Attention:
        return "attention";
    case MethodNeed::Gradients:
        return "gradients";
    case MethodNeed::Scores:
        return "scores";
    }
    return "";
}

struct MethodDescriptor {
    std::string id;
    std::string label;
    std::string summary; // one sentence for a tool tip
    // What a user must know before using it, such as a patent; shown wherever the method is chosen. Mostly empty.
    std::string notice;
    std::vector<MethodNeed> needs;
    std::vector<Modality> modalities;
    std::vector<ParameterDescriptor> parameters;

    bool operator==(const MethodDescriptor&) const = default;
};

struct MetricDescriptor {
    std::string id;
    std::string label;
    std::string summary;
    std::string protocol;
    std::vector<ParameterDescriptor> parameters;

    bool operator==(const MetricDescriptor&) const = default;
};

struct TowerDescriptor {
    int layers = 0;
    int heads = 0;

    bool operator==(const TowerDescriptor&) const = default;
};

struct TensorDescriptor {
    std::string name;
    std::string dtype; // as in safetensors: "F32"
    std::vector<std::int64_t> shape;
    std::int64_t bytes = 0; // in the file

    bool operator==(const TensorDescriptor&) const = default;
};

// What `inspect` prints and the model manager shows.
struct ModelDescriptor {
    std::string family;
    std::string label;
    std::string hash; // first 16 hex digits of the SHA-256 over configuration and weight files in name order
    // SHA-256 of the program that the model is (TorchScript); empty for models that are weights.
    std::string programHash;
    std::vector<Modality> modalities;
    std::map<std::string, TowerDescriptor> towers;
    std::int64_t parameterCount = 0;
    std::vector<TensorDescriptor> tensors;
    std::vector<std::string> missingTensors;
    std::vector<std::string> unexpectedTensors;
    std::int64_t weightBytes = 0;
    std::int64_t mapBytes = 0; // all attention maps of one sample of typical length
    // Whether this model has a matching head, so that `match` is a target.
    bool hasMatchHead = false;
    // Whether every image is compared with every text, so that `scores.image_text` is a table and a pair of them the
    // target.
    bool comparesPairs = false;

    bool operator==(const ModelDescriptor&) const = default;
};

struct DeviceDescriptor {
    std::string id; // "cpu", "cuda:0"
    std::string name;
    std::int64_t memoryBytes = 0;
    std::int64_t freeBytes = 0;

    bool operator==(const DeviceDescriptor&) const = default;
};

struct DeviceList {
    std::vector<DeviceDescriptor> devices;
    // Why a GPU that seems to be there is not used; empty otherwise.
    std::string notice;

    bool operator==(const DeviceList&) const = default;
};

} // namespace triptych

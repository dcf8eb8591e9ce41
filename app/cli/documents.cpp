// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/documents.h"

namespace triptych::cli {

namespace {

std::string_view typeId(ParameterDescriptor::Type type) {
    switch (type) {
    case ParameterDescriptor::Type::Integer:
        return "integer";
    case ParameterDescriptor::Type::Real:
        return "real";
    case ParameterDescriptor::Type::Boolean:
        return "boolean";
    case ParameterDescriptor::Type::Choice:
        return "choice";
    }
    return "";
}

Json nested(std::span<const float> values, std::span<const std::int64_t> shape) {
    if (shape.empty())
        return values.empty() ? Json() : Json(values.front());
    Json list = Json::array();
    const auto count = static_cast<std::size_t>(shape.front());
    const std::size_t length = count == 0 ? 0 : values.size() / count;
    for (std::size_t i = 0; i < count; ++i)
        list.push_back(nested(values.subspan(i * length, length), shape.subspan(1)));
    return list;
}

Json listOf(const auto& items) {
    Json list = Json::array();
    for (const auto& item : items)
        list.push_back(toJson(item));
    return list;
}

} // namespace

Json toJson(const DeviceList& devices) {
    Json list = Json::array();
    for (const DeviceDescriptor& device : devices.devices)
        list.push_back({{"id", device.id},
                        {"name", device.name},
                        {"memoryBytes", device.memoryBytes},
                        {"freeBytes", device.freeBytes}});
    return {{"devices", std::move(list)}, {"notice", devices.notice.empty() ? Json() : Json(devices.notice)}};
}

Json toJson(const ParameterDescriptor& parameter) {
    Json document{{"name", parameter.name}, {"label", parameter.label}, {"type", typeId(parameter.type)}};
    if (!parameter.choices.empty())
        document["choices"] = parameter.choices;
    if (parameter.type == ParameterDescriptor::Type::Integer) {
        document["minimum"] = static_cast<std::int64_t>(parameter.minimum);
        document["maximum"] = static_cast<std::int64_t>(parameter.maximum);
    } else if (parameter.type == ParameterDescriptor::Type::Real) {
        document["minimum"] = parameter.minimum;
        document["maximum"] = parameter.maximum;
    }
    document["default"] = parameter.defaultValue;
    return document;
}

Json toJson(const MethodDescriptor& method) {
    Json needs = Json::array();
    for (const MethodNeed need : method.needs)
        needs.push_back(toString(need));
    Json document{{"id", method.id},
                  {"label", method.label},
                  {"summary", method.summary},
                  {"needs", std::move(needs)},
                  {"modalities", idsOf(method.modalities)},
                  {"parameters", listOf(method.parameters)}};
    if (!method.notice.empty())
        document["notice"] = method.notice;
    return document;
}

Json toJson(const MetricDescriptor& metric) {
    return {{"id", metric.id},
            {"label", metric.label},
            {"summary", metric.summary},
            {"protocol", metric.protocol},
            {"parameters", listOf(metric.parameters)}};
}

Json toJson(const ModelDescriptor& model) {
    Json towers = Json::object();
    for (const auto& [name, tower] : model.towers)
        towers[name] = {{"layers", tower.layers}, {"heads", tower.heads}};
    Json tensors = Json::array();
    for (const TensorDescriptor& tensor : model.tensors)
        tensors.push_back({{"name", tensor.name}, {"dtype", tensor.dtype}, {"shape", tensor.shape}});
    Json document{{"family", model.family},
                  {"label", model.label},
                  {"modelHash", model.hash},
                  {"modalities", idsOf(model.modalities)},
                  {"towers", std::move(towers)},
                  {"parameters", model.parameterCount},
                  {"tensors", std::move(tensors)},
                  {"missing", model.missingTensors},
                  {"unexpected", model.unexpectedTensors},
                  {"memoryBytes", {{"weights", model.weightBytes}, {"maps", model.mapBytes}}}};
    if (!model.programHash.empty())
        document["programHash"] = model.programHash;
    return document;
}

Json toJson(const FloatArray& array) {
    return nested(array.values(), array.shape());
}

Json idsOf(const std::vector<Modality>& modalities) {
    Json ids = Json::array();
    for (const Modality modality : modalities)
        ids.push_back(toString(modality));
    return ids;
}

} // namespace triptych::cli

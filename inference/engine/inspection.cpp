// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/inspection.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "inference/backend/devices.h"
#include "inference/formats/model_folder.h"
#include "inference/models/registry.h"

namespace triptych::engine {

namespace {

constexpr std::size_t valuesPerPart = std::size_t{1} << 20;
constexpr int mostBins = 4096;

std::string_view firstPart(std::string_view& rest) {
    const auto dot = rest.find('.');
    const std::string_view part = rest.substr(0, dot);
    rest = dot == rest.npos ? std::string_view() : rest.substr(dot + 1);
    return part;
}

// Other names under which published weights keep a tower.
struct Alias {
    std::string_view tower;
    std::string_view part;
};
constexpr std::array aliases{Alias{"vision", "visual"}, Alias{"vision", "image"}, Alias{"vision", "vit"},
                             Alias{"text", "language"}, Alias{"text", "bert"},    Alias{"text", "roberta"},
                             Alias{"audio", "speech"},  Alias{"audio", "htsat"}};

bool names(std::string_view part, std::string_view tower) {
    return part.find(tower) != part.npos || std::ranges::any_of(aliases, [&](const Alias& alias) {
               return alias.tower == tower && part.find(alias.part) != part.npos;
           });
}

// The tower that the outermost module names.
std::string towerOf(std::string_view tensor, const std::map<std::string, TowerDescriptor>& towers) {
    for (std::string_view rest = tensor; !rest.empty();) {
        const std::string_view part = firstPart(rest);
        std::string best;
        for (const auto& [tower, facts] : towers)
            if (names(part, tower) && tower.size() > best.size())
                best = tower;
        if (!best.empty())
            return best;
    }
    return {};
}

const DeviceDescriptor* findDevice(const DeviceList& devices, const std::string& id) {
    const auto found = std::ranges::find(devices.devices, id, &DeviceDescriptor::id);
    return found == devices.devices.end() ? nullptr : &*found;
}

// Walks over the values of a tensor in parts.
Result<void> eachValue(const formats::TensorView& view, const std::string& name, const Monitor& monitor,
                       const std::function<void(double)>& take) {
    const auto count = static_cast<std::size_t>(elementCount(view.shape));
    const auto bits = static_cast<std::size_t>(formats::bitsOf(view.dtype));
    for (std::size_t begin = 0; begin < count; begin += valuesPerPart) {
        if (const auto alive = monitor.check(); !alive)
            return alive;
        const std::size_t length = std::min(valuesPerPart, count - begin);
        const formats::TensorView part{view.dtype,
                                       {static_cast<std::int64_t>(length)},
                                       view.bytes.subspan(begin * bits / 8, (length * bits + 7) / 8)};
        const auto values = formats::toFloatArray(part, name);
        if (!values)
            return Failure(values.error());
        for (const float value : values->values())
            take(static_cast<double>(value));
        monitor.report("histogram", static_cast<std::int64_t>(begin + length), static_cast<std::int64_t>(count));
    }
    return {};
}

} // namespace

MemoryEstimate estimateMemory(const ModelDescriptor& model, const std::string& device, const DeviceList& devices,
                              bool mayFallBack) {
    MemoryEstimate estimate{device, model.weightBytes, model.mapBytes, 0, false};
    if (const DeviceDescriptor* found = findDevice(devices, device))
        estimate.freeBytes = found->freeBytes;
    if (estimate.fits() || device == "cpu" || !mayFallBack)
        return estimate;
    estimate.device = "cpu";
    estimate.fallsBack = true;
    if (const DeviceDescriptor* cpu = findDevice(devices, "cpu"))
        estimate.freeBytes = cpu->freeBytes;
    return estimate;
}

std::map<std::string, std::int64_t> parametersByTower(const ModelDescriptor& model) {
    std::map<std::string, std::int64_t> counts;
    for (const auto& [tower, facts] : model.towers)
        counts[tower] = 0;
    for (const TensorDescriptor& tensor : model.tensors)
        counts[towerOf(tensor.name, model.towers)] += elementCount(tensor.shape);
    return counts;
}

Result<ModelReport> inspect(const std::string& model, const std::string& device) {
    const auto folder = models::modelFolder(model);
    if (!folder)
        return Failure(folder.error());
    const auto resolved = backend::resolveDevice(device);
    if (!resolved)
        return Failure(resolved.error());
    auto descriptor = models::inspectModel(model);
    if (!descriptor)
        return Failure(descriptor.error());
    ModelReport report{model, folder->string(), *std::move(descriptor), {}, {}};
    report.towerParameters = parametersByTower(report.descriptor);
    report.memory = estimateMemory(report.descriptor, *resolved, backend::listDevices(), device == "auto");
    return report;
}

Result<TensorHistogram> tensorHistogram(const HistogramRequest& request, const Monitor& monitor) {
    if (request.bins < 1 || request.bins > mostBins)
        return fail(ErrorCode::InvalidInput, "A histogram has 1 to 4096 bins.", request.tensor);
    const auto path = models::modelFolder(request.model);
    if (!path)
        return Failure(path.error());
    const auto folder = formats::ModelFolder::open(*path);
    if (!folder)
        return Failure(folder.error());
    const auto weights = formats::ModelWeights::open(folder->weightFiles());
    if (!weights)
        return Failure(weights.error());
    const auto found = weights->tensors().find(request.tensor);
    if (found == weights->tensors().end())
        return fail(ErrorCode::InvalidInput, "The model has no tensor of this name; choose one that `inspect` lists.",
                    request.tensor);

    TensorHistogram histogram;
    histogram.tensor = request.tensor;
    histogram.minimum = std::numeric_limits<double>::infinity();
    histogram.maximum = -std::numeric_limits<double>::infinity();
    double sum = 0;
    double squares = 0;
    const auto measured = eachValue(found->second, request.tensor, monitor, [&](double value) {
        ++histogram.valueCount;
        if (!std::isfinite(value)) {
            ++histogram.notFiniteCount;
            return;
        }
        histogram.zeroCount += value == 0 ? 1 : 0;
        histogram.minimum = std::min(histogram.minimum, value);
        histogram.maximum = std::max(histogram.maximum, value);
        sum += value;
        squares += value * value;
    });
    if (!measured)
        return Failure(measured.error());
    const std::int64_t finite = histogram.valueCount - histogram.notFiniteCount;
    if (finite == 0) {
        histogram.minimum = histogram.maximum = 0;
        return histogram;
    }
    histogram.mean = sum / static_cast<double>(finite);
    histogram.deviation =
        std::sqrt(std::max(0.0, squares / static_cast<double>(finite) - histogram.mean * histogram.mean));
    histogram.counts.assign(static_cast<std::size_t>(request.bins), 0);
    const double width = histogram.maximum - histogram.minimum;
    const auto counted = eachValue(found->second, request.tensor, monitor, [&](double value) {
        if (!std::isfinite(value))
            return;
        const double share = width > 0 ? (value - histogram.minimum) / width : 0.5;
        const auto bin = static_cast<std::size_t>(share * request.bins);
        ++histogram.counts[std::min(bin, histogram.counts.size() - 1)];
    });
    if (!counted)
        return Failure(counted.error());
    return histogram;
}

} // namespace triptych::engine

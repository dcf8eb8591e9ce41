// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/engine/request_key.h"

#include "inference/engine/file_stamp.h"

namespace triptych::engine {

namespace {

// Every field with its length, so that no two lists of fields look alike.
class Key {
public:
    void add(std::string_view field) {
        m_text += std::to_string(field.size());
        m_text += ':';
        m_text += field;
    }
    [[nodiscard]] bool addFile(const std::filesystem::path& file) {
        const auto stamp = stampOf(file);
        add(file.string());
        add(stamp.value_or(""));
        return stamp.has_value();
    }
    [[nodiscard]] std::string text() && { return std::move(m_text); }

private:
    std::string m_text;
};

bool addSample(Key& key, const Sample& sample) {
    key.add(sample.id);
    bool isComplete = true;
    key.add(std::to_string(sample.items.size()));
    for (const SampleItem& item : sample.items) {
        key.add(toString(item.modality));
        key.add(item.text);
        key.add(partKey(item));
        key.add(item.file.empty() ? "text" : "file");
        if (!item.file.empty())
            isComplete = key.addFile(item.file) && isComplete;
    }
    key.add(std::to_string(sample.options.size()));
    for (const auto& [name, value] : sample.options) {
        key.add(name);
        key.add(std::to_string(value));
    }
    if (!sample.regions.empty())
        isComplete = key.addFile(sample.regions) && isComplete;
    return isComplete;
}

} // namespace

std::string partKey(const SampleItem& item) {
    std::string key;
    if (item.part)
        for (const double edge : {item.part->x0, item.part->y0, item.part->x1, item.part->y1})
            key += std::to_string(edge) + ' ';
    return key;
}

std::optional<std::string> keyOf(const RunRequest& request, const std::string& modelStamp) {
    Key key;
    key.add(request.model);
    key.add(modelStamp);
    key.add(request.device);
    key.add(toString(request.target));
    key.add(request.method);
    key.add(std::to_string(request.seed));
    key.add(std::to_string(static_cast<int>(request.watch.kind)));
    key.add(std::to_string(request.watch.globs.size()));
    for (const std::string& glob : request.watch.globs)
        key.add(glob);
    key.add(std::to_string(request.interventions.size()));
    bool isComplete = true;
    for (const Intervention& intervention : request.interventions) {
        key.add(toString(intervention));
        if (const auto* patch = std::get_if<PatchActivation>(&intervention))
            isComplete = addSample(key, patch->source) && isComplete;
    }
    for (const auto& [name, value] : request.parameters) {
        key.add(name);
        key.add(value);
    }
    if (!addSample(key, request.sample) || !isComplete)
        return std::nullopt;
    return std::move(key).text();
}

} // namespace triptych::engine

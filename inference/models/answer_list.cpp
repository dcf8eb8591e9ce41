// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/answer_list.h"

#include <charconv>

namespace triptych::models {

AnswerList AnswerList::read(const ConfigView& config) {
    AnswerList list;
    const ConfigView labels = config.section("id2label");
    for (const auto& [key, label] : labels.json().items()) {
        int index = -1;
        std::from_chars(key.data(), key.data() + key.size(), index);
        if (index >= 0 && label.is_string())
            list.m_indices.emplace(label.get<std::string>(), index);
    }
    const auto named = static_cast<int>(labels.json().size());
    list.m_count = named > 0 ? named : config.size("num_labels", list.m_count);
    return list;
}

Result<int> AnswerList::indexOf(const std::string& answer) const {
    const auto found = m_indices.find(answer);
    if (found != m_indices.end())
        return found->second;
    return fail(ErrorCode::InvalidInput,
                "The model does not know this answer; choose one that \"id2label\" of its config.json lists.", answer);
}

} // namespace triptych::models

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "inference/models/config_view.h"

namespace triptych::models {

// The answers that a question-answering head chooses from: "id2label" of config.json.
class AnswerList {
public:
    [[nodiscard]] static AnswerList read(const ConfigView& config);

    // Classes of the head; the default of published configurations is 2.
    [[nodiscard]] int count() const { return m_count; }
    // InvalidInput for an answer that the model does not know.
    [[nodiscard]] Result<int> indexOf(const std::string& answer) const;

private:
    std::map<std::string, int> m_indices;
    int m_count = 2;
};

} // namespace triptych::models

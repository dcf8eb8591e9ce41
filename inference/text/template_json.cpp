// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/text/template_json.h"

#include <utility>

namespace triptych::text {

using formats::Json;

Json specialStep(const std::string& token, int typeId) {
    return {{"SpecialToken", {{"id", token}, {"type_id", typeId}}}};
}

Json sequenceStep(const char* name, int typeId) {
    return {{"Sequence", {{"id", name}, {"type_id", typeId}}}};
}

Json templateOf(Json single, Json pair, const std::vector<std::string>& tokens,
                const std::function<std::int64_t(const std::string&)>& idOf) {
    Json specials = Json::object();
    for (const std::string& token : tokens)
        specials[token] = {{"id", token}, {"ids", Json::array({idOf(token)})}, {"tokens", Json::array({token})}};
    return {{"type", "TemplateProcessing"},
            {"single", std::move(single)},
            {"pair", std::move(pair)},
            {"special_tokens", std::move(specials)}};
}

} // namespace triptych::text

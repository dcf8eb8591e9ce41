// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/quality.h"

namespace triptych {

std::string toString(Substrate substrate) {
    switch (substrate) {
    case Substrate::Zero:
        return "zero";
    case Substrate::Blur:
        return "blur";
    case Substrate::Neighbours:
        return "neighbours";
    }
    return {};
}

std::string toString(const Protocol& protocol) {
    std::string text;
    const auto add = [&](const std::string& part) {
        if (!part.empty())
            text += (text.empty() ? "" : ", ") + part;
    };
    add(protocol.order);
    add(protocol.substrate);
    add(protocol.step);
    add(protocol.target);
    if (protocol.draws > 0) {
        add(std::to_string(protocol.draws) + (protocol.draws == 1 ? " draw" : " draws"));
        add("seed " + std::to_string(protocol.seed));
    }
    return text;
}

} // namespace triptych

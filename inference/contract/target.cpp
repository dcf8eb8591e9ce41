// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/target.h"

#include <charconv>
#include <optional>

namespace triptych {

namespace {

std::optional<int> parseIndex(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

struct PairSide {
    Modality modality;
    int index;
};

// "3" or "audio=3".
std::optional<PairSide> parseSide(std::string_view text, Modality unnamed) {
    Modality modality = unnamed;
    if (const auto equals = text.find('='); equals != text.npos) {
        const auto named = modalityFromString(text.substr(0, equals));
        if (!named)
            return std::nullopt;
        modality = *named;
        text.remove_prefix(equals + 1);
    }
    const auto index = parseIndex(text);
    if (!index)
        return std::nullopt;
    return PairSide{modality, *index};
}

Failure unreadable(std::string_view spec) {
    return fail(ErrorCode::InvalidInput,
                "is not a target; use match, pair:I,J, pair:audio=I,text=J, class:N, token:N or answer:TEXT.",
                std::string(spec));
}

Result<Target> parsePair(std::string_view spec, std::string_view argument) {
    const auto comma = argument.find(',');
    if (comma == argument.npos)
        return unreadable(spec);
    const auto first = parseSide(argument.substr(0, comma), Modality::Image);
    const auto second = parseSide(argument.substr(comma + 1), Modality::Text);
    if (!first || !second || first->modality == second->modality)
        return unreadable(spec);
    Target target;
    target.kind = TargetKind::Pair;
    target.firstModality = first->modality;
    target.first = first->index;
    target.secondModality = second->modality;
    target.second = second->index;
    return target;
}

std::string pairSide(Modality modality, int index, bool named) {
    return (named ? std::string(toString(modality)) + "=" : std::string()) + std::to_string(index);
}

} // namespace

Result<Target> parseTarget(std::string_view spec) {
    Target target;
    if (spec == "default")
        return target;
    if (spec == "match") {
        target.kind = TargetKind::Match;
        return target;
    }
    const auto colon = spec.find(':');
    if (colon == spec.npos)
        return unreadable(spec);
    const std::string_view name = spec.substr(0, colon);
    const std::string_view argument = spec.substr(colon + 1);
    if (name == "pair")
        return parsePair(spec, argument);
    if (name == "answer" && !argument.empty()) {
        target.kind = TargetKind::Answer;
        target.text = argument;
        return target;
    }
    const auto index = parseIndex(argument);
    if ((name != "class" && name != "token") || !index)
        return unreadable(spec);
    target.kind = name == "class" ? TargetKind::Class : TargetKind::Token;
    target.index = *index;
    return target;
}

std::string toString(const Target& target) {
    switch (target.kind) {
    case TargetKind::Default:
        return "default";
    case TargetKind::Match:
        return "match";
    case TargetKind::Class:
        return "class:" + std::to_string(target.index);
    case TargetKind::Token:
        return "token:" + std::to_string(target.index);
    case TargetKind::Answer:
        return "answer:" + target.text;
    case TargetKind::Pair:
        break;
    }
    const bool named = target.firstModality != Modality::Image || target.secondModality != Modality::Text;
    return "pair:" + pairSide(target.firstModality, target.first, named) + "," +
           pairSide(target.secondModality, target.second, named);
}

bool dependsOn(const Target& target, Modality modality) {
    return target.kind != TargetKind::Pair || target.firstModality == modality || target.secondModality == modality;
}

} // namespace triptych

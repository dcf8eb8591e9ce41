// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/intervention.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>

namespace triptych {

namespace {

template<typename Number>
std::optional<Number> numberFrom(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return number;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(separator, begin), text.size());
        if (end > begin)
            parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

Failure wrong(const std::string& what, std::string_view where) {
    return fail(ErrorCode::InvalidInput, what, std::string(where));
}

// "3,5-8": numbers and ranges, both ends included.
Result<std::vector<int>> parseNumbers(std::string_view list) {
    constexpr int most = 1'000'000;
    std::vector<int> numbers;
    for (const std::string_view part : split(list, ',')) {
        const std::size_t dash = part.find('-');
        const auto first = numberFrom<int>(part.substr(0, dash));
        const auto last = dash == part.npos ? first : numberFrom<int>(part.substr(dash + 1));
        if (!first || !last || *first < 0 || *last < *first || *last > most)
            return wrong("is no list of numbers; write 3,5-8.", list);
        for (int number = *first; number <= *last; ++number)
            numbers.push_back(number);
    }
    if (numbers.empty())
        return wrong("names no number; write 3,5-8, or leave it out for all.", list);
    return numbers;
}

std::string joined(const std::vector<int>& numbers) {
    std::string text;
    for (const int number : numbers)
        text += (text.empty() ? "" : ",") + std::to_string(number);
    return text;
}

std::string shortNumber(double number) {
    std::array<char, 32> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number);
    return {text.data(), error == std::errc{} ? end : text.data()};
}

std::string placesText(const std::string& maps, const std::vector<int>& heads) {
    return (maps == "*" ? "" : " maps=" + maps) + (heads.empty() ? "" : " heads=" + joined(heads));
}

struct Writer {
    std::string operator()(const KnockOut& it) const {
        return "knock-out" + (it.from ? " from=" + toString(*it.from) : "") + " to=" + toString(it.to) +
               placesText(it.maps, it.heads);
    }
    std::string operator()(const ScaleHeads& it) const {
        return "scale-heads" + placesText(it.maps, it.heads) + " factor=" + shortNumber(it.factor);
    }
    std::string operator()(const EvenHeads& it) const { return "even-heads" + placesText(it.maps, it.heads); }
    std::string operator()(const Erase& it) const { return "erase units=" + toString(it.units); }
    std::string operator()(const SwapWord& it) const {
        return "swap-word word=" + std::to_string(it.word) + " by=" + it.by;
    }
    std::string operator()(const PatchActivation& it) const {
        return "patch sites=" + it.sites + " units=" + toString(it.units) + " from=" + it.source.id;
    }
};

// key=value pairs behind the kind; each may be taken once.
class Fields {
public:
    static Result<Fields> read(std::string_view line) {
        Fields fields;
        const auto parts = split(line, ' ');
        if (parts.empty())
            return wrong("An intervention is empty; write, for example, erase units=text:3.", line);
        fields.m_kind = parts.front();
        for (std::size_t i = 1; i < parts.size(); ++i) {
            const std::size_t equals = parts[i].find('=');
            if (equals == parts[i].npos)
                return wrong("is no setting of an intervention; write key=value.", parts[i]);
            if (!fields.m_values.emplace(parts[i].substr(0, equals), parts[i].substr(equals + 1)).second)
                return wrong("is given twice.", parts[i].substr(0, equals));
        }
        return fields;
    }

    [[nodiscard]] const std::string& kind() const { return m_kind; }

    [[nodiscard]] bool has(const char* key) const { return m_values.contains(key); }

    void take(const char* key, std::string& value) {
        if (const auto found = m_values.extract(key); !found.empty())
            value = found.mapped();
    }
    void take(const char* key, UnitSet& value) { parse(key, value, parseUnitSet); }
    void take(const char* key, std::vector<int>& value) { parse(key, value, parseNumbers); }
    template<typename Number>
    void takeNumber(const char* key, Number& value) {
        parse(key, value, [](std::string_view text) -> Result<Number> {
            if (const auto number = numberFrom<Number>(text))
                return *number;
            return wrong("is not a number.", text);
        });
    }
    void require(const char* key) {
        if (!m_values.contains(key))
            note(wrong(std::string("needs ") + key + "=...", m_kind));
    }
    void note(const Failure& failure) {
        if (!m_error)
            m_error = failure.value();
    }

    // The value, unless something was wrong or is left over.
    Result<Intervention> finish(Intervention intervention) {
        if (m_error)
            return Failure(*m_error);
        if (!m_values.empty())
            return wrong("is no setting of " + m_kind + ".", m_values.begin()->first);
        return intervention;
    }

private:
    template<typename Value, typename Parse>
    void parse(const char* key, Value& value, const Parse& parser) {
        const auto found = m_values.extract(key);
        if (found.empty())
            return;
        auto parsed = parser(found.mapped());
        if (parsed)
            value = std::move(*parsed);
        else
            note(Failure(parsed.error()));
    }

    std::string m_kind;
    std::map<std::string, std::string> m_values;
    std::optional<Error> m_error;
};

Result<Intervention> readKnockOut(Fields& fields) {
    KnockOut it;
    fields.require("to");
    if (fields.has("from"))
        fields.take("from", it.from.emplace());
    fields.take("to", it.to);
    fields.take("maps", it.maps);
    fields.take("heads", it.heads);
    return fields.finish(it);
}

Result<Intervention> readScaleHeads(Fields& fields) {
    ScaleHeads it;
    fields.take("maps", it.maps);
    fields.take("heads", it.heads);
    fields.takeNumber("factor", it.factor);
    return fields.finish(it);
}

Result<Intervention> readEvenHeads(Fields& fields) {
    EvenHeads it;
    fields.take("maps", it.maps);
    fields.take("heads", it.heads);
    return fields.finish(it);
}

Result<Intervention> readErase(Fields& fields) {
    Erase it;
    fields.require("units");
    fields.take("units", it.units);
    return fields.finish(it);
}

Result<Intervention> readSwapWord(Fields& fields) {
    SwapWord it;
    fields.require("word");
    fields.require("by");
    fields.takeNumber("word", it.word);
    fields.take("by", it.by);
    return fields.finish(it);
}

Result<Intervention> readPatch(Fields& fields, const SampleReader& readSample) {
    PatchActivation it;
    std::string source;
    fields.require("units");
    fields.require("from");
    fields.take("sites", it.sites);
    fields.take("units", it.units);
    fields.take("from", source);
    if (!source.empty() && readSample) {
        if (auto sample = readSample(source))
            it.source = std::move(*sample);
        else
            fields.note(Failure(sample.error()));
    }
    it.source.id = source;
    return fields.finish(std::move(it));
}

} // namespace

std::string toString(const UnitSet& set) {
    return std::string(toString(set.modality)) + (set.units.empty() ? "" : ":" + joined(set.units));
}

Result<UnitSet> parseUnitSet(std::string_view spec) {
    const std::size_t colon = spec.find(':');
    const auto modality = modalityFromString(spec.substr(0, colon));
    if (!modality)
        return wrong("names no modality; write text:3,4, image:0-15 or audio.", spec);
    if (colon == spec.npos)
        return UnitSet{*modality, {}};
    return parseNumbers(spec.substr(colon + 1)).map([&](std::vector<int> units) {
        return UnitSet{*modality, std::move(units)};
    });
}

std::string toString(const Intervention& intervention) {
    return std::visit(Writer{}, intervention);
}

Result<Intervention> parseIntervention(std::string_view line, const SampleReader& readSample) {
    auto fields = Fields::read(line);
    if (!fields)
        return Failure(fields.error());
    const std::string& kind = fields->kind();
    if (kind == "knock-out")
        return readKnockOut(*fields);
    if (kind == "scale-heads")
        return readScaleHeads(*fields);
    if (kind == "even-heads")
        return readEvenHeads(*fields);
    if (kind == "erase")
        return readErase(*fields);
    if (kind == "swap-word")
        return readSwapWord(*fields);
    if (kind == "patch")
        return readPatch(*fields, readSample);
    return wrong("is no intervention; use knock-out, scale-heads, even-heads, erase, swap-word or patch.", kind);
}

} // namespace triptych

// SPDX-License-Identifier: GPL-3.0-or-later
// Captions of scenes with their exact meaning: which words name which objects, and whether a caption is true.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inference/contract/units.h"
#include "inference/world/scene.h"

namespace triptych::world {

enum class Language { English, Chinese };

[[nodiscard]] std::string_view toString(Language language); // "en", "zh"

// What one noun phrase says: absent attributes are not mentioned. "two striped blue squares": count 2, fill, colour,
// shape.
struct Phrase {
    std::optional<SizeKind> size;
    std::optional<Fill> fill;
    std::optional<Colour> colour;
    std::optional<ShapeKind> shape; // absent: "object"
    int count = 1;                  // exactly so many objects of the scene fit
    // False for "a red ring": at least one object fits. True for counted phrases: exactly `count` fit.
    bool counted = false;

    bool operator==(const Phrase&) const = default;
};

enum class Relation { LeftOf, RightOf, Above, Below };
inline constexpr int relationCount = 4;

// One sentence: phrases joined by "and", or two phrases joined by a relation between their objects:
// every object of the first stands so to every object of the second.
struct Meaning {
    std::vector<Phrase> phrases;
    std::optional<Relation> relation; // between phrases[0] and phrases[1]

    bool operator==(const Meaning&) const = default;
};

// Words that name objects, with all attribute words of the phrase each as a mention of its own.
struct Mention {
    CharRange chars; // code points of the caption's text
    std::vector<int>
        objects;    // numbers (1-based) of the objects named: all that fit the phrase; none for the relation's words
    int phrase = 0; // index into Meaning::phrases; -1 for the relation's words
    enum class Role { Count, Size, Fill, Colour, Noun, Relation } role = Role::Noun;

    bool operator==(const Mention&) const = default;
};

struct Caption {
    Language language = Language::English;
    std::string text; // UTF-8
    Meaning meaning;
    std::uint64_t wording = 0;     // which of the equivalent sentences, for phrase()
    std::vector<Mention> mentions; // in text order, not overlapping

    bool operator==(const Caption&) const = default;
};

// Every word and sign that captions are made of; Chinese words as they are written together.
[[nodiscard]] std::vector<std::string> vocabulary(Language language);

// True when some assignment of different objects of the scene to the phrases fulfils every word of the meaning.
[[nodiscard]] bool holds(const Meaning& meaning, const Scene& scene);

// The same, and no object of the scene is left over: what a Whole caption says.
[[nodiscard]] bool holdsOfAll(const Meaning& meaning, const Scene& scene);

enum class CaptionKind {
    Whole,    // describes all objects with enough attributes to tell scenes apart: for retrieval
    Partial,  // one or two phrases, free choice of attributes
    Relation, // two phrases and a relation
    Counted,  // counts: "three rings", "two striped blue squares"
};

// A true caption of the scene; deterministic by seed. Falls back to Partial where the kind is impossible (a relation
// needs two objects that are clearly apart along its axis and told apart by their phrases).
[[nodiscard]] Caption describe(const Scene& scene, CaptionKind kind, Language language, std::uint64_t seed);

// Writes a meaning as text with its mentions; `objects[i]` are the objects that phrase i names. `wording` chooses among
// equivalent sentences.
[[nodiscard]] Caption phrase(const Meaning& meaning, const std::vector<std::vector<int>>& objects, Language language,
                             std::uint64_t wording);

enum class Change { Colour, Shape, Size, Fill, Swap, Relation, Count };
inline constexpr int changeKinds = 7;

[[nodiscard]] std::string_view toString(Change change); // "colour" is written "color" in files, as CLI.md fixes it

// A caption with exactly one thing changed, checked false against the scene. Its mentions keep the objects of the true
// caption.
struct HardNegative {
    Change change = Change::Colour;
    Caption caption;
    // The mentions of `caption` whose words are wrong (indices into caption.mentions).
    std::vector<int> wrongMentions;
};

// Empty where the caption does not offer the change (no size word, say) or no false variant exists.
[[nodiscard]] std::optional<HardNegative> hardNegative(const Caption& caption, const Scene& scene, Change change,
                                                       std::uint64_t seed);

} // namespace triptych::world

// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/training/vocabulary.h"

#include <set>

#include <nlohmann/json.hpp>

#include "inference/world/caption.h"

namespace triptych::training {

namespace {

// Pieces in the order in which they are first added.
class Pieces {
public:
    void add(const std::string& piece) {
        if (m_known.insert(piece).second)
            m_pieces.push_back(piece);
    }
    void addWithContinuation(const std::string& piece) {
        add(piece);
        add("##" + piece);
    }
    [[nodiscard]] bool has(const std::string& piece) const { return m_known.contains(piece); }
    [[nodiscard]] std::vector<std::string> take() { return std::move(m_pieces); }

private:
    std::set<std::string> m_known;
    std::vector<std::string> m_pieces;
};

bool isPlural(const std::string& word, const std::set<std::string>& words) {
    return (word.ends_with("s") && words.contains(word.substr(0, word.size() - 1))) ||
           (word.ends_with("es") && words.contains(word.substr(0, word.size() - 2)));
}

void addEnglish(Pieces& pieces) {
    const auto words = world::vocabulary(world::Language::English);
    const std::set<std::string> known(words.begin(), words.end());
    for (const std::string& word : words)
        if (!isPlural(word, known))
            pieces.add(word);
    pieces.add("##s");
    pieces.add("##es");
}

// The characters of UTF-8 text.
std::vector<std::string> characters(const std::string& text) {
    std::vector<std::string> found;
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0xc0) != 0x80)
            found.emplace_back();
        found.back() += c;
    }
    return found;
}

void addChinese(Pieces& pieces) {
    const auto words = world::vocabulary(world::Language::Chinese);
    for (const std::string& word : words)
        pieces.addWithContinuation(word);
    for (const std::string& word : words)
        for (const std::string& character : characters(word))
            pieces.addWithContinuation(character);
}

} // namespace

std::vector<std::string> worldVocabulary() {
    Pieces pieces;
    for (const char* special : {"[PAD]", "[UNK]", "[MASK]"})
        pieces.add(special);
    addEnglish(pieces);
    addChinese(pieces);
    for (char letter = 'a'; letter <= 'z'; ++letter)
        pieces.addWithContinuation(std::string(1, letter));
    for (char digit = '0'; digit <= '9'; ++digit)
        pieces.addWithContinuation(std::string(1, digit));
    for (const char* sign : {".", ",", ";", ":", "!", "?", "'", "\"", "-", "(", ")", "/"})
        pieces.add(sign);
    return pieces.take();
}

std::string tokenizerJson(const std::vector<std::string>& pieces) {
    using Json = nlohmann::ordered_json;
    Json special = Json::array();
    Json vocabulary = Json::object();
    for (std::size_t id = 0; id < pieces.size(); ++id) {
        vocabulary[pieces[id]] = id;
        if (pieces[id].starts_with('['))
            special.push_back({{"id", id},
                               {"content", pieces[id]},
                               {"single_word", false},
                               {"lstrip", false},
                               {"rstrip", false},
                               {"normalized", false},
                               {"special", true}});
    }
    Json document;
    document["version"] = "1.0";
    document["truncation"] = nullptr;
    document["padding"] = nullptr;
    document["added_tokens"] = std::move(special);
    document["normalizer"] = {{"type", "BertNormalizer"},
                              {"clean_text", true},
                              {"handle_chinese_chars", false},
                              {"strip_accents", nullptr},
                              {"lowercase", true}};
    document["pre_tokenizer"] = {{"type", "BertPreTokenizer"}};
    document["post_processor"] = nullptr;
    document["decoder"] = {{"type", "WordPiece"}, {"prefix", "##"}, {"cleanup", true}};
    document["model"] = {{"type", "WordPiece"},
                         {"unk_token", "[UNK]"},
                         {"continuing_subword_prefix", "##"},
                         {"max_input_chars_per_word", 200},
                         {"vocab", std::move(vocabulary)}};
    return document.dump(1) + "\n";
}

} // namespace triptych::training

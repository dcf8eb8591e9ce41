// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/models/generation/decode.h"

#include <QTest>

using namespace triptych;
using namespace triptych::models;

namespace {

constexpr std::int64_t vocabulary = 6;

// Every token is followed by the next number.
at::Tensor countingOn(const at::Tensor& tokens) {
    at::Tensor logits = at::zeros({tokens.size(0), vocabulary});
    for (std::int64_t row = 0; row < tokens.size(0); ++row)
        logits[row][(tokens[row][-1].item<std::int64_t>() + 1) % vocabulary] = 5;
    return logits;
}

// Prompts of one token each.
at::Tensor column(std::vector<std::int64_t> ids) {
    return at::tensor(ids, at::kLong).unsqueeze(1);
}

std::vector<std::int64_t> valuesOf(const at::Tensor& row) {
    const at::Tensor flat = row.contiguous();
    return {flat.const_data_ptr<std::int64_t>(), flat.const_data_ptr<std::int64_t>() + flat.numel()};
}

} // namespace

class DecodeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void optionsThatAreNoneAreNamed() {
        QVERIFY(checkDecodeOptions({{"max_new_tokens", 5}, {"temperature", 0.7}, {"unheard", -3}}).has_value());
        for (const auto& [name, value] : {std::pair{"max_new_tokens", 0.0},
                                          {"max_new_tokens", -1.0},
                                          {"max_new_tokens", 1.5},
                                          {"max_new_tokens", 1e30},
                                          {"top_p", 2.0},
                                          {"temperature", std::numeric_limits<double>::quiet_NaN()}}) {
            const auto checked = checkDecodeOptions({{name, value}});
            QVERIFY(!checked && checked.error().where == name);
        }
    }

    void greedyDecodingEndsAtTheEndToken() {
        DecodeOptions options;
        options.endIds = {5};
        const auto ids = decode(column({2}), countingOn, options, {});
        QVERIFY(ids.has_value());
        QCOMPARE(valuesOf((*ids)[0]), (std::vector<std::int64_t>{2, 3, 4, 5}));
    }

    void finishedRowsArePadded() {
        DecodeOptions options;
        options.endIds = {5};
        options.padId = 0;
        const auto ids = decode(column({4, 2}), countingOn, options, {});
        QCOMPARE(valuesOf((*ids)[0]), (std::vector<std::int64_t>{4, 5, 0, 0}));
        QCOMPARE(valuesOf((*ids)[1]), (std::vector<std::int64_t>{2, 3, 4, 5}));
    }

    // The reports tell what the first row has got so far.
    void whatWasWrittenIsReportedAsItGrows() {
        DecodeOptions options;
        options.maxNewTokens = 3;
        options.write = [](std::span<const std::int64_t> produced) {
            std::string text;
            for (const std::int64_t id : produced)
                text += std::to_string(id);
            return text;
        };
        std::vector<std::string> texts;
        Monitor monitor;
        monitor.progress = [&](const Progress& progress) {
            QCOMPARE(progress.stage, std::string("generate"));
            texts.push_back(progress.text);
        };
        QVERIFY(decode(column({1}), countingOn, options, monitor).has_value());
        QCOMPARE(texts, (std::vector<std::string>{"2", "23", "234"}));
    }

    void aCancelledRunWritesNoFurther() {
        CancelSource source;
        Monitor monitor;
        monitor.cancel = source.get_token();
        int steps = 0;
        const DecodeStep step = [&](const at::Tensor& tokens) {
            if (++steps == 2)
                source.request_stop();
            return countingOn(tokens);
        };
        const auto ids = decode(column({1}), step, DecodeOptions{}, monitor);
        QVERIFY(!ids && ids.error().code == ErrorCode::Canceled);
        QCOMPARE(steps, 2);
    }

    void drawnTokensDependOnTheSeedAlone() {
        DecodeOptions options;
        options.temperature = 1;
        options.maxNewTokens = 12;
        options.seed = 3;
        const DecodeStep even = [](const at::Tensor& tokens) { return at::zeros({tokens.size(0), vocabulary}); };
        const auto draw = [&] { return valuesOf((*decode(column({1}), even, options, {}))[0]); };
        const auto first = draw();
        QCOMPARE(draw(), first);
        options.seed = 4;
        QVERIFY(draw() != first);
        options.topK = 1; // of equals the first
        QVERIFY(draw() == draw());
    }
};

QTEST_GUILESS_MAIN(DecodeTest)
#include "decode_test.moc"
